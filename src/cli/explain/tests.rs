use super::explain;
use crate::cli::Format;

fn text(words: &[&str]) -> String {
    explain(words, Format::Text).unwrap()
}

fn help(words: &[&str]) -> String {
    explain(words, Format::Text).unwrap_err().help.unwrap()
}

#[test]
fn a_rule_says_all_it_knows() {
    let long = text(&["quirk", "D2L-023"]);
    assert_eq!(long, text(&["d2l-023"]));
    assert_eq!(long, text(&["D2L-023/other-text"]));
    for word in [
        "What        No field",
        "Documented  the four values",
        "Inferred    D2L-023/other-text: any other text",
        "kb 23829",
        "Off         IsActive is ignored",
        "tests/quirks/brightspace/D2L-023.yaml",
        "quirks: { D2L-023: off }",
    ] {
        assert!(long.contains(word), "{word} in:\n{long}");
    }
    assert!(text(&["D2L-046"]).contains("tests/quirks/brightspace/D2L-046.yaml"));
}

#[test]
fn tables_are_listed_with_whole_paths() {
    let fields = text(&["fields", "person"]);
    for path in [
        "name.first",
        "agents.N.after_roles",
        "contacts.*",
        "user_ids.N.value",
    ] {
        assert!(fields.contains(path), "{path} in:\n{fields}");
    }
    assert!(text(&["answer"]).contains("code_minor"));
    assert!(text(&["settings", "brightspace"]).contains("credentials.username"));
    assert!(text(&[]).contains("state <vendor>"));
}

#[test]
fn other_formats() {
    let json = explain(&["settings", "brightspace"], Format::Json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["sections"][1]["rows"][0]["setting"], "auth");
    assert!(
        explain(&["D2L-028"], Format::Markdown)
            .unwrap()
            .starts_with("\n### D2L-028\n")
    );
}

#[test]
fn mistakes_get_the_nearest_name() {
    assert_eq!(help(&["quirk", "D2L-28"]), "did you mean `D2L-028`?");
    assert_eq!(
        help(&["D2L-023/othertext"]),
        "did you mean `D2L-023/other-text`?"
    );
    assert_eq!(help(&["setings"]), "did you mean `settings`?");
    assert_eq!(
        help(&["admin", "brigthspace"]),
        "did you mean `brightspace`?"
    );
    assert!(help(&["xyzzy"]).starts_with("topics are: quirk, fields"));
    assert!(help(&["fields", "persn"]).contains("person"));
    assert_eq!(
        help(&["fields", "corse", "section"]),
        "did you mean `course section`?"
    );
    assert!(help(&["fields", "xyzzy"]).starts_with("the kinds are: person, group, "));
    assert_eq!(
        help(&["with", "changePersonIdentifer"]),
        "did you mean `changePersonIdentifier`?"
    );
}

#[test]
fn every_kind_of_record_is_explained_by_any_of_its_names() {
    let kinds = text(&["fields"]);
    for (words, title, field) in [
        (
            &["membership"][..],
            "Fields of a membership record (membershipRecord)",
            "roles.N.sub_role ",
        ),
        (
            &["course", "section"],
            "Fields of a course section record",
            "time_frames.N.begin ",
        ),
        (
            &["course_section"],
            "Fields of a course section record",
            "parentOfferingId",
        ),
        (
            &["Course-Sections"],
            "Fields of a course section record",
            "academicSession",
        ),
        (
            &["courseSectionRecord"],
            "Fields of a course section record",
            "max_number_of_students ",
        ),
        (
            &["line", "item", "record"],
            "Fields of a line item record",
            "context.type ",
        ),
        (&["result"], "Fields of a result record", "resultScore"),
        (
            &["result value"],
            "Fields of a result value record",
            "order_values.N.range.min ",
        ),
        (
            &["bulk", "exchange"],
            "Fields of a bulk exchange record",
            "files.N.check_sum ",
        ),
        (
            &["bulk"],
            "Fields of a bulk exchange record",
            "transactionId",
        ),
        (
            &["groups"],
            "Fields of a group record",
            "types.N.values.N.id ",
        ),
    ] {
        let page = text(&[&["fields"], words].concat());
        assert!(page.starts_with(title), "{words:?}: {page}");
        assert!(page.contains(field), "{words:?}: {page}");
    }
    for kind in [
        "section association",
        "course template",
        "bulk exchange",
        "person",
    ] {
        assert!(kinds.contains(kind), "{kind} in:\n{kinds}");
    }
}

#[test]
fn an_operation_says_what_it_takes_and_gives() {
    let page = text(&["with", "changepersonidentifier"]);
    for words in [
        "changePersonIdentifier (PMS)",
        "sourcedId     id:",
        "newSourcedId  with:",
    ] {
        assert!(page.contains(words), "{words} in:\n{page}");
    }
    assert!(text(&["with", "readPersons"]).contains("personRecordSet  records"));
    assert!(text(&["with"]).contains("createPerson "));
}
