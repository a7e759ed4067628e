//! The JUnit report keeps to the schema that Jenkins publishes and most readers follow.

use super::{Format, Path};
use crate::base::Limits;
use crate::verify::Verdict;
use crate::xml::{self, Element};

/// An element: its attributes (required ones marked), its children, whether it holds text.
struct Rule {
    name: &'static str,
    attributes: &'static [&'static str],
    children: &'static [&'static str],
    text: bool,
}

const RULES: &[Rule] = &[
    Rule {
        name: "testsuites",
        attributes: &["name", "time", "tests", "failures", "disabled", "errors"],
        children: &["testsuite"],
        text: false,
    },
    Rule {
        name: "testsuite",
        attributes: &[
            "name!",
            "tests!",
            "failures",
            "errors",
            "time",
            "disabled",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
            "file",
            "log",
            "url",
            "version",
        ],
        children: &["properties", "testcase", "system-out", "system-err"],
        text: false,
    },
    Rule {
        name: "testcase",
        attributes: &[
            "name!",
            "classname",
            "assertions",
            "time",
            "timestamp",
            "status",
            "class",
            "file",
            "line",
            "score",
        ],
        children: &[
            "skipped",
            "error",
            "failure",
            "properties",
            "system-out",
            "system-err",
        ],
        text: false,
    },
    Rule {
        name: "properties",
        attributes: &[],
        children: &["property"],
        text: false,
    },
    Rule {
        name: "property",
        attributes: &["name!", "value"],
        children: &[],
        text: true,
    },
    Rule {
        name: "failure",
        attributes: &["type", "message"],
        children: &[],
        text: true,
    },
    Rule {
        name: "error",
        attributes: &["type", "message"],
        children: &[],
        text: true,
    },
    Rule {
        name: "system-out",
        attributes: &[],
        children: &[],
        text: true,
    },
];

#[track_caller]
fn valid(report: &str) {
    let tree = xml::read(report, &Limits::default()).expect("well-formed");
    let root = tree.root();
    assert_eq!(root.local(), "testsuites");
    element(root);
}

#[track_caller]
fn element(element_: Element<'_>) {
    let name = element_.local();
    let rule = RULES
        .iter()
        .find(|r| r.name == name)
        .unwrap_or_else(|| panic!("there is no element {name}"));
    for attribute in element_.attributes() {
        let known = attribute.local();
        assert!(
            rule.attributes
                .iter()
                .any(|a| a.trim_end_matches('!') == known),
            "{name} has no attribute {known}"
        );
        let value = attribute.value();
        match known {
            "time" => assert!(value.parse::<f64>().is_ok_and(|t| t >= 0.0), "{value}"),
            "tests" | "failures" | "errors" | "disabled" | "assertions" | "line" => {
                assert!(value.parse::<u64>().is_ok(), "{known}={value}");
            }
            _ => {}
        }
    }
    for required in rule.attributes.iter().filter_map(|a| a.strip_suffix('!')) {
        assert!(
            element_.attribute("", required).is_some(),
            "{name} without {required}"
        );
    }
    let children: Vec<Element<'_>> = element_.children().collect();
    if !rule.text && children.is_empty() {
        assert!(element_.text().trim().is_empty(), "{name} holds text");
    }
    let count = |wanted: &str| children.iter().filter(|c| c.local() == wanted).count();
    if name == "testcase" {
        assert!(count("failure") + count("error") + count("skipped") <= 1);
    }
    if name == "testsuite" {
        let said = |name: &str| {
            element_
                .attribute("", name)
                .and_then(|v| v.parse::<usize>().ok())
        };
        let cases = children.iter().filter(|c| c.local() == "testcase");
        let with = |kind: &str| {
            let holds = |case: &&Element<'_>| case.children().any(|c| c.local() == kind);
            children.iter().filter(holds).count()
        };
        assert_eq!(said("tests"), Some(cases.count()));
        assert_eq!(said("failures"), Some(with("failure")));
        assert_eq!(said("errors"), Some(with("error")));
    }
    for child in children {
        assert!(
            rule.children.contains(&child.local()),
            "{} inside {name}",
            child.local()
        );
        element(child);
    }
}

#[test]
fn every_golden_keeps_to_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/reports");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|e| e == "xml") {
            valid(&std::fs::read_to_string(path).unwrap());
            seen += 1;
        }
    }
    assert!(seen >= 5);
}

#[test]
fn what_xml_cannot_hold_is_made_visible() {
    let reason = "a\u{1b}[31m \u{0} ]]> <b> & \u{ffff}";
    let broken = Verdict::could_not_run("a<b>&\".yaml", "t\u{1}itle <x>", reason);
    valid(&Format::Junit.render(&[broken]));
}

#[test]
fn nothing_to_run_is_valid_too() {
    valid(&Format::Junit.render(&[]));
}
