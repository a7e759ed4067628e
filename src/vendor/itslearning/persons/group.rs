//! readPersonsForGroup: the members of a group.

use super::read;
use crate::engine::Cx;
use crate::model::{Call, Outcome, OutcomeBody};
use crate::vendor::itslearning::answers::{self, Refusal};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::State;
use crate::vendor::itslearning::texts::{DEFAULT_PROFILE_READ, Reason, codes};

/// Answers it. The one status stands in a set.
pub(super) fn read(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Outcome {
    let key = call.argument("groupSourcedId").or(call.outer_id.as_deref());
    let group = state.group(key.unwrap_or(""), settings.key_case_exact);
    let mut outcome = match group {
        Some(group) => members(settings, state, cx, group),
        None => Refusal::because(Reason::UnknownObject).into_outcome(),
    };
    outcome.set = Some(vec![outcome.status.clone()]);
    outcome
}

fn members(settings: &Settings, state: &State, cx: &mut Cx<'_>, group: &str) -> Outcome {
    let memberships = state.memberships_in(group);
    let mut rows: Vec<&str> = memberships
        .filter_map(|(_, row)| row.person.text())
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let mut by_default = false;
    let mut records = Vec::new();
    for row in rows {
        // Whoever is in the trash is in no group for now.
        if state.people.persons.get(row).is_some() {
            let (record, fallback) = read::shown(settings, state, cx, row);
            by_default |= fallback;
            records.push(record);
        }
    }
    let body = OutcomeBody::Records {
        records,
        save_point: None,
    };
    if by_default {
        answers::warned(codes::UNKNOWN_VOCABULARY, DEFAULT_PROFILE_READ, body)
    } else {
        answers::done(body)
    }
}
