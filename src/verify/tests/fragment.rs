//! The rules by which XML is compared, with a test each.

use crate::base::Limits;
use crate::diag::Span;
use crate::verify::Canon;
use crate::verify::fragment::compare_fragment;
use crate::xml;

fn canon(text: &str) -> Canon {
    Canon::of(xml::read(text, &Limits::default()).unwrap().root())
}

fn span() -> Span {
    let source = crate::diag::Source {
        path: "x.yaml".into(),
        text: String::new(),
    };
    Span {
        source: source.into(),
        line: 1,
        column: 1,
        length: 1,
    }
}

#[track_caller]
fn check(expected: &str, received: &str, differences: &[&str]) {
    let found = compare_fragment(&canon(expected), &canon(received), &span());
    let shown: Vec<String> = found
        .differences
        .iter()
        .map(|d| {
            format!(
                "{} {}: {} | {}",
                d.kind.as_str(),
                d.path,
                d.expected,
                d.received
            )
        })
        .collect();
    assert_eq!(shown, differences, "{expected} against {received}");
}

#[test]
fn notation_does_not_count() {
    let plain = r#"<a xmlns="urn:n" x="1" y="2"><b>t &amp; u</b></a>"#;
    for other in [
        r#"<p:a xmlns:p="urn:n" y="2" x="1"><p:b>t &#38; u</p:b></p:a>"#,
        "<a xmlns='urn:n' x='1' y='2'>\n  <!-- c -->\n  <b><![CDATA[t & u]]></b><?pi?>\n</a>",
    ] {
        assert_eq!(canon(plain), canon(other));
        check(plain, other, &[]);
    }
}

#[test]
fn the_type_is_compared_by_namespace_and_not_by_prefix() {
    let with = |p: &str| {
        format!(
            r#"<a xmlns:i="{}" xmlns:{p}="urn:t" i:type="{p}:T"/>"#,
            xml::XSI_NAMESPACE
        )
    };
    check(&with("p"), &with("q"), &[]);
}

#[test]
fn another_namespace_is_one_difference() {
    check(
        r#"<a xmlns="urn:1"><b><c/></b></a>"#,
        r#"<a xmlns="urn:2"><b><c/></b></a>"#,
        &["namespace a: urn:1 | urn:2"],
    );
}

#[test]
fn absent_empty_and_nil_are_three_things() {
    let nil = format!(
        r#"<a><b xmlns:i="{}" i:nil="true"/></a>"#,
        xml::XSI_NAMESPACE
    );
    check(
        "<a><b/></a>",
        "<a/>",
        &["missing a/b: \"\" (empty) | (absent)"],
    );
    check("<a><b/></a>", &nil, &["value a/b: \"\" (empty) | (nil)"]);
    check(&nil, "<a/>", &["missing a/b: (nil) | (absent)"]);
    check(&nil, &nil, &[]);
}

#[test]
fn a_missing_element_leaves_its_siblings_alone() {
    check(
        "<a><b>1</b><c>2</c><d>3</d></a>",
        "<a><c>2</c><d>3</d></a>",
        &["missing a/b: 1 | (absent)"],
    );
    check(
        "<a><b/><c/></a>",
        "<a><c/><b/></a>",
        &["order a/b: first | after c"],
    );
}

#[test]
fn repeated_elements_are_found_by_their_key() {
    let part = |n: &str, v: &str| {
        format!(
            "<partName><instanceName><textString>{n}</textString></instanceName>\
             <instanceValue><textString>{v}</textString></instanceValue></partName>"
        )
    };
    let name = |parts: &[String]| format!("<name>{}</name>", parts.concat());
    check(
        &name(&[part("First", "Demo"), part("Last", "Aaserud")]),
        &name(&[part("First", "Demo"), part("Last", "Xander")]),
        &["value name/partName[Last]/instanceValue/textString: Aaserud | Xander"],
    );
    check(
        &name(&[
            part("First", "Demo"),
            part("Middle", "M"),
            part("Last", "Aaserud"),
        ]),
        &name(&[part("First", "Demo"), part("Last", "Aaserud")]),
        &["missing name/partName[Middle]: <partName> with 2 texts: Middle, M | (absent)"],
    );
}

#[test]
fn the_best_matching_element_is_compared() {
    check("<b>2</b>", "<a><b>1</b><c><b>2</b></c></a>", &[]);
    check("<x/>", "<a/>", &["missing x: \"\" (empty) | (absent)"]);
}

#[test]
fn attributes_are_compared_by_name() {
    check(
        "<a x='1' y='2'/>",
        "<a x='3' z='4'/>",
        &[
            "value a/@x: 1 | 3",
            "missing a/@y: 2 | (absent)",
            "extra a/@z: (absent) | 4",
        ],
    );
}

#[test]
fn passwords_are_not_shown() {
    check(
        "<u><password><textString>a</textString></password></u>",
        "<u><password><textString>b</textString></password></u>",
        &["value u/password/textString: <secret> | <secret>"],
    );
    check(
        "<u/>",
        "<u><password>b</password></u>",
        &["extra u/password: (absent) | <secret>"],
    );
    check(
        "<u/>",
        "<u><v><password>b</password><w>x</w></v></u>",
        &["extra u/v: (absent) | <v> with 2 texts: <secret>, x"],
    );
}

#[test]
fn placeholders_stand_for_texts() {
    for (expected, received, same) in [
        ("<a>${any}</a>", "<a>x</a>", true),
        ("<a> ${regex:x+} </a>", "<a>xx</a>", true),
        ("<a>${regex:x+}</a>", "<a>xy</a>", false),
        ("<a b='${one_of:1|2}'/>", "<a b='2'/>", true),
        ("<a b='${one_of:1|2}'/>", "<a b='3'/>", false),
        ("<a>$${any}</a>", "<a>${any}</a>", true),
        ("<a>$${any}</a>", "<a>x</a>", false),
        ("<a>${any}</a>", "<b>x</b>", false),
    ] {
        let found = compare_fragment(&canon(expected), &canon(received), &span());
        assert_eq!(found.differences.is_empty(), same, "{expected} {received}");
    }
}
