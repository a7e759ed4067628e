//! Calls about persons.

mod all;
mod decode;
mod extensions;
mod fields;
mod group;
mod logins;
mod read;
mod relationships;
mod role;
mod trash;
mod write;

pub(super) use self::extensions::{ALLOWED, MUST_CHANGE};
pub(super) use self::trash::{restore, throw_away};
pub(super) use self::write::{GENDERS, is_date};
use super::answers::{Refusal, unsupported};
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
) -> Result<Outcome, Refusal> {
    match call.operation.name {
        "createPerson" | "updatePerson" | "replacePerson" => {
            write::write(settings, state, cx, call)
        }
        "deletePerson" => trash::delete(settings, state, cx, call),
        "readPerson" => read::read(settings, state, cx, call),
        "changePersonIdentifier" => write::change_key(settings, state, cx, call),
        "readPersonsForGroup" => Ok(group::read(settings, state, cx, call)),
        "readAllPersons" => all::read(settings, state, cx, call),
        _ => Err(unsupported(call)),
    }
}
