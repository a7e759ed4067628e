//! Calls about groups.

use super::answers::{Refusal, unsupported};
use super::settings::Settings;
use super::state::State;
use crate::engine::Cx;
use crate::model::{Call, Outcome};

/// Carries a call of the service out.
pub(super) fn apply(
    _settings: &Settings,
    _state: &mut State,
    _cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    Err(unsupported(call))
}
