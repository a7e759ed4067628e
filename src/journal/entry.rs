//! One exchange as it is recorded, shown and verified.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What an exchange turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A call of an operation: the only kind that expectations can match.
    Message,
    /// A service description was fetched.
    Wsdl,
    /// Refused for want of (right) credentials.
    Unauthorized,
    /// A body that is no SOAP call: broken XML, wrong envelope, unknown operation.
    Invalid,
    /// A path, method or media type nobody serves.
    NotServed,
    /// Bytes that are not HTTP, or a request cut off before its end.
    NotHttp,
    /// An administrator step of a scenario or of the admin API: no HTTP at all, but it changes state.
    Admin,
    /// Something the LMS did on its own: no HTTP, but it changes state.
    Background,
    /// A call that the LMS made to somebody else. The request is its own, the response the other side's.
    Outgoing,
}

/// A body: text when it is UTF-8, else base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The body as text.
    Text(String),
    /// Bytes that are not UTF-8.
    Base64(String),
}

impl Body {
    /// Text when the bytes are UTF-8, else base64.
    pub fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    /// The bytes. `None` when the base64 is broken.
    pub fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text.as_bytes())),
            Self::Base64(code) => STANDARD.decode(code).ok().map(Cow::Owned),
        }
    }
}

/// One irregularity, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingEntry {
    /// Kebab-case name.
    pub name: String,
    /// `protocol`, `schema` or `note`.
    pub class: String,
    /// Line in the request body, from 1; 0 when it is not about a place.
    pub line: usize,
    /// Column in characters, from 1; 0 when it is not about a place.
    pub column: usize,
    /// What was seen.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// A rule, or a setting's default, that decided something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuirkEntry {
    /// Rule id (`D2L-028`), or `setting:<name>`.
    pub id: String,
    /// The rule's part, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// `documented`, `observed` or `inferred`.
    pub evidence: String,
}

/// One field of the state that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeEntry {
    /// Table of the state.
    pub table: String,
    /// Key of the row.
    pub key: String,
    /// Field; empty when the whole row came or went.
    pub field: String,
    /// Value before; `None` when there was none. Secrets are masked.
    pub old: Option<String>,
    /// Value after; `None` when there is none.
    pub new: Option<String>,
    /// The rule that decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quirk: Option<String>,
}

/// One exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number in the session, from 1: the order in which state changed.
    pub seq: u64,
    /// Session time, RFC 3339.
    pub time: String,
    /// The session; empty for the default one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub session: String,
    /// The instance it was for; empty when none was found.
    pub instance: String,
    /// That instance's vendor.
    pub vendor: String,
    /// What it turned out to be.
    pub kind: EntryKind,
    /// Who sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// HTTP method.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// Request headers.
    pub request_headers: Vec<(String, String)>,
    /// Request body.
    pub request_body: Body,
    /// How the request body was compressed when it was sent, if `request_body` is not those bytes: a compressed
    /// body is kept as plain text (or withheld) so that its secrets can be masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_body_was: Option<String>,
    /// The operation, when one was recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The id the vendor keys the record on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The id directly in the request element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer_id: Option<String>,
    /// Irregularities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingEntry>,
    /// Rules that decided something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quirks: Vec<QuirkEntry>,
    /// What changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeEntry>,
    /// HTTP status of the answer; 0 when none was sent.
    pub status: u16,
    /// Headers of the answer.
    pub response_headers: Vec<(String, String)>,
    /// Body of the answer.
    pub response_body: Body,
    /// The outcome in words: `success/warning/partialdatastorage`, `fault Client`, `401`.
    pub outcome: String,
    /// How it was broken on purpose, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// Microseconds from the whole request to the finished answer.
    pub micros: u64,
}

impl Default for Entry {
    /// An empty message, for `..Entry::default()`.
    fn default() -> Self {
        let none = || Body::Text(String::new());
        Self {
            seq: 0,
            time: String::new(),
            session: String::new(),
            instance: String::new(),
            vendor: String::new(),
            kind: EntryKind::Message,
            caller: None,
            method: String::new(),
            target: String::new(),
            request_headers: Vec::new(),
            request_body: none(),
            request_body_was: None,
            operation: None,
            id: None,
            outer_id: None,
            findings: Vec::new(),
            quirks: Vec::new(),
            changes: Vec::new(),
            status: 0,
            response_headers: Vec::new(),
            response_body: none(),
            outcome: String::new(),
            fault: None,
            micros: 0,
        }
    }
}
