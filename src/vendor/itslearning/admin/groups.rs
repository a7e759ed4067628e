//! What an administrator can do to groups.

use crate::engine::{AdminInfo, Cx};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::State;

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[];

/// Carries a step out.
pub(super) fn run(
    _settings: &Settings,
    _state: &mut State,
    _cx: &mut Cx<'_>,
    step: &str,
    _arguments: &[(&str, &str)],
) -> Result<(), String> {
    Err(format!("there is no step '{step}'"))
}
