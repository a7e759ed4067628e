//! How calls end: done, done otherwise than asked, refused.

use std::borrow::Cow;

use super::quirks::ITS_018;
use super::state::Counted;
use super::texts::Reason;
use crate::engine::Cx;
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

    /// A failure for a reason that has a text and a code.
    pub(super) fn because(reason: Reason) -> Self {
        Self::new(reason.code(), reason.text())
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

/// A warning as it is told: with the rule off as a plain success (ITS-018).
pub(super) fn tell_warning(cx: &mut Cx<'_>, status: &mut StatusInfo) {
    let is_warning = status.major == CodeMajor::Success && status.severity == Severity::Warning;
    if is_warning && !cx.quirk(ITS_018) {
        status.severity = Severity::Status;
        status.minor = "";
        status.description = Cow::Borrowed("");
    }
}

/// What the administration page adds for a call with these statuses, or with a fault.
pub(super) fn counted(statuses: Option<&[StatusInfo]>) -> Counted {
    let Some(statuses) = statuses else {
        return Counted {
            failures: 1,
            ..Counted::default()
        };
    };
    let mut counted = Counted::default();
    for status in statuses {
        let place = match (status.major, status.severity) {
            (CodeMajor::Success | CodeMajor::Processing, Severity::Warning) => {
                &mut counted.warnings
            }
            (CodeMajor::Success | CodeMajor::Processing, _) => &mut counted.successes,
            (CodeMajor::Failure | CodeMajor::Unsupported, _) => &mut counted.failures,
        };
        *place += 1;
    }
    counted
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
