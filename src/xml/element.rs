//! Looking at a tree.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::chars::{Place, is_all_blank, trim, unescape};
use super::tree::{Attr, Kind, Node, Tree, XMLNS_NAMESPACE_ID, XSI_NAMESPACE_ID};

/// One element of a [`Tree`]: a reference and a number, to be copied freely.
#[derive(Clone, Copy)]
pub struct Element<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) index: u32,
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.index as usize]
    }

    /// The local name.
    pub fn local(self) -> &'t str {
        let node = self.node();
        let start = node.name as usize;
        &self.tree.text[start..start + usize::from(node.name_len)]
    }

    /// The name as written, with its prefix.
    pub fn name(self) -> &'t str {
        let node = self.node();
        &self.tree.text[node.start as usize + 1..node.name as usize + usize::from(node.name_len)]
    }

    /// The prefix as written; `""` when there is none.
    pub fn prefix(self) -> &'t str {
        let node = self.node();
        self.tree.text[node.start as usize + 1..node.name as usize].trim_end_matches(':')
    }

    /// The namespace; `""` when there is none.
    pub fn namespace(self) -> &'t str {
        &self.tree.namespaces[usize::from(self.node().namespace)]
    }

    /// Whether it has this namespace and local name.
    pub fn is(self, namespace: &str, local: &str) -> bool {
        self.local() == local && self.namespace() == namespace
    }

    /// The child elements in document order.
    pub fn children(self) -> Children<'t> {
        Children {
            tree: self.tree,
            at: self.index + 1,
            end: self.node().next,
        }
    }

    /// The first child element with a local name, in any namespace.
    pub fn child(self, local: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.local() == local)
    }

    /// The child elements with a local name, in any namespace.
    pub fn children_named<'n>(self, local: &'n str) -> ChildrenNamed<'t, 'n> {
        ChildrenNamed {
            children: self.children(),
            local,
        }
    }

    /// Whether there are child elements.
    pub fn has_children(self) -> bool {
        self.children().next().is_some()
    }

    /// The element around it; `None` for the root.
    pub fn parent(self) -> Option<Element<'t>> {
        (self.index != 0).then(|| Element {
            tree: self.tree,
            index: self.node().parent,
        })
    }

    /// The attributes without namespace declarations.
    pub fn attributes(self) -> Attributes<'t> {
        Attributes {
            tree: self.tree,
            attrs: self.raw_attributes().iter(),
        }
    }

    /// The value of an attribute by namespace (`""`: none) and local name.
    pub fn attribute(self, namespace: &str, local: &str) -> Option<Cow<'t, str>> {
        self.attributes()
            .find(|a| a.local() == local && a.namespace() == namespace)
            .map(Attribute::value)
    }

    /// The namespace that a prefix stands for within this element (`""`: the default namespace), for values that are
    /// qualified names, such as `xsi:type` and `faultcode`.
    pub fn resolve(self, prefix: &str) -> Option<Cow<'t, str>> {
        let mut element = Some(self);
        while let Some(current) = element {
            for attr in current
                .raw_attributes()
                .iter()
                .filter(|attr| attr.namespace == XMLNS_NAMESPACE_ID)
            {
                let declaration = Attribute {
                    tree: self.tree,
                    attr,
                };
                let declared = if declaration.prefix().is_empty() {
                    ""
                } else {
                    declaration.local()
                };
                if declared == prefix {
                    return Some(declaration.value());
                }
            }
            element = current.parent();
        }
        match prefix {
            "" => Some(Cow::Borrowed("")),
            "xml" => Some(Cow::Borrowed(super::XML_NAMESPACE)),
            _ => None,
        }
    }

    /// The text directly in it: character data and CDATA together, references resolved, line ends made one.
    ///
    /// Borrowed unless there is something to resolve or a comment or child stands between two pieces.
    pub fn text(self) -> Cow<'t, str> {
        if let Some(plain) = self.plain_text() {
            return Cow::Borrowed(plain);
        }
        let mut pieces = self.pieces();
        let Some(first) = pieces.next() else {
            return Cow::Borrowed("");
        };
        let Some(second) = pieces.next() else {
            return first;
        };
        let mut text = first.into_owned();
        text.push_str(&second);
        for piece in pieces {
            text.push_str(&piece);
        }
        Cow::Owned(text)
    }

    /// Its text, when there is nothing in it but one plain piece, or nothing at all: so it is with nearly every leaf.
    pub fn plain_text(self) -> Option<&'t str> {
        let inside = self.index as usize + 1..self.node().next as usize;
        match &self.tree.nodes[inside] {
            [] => Some(""),
            [only] if only.kind != Kind::Element && !only.rough => Some(self.tree.raw(only)),
            _ => None,
        }
    }

    /// Whether there is text other than blanks directly in it.
    pub fn has_text(self) -> bool {
        // Indentation makes up much of a message and is told from its bytes as they stand.
        let mut texts = self
            .texts()
            .filter(|node| !is_all_blank(self.tree.raw(node)));
        texts.any(|node| !node.rough || !trim(&self.tree.resolved(node)).is_empty())
    }

    fn pieces(self) -> impl Iterator<Item = Cow<'t, str>> {
        self.texts().map(move |node| self.tree.resolved(node))
    }

    fn texts(self) -> impl Iterator<Item = &'t Node> {
        let (tree, end) = (self.tree, self.node().next);
        let mut at = self.index + 1;
        std::iter::from_fn(move || {
            while at < end {
                let node = &tree.nodes[at as usize];
                at = node.next;
                if node.kind != Kind::Element {
                    return Some(node);
                }
            }
            None
        })
    }

    /// Whether `xsi:nil` says that it has no value.
    pub fn is_nil(self) -> bool {
        self.raw_attributes()
            .iter()
            .filter(|attr| attr.namespace == XSI_NAMESPACE_ID)
            .any(|attr| {
                let nil = Attribute {
                    tree: self.tree,
                    attr,
                };
                nil.local() == "nil" && matches!(trim(&nil.value()), "true" | "1")
            })
    }

    /// Where its start tag begins in the text.
    pub fn offset(self) -> u32 {
        self.node().start
    }

    /// Where it stands in the text, from its start tag to its end tag.
    pub fn span(self) -> Range<usize> {
        let node = self.node();
        node.start as usize..node.end as usize
    }

    /// The element as it was written. Prefixes may be declared further out.
    pub fn outer(self) -> &'t str {
        &self.tree.text[self.span()]
    }

    /// The local names from the root, such as `Envelope/Body/replacePersonRequest`.
    pub fn path(self) -> String {
        let mut names = vec![self.local()];
        let mut element = self;
        while let Some(parent) = element.parent() {
            names.push(parent.local());
            element = parent;
        }
        names.reverse();
        names.join("/")
    }

    fn raw_attributes(self) -> &'t [Attr] {
        let node = self.node();
        &self.tree.attrs[node.attrs as usize..][..usize::from(node.attr_count)]
    }
}

impl fmt::Debug for Element<'_> {
    /// Without contents: those may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({} at {})", self.path(), self.offset())
    }
}

/// Child elements, see [`Element::children`].
#[derive(Clone, Debug)]
pub struct Children<'t> {
    tree: &'t Tree<'t>,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        while self.at < self.end {
            let index = self.at;
            let node = &self.tree.nodes[index as usize];
            self.at = node.next;
            if node.kind == Kind::Element {
                return Some(Element {
                    tree: self.tree,
                    index,
                });
            }
        }
        None
    }
}

/// Child elements with one name, see [`Element::children_named`].
#[derive(Clone, Debug)]
pub struct ChildrenNamed<'t, 'n> {
    children: Children<'t>,
    local: &'n str,
}

impl<'t> Iterator for ChildrenNamed<'t, '_> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        self.children.find(|child| child.local() == self.local)
    }
}

/// Attributes, see [`Element::attributes`].
#[derive(Clone, Debug)]
pub struct Attributes<'t> {
    tree: &'t Tree<'t>,
    attrs: std::slice::Iter<'t, Attr>,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Attribute<'t>;

    fn next(&mut self) -> Option<Attribute<'t>> {
        let attr = self
            .attrs
            .find(|attr| attr.namespace != XMLNS_NAMESPACE_ID)?;
        Some(Attribute {
            tree: self.tree,
            attr,
        })
    }
}

/// One attribute of an [`Element`].
#[derive(Clone, Copy)]
pub struct Attribute<'t> {
    tree: &'t Tree<'t>,
    attr: &'t Attr,
}

impl<'t> Attribute<'t> {
    /// The local name.
    pub fn local(self) -> &'t str {
        &self.tree.text[self.attr.local as usize..self.attr.name_end as usize]
    }

    /// The prefix as written; `""` when there is none.
    pub fn prefix(self) -> &'t str {
        self.tree.text[self.attr.name as usize..self.attr.local as usize].trim_end_matches(':')
    }

    /// The namespace; `""` when there is no prefix.
    pub fn namespace(self) -> &'t str {
        &self.tree.namespaces[usize::from(self.attr.namespace)]
    }

    /// The value: references resolved, blanks made `' '` as XML demands.
    pub fn value(self) -> Cow<'t, str> {
        let raw = &self.tree.text[self.attr.value as usize..self.attr.value_end as usize];
        if self.attr.rough {
            unescape(raw, Place::Attribute)
        } else {
            Cow::Borrowed(raw)
        }
    }

    /// Where its name begins in the text.
    pub fn offset(self) -> u32 {
        self.attr.name
    }
}

impl fmt::Debug for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribute({} at {})", self.local(), self.offset())
    }
}

#[cfg(test)]
mod tests;
