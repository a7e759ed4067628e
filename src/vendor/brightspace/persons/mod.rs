//! PMS: replacePerson, deletePerson, readPerson.

mod preferred;
pub(super) mod relationships;
pub(super) mod replace;
pub(super) mod translate;
pub(super) mod users;

use super::answers::{Failure, unsupported};
use super::settings::Settings;
use super::state::State;
use crate::engine::Cx;
use crate::model::{Call, Outcome};

/// Carries a call of the service out.
pub(super) fn apply(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    match call.operation.name {
        "replacePerson" => users::replace(settings, state, cx, call),
        "deletePerson" => users::delete(settings, state, cx, call),
        "readPerson" => users::read(settings, state, cx, call),
        _ => Ok(unsupported(settings, cx, call)),
    }
}
