use std::collections::HashSet;

use super::tables::shorthands;
use super::{Node, NodeKind, nodes_of, record_fields, record_fields_of};
use crate::model::{FieldInfo, RecordKind, Shape, Standard};

const STANDARDS: [Standard; 2] = [Standard::Lis, Standard::Es];

fn kinds() -> impl Iterator<Item = RecordKind> {
    RecordKind::ALL.into_iter().chain([RecordKind::Bulk])
}

fn names_are_good(fields: &[FieldInfo], of: &str) {
    let mut seen = HashSet::new();
    for field in fields {
        let name = field.name;
        assert!(seen.insert(name), "{of} has two fields `{name}`");
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
        assert!(
            begins && name.chars().all(good) && !name.contains("__") && !name.ends_with('_'),
            "`{name}` of {of} is not snake_case"
        );
        assert!(!field.source.is_empty(), "`{name}` of {of} has no source");
        if let Shape::Map(inner) | Shape::List(inner) = field.shape {
            names_are_good(inner, &format!("{of}.{name}"));
        }
    }
}

#[test]
fn names_of_fields_are_unique_and_snake_case() {
    for kind in kinds() {
        names_are_good(record_fields(kind), kind.words());
    }
}

#[test]
fn shorthands_point_at_texts() {
    for (kind, standard) in kinds().flat_map(|kind| STANDARDS.map(|s| (kind, s))) {
        for short in shorthands(standard, kind) {
            for path in short.paths {
                let shape = FieldInfo::find(record_fields_of(standard, kind), path);
                // The status of a role is a word in one standard and a boolean in the other.
                assert!(
                    matches!(shape, Some(Shape::Text | Shape::Boolean)),
                    "{path} of a {} record",
                    kind.words()
                );
            }
        }
    }
}

fn spellings_are_clear(table: &[Node], of: &str) {
    assert!(
        table.len() < 256,
        "{of} is too long for the place of an entry"
    );
    let mut seen = HashSet::new();
    for node in table {
        for spelling in node.also.iter().chain([&node.element]) {
            assert!(seen.insert(*spelling), "<{spelling}> stands twice in {of}");
        }
        match &node.kind {
            NodeKind::Group(inner, fields) => {
                spellings_are_clear(inner, node.element);
                assert!(!fields.is_empty(), "{} has fields", node.element);
            }
            NodeKind::Inline(inner) => spellings_are_clear(inner, node.element),
            _ => assert!(!node.field.is_empty(), "{} has a name", node.element),
        }
    }
}

#[test]
fn an_element_has_one_place() {
    for kind in kinds().filter(|kind| *kind != RecordKind::Person) {
        for standard in STANDARDS {
            spellings_are_clear(nodes_of(standard, kind), kind.element());
        }
    }
}
