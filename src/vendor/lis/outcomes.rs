//! The combinations of status codes that the reference target answers with.

use std::borrow::Cow;
use std::sync::Arc;

use crate::engine::Cx;
use crate::model::{CodeMajor, Outcome, OutcomeBody, Service, Severity};
use crate::vendor::reference::outcome::outcome;
pub(super) use crate::vendor::reference::outcome::{Answer, Refusal, in_use, own, refuse, unknown};

use super::quirks::{LIS_004, LIS_010, LIS_024};

/// Something that must be there is missing.
pub(super) fn incomplete(cx: &mut Cx<'_>, what: impl Into<Cow<'static, str>>) -> Refusal {
    cx.quirk(LIS_010);
    let what = what.into();
    refuse("incompletedata", format!("{what} is missing"))
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
