//! The short form of records: what scenarios write, expect and see.

use std::borrow::Cow;

use super::tables::{Shorthand, shorthands};
use super::{Entry, Item, Node, NodeKind, Record, Tree, nodes_of};
use crate::base::{Secret, Value};
use crate::model::person::{Extension, ExtensionField, Leftover, Text};
use crate::model::{RecordKind, Standard};

impl Record<'_> {
    /// The short form: fields that are missing are left out.
    pub fn to_value(&self) -> Value {
        let mut out = Value::map();
        out.insert_text("id", self.id.as_deref());
        out.insert_text("ref_agent", self.ref_agent.as_deref());
        let mut rest = Value::map();
        show(
            self.nodes(),
            self.tree.as_deref().unwrap_or_default(),
            &mut rest,
        );
        for Shorthand { name, paths } in shorthands(self.standard, self.kind) {
            let text = paths.iter().find_map(|p| rest.at(p)?.as_text());
            out.insert_text(name, text);
        }
        if let Value::Map(rest) = rest {
            for (name, value) in rest {
                out.insert(name, value);
            }
        }
        if !self.leftovers.is_empty() {
            let mut leftovers = Value::map();
            for leftover in &self.leftovers {
                leftovers.insert(leftover.path.clone(), leftover.to_value());
            }
            out.insert("leftovers", leftovers);
        }
        out
    }

    /// A record to send, from its short form. Keys outside the table are left alone: the loader has refused them.
    pub fn from_value(kind: RecordKind, value: &Value) -> Record<'static> {
        Record::from_value_in(Standard::Lis, kind, value)
    }

    /// As [`Record::from_value`], for messages of that standard.
    pub fn from_value_in(standard: Standard, kind: RecordKind, value: &Value) -> Record<'static> {
        let mut full = value.clone();
        for Shorthand { name, paths } in shorthands(standard, kind) {
            // What one of the places says already is only repeated here: a record that was read and is sent again stays
            // what it was.
            let said = paths.iter().any(|path| value.at(path).is_some());
            if let (Some(text), false) = (value.get(name).and_then(Value::as_text), said) {
                for path in *paths {
                    put(&mut full, path, text);
                }
            }
        }
        if standard == Standard::Es && value.get("parent").is_some() {
            // Required there; what else could it be.
            put(&mut full, "relationships.0.relation", "Parent");
        }
        let own = |key| {
            value
                .get(key)
                .and_then(Value::as_text)
                .map(|t| Cow::Owned(t.to_owned()))
        };
        Record {
            kind,
            standard,
            id: own("id"),
            ref_agent: own("ref_agent"),
            tree: Some(read(nodes_of(standard, kind), &full)),
            leftovers: Leftover::all_from(value),
        }
    }
}

/// What an earlier one of several containers has put there.
fn take(out: &mut Value, field: &str) -> Option<Value> {
    match out {
        Value::Map(map) => map.shift_remove(field),
        _ => None,
    }
}

/// Adds the elements of a container. Where containers that stand one level up are repeated, the first text counts, as in
/// [`View`](super::View), and lists go on.
fn show(nodes: &'static [Node], entries: &[Entry<'_>], out: &mut Value) {
    for (place, node) in nodes.iter().enumerate() {
        let mut items = entries
            .iter()
            .filter(|e| usize::from(e.node) == place)
            .map(|e| &e.item);
        match (&node.kind, node.many) {
            (NodeKind::Inline(inner), _) => {
                for item in items {
                    if let Item::Tree(tree) = item {
                        show(inner, tree, out);
                    }
                }
            }
            (NodeKind::Fields { .. }, _) => {
                let mut fields = take(out, node.field).unwrap_or_else(Value::map);
                for item in items {
                    named_fields(item, &mut fields);
                }
                if matches!(&fields, Value::Map(map) if !map.is_empty()) {
                    out.insert(node.field, fields);
                }
            }
            (_, true) => {
                let mut list = match take(out, node.field) {
                    Some(Value::List(list)) => list,
                    _ => Vec::new(),
                };
                list.extend(items.map(|item| one(node, item)));
                if !list.is_empty() {
                    out.insert(node.field, Value::List(list));
                }
            }
            (_, false) => {
                if let (Some(item), None) = (items.next(), out.get(node.field)) {
                    out.insert(node.field, one(node, item));
                }
            }
        }
    }
}

fn one(node: &'static Node, item: &Item<'_>) -> Value {
    match (&node.kind, item) {
        (NodeKind::Group(nodes, _), Item::Tree(tree)) => {
            let mut out = Value::map();
            show(nodes, tree, &mut out);
            out
        }
        (_, Item::Text(text)) => {
            let text = text.text.as_deref().unwrap_or("");
            match (&node.kind, text) {
                (NodeKind::Secret, text) => Value::Secret(Secret::new(text)),
                (NodeKind::Flag, "1") => Value::text("true"),
                (NodeKind::Flag, "0") => Value::text("false"),
                _ => Value::text(text),
            }
        }
        _ => Value::map(),
    }
}

fn named_fields(item: &Item<'_>, out: &mut Value) {
    let Item::Fields(extension) = item else {
        return;
    };
    for field in &extension.fields {
        out.insert(field.name.as_deref().unwrap_or(""), field.to_value());
    }
}

/// Writes a text at a dotted path unless one is there, making the maps and one-item lists on the way.
fn put(value: &mut Value, path: &str, text: &str) {
    let (head, rest) = path
        .split_once('.')
        .map_or((path, None), |(h, r)| (h, Some(r)));
    let next = match value {
        Value::Map(map) => map.entry(head.to_owned()).or_insert_with(|| match rest {
            None => Value::text(text),
            Some(rest) if rest.starts_with('0') => Value::List(Vec::new()),
            Some(_) => Value::map(),
        }),
        Value::List(list) => {
            if list.is_empty() {
                list.push(Value::map());
            }
            &mut list[0]
        }
        Value::Text(_) | Value::Secret(_) => return,
    };
    if let Some(rest) = rest {
        put(next, rest, text);
    }
}

fn read(nodes: &'static [Node], value: &Value) -> Tree<'static> {
    let mut tree = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        let mut add = |item| {
            tree.push(Entry {
                node: u8::try_from(place).expect("tables are short"),
                item,
            });
        };
        if let NodeKind::Inline(inner) = &node.kind {
            let inner = read(inner, value);
            if !inner.is_empty() {
                add(Item::Tree(inner));
            }
            continue;
        }
        match value.get(node.field) {
            None => {}
            Some(Value::List(list)) if node.many => {
                for value in list {
                    add(item(node, value));
                }
            }
            Some(value) => add(item(node, value)),
        }
    }
    tree
}

fn item(node: &'static Node, value: &Value) -> Item<'static> {
    match &node.kind {
        NodeKind::Group(nodes, _) | NodeKind::Inline(nodes) => Item::Tree(read(nodes, value)),
        NodeKind::Fields { .. } => {
            let mut extension = Extension::default();
            if let Value::Map(map) = value {
                for (name, value) in map {
                    extension.fields.push(ExtensionField {
                        name: Some(Cow::Owned(name.clone())),
                        kind: Some(Cow::Borrowed("String")),
                        value: value.as_text().map(|t| Cow::Owned(t.to_owned())),
                    });
                }
            }
            Item::Fields(Box::new(extension))
        }
        kind => {
            let text = value.as_text().unwrap_or("").to_owned();
            Item::Text(Text {
                language: matches!(kind, NodeKind::Lang).then_some(Cow::Borrowed("en")),
                text: Some(Cow::Owned(text)),
            })
        }
    }
}
