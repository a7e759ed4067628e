//! `mocklms explain`: what a rule, a field, a setting, a table or an administrator step means.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Map, Value as Json, json};

use super::layout::{labelled, markdown, markdown_table, table};
use super::quirks::{
    default_word, evidence_words, find_vendor, is_switch, quirk_json, rule_markdown, status_detail,
    status_word,
};
use super::{DEFAULT_URL, Format, state};
use crate::base::text::nearest;
use crate::diag::Problem;
use crate::engine::{COMMON_SETTINGS, Kind, Quirk, SettingInfo, Status, VendorInfo};
use crate::model::{FINDINGS, FieldInfo, Shape};
use crate::standard::ANSWER_FIELDS;
use crate::vendor::VENDORS;

/// What can be asked for, and what it prints.
const TOPICS: [(&str, &str); 9] = [
    ("quirk <id>", "one rule; the word quirk may be left out"),
    (
        "fields <kind>",
        "the fields of a record, in steps and expectations: fields course section",
    ),
    (
        "with <operation>",
        "what an operation takes and gives: id:, record:, with: and answer:",
    ),
    ("answer", "the fields of an answer, in answer:"),
    (
        "findings",
        "the names of irregularities, for findings: under expect:",
    ),
    (
        "admin <vendor>",
        "what an administrator of that LMS can do by hand",
    ),
    (
        "settings <vendor>",
        "what can be set, the common settings included",
    ),
    (
        "state <vendor>",
        "the tables that can be seeded and expected",
    ),
    (
        "state <path>",
        "what a running double holds, and who wrote it: d2l.users.P-1",
    ),
];

/// Explains a rule, a field, a setting, an administrator step, or the state of a running double
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  mocklms explain D2L-028
  mocklms explain fields membership
  mocklms explain with addGroupRelationship
  mocklms explain settings brightspace
  mocklms explain state d2l.users.Demo_User
  mocklms explain state --recording traffic.ndjson")]
pub(super) struct Args {
    /// What to explain; without it, what can be explained
    topic: Vec<String>,
    /// State: of this running server [default for a path: http://127.0.0.1:8723]
    #[arg(
        long,
        value_name = "URL",
        env = "MOCKLMS_ADMIN_URL",
        conflicts_with = "recording"
    )]
    url: Option<String>,
    /// State: at the end of this recording
    #[arg(long, value_name = "FILE")]
    recording: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<String, Problem> {
    let words: Vec<_> = args.topic.iter().map(String::as_str).collect();
    let live = match (&args.recording, &args.url) {
        (Some(path), _) => Some(state::of_recording(path)),
        (None, Some(url)) => Some(state::of_server(url)),
        // A path into the state can only be about a running server.
        (None, None) if matches!(words.as_slice(), ["state", path] if path.contains('.')) => {
            Some(state::of_server(DEFAULT_URL))
        }
        (None, None) => None,
    };
    match (words.as_slice(), live) {
        // A vendor's name asks for the tables; anything else for what is in them.
        (["state", rest @ ..], Some(views))
            if !rest
                .iter()
                .any(|name| VENDORS.iter().any(|v| v.name == *name)) =>
        {
            let views = state::select(views?, rest.first().copied().unwrap_or(""))?;
            Ok(state::render(&views, args.format))
        }
        _ => explain(&words, args.format),
    }
}

/// `mocklms explain WORDS…`.
pub fn explain(words: &[&str], format: Format) -> Result<String, Problem> {
    explain_with(VENDORS, words, format)
}

/// The same, with these vendors.
pub fn explain_with(
    vendors: &[&'static VendorInfo],
    words: &[&str],
    format: Format,
) -> Result<String, Problem> {
    let vendor = |name: Option<&&str>, topic: &str| match (name, vendors) {
        (Some(name), _) => find_vendor(vendors, name),
        (None, [only]) => Ok(*only),
        (None, _) => Err(unknown(
            &format!("`explain {topic}` needs a vendor"),
            None,
            vendors,
        )),
    };
    let page = match words {
        [] | ["topics"] => topics(vendors),
        ["quirk" | "quirks" | "rule"] => {
            return Err(
                Problem::error("missing-argument", None, "`explain quirk` needs an id")
                    .with_help("such as `explain quirk D2L-028`; `mocklms quirks` lists them"),
            );
        }
        ["quirk" | "quirks" | "rule", id] => return quirk(vendors, id, format),
        ["fields"] => records::kinds(),
        ["fields", words @ ..] => records::fields(words)?,
        ["with"] => records::operations(vendors),
        ["with", name] => records::operation(vendors, name)?,
        ["answer" | "answers"] => Page {
            title: "Fields of an answer".to_owned(),
            about: "In answer: of steps and of expected messages.".to_owned(),
            sections: vec![fields_section(
                "",
                "",
                &["field", "holds", "from"],
                ANSWER_FIELDS,
            )],
        },
        ["findings" | "finding"] => findings(),
        ["admin", rest @ ..] => admin(vendor(rest.first(), "admin")?),
        ["settings", rest @ ..] => settings(vendor(rest.first(), "settings")?),
        ["state", rest @ ..] => state(vendor(rest.first(), "state")?),
        [id] if id.contains('-') => return quirk(vendors, id, format),
        [word, ..] => return Err(unknown(word, None, vendors)),
    };
    Ok(page.render(format))
}

/// The names of findings.
fn findings() -> Page {
    let rows = FINDINGS.iter().map(|finding| {
        [finding.name, finding.class.as_str(), finding.about]
            .map(str::to_owned)
            .to_vec()
    });
    Page {
        title: "Findings".to_owned(),
        about: "Irregularities of messages, for findings: { fail_on: […], present: […] } under expect:. They are \
            reported and fail nothing unless a scenario says so; with level: schema those of class schema are refused."
            .to_owned(),
        sections: vec![Section {
            name: String::new(),
            about: String::new(),
            headings: &["finding", "class", "what is seen"],
            rows: rows.collect(),
        }],
    }
}

/// A title, a remark and tables.
struct Page {
    title: String,
    about: String,
    sections: Vec<Section>,
}

/// One table of a page.
struct Section {
    name: String,
    about: String,
    headings: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Page {
    fn render(&self, format: Format) -> String {
        match format {
            Format::Text => self.text(),
            Format::Json => format!("{:#}\n", self.json()),
            Format::Markdown => self.markdown(),
        }
    }

    fn text(&self) -> String {
        let mut out = format!("{}\n", self.title);
        out.push_str(&labelled("", &self.about, 0));
        for section in &self.sections {
            out.push('\n');
            if !section.name.is_empty() {
                _ = writeln!(out, "{}", section.name);
            }
            if !section.about.is_empty() {
                out.push_str(&labelled("", &section.about, 0));
            }
            out.push_str(&section.text());
        }
        out
    }

    fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n", self.title, self.about);
        for section in &self.sections {
            if !section.name.is_empty() {
                _ = write!(out, "\n## {}\n", section.name);
            }
            if !section.about.is_empty() {
                _ = write!(out, "\n{}\n", section.about);
            }
            out.push('\n');
            let rows: Vec<Vec<String>> = section
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| markdown(cell)).collect())
                .collect();
            out.push_str(&markdown_table(section.headings, &rows));
        }
        out
    }

    fn json(&self) -> Json {
        let sections: Vec<Json> = self
            .sections
            .iter()
            .map(|section| {
                let rows: Vec<Json> = section
                    .rows
                    .iter()
                    .map(|row| {
                        let cells = section.headings.iter().zip(row);
                        Json::Object(
                            cells
                                .map(|(h, cell)| ((*h).to_owned(), json!(cell)))
                                .collect::<Map<_, _>>(),
                        )
                    })
                    .collect();
                json!({ "name": section.name, "about": section.about, "rows": rows })
            })
            .collect();
        json!({ "title": self.title, "about": self.about, "sections": sections })
    }
}

impl Section {
    /// A table; entry by entry where the lines of a table would be too long to read.
    fn text(&self) -> String {
        const LONGEST: usize = 150;
        if self.rows.is_empty() {
            return "(none)\n".to_owned();
        }
        let table = table(self.headings, &self.rows);
        if table.lines().all(|line| line.chars().count() <= LONGEST) {
            return table;
        }
        let mut out = String::new();
        for row in &self.rows {
            _ = writeln!(out, "{}", row[0]);
            let rest = self.headings.iter().zip(row).skip(1);
            for (heading, cell) in rest.filter(|(_, cell)| !cell.is_empty()) {
                out.push_str(&labelled(&format!("  {heading}"), cell, 14));
            }
        }
        out
    }
}

fn topics(vendors: &[&VendorInfo]) -> Page {
    let names: Vec<&str> = vendors.iter().map(|v| v.name).collect();
    Page {
        title: "What can be explained".to_owned(),
        about: format!("Vendors: {}.", names.join(", ")),
        sections: vec![Section {
            name: String::new(),
            about: String::new(),
            headings: &["topic", "prints"],
            rows: TOPICS
                .iter()
                .map(|(topic, about)| vec![(*topic).to_owned(), (*about).to_owned()])
                .collect(),
        }],
    }
}

/// The problem of a word that means nothing here, with the nearest one that does.
fn unknown(word: &str, known: Option<&[&'static str]>, vendors: &[&VendorInfo]) -> Problem {
    let topics = || {
        let words = TOPICS.iter().map(|(topic, _)| topic);
        words.map(|topic| topic.split(' ').next().unwrap_or(topic))
    };
    let ids = vendors.iter().flat_map(|v| v.quirks).map(|q| q.id);
    let near = match known {
        Some(known) => nearest(word, known.iter().copied()),
        None => nearest(word, topics().chain(ids)),
    };
    let problem = Problem::error(
        "unknown-topic",
        None,
        format!("nothing to explain about `{word}`"),
    );
    if let Some(near) = near {
        return problem.with_help(format!("did you mean `{near}`?"));
    }
    let mut topics: Vec<&str> = topics().collect();
    topics.dedup();
    problem.with_help(format!(
        "topics are: {}, and the ids that `mocklms quirks` lists",
        topics.join(", ")
    ))
}

/// One rule, by its id in any case, or one of its parts (`D2L-023/other-text`).
fn quirk(vendors: &[&'static VendorInfo], id: &str, format: Format) -> Result<String, Problem> {
    let (wanted, part) = id.split_once('/').unwrap_or((id, ""));
    let found = vendors.iter().find_map(|vendor| {
        let mut rows = vendor.quirks.iter();
        let row = rows.find(|q| q.id.eq_ignore_ascii_case(wanted))?;
        Some((*vendor, row))
    });
    let Some((vendor, row)) = found else {
        let ids = vendors.iter().flat_map(|v| v.quirks).map(|q| q.id);
        let problem = Problem::error("unknown-quirk", None, format!("no rule `{wanted}`"));
        return Err(match nearest(wanted, ids) {
            Some(near) => problem.with_help(format!("did you mean `{near}`?")),
            None => problem.with_help("`mocklms quirks` lists them"),
        });
    };
    if row.parts.iter().all(|p| p.name != part) {
        let names: Vec<&str> = row
            .parts
            .iter()
            .map(|p| p.name)
            .filter(|n| !n.is_empty())
            .collect();
        let problem = Problem::error(
            "unknown-part",
            None,
            format!("{} has no part `{part}`", row.id),
        );
        return Err(
            match (nearest(part, names.iter().copied()), names.is_empty()) {
                (Some(near), _) => problem.with_help(format!("did you mean `{}/{near}`?", row.id)),
                (None, true) => problem.with_help("it has no parts"),
                (None, false) => problem.with_help(format!("its parts are: {}", names.join(", "))),
            },
        );
    }
    Ok(match format {
        Format::Text => quirk_text(vendor, row),
        Format::Json => format!("{:#}\n", quirk_json(vendor, row)),
        Format::Markdown => rule_markdown(row),
    })
}

fn quirk_text(vendor: &VendorInfo, quirk: &Quirk) -> String {
    const MARGIN: usize = 12;
    let mut out = format!("{}  {}\n", quirk.id, quirk.title);
    let stand = match default_word(quirk) {
        "on" => ", on unless switched off",
        "off" => ", off unless switched on",
        "always" => ", not a switch",
        _ => "",
    };
    _ = writeln!(
        out,
        "{}: {}{stand}; {}\n",
        vendor.title,
        status_word(quirk).replace('-', " "),
        evidence_words(quirk)
    );
    out.push_str(&labelled("What", quirk.what, MARGIN));
    out.push_str(&labelled("Why", quirk.why, MARGIN));
    out.push_str(&labelled("Example", quirk.example, MARGIN));
    for part in quirk.parts {
        let says = if part.name.is_empty() {
            part.says.to_owned()
        } else {
            format!("{}/{}: {}", quirk.id, part.name, part.says)
        };
        let mut evidence = part.evidence.as_str().to_owned();
        evidence[..1].make_ascii_uppercase();
        out.push_str(&labelled(&evidence, &says, MARGIN));
    }
    out.push_str(&labelled("Source", quirk.source, MARGIN));
    if let Status::NotEmulated { reason } = quirk.status {
        out.push_str(&labelled("Not done", reason, MARGIN));
    } else {
        out.push_str(&labelled("Off", quirk.off, MARGIN));
        out.push_str(&labelled("Shown by", status_detail(quirk), MARGIN));
    }
    if is_switch(quirk) {
        let other = if default_word(quirk) == "on" {
            "off"
        } else {
            "on"
        };
        out.push_str(&labelled(
            "Switch",
            &format!(
                "quirks: {{ {}: {other} }} under lms: in a scenario",
                quirk.id
            ),
            MARGIN,
        ));
    }
    out
}

/// Every field of a table, sub-fields with their whole path.
fn fields_section(
    name: &str,
    about: &str,
    headings: &'static [&'static str],
    fields: &[FieldInfo],
) -> Section {
    let mut rows = Vec::new();
    flatten("", fields, &mut rows);
    Section {
        name: name.to_owned(),
        about: about.to_owned(),
        headings,
        rows,
    }
}

fn flatten(prefix: &str, fields: &[FieldInfo], rows: &mut Vec<Vec<String>>) {
    for field in fields {
        let path = format!("{prefix}{}", field.name);
        let holds = match field.shape {
            Shape::Text => "text",
            Shape::Boolean => "true or false",
            Shape::Secret => "text, masked",
            Shape::Map(_) => "fields",
            Shape::Open => "texts by name",
            Shape::List(_) => "list",
            Shape::Texts => "list of texts",
        };
        let holds = if field.shorthand {
            format!("{holds} (shorthand)")
        } else {
            holds.to_owned()
        };
        let shown = match field.shape {
            Shape::Open => format!("{path}.*"),
            _ => path.clone(),
        };
        rows.push(vec![shown, holds, field.source.to_owned()]);
        match field.shape {
            Shape::Map(inner) => flatten(&format!("{path}."), inner, rows),
            Shape::List(inner) => flatten(&format!("{path}.N."), inner, rows),
            _ => {}
        }
    }
}

fn admin(vendor: &VendorInfo) -> Page {
    let rows = vendor
        .admin
        .iter()
        .map(|step| {
            let arguments: Vec<String> = step
                .arguments
                .iter()
                .map(|(name, required, about)| {
                    let optional = if *required { "" } else { "optional " };
                    format!("{name} ({optional}{about})")
                })
                .collect();
            vec![
                step.name.to_owned(),
                step.about.to_owned(),
                arguments.join(", "),
            ]
        })
        .collect();
    Page {
        title: format!("What an administrator of {} can do", vendor.title),
        about: "Steps of a scenario: { at: <instance>, admin: <step>, <argument>: <value> }"
            .to_owned(),
        sections: vec![Section {
            name: String::new(),
            about: String::new(),
            headings: &["step", "does", "arguments"],
            rows,
        }],
    }
}

fn settings(vendor: &VendorInfo) -> Page {
    let section = |name: String, settings: &[SettingInfo]| {
        let mut rows = Vec::new();
        setting_rows("", settings, &mut rows);
        Section {
            name,
            about: String::new(),
            headings: &["setting", "does", "takes", "default", "evidence", "rule"],
            rows,
        }
    };
    Page {
        title: format!("Settings of {}", vendor.title),
        about: "Under settings: of an instance. A map or list that is given replaces the default. Evidence is how sure \
            the default is."
            .to_owned(),
        sections: vec![
            section(format!("Of {} alone", vendor.title), vendor.settings),
            section("Of every vendor".to_owned(), COMMON_SETTINGS),
        ],
    }
}

fn setting_rows(prefix: &str, settings: &[SettingInfo], rows: &mut Vec<Vec<String>>) {
    for setting in settings {
        let path = format!("{prefix}{}", setting.name);
        if let Kind::Group(inner) = setting.kind {
            setting_rows(&format!("{path}."), inner, rows);
            continue;
        }
        let takes = match setting.kind {
            Kind::Bool => "true or false".to_owned(),
            Kind::OneOf(words) => words.join(", "),
            Kind::Text => "text".to_owned(),
            Kind::Regex => "regular expression".to_owned(),
            Kind::TextMap => "map of texts".to_owned(),
            Kind::TextList => "list of texts".to_owned(),
            Kind::WordList(words) => format!("list of: {}", words.join(", ")),
            Kind::Group(_) => String::new(),
        };
        rows.push(vec![
            path,
            setting.about.to_owned(),
            takes,
            setting.default.to_owned(),
            setting.evidence.as_str().to_owned(),
            setting.quirk.unwrap_or("").to_owned(),
        ]);
    }
}

fn state(vendor: &VendorInfo) -> Page {
    Page {
        title: format!("State of {}", vendor.title),
        about: "Under seed: and under state: of expect:. Tables are maps by key; logs are lists and cannot be seeded."
            .to_owned(),
        sections: vendor
            .tables
            .iter()
            .map(|table| {
                let name = if table.log {
                    format!("{}, a log", table.name)
                } else {
                    format!("{}, by {}", table.name, table.key)
                };
                fields_section(&name, table.about, &["field", "holds", "is"], table.fields)
            })
            .collect(),
    }
}

mod records;
#[cfg(test)]
mod tests;
