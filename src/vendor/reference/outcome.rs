//! How a call ends at a reference target.

use std::borrow::Cow;

use crate::model::{
    AnyRecord, CodeMajor, IntoOwned, Outcome, OutcomeBody, RecordKind, Severity, StatusInfo,
};

/// A call that is not carried out.
#[derive(Debug)]
pub(in crate::vendor) struct Refusal {
    minor: &'static str,
    description: Cow<'static, str>,
}

/// What comes of a call.
pub(in crate::vendor) type Answer = Result<Outcome, Refusal>;

/// A refusal with its minor code.
pub(in crate::vendor) fn refuse(minor: &'static str, why: impl Into<Cow<'static, str>>) -> Refusal {
    Refusal {
        minor,
        description: why.into(),
    }
}

/// No object has that id.
pub(in crate::vendor) fn unknown(kind: RecordKind, id: &str) -> Refusal {
    refuse(
        "unknownobject",
        format!("there is no {} '{id}'", kind.words()),
    )
}

/// The id belongs to another object.
pub(in crate::vendor) fn in_use(kind: RecordKind, id: &str) -> Refusal {
    refuse(
        "idallocinusefail",
        format!("there is a {} '{id}' already", kind.words()),
    )
}

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        // What is refused leaves nothing behind.
        Self {
            rollback: true,
            ..outcome(
                (CodeMajor::Failure, Severity::Error, refusal.minor),
                refusal.description,
                OutcomeBody::Empty,
            )
        }
    }
}

/// An outcome with its codes.
pub(in crate::vendor) fn outcome(
    (major, severity, minor): (CodeMajor, Severity, &'static str),
    description: impl Into<Cow<'static, str>>,
    body: OutcomeBody,
) -> Outcome {
    Outcome {
        status: StatusInfo {
            major,
            severity,
            minor,
            description: description.into(),
        },
        set: None,
        body,
        rollback: false,
    }
}

/// A record of its own, for an answer that outlives the state.
pub(in crate::vendor) fn own(record: AnyRecord<'_>) -> AnyRecord<'static> {
    record.owned()
}
