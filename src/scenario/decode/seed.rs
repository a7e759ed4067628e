//! Tables: as seeds and as expected state.

use super::cx::Cx;
use super::fields::{Of, Path, Subject};
use super::pattern::{self, Holds};
use crate::base::Value;
use crate::engine::{TableInfo, VendorInfo};
use crate::model::Shape;
use crate::scenario::model::Pattern;
use crate::scenario::node::{Entry, Kind, Node};
use crate::scenario::reader::parse;
use crate::scenario::text::{all_of, suggest};

/// Whether tables are filled or asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Seed,
    Expect,
}

/// `seed:`: index of the instance and its tables.
pub(super) fn seeds(cx: &mut Cx<'_>, node: &Node) -> Vec<(usize, Value)> {
    by_instance(cx, node, "seed")
        .into_iter()
        .filter_map(|(index, entry)| {
            let vendor = cx.instances[index].vendor?;
            let value = match from_file(&entry.value) {
                Some(file) => file_seed(cx, file, vendor)?,
                None => seed(cx, &entry.value, vendor)?,
            };
            Some((index, value))
        })
        .collect()
}

/// The entries of a map from instances to something, with the instance's index.
pub(super) fn by_instance<'n>(
    cx: &mut Cx<'_>,
    node: &'n Node,
    key: &str,
) -> Vec<(usize, &'n Entry)> {
    let help = format!("name the LMS: `{key}: {{ {}: {{ … }} }}`", first_name(cx));
    let entries = cx.entries(node, &format!("`{key}`"), &help);
    let mut found = Vec::new();
    for entry in entries {
        // A key of the level below means that the level of instances was left out.
        let below = match key {
            "requests" => crate::scenario::table::REQUESTS.has(&entry.key),
            _ => cx.instances.iter().filter_map(|i| i.vendor).any(|v| {
                (key == "seed" && entry.key == "file")
                    || v.tables.iter().any(|t| t.name == entry.key)
            }),
        };
        if below && !cx.instances.iter().any(|i| i.name == entry.key) {
            cx.error(
                "unknown-instance",
                entry.place,
                format!(
                    "`{}` stands where the name of an LMS is expected",
                    entry.key
                ),
                format!(
                    "put it below the LMS: `{key}: {{ {}: {{ {}: … }} }}`",
                    first_name(cx),
                    entry.key
                ),
            );
        } else if let Some(index) = cx.instance_named(&entry.key, entry.place) {
            found.push((index, entry));
        }
    }
    found
}

fn first_name(cx: &Cx<'_>) -> String {
    cx.instances
        .first()
        .map_or_else(|| "my_lms".to_owned(), |i| i.name.clone())
}

/// The form `{ file: state.json }`.
fn from_file(node: &Node) -> Option<&Node> {
    match &node.kind {
        Kind::Map(entries) if entries.len() == 1 && entries[0].key == "file" => {
            Some(&entries[0].value)
        }
        _ => None,
    }
}

fn file_seed(cx: &mut Cx<'_>, node: &Node, vendor: &'static VendorInfo) -> Option<Value> {
    let name = cx.text(node, "`file`")?;
    let (path, bytes) = cx.file(&name, node.place)?;
    let Ok(text) = String::from_utf8(bytes) else {
        cx.error(
            "not-utf8",
            node.place,
            format!("{} is not UTF-8 text", path.display()),
            "a seed is a YAML or JSON file, as `mocklms state export` writes it",
        );
        return None;
    };
    let (file, source) = cx.add_file(path, text);
    // JSON is YAML, so one reader serves both; its problems point into that file.
    let mut root = parse(&source, &mut cx.problems)?;
    root.put_into_file(file);
    seed(cx, &root, vendor)
}

fn seed(cx: &mut Cx<'_>, node: &Node, vendor: &'static VendorInfo) -> Option<Value> {
    let Pattern::Map { entries, .. } = tables(cx, node, vendor, Use::Seed)? else {
        return None;
    };
    let mut all = Value::map();
    for entry in entries {
        let fields = vendor.tables.iter().find(|t| t.name == entry.key)?.fields;
        let Pattern::Map { entries: rows, .. } = entry.value else {
            continue;
        };
        let mut table = Value::map();
        for row in rows {
            if let Some(value) = pattern::to_value(cx, row.value, Shape::Map(fields), &mut None) {
                table.insert(row.key, value);
            }
        }
        all.insert(entry.key, table);
    }
    Some(all)
}

/// The tables of one instance under `state:`.
pub(super) fn state(cx: &mut Cx<'_>, node: &Node, vendor: &'static VendorInfo) -> Option<Pattern> {
    tables(cx, node, vendor, Use::Expect)
}

fn tables(
    cx: &mut Cx<'_>,
    node: &Node,
    vendor: &'static VendorInfo,
    usage: Use,
) -> Option<Pattern> {
    let names: Vec<&str> = vendor
        .tables
        .iter()
        .filter(|t| usage == Use::Expect || !t.log)
        .map(|t| t.name)
        .collect();
    let help = format!(
        "the tables of {} are {}",
        vendor.name,
        all_of(names.iter().copied())
    );
    let Kind::Map(entries) = &node.kind else {
        cx.wrong_type(
            node,
            &format!("the state of {}", vendor.name),
            "a map of tables",
            &help,
        );
        return None;
    };
    Some(pattern::map(cx, entries, node.place, |cx, entry| {
        let Some(table) = vendor.tables.iter().find(|t| t.name == entry.key) else {
            cx.error(
                "unknown-table",
                entry.place,
                format!("`{}` is not a table of {}", entry.key, vendor.name),
                suggest(&entry.key, &names, "tables"),
            );
            return None;
        };
        if table.log && usage == Use::Seed {
            cx.error(
                "unknown-table",
                entry.place,
                format!("`{}` is a log and cannot be seeded", table.name),
                "it can be expected under `state:`",
            );
            return None;
        }
        rows(cx, &entry.value, table, usage, vendor.name)
    }))
}

fn rows(
    cx: &mut Cx<'_>,
    node: &Node,
    table: &'static TableInfo,
    usage: Use,
    vendor: &str,
) -> Option<Pattern> {
    let what = format!("the table `{}`", table.name);
    let see = format!("mocklms explain state {vendor}");
    let subject = Subject {
        what: &what,
        see: &see,
        of: Of::Record,
    };
    let top = Path::TOP;
    match &node.kind {
        Kind::List(items) if table.log => pattern::list(cx, items, node.place, |cx, item| {
            pattern::map_or_matcher(cx, item, table.fields, &top, &subject)
        }),
        Kind::Map(entries) if table.log && entries.iter().all(|e| e.key.starts_with('$')) => {
            Some(pattern::map(cx, entries, node.place, |cx, entry| {
                super::fields::unknown(cx, entry, table.fields, &top, &subject);
                None
            }))
        }
        _ if table.log => {
            let help = "write the rows in order, `[ { … } ]`, or `{ $count: 0 }` for their number";
            cx.wrong_type(node, &what, "a list", help);
            None
        }
        Kind::Map(entries) => Some(pattern::map(cx, entries, node.place, |cx, entry| {
            row(cx, entry, table, usage, &subject)
        })),
        _ => {
            let help = match usage {
                Use::Expect => format!(
                    "write `{{ {}: {{ … }} }}`, or `{{ $count: 0 }}` for an empty table",
                    table.key
                ),
                Use::Seed => format!("write `{{ {}: {{ … }} }}`", table.key),
            };
            cx.wrong_type(
                node,
                &what,
                &format!("a map of rows by {}", table.key),
                &help,
            );
            None
        }
    }
}

fn row(
    cx: &mut Cx<'_>,
    entry: &Entry,
    table: &'static TableInfo,
    usage: Use,
    subject: &Subject<'_>,
) -> Option<Pattern> {
    let top = Path::TOP;
    if usage == Use::Expect && pattern::stands_whole(&entry.value) {
        return pattern::whole(cx, &entry.value, Holds::Map, &top.to(&entry.key));
    }
    if !matches!(entry.value.kind, Kind::Map(_)) {
        let what = format!("the row `{}` of {}", entry.key, subject.what);
        let help = match usage {
            Use::Seed => "write its fields, or `{}` for a row without any",
            Use::Expect => "write its fields, `{}` for any row of that key, or \"${absent}\"",
        };
        cx.wrong_type(&entry.value, &what, "a map", help);
        return None;
    }
    pattern::fields(cx, &entry.value, table.fields, &top, subject)
}
