//! Enrolling and unenrolling in the LMS: what all handlers, and the background service, do it with.

use std::sync::Arc;

use crate::engine::Cx;
use crate::store::Origin;
use crate::vendor::brightspace::quirks::{D2L_054, D2L_055};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{State, enrollment_key};

/// Where a unit that the SIS knows stands in the LMS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its code; `None` when the LMS has it no longer.
    pub(super) code: Option<Arc<str>>,
    /// Codes of the offerings above it.
    pub(super) offerings: Vec<Arc<str>>,
}

/// Where the unit with that sourcedId stands, and, for leaving, the offerings that its members have yet to leave.
pub(super) fn place(state: &State, unit: &str) -> Place {
    let code = state.units.mapped(unit).and_then(|u| u.code.value.clone());
    let offerings = state.units.offerings_above(unit);
    Place { code, offerings }
}

/// The same with the offerings that the background service would have taken the members out of (D2L-057).
pub(super) fn place_to_leave(state: &State, unit: &str) -> Place {
    let mut place = place(state, unit);
    if let Some((_, work)) = state.enrollments.pending(unit) {
        for code in &work.offerings.value {
            if !place.offerings.contains(code) {
                place.offerings.push(Arc::clone(code));
            }
        }
    }
    place
}

/// Enrolls a user in a unit, or changes the role. Without a role the one before stays.
pub(super) fn enroll(
    state: &mut State,
    cx: &mut Cx<'_>,
    (code, user): (&str, &str),
    role: Option<&str>,
    origin: &Origin,
) {
    let key = enrollment_key(code, user);
    let old = state.enrollments.enrollments.get(&key);
    let same = old.is_some_and(|old| role.is_none() || old.role.text() == role);
    if same {
        return;
    }
    let new = old.is_none();
    let mut row = old.map(|old| (**old).clone()).unwrap_or_default();
    if new {
        row.org_unit.set_text(code, origin);
        row.user.set_text(user, origin);
        row.by.set_text("sis", origin);
    }
    if let Some(role) = role {
        row.role.set_text(role, origin);
    }
    let role = row.role.text().unwrap_or("no role");
    let line = if new {
        format!("Enrolled {user} in {code} as {role}.")
    } else {
        format!("Changed the role of {user} in {code} to {role}.")
    };
    state.audit_log.add("information", line);
    state.enrollments.enrollments.put(&mut cx.tx, &key, row);
}

/// Enrolls a user in the offerings above a section (D2L-054).
pub(super) fn enroll_in_offerings(
    state: &mut State,
    cx: &mut Cx<'_>,
    (place, user): (&Place, &str),
    role: Option<&str>,
    origin: Option<&Origin>,
) {
    if place.offerings.is_empty() || !cx.quirk(D2L_054) {
        return;
    }
    let own = cx.origin_by(D2L_054);
    for code in &place.offerings {
        enroll(state, cx, (code, user), role, origin.unwrap_or(&own));
    }
}

/// Takes a user out of a unit unless another active membership, or a hand, holds the user there.
pub(super) fn leave(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    (unit, code, user): (&str, &str, &str),
) {
    let key = enrollment_key(code, user);
    let held = held_by_membership(state, unit, user)
        // The unit can be an offering when the handler that accepts only sections is left out.
        || held_by_section(state, code, user);
    if held || stays_by_hand(settings, state, cx, &key) {
        return;
    }
    if state
        .enrollments
        .enrollments
        .remove(&mut cx.tx, &key)
        .is_some()
    {
        unenrolled(state, user, code);
    }
}

/// Takes a user out of an offering unless a section of it holds the user, or the role sees all of it (D2L-055).
pub(super) fn leave_offering(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    (code, user): (&str, &str),
) {
    let key = enrollment_key(code, user);
    let Some(row) = state.enrollments.enrollments.get(&key) else {
        return;
    };
    let role = row.role.text().unwrap_or("").to_owned();
    let held = held_by_section(state, code, user)
        // It can have members of its own then, too.
        || held_by_membership(state, code, user);
    if held || stays_by_hand(settings, state, cx, &key) || !cx.quirk(D2L_055) {
        return;
    }
    if state.roles.get(&role).is_some_and(|r| r.access_all.value) {
        cx.quirk(D2L_055.part("access-all"));
        cx.setting("access_all_roles");
        let line = format!("{user} stays in {code}: {role} has access to all groups and sections.");
        state.audit_log.add("information", line);
        return;
    }
    state.enrollments.enrollments.remove(&mut cx.tx, &key);
    unenrolled(state, user, code);
}

/// Whether a section below the offering has the user. As many lookups as the offering has sections.
fn held_by_section(state: &State, offering: &str, user: &str) -> bool {
    let mut sections = state.units.children(offering);
    sections.any(|section| {
        let key = enrollment_key(section, user);
        state.enrollments.enrollments.get(&key).is_some()
    })
}

/// Whether an active membership of the unit with that sourcedId holds the user.
fn held_by_membership(state: &State, unit: &str, user: &str) -> bool {
    let place = enrollment_key(unit, user);
    let mut rows = state.enrollments.im_enrollments.rows_in(2, &place);
    rows.any(|(_, row)| row.is_active.value)
}

fn stays_by_hand(settings: &Settings, state: &State, cx: &mut Cx<'_>, key: &str) -> bool {
    let row = state.enrollments.enrollments.get(key);
    if row.is_none_or(|row| row.by.text() != Some("hand")) {
        return false;
    }
    cx.setting("enrollments_by_hand");
    settings.enrollments.keep_by_hand
}

fn unenrolled(state: &mut State, user: &str, code: &str) {
    let line = format!("Unenrolled {user} from {code}.");
    state.audit_log.add("information", line);
}
