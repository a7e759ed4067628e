//! The compact tree: nodes in document order, as ranges into the text.

use std::borrow::Cow;
use std::fmt;

use super::chars::{Place, unescape};
use super::element::Element;

/// The namespace of `xml:lang` and its kin.
pub const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of namespace declarations.
pub const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";
/// The namespace of `xsi:nil` and `xsi:type`.
pub const XSI_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Numbers that are the same in every tree, in the order in which the reader interns them.
pub(super) const NO_NAMESPACE: u16 = 0;
pub(super) const XML_NAMESPACE_ID: u16 = 1;
pub(super) const XMLNS_NAMESPACE_ID: u16 = 2;
pub(super) const XSI_NAMESPACE_ID: u16 = 3;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    /// Character data with its references; `rough` says whether it differs from what it stands for.
    Text,
    Cdata,
}

/// One node. The children of an element follow it at once, up to `next`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Element: its `<`. Text: its first byte (CDATA: after the `<![CDATA[`).
    pub(super) start: u32,
    /// Element: after the `>` of its end tag. Text: after its last byte.
    pub(super) end: u32,
    /// The node after this one and all it contains.
    pub(super) next: u32,
    /// The element around it; the root is its own parent.
    pub(super) parent: u32,
    /// Element: where its local name begins.
    pub(super) name: u32,
    /// Element: its first attribute.
    pub(super) attrs: u32,
    pub(super) name_len: u16,
    pub(super) attr_count: u16,
    pub(super) namespace: u16,
    pub(super) kind: Kind,
    /// Text: has references or carriage returns.
    pub(super) rough: bool,
}

/// One attribute or namespace declaration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attr {
    /// Where the qualified name begins.
    pub(super) name: u32,
    /// Where its local part begins.
    pub(super) local: u32,
    pub(super) name_end: u32,
    /// The value without its quotes.
    pub(super) value: u32,
    pub(super) value_end: u32,
    /// Namespace declarations are in [`XMLNS_NAMESPACE_ID`].
    pub(super) namespace: u16,
    /// The value has references or blanks other than `' '`.
    pub(super) rough: bool,
}

/// A whole document.
pub struct Tree<'t> {
    pub(super) text: &'t str,
    pub(super) nodes: Vec<Node>,
    pub(super) attrs: Vec<Attr>,
    pub(super) namespaces: Vec<Cow<'t, str>>,
}

impl Tree<'_> {
    /// The root element.
    pub fn root(&self) -> Element<'_> {
        Element {
            tree: self,
            index: 0,
        }
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        self.text
    }

    /// A text node as it was written.
    pub(super) fn raw(&self, node: &Node) -> &str {
        &self.text[node.start as usize..node.end as usize]
    }

    /// The characters that a text node stands for.
    pub(super) fn resolved(&self, node: &Node) -> Cow<'_, str> {
        let raw = self.raw(node);
        match node.kind {
            _ if !node.rough => Cow::Borrowed(raw),
            Kind::Cdata => unescape(raw, Place::Cdata),
            Kind::Text | Kind::Element => unescape(raw, Place::Content),
        }
    }
}

impl fmt::Debug for Tree<'_> {
    /// Without contents: those hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree")
            .field("bytes", &self.text.len())
            .field("nodes", &self.nodes.len())
            .finish_non_exhaustive()
    }
}
