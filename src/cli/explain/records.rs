//! `explain fields` and `explain with`: records and operations.

use super::{Page, Section, fields_section};
use crate::base::text::nearest;
use crate::diag::Problem;
use crate::engine::VendorInfo;
use crate::model::{Operation, RecordKind, Shape, record_fields};
use crate::standard::lis;

/// Every kind that has fields.
fn all() -> impl Iterator<Item = RecordKind> {
    RecordKind::ALL.into_iter().chain([RecordKind::Bulk])
}

/// The kinds of records.
pub(super) fn kinds() -> Page {
    let rows = all().map(|kind| {
        let fields = record_fields(kind).iter().map(|f| f.name);
        let some: Vec<&str> = fields.take(8).collect();
        vec![
            kind.words().to_owned(),
            kind.element().to_owned(),
            format!("{}, …", some.join(", ")),
        ]
    });
    Page {
        title: "Kinds of records".to_owned(),
        about: "`mocklms explain fields <kind>` lists all fields of one.".to_owned(),
        sections: vec![Section {
            name: String::new(),
            about: String::new(),
            headings: &["kind", "element", "fields"],
            rows: rows.collect(),
        }],
    }
}

/// The fields of the kind that the words name: `course section`, `course_section`, `courseSectionRecord`, `sections`.
pub(super) fn fields(words: &[&str]) -> Result<Page, Problem> {
    let asked = words.join(" ");
    let Some(kind) = all().find(|kind| names(*kind).contains(&plain(&asked))) else {
        let known: Vec<&'static str> = all().map(RecordKind::words).collect();
        let problem = Problem::error(
            "unknown-topic",
            None,
            format!("there are no records of the kind `{asked}`"),
        );
        let near = nearest(&plain(&asked), known.iter().copied());
        return Err(problem.with_help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the kinds are: {}", known.join(", ")),
        }));
    };
    let place = match kind {
        RecordKind::Bulk => {
            "In record: of steps and expectations; these elements stand in the request itself."
        }
        _ => "In record: of steps and expectations.",
    };
    let fields = record_fields(kind);
    let map = fields.iter().find_map(|f| match f.shape {
        Shape::Map(inner) => Some(format!("{}.{}", f.name, inner[inner.len() / 2].name)),
        _ => None,
    });
    let dotted = map.map_or(String::new(), |path| {
        format!(" Nested or with dots: {path}.")
    });
    Ok(Page {
        title: format!("Fields of a {} record ({})", kind.words(), kind.element()),
        about: format!("{place}{dotted} N is a number from 0, * a name of your own."),
        sections: vec![fields_section("", "", &["field", "holds", "from"], fields)],
    })
}

/// Without upper case, signs and the words that mean nothing.
fn plain(words: &str) -> String {
    let words = words.to_lowercase().replace(['-', '_'], " ");
    let words = words.trim();
    words.strip_suffix(" record").unwrap_or(words).to_owned()
}

/// What a kind is called: its words, with and without the gap, one or many; and its official names.
fn names(kind: RecordKind) -> Vec<String> {
    let words = kind.words().to_owned();
    let mut names = vec![words.replace(' ', ""), words];
    names.push(kind.name().to_lowercase());
    if kind == RecordKind::Bulk {
        names.push("bulk".to_owned());
    }
    let many: Vec<String> = names.iter().map(|n| format!("{n}s")).collect();
    names.extend(many);
    names.push(kind.element().to_lowercase());
    names
}

/// Every operation, by the kind of its records.
pub(super) fn operations(vendors: &[&'static VendorInfo]) -> Page {
    let rows = rows(vendors);
    let sections = all().filter_map(|kind| {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .filter(|row| row.record == kind)
            .map(|row| {
                let vendors = vendors.iter().filter(|v| v.operation(row.name).is_some());
                let names: Vec<&str> = vendors.map(|v| v.name).collect();
                vec![row.name.to_owned(), takes(row), names.join(", ")]
            })
            .collect();
        (!rows.is_empty()).then(|| Section {
            name: kind.words().to_owned(),
            about: String::new(),
            headings: &["operation", "takes", "of"],
            rows,
        })
    });
    Page {
        title: "Operations".to_owned(),
        about: "`mocklms explain with <operation>` says more of one.".to_owned(),
        sections: sections.collect(),
    }
}

/// What one operation takes and gives.
pub(super) fn operation(vendors: &[&'static VendorInfo], name: &str) -> Result<Page, Problem> {
    let rows = rows(vendors);
    let Some(row) = rows.iter().find(|row| row.name.eq_ignore_ascii_case(name)) else {
        let problem = Problem::error(
            "unknown-topic",
            None,
            format!("no operation `{name}` of any vendor"),
        );
        return Err(
            problem.with_help(match nearest(name, rows.iter().map(|r| r.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`mocklms explain with` lists them".to_owned(),
            }),
        );
    };
    let keys = row.request.iter().map(|param| {
        let shape = lis::with_shape(param.name);
        let key = match (row.id_parameter() == Some(param.name), shape) {
            (true, None) => "id:".to_owned(),
            (true, Some(_)) => "id: or with:".to_owned(),
            (false, Some(_)) => "with:".to_owned(),
            (false, None) => {
                format!(
                    "record:, see `mocklms explain fields {}`",
                    row.record.words()
                )
            }
        };
        vec![param.name.to_owned(), key]
    });
    let given = row
        .response
        .iter()
        .map(|p| vec![p.name.to_owned(), answer_key(p.name).to_owned()]);
    let section = |name: &str, headings, rows| Section {
        name: name.to_owned(),
        about: String::new(),
        headings,
        rows,
    };
    let with = lis::with_fields(row);
    let mut sections = vec![section(
        "Takes",
        &["parameter", "written"][..],
        keys.collect(),
    )];
    if !with.is_empty() {
        sections.push(fields_section(
            "In with:",
            "",
            &["field", "holds", "from"],
            &with,
        ));
    }
    sections.push(section(
        "Gives",
        &["parameter", "in answer:"][..],
        given.collect(),
    ));
    Ok(Page {
        title: format!("{} ({})", row.name, row.service.abbreviation()),
        about: "In steps and expected messages, by the official names of its parameters."
            .to_owned(),
        sections,
    })
}

fn answer_key(name: &str) -> &'static str {
    match (name, lis::param_kind(name)) {
        ("savePoint", _) => "save_point",
        ("replaceStatusCodes", _) => "replaced",
        ("supportedServices", _) => "services",
        ("personCore", _) | (_, lis::ParamKind::Record(_)) => "record",
        (_, lis::ParamKind::Records(_)) => "records",
        (_, lis::ParamKind::Ids) => "ids",
        _ => "id",
    }
}

/// `id, record, with: newSourcedId`.
fn takes(row: &Operation) -> String {
    let with = lis::with_fields(row);
    let mut out = Vec::new();
    if let Some(id) = row.id_parameter() {
        out.push(match id {
            "sourcedId" | "transactionId" => "id".to_owned(),
            id => format!("id ({id})"),
        });
    }
    if row.carries_record() {
        out.push("record".to_owned());
    }
    let with: Vec<&str> = with
        .iter()
        .map(|f| f.name)
        .filter(|name| row.id_parameter() != Some(name))
        .collect();
    if !with.is_empty() {
        out.push(format!("with: {}", with.join(", ")));
    }
    out.join(", ")
}

/// Every operation of these vendors, each name once.
fn rows(vendors: &[&'static VendorInfo]) -> Vec<&'static Operation> {
    let mut rows: Vec<&'static Operation> = Vec::new();
    for vendor in vendors {
        for row in vendor
            .endpoints
            .iter()
            .flat_map(|e| (vendor.operations)(e.service))
        {
            if rows.iter().all(|known| known.name != row.name) {
                rows.push(row);
            }
        }
    }
    rows
}
