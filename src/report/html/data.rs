//! The data of the page, in blocks: an overview, one block per scenario, and the exchanges by the hundred.

use std::collections::HashSet;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Map, Value as Json, json};

use super::exchange;
use crate::engine::Evidence;
use crate::report::value::{Sides, sides};
use crate::report::{Case, json};
use crate::verify::{Difference, Failure, Outcome, Verdict};

/// Exchanges in one block.
const PER_BLOCK: usize = 100;
/// Bytes of JSON that are few enough to stay readable in the file.
const SMALL: usize = 128 * 1024;

/// Everything the page shows.
#[derive(Debug)]
pub(in crate::report) struct Report {
    /// What the first page shows.
    pub(in crate::report) suite: Json,
    /// What is looked at later: name and content.
    pub(in crate::report) blocks: Vec<(String, Json)>,
}

impl Report {
    /// The data of a suite.
    pub(in crate::report) fn new(cases: &[Case]) -> Self {
        let mut blocks = Vec::new();
        let mut slugs = HashSet::new();
        let mut scenarios = Vec::with_capacity(cases.len());
        for (number, case) in cases.iter().enumerate() {
            let slug = slug(&case.verdict, &mut slugs);
            scenarios.push(head(case, number, slug));
            blocks.push((format!("s{number}"), scenario(case)));
            for (part, entries) in case.entries.chunks(PER_BLOCK).enumerate() {
                let details = entries.iter().map(exchange::detail).collect();
                blocks.push((format!("s{number}x{part}"), Json::Array(details)));
            }
        }
        let verdicts: Vec<&Verdict> = cases.iter().map(|c| &c.verdict).collect();
        let outcome = Outcome::of_suite(verdicts.iter().map(|v| v.outcome));
        let suite = json!({
            "outcome": outcome.as_str(),
            "exit_code": outcome.exit_code(),
            "seconds": seconds(verdicts.iter().map(|v| v.duration).sum()),
            "per_block": PER_BLOCK,
            "scenarios": scenarios,
            "coverage": json::coverage_of(&verdicts),
            "evidence": evidence(&verdicts),
            "rules": rules(cases),
        });
        Self { suite, blocks }
    }
}

/// Three digits are as much as anybody reads.
fn seconds(duration: std::time::Duration) -> f64 {
    duration.as_millis() as f64 / 1000.0
}

/// A name for links: that of the file, numbered when several scenarios would have the same.
fn slug(verdict: &Verdict, taken: &mut HashSet<String>) -> String {
    let stem = verdict
        .path
        .file_stem()
        .map_or_else(|| "scenario".into(), |s| s.to_string_lossy());
    let base: String = stem
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    let mut slug = base.clone();
    let mut n = 2;
    while !taken.insert(slug.clone()) {
        slug = format!("{base}-{n}");
        n += 1;
    }
    slug
}

/// A scenario in the overview.
fn head(case: &Case, number: usize, slug: String) -> Json {
    let verdict = &case.verdict;
    let first = verdict
        .reasons
        .first()
        .or_else(|| verdict.failures.first().map(|f| &f.title));
    json!({
        "slug": slug,
        "block": format!("s{number}"),
        "file": verdict.path.display().to_string(),
        "title": verdict.title,
        "outcome": verdict.outcome.as_str(),
        "first": first,
        "failures": verdict.failures.len(),
        "warnings": verdict.warnings.len(),
        "expectations": verdict.counts.expectations,
        "met": verdict.counts.met,
        "messages": verdict.counts.messages,
        "findings": verdict.counts.findings.values().sum::<usize>(),
        "exchanges": case.entries.len(),
        "rules": verdict.evidence.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(),
        "lowest": verdict.lowest_evidence().map(Evidence::as_str),
        "seconds": seconds(verdict.duration),
    })
}

/// A scenario with its verdict, its source and the list of its exchanges.
fn scenario(case: &Case) -> Json {
    let verdict = &case.verdict;
    let mut judged = json::scenario(verdict);
    with_changes(&mut judged["failures"], &verdict.failures);
    with_changes(&mut judged["warnings"], &verdict.warnings);
    let links: Vec<Json> = verdict
        .links
        .iter()
        .map(|link| json!([link.seq, link.span.line, link.kind.as_str()]))
        .collect();
    json!({
        "verdict": judged,
        "source": case.source,
        "links": links,
        "rows": case.entries.iter().map(exchange::row).collect::<Vec<_>>(),
    })
}

/// Adds the line-by-line form of differences between texts of several lines.
fn with_changes(judged: &mut Json, failures: &[Failure]) {
    for (failure, known) in failures.iter().enumerate() {
        for (n, difference) in known.differences.iter().enumerate() {
            if let Some(lines) = changes(difference) {
                judged[failure]["differences"][n]["lines"] = lines;
            }
        }
    }
}

fn changes(difference: &Difference) -> Option<Json> {
    let Sides::Changes(lines) = sides(difference) else {
        return None;
    };
    let lines = lines.iter().map(|(sign, line)| json!([sign, line]));
    Some(lines.collect())
}

/// What decided anything anywhere, the least sure first.
fn evidence(verdicts: &[&Verdict]) -> Json {
    let mut all: Vec<_> = verdicts.iter().flat_map(|v| &v.evidence).collect();
    all.sort_by(|a, b| a.evidence.cmp(&b.evidence).then(a.id.cmp(&b.id)));
    let mut merged: Vec<(&str, &str, usize)> = Vec::new();
    for used in all {
        match merged.last_mut() {
            Some((id, _, n)) if *id == used.id => *n += used.exchanges,
            _ => merged.push((&used.id, used.evidence.as_str(), used.exchanges)),
        }
    }
    json!(merged)
}

/// The titles of rules and settings by id.
fn rules(cases: &[Case]) -> Json {
    let titles: std::collections::BTreeMap<&str, &str> = cases
        .iter()
        .flat_map(|case| &case.rules)
        .filter(|rule| !rule.title.is_empty())
        .map(|rule| (rule.id.as_str(), rule.title.as_str()))
        .collect();
    let titles: Map<String, Json> = titles
        .into_iter()
        .map(|(id, title)| (id.to_owned(), title.into()))
        .collect();
    titles.into()
}

/// What goes into `script` elements that are no scripts: the form and the content of every block.
pub(super) fn pack(blocks: &[(String, Json)]) -> Vec<(&'static str, String)> {
    let texts: Vec<String> = blocks.iter().map(|(_, block)| block.to_string()).collect();
    let readable = texts.iter().map(String::len).sum::<usize>() <= SMALL;
    let packed = texts.iter().map(|text| match deflated(text) {
        Some(packed) if !readable => ("deflate", packed),
        _ => ("json", inert(text)),
    });
    packed.collect()
}

fn deflated(text: &str) -> Option<String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).ok()?;
    Some(STANDARD.encode(encoder.finish().ok()?))
}

/// JSON that cannot end the element it stands in: `<` occurs in strings only, where it can be written otherwise.
pub(super) fn inert(json: &str) -> String {
    json.replace('<', "\\u003c")
}
