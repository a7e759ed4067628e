//! GMS, CTMS, COMS, CSMS and SAMS: departments, semesters, other units, templates, offerings, sections, associations.

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
