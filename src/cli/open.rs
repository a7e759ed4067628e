//! From what the user named to a session that answers.

use std::sync::Arc;

use crate::admin::InstanceSummary;
use crate::base::{Limits, Secret};
use crate::diag::Problem;
use crate::journal::JournalLimits;
use crate::session::Session;

/// What a session is opened with.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// What a request may cost.
    pub limits: Limits,
    /// How much it remembers.
    pub journal: JournalLimits,
}

/// A session, and what people must know to talk to it.
#[derive(Debug)]
pub struct Opened {
    /// It.
    pub session: Arc<Session>,
    /// The LMSs in it, in the order in which they were named.
    pub instances: Vec<OpenInstance>,
}

/// One LMS of a session.
#[derive(Debug)]
pub struct OpenInstance {
    /// What anybody may know.
    pub summary: InstanceSummary,
    /// What callers must send.
    pub password: Secret,
    /// Which standard it speaks.
    pub standard: Standard,
}

/// A family of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// IMS LIS 2.0.
    Lis,
    /// IMS Enterprise Services 1.0.
    Es,
}

/// Whoever turns vendor names or a scenario file into the default session.
pub type Opener = fn(what: &[String], options: &OpenOptions) -> Result<Opened, Vec<Problem>>;
