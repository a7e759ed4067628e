//! Which namespace each prefix stands for at the place that is being read.

use std::borrow::Cow;

use super::error::{ErrorKind, ReadError};
use super::intern::Interner;
use super::tree::{
    NO_NAMESPACE, XML_NAMESPACE, XML_NAMESPACE_ID, XMLNS_NAMESPACE, XMLNS_NAMESPACE_ID,
    XSI_NAMESPACE,
};

/// The mark of a prefix that stands for nothing.
const UNBOUND: u16 = u16::MAX;

/// Prefixes in scope. Every prefix has a number and a current meaning; what a declaration hides is kept until its
/// element ends. Looking up a prefix takes the same time however many declarations there are.
pub(super) struct Scope<'t> {
    prefixes: Interner<'t>,
    namespaces: Interner<'t>,
    meaning: Vec<u16>,
    hidden: Vec<(u16, u16)>,
    /// The prefix asked for last: neighbours mostly share theirs.
    last: (&'t str, u16),
}

impl<'t> Scope<'t> {
    pub(super) fn new() -> Self {
        let mut meaning = Vec::with_capacity(16);
        meaning.extend([NO_NAMESPACE, XML_NAMESPACE_ID, UNBOUND]);
        Self {
            prefixes: Interner::new(&["", "xml", "xmlns"]),
            namespaces: Interner::new(&["", XML_NAMESPACE, XMLNS_NAMESPACE, XSI_NAMESPACE]),
            meaning,
            hidden: Vec::with_capacity(16),
            last: ("", 0),
        }
    }

    /// How many declarations are in force; give it to [`Scope::leave`] when the element ends.
    pub(super) fn mark(&self) -> u32 {
        self.hidden.len() as u32
    }

    /// Forgets the declarations made since the mark.
    pub(super) fn leave(&mut self, mark: u32) {
        while self.hidden.len() > mark as usize {
            if let Some((prefix, before)) = self.hidden.pop() {
                self.meaning[usize::from(prefix)] = before;
            }
        }
    }

    /// The namespace of a prefix; `""` is the default namespace.
    pub(super) fn resolve(&mut self, prefix: &'t str) -> Option<u16> {
        if !same(prefix, self.last.0) {
            self.last = (prefix, self.prefixes.find(prefix)?);
        }
        Some(self.meaning[usize::from(self.last.1)]).filter(|namespace| *namespace != UNBOUND)
    }

    /// Declares a prefix (`""`: the default namespace) until its element ends.
    pub(super) fn declare(
        &mut self,
        prefix: &'t str,
        uri: Cow<'t, str>,
        offset: usize,
    ) -> Result<(), ReadError> {
        let illegal =
            |message: String| Err(ReadError::new(ErrorKind::IllegalNamespace, offset, message));
        let too_many = || {
            ReadError::new(
                ErrorKind::TooManyNamespaces,
                offset,
                "more than 65534 namespaces or prefixes",
            )
        };
        if prefix == "xmlns" {
            return illegal("prefix 'xmlns' must not be declared".to_owned());
        }
        if uri.is_empty() && !prefix.is_empty() {
            return illegal(format!("prefix '{prefix}' is declared as no namespace"));
        }
        let namespace = self.namespaces.intern(uri).ok_or_else(too_many)?;
        if (prefix == "xml") != (namespace == XML_NAMESPACE_ID) {
            return illegal(format!(
                "prefix 'xml' and namespace '{XML_NAMESPACE}' belong together"
            ));
        }
        if namespace == XMLNS_NAMESPACE_ID {
            return illegal(format!(
                "namespace '{XMLNS_NAMESPACE}' must not be declared"
            ));
        }
        let id = self
            .prefixes
            .intern(Cow::Borrowed(prefix))
            .ok_or_else(too_many)?;
        if usize::from(id) == self.meaning.len() {
            self.meaning.push(UNBOUND);
        }
        let before = std::mem::replace(&mut self.meaning[usize::from(id)], namespace);
        self.hidden.push((id, before));
        Ok(())
    }

    pub(super) fn into_namespaces(self) -> Vec<Cow<'t, str>> {
        self.namespaces.into_texts()
    }
}

/// Equality without a call into the C library, which costs more than comparing the few bytes of a prefix.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| a == b)
}
