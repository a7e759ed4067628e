//! How an LMS answers.

use std::borrow::Cow;
use std::sync::Arc;

use super::AnyRecord;

/// `imsx_codeMajor` / `codeMajor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeMajor {
    /// Done.
    Success,
    /// Accepted, will be done.
    Processing,
    /// Not done.
    Failure,
    /// Not offered.
    Unsupported,
}

impl CodeMajor {
    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Processing => "processing",
            Self::Failure => "failure",
            Self::Unsupported => "unsupported",
        }
    }
}

/// `imsx_severity` / `severity`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// For information.
    Status,
    /// Done, but not everything.
    Warning,
    /// Not done.
    Error,
}

impl Severity {
    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The status of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusInfo {
    /// Major code.
    pub major: CodeMajor,
    /// Severity.
    pub severity: Severity,
    /// Minor code (an open set: `fullsuccess`, `invaliddata`, …); empty for none.
    pub minor: &'static str,
    /// `imsx_description`; empty when there is nothing to say.
    pub description: Cow<'static, str>,
}

/// What a vendor decided about a call.
#[derive(Debug)]
pub struct Outcome {
    /// The status header.
    pub status: StatusInfo,
    /// In ES, for operations that are answered with a status for each item: these, in the order of the items.
    pub set: Option<Vec<StatusInfo>>,
    /// What the response element holds.
    pub body: OutcomeBody,
    /// The change must be undone although it was made (a refused message leaves no trace).
    pub rollback: bool,
}

/// The content of a response element.
#[derive(Debug)]
pub enum OutcomeBody {
    /// Nothing.
    Empty,
    /// A record (of a person, only the core of it when the operation is `readPersonCore`).
    Record(AnyRecord<'static>),
    /// One id: the `sourcedId` that was allocated, or the one that was asked for.
    Id(String),
    /// A set of ids, and the new save point where the operation gives one.
    Ids {
        /// `sourcedIdSet` (`resultIdSet` of `deleteLineItem`).
        ids: Vec<Arc<str>>,
        /// `savePoint`.
        save_point: Option<String>,
    },
    /// A set of records, and the new save point where the operation gives one.
    Records {
        /// `…RecordSet`.
        records: Vec<AnyRecord<'static>>,
        /// `savePoint`.
        save_point: Option<String>,
    },
    /// A part of all records there are, and how many that is (`virtualCount`, ES).
    Page {
        /// `personIdPairSet`.
        records: Vec<AnyRecord<'static>>,
        /// `virtualCount`.
        total: usize,
    },
    /// `replaceStatusCodes`: what became of each result.
    ReplaceStatus(Vec<(String, &'static str)>),
    /// `supportedServices` of a bulk announcement.
    Services(Vec<&'static str>),
    /// No answer at all, but the fault of a server that cannot dispatch the call.
    Fault,
}
