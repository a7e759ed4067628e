//! MMS: memberships of persons in sections, and the background service that moves them.

use super::answers::{Failure, unsupported};
use super::settings::Settings;
use super::state::State;
use crate::engine::Cx;
use crate::model::{Call, Outcome};

/// Carries a call of the service out.
pub(super) fn apply(
    settings: &Settings,
    _state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    Ok(unsupported(settings, cx, call))
}

/// Whether memberships that the SIS has not deleted hang on the unit with that sourcedId (D2L-049).
pub(super) fn hang_on(state: &State, unit: &str) -> bool {
    let mut keys = state.enrollments.im_enrollments.keys_in(0, unit);
    keys.next().is_some()
}

/// Sections have moved below another offering, or away from one: the background service is to move the enrollments of the
/// section with that sourcedId after `background_delay` (D2L-057).
pub(super) fn move_later(
    _settings: &Settings,
    _state: &mut State,
    _cx: &mut Cx<'_>,
    _section: &str,
) {
}
