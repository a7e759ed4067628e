//! Text to tree.

use memchr::{memchr, memchr2, memmem};
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::Event;
use quick_xml::parser::{ElementParser, Parser as _};
use quick_xml::reader::Reader;

use super::chars::{bare_ampersand, check_legal, is_blank, resolve, trim};
use super::declaration::check_declaration;
use super::error::{ErrorKind, ReadError};
use super::name::{is_ncname, plain_name};
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

    /// Goes from piece to piece. Text, and tags with nothing but a name, are seen at once; where any other tag ends is
    /// for quick-xml's [`ElementParser`] to say, and whatever is neither tag nor text is for its [`Reader`]. Reading all
    /// of it as the reader's events would take twice as long: it checks the encoding of each piece again and keeps its
    /// own stack of names.
    fn build(mut self) -> Result<Tree<'t>, ReadError> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            at = match (first, bytes.get(at + 1)) {
                (b'&', _) | (b'<', Some(b'!' | b'?') | None) => self.other(at)?,
                (b'<', Some(b'/')) => self.end_tag(at)?,
                (b'<', Some(_)) => self.start_tag(at)?,
                _ => {
                    let end = memchr2(b'<', b'&', &bytes[at..]).map_or(bytes.len(), |n| at + n);
                    self.characters(at, end)?;
                    end
                }
            };
        }
        self.finish()
    }

    /// What is neither tag nor text, and what is wrong with a tag that does not end.
    fn other(&mut self, start: usize) -> Result<usize, ReadError> {
        let mut reader = Reader::from_str(&self.text[start..]);
        reader.config_mut().check_comments = true;
        let event = reader.read_event();
        let end = start + reader.buffer_position() as usize;
        match event {
            Ok(Event::GeneralRef(reference)) => self.reference(start, end, &reference)?,
            Ok(Event::CData(_)) => self.cdata(start, end)?,
            Ok(Event::Comment(_)) => {}
            Ok(Event::Decl(_)) => check_declaration(self.text, start, end)?,
            Ok(Event::PI(instruction)) => check_target(instruction.target(), start)?,
            Ok(Event::DocType(_)) => return Err(doctype(start)),
            Ok(Event::Start(_) | Event::Empty(_) | Event::End(_) | Event::Text(_) | Event::Eof) => {
                unreachable!("the reader begins at '<!', '<?', '&' or a tag without end")
            }
            Err(error) => {
                let place = start + reader.error_position() as usize;
                return Err(self.explain(start, place, &error));
            }
        }
        Ok(end)
    }

    /// Where the tag that begins at `start` has its `>`.
    fn tag_end(&mut self, start: usize) -> Result<usize, ReadError> {
        match ElementParser::Outside.feed(&self.text.as_bytes()[start..]) {
            Some(length) => Ok(start + length),
            None => self.other(start),
        }
    }

    fn start_tag(&mut self, start: usize) -> Result<usize, ReadError> {
        let rest = &self.text.as_bytes()[start + 1..];
        if let Some((len, local)) = plain_name(rest) {
            let close = start + 1 + len;
            match rest[len..] {
                [b'>', ..] => {
                    self.admit(start)?;
                    self.element((start, close), (len, local), None)?;
                    return Ok(close + 1);
                }
                [b'/', b'>', ..] => {
                    self.admit(start)?;
                    self.element((start, close), (len, local), Some(close + 2))?;
                    return Ok(close + 2);
                }
                _ => {}
            }
        }
        let close = self.tag_end(start)?;
        self.admit(start)?;
        let closed = self.text.as_bytes()[close - 1] == b'/';
        let inner_end = close - usize::from(closed);
        let inner = &self.text[start + 1..inner_end];
        let len = inner.bytes().position(is_blank).unwrap_or(inner.len());
        let local = check_name(&inner[..len], start + 1)?;
        let end = closed.then_some(close + 1);
        self.element((start, inner_end), (len, local), end)?;
        Ok(close + 1)
    }

    /// Whether there may be one more element, here.
    fn admit(&mut self, start: usize) -> Result<(), ReadError> {
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
        Ok(())
    }

    /// The name is given by its length and where its local part begins. `closed` is the end of the element when the tag
    /// is an empty-element tag.
    fn element(
        &mut self,
        (start, inner_end): (usize, usize),
        (name_len, local): (usize, usize),
        closed: Option<usize>,
    ) -> Result<(), ReadError> {
        let name_start = start + 1;
        let scope = self.scope.mark();
        let attrs = self.attrs.len();
        if name_start + name_len < inner_end {
            let inner = (name_start + name_len, inner_end);
            // The node counts attributes in 16 bits.
            let limit = self.limits.attributes.min(usize::from(u16::MAX));
            read_attributes(self.text, inner, limit, &mut self.scope, &mut self.attrs)?;
            resolve_attributes(self.text, &mut self.attrs[attrs..], &mut self.scope)?;
        }
        let prefix = &self.text[name_start..name_start + local.saturating_sub(1)];
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
            name_len: (name_len - local) as u16,
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

    fn end_tag(&mut self, start: usize) -> Result<usize, ReadError> {
        let next = self.nodes.len() as u32;
        let Some(Open { node, scope }) = self.open.pop() else {
            let close = self.tag_end(start)?;
            return Err(unexpected_end_tag(
                start,
                self.name_of_end_tag(start, close),
            ));
        };
        let opened = &self.nodes[node as usize];
        let opened = &self.text
            [opened.start as usize + 1..opened.name as usize + usize::from(opened.name_len)];
        let rest = &self.text.as_bytes()[start + 2..];
        let close = if rest.starts_with(opened.as_bytes()) && rest.get(opened.len()) == Some(&b'>')
        {
            start + 2 + opened.len()
        } else {
            let close = self.tag_end(start)?;
            let name = self.name_of_end_tag(start, close);
            if opened != name {
                let place = position(self.text, self.nodes[node as usize].start as usize);
                let message = format!(
                    "'</{}>' closes '<{}>' of {place}",
                    shown(name),
                    shown(opened)
                );
                return Err(ReadError::new(ErrorKind::MismatchedTag, start, message));
            }
            close
        };
        let node = &mut self.nodes[node as usize];
        node.end = close as u32 + 1;
        node.next = next;
        self.scope.leave(scope);
        Ok(close + 1)
    }

    /// Blanks may follow the name.
    fn name_of_end_tag(&self, start: usize, close: usize) -> &'t str {
        self.text[start + 2..close].trim_end_matches([' ', '\t', '\n', '\r'])
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
