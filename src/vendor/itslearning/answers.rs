//! How calls end: done, done otherwise than asked, refused.

use std::borrow::Cow;

use crate::model::{Call, CodeMajor, Outcome, OutcomeBody, Severity, StatusInfo};

/// A call that is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) major: CodeMajor,
    pub(super) minor: &'static str,
    pub(super) text: Cow<'static, str>,
}

impl Refusal {
    /// A failure with its minor code and text.
    pub(super) fn new(minor: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            major: CodeMajor::Failure,
            minor,
            text: text.into(),
        }
    }

    /// As an answer. What the call has changed so far is taken back.
    pub(super) fn into_outcome(self) -> Outcome {
        Outcome {
            status: StatusInfo {
                major: self.major,
                severity: Severity::Error,
                minor: self.minor,
                description: self.text,
            },
            set: None,
            body: OutcomeBody::Empty,
            rollback: true,
        }
    }
}

/// An operation that this service does not offer.
pub(super) fn unsupported(call: &Call<'_>) -> Refusal {
    Refusal {
        major: CodeMajor::Unsupported,
        minor: "unsupported",
        text: format!("{} is not supported", call.operation.name).into(),
    }
}

/// Done as asked.
pub(super) fn done(body: OutcomeBody) -> Outcome {
    outcome(Severity::Status, "", "", body)
}

/// Done, but otherwise than asked.
pub(super) fn warned(
    minor: &'static str,
    text: impl Into<Cow<'static, str>>,
    body: OutcomeBody,
) -> Outcome {
    outcome(Severity::Warning, minor, text, body)
}

fn outcome(
    severity: Severity,
    minor: &'static str,
    text: impl Into<Cow<'static, str>>,
    body: OutcomeBody,
) -> Outcome {
    Outcome {
        status: StatusInfo {
            major: CodeMajor::Success,
            severity,
            minor,
            description: text.into(),
        },
        set: None,
        body,
        rollback: false,
    }
}
