//! MMS: memberships of persons in sections, and the background service that moves them.

mod background;
mod lms;
mod memberships;
mod replace;
mod translate;

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
        "replaceMembership" => memberships::replace(settings, state, cx, call),
        "deleteMembership" => memberships::delete(settings, state, cx, call),
        "readMembership" => memberships::read(settings, state, cx, call),
        _ => Ok(unsupported(settings, cx, call)),
    }
}

/// Whether memberships that the SIS has not deleted hang on the unit with that sourcedId (D2L-049).
pub(super) fn hang_on(state: &State, unit: &str) -> bool {
    let mut keys = state.enrollments.im_enrollments.keys_in(0, unit);
    keys.next().is_some()
}

/// Whether a person has memberships that the SIS has not deleted.
pub(super) fn of_person(state: &State, person: &str) -> bool {
    let mut keys = state.enrollments.im_enrollments.keys_in(1, person);
    keys.next().is_some()
}

/// Sections have moved below another offering, or away from one: the background service is to move the enrollments of the
/// section with that sourcedId after `background_delay` (D2L-057). To be called once the section hangs in its new place.
pub(super) fn move_later(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, section: &str) {
    background::move_later(settings, state, cx, section);
}

/// Carries out the background work that is due first, and says what it was.
pub(super) fn background(settings: &Settings, state: &mut State, cx: &mut Cx<'_>) -> String {
    background::run(settings, state, cx)
}

/// Carries out all background work, due or not.
pub(super) fn background_now(settings: &Settings, state: &mut State, cx: &mut Cx<'_>) {
    while !background(settings, state, cx).is_empty() {}
}
