//! The canonical form of an element: what counts when XML is compared.
//!
//! Namespaces are resolved and prefixes gone (in `xsi:type` too), attributes sorted, comments and processing
//! instructions gone, CDATA is text, white space between elements is gone, `xsi:nil` is a thing of its own.

use crate::xml::{Element, Writer, XSI_NAMESPACE, trim};

/// An attribute: namespace, local name, value.
pub type CanonAttribute = (String, String, String);

/// An element in canonical form.
#[derive(Clone, Debug, Default)]
pub struct Canon {
    /// Its namespace; empty when it has none.
    pub namespace: String,
    /// Its local name.
    pub local: String,
    /// Its attributes, sorted, without `xsi:nil`.
    pub attributes: Vec<CanonAttribute>,
    /// `xsi:nil` is true.
    pub nil: bool,
    /// The text directly in it; blanks alone beside child elements do not count.
    pub text: String,
    /// Its child elements.
    pub children: Vec<Canon>,
    /// Where it began in the text it was read from; not part of the form.
    pub offset: u32,
}

impl PartialEq for Canon {
    fn eq(&self, other: &Self) -> bool {
        self.namespace == other.namespace
            && self.local == other.local
            && self.nil == other.nil
            && self.text == other.text
            && self.attributes == other.attributes
            && self.children == other.children
    }
}

impl Eq for Canon {}

impl Canon {
    /// The canonical form of an element. Depth is bounded by the reader's limits.
    pub fn of(element: Element<'_>) -> Self {
        let children: Vec<Self> = element.children().map(Self::of).collect();
        let text = element.text();
        let mut attributes: Vec<CanonAttribute> = element
            .attributes()
            .filter(|a| !(a.namespace() == XSI_NAMESPACE && a.local() == "nil"))
            .map(|a| {
                let value = if a.namespace() == XSI_NAMESPACE && a.local() == "type" {
                    resolved(element, &a.value())
                } else {
                    a.value().into_owned()
                };
                (a.namespace().to_owned(), a.local().to_owned(), value)
            })
            .collect();
        attributes.sort_unstable();
        Self {
            namespace: element.namespace().to_owned(),
            local: element.local().to_owned(),
            attributes,
            nil: element.is_nil(),
            text: if !children.is_empty() && trim(&text).is_empty() {
                String::new()
            } else {
                text.into_owned()
            },
            children,
            offset: element.offset(),
        }
    }

    /// The form as XML: reading it gives the same form again.
    pub fn to_xml(&self) -> String {
        let mut out = Writer::new();
        self.write(&mut out, "");
        out.into_string()
    }

    fn write(&self, out: &mut Writer, outer: &str) {
        out.open(&self.local);
        if self.namespace != outer {
            out.attr("xmlns", &self.namespace);
        }
        if self.nil {
            out.attr("xmlns:xsi", XSI_NAMESPACE);
            out.attr("xsi:nil", "true");
        }
        for (n, (namespace, local, value)) in self.attributes.iter().enumerate() {
            if namespace.is_empty() {
                out.attr(local, value);
            } else if namespace == crate::xml::XML_NAMESPACE {
                out.attr(&format!("xml:{local}"), value);
            } else {
                out.attr(&format!("xmlns:a{n}"), namespace);
                out.attr(&format!("a{n}:{local}"), value);
            }
        }
        if !self.text.is_empty() {
            out.text(&self.text);
        }
        for child in &self.children {
            child.write(out, &self.namespace);
        }
        out.close(&self.local);
    }

    /// What tells it from siblings of the same name: the text of a child that names it (`instanceName`, `nameType`,
    /// `sourcedId`, ...), or an attribute that does.
    pub fn key(&self) -> Option<&str> {
        self.children
            .iter()
            .find(|child| names_parent(&child.local))
            .and_then(Self::first_text)
            .or_else(|| {
                let named = |a: &&CanonAttribute| matches!(a.1.as_str(), "id" | "name" | "key");
                self.attributes.iter().find(named).map(|a| a.2.as_str())
            })
    }

    /// The text of the first `textString` in it, else of its first leaf that is no language code.
    fn first_text(&self) -> Option<&str> {
        if self.children.is_empty() {
            return Some(self.text.as_str()).filter(|t| !t.is_empty());
        }
        let named = self.children.iter().find(|c| c.local == "textString");
        let others = self.children.iter().filter(|c| c.local != "language");
        named.into_iter().chain(others).find_map(Self::first_text)
    }
}

fn names_parent(local: &str) -> bool {
    matches!(
        local,
        "instanceName" | "fieldName" | "sourcedId" | "sourcedGUID" | "identifier" | "id"
    ) || local.ends_with("Type")
        || local.ends_with("type")
}

/// A qualified name with its namespace instead of its prefix.
fn resolved(element: Element<'_>, name: &str) -> String {
    let name = trim(name);
    if name.starts_with('{') {
        return name.to_owned();
    }
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    match element.resolve(prefix) {
        Some(namespace) => format!("{{{namespace}}}{local}"),
        None => name.to_owned(),
    }
}
