//! Records by their tables: local names decide when reading, the official order when writing.

use std::borrow::Cow;

use super::emit::Emit;
use super::header::trimmed;
use super::names::{Vocabulary, vocabulary};
use super::person_decode::{Keep, extension, text};
use crate::model::{Entry, Item, Node, NodeKind, Record, RecordKind, Text, Tree, nodes};
use crate::xml::Element;

/// Decodes a record element such as `membershipRecord`.
pub(super) fn decode_record(kind: RecordKind, element: Element<'_>) -> Record<'_> {
    let mut record = Record::new(kind);
    let mut keep = Keep::default();
    let inside = inside(kind);
    for child in element.children() {
        match child.local() {
            "sourcedGUID" => {
                for part in child.children() {
                    match part.local() {
                        "sourcedId" => record.id = Some(trimmed(part.text())),
                        "refAgentInstanceID" => record.ref_agent = Some(trimmed(part.text())),
                        _ => keep.leftover("sourcedGUID", part),
                    }
                }
            }
            name if name == inside => {
                record.tree = Some(tree(nodes(kind), child, inside, &mut keep));
            }
            _ => keep.leftover("", child),
        }
    }
    record.leftovers = keep.0;
    record
}

/// Decodes the children of a request that are parts of a bulk exchange; others are passed over.
pub(super) fn decode_bare(kind: RecordKind, element: Element<'_>) -> Record<'_> {
    bare(kind, element.children())
}

/// Decodes one element that stands in a request without a record around it: a relationship.
pub(super) fn decode_part(kind: RecordKind, element: Element<'_>) -> Record<'_> {
    bare(kind, std::iter::once(element))
}

fn bare<'t>(kind: RecordKind, elements: impl Iterator<Item = Element<'t>>) -> Record<'t> {
    let mut keep = Keep::default();
    let mut record = Record::new(kind);
    let table = nodes(kind);
    let mut tree = Vec::new();
    for element in elements {
        if let Some(node) = place_of(table, element.local()) {
            let known = &table[usize::from(node)];
            let item = item(known, element, known.element, &mut keep);
            tree.push(Entry { node, item });
        }
    }
    record.tree = Some(tree);
    record.leftovers = keep.0;
    record
}

/// The element inside the record: `courseSection`.
fn inside(kind: RecordKind) -> &'static str {
    kind.element().strip_suffix("Record").unwrap_or("")
}

fn place_of(table: &[Node], local: &str) -> Option<u8> {
    let place = table
        .iter()
        .position(|n| n.element == local || n.also.contains(&local))?;
    u8::try_from(place).ok()
}

fn tree<'t>(
    table: &'static [Node],
    element: Element<'t>,
    path: &str,
    keep: &mut Keep<'t>,
) -> Tree<'t> {
    let mut tree = Vec::new();
    for child in element.children() {
        match place_of(table, child.local()) {
            Some(node) => {
                let known = &table[usize::from(node)];
                let item = match known.kind {
                    NodeKind::Group(..) | NodeKind::Inline(_) => {
                        item(known, child, &format!("{path}/{}", known.element), keep)
                    }
                    _ => item(known, child, "", keep),
                };
                tree.push(Entry { node, item });
            }
            None => keep.leftover(path, child),
        }
    }
    tree
}

fn item<'t>(
    node: &'static Node,
    element: Element<'t>,
    path: &str,
    keep: &mut Keep<'t>,
) -> Item<'t> {
    match node.kind {
        NodeKind::Group(table, _) | NodeKind::Inline(table) => {
            Item::Tree(tree(table, element, path, keep))
        }
        NodeKind::Fields { .. } => Item::Fields(Box::new(extension(element, keep))),
        NodeKind::Plain | NodeKind::Flag | NodeKind::Secret => Item::Text(Text {
            language: None,
            text: Some(trimmed(text(element).text.unwrap_or_default())),
        }),
        NodeKind::Lang | NodeKind::Either => Item::Text(text(element)),
    }
}

/// Encodes a record element.
pub(super) fn encode_record(out: &mut Emit, record: &Record<'_>) {
    out.open(record.kind.element());
    out.open("sourcedGUID");
    if let Some(agent) = &record.ref_agent {
        out.leaf("refAgentInstanceID", agent);
    }
    out.leaf("sourcedId", record.id.as_deref().unwrap_or(""));
    out.close("sourcedGUID");
    if let Some(tree) = &record.tree {
        let inside = inside(record.kind);
        out.open(inside);
        encode_tree(out, nodes(record.kind), tree);
        out.close(inside);
    }
    out.close(record.kind.element());
}

/// Encodes elements in the order of their table. Containers that came to hold nothing are left out.
pub(super) fn encode_tree(out: &mut Emit, table: &'static [Node], tree: &Tree<'_>) {
    for (place, node) in table.iter().enumerate() {
        for entry in tree.iter().filter(|e| usize::from(e.node) == place) {
            encode_item(out, node, &entry.item);
        }
    }
}

pub(super) fn encode_item(out: &mut Emit, node: &'static Node, item: &Item<'_>) {
    match (&node.kind, item) {
        (NodeKind::Group(table, _) | NodeKind::Inline(table), Item::Tree(tree)) => {
            if tree.is_empty() && matches!(node.kind, NodeKind::Inline(_)) {
                return;
            }
            out.open(node.element);
            encode_tree(out, table, tree);
            out.close(node.element);
        }
        (
            NodeKind::Fields {
                names,
                values,
                item,
            },
            Item::Fields(fields),
        ) => {
            out.open(node.element);
            // Both are required by the schema, and left out by most senders.
            let vocabulary = vocabulary(Vocabulary::Extension);
            let text =
                |sent: &Option<Cow<'_, str>>| sent.as_deref().unwrap_or(vocabulary).to_owned();
            out.leaf(names, &text(&fields.name_vocabulary));
            out.leaf(values, &text(&fields.value_vocabulary));
            for field in &fields.fields {
                out.open(item);
                out.leaf("fieldName", field.name.as_deref().unwrap_or(""));
                out.leaf("fieldType", field.kind.as_deref().unwrap_or("String"));
                out.leaf("fieldValue", field.value.as_deref().unwrap_or(""));
                out.close(item);
            }
            out.close(node.element);
        }
        (kind, Item::Text(text)) => {
            let structured = match kind {
                NodeKind::Lang => true,
                NodeKind::Either => text.language.is_some(),
                _ => false,
            };
            if structured {
                out.open(node.element);
                out.leaf("language", text.language.as_deref().unwrap_or("en"));
                if let Some(text) = &text.text {
                    out.leaf("textString", text);
                }
                out.close(node.element);
            } else {
                out.leaf(node.element, text.text.as_deref().unwrap_or(""));
            }
        }
        // A tree is only ever made from its table.
        _ => {}
    }
}
