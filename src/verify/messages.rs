//! The messages of one instance, decoded again from their recorded bytes when somebody asks.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use base64::Engine as _;

use super::canon::Canon;
use crate::base::{Limits, Value};
use crate::journal::{Body, Entry, EntryKind};
use crate::soap;
use crate::standard;
use crate::xml::{self, Element, Position};

/// Decoded messages that are kept at a time: enough for a bucket, little for 100,000.
const KEPT: usize = 256;

/// The messages of one instance in their order.
#[derive(Debug)]
pub(super) struct Messages<'e> {
    list: Vec<&'e Entry>,
    decoded: RefCell<HashMap<usize, Rc<Said>>>,
}

/// What a message says, in short forms.
#[derive(Debug)]
pub(super) struct Said {
    /// Its record.
    pub(super) record: Value,
    /// Its other parameters by their official names.
    pub(super) with: Value,
}

impl<'e> Messages<'e> {
    /// Those entries of an instance that are messages; nothing else can ever match.
    pub(super) fn of(instance: &str, entries: &'e [Entry]) -> Self {
        let list = entries
            .iter()
            .filter(|e| e.kind == EntryKind::Message && e.instance == instance)
            .collect();
        Self {
            list,
            decoded: RefCell::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn get(&self, message: usize) -> &'e Entry {
        self.list[message]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'e Entry> {
        self.list.iter().copied()
    }

    /// The content of a message.
    pub(super) fn said(&self, message: usize) -> Rc<Said> {
        let mut decoded = self.decoded.borrow_mut();
        if decoded.len() >= KEPT {
            decoded.clear();
        }
        let entry = self.list[message];
        Rc::clone(decoded.entry(message).or_insert_with(|| {
            let view = standard::request(content_type(entry), &bytes(&entry.request_body));
            let (record, with) = view.map_or_else(
                || (Value::map(), Value::map()),
                |view| (view.record, view.with),
            );
            Rc::new(Said { record, with })
        }))
    }

    /// What was answered to a message.
    pub(super) fn answer(&self, message: usize) -> Value {
        answer(self.list[message])
    }
}

/// A recorded answer in its short form.
pub(super) fn answer(entry: &Entry) -> Value {
    standard::answer(entry.status, &bytes(&entry.response_body))
}

/// The operation element of a request in canonical form; offsets count from the beginning of the body.
pub(super) fn operation_canon(entry: &Entry) -> Option<Canon> {
    with_operation(entry, |_, element| Some(Canon::of(element)))
}

/// Where an offset of [`operation_canon`] is.
pub(super) fn position(entry: &Entry, offset: u32) -> Option<Position> {
    Some(xml::position(&*text(entry)?, offset as usize))
}

/// Where a value stands in a request: where its text stands, if it stands there only once.
pub(super) fn locate(entry: &Entry, value: &str) -> Option<Position> {
    if value.is_empty() {
        return None;
    }
    with_operation(entry, |text, element| {
        let mut found = Vec::new();
        leaves(element, value, &mut found);
        match found[..] {
            [offset] => Some(xml::position(text, offset as usize)),
            _ => None,
        }
    })
}

fn leaves(element: Element<'_>, value: &str, found: &mut Vec<u32>) {
    if !element.has_children() && xml::trim(&element.text()) == xml::trim(value) {
        found.push(element.offset());
    }
    for child in element.children() {
        leaves(child, value, found);
    }
}

fn with_operation<T>(
    entry: &Entry,
    look: impl FnOnce(&str, Element<'_>) -> Option<T>,
) -> Option<T> {
    let text = text(entry)?;
    let tree = xml::read(&text, &Limits::default()).ok()?;
    let envelope = soap::open(&tree, &mut Vec::new()).ok()?;
    look(&text, envelope.payload?)
}

fn content_type(entry: &Entry) -> Option<&str> {
    entry
        .request_headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.as_str())
}

fn bytes(body: &Body) -> Cow<'_, [u8]> {
    match body {
        Body::Text(text) => Cow::Borrowed(text.as_bytes()),
        Body::Base64(code) => Cow::Owned(
            base64::engine::general_purpose::STANDARD
                .decode(code)
                .unwrap_or_default(),
        ),
    }
}

fn text(entry: &Entry) -> Option<Cow<'_, str>> {
    match &entry.request_body {
        Body::Text(text) => Some(Cow::Borrowed(text)),
        Body::Base64(_) => {
            let body = bytes(&entry.request_body);
            let content_type = soap::ContentType::parse(content_type(entry).unwrap_or(""));
            let decoded = xml::decode(&body, content_type.charset.as_deref()).ok()?;
            Some(Cow::Owned(decoded.text.into_owned()))
        }
    }
}
