//! Findings: irregularities of a message that do not stop it from being processed (unless the level says so).

use std::borrow::Cow;

/// What kind of rule a message bends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingClass {
    /// HTTP, SOAP or encoding irregularities.
    Protocol,
    /// The published schema would not accept it. Level `schema` refuses these.
    Schema,
    /// Legal, but probably not what the sender meant.
    Note,
}

/// One irregularity with its place in the request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable kebab-case name, such as `namespace-mismatch`.
    pub name: &'static str,
    /// What kind of rule is bent.
    pub class: FindingClass,
    /// Byte offset into the decoded body text; `None` when it is not about a place in the body.
    pub offset: Option<u32>,
    /// What was seen: a lowercase fragment.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub hint: Cow<'static, str>,
}
