//! Text to tree.

use memchr::{memchr, memmem};
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::chars::{bare_ampersand, check_legal, resolve, trim};
use super::declaration::check_declaration;
use super::error::{ErrorKind, ReadError};
use super::name::is_ncname;
use super::position::position;
use super::scope::Scope;
use super::tag::{check_name, read_attributes, resolve_attributes, shown, undeclared};
use super::tree::{Attr, Kind, Node, Tree};
use crate::base::Limits;

/// Reads a document.
///
/// # Errors
///
/// Everything that is not well-formed XML 1.0 with namespaces, every document type, and what exceeds the limits.
pub fn read<'t>(text: &'t str, limits: &Limits) -> Result<Tree<'t>, ReadError> {
    if u32::try_from(text.len()).is_err() {
        return Err(ReadError::new(
            ErrorKind::TooLarge,
            0,
            "the text is larger than 4 GiB",
        ));
    }
    check_legal(text)?;
    if text.starts_with('\u{FEFF}') {
        // `decode` has taken the one that is allowed, and quick-xml would skip this one without counting it.
        return Err(ReadError::new(
            ErrorKind::TextOutsideRoot,
            0,
            "a second byte order mark before the root element",
        ));
    }
    Builder::new(text, limits).build()
}

/// An element whose end tag has not come yet.
struct Open {
    node: u32,
    scope: u32,
}

struct Builder<'t, 'l> {
    text: &'t str,
    limits: &'l Limits,
    /// Asked of the whole text once, which is cheaper than of each piece.
    has_cr: bool,
    has_cdata_end: bool,
    elements: usize,
    nodes: Vec<Node>,
    attrs: Vec<Attr>,
    scope: Scope<'t>,
    open: Vec<Open>,
}

impl<'t, 'l> Builder<'t, 'l> {
    fn new(text: &'t str, limits: &'l Limits) -> Self {
        Self {
            text,
            limits,
            has_cr: memchr(b'\r', text.as_bytes()).is_some(),
            has_cdata_end: memmem::find(text.as_bytes(), b"]]>").is_some(),
            elements: 0,
            // A dense message has a node for about every twelve bytes.
            nodes: Vec::with_capacity((text.len() / 12).clamp(16, 64 * 1024)),
            attrs: Vec::with_capacity(16),
            scope: Scope::new(),
            open: Vec::with_capacity(16),
        }
    }

    fn build(mut self) -> Result<Tree<'t>, ReadError> {
        let mut reader = Reader::from_str(self.text);
        let config = reader.config_mut();
        config.check_comments = true;
        // Done in `end_tag`, where both names and the place of the start tag are known.
        config.check_end_names = false;
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event();
            let end = reader.buffer_position() as usize;
            match event {
                Ok(Event::Start(tag)) => {
                    self.start_tag(start, end - 1, tag.name().0.len(), None)?;
                }
                Ok(Event::Empty(tag)) => {
                    self.start_tag(start, end - 2, tag.name().0.len(), Some(end))?;
                }
                Ok(Event::End(tag)) => self.end_tag(start, end, tag.name().0)?,
                Ok(Event::Text(_)) => self.characters(start, end)?,
                Ok(Event::GeneralRef(reference)) => self.reference(start, end, &reference)?,
                Ok(Event::CData(_)) => self.cdata(start, end)?,
                Ok(Event::Comment(_)) => {}
                Ok(Event::Decl(_)) => check_declaration(self.text, start, end)?,
                Ok(Event::PI(instruction)) => check_target(instruction.target(), start)?,
                Ok(Event::DocType(_)) => return Err(doctype(start)),
                Ok(Event::Eof) => return self.finish(),
                Err(error) => {
                    return Err(self.explain(start, reader.error_position() as usize, &error));
                }
            }
        }
    }

    /// `closed` is the end of the element when the tag is an empty-element tag.
    fn start_tag(
        &mut self,
        start: usize,
        inner_end: usize,
        name_len: usize,
        closed: Option<usize>,
    ) -> Result<(), ReadError> {
        if self.open.is_empty() && !self.nodes.is_empty() {
            return Err(ReadError::new(
                ErrorKind::SecondRoot,
                start,
                "an element after the root element",
            ));
        }
        if self.open.len() >= self.limits.depth {
            let message = format!("elements nest deeper than {}", self.limits.depth);
            return Err(ReadError::new(ErrorKind::TooDeep, start, message));
        }
        self.elements += 1;
        if self.elements > self.limits.elements {
            let message = format!("more than {} elements", self.limits.elements);
            return Err(ReadError::new(ErrorKind::TooManyElements, start, message));
        }
        let name_start = start + 1;
        let name = &self.text[name_start..name_start + name_len];
        let (local, local_len) = check_name(name, name_start)?;
        let scope = self.scope.mark();
        let attrs = self.attrs.len();
        if name_start + name_len < inner_end {
            let inner = (name_start + name_len, inner_end);
            // The node counts attributes in 16 bits.
            let limit = self.limits.attributes.min(usize::from(u16::MAX));
            read_attributes(self.text, inner, limit, &mut self.scope, &mut self.attrs)?;
            resolve_attributes(self.text, &mut self.attrs[attrs..], &mut self.scope)?;
        }
        let prefix = if local == 0 { "" } else { &name[..local - 1] };
        let namespace = self
            .scope
            .resolve(prefix)
            .ok_or_else(|| undeclared(prefix, name_start))?;
        let index = self.nodes.len() as u32;
        self.nodes.push(Node {
            start: start as u32,
            end: closed.unwrap_or(start) as u32,
            next: index + 1,
            parent: self.open.last().map_or(0, |open| open.node),
            name: (name_start + local) as u32,
            attrs: attrs as u32,
            name_len: local_len,
            attr_count: (self.attrs.len() - attrs) as u16,
            namespace,
            kind: Kind::Element,
            rough: false,
        });
        match closed {
            Some(_) => self.scope.leave(scope),
            None => self.open.push(Open { node: index, scope }),
        }
        Ok(())
    }

    fn end_tag(&mut self, start: usize, end: usize, name: &str) -> Result<(), ReadError> {
        let next = self.nodes.len() as u32;
        let Some(Open { node, scope }) = self.open.pop() else {
            return Err(unexpected_end_tag(start, name));
        };
        let node = &mut self.nodes[node as usize];
        let opened =
            &self.text[node.start as usize + 1..node.name as usize + usize::from(node.name_len)];
        if opened != name {
            let place = position(self.text, node.start as usize);
            let message = format!(
                "'</{}>' closes '<{}>' of {place}",
                shown(name),
                shown(opened)
            );
            return Err(ReadError::new(ErrorKind::MismatchedTag, start, message));
        }
        node.end = end as u32;
        node.next = next;
        self.scope.leave(scope);
        Ok(())
    }

    fn characters(&mut self, start: usize, end: usize) -> Result<(), ReadError> {
        let text = &self.text[start..end];
        if self.open.is_empty() {
            let blank = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len();
            if blank == text.len() {
                return Ok(());
            }
            return Err(text_outside_root(start + blank, text));
        }
        if self.has_cdata_end
            && let Some(at) = memmem::find(text.as_bytes(), b"]]>")
        {
            let message = "']]>' in text; write ']]&gt;'";
            return Err(ReadError::new(
                ErrorKind::CdataEndInText,
                start + at,
                message,
            ));
        }
        let rough = self.has_cr && memchr(b'\r', text.as_bytes()).is_some();
        self.push_text(Kind::Text, start, end, rough);
        Ok(())
    }

    fn reference(&mut self, start: usize, end: usize, body: &str) -> Result<(), ReadError> {
        resolve(body, start)?;
        if self.open.is_empty() {
            return Err(text_outside_root(start, &self.text[start..end]));
        }
        self.push_text(Kind::Text, start, end, true);
        Ok(())
    }

    fn cdata(&mut self, start: usize, end: usize) -> Result<(), ReadError> {
        if self.open.is_empty() {
            return Err(text_outside_root(start, &self.text[start..end]));
        }
        let (start, end) = (start + "<![CDATA[".len(), end - "]]>".len());
        self.push_text(Kind::Cdata, start, end, self.has_cr);
        Ok(())
    }

    fn push_text(&mut self, kind: Kind, start: usize, end: usize, rough: bool) {
        // References split what is one text.
        if kind == Kind::Text
            && let Some(last) = self.nodes.last_mut()
            && last.kind == Kind::Text
            && last.end as usize == start
        {
            last.end = end as u32;
            last.rough |= rough;
            return;
        }
        self.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            next: self.nodes.len() as u32 + 1,
            parent: self.open.last().map_or(0, |open| open.node),
            name: 0,
            attrs: 0,
            name_len: 0,
            attr_count: 0,
            namespace: 0,
            kind,
            rough,
        });
    }

    fn finish(self) -> Result<Tree<'t>, ReadError> {
        if let Some(open) = self.open.last() {
            let node = &self.nodes[open.node as usize];
            let name = &self.text[node.name as usize..][..usize::from(node.name_len)];
            let place = position(self.text, node.start as usize);
            let message = format!(
                "the text ends before '<{}>' of {place} is closed",
                shown(name)
            );
            return Err(ReadError::new(
                ErrorKind::Unterminated,
                self.text.len(),
                message,
            ));
        }
        if self.nodes.is_empty() {
            let what = if trim(self.text).is_empty() {
                "the text is empty"
            } else {
                "there is no root element"
            };
            return Err(ReadError::new(ErrorKind::NoRoot, self.text.len(), what));
        }
        Ok(Tree {
            text: self.text,
            nodes: self.nodes,
            attrs: self.attrs,
            namespaces: self.scope.into_namespaces(),
        })
    }

    /// What quick-xml has found, in our words.
    #[cold]
    fn explain(&self, start: usize, error_position: usize, error: &Error) -> ReadError {
        let rest = &self.text[start..];
        match error {
            Error::IllFormed(IllFormedError::UnclosedReference) => bare_ampersand(error_position),
            Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
                unexpected_end_tag(start, name)
            }
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => illegal_comment(start),
            _ if rest
                .get(..9)
                .is_some_and(|begin| begin.eq_ignore_ascii_case("<!doctype")) =>
            {
                doctype(start)
            }
            Error::Syntax(_)
                if rest.starts_with("<!")
                    && !rest.starts_with("<!--")
                    && !rest.starts_with("<![CDATA[") =>
            {
                let message = format!(
                    "'{}' is neither a comment nor CDATA",
                    shown(rest.lines().next().unwrap_or("<!"))
                );
                ReadError::new(ErrorKind::MalformedMarkup, start, message)
            }
            Error::Syntax(problem) => ReadError::new(
                ErrorKind::Unterminated,
                start,
                problem.to_string().to_lowercase(),
            ),
            other => ReadError::new(ErrorKind::MalformedMarkup, start, other.to_string()),
        }
    }
}

fn check_target(target: &str, offset: usize) -> Result<(), ReadError> {
    if is_ncname(target) && !target.eq_ignore_ascii_case("xml") {
        return Ok(());
    }
    let message = format!(
        "'{}' may not be the target of a processing instruction",
        shown(target)
    );
    Err(ReadError::new(
        ErrorKind::IllegalInstruction,
        offset,
        message,
    ))
}

#[cold]
fn text_outside_root(offset: usize, text: &str) -> ReadError {
    let message = format!("text '{}' outside the root element", shown(trim(text)));
    ReadError::new(ErrorKind::TextOutsideRoot, offset, message)
}

#[cold]
fn unexpected_end_tag(offset: usize, name: &str) -> ReadError {
    let message = format!("'</{}>' closes nothing", shown(name));
    ReadError::new(ErrorKind::MismatchedTag, offset, message)
}

#[cold]
fn illegal_comment(offset: usize) -> ReadError {
    ReadError::new(ErrorKind::IllegalComment, offset, "'--' within a comment")
}

#[cold]
fn doctype(offset: usize) -> ReadError {
    let message = "a DOCTYPE is refused for safety; SOAP does not allow one";
    ReadError::new(ErrorKind::Doctype, offset, message)
}

#[cfg(test)]
mod tests;
