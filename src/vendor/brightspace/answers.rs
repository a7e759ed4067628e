//! What all services share: failures, the statuses of answers, the key of deletes and reads.

use super::quirks::D2L_007;
use super::settings::Settings;
use super::state::State;
use crate::engine::{Cx, QuirkRef};
use crate::model::{Call, CodeMajor, Outcome, OutcomeBody, Severity, StatusInfo};

/// A call that cannot go on.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) severity: Severity,
    pub(super) minor: &'static str,
    /// For `imsx_description`.
    pub(super) message: String,
    /// For the System Log; `None` says the message is what the log shows.
    pub(super) log: Option<String>,
}

/// A translator that lacks its input: everything stops.
pub(super) fn incomplete(cx: &mut Cx<'_>, message: impl Into<String>) -> Failure {
    let severity = if cx.quirk(D2L_007) {
        Severity::Status
    } else {
        Severity::Error
    };
    Failure {
        severity,
        minor: "invaliddata",
        message: message.into(),
        log: None,
    }
}

/// A handler that gives up. What the answer then looks like is not documented.
pub(super) fn refuse(
    settings: &Settings,
    cx: &mut Cx<'_>,
    rule: Option<QuirkRef>,
    minor: &'static str,
    message: impl Into<String>,
) -> Failure {
    match rule {
        Some(rule) => _ = cx.quirk(rule.part("answer")),
        None => cx.setting("handler_failure"),
    }
    let severity = if settings.handler_failure_is_status {
        Severity::Status
    } else {
        Severity::Error
    };
    Failure {
        severity,
        minor,
        message: message.into(),
        log: None,
    }
}

/// `PMS.replacePerson`: the operation as descriptions and logs name it.
pub(super) fn operation(call: &Call<'_>) -> String {
    let operation = call.operation;
    format!("{}.{}", operation.service.abbreviation(), operation.name)
}

/// A failure as an answer, and its line in the System Log.
pub(super) fn failed(
    settings: &Settings,
    state: &mut State,
    call: &Call<'_>,
    failure: Failure,
) -> Outcome {
    let subject = format!("{}: {}", operation(call), failure.message);
    state.log(
        "error",
        failure.log.unwrap_or_else(|| {
            // Configuration and mapping errors are logged as they are; others behind the operation.
            let plain = failure.message.starts_with("Invalid Configuration")
                || failure.message.starts_with("Error with");
            if plain {
                failure.message.clone()
            } else {
                format!("Error in LIS {subject}")
            }
        }),
    );
    Outcome {
        status: StatusInfo {
            major: CodeMajor::Failure,
            severity: failure.severity,
            minor: failure.minor,
            description: subject.into(),
        },
        set: None,
        body: OutcomeBody::Empty,
        rollback: settings.transactional,
    }
}

/// Operations of the service that Brightspace does not carry out.
pub(super) fn unsupported(settings: &Settings, cx: &mut Cx<'_>, call: &Call<'_>) -> Outcome {
    cx.setting("unimplemented_operation");
    let mut outcome = done(
        CodeMajor::Unsupported,
        Severity::Error,
        "unsupportedLISoperation",
    );
    outcome.status.description = format!("{} is not supported", operation(call)).into();
    if settings.unimplemented_fault {
        outcome.body = OutcomeBody::Fault;
    }
    outcome
}

/// An answer without a body.
pub(super) fn done(major: CodeMajor, severity: Severity, minor: &'static str) -> Outcome {
    Outcome {
        status: StatusInfo {
            major,
            severity,
            minor,
            description: "".into(),
        },
        set: None,
        body: OutcomeBody::Empty,
        rollback: false,
    }
}

/// Deletes and reads take the key straight from `sourcedId`, without a translator.
pub(super) fn key_of(cx: &mut Cx<'_>, call: &Call<'_>) -> Result<String, Failure> {
    match call.outer_id.as_deref() {
        Some(id) if !id.is_empty() => Ok(id.to_owned()),
        _ => {
            cx.quirk(D2L_007.part("keys"));
            let text = format!("{}Request.sourcedId is missing", call.operation.name);
            Err(incomplete(cx, text))
        }
    }
}
