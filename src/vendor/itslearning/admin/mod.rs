//! What an administrator of an itslearning site can do by hand.

mod groups;
mod persons;

use super::settings::Settings;
use super::state::State;
use crate::engine::{AdminInfo, Cx};

const GROUPS: [&[AdminInfo]; 2] = [persons::STEPS, groups::STEPS];

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &join::<{ width(&GROUPS) }>(&GROUPS);

const fn width(groups: &[&[AdminInfo]]) -> usize {
    let (mut n, mut sum) = (0, 0);
    while n < groups.len() {
        sum += groups[n].len();
        n += 1;
    }
    sum
}

const fn join<const N: usize>(groups: &[&[AdminInfo]]) -> [AdminInfo; N] {
    const NOTHING: AdminInfo = AdminInfo {
        name: "",
        about: "",
        arguments: &[],
    };
    let mut all = [NOTHING; N];
    let (mut group, mut next) = (0, 0);
    while group < groups.len() {
        let mut row = 0;
        while row < groups[group].len() {
            let step = &groups[group][row];
            all[next] = AdminInfo {
                name: step.name,
                about: step.about,
                arguments: step.arguments,
            };
            next += 1;
            row += 1;
        }
        group += 1;
    }
    all
}

/// Carries a step out.
pub(super) fn run(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    if groups::STEPS.iter().any(|own| own.name == step) {
        groups::run(settings, state, cx, step, arguments)
    } else {
        persons::run(settings, state, cx, step, arguments)
    }
}
