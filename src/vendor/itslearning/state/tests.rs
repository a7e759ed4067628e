//! The state: seeding, asking, changing keys, and undoing.

use super::*;
use crate::engine::{Cx, Switches};
use crate::vendor::itslearning::quirks::QUIRKS;

fn value(json: &str) -> Value {
    Value::from_json(&serde_json::from_str(json).expect("JSON")).expect("a value")
}

fn settings(json: &str) -> Settings {
    Settings::from_value(&value(json))
}

fn seeded(settings: &Settings, seed: &str) -> Result<State, String> {
    let switches = Switches::new(QUIRKS, []);
    let mut cx = Cx::new(&switches);
    cx.begin(7, 0, Time::default(), "seed");
    let mut state = State::new(settings);
    state.seed(&mut cx, &value(seed), settings)?;
    Ok(state)
}

const TOWN: &str = r##"{
    "groups": {
        "SCH-7": { "organisation_type": "School", "title": "Harbour School" },
        "CLS-7A": { "parent": "SCH-7" },
        "CLS-7B": { "parent": "SCH-7" },
        "CRS-BIO7": { "parent": "CLS-7A", "organisation_type": "Course" },
        "GRP-BIO7": { "parent": "CRS-BIO7", "organisation_type": "CourseGroup" },
        "SCH-9": { "organisation_type": "School" },
        "#40": { "parent": "SCH-9", "title": "made by hand" }
    },
    "persons": {
        "P-1001": { "username": "Runa.E", "profile": "Staff", "home_organisation": "SCH-7" },
        "S-31": { "username": "jonte.m", "anonymous_id": "Ab1" },
        "itsla-5e0c9a34-6f5b-4a86-9f0e-2b7f3c1d8e90": {},
        "#9": { "last_name": "Local" }
    },
    "trash": { "S-09": { "username": "gone", "person_id": 77 } },
    "courses": { "CRS-BIO7": { "title": "Biology 7", "owner": "P-1001" }, "TPL-1": { "is_template": true } },
    "memberships": {
        "MS-1": { "person": "P-1001", "group": "SCH-7", "role": "02" },
        "MS-2": { "person": "S-31", "group": "CLS-7A" },
        "#5": { "person": "#9", "group": "CLS-7A", "role": "Guest" }
    },
    "relationships": { "S-31>P-1001": {} }
}"##;

fn town() -> State {
    seeded(&settings("{}"), TOWN).expect("the seed is right")
}

fn words<'k>(keys: impl IntoIterator<Item = &'k Arc<str>>) -> Vec<&'k str> {
    keys.into_iter().map(|key| &**key).collect()
}

#[test]
fn a_new_site_has_a_root_and_its_profiles() {
    let state = State::new(&settings(r#"{ "root_group_id": "0" }"#));
    assert_eq!(&**state.root(), "0");
    assert_eq!(state.type_of("0"), types::SITE);
    assert_eq!(words(state.group("0", true)), ["0"]);
    assert!(state.ancestors("0").is_empty() && state.descendants("0").is_empty());
    let profiles = state.profiles();
    assert_eq!(profiles.len(), 7);
    assert_eq!((profiles[0].name, profiles[0].map_from), ("AICC", None));
    assert_eq!(
        (profiles[4].name, profiles[4].map_from),
        ("Pupil", Some("Student"))
    );
    assert!(state.people.persons.is_empty());
}

#[test]
fn system_users_are_there_when_asked_for() {
    let state = State::new(&settings(r#"{ "system_users": true }"#));
    let members: Vec<_> = state.memberships_in("root").collect();
    assert_eq!(members.len(), 2);
    for (_, row) in members {
        assert_eq!(row.sync_key.text(), None);
        assert_eq!(row.role.text(), Some("Administrator"));
        let person = row.person.text().expect("a person");
        assert!(state.people.persons.get(person).is_some());
        assert_eq!(state.person(person, true), None, "nobody is found by #");
    }
    assert!(state.username_owner("ITSLEARNING_SUPPORT", false).is_some());
}

#[test]
fn tables_are_documented_and_differ() {
    let names: BTreeSet<_> = TABLES.iter().map(|table| table.name).collect();
    assert_eq!(names.len(), TABLES.len());
    assert_eq!(TABLES.len(), 8);
    for table in TABLES {
        assert!(!table.about.is_empty() && !table.key.is_empty());
        for field in table.fields {
            assert!(
                !field.source.ends_with('.'),
                "{}.{}",
                table.name,
                field.name
            );
        }
    }
}

#[test]
fn seeds_are_filled_in() {
    let state = town();
    let person = |key: &str| state.people.persons.get(key).expect("a person");
    assert_eq!(person("S-31").sync_key.text(), Some("S-31"));
    assert_eq!(person("S-31").sync_source.text(), Some(BY_SIS));
    assert_eq!(person("S-31").profile.text(), Some("Pupil"));
    let generated = "itsla-5e0c9a34-6f5b-4a86-9f0e-2b7f3c1d8e90";
    assert_eq!(person(generated).sync_source.text(), Some(BY_ITSLEARNING));
    assert_eq!(person("#9").sync_key.text(), None);
    assert_eq!(person("#9").sync_source.text(), None);
    assert_eq!(person("#9").person_id.value, 9);
    let ids: BTreeSet<_> = state
        .people
        .persons
        .sorted()
        .iter()
        .map(|p| p.1.person_id.value)
        .collect();
    assert_eq!(ids.len(), 4);
    let membership = |key: &str| {
        state
            .hierarchies
            .memberships
            .get(key)
            .expect("a membership")
    };
    assert_eq!(membership("MS-1").role.text(), Some("Instructor"));
    assert_eq!(membership("MS-1").hierarchy_role.text(), Some("Teacher"));
    assert_eq!(membership("MS-2").role.text(), Some("Learner"));
    let course = state.hierarchies.courses.get("CRS-BIO7").expect("a course");
    assert_eq!(course.group.text(), Some("CRS-BIO7"));
    let mut state = state;
    assert_eq!(state.new_person_id(), 78);
}

#[test]
fn seeds_that_cannot_be_are_told() {
    for (seed, problem) in [
        (
            r#"{"groups": {"A": {"parent": "B"}}}"#,
            "groups.A does not hang below the root 'root'",
        ),
        (
            r#"{"groups": {"A": {"parent": "B"}, "B": {"parent": "A"}}}"#,
            "groups.A does not hang below the root 'root'",
        ),
        (
            r#"{"groups": {"A": {"organisation_type": "Site"}}}"#,
            "groups.A: the root 'root', and nothing else, is of type Site",
        ),
        (
            r#"{"groups": {"A": {"organisation_type": "Class"}}}"#,
            "groups.A: 'Class' is no organisation type",
        ),
        (
            r#"{"groups": {"root": {"parent": "A"}}}"#,
            "groups.root: the root has no parent",
        ),
        (
            r#"{"persons": {"A": {"username": "x"}, "B": {"username": "X"}}}"#,
            "persons.B has the username of A",
        ),
        (
            r#"{"persons": {"A": {"home_organisation": "B"}}, "groups": {"B": {}}}"#,
            "persons.A: home_organisation 'B' is no school",
        ),
        (
            r#"{"memberships": {"M": {"person": "A", "group": "root"}}}"#,
            "memberships.M: there is no person 'A'",
        ),
        (
            r#"{"persons": {"A": {}}, "memberships": {"M": {"person": "A", "group": "B"}}}"#,
            "memberships.M: there is no group 'B'",
        ),
        (
            r#"{"persons": {"A": {}}, "memberships": {"M": {"person": "A", "group": "root", "role": "Pupil"}}}"#,
            "memberships.M: 'Pupil' is no role",
        ),
        (
            r#"{"persons": {"A": {}}, "memberships": {"M": {"person": "A", "group": "root"}, "N": {"person": "A", "group": "root"}}}"#,
            "memberships M and N are both of A in root",
        ),
        (
            r#"{"relationships": {"A": {}}}"#,
            "relationships: key 'A' is not child>parent",
        ),
        (
            r#"{"courses": {"C": {"group": "root"}}}"#,
            "courses.C: group 'root' is no course",
        ),
    ] {
        let answer = seeded(&settings("{}"), seed).map(|_| ());
        assert_eq!(answer, Err(problem.to_owned()), "{seed}");
    }
}

#[test]
fn the_tree_is_asked_upwards_and_downwards() {
    let state = town();
    assert_eq!(
        state.ancestors("GRP-BIO7"),
        ["CRS-BIO7", "CLS-7A", "SCH-7", "root"]
    );
    assert!(state.ancestors("nowhere").is_empty());
    assert_eq!(
        words(state.descendants("SCH-7")),
        ["CLS-7A", "CLS-7B", "CRS-BIO7", "GRP-BIO7"]
    );
    assert_eq!(words(state.below("root")), ["SCH-7", "SCH-9"]);
    assert_eq!(state.descendants("root").len(), 7);
    assert_eq!(state.school_above("GRP-BIO7"), Some("SCH-7"));
    assert_eq!(state.school_above("SCH-7"), None);
    assert_eq!(words(state.school_below("root")), ["SCH-7"]);
    assert_eq!(state.school_below("CLS-7A"), None);
    assert!(state.is_course("CRS-BIO7") && !state.is_course("CLS-7A"));
    let course = state.course_of("CRS-BIO7").expect("a course");
    assert_eq!(course.1.title.text(), Some("Biology 7"));
    for (group, home) in [
        ("root", true),
        ("SCH-9", true),
        ("CLS-7A", false),
        ("x", false),
    ] {
        assert_eq!(state.can_be_home(group), home, "{group}");
    }
}

#[test]
fn people_are_found_by_what_is_unique() {
    let state = town();
    assert_eq!(words(state.person("S-31", true)), ["S-31"]);
    assert_eq!(state.person("s-31", true), None);
    assert_eq!(words(state.person("s-31", false)), ["S-31"]);
    assert_eq!(state.person("#9", true), None);
    assert_eq!(words(state.trashed("s-09", false)), ["S-09"]);
    assert_eq!(state.person("S-09", true), None);
    assert_eq!(words(state.group("cls-7a", false)), ["CLS-7A"]);
    assert_eq!(state.group("#40", true), None);
    assert_eq!(words(state.membership("MS-1", true)), ["MS-1"]);
    assert_eq!(words(state.username_owner("RUNA.e", false)), ["P-1001"]);
    assert_eq!(state.username_owner("gone", false), None);
    assert_eq!(words(state.username_owner("gone", true)), ["S-09"]);
    assert_eq!(words(state.anonymous_id_owner("aB1", false)), ["S-31"]);
}

#[test]
fn memberships_homes_and_relatives() {
    let state = town();
    let of = |rows: Vec<(&Arc<str>, &Arc<Membership>)>| -> Vec<String> {
        rows.iter().map(|(key, _)| key.to_string()).collect()
    };
    assert_eq!(of(state.memberships_in("CLS-7A").collect()), ["#5", "MS-2"]);
    assert_eq!(of(state.memberships_of("P-1001").collect()), ["MS-1"]);
    assert_eq!(words(state.membership_between("S-31", "CLS-7A")), ["MS-2"]);
    assert_eq!(state.membership_between("S-31", "SCH-7"), None);
    assert_eq!(state.home_of("P-1001"), "SCH-7");
    assert_eq!(state.home_of("S-31"), "root");
    assert_eq!(words(state.at_home_in("SCH-7")), ["P-1001"]);
    assert_eq!(state.children_of("P-1001"), ["S-31"]);
    assert_eq!(state.parents_of("S-31"), ["P-1001"]);
}

#[test]
fn references_follow_a_new_key_and_can_be_undone() {
    let mut state = town();
    let before = state.export();
    let origin = Origin::default();
    let mut tx = Tx::default();
    state.rekey_person(&mut tx, "P-1001", "EMP-1", &origin);
    state.rekey_person(
        &mut tx,
        "#9",
        "itsla-0c8f2f0e-51b1-4f0b-8a6a-7e0f7f9d1a11",
        &origin,
    );
    state.rekey_group(&mut tx, "SCH-7", "S7", &origin);
    state.rekey_group(&mut tx, "CRS-BIO7", "BIO", &origin);
    state.rekey_group(&mut tx, "root", "Root", &origin);
    state.rekey_membership(&mut tx, "#5", "MS-5", &origin);
    assert_eq!(words(state.membership_between("EMP-1", "S7")), ["MS-1"]);
    assert_eq!(state.parents_of("S-31"), ["EMP-1"]);
    assert_eq!(state.home_of("EMP-1"), "S7");
    assert_eq!(state.ancestors("GRP-BIO7"), ["BIO", "CLS-7A", "S7", "Root"]);
    assert_eq!(words(state.course_of("BIO").map(|c| c.0)), ["BIO"]);
    let owner = state.course_of("BIO").and_then(|c| c.1.owner.text());
    assert_eq!(owner, Some("EMP-1"));
    assert_eq!(&**state.root(), "Root");
    let local = state
        .people
        .persons
        .get("itsla-0c8f2f0e-51b1-4f0b-8a6a-7e0f7f9d1a11");
    assert_eq!(
        local.and_then(|p| p.sync_source.text()),
        Some(BY_ITSLEARNING)
    );
    assert_eq!(words(state.membership("MS-5", true)), ["MS-5"]);
    for change in tx.changes.drain(..).rev() {
        state.restore(&change);
    }
    assert_eq!(state.export(), before);
    assert_eq!(&**state.root(), "root");
    state.rekey_person(&mut tx, "nobody", "x", &origin);
    assert!(tx.changes.is_empty());
}

#[test]
fn counting_is_no_change() {
    let mut state = town();
    let counted = Counted {
        successes: 1,
        warnings: 0,
        failures: 2,
    };
    state.count(counted, &Origin::default());
    state.count(counted, &Origin::default());
    let counters = state.export();
    for (field, n) in [
        ("requests", "2"),
        ("successes", "2"),
        ("warnings", "0"),
        ("failures", "4"),
    ] {
        let path = format!("counters.all.{field}");
        assert_eq!(counters.at(&path).and_then(Value::as_text), Some(n));
    }
}

#[test]
fn profiles_can_be_seeded() {
    let seed = r#"{ "profiles": { "Teachers": { "map_from": "Teacher" }, "Old": { "map_from": "Staff", "deleted": true } } }"#;
    let state = seeded(&settings("{}"), seed).expect("the seed is right");
    let profiles = state.profiles();
    assert_eq!(profiles.len(), 2);
    assert_eq!((profiles[0].name, profiles[0].deleted), ("Old", true));
    assert_eq!(profiles[1].map_from, Some("Teacher"));
}
