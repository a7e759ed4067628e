//! The kinds of records that ES has: their tables, and how they refer to each other.

use crate::engine::TableInfo;
use crate::model::{RecordKind, Standard, es_record_fields};
use crate::vendor::reference::{Layout, Link, id, name};

/// What is kept.
pub(super) const LAYOUT: Layout = Layout {
    standard: Standard::Es,
    kinds: &[
        RecordKind::Person,
        RecordKind::Group,
        RecordKind::Membership,
    ],
    tables: TABLES,
    links,
};

/// A member is a person or a group; `idType` says which, as a word or as a code.
const MEMBER: Link = Link {
    codes: &["1", "2"],
    ..id(
        "person",
        &[RecordKind::Person, RecordKind::Group],
        Some("member_type"),
    )
};

fn links(kind: RecordKind) -> &'static [Link] {
    match kind {
        RecordKind::Person => const { &[name("username"), name("email")] },
        RecordKind::Group => {
            const {
                &[
                    name("short_description"),
                    name("email"),
                    id("relationships.id", &[RecordKind::Group], None),
                ]
            }
        }
        RecordKind::Membership => const { &[MEMBER, id("collection", &[RecordKind::Group], None)] },
        _ => &[],
    }
}

const fn table(kind: RecordKind, name: &'static str, about: &'static str) -> TableInfo {
    TableInfo {
        name,
        key: "sourcedId",
        about,
        fields: es_record_fields(kind),
        log: false,
    }
}

/// The tables, in the order of [`RecordKind`].
pub(super) const TABLES: &[TableInfo] = &[
    table(RecordKind::Person, "persons", "persons as they were sent"),
    table(
        RecordKind::Group,
        "groups",
        "groups: schools, courses, classes and others",
    ),
    table(
        RecordKind::Membership,
        "memberships",
        "which person or group is in which group, and as what",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldInfo;

    #[test]
    fn links_are_fields_and_tables_are_in_order() {
        for (place, &kind) in LAYOUT.kinds.iter().enumerate() {
            assert_eq!(kind as usize, place);
            assert_eq!(LAYOUT.tables[place].name, format!("{}s", kind.words()));
            assert!(LAYOUT.fields(kind).len() <= 64, "{kind:?}");
            assert!(links(kind).len() <= 4, "{kind:?}");
            for link in links(kind) {
                for path in [Some(link.path), link.which].into_iter().flatten() {
                    let path = path.replacen("s.", "s.0.", 1);
                    let found = FieldInfo::find(LAYOUT.fields(kind), &path);
                    assert!(found.is_some(), "{kind:?} has no field {path}");
                }
            }
        }
    }
}
