//! Puts values where `${set:x}`, `${env:X}` and `${case:x}` stand: whole scalars, parts of texts, and keys.
//!
//! Only the tree is changed, before anything is decoded; what is filled in is never read as a matcher again, but for the
//! cells of a table, which stand for what was written in them.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::cases::Row;
use super::decode::Cx;
use super::node::{Entry, Kind, Node, Place};
use super::placeholder::{Part, escaped, parts, unescaped};
use super::text::{all_of, nearest_unique, quoted, suggest};

/// One name under `set:`.
pub(super) struct Variable {
    /// `None` when only `--set` can give it one.
    value: Option<String>,
    place: Place,
    /// It stands in an included file, which need not use all that it offers.
    shared: bool,
}

/// Everything that can be filled in.
pub(super) struct Filler<'v> {
    variables: &'v IndexMap<String, Variable>,
    /// The row of the table, if there is one; cells are filled in without.
    row: Option<&'v Row>,
    scope: Scope,
    used: HashSet<String>,
    columns: HashSet<String>,
}

/// What is being filled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A story.
    Story,
    /// A cell.
    Cell,
    /// The value of a variable.
    Variable,
}

/// Reads `set:`. Values may hold `${env:X}`; what stands on the command line wins.
pub(super) fn variables(cx: &mut Cx<'_>, node: &Node) -> IndexMap<String, Variable> {
    const HOW: &str = "write `set: { name: value }` and `${set:name}` where the value belongs";
    let mut variables = IndexMap::new();
    for entry in cx.entries(node, "`set`", HOW) {
        let name = &entry.key;
        if !is_name(name) {
            cx.error(
                "bad-name",
                entry.place,
                format!("{} cannot name a variable", quoted(name)),
                "use letters, digits, `_` and `-`",
            );
            continue;
        }
        let value = match cx.outside.set.iter().rev().find(|(n, _)| n == name) {
            Some((_, value)) => Some(value.clone()),
            None if entry.value.is_null() => None,
            None => {
                let mut value = entry.value.clone();
                let none = IndexMap::new();
                Filler::new(&none, Scope::Variable).fill(cx, &mut value);
                let text = cx.text(&value, &format!("the variable `{name}`"));
                Some(text.unwrap_or_default())
            }
        };
        let variable = Variable {
            value,
            place: entry.place,
            shared: entry.place.file > 0,
        };
        variables.insert(name.clone(), variable);
    }
    variables
}

/// Letters, digits, `_` and `-`.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

impl<'v> Filler<'v> {
    pub(super) fn new(variables: &'v IndexMap<String, Variable>, scope: Scope) -> Self {
        Self {
            variables,
            row: None,
            scope,
            used: HashSet::new(),
            columns: HashSet::new(),
        }
    }

    /// The next row; what was used is kept.
    pub(super) fn next_row(&mut self, row: &'v Row) {
        self.row = Some(row);
    }

    /// Variables and columns that nothing uses are probably misspelt somewhere.
    pub(super) fn warn_of_unused(&self, cx: &mut Cx<'_>, columns: &[(String, Place)]) {
        for (name, variable) in self.variables {
            if !variable.shared && !self.used.contains(name) {
                cx.warn(
                    "unused-variable",
                    variable.place,
                    format!("nothing uses the variable `{name}`"),
                    format!("write `${{set:{name}}}` where it belongs, or take it out"),
                );
            }
        }
        for (name, place) in columns {
            if !self.columns.contains(name) {
                cx.warn(
                    "unused-column",
                    *place,
                    format!("nothing uses the column `{name}`"),
                    format!("write `${{case:{name}}}` where it belongs, or take it out"),
                );
            }
        }
    }

    pub(super) fn fill(&mut self, cx: &mut Cx<'_>, node: &mut Node) {
        match &mut node.kind {
            Kind::Null => {}
            Kind::Scalar { text, .. } => {
                if text.contains("${") {
                    let text = std::mem::take(text);
                    *node = self.scalar(cx, text, node.place);
                }
            }
            Kind::List(items) => items.iter_mut().for_each(|item| self.fill(cx, item)),
            Kind::Map(entries) => {
                let mut renamed = false;
                for entry in &mut *entries {
                    if entry.key.contains("${") {
                        renamed |= self.key(cx, entry);
                    }
                    // What is sent byte for byte is left as it is.
                    let literal = entry.key == "xml"
                        && entry.value.scalar().is_some_and(|t| parts(t).len() > 1);
                    if !literal {
                        self.fill(cx, &mut entry.value);
                    }
                }
                if renamed {
                    equal_keys(cx, entries);
                }
            }
        }
    }

    fn scalar(&mut self, cx: &mut Cx<'_>, text: String, place: Place) -> Node {
        let found = parts(&text);
        let node = |text: String| Node {
            place,
            kind: Kind::Scalar { text, quoted: true },
        };
        match found[..] {
            [
                Part::Placeholder {
                    name: "case",
                    argument,
                    ..
                },
            ] => {
                // The cell itself, with its own place: that is where the value is written.
                return match self.cell(cx, argument, place) {
                    Some(cell) => cell.clone(),
                    None => Node {
                        place,
                        kind: Kind::Null,
                    },
                };
            }
            // A matcher: what stands in its argument is its own business.
            [Part::Placeholder { name, .. }, ..] if !is_filled(name) && name != "ref" => {
                return node(text);
            }
            _ => {}
        }
        node(self.text(cx, &found, place))
    }

    /// The text with everything filled in; other placeholders stay, and whoever reads the text judges them.
    fn text(&mut self, cx: &mut Cx<'_>, parts: &[Part<'_>], place: Place) -> String {
        let mut out = String::new();
        for part in parts {
            match *part {
                Part::Text(text) => out.push_str(text),
                Part::Placeholder { name, argument, .. } if is_filled(name) => {
                    out.push_str(&escaped(&self.value(cx, name, argument, place)));
                }
                Part::Placeholder { whole, .. } => out.push_str(whole),
            }
        }
        out
    }

    /// Fills in a key; whether there was something to fill in.
    fn key(&mut self, cx: &mut Cx<'_>, entry: &mut Entry) -> bool {
        let found = parts(&entry.key);
        let filled = found
            .iter()
            .any(|p| matches!(p, Part::Placeholder { name, .. } if is_filled(name)));
        if filled {
            entry.key = unescaped(&self.text(cx, &found, entry.place));
        }
        filled
    }

    /// What a placeholder stands for; nothing, with a problem, when that is not known.
    fn value(&mut self, cx: &mut Cx<'_>, name: &str, argument: &str, place: Place) -> String {
        if argument.is_empty() {
            cx.error(
                "bad-matcher",
                place,
                format!("`${{{name}}}` lacks what must stand behind a colon"),
                format!("write `{}`", super::matcher::shown(name)),
            );
            return String::new();
        }
        let value = match name {
            "set" => self.variable(cx, argument, place),
            "env" => cx.environment(argument, place),
            _ => self.cell_text(cx, argument, place),
        };
        value.unwrap_or_default()
    }

    fn variable(&mut self, cx: &mut Cx<'_>, name: &str, place: Place) -> Option<String> {
        if self.scope == Scope::Variable {
            cx.error(
                "unknown-variable",
                place,
                format!("`${{set:{name}}}` stands inside a variable"),
                "variables cannot name each other: write the value out (`${env:NAME}` is allowed)",
            );
            return None;
        }
        let Some(variable) = self.variables.get(name) else {
            let names: Vec<&str> = self.variables.keys().map(|n| &**n).collect();
            let help = match nearest_unique(name, &names) {
                Some(near) => format!("did you mean `${{set:{near}}}`?"),
                None if names.is_empty() => format!("define it: `set: {{ {name}: … }}`"),
                None => format!("`set:` has {}", all_of(names)),
            };
            cx.error(
                "unknown-variable",
                place,
                format!("there is no variable {} under `set:`", quoted(name)),
                help,
            );
            return None;
        };
        self.used.insert(name.to_owned());
        if variable.value.is_none() {
            cx.error(
                "missing-variable",
                place,
                format!("the variable `{name}` has no value"),
                format!(
                    "give it one: `--set {name}=…` on the command line, or a default under `set:`"
                ),
            );
        }
        variable.value.clone()
    }

    fn cell(&mut self, cx: &mut Cx<'_>, name: &str, place: Place) -> Option<&'v Node> {
        let Some(row) = self.row else {
            let (message, help) = match self.scope {
                Scope::Cell => (
                    format!("`${{case:{name}}}` stands inside a case"),
                    "cells cannot name each other: write the value out",
                ),
                Scope::Variable => (
                    format!("`${{case:{name}}}` stands inside a variable"),
                    "a variable is the same in all cases: make it a column of `cases:`",
                ),
                Scope::Story => (
                    format!("`${{case:{name}}}` stands here, but this file has no `cases:`"),
                    "add a table: `cases: { columns: […], rows: […] }`",
                ),
            };
            cx.error("no-cases", place, message, help);
            return None;
        };
        let Some(cell) = row.cell(name) else {
            let names: Vec<&str> = row.columns().collect();
            // A cell that is missing has been reported where it is missing.
            if !row.lacks(name) {
                let help = match nearest_unique(name, &names) {
                    Some(near) => format!("did you mean `${{case:{near}}}`?"),
                    None => suggest(name, &names, "columns"),
                };
                cx.error(
                    "unknown-column",
                    place,
                    format!("there is no column {} under `cases:`", quoted(name)),
                    help,
                );
            }
            return None;
        };
        self.columns.insert(name.to_owned());
        Some(cell)
    }

    fn cell_text(&mut self, cx: &mut Cx<'_>, name: &str, place: Place) -> Option<String> {
        let cell = self.cell(cx, name, place)?;
        match &cell.kind {
            Kind::Scalar { text, .. } => Some(unescaped(text)),
            kind => {
                let what = match kind {
                    Kind::Null => "empty",
                    Kind::List(_) => "a list",
                    _ => "a map",
                };
                cx.error(
                    "bad-cell",
                    cell.place,
                    format!("this cell is {what}, but `${{case:{name}}}` stands inside a text"),
                    "write a text here; only where it is the whole value can it be left out with `~`",
                );
                None
            }
        }
    }
}

/// The reader of files knows keys only as they are written.
fn equal_keys(cx: &mut Cx<'_>, entries: &mut Vec<Entry>) {
    let mut seen: HashSet<String> = HashSet::new();
    entries.retain(|entry| {
        let new = seen.insert(entry.key.clone());
        if !new {
            cx.error(
                "duplicate-key",
                entry.place,
                format!(
                    "with its values filled in, the key {} is given twice",
                    quoted(&entry.key)
                ),
                "keep one of the two",
            );
        }
        new
    });
}

/// Whether this is filled in before anything is read.
fn is_filled(name: &str) -> bool {
    matches!(name, "set" | "env" | "case")
}
