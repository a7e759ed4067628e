//! The combinations of status codes that the reference target answers with.

use std::borrow::Cow;

use super::quirks::{ES_004, ES_006, ES_008};
use crate::engine::Cx;
use crate::model::{AnyRecord, CodeMajor, Operation, Outcome, OutcomeBody, Severity};
use crate::vendor::reference::outcome::outcome;
pub(super) use crate::vendor::reference::outcome::{Answer, Refusal, in_use, own, refuse, unknown};

/// Something that must be there is missing.
pub(super) fn incomplete(cx: &mut Cx<'_>, what: impl Into<Cow<'static, str>>) -> Refusal {
    cx.quirk(ES_006);
    refuse("incompletedata", format!("{} is missing", what.into()))
}

/// Done, with something to answer.
pub(super) fn with(cx: &mut Cx<'_>, body: OutcomeBody) -> Outcome {
    cx.quirk(ES_004);
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

/// A set of records.
pub(super) fn records(cx: &mut Cx<'_>, records: Vec<AnyRecord<'static>>) -> Outcome {
    let body = OutcomeBody::Records {
        records,
        save_point: None,
    };
    with(cx, body)
}

/// Nothing that the standard has.
pub(super) fn unsupported(cx: &mut Cx<'_>, operation: &Operation) -> Outcome {
    cx.quirk(ES_008);
    let why = format!("{} is no operation of ES 1.0", operation.name);
    outcome(
        (
            CodeMajor::Unsupported,
            Severity::Status,
            "unsupportedoperation",
        ),
        why,
        OutcomeBody::Empty,
    )
}
