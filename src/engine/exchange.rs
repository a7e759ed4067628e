//! One exchange, as the engine leaves it: request, answer, and everything that was noticed on the way.

use std::borrow::Cow;
use std::sync::Arc;

use super::cx::Trace;
use super::vendor::VendorInfo;
use crate::base::Time;
use crate::model::{Finding, Operation, StatusInfo};
use crate::store::Change;
use crate::wire::{Reply, Request};

/// What an exchange turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A call of an operation.
    Message,
    /// A service description was fetched.
    Wsdl,
    /// Refused for want of (right) credentials.
    Unauthorized,
    /// A body that is no SOAP call.
    Invalid,
    /// A path, method or media type nobody serves.
    NotServed,
    /// Bytes that are not HTTP.
    NotHttp,
    /// An administrator step.
    Admin,
    /// Something the LMS did on its own.
    Background,
    /// A call that the LMS made to somebody else; the request is its own, the answer the other side's.
    Outgoing,
}

/// How an exchange ended, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a status header.
    Status(StatusInfo),
    /// With a SOAP fault: code and text.
    Fault(&'static str, String),
    /// With nothing but HTTP, or with no answer at all.
    Plain(Cow<'static, str>),
}

/// One exchange.
#[derive(Debug)]
pub struct Exchange {
    /// Number in the session, from 1.
    pub seq: u64,
    /// Session time.
    pub time: Time,
    /// The instance it was for; empty when none was found.
    pub instance: Arc<str>,
    /// That instance's vendor.
    pub vendor: Option<&'static VendorInfo>,
    /// What it turned out to be.
    pub kind: Kind,
    /// The request.
    pub request: Request,
    /// The operation.
    pub operation: Option<&'static Operation>,
    /// The id the vendor keys the record on.
    pub id: Option<Box<str>>,
    /// The id directly in the request element.
    pub outer_id: Option<Box<str>>,
    /// Whom it is about, in words a person knows: `Demo User`.
    pub about: Option<Box<str>>,
    /// Irregularities.
    pub findings: Vec<Finding>,
    /// What decided.
    pub trace: Trace,
    /// What changed.
    pub changes: Vec<Change>,
    /// How it ended.
    pub ending: Ending,
    /// The answer.
    pub reply: Reply,
    /// Microseconds from the whole request to the finished answer.
    pub micros: u64,
}

impl Ending {
    /// `success/warning/partialdatastorage`, `fault Client: …`, `404 …`.
    pub fn text(&self) -> String {
        match self {
            Self::Status(status) => format!(
                "{}/{}/{}",
                status.major.as_str(),
                status.severity.as_str(),
                status.minor
            ),
            Self::Fault(code, text) => format!("fault {code}: {text}"),
            Self::Plain(text) => text.to_string(),
        }
    }
}

impl Exchange {
    /// About how many bytes of memory it takes: for keeping the journal within its bound (see `benches/memory.rs`).
    pub fn weight(&self) -> usize {
        let texts = self.request.head.len() + self.request.body.len() + self.reply.body.len();
        // Allocators round up by a quarter and leave gaps; 1024 stands for the small texts and lists, and once more for
        // each row as it was before.
        size_of::<Self>() + 1024 * (1 + self.changes.len()) + texts + texts / 4
    }
}

#[cfg(test)]
impl Exchange {
    /// One for tests of whatever keeps or prints exchanges.
    pub(crate) fn sample(seq: u64, body: &[u8]) -> Self {
        Self {
            seq,
            time: Time(0),
            instance: Arc::from("lms"),
            vendor: None,
            kind: Kind::Message,
            request: Request::post("/", &[], body.to_vec()),
            operation: None,
            id: None,
            outer_id: None,
            about: None,
            findings: Vec::new(),
            trace: Trace::default(),
            changes: Vec::new(),
            ending: Ending::Plain("done".into()),
            reply: Reply::text(200, ""),
            micros: 1,
        }
    }
}
