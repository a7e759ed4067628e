//! The texts by which records are found and refer to each other.

use std::borrow::Cow;

use super::kept::Kept;
use crate::engine::TableInfo;
use crate::model::{
    AnyRecord, Entry, FieldInfo, Item, Node, NodeKind, PersonRecord, RecordKind, Standard, Text,
    View,
};
use crate::store::Table;

/// What a reference target keeps.
#[derive(Debug)]
pub(in crate::vendor) struct Layout {
    /// The standard it follows.
    pub(in crate::vendor) standard: Standard,
    /// The kinds of records it has, the first of [`RecordKind`] in their order.
    pub(in crate::vendor) kinds: &'static [RecordKind],
    /// Their tables, in the same order.
    pub(in crate::vendor) tables: &'static [TableInfo],
    /// The links of a kind; no more than four.
    pub(in crate::vendor) links: fn(RecordKind) -> &'static [Link],
}

/// A text of a record that is indexed.
#[derive(Clone, Copy, Debug)]
pub(in crate::vendor) struct Link {
    /// Its path in the short form; items of lists are not numbered.
    pub(in crate::vendor) path: &'static str,
    /// Whether a bare query looks here.
    pub(in crate::vendor) name: bool,
    /// The kinds of records whose ids stand here.
    pub(in crate::vendor) to: &'static [RecordKind],
    /// The path of the word that says which of those kinds it is.
    pub(in crate::vendor) which: Option<&'static str>,
    /// Codes that stand for those words, in the order of the kinds.
    pub(in crate::vendor) codes: &'static [&'static str],
}

/// A text where a bare query looks.
pub(in crate::vendor) const fn name(path: &'static str) -> Link {
    Link {
        path,
        name: true,
        to: &[],
        which: None,
        codes: &[],
    }
}

/// A text by which records are found.
pub(in crate::vendor) const fn text(path: &'static str) -> Link {
    Link {
        name: false,
        ..name(path)
    }
}

/// Ids of records of other kinds.
pub(in crate::vendor) const fn id(
    path: &'static str,
    to: &'static [RecordKind],
    which: Option<&'static str>,
) -> Link {
    Link {
        path,
        name: false,
        to,
        which,
        codes: &[],
    }
}

impl Layout {
    /// The number of the link with that path.
    pub(in crate::vendor) fn link(&self, kind: RecordKind, path: &str) -> Option<usize> {
        (self.links)(kind).iter().position(|link| link.path == path)
    }

    /// The links by which a kind of record refers to another.
    pub(in crate::vendor) fn links_to(
        &self,
        from: RecordKind,
        to: RecordKind,
    ) -> impl Iterator<Item = &'static Link> {
        let all = (self.links)(from).iter();
        all.filter(move |link| link.to.contains(&to))
    }

    /// The fields of a kind.
    pub(in crate::vendor) fn fields(&self, kind: RecordKind) -> &'static [FieldInfo] {
        self.tables[kind as usize].fields
    }
}

impl Link {
    /// Whether the ids that a record has here are ids of that kind. A word that names no kind leaves it open.
    pub(in crate::vendor) fn means(&self, record: &AnyRecord<'_>, kind: RecordKind) -> bool {
        let Some(which) = self.which else {
            return true;
        };
        let Some(word) = texts(record, which).into_iter().next() else {
            return true;
        };
        let code = |kind: &RecordKind| {
            let place = self.to.iter().position(|to| to == kind)?;
            self.codes.get(place).copied()
        };
        let says = |kind: &RecordKind| {
            let word = word.to_ascii_lowercase();
            word.ends_with(&kind.name().to_ascii_lowercase()) || code(kind) == Some(&*word)
        };
        says(&kind) || !self.to.iter().any(says)
    }
}

/// An empty table whose rows are found by their links, in the order of [`links`], and by when they changed.
pub(in crate::vendor) fn new_table(name: &'static str) -> Table<Kept> {
    let table = Table::new(name).stamped(|row: &Kept| row.changed().0);
    table
        .grouped(by::<0>)
        .grouped(by::<1>)
        .grouped(by::<2>)
        .grouped(by::<3>)
}

fn by<const LINK: usize>(row: &Kept, add: &mut dyn FnMut(&str)) {
    let Some(link) = (row.layout().links)(row.kind()).get(LINK) else {
        return;
    };
    for text in texts(&row.record(), link.path) {
        add(text);
    }
}

/// The texts at a linked path, blank ones left out.
pub(in crate::vendor) fn texts<'r>(record: &'r AnyRecord<'_>, path: &str) -> Vec<&'r str> {
    match record {
        AnyRecord::Person(record) => of_person(record, path),
        AnyRecord::Other(record) => {
            let view: View<'r, '_> = record.view();
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
pub(in crate::vendor) fn rename<'t>(
    record: &mut AnyRecord<'t>,
    path: &str,
    old: &str,
    new: &'t str,
) {
    match record {
        AnyRecord::Person(record) => {
            for agent in record.person.iter_mut().flat_map(|p| &mut p.agents) {
                if some(&agent.id) == Some(old) {
                    agent.id.text = Some(Cow::Borrowed(new));
                }
            }
        }
        AnyRecord::Other(record) => {
            let nodes = record.nodes();
            let tree = record.tree.as_deref_mut().unwrap_or_default();
            rename_in(nodes, tree, path, old, new);
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
