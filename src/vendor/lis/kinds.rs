//! What kinds of records there are: their tables, and the texts by which they are found and refer to each other.

use std::borrow::Cow;

use super::kept::{Kept, fields};
use crate::engine::TableInfo;
use crate::model::{
    AnyRecord, Entry, Item, Node, NodeKind, PersonRecord, RecordKind, Text, View, nodes,
};
use crate::store::Table;

/// A text of a record that is indexed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// Its path in the short form; items of lists are not numbered.
    pub(super) path: &'static str,
    /// Whether a bare query looks here.
    pub(super) name: bool,
    /// The kinds of records whose ids stand here.
    pub(super) to: &'static [RecordKind],
    /// The path of the word that says which of those kinds it is.
    pub(super) which: Option<&'static str>,
}

const fn name(path: &'static str) -> Link {
    Link {
        path,
        name: true,
        to: &[],
        which: None,
    }
}

const fn text(path: &'static str) -> Link {
    Link {
        name: false,
        ..name(path)
    }
}

const fn id(path: &'static str, to: &'static [RecordKind], which: Option<&'static str>) -> Link {
    Link {
        path,
        name: false,
        to,
        which,
    }
}

/// Whatever persons can be members of.
pub(super) const COLLECTIONS: &[RecordKind] = &[
    RecordKind::Group,
    RecordKind::CourseTemplate,
    RecordKind::CourseOffering,
    RecordKind::CourseSection,
    RecordKind::SectionAssociation,
];

/// The links of a kind of record.
pub(super) const fn links(kind: RecordKind) -> &'static [Link] {
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

/// The number of the link with that path.
pub(super) fn link(kind: RecordKind, path: &str) -> Option<usize> {
    links(kind).iter().position(|link| link.path == path)
}

/// The links by which a kind of record refers to another, each with its number.
pub(super) fn links_to(
    from: RecordKind,
    to: RecordKind,
) -> impl Iterator<Item = (usize, &'static Link)> {
    let all = links(from).iter().enumerate();
    all.filter(move |(_, link)| link.to.contains(&to))
}

impl Link {
    /// Whether the ids that a record has here are ids of that kind. A word that names no kind leaves it open.
    pub(super) fn means(&self, record: &AnyRecord<'_>, kind: RecordKind) -> bool {
        let Some(which) = self.which else {
            return true;
        };
        let Some(word) = texts(record, which).into_iter().next() else {
            return true;
        };
        let says = |kind: &RecordKind| {
            let word = word.to_ascii_lowercase();
            word.ends_with(&kind.name().to_ascii_lowercase())
        };
        says(&kind) || !self.to.iter().any(says)
    }
}

/// An empty table whose rows are found by their links, in the order of [`links`], and by when they changed.
pub(super) fn new_table(name: &'static str) -> Table<Kept> {
    let table = Table::new(name).stamped(|row: &Kept| row.changed().0);
    table
        .grouped(by::<0>)
        .grouped(by::<1>)
        .grouped(by::<2>)
        .grouped(by::<3>)
}

fn by<const LINK: usize>(row: &Kept, add: &mut dyn FnMut(&str)) {
    let Some(link) = links(row.kind()).get(LINK) else {
        return;
    };
    for text in texts(&row.record(), link.path) {
        add(text);
    }
}

/// The texts at a linked path, blank ones left out.
pub(super) fn texts<'r>(record: &'r AnyRecord<'_>, path: &str) -> Vec<&'r str> {
    match record {
        AnyRecord::Person(record) => of_person(record, path),
        AnyRecord::Other(record) => {
            let view: View<'r, '_> = View::new(
                nodes(record.kind),
                record.tree.as_deref().unwrap_or_default(),
            );
            match path.split_once('.') {
                None => view.texts(path),
                Some((head, rest)) => view
                    .list(head)
                    .into_iter()
                    .flat_map(|inner| inner.texts(rest))
                    .collect(),
            }
        }
    }
}

fn some<'r>(text: &'r Text<'_>) -> Option<&'r str> {
    text.filled().map(str::trim)
}

fn of_person<'r>(record: &'r PersonRecord<'_>, path: &str) -> Vec<&'r str> {
    let Some(person) = &record.person else {
        return Vec::new();
    };
    match path {
        "username" => {
            let ids = person.roles.iter().flat_map(|roles| &roles.user_ids);
            ids.filter_map(|id| some(id.value.as_ref()?)).collect()
        }
        "email" => {
            let addresses = person
                .contacts
                .iter()
                .filter(|c| c.kind.term().is_some_and(|kind| kind.starts_with("Email")));
            addresses.filter_map(|c| some(&c.value)).collect()
        }
        _ => person.agents.iter().filter_map(|a| some(&a.id)).collect(),
    }
}

/// Writes another text wherever one stands at a linked path.
pub(super) fn rename<'t>(record: &mut AnyRecord<'t>, path: &str, old: &str, new: &'t str) {
    match record {
        AnyRecord::Person(record) => {
            for agent in record.person.iter_mut().flat_map(|p| &mut p.agents) {
                if some(&agent.id) == Some(old) {
                    agent.id.text = Some(Cow::Borrowed(new));
                }
            }
        }
        AnyRecord::Other(record) => {
            let tree = record.tree.as_deref_mut().unwrap_or_default();
            rename_in(nodes(record.kind), tree, path, old, new);
        }
    }
}

fn rename_in<'t>(
    nodes: &'static [Node],
    tree: &mut [Entry<'t>],
    path: &str,
    old: &str,
    new: &'t str,
) {
    let (head, rest) = path
        .split_once('.')
        .map_or((path, None), |(head, rest)| (head, Some(rest)));
    for entry in tree {
        let node = &nodes[usize::from(entry.node)];
        match (&node.kind, &mut entry.item, rest) {
            (NodeKind::Inline(inner), Item::Tree(tree), _) => {
                rename_in(inner, tree, path, old, new);
            }
            (NodeKind::Group(inner, _), Item::Tree(tree), Some(rest)) if node.field == head => {
                rename_in(inner, tree, rest, old, new);
            }
            (_, Item::Text(text), None) if node.field == head && some(text) == Some(old) => {
                text.text = Some(Cow::Borrowed(new));
            }
            _ => {}
        }
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
