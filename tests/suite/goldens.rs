//! Whole exchanges, byte for byte. What each proves is said in `tests/golden/exchanges/README.md`.
//! `UPDATE_GOLDEN=1` rewrites answer, state and journal; what the vendor's page prints is never rewritten.

use std::path::PathBuf;

use mocklms::base::Masker;
use mocklms::engine::Exchange;
use mocklms::journal;
use mocklms::session::Session;
use mocklms::wire::Request;
use regex::Regex;

use crate::lms::{self, PMS};
use crate::support::root;

struct Case {
    folder: &'static str,
    /// Sent in the session of the case before it.
    goes_on: bool,
    action: &'static str,
    outcome: &'static str,
    findings: &'static [&'static str],
}

/// What the samples on the vendor's page do otherwise than the public draft of the schema.
const HABITS: &[&str] = &["role-type-unnamed", "extension-without-vocabulary"];

const CASES: &[Case] = &[
    Case {
        folder: "page-1-replace-person",
        goes_on: false,
        action: "replacePerson",
        outcome: "success/warning/partialdatastorage",
        findings: HABITS,
    },
    Case {
        folder: "page-2-read-person",
        goes_on: true,
        action: "readPerson",
        outcome: "success/warning/partialdatastorage",
        findings: &["header-version"],
    },
    Case {
        folder: "page-3-delete-person",
        goes_on: true,
        action: "deletePerson",
        outcome: "success/status/fullsuccess",
        findings: &["namespace-mismatch"],
    },
    Case {
        folder: "page-as-printed",
        goes_on: false,
        action: "replacePerson",
        outcome: "fault Client",
        findings: &[],
    },
    Case {
        folder: "last-name-missing",
        goes_on: false,
        action: "replacePerson",
        outcome: "failure/status/invaliddata",
        findings: HABITS,
    },
    Case {
        folder: "read-of-nobody",
        goes_on: false,
        action: "readPerson",
        outcome: "failure/error/unknownobject",
        findings: &["header-version"],
    },
    Case {
        folder: "operation-not-carried-out",
        goes_on: false,
        action: "createPerson",
        outcome: "unsupported/error/unsupportedLISoperation",
        findings: HABITS,
    },
    Case {
        folder: "ids-differ",
        goes_on: false,
        action: "replacePerson",
        outcome: "success/warning/partialdatastorage",
        findings: &["ids-differ", HABITS[0], HABITS[1]],
    },
    Case {
        folder: "message-of-another-sender",
        goes_on: false,
        action: "replacePerson",
        outcome: "success/warning/partialdatastorage",
        findings: &[],
    },
];

fn folder(case: &Case) -> PathBuf {
    root().join("tests/golden/exchanges").join(case.folder)
}

fn read(case: &Case, file: &str) -> String {
    std::fs::read_to_string(folder(case).join(file)).unwrap_or_default()
}

/// Compares with the golden, or rewrites it. A place where nothing may be written never gets that far: `CI` wins.
fn golden(case: &Case, file: &str, seen: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() && std::env::var_os("CI").is_none() {
        std::fs::write(folder(case).join(file), seen).expect("goldens can be written");
    }
    let expected = read(case, file);
    if expected != seen {
        wrong.push(format!(
            "{}/{file} is\n{expected}\nbut now it is\n{seen}",
            case.folder
        ));
    }
}

/// The state and the last exchange as JSON, secrets masked.
fn told(session: &Session) -> (String, String) {
    let masker = Masker::default();
    let pretty = |json| serde_json::to_string_pretty(&json).expect("it is JSON") + "\n";
    let (_, state) = session.state().remove(0);
    let state = pretty(state.to_json(&masker));
    let mut entry = session.entries().pop().expect("there was an exchange");
    journal::mask(&mut entry, &Masker::default());
    entry.micros = 0;
    let mut entry = serde_json::to_value(entry).expect("entries are JSON");
    let fields = entry.as_object_mut().expect("an entry is an object");
    for body in ["request_body", "response_body"] {
        fields.remove(body);
    }
    (state, pretty(entry))
}

/// Sends every request in its order, each story in a session of its own.
fn play(mut seen: impl FnMut(&Case, &Session, &Exchange)) {
    let mut session = lms::open();
    for case in CASES {
        if !case.goes_on {
            session = lms::open();
        }
        let action = format!(
            "\"http://www.imsglobal.org/soap/lis/pms2p0/{}\"",
            case.action
        );
        let headers = [
            ("Content-Type", "text/xml; charset=utf-8"),
            ("SOAPAction", &*action),
        ];
        let exchange = session.handle(Request::post(PMS, &headers, read(case, "request.xml")));
        seen(case, &session, &exchange);
    }
}

fn answer(exchange: &Exchange) -> &str {
    std::str::from_utf8(&exchange.reply.body).expect("answers are UTF-8")
}

#[test]
fn exchanges_are_as_they_were() {
    let mut wrong = Vec::new();
    play(|case, session, exchange| {
        let outcome = exchange.ending.text();
        let outcome = outcome.split(':').next().unwrap_or_default();
        let findings: Vec<_> = exchange.findings.iter().map(|f| f.name).collect();
        if (outcome, &*findings) != (case.outcome, case.findings) {
            wrong.push(format!("{}: {outcome}, findings {findings:?}", case.folder));
        }
        golden(
            case,
            "response.xml",
            &format!("{}\n", answer(exchange)),
            &mut wrong,
        );
        let (state, entry) = told(session);
        golden(case, "state.json", &state, &mut wrong);
        golden(case, "journal.json", &entry, &mut wrong);
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Without what may differ from the page: blanks between and inside tags, the time in our id, and the ids themselves.
fn comparable(xml: &str) -> String {
    let mut text = xml.trim().to_owned();
    for (pattern, replacement) in [
        (r">\s+<", "><"),
        (r"(<[^>]*?)\s+(/?>)", "$1$2"),
        (
            r"(imsx_messageIdentifier>)[A-Z]+(_[A-Za-z]+_)\d{8}T\d{6}_\d{7}Z<",
            "${1}PMS${2}time<",
        ),
        (r"(imsx_messageRefIdentifier>)\d+<", "${1}id<"),
    ] {
        text = Regex::new(pattern)
            .expect("it is a pattern")
            .replace_all(&text, replacement)
            .into_owned();
    }
    let tags = Regex::new(r"<[^>]*>").expect("it is a pattern");
    let one_blank = Regex::new(r"\s+").expect("it is a pattern");
    tags.replace_all(&text, |tag: &regex::Captures<'_>| {
        one_blank.replace_all(&tag[0], " ").into_owned()
    })
    .into_owned()
}

#[test]
fn answers_to_the_samples_are_the_printed_ones() {
    let mut compared = 0;
    play(|case, _, exchange| {
        let printed = read(case, "printed.xml");
        if printed.is_empty() {
            return;
        }
        let answer = answer(exchange);
        assert_eq!(comparable(answer), comparable(&printed), "{}", case.folder);
        let sent = read(case, "request.xml");
        let id = sent
            .split("imsx_messageIdentifier>")
            .nth(1)
            .and_then(|t| t.split('<').next());
        let id = id.expect("the request has an id");
        assert!(
            answer.contains(&format!("<imsx_messageRefIdentifier>{id}</")),
            "{}",
            case.folder
        );
        compared += 1;
    });
    assert_eq!(compared, 3, "the page prints three answers");
}

#[test]
fn the_comparison_with_the_page_sees_what_matters() {
    let page = read(&CASES[1], "printed.xml");
    assert_eq!(comparable(&page), comparable(&page.replace('\n', "  \n")));
    for (from, to) in [
        ("V1.0", "1.0"),
        ("xmlns:h=", "xmlns:k="),
        ("PMS_readPerson_", "PMS_deletePerson_"),
        ("<imsx_severity>warning", "<imsx_severity>status"),
        ("Demo User", "Demo  User"),
        ("formatnme", "formatname"),
        (" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"", ""),
    ] {
        let changed = page.replacen(from, to, 1);
        assert!(changed != page, "{from} is on the page");
        assert_ne!(
            comparable(&page),
            comparable(&changed),
            "{from} became {to}"
        );
    }
}

#[test]
fn every_golden_is_a_case_and_says_what_it_proves() {
    let about = std::fs::read_to_string(root().join("tests/golden/exchanges/README.md"))
        .expect("there is one");
    let mut folders: Vec<String> = std::fs::read_dir(root().join("tests/golden/exchanges"))
        .expect("there are goldens")
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort_unstable();
    let mut cases: Vec<_> = CASES.iter().map(|case| case.folder.to_owned()).collect();
    cases.sort_unstable();
    assert_eq!(folders, cases);
    for case in cases {
        assert!(
            about.contains(&format!("- `{case}`: ")),
            "{case} is not in the README"
        );
    }
}
