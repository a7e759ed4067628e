//! The page for a browser: its data, and that the file is safe, whole and small.

use std::io::Read as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

use super::golden;
use super::stories::{RESYNC, dee, input};
use crate::base::{Masker, Value};
use crate::journal::{Body, Entry, EntryKind};
use crate::report::html::Report;
use crate::report::{Case, Format};
use crate::scenario::Scenario;
use crate::verify::testing::{Story, message, person};
use crate::verify::{Verdict, judge};

fn case(scenario: &Scenario, entries: Vec<Entry>, state: &Json) -> Case {
    let states = [Value::from_json(state).unwrap()];
    let mut verdict = judge(input(scenario, &entries, &states));
    verdict.duration = Duration::from_millis(120);
    Case::new(verdict, scenario, entries, &Masker::default())
}

fn resync(name: &str) -> Case {
    let scenario = Story::load("scenarios/resync.yaml", RESYNC);
    let mut refused = message(1, "", "").of_kind(EntryKind::Unauthorized, "401");
    (refused.operation, refused.id, refused.outer_id) = (None, None, None);
    let entries = vec![
        refused,
        person(
            2,
            "replacePerson",
            "Demo_User",
            &[
                ("First", name),
                ("Last", "User"),
                ("email", "other@example.org"),
            ],
        )
        .fired("D2L-028", "", "documented")
        .fired("D2L-023", "other-text", "inferred")
        .found("namespace-mismatch", 4)
        .changed(
            ["users", "Demo_User", "preferred_first_name"],
            None,
            Some("D2L-028"),
        ),
    ];
    case(&scenario, entries, &dee())
}

/// The contents of the elements that hold data, and the page without them.
fn taken_apart(page: &str) -> (Vec<&str>, String) {
    let mut blocks = Vec::new();
    let mut rest = String::new();
    let mut left = page;
    while let Some(at) = left.find("<script type=") {
        let start = at + left[at..].find('>').unwrap() + 1;
        let end = start + left[start..].find("</script>").unwrap();
        blocks.push(&left[at..end]);
        rest.push_str(&left[..at]);
        left = &left[end + "</script>".len()..];
    }
    rest.push_str(left);
    (blocks, rest)
}

/// The data of a block, unpacked.
fn unpacked(block: &str) -> Json {
    let (head, content) = block.split_once('>').unwrap();
    let text = if head.contains("data-form=\"deflate\"") {
        let bytes = STANDARD.decode(content).unwrap();
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .unwrap();
        text
    } else {
        content.to_owned()
    };
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_data_of_a_failed_scenario() {
    let early = Verdict::could_not_run("scenarios/taken.yaml", "a port is taken", "in use");
    let report = Report::new(&[resync("Demo"), Case::from(early)]);
    let mut all = serde_json::Map::new();
    all.insert("suite".to_owned(), report.suite);
    all.extend(report.blocks);
    let text = serde_json::to_string_pretty(&Json::Object(all)).unwrap() + "\n";
    golden("html/data.json", &text);
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = Format::Html.render_cases(&[resync("Demo")]);
    let (_, rest) = taken_apart(&page);
    for foreign in [
        "http:",
        "https:",
        "src=",
        "@import",
        "url(",
        "<link rel=\"style",
    ] {
        assert!(!rest.contains(foreign), "{foreign}");
    }
    assert!(rest.contains("default-src 'none'"));
    for tag in [
        "html", "head", "style", "body", "script", "title", "noscript", "pre",
    ] {
        let opened =
            rest.matches(&format!("<{tag}>")).count() + rest.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, rest.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert!(page.starts_with("<!DOCTYPE html>\n") && page.ends_with("</html>\n"));
}

#[test]
fn nothing_foreign_becomes_markup() {
    let harmless = Format::Html.render_cases(&[resync("Demo")]);
    let mut attack = resync("<script>alert(1)</script><!--");
    let evil = "</script><script>alert(2)</script><img src=x onerror=alert(3)>";
    attack.verdict.title = evil.to_owned();
    attack.verdict.path = evil.into();
    attack
        .verdict
        .reasons
        .push(format!("{evil}</noscript></pre>"));
    attack.entries[1].id = Some(evil.to_owned());
    attack.entries[1].request_body = Body::Text(format!("<a>{evil}</a>"));
    let page = Format::Html.render_cases(&[attack]);
    for tag in ["<script", "</script", "<img", "<!--", "</noscript", "</pre"] {
        let count = |text: &str| text.matches(tag).count();
        assert_eq!(count(&page), count(&harmless), "{tag}");
    }
    // It is all still there, as data.
    let (blocks, _) = taken_apart(&page);
    let suite = unpacked(blocks[0]);
    assert_eq!(suite["scenarios"][0]["title"], evil);
    assert!(
        unpacked(blocks[2])[1]["request"]
            .as_str()
            .unwrap()
            .contains(evil)
    );
}

#[test]
fn secrets_are_masked_everywhere() {
    let source = RESYNC.replace("lms:\n", "# password: TopSecret1\nlms:\n");
    let scenario = Story::load("scenarios/resync.yaml", &source);
    let mut entry = person(1, "replacePerson", "Demo_User", &[("First", "Demo")]);
    let body = "<userId><password><textString>TopSecret1</textString></password></userId>";
    let Body::Text(text) = &mut entry.request_body else {
        unreachable!("the body is text");
    };
    *text = text.replace("<person>", &format!("<person><roles>{body}</roles>"));
    entry.request_headers.push((
        "Authorization".to_owned(),
        format!("Basic {}", STANDARD.encode("sis:TopSecret2")),
    ));
    let page = Format::Html.render_cases(&[case(&scenario, vec![entry], &dee())]);
    let (blocks, _) = taken_apart(&page);
    let all: String = blocks.iter().map(|b| unpacked(b).to_string()).collect();
    assert!(all.contains("password: <secret:"), "the source");
    assert!(all.contains("Basic <secret:"), "the header");
    let encoded = STANDARD.encode("sis:TopSecret2");
    for secret in ["TopSecret1", "TopSecret2", &encoded] {
        assert!(!all.contains(secret) && !page.contains(secret), "{secret}");
    }
}

#[test]
fn a_thousand_exchanges_stay_below_two_megabytes() {
    let scenario = Story::load("scenarios/resync.yaml", RESYNC);
    let entries: Vec<Entry> = (1..=1000_u64)
        .map(|seq| {
            // Names that do not compress as well as those of one person would.
            let noise = seq.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let name = format!("N{noise:x}");
            let mail = format!("{:x}@example.org", noise.rotate_left(17));
            let parts: Vec<(&str, &str)> = [("First", name.as_str()), ("Last", name.as_str())]
                .into_iter()
                .cycle()
                .take(20)
                .chain([("email", mail.as_str())])
                .collect();
            let mut entry = person(seq, "replacePerson", &name, &parts)
                .fired("D2L-028", "", "documented")
                .changed(["users", &name, "email"], Some(&mail), Some("D2L-027"));
            entry.response_body = entry.request_body.clone();
            entry
        })
        .collect();
    let plain: usize = entries
        .iter()
        .map(|e| e.request_body.bytes().unwrap().len() * 2)
        .sum();
    let page = Format::Html.render_cases(&[case(&scenario, entries, &dee())]);
    assert!(plain > 8_000_000, "{plain} bytes are no test");
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    let (blocks, _) = taken_apart(&page);
    assert_eq!(blocks.len(), 12, "the suite, the scenario, ten hundreds");
    assert_eq!(unpacked(blocks[11])[99]["status"], 200);
}
