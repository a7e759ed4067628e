//! How calls about groups and memberships end.

use crate::engine::Cx;
use crate::model::{Outcome, OutcomeBody};
use crate::vendor::itslearning::answers::{Refusal, done, warned};
use crate::vendor::itslearning::keys;
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::texts::{self, Reason, codes};

/// A refusal for that reason.
pub(in super::super) fn refuse(reason: Reason) -> Refusal {
    Refusal::new(reason.code(), reason.text())
}

/// The key that a message names.
pub(in super::super) fn key_of(key: Option<&str>, max: usize) -> Result<&str, Refusal> {
    keys::check(key, max).map_err(|problem| Refusal::new(problem.code(), problem.text()))
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum How {
    /// What was asked for.
    AsAsked,
    /// An update or replace made a new object.
    Inserted,
    /// A create changed an object that existed.
    Updated,
    /// Something else was done, or nothing, for that reason.
    Otherwise(Reason),
}

impl How {
    /// As an answer.
    pub(in super::super) fn outcome(self, settings: &Settings, cx: &mut Cx<'_>) -> Outcome {
        let body = OutcomeBody::Empty;
        match self {
            Self::AsAsked => done(body),
            Self::Inserted => warned(codes::UNKNOWN_OBJECT, texts::INSERTED, body),
            Self::Updated => {
                cx.setting("create_existing_severity");
                let reason = Reason::UpdatedInstead;
                if settings.warn_create_existing {
                    warned(reason.code(), reason.text(), body)
                } else {
                    done(body)
                }
            }
            Self::Otherwise(reason) => warned(reason.code(), reason.text(), body),
        }
    }
}

/// Deleting what is not there.
pub(in super::super) fn unknown_to_delete(
    settings: &Settings,
    cx: &mut Cx<'_>,
) -> Result<Outcome, Refusal> {
    cx.setting("delete_unknown");
    let reason = Reason::UnknownObject;
    if settings.warn_delete_unknown {
        Ok(warned(reason.code(), reason.text(), OutcomeBody::Empty))
    } else {
        Err(refuse(reason))
    }
}

/// The answer to a call about one person or group that is answered with a set: one status in it.
pub(in super::super) fn alone(result: Result<Outcome, Refusal>) -> Outcome {
    let mut outcome = result.unwrap_or_else(Refusal::into_outcome);
    outcome.set = Some(vec![outcome.status.clone()]);
    outcome
}
