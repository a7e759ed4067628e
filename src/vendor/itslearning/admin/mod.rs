//! What an administrator of an itslearning site can do by hand.

use super::settings::Settings;
use super::state::State;
use crate::engine::{AdminInfo, Cx};

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
