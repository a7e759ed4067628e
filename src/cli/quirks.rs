//! `mocklms quirks`: every numbered rule with its status, and the source of docs/quirks.md.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::Format;
use super::layout::{markdown, markdown_table, table};
use crate::base::text::{nearest, plural};
use crate::diag::Problem;
use crate::engine::{Default as Switch, Evidence, Quirk, Status, VendorInfo};
use crate::vendor::VENDORS;

/// The words for `--status`.
pub const STATUS_WORDS: [&str; 3] = ["emulated", "structural", "not-emulated"];

/// Which rules are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// Only this vendor's.
    pub vendor: Option<&'a str>,
    /// Only those of this status, one of [`STATUS_WORDS`].
    pub status: Option<&'a str>,
}

/// Lists the numbered rules of the vendors, with what the doubles do about each
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this vendor's rules
    vendor: Option<String>,
    /// The same as an option
    #[arg(long = "vendor", value_name = "VENDOR", conflicts_with = "vendor")]
    only: Option<String>,
    /// Only rules of this status: emulated, structural or not-emulated
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<String, Problem> {
    quirks(
        Filter {
            vendor: args.vendor.as_deref().or(args.only.as_deref()),
            status: args.status.as_deref(),
        },
        args.format,
    )
}

/// `mocklms quirks`: the rules of all vendors.
pub fn quirks(filter: Filter<'_>, format: Format) -> Result<String, Problem> {
    list(VENDORS, filter, format)
}

/// The rules of these vendors.
pub fn list(
    vendors: &[&'static VendorInfo],
    filter: Filter<'_>,
    format: Format,
) -> Result<String, Problem> {
    let chosen: Vec<&'static VendorInfo> = match filter.vendor {
        None => vendors.to_vec(),
        Some(name) => vec![find_vendor(vendors, name)?],
    };
    if let Some(word) = filter.status.filter(|w| !STATUS_WORDS.contains(w)) {
        let problem = Problem::error("unknown-status", None, format!("no status `{word}`"));
        let names = STATUS_WORDS.join(", ");
        return Err(match nearest(word, STATUS_WORDS) {
            Some(name) => problem.with_help(format!("did you mean `{name}`? There are: {names}")),
            None => problem.with_help(format!("there are: {names}")),
        });
    }
    let rules: Vec<(&VendorInfo, Vec<&Quirk>)> = chosen
        .into_iter()
        .map(|vendor| {
            let wanted = |q: &&Quirk| filter.status.is_none_or(|word| word == status_word(q));
            (vendor, vendor.quirks.iter().filter(wanted).collect())
        })
        .collect();
    Ok(match format {
        Format::Text => as_text(&rules),
        Format::Json => as_json(&rules),
        Format::Markdown => as_markdown(&rules),
    })
}

/// The vendor of that name, or the problem with the nearest one.
pub(super) fn find_vendor(
    vendors: &[&'static VendorInfo],
    name: &str,
) -> Result<&'static VendorInfo, Problem> {
    vendors
        .iter()
        .copied()
        .find(|v| v.name == name)
        .ok_or_else(|| {
            let names: Vec<&str> = vendors.iter().map(|v| v.name).collect();
            let problem = Problem::error("unknown-vendor", None, format!("no vendor `{name}`"));
            match nearest(name, names.iter().copied()) {
                Some(near) => problem.with_help(format!("did you mean `{near}`?")),
                None => problem.with_help(format!("there are: {}", names.join(", "))),
            }
        })
}

/// `emulated`, `structural`, `not-emulated`.
pub(super) const fn status_word(quirk: &Quirk) -> &'static str {
    match quirk.status {
        Status::Emulated { .. } => STATUS_WORDS[0],
        Status::Structural { .. } => STATUS_WORDS[1],
        Status::NotEmulated { .. } => STATUS_WORDS[2],
    }
}

/// Where the rule can be seen, or why it cannot.
pub(super) const fn status_detail(quirk: &Quirk) -> &'static str {
    match quirk.status {
        Status::Emulated { scenario } => scenario,
        Status::Structural { shows } => shows,
        Status::NotEmulated { reason } => reason,
    }
}

/// The scenario that shows the rule, if one does.
fn scenario(quirk: &Quirk) -> Option<&'static str> {
    match quirk.status {
        Status::NotEmulated { .. } => None,
        _ => Some(status_detail(quirk)).filter(|place| place.starts_with("tests/")),
    }
}

/// `on`, `off`, `always`; `-` for a rule that is not followed.
pub(super) const fn default_word(quirk: &Quirk) -> &'static str {
    match (quirk.status, quirk.default) {
        (Status::NotEmulated { .. }, _) => "-",
        (_, Switch::On) => "on",
        (_, Switch::Off) => "off",
        (_, Switch::Always) => "always",
    }
}

/// All grades of evidence that its parts have, the rule's own first: `documented+inferred`.
pub(super) fn evidence_words(quirk: &Quirk) -> String {
    let mut grades: Vec<Evidence> = Vec::new();
    for part in quirk.parts {
        if !grades.contains(&part.evidence) {
            grades.push(part.evidence);
        }
    }
    let words: Vec<&str> = grades.into_iter().map(Evidence::as_str).collect();
    words.join("+")
}

/// One rule for programs.
pub(super) fn quirk_json(vendor: &VendorInfo, quirk: &Quirk) -> Json {
    let (key, detail) = match quirk.status {
        Status::Emulated { scenario } => ("scenario", scenario),
        Status::Structural { shows } => ("shows", shows),
        Status::NotEmulated { reason } => ("reason", reason),
    };
    let parts: Vec<Json> = quirk
        .parts
        .iter()
        .map(|p| json!({ "name": p.name, "says": p.says, "evidence": p.evidence.as_str() }))
        .collect();
    json!({
        "id": quirk.id,
        "vendor": vendor.name,
        "title": quirk.title,
        "what": quirk.what,
        "why": quirk.why,
        "example": quirk.example,
        "parts": parts,
        "source": quirk.source,
        "default": default_word(quirk),
        "off": quirk.off,
        "status": status_word(quirk),
        key: detail,
    })
}

/// How many there are of what: `70 rules: 37 emulated, 2 structural, 31 not emulated; 30 of them are switches`.
fn counts(rules: &[&Quirk]) -> String {
    let of = |word: &str| rules.iter().filter(|q| status_word(q) == word).count();
    let switches = rules.iter().filter(|q| is_switch(q)).count();
    let by_status: Vec<String> = STATUS_WORDS
        .iter()
        .map(|word| format!("{} {}", of(word), word.replace('-', " ")))
        .collect();
    let verb = if switches == 1 {
        "is a switch"
    } else {
        "are switches"
    };
    format!(
        "{}: {}; {switches} of them {verb}",
        plural(rules.len(), "rule"),
        by_status.join(", ")
    )
}

/// Whether a scenario can set it.
pub(super) fn is_switch(quirk: &Quirk) -> bool {
    matches!(default_word(quirk), "on" | "off")
}

fn as_text(rules: &[(&VendorInfo, Vec<&Quirk>)]) -> String {
    let mut out = String::new();
    for (vendor, quirks) in rules {
        if !out.is_empty() {
            out.push('\n');
        }
        let rows: Vec<Vec<String>> = quirks
            .iter()
            .map(|q| {
                let default = match q.status {
                    Status::NotEmulated { .. } => "missing",
                    _ => default_word(q),
                };
                let evidence = evidence_words(q);
                let evidence = if evidence.contains('+') {
                    "mixed"
                } else {
                    &evidence
                };
                [q.id, default, evidence, q.title]
                    .map(str::to_owned)
                    .to_vec()
            })
            .collect();
        if !rows.is_empty() {
            out.push_str(&table(&["id", "default", "evidence", "rule"], &rows));
        }
        _ = writeln!(out, "\n{}, {}.", vendor.title, counts(quirks));
    }
    out.push_str(
        "`mocklms explain ID` says what a rule does, why it matters, and where it comes from.\n",
    );
    out
}

fn as_json(rules: &[(&VendorInfo, Vec<&Quirk>)]) -> String {
    let all: Vec<Json> = rules
        .iter()
        .flat_map(|(vendor, quirks)| quirks.iter().map(|q| quirk_json(vendor, q)))
        .collect();
    format!("{:#}\n", json!({ "rules": all }))
}

fn as_markdown(rules: &[(&VendorInfo, Vec<&Quirk>)]) -> String {
    let mut out = String::from(
        "# Rules of the emulated systems\n\n\
        Every documented behaviour has a number. This page is written by `mocklms quirks --format markdown`; a test \
        keeps it current (`UPDATE_GOLDEN=1 cargo test` rewrites it).\n\n\
        *Evidence*: **documented** by the vendor, **observed** in real client or server code, or **inferred**: our own \
        reading where the sources are silent. Where one rule mixes them, its claims are listed one by one.\n\n\
        A switch is set in a scenario, as in `quirks: { D2L-028: off }`.\n",
    );
    for (vendor, quirks) in rules {
        _ = write!(out, "\n## {}\n\n{}.\n\n", vendor.title, counts(quirks));
        let rows: Vec<Vec<String>> = quirks
            .iter()
            .map(|q| {
                vec![
                    format!("[{0}](#{1})", q.id, q.id.to_lowercase()),
                    markdown(q.title),
                    status_word(q).replace('-', " "),
                    evidence_words(q),
                    default_word(q).to_owned(),
                ]
            })
            .collect();
        out.push_str(&markdown_table(
            &["id", "rule", "status", "evidence", "default"],
            &rows,
        ));
        for quirk in quirks {
            out.push_str(&rule_markdown(quirk));
        }
    }
    out
}

/// One rule as a section of a document.
pub(super) fn rule_markdown(quirk: &Quirk) -> String {
    let mut out = format!("\n### {}\n\n**{}.**\n", quirk.id, markdown(quirk.title));
    _ = write!(out, "{} {}\n\n", markdown(quirk.what), markdown(quirk.why));
    _ = writeln!(out, "- Example: {}", markdown(quirk.example));
    for part in quirk.parts {
        let name = if part.name.is_empty() {
            String::new()
        } else {
            format!(" (`{}/{}`)", quirk.id, part.name)
        };
        _ = writeln!(
            out,
            "- {}{name}: {}",
            capital(part.evidence.as_str()),
            markdown(part.says)
        );
    }
    _ = writeln!(out, "- Source: {}", markdown(quirk.source));
    match quirk.status {
        Status::Emulated { scenario } => {
            if is_switch(quirk) {
                _ = writeln!(out, "- Off: {}", markdown(quirk.off));
            }
            _ = writeln!(out, "- Shown by: `{scenario}`");
        }
        Status::Structural { shows } if scenario(quirk).is_some() => {
            _ = writeln!(out, "- Shown by: `{shows}`");
        }
        Status::Structural { shows } => _ = writeln!(out, "- Seen in: {}", markdown(shows)),
        Status::NotEmulated { reason } => _ = writeln!(out, "- Not emulated: {reason}"),
    }
    out
}

/// The word with a capital first letter.
fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::{Filter, list, quirks};
    use crate::cli::Format;
    use crate::vendor::VENDORS;

    #[test]
    fn the_text_is_aligned_and_counted() {
        let text = quirks(
            Filter {
                vendor: Some("brightspace"),
                status: None,
            },
            Format::Text,
        )
        .unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let column = lines[0].find("RULE").expect("a heading");
        assert!(lines[1].starts_with("D2L-001  on       mixed"));
        assert!(lines[1][column..].starts_with("The answer's message id"));
        let all = VENDORS.iter().find(|v| v.name == "brightspace");
        let count = format!(" {} rules: ", all.map_or(0, |v| v.quirks.len()));
        assert!(lines.iter().any(|l| l.contains(&count)), "{text}");
    }

    #[test]
    fn filters_and_their_mistakes() {
        let with = |vendor, status| list(VENDORS, Filter { vendor, status }, Format::Json);
        let json: serde_json::Value =
            serde_json::from_str(&with(None, Some("structural")).unwrap()).unwrap();
        assert_eq!(json["rules"][0]["id"], "D2L-013");
        let problem = with(Some("brightspase"), None).unwrap_err();
        assert_eq!(problem.help.as_deref(), Some("did you mean `brightspace`?"));
        assert!(with(None, Some("emulatd")).is_err());
    }

    #[test]
    fn the_documentation_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/quirks.md");
        let generated = quirks(Filter::default(), Format::Markdown).unwrap();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, generated).unwrap();
            return;
        }
        let checked_in = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            checked_in == generated,
            "docs/quirks.md is not current; run UPDATE_GOLDEN=1 cargo test the_documentation_is_current"
        );
    }
}
