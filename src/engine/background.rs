//! What an LMS does on its own: work that becomes due, and calls that it makes to others.

use crate::model::Operation;
use crate::wire::{Reply, Request};

/// A call that an LMS makes: it fetches a file, or reports to its SIS.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The vendor's own name for it, handed back with what came of it.
    pub ticket: String,
    /// What it is for: a verb with its object, such as `fetch a bulk file`.
    pub purpose: &'static str,
    /// The operation, when it is a SOAP call.
    pub operation: Option<&'static Operation>,
    /// What is sent. The target is a whole URL (`http:`, `https:`, `ftp:`, `file:`), or the path of another instance of
    /// the same session (`/i/<instance>/…`).
    pub request: Request,
}

/// What came of a call: an answer, or why there is none.
pub type Arrival = Result<Reply, String>;
