//! OMS: final grades that a SIS fetches.

use super::answers::{Failure, unsupported};
use super::outgoing::accepted;
use super::settings::Settings;
use super::state::State;
use crate::engine::{Arrival, Cx, Outgoing};
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

/// Takes what the SIS says to a grade that was pushed.
pub(super) fn arrived(state: &mut State, outgoing: &Outgoing, arrival: &Arrival) {
    if let (Some(operation), Err(reason)) = (outgoing.operation, accepted(arrival)) {
        let text = format!("Error in LIS OMS.{}: {reason}", operation.name);
        state.log("error", text);
    }
}
