//! The combinations of status codes that the reference target answers with.

use std::borrow::Cow;
use std::sync::Arc;

use crate::engine::Cx;
use crate::model::{
    AnyRecord, CodeMajor, IntoOwned, Outcome, OutcomeBody, RecordKind, Service, Severity,
    StatusInfo,
};

use super::quirks::{LIS_004, LIS_010, LIS_024};

/// A call that is not carried out.
#[derive(Debug)]
pub(super) struct Refusal {
    minor: &'static str,
    description: Cow<'static, str>,
}

/// What comes of a call.
pub(super) type Answer = Result<Outcome, Refusal>;

/// A refusal with its minor code.
pub(super) fn refuse(minor: &'static str, why: impl Into<Cow<'static, str>>) -> Refusal {
    Refusal {
        minor,
        description: why.into(),
    }
}

/// No object has that id.
pub(super) fn unknown(kind: RecordKind, id: &str) -> Refusal {
    refuse(
        "unknownobject",
        format!("there is no {} '{id}'", kind.words()),
    )
}

/// Something that must be there is missing.
pub(super) fn incomplete(cx: &mut Cx<'_>, what: impl Into<Cow<'static, str>>) -> Refusal {
    cx.quirk(LIS_010);
    let what = what.into();
    refuse("incompletedata", format!("{what} is missing"))
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

fn outcome(
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

/// Done, with something to answer.
pub(super) fn with(cx: &mut Cx<'_>, body: OutcomeBody) -> Outcome {
    cx.quirk(LIS_004);
    outcome(
        (CodeMajor::Success, Severity::Status, "fullsuccess"),
        "",
        body,
    )
}

/// Done.
pub(super) fn done(cx: &mut Cx<'_>) -> Outcome {
    with(cx, OutcomeBody::Empty)
}

/// A replace that created.
pub(super) fn created(cx: &mut Cx<'_>, service: Service) -> Outcome {
    let mut outcome = done(cx);
    if service == Service::Oms && cx.quirk(LIS_024) {
        outcome.status.minor = "createsuccess";
    }
    outcome
}

/// Done in part.
pub(super) fn partial(body: OutcomeBody, why: impl Into<Cow<'static, str>>) -> Outcome {
    outcome(
        (CodeMajor::Success, Severity::Warning, "partialdatastorage"),
        why,
        body,
    )
}

/// Not offered.
pub(super) fn unsupported(minor: &'static str, why: impl Into<Cow<'static, str>>) -> Outcome {
    outcome(
        (CodeMajor::Unsupported, Severity::Status, minor),
        why,
        OutcomeBody::Empty,
    )
}

/// A set of ids.
pub(super) fn ids(cx: &mut Cx<'_>, ids: Vec<Arc<str>>) -> Outcome {
    let body = OutcomeBody::Ids {
        ids,
        save_point: None,
    };
    with(cx, body)
}

/// A record of its own, for an answer that outlives the state.
pub(super) fn own(record: AnyRecord<'_>) -> AnyRecord<'static> {
    record.owned()
}
