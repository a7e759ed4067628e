//! Groups and memberships by their tables: local names decide when reading, the official order when writing.

use std::borrow::Cow;

use super::emit::{Emit, Level};
use super::names::{is_common, is_wrapped};
use super::person_encode::extension_fields;
use crate::model::{
    Entry, Extension, ExtensionField, Item, Node, NodeKind, Record, RecordKind, Standard, Text,
    Tree,
};
use crate::standard::lis::{Keep, trimmed};
use crate::xml::Element;

/// Decodes a `group` or `membership` element.
pub(super) fn decode_record(kind: RecordKind, element: Element<'_>) -> Record<'_> {
    let mut record = Record::new_in(Standard::Es, kind);
    let mut keep = Keep::default();
    record.tree = Some(tree(record.nodes(), element, kind.inside(), &mut keep));
    record.leftovers = keep.0;
    record
}

fn tree<'t>(
    table: &'static [Node],
    element: Element<'t>,
    path: &str,
    keep: &mut Keep<'t>,
) -> Tree<'t> {
    let mut tree = Vec::new();
    for child in element.children() {
        let local = child.local();
        let place = table
            .iter()
            .position(|n| n.element == local || n.also.contains(&local));
        let Some((place, node)) = place.and_then(|p| Some((p, u8::try_from(p).ok()?))) else {
            keep.leftover(path, child);
            continue;
        };
        let item = item(&table[place], child, path, keep);
        tree.push(Entry { node, item });
    }
    tree
}

fn item<'t>(
    node: &'static Node,
    element: Element<'t>,
    path: &str,
    keep: &mut Keep<'t>,
) -> Item<'t> {
    let inside = || format!("{path}/{}", node.element);
    match node.kind {
        NodeKind::Group(table, _) | NodeKind::Inline(table) => {
            Item::Tree(tree(table, element, &inside(), keep))
        }
        NodeKind::Fields { .. } => {
            let mut extension = Extension::default();
            for child in element.children() {
                match child.local() {
                    "extensionField" => extension.fields.push(field(child, &inside(), keep)),
                    _ => keep.leftover(&inside(), child),
                }
            }
            Item::Fields(Box::new(extension))
        }
        // Blanks may be part of a password.
        NodeKind::Secret => Item::Text(text(element)),
        _ if is_wrapped(node.element) => Item::Text(Text {
            language: None,
            text: identifier(element),
        }),
        _ => Item::Text(Text {
            language: None,
            text: text(element).text.map(trimmed),
        }),
    }
}

/// Decodes an `extensionField`.
pub(super) fn field<'t>(
    element: Element<'t>,
    path: &str,
    keep: &mut Keep<'t>,
) -> ExtensionField<'t> {
    let mut out = ExtensionField::default();
    for child in element.children() {
        match child.local() {
            "fieldName" => out.name = text(child).text.map(trimmed),
            "fieldType" => out.kind = text(child).text.map(trimmed),
            "fieldValue" => out.value = text(child).text,
            _ => keep.leftover(&format!("{path}/extensionField"), child),
        }
    }
    out
}

/// The text of an element, as it stands; none when it says that it has no value.
pub(super) fn text(element: Element<'_>) -> Text<'_> {
    Text {
        language: None,
        text: (!element.is_nil()).then(|| element.text()),
    }
}

/// The id in an element that holds an `identifier`, blanks trimmed. Senders are known that leave the inner element out.
pub(super) fn identifier(element: Element<'_>) -> Option<Cow<'_, str>> {
    if let Some(inner) = element.child("identifier") {
        return text(inner).text.map(trimmed);
    }
    element.has_text().then(|| trimmed(element.text()))
}

/// Encodes a record; its own element is of the message.
pub(super) fn encode_record(out: &mut Emit, record: &Record<'_>) {
    let name = record.kind.inside();
    out.open(Level::Message, name);
    let translated;
    let record = match record.standard {
        Standard::Es => record,
        // Its tree follows another table; the names of the short form are the same.
        Standard::Lis => {
            translated = Record::from_value_in(Standard::Es, record.kind, &record.to_value());
            &translated
        }
    };
    if let Some(tree) = &record.tree {
        encode_tree(out, record.nodes(), tree, Level::Data);
    }
    out.close(name);
}

fn encode_tree(out: &mut Emit, table: &'static [Node], tree: &Tree<'_>, level: Level) {
    for (place, node) in table.iter().enumerate() {
        let entries = tree.iter().filter(|e| usize::from(e.node) == place);
        for entry in entries {
            encode_item(out, node, &entry.item, level);
        }
    }
}

fn encode_item(out: &mut Emit, node: &'static Node, item: &Item<'_>, level: Level) {
    let name = node.element;
    let level = if is_common(name) {
        Level::Common
    } else {
        level
    };
    match (&node.kind, item) {
        (NodeKind::Group(table, _) | NodeKind::Inline(table), Item::Tree(tree)) => {
            if tree.is_empty() && matches!(node.kind, NodeKind::Inline(_)) {
                return;
            }
            out.open(level, name);
            encode_tree(out, table, tree, level);
            out.close(name);
        }
        (NodeKind::Fields { .. }, Item::Fields(fields)) => {
            out.open(level, name);
            extension_fields(out, &fields.fields);
            out.close(name);
        }
        (_, Item::Text(text)) => match text.text.as_deref() {
            Some(id) if is_wrapped(name) => out.id(level, name, id),
            Some(text) => out.leaf(level, name, text),
            None if is_wrapped(name) => {
                out.open(level, name);
                out.close(name);
            }
            None => out.nil(level, name),
        },
        // A tree is only ever made from its table.
        _ => {}
    }
}
