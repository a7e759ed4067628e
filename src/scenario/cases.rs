//! `cases:`, a table whose rows are scenarios of their own.

use super::decode::Cx;
use super::fill::is_name;
use super::model::Case;
use super::node::{Entry, Kind, Node, Place};
use super::table::CASES;
use super::text::{all_of, nearest_unique, quoted};
use crate::base::text::plural;

/// How many values all cases of a file may hold together.
const MOST_VALUES: usize = 8_000_000;
/// The key of a row's name.
const NAME: &str = "name";

/// The whole table.
pub(super) struct Cases {
    pub(super) rows: Vec<Row>,
    /// With the place that names each column first.
    pub(super) columns: Vec<(String, Place)>,
}

/// One case.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) place: Place,
    cells: Vec<(String, Node)>,
    missing: Vec<String>,
}

impl Row {
    pub(super) fn cell(&self, column: &str) -> Option<&Node> {
        let found = self.cells.iter().find(|(name, _)| name == column);
        found.map(|(_, node)| node)
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn lacks(&self, column: &str) -> bool {
        self.missing.iter().any(|name| name == column)
    }

    pub(super) fn cells_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.cells.iter_mut().map(|(_, node)| node)
    }

    pub(super) fn case(&self, cx: &Cx<'_>) -> Case {
        Case {
            name: self.name.clone(),
            span: cx.span(self.place),
        }
    }
}

/// Reads the table; `story` is how many values each case will be made of.
pub(super) fn cases(cx: &mut Cx<'_>, entry: &Entry, story: usize) -> Option<Cases> {
    const HOW: &str = "begin each row with `- `: `- { name: first row, column: value }`";
    let keys = cx.object(&entry.value, entry.place, &CASES)?;
    let named = keys.get("columns").map(|node| columns(cx, node));
    let Some(Node {
        kind: Kind::List(items),
        ..
    }) = keys.get("rows")
    else {
        match keys.entry("rows") {
            Some(rows) if !rows.value.is_null() => {
                cx.wrong_type(&rows.value, "`rows`", "a list", HOW);
            }
            Some(rows) => no_rows(cx, rows.place),
            None => {}
        }
        return None;
    };
    if items.is_empty() {
        no_rows(cx, entry.place);
        return None;
    }
    if items.len().saturating_mul(story) > MOST_VALUES {
        cx.error(
            "too-large",
            entry.place,
            format!(
                "{} of {story} values each are more than {MOST_VALUES} values",
                plural(items.len(), "case")
            ),
            "split the table, or seed less",
        );
        return None;
    }
    let all = named.clone().unwrap_or_else(|| found_in(items));
    let mut rows: Vec<Row> = Vec::with_capacity(items.len());
    for item in items {
        let Some(row) = row(cx, item, &all, named.is_some()) else {
            continue;
        };
        if let Some(first) = rows.iter().find(|r| r.name == row.name) {
            let first = first.place.line;
            cx.error(
                "duplicate-case",
                row.place,
                format!(
                    "a case named {} stands on line {first} already",
                    quoted(&row.name)
                ),
                "give each case a name of its own: reports tell cases by it",
            );
        }
        rows.push(row);
    }
    Some(Cases { rows, columns: all })
}

fn no_rows(cx: &mut Cx<'_>, place: Place) {
    cx.error(
        "no-cases",
        place,
        "`cases` has no rows, so there is nothing to play",
        "add rows, or take `cases` out",
    );
}

fn columns(cx: &mut Cx<'_>, node: &Node) -> Vec<(String, Place)> {
    let mut columns: Vec<(String, Place)> = Vec::new();
    for item in cx.items(node, "`columns`", "write `columns: [stored, sent, wanted]`") {
        let Some(name) = cx.raw_text(item, "a column") else {
            continue;
        };
        if name == NAME || !is_name(name) {
            cx.error(
                "bad-name",
                item.place,
                format!("{} cannot name a column", quoted(name)),
                if name == NAME {
                    "every row has a `name` anyway: take it out"
                } else {
                    "use letters, digits, `_` and `-`"
                },
            );
        } else if columns.iter().any(|(n, _)| n == name) {
            cx.error(
                "duplicate-word",
                item.place,
                format!("the column `{name}` is named twice"),
                "keep one of the two",
            );
        } else {
            columns.push((name.to_owned(), item.place));
        }
    }
    columns
}

/// Without `columns:`, the keys of the rows are the columns.
fn found_in(items: &[Node]) -> Vec<(String, Place)> {
    let mut columns: Vec<(String, Place)> = Vec::new();
    for item in items {
        let Kind::Map(entries) = &item.kind else {
            continue;
        };
        for entry in entries.iter().filter(|e| e.key != NAME) {
            if !columns.iter().any(|(n, _)| *n == entry.key) {
                columns.push((entry.key.clone(), entry.place));
            }
        }
    }
    columns
}

fn row(cx: &mut Cx<'_>, item: &Node, columns: &[(String, Place)], named: bool) -> Option<Row> {
    match &item.kind {
        Kind::Map(entries) => from_map(cx, item, entries, columns),
        Kind::List(cells) if named => from_list(cx, item, cells, columns),
        Kind::List(_) => {
            cx.error(
                "wrong-type",
                item.place,
                "a row without keys needs `columns:` to tell its cells apart",
                "add `columns: […]`, or write the row as `{ name: …, column: … }`",
            );
            None
        }
        _ => {
            let help = "write `- { name: …, column: value }`";
            cx.wrong_type(item, "a row of `cases`", "a map", help);
            None
        }
    }
}

fn from_map(
    cx: &mut Cx<'_>,
    item: &Node,
    entries: &[Entry],
    columns: &[(String, Place)],
) -> Option<Row> {
    let names: Vec<&str> = columns.iter().map(|(n, _)| n.as_str()).collect();
    let known = |key: &str| key == NAME || names.contains(&key);
    for entry in entries.iter().filter(|e| !known(&e.key)) {
        let help = match nearest_unique(&entry.key, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`columns:` names {}", all_of(names.iter().copied())),
        };
        cx.error(
            "unknown-column",
            entry.place,
            format!("`{}` is not a column of this table", entry.key),
            help,
        );
    }
    let Some(name) = item.entry(NAME).filter(|e| !e.value.is_null()) else {
        cx.error(
            "missing-key",
            item.place,
            "this case lacks its `name`",
            "add `name:`: reports tell cases by it",
        );
        return None;
    };
    let name = cx.raw_text(&name.value, "`name`")?.to_owned();
    let mut row = Row {
        name,
        place: item.place,
        cells: Vec::with_capacity(columns.len()),
        missing: Vec::new(),
    };
    for column in names {
        match item.entry(column) {
            Some(entry) => row.cells.push((entry.key.clone(), entry.value.clone())),
            None => row.missing.push(column.to_owned()),
        }
    }
    if !row.missing.is_empty() {
        let missing = all_of(row.missing.iter().map(|n| &**n));
        cx.error(
            "missing-cell",
            item.place,
            format!("the case {} lacks {missing}", quoted(&row.name)),
            format!(
                "write `{}: ~` for a key that is to be left out, `\"\"` for an empty text",
                row.missing[0]
            ),
        );
    }
    Some(row)
}

fn from_list(
    cx: &mut Cx<'_>,
    item: &Node,
    cells: &[Node],
    columns: &[(String, Place)],
) -> Option<Row> {
    let name = cells
        .first()
        .and_then(|n| cx.raw_text(n, "the name of a case"));
    if cells.len() != columns.len() + 1 {
        cx.error(
            "missing-cell",
            item.place,
            format!(
                "this case has {}, but its name and {} were announced",
                plural(cells.len(), "cell"),
                plural(columns.len(), "column")
            ),
            format!(
                "write the name, then {}; `~` for a key that is to be left out",
                all_of(columns.iter().map(|(n, _)| &**n))
            ),
        );
        return None;
    }
    let names = columns.iter().map(|(n, _)| n.clone());
    Some(Row {
        name: name?.to_owned(),
        place: item.place,
        cells: names.zip(cells[1..].iter().cloned()).collect(),
        missing: Vec::new(),
    })
}
