//! What kinds of records there are: their tables, and the texts by which they are found and refer to each other.

use crate::engine::TableInfo;
use crate::model::{FieldInfo, RecordKind, Shape, Standard, lis_record_fields};
use crate::vendor::reference::{Layout, Link, id, name, text};

/// What is kept.
pub(super) const LAYOUT: Layout = Layout {
    standard: Standard::Lis,
    kinds: &{
        let mut kinds = [RecordKind::Bulk; RecordKind::ALL.len() + 1];
        let mut n = 0;
        while n < RecordKind::ALL.len() {
            kinds[n] = RecordKind::ALL[n];
            n += 1;
        }
        kinds
    },
    tables: TABLES,
    links,
};

/// Whatever persons can be members of.
pub(super) const COLLECTIONS: &[RecordKind] = &[
    RecordKind::Group,
    RecordKind::CourseTemplate,
    RecordKind::CourseOffering,
    RecordKind::CourseSection,
    RecordKind::SectionAssociation,
];

/// The links of a kind of record.
pub(super) fn links(kind: RecordKind) -> &'static [Link] {
    use RecordKind as K;
    match kind {
        K::Person => {
            const {
                &[
                    name("username"),
                    name("email"),
                    id("agents.id", &[K::Person], None),
                ]
            }
        }
        K::Group => {
            const {
                &[
                    name("short_description"),
                    name("email"),
                    id("relationships.id", &[K::Group], None),
                ]
            }
        }
        K::Membership => {
            const {
                &[
                    id("person", &[K::Person], None),
                    id("collection", COLLECTIONS, Some("collection_type")),
                ]
            }
        }
        K::CourseTemplate => const { &[name("title"), name("label")] },
        K::CourseOffering => {
            const {
                &[
                    name("title"),
                    name("label"),
                    id("parent_template", &[K::CourseTemplate], None),
                    text("academic_session"),
                ]
            }
        }
        K::CourseSection => {
            const {
                &[
                    name("title"),
                    name("label"),
                    id("parent_offering", &[K::CourseOffering], None),
                ]
            }
        }
        K::SectionAssociation => {
            const {
                &[
                    name("title"),
                    name("label"),
                    id("sections", &[K::CourseSection], None),
                ]
            }
        }
        K::LineItem => {
            const {
                &[
                    name("label"),
                    id("context.id", COLLECTIONS, Some("context.type")),
                    text("line_item_type.value"),
                    id("result_value_id", &[K::ResultValue], None),
                ]
            }
        }
        K::Result => {
            const {
                &[
                    id("person", &[K::Person], None),
                    id("line_item", &[K::LineItem], None),
                    id("result_value_id", &[K::ResultValue], None),
                ]
            }
        }
        K::ResultValue => const { &[name("label")] },
        K::Bulk => const { &[] },
    }
}

/// The fields of a bulk exchange: those of its record, and what happened.
const BULK_FIELDS: &[FieldInfo] = &{
    const OWN: &[FieldInfo] = lis_record_fields(RecordKind::Bulk);
    let mut all = [OWN[0]; OWN.len() + 1];
    let mut n = 0;
    while n < OWN.len() {
        all[n] = OWN[n];
        n += 1;
    }
    all[n] = FieldInfo {
        name: "happened",
        shape: Shape::Texts,
        source: "the operations that named this transaction, in order",
        shorthand: false,
    };
    all
};

/// The fields of a row.
const fn fields(kind: RecordKind) -> &'static [FieldInfo] {
    match kind {
        RecordKind::Bulk => BULK_FIELDS,
        kind => lis_record_fields(kind),
    }
}

const fn table(kind: RecordKind, name: &'static str, about: &'static str) -> TableInfo {
    TableInfo {
        name,
        key: match kind {
            RecordKind::Bulk => "transactionId",
            _ => "sourcedId",
        },
        about,
        fields: fields(kind),
        log: false,
    }
}

/// The tables, in the order of [`RecordKind`].
pub(super) const TABLES: &[TableInfo] = &[
    table(RecordKind::Person, "persons", "persons as they were sent"),
    table(
        RecordKind::Group,
        "groups",
        "groups: terms, departments and others",
    ),
    table(
        RecordKind::Membership,
        "memberships",
        "who is in which group or course, and as what",
    ),
    table(
        RecordKind::CourseTemplate,
        "course_templates",
        "courses of the catalogue",
    ),
    table(
        RecordKind::CourseOffering,
        "course_offerings",
        "course templates as they are offered in an academic session",
    ),
    table(
        RecordKind::CourseSection,
        "course_sections",
        "sections of course offerings",
    ),
    table(
        RecordKind::SectionAssociation,
        "section_associations",
        "course sections that belong together",
    ),
    table(
        RecordKind::LineItem,
        "line_items",
        "columns of a grade book",
    ),
    table(RecordKind::Result, "results", "what persons achieved"),
    table(
        RecordKind::ResultValue,
        "result_values",
        "the values that results can have",
    ),
    table(
        RecordKind::Bulk,
        "bulk_exchanges",
        "bulk data exchanges: what was announced, asked for and reported",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldInfo;

    #[test]
    fn links_are_fields_and_tables_are_in_order() {
        for kind in RecordKind::ALL {
            assert!(
                links(kind).len() <= 4,
                "{kind:?} has more links than tables have groupings"
            );
            for link in links(kind) {
                for path in [Some(link.path), link.which].into_iter().flatten() {
                    let numbered = path.replacen("s.", "s.0.", 1);
                    assert!(
                        FieldInfo::find(fields(kind), path).is_some()
                            || FieldInfo::find(fields(kind), &numbered).is_some(),
                        "{kind:?} has no field {path}"
                    );
                }
            }
        }
        for kind in RecordKind::ALL.into_iter().chain([RecordKind::Bulk]) {
            let words = kind.words().replace(' ', "_");
            assert_eq!(TABLES[kind as usize].name, format!("{words}s"));
        }
    }
}
