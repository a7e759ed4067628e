//! Finding header and payload in an envelope, and putting them into one.

use std::borrow::Cow;

use super::fault::{Fault, FaultCode};
use crate::model::{Finding, FindingClass};
use crate::xml::{Children, Conflict, Element, Tree, Writer, position, trim};

/// Which SOAP it is. The namespace of the envelope decides, not the content type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Version {
    /// SOAP 1.1.
    #[default]
    V11,
    /// SOAP 1.2.
    V12,
}

impl Version {
    /// The namespace of envelopes.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::V11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Self::V12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }

    /// By the namespace of an envelope.
    pub fn from_namespace(namespace: &str) -> Option<Self> {
        [Self::V11, Self::V12]
            .into_iter()
            .find(|version| version.namespace() == namespace)
    }

    /// The media type of its messages.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::V11 => "text/xml",
            Self::V12 => "application/soap+xml",
        }
    }

    /// The Content-Type of an answer.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::V11 => "text/xml; charset=utf-8",
            Self::V12 => "application/soap+xml; charset=utf-8",
        }
    }

    /// `1.1` or `1.2`.
    pub fn number(self) -> &'static str {
        match self {
            Self::V11 => "1.1",
            Self::V12 => "1.2",
        }
    }
}

/// An envelope with its parts found.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'t> {
    /// Which SOAP it is.
    pub version: Version,
    /// The `Envelope` element.
    pub element: Element<'t>,
    /// The `Header` element. Leaving it out is normal.
    pub header: Option<Element<'t>>,
    /// The `Body` element.
    pub body: Element<'t>,
    /// The first child of the body.
    pub payload: Option<Element<'t>>,
}

impl<'t> Envelope<'t> {
    /// The header blocks in their order.
    pub fn header_blocks(&self) -> impl Iterator<Item = Element<'t>> + use<'t> {
        self.header.into_iter().flat_map(Element::children)
    }

    /// The first header block with a local name, in any namespace.
    pub fn header_block(&self, local: &str) -> Option<Element<'t>> {
        self.header.and_then(|header| header.child(local))
    }

    /// Whether the sender demands that a header block is understood. Some clients write the attribute without the
    /// namespace it belongs to; that counts too.
    pub fn must_understand(&self, block: Element<'t>) -> bool {
        block
            .attribute(self.version.namespace(), "mustUnderstand")
            .or_else(|| block.attribute("", "mustUnderstand"))
            .is_some_and(|value| matches!(trim(&value), "1" | "true"))
    }

    /// Reports blocks that demand to be understood and are not. SOAP wants a fault; servers in the field differ, so
    /// the caller decides whether [`Fault::must_understand`] follows.
    pub fn ignored_demands(
        &self,
        understood: impl Fn(Element<'t>) -> bool,
        findings: &mut Vec<Finding>,
    ) {
        for block in self
            .header_blocks()
            .filter(|block| self.must_understand(*block) && !understood(*block))
        {
            findings.push(Finding {
                name: "must-understand-ignored",
                class: FindingClass::Protocol,
                offset: Some(block.offset()),
                message: format!(
                    "header block '{}' is marked mustUnderstand and is not understood",
                    block.name()
                )
                .into(),
                hint: "drop mustUnderstand from header blocks that the LMS does not document"
                    .into(),
            });
        }
    }
}

/// Opens an envelope.
///
/// # Errors
///
/// A [`Fault`] that says what is wrong and where, when header and payload cannot be told.
pub fn open<'t>(tree: &'t Tree<'_>, findings: &mut Vec<Finding>) -> Result<Envelope<'t>, Fault> {
    let element = tree.root();
    let version = version(tree, element)?;
    let (header, body) = parts(tree, element, version, findings)?;
    let mut children = body.children();
    let payload = children.next();
    if let Some(second) = children.next() {
        findings.push(second_payload(second, children));
    }
    if body.has_text() {
        findings.push(Finding {
            name: "text-in-body",
            class: FindingClass::Protocol,
            offset: Some(body.offset()),
            message: "text stands directly in the Body".into(),
            hint: "put elements only into the Body; the text is ignored".into(),
        });
    }
    Ok(Envelope {
        version,
        element,
        header,
        body,
        payload,
    })
}

fn version(tree: &Tree<'_>, root: Element<'_>) -> Result<Version, Fault> {
    if root.local() != "Envelope" {
        let message = format!("the root element is {}, not a SOAP Envelope", named(root));
        return Err(refusal(tree, root, message));
    }
    Version::from_namespace(root.namespace()).ok_or_else(|| {
        let message = format!(
            "the Envelope is in {}; SOAP 1.1 is '{}'",
            in_namespace(root),
            Version::V11.namespace()
        );
        Fault {
            code: FaultCode::VersionMismatch,
            ..refusal(tree, root, message)
        }
    })
}

fn parts<'t>(
    tree: &Tree<'_>,
    envelope: Element<'t>,
    version: Version,
    findings: &mut Vec<Finding>,
) -> Result<(Option<Element<'t>>, Element<'t>), Fault> {
    let (mut header, mut body) = (None, None);
    for child in envelope.children() {
        if child.namespace() != version.namespace() && matches!(child.local(), "Header" | "Body") {
            let message = format!(
                "{} is in {}, not in that of its Envelope",
                child.local(),
                in_namespace(child)
            );
            return Err(refusal(tree, child, message));
        }
        match child.local() {
            "Header" if body.is_some() => {
                return Err(refusal(tree, child, "Header comes after Body"));
            }
            "Header" if header.is_some() => {
                return Err(refusal(tree, child, "there is a second Header"));
            }
            "Header" => header = Some(child),
            "Body" if body.is_some() => return Err(refusal(tree, child, "there is a second Body")),
            "Body" => body = Some(child),
            _ => findings.push(Finding {
                name: "envelope-extra-child",
                class: FindingClass::Protocol,
                offset: Some(child.offset()),
                message: format!(
                    "the Envelope has a child {} besides Header and Body",
                    named(child)
                )
                .into(),
                hint: "put it into the Header or the Body; it is ignored here".into(),
            }),
        }
    }
    match body {
        Some(body) => Ok((header, body)),
        None => Err(refusal(tree, envelope, "the Envelope has no Body")),
    }
}

#[cold]
fn second_payload(second: Element<'_>, more: Children<'_>) -> Finding {
    Finding {
        name: "two-payloads",
        class: FindingClass::Protocol,
        offset: Some(second.offset()),
        message: format!(
            "the Body has {} children; only the first is processed",
            2 + more.count()
        )
        .into(),
        hint: "send one operation per envelope; use the plural operation for several records"
            .into(),
    }
}

#[cold]
fn refusal(tree: &Tree<'_>, element: Element<'_>, message: impl Into<String>) -> Fault {
    let place = position(tree.text(), element.offset() as usize);
    Fault::client(format!("{} ({place})", message.into()))
}

fn named(element: Element<'_>) -> String {
    format!("'{}' in {}", element.local(), in_namespace(element))
}

fn in_namespace(element: Element<'_>) -> String {
    match element.namespace() {
        "" => "no namespace".to_owned(),
        namespace => format!("namespace '{namespace}'"),
    }
}

/// The finding for contradictory statements about the encoding.
pub fn charset_conflict(conflict: &Conflict) -> Finding {
    Finding {
        name: "charset-conflict",
        class: FindingClass::Protocol,
        offset: None,
        message: conflict.to_string().into(),
        hint: Cow::Borrowed(
            "name the same encoding in Content-Type and XML declaration, best UTF-8 in both",
        ),
    }
}

/// Writes an envelope around what `header` and `body` write. Without `header` there is no `Header` element.
pub fn write<H: FnOnce(&mut Writer), B: FnOnce(&mut Writer)>(
    xml: &mut Writer,
    version: Version,
    prefix: &str,
    header: Option<H>,
    body: B,
) {
    let tags = Tags::new(prefix);
    xml.open(&tags.name("Envelope"));
    xml.attr(&tags.declaration(), version.namespace());
    if let Some(header) = header {
        xml.open(&tags.name("Header"));
        header(xml);
        xml.close(&tags.name("Header"));
    }
    xml.open(&tags.name("Body"));
    body(xml);
    xml.close(&tags.name("Body"));
    xml.close(&tags.name("Envelope"));
}

/// Names in the envelope namespace, which may also be the default namespace (prefix `""`).
pub(super) struct Tags<'p> {
    prefix: &'p str,
}

impl<'p> Tags<'p> {
    pub(super) fn new(prefix: &'p str) -> Self {
        Self { prefix }
    }

    pub(super) fn name(&self, local: &'static str) -> Cow<'static, str> {
        match self.prefix {
            "" => Cow::Borrowed(local),
            prefix => Cow::Owned(format!("{prefix}:{local}")),
        }
    }

    pub(super) fn is_default(&self) -> bool {
        self.prefix.is_empty()
    }

    fn declaration(&self) -> String {
        match self.prefix {
            "" => "xmlns".to_owned(),
            prefix => format!("xmlns:{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests;
