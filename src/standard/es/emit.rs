//! Writing elements of several namespaces, with prefixes or without.

use super::names::{BINDING, COMMON, Namespaces};
use crate::xml::{Writer, XSI_NAMESPACE};

/// Which of the namespaces an element is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// The header block.
    Header,
    /// Request, response, their parameters.
    Message,
    /// Inside of records.
    Data,
    /// What services share.
    Common,
}

/// The prefixes below header block and Body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefixes {
    /// None: each element whose namespace is not that of its parent declares it as the default.
    None,
    /// One for each namespace, declared once, further out.
    Each {
        /// For messages.
        message: &'static str,
        /// For the inside of records.
        data: &'static str,
        /// For what services share.
        common: &'static str,
    },
}

/// A writer that knows which namespace it is in.
#[derive(Debug)]
pub(super) struct Emit {
    pub(super) xml: Writer,
    prefixes: Prefixes,
    header_prefix: &'static str,
    namespaces: Namespaces,
    /// Whether `xsi` is declared further out.
    pub(super) xsi_declared: bool,
    /// The namespaces of the elements that are open.
    open: Vec<Level>,
}

impl Emit {
    pub(super) fn new(
        xml: Writer,
        prefixes: Prefixes,
        header_prefix: &'static str,
        namespaces: Namespaces,
    ) -> Self {
        Self {
            xml,
            prefixes,
            header_prefix,
            namespaces,
            xsi_declared: false,
            open: Vec::new(),
        }
    }

    fn prefix(&self, level: Level) -> Option<&'static str> {
        match (self.prefixes, level) {
            (Prefixes::None, _) => None,
            (Prefixes::Each { .. }, Level::Header) => Some(self.header_prefix),
            (Prefixes::Each { message, .. }, Level::Message) => Some(message),
            (Prefixes::Each { data, .. }, Level::Data) => Some(data),
            (Prefixes::Each { common, .. }, Level::Common) => Some(common),
        }
    }

    pub(super) const fn uri(&self, level: Level) -> &'static str {
        match level {
            Level::Header => BINDING,
            Level::Message => self.namespaces.messages,
            Level::Data => self.namespaces.data,
            Level::Common => COMMON,
        }
    }

    /// Takes an element as open that was written by other means, and whose children are to inherit its namespace.
    pub(super) fn inside(&mut self, level: Level) {
        self.open.push(level);
    }

    /// Ends what [`Emit::inside`] began.
    pub(super) fn outside(&mut self) {
        self.open.pop();
    }

    /// Declares the prefix of a namespace on the element just begun; nothing without prefixes.
    pub(super) fn declare(&mut self, level: Level) {
        if let Some(prefix) = self.prefix(level) {
            self.xml.declare(prefix, self.uri(level));
        }
    }

    fn begin(&mut self, level: Level, local: &str, nil: bool) {
        let prefix = self.prefix(level);
        self.xml.open_in(prefix.unwrap_or(""), local);
        if nil {
            self.xml.attr("xsi:nil", "true");
            if !self.xsi_declared {
                self.xml.declare("xsi", XSI_NAMESPACE);
            }
        }
        if prefix.is_none() && self.open.last() != Some(&level) {
            self.xml.declare("", self.uri(level));
        }
        self.open.push(level);
    }

    pub(super) fn open(&mut self, level: Level, local: &str) {
        self.begin(level, local, false);
    }

    pub(super) fn close(&mut self, local: &str) {
        let level = self.open.pop().unwrap_or(Level::Message);
        self.xml.close_in(self.prefix(level).unwrap_or(""), local);
    }

    /// An element with a text; an empty text gives an empty-element tag.
    pub(super) fn leaf(&mut self, level: Level, local: &str, text: &str) {
        self.open(level, local);
        self.xml.text(text);
        self.close(local);
    }

    /// An element that says that it has no value.
    pub(super) fn nil(&mut self, level: Level, local: &str) {
        self.begin(level, local, true);
        self.close(local);
    }

    /// An element if there is a text.
    pub(super) fn maybe(&mut self, level: Level, local: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(level, local, text);
        }
    }

    /// An id, in the element that holds its `identifier`.
    pub(super) fn id(&mut self, level: Level, local: &str, id: &str) {
        self.open(level, local);
        self.leaf(Level::Common, "identifier", id);
        self.close(local);
    }
}
