//! Enrolling people by hand, roles with access to all sections, and the background service on demand.

use crate::engine::{AdminInfo, Cx};
use crate::vendor::brightspace::enrollments;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{Role, State, enrollment_key};

const UNIT: (&str, bool, &str) = ("unit", true, "code of the org unit");
const USER: (&str, bool, &str) = ("user", true, "the user's OrgDefinedId");
const ROLE: (&str, bool, &str) = ("role", true, "Brightspace role");

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[
    AdminInfo {
        name: "enroll_by_hand",
        about: "enrolls a user in an org unit and in the offering above it, or changes the role; no membership ends that (setting enrollments_by_hand)",
        arguments: &[UNIT, USER, ROLE],
    },
    AdminInfo {
        name: "unenroll_by_hand",
        about: "takes a user out of an org unit and of the sections below it; what IPSIS knows stays as it is",
        arguments: &[UNIT, USER],
    },
    AdminInfo {
        name: "grant_access_all",
        about: "gives a role access to all groups and sections (D2L-055)",
        arguments: &[ROLE],
    },
    AdminInfo {
        name: "revoke_access_all",
        about: "takes access to all groups and sections from a role (D2L-055)",
        arguments: &[ROLE],
    },
    AdminInfo {
        name: "run_background_now",
        about: "has the enrollment background service do all that waits, due or not (D2L-057)",
        arguments: &[],
    },
];

/// Carries a step out.
pub(super) fn run(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    let argument = |name: &str| {
        let mut named = arguments.iter().filter(|(n, _)| *n == name);
        named.next().map_or("", |(_, value)| *value)
    };
    let (unit, user, role) = (argument("unit"), argument("user"), argument("role"));
    match step {
        "enroll_by_hand" => {
            if state.units.org_units.get(unit).is_none() {
                return Err(format!("there is no org unit '{unit}'"));
            }
            if state.users.get(user).is_none() {
                return Err(format!("there is no user '{user}'"));
            }
            known(state, role)?;
            enroll(state, cx, (unit, user, role), true);
            // Whoever is in a section is in its course.
            for offering in state.units.offerings_over(unit) {
                enroll(state, cx, (&offering, user, role), false);
            }
        }
        "unenroll_by_hand" => {
            let out = &mut state.enrollments.enrollments;
            out.remove(&mut cx.tx, &enrollment_key(unit, user))
                .ok_or_else(|| format!("'{user}' is not enrolled in '{unit}'"))?;
            for section in state.units.children(unit) {
                let key = enrollment_key(section, user);
                state.enrollments.enrollments.remove(&mut cx.tx, &key);
            }
        }
        "grant_access_all" | "revoke_access_all" => {
            let mut row = known(state, role)?;
            row.access_all.set(step == "grant_access_all", &cx.origin());
            state.roles.put(&mut cx.tx, role, row);
        }
        _ => enrollments::background_now(settings, state, cx),
    }
    Ok(())
}

/// Writes an enrollment made by hand. One that is there already is only written when it is `asked` for.
fn enroll(state: &mut State, cx: &mut Cx<'_>, (unit, user, role): (&str, &str, &str), asked: bool) {
    let key = enrollment_key(unit, user);
    let old = state.enrollments.enrollments.get(&key);
    if old.is_some() && !asked {
        return;
    }
    let origin = cx.origin();
    let mut row = old.map(|old| (**old).clone()).unwrap_or_default();
    row.org_unit.set_text(unit, &origin);
    row.user.set_text(user, &origin);
    row.role.set_text(role, &origin);
    row.by.set_text("hand", &origin);
    state.enrollments.enrollments.put(&mut cx.tx, &key, row);
}

fn known(state: &State, role: &str) -> Result<Role, String> {
    let row = state.roles.get(role);
    row.map(|row| (**row).clone())
        .ok_or_else(|| format!("there is no role '{role}'"))
}
