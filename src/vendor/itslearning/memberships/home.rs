//! Home organisations, which are marked on memberships.

use std::sync::Arc;

use crate::engine::Cx;
use crate::model::{Verb, View};
use crate::store::Origin;
use crate::vendor::itslearning::quirks::{ITS_045, ITS_047};
use crate::vendor::itslearning::roles::Role;
use crate::vendor::itslearning::state::{Membership, State};

/// The extension field.
pub(super) const FIELD: &str = "HomeOrganisation";

/// What a message says about the home organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Absent,
    Set,
    Unset,
    /// Some other text.
    Other,
}

/// Follows the mark on a membership that has just been written.
pub(super) fn follow(
    state: &mut State,
    cx: &mut Cx<'_>,
    verb: Verb,
    membership: &Membership,
    sent_role: Option<View<'_, '_>>,
) {
    let (Some(person), Some(group)) = (membership.person.text(), membership.group.text()) else {
        return;
    };
    let mut mark = sent(sent_role);
    let role = membership.role.text().and_then(Role::parse);
    let mentor = role.is_some_and(|role| !role.can_be_home());
    if mark != Mark::Absent && mentor && cx.quirk(ITS_045) {
        mark = Mark::Absent;
    }
    let origin = cx.origin();
    match mark {
        Mark::Set if !state.can_be_home(group) => {
            cx.quirk(ITS_047.part("refused"));
        }
        Mark::Set => {
            let home = (*group != **state.root()).then(|| Arc::from(group));
            write(state, cx, person, home, &origin);
        }
        Mark::Unset => leave(state, cx, person, group, &origin),
        Mark::Absent if verb == Verb::Replace && is_home(state, person, group) => {
            if cx.quirk(ITS_047) {
                let origin = cx.origin_by(ITS_047);
                leave(state, cx, person, group, &origin);
            }
        }
        Mark::Absent => {}
        Mark::Other => {
            cx.quirk(ITS_047.part("other-text"));
        }
    }
}

fn sent(role: Option<View<'_, '_>>) -> Mark {
    let fields = role
        .into_iter()
        .flat_map(|role| role.extensions("extension"));
    let mut named = fields
        .flat_map(|e| &e.fields)
        .filter(|field| field.name.as_deref() == Some(FIELD));
    match named.next() {
        None => Mark::Absent,
        Some(field) => match field.value.as_deref().map(str::trim) {
            Some("1") => Mark::Set,
            Some("0") => Mark::Unset,
            _ => Mark::Other,
        },
    }
}

/// Whether a group other than the site is a person's home organisation.
fn is_home(state: &State, person: &str, group: &str) -> bool {
    state.home_of(person) == group && *group != **state.root()
}

/// Whether a read shows the mark.
pub(super) fn is_shown(state: &State, person: &str, group: &str) -> bool {
    state.home_of(person) == group
}

/// Puts a person back to the site, if the group was the home.
pub(super) fn leave(
    state: &mut State,
    cx: &mut Cx<'_>,
    person: &str,
    group: &str,
    origin: &Origin,
) {
    if is_home(state, person, group) {
        write(state, cx, person, None, origin);
    }
}

fn write(
    state: &mut State,
    cx: &mut Cx<'_>,
    person: &str,
    home: Option<Arc<str>>,
    origin: &Origin,
) {
    if let Some(row) = state.people.persons.get(person) {
        let mut row = (**row).clone();
        row.home_organisation.set(home, origin);
        state.people.persons.put(&mut cx.tx, person, row);
    }
}
