//! Looking into a record by the names that scenarios use.

use super::{Entry, Item, Node, NodeKind};
use crate::model::person::{Extension, Text};

/// Some elements of a record with their table.
#[derive(Clone, Copy, Debug)]
pub struct View<'r, 't> {
    nodes: &'static [Node],
    entries: &'r [Entry<'t>],
}

impl<'r, 't> View<'r, 't> {
    /// A view of `entries`, which `nodes` describes.
    pub const fn new(nodes: &'static [Node], entries: &'r [Entry<'t>]) -> Self {
        Self { nodes, entries }
    }

    /// The text of an element, trimmed; `None` when it is missing or blank. Groups are entered by dots: `org.name`.
    pub fn text(&self, path: &str) -> Option<&'r str> {
        let text = self.whole(path)?.text.as_deref()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The text of an element with its language; `None` when the element is missing.
    pub fn whole(&self, path: &str) -> Option<&'r Text<'t>> {
        let (view, field) = self.enter(path)?;
        match view.first(field)? {
            (_, Item::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A boolean; `None` when it is missing or says neither.
    pub fn flag(&self, path: &str) -> Option<bool> {
        match self.text(path)? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    /// The texts of an element that may stand several times, blank ones left out.
    pub fn texts(&self, field: &str) -> Vec<&'r str> {
        let mut out = Vec::new();
        self.each(field, &mut |_, item| {
            if let Item::Text(text) = item
                && let Some(text) = text.filled()
            {
                out.push(text.trim());
            }
        });
        out
    }

    /// The elements of each group of that name.
    pub fn list(&self, field: &str) -> Vec<View<'r, 't>> {
        let mut out = Vec::new();
        self.each(field, &mut |node, item| {
            if let (NodeKind::Group(nodes, _), Item::Tree(tree)) = (&node.kind, item) {
                out.push(View::new(nodes, tree));
            }
        });
        out
    }

    /// The named fields of every `extension` (or `record_info`).
    pub fn extensions(&self, field: &str) -> Vec<&'r Extension<'t>> {
        let mut out = Vec::new();
        self.each(field, &mut |_, item| {
            if let Item::Fields(extension) = item {
                out.push(&**extension);
            }
        });
        out
    }

    /// The value of the first extension field with that name.
    pub fn extension_field(&self, name: &str) -> Option<&'r str> {
        let fields = self.extensions("extension").into_iter();
        let mut named = fields
            .flat_map(|e| &e.fields)
            .filter(|f| f.name.as_deref() == Some(name));
        named.next()?.value.as_deref()
    }

    /// Whether the element is there at all.
    pub fn has(&self, path: &str) -> bool {
        self.enter(path)
            .is_some_and(|(view, field)| view.first(field).is_some())
    }

    fn enter<'p>(&self, path: &'p str) -> Option<(Self, &'p str)> {
        let Some((head, rest)) = path.split_once('.') else {
            return Some((*self, path));
        };
        let inner = match self.first(head)? {
            (
                Node {
                    kind: NodeKind::Group(nodes, _),
                    ..
                },
                Item::Tree(tree),
            ) => View::new(nodes, tree),
            _ => return None,
        };
        inner.enter(rest)
    }

    fn first(&self, field: &str) -> Option<(&'static Node, &'r Item<'t>)> {
        debug_assert!(
            knows(self.nodes, field),
            "no record table here has a field '{field}'"
        );
        for entry in self.entries {
            let node = &self.nodes[usize::from(entry.node)];
            match (&node.kind, &entry.item) {
                (NodeKind::Inline(nodes), Item::Tree(tree)) if knows(nodes, field) => {
                    if let Some(found) = View::new(nodes, tree).first(field) {
                        return Some(found);
                    }
                }
                (_, item) if node.field == field => return Some((node, item)),
                _ => {}
            }
        }
        None
    }

    fn each(&self, field: &str, visit: &mut dyn FnMut(&'static Node, &'r Item<'t>)) {
        for entry in self.entries {
            let node = &self.nodes[usize::from(entry.node)];
            match (&node.kind, &entry.item) {
                (NodeKind::Inline(nodes), Item::Tree(tree)) => {
                    View::new(nodes, tree).each(field, visit);
                }
                (_, item) if node.field == field => visit(node, item),
                _ => {}
            }
        }
    }
}

/// Whether a table, its inlined containers included, has a field of that name.
fn knows(nodes: &[Node], field: &str) -> bool {
    nodes.iter().any(|node| match &node.kind {
        NodeKind::Inline(inner) => knows(inner, field),
        _ => node.field == field,
    })
}
