//! The enrollment background service: members follow their section below another offering, some time later (D2L-057).

use std::sync::Arc;

use super::lms;
use crate::base::Time;
use crate::engine::Cx;
use crate::vendor::brightspace::quirks::D2L_057;
use crate::vendor::brightspace::roles;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{Pending, State, Unit, enrollment_key};

/// Notes that the members of a section are to follow it; while D2L-057 is off they do so at once.
///
/// To be called when the section hangs below its new offerings already: those it hung below are found among the changes
/// of the same exchange.
pub(super) fn move_later(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, section: &str) {
    let left = offerings_left(state, cx, section);
    if !cx.quirk(D2L_057) {
        follow(settings, state, cx, (section, &left));
        return;
    }
    let origin = cx.origin_by(D2L_057);
    let waiting = state.enrollments.pending(section);
    let (number, mut work) = match waiting {
        Some((number, work)) => (number.to_string(), Pending::clone(work)),
        None => (state.enrollments.new_number(), Pending::default()),
    };
    if work.due.value.is_none() {
        cx.setting("background_delay");
        let due = cx.now.after(settings.enrollments.background_delay);
        // The row says milliseconds, so that is what counts.
        let due = Time(due.0 - due.0.rem_euclid(1_000_000));
        work.work.set_text("move enrollments", &origin);
        work.org_unit.set_text(section, &origin);
        work.due.set_text(&due.rfc3339(), &origin);
    } else {
        cx.quirk(D2L_057.part("once"));
    }
    let mut offerings = work.offerings.value.clone();
    offerings.extend(left);
    let mut seen = Vec::with_capacity(offerings.len());
    offerings.retain(|code| {
        let new = !seen.contains(code);
        seen.push(Arc::clone(code));
        new
    });
    work.offerings.set(offerings, &origin);
    state.enrollments.queue(cx, &number, work);
}

/// The offerings that the section hung below when the exchange began, and those it has been below since.
fn offerings_left(state: &State, cx: &Cx<'_>, section: &str) -> Vec<Arc<str>> {
    let Some(code) = lms::place(state, section).code else {
        return Vec::new();
    };
    let changes = cx.tx.changes.iter();
    let before = changes
        .filter(|change| change.table == "org_units" && change.key == code)
        .filter_map(|change| {
            Arc::clone(change.before.as_ref()?)
                .into_any()
                .downcast::<Unit>()
                .ok()
        });
    before
        .flat_map(|unit| unit.parents.value.clone())
        .filter(|parent| state.units.is_offering(parent))
        .collect()
}

/// Carries out what is due first and says what it was.
pub(super) fn run(settings: &Settings, state: &mut State, cx: &mut Cx<'_>) -> String {
    let Some((_, number)) = state.enrollments.next_due() else {
        return String::new();
    };
    carry_out(settings, state, cx, &number.to_string())
}

/// Carries out one piece of work.
pub(super) fn carry_out(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    number: &str,
) -> String {
    let Some(work) = state.enrollments.take(cx, number) else {
        return String::new();
    };
    cx.quirk(D2L_057);
    let section = work.org_unit.text().unwrap_or("");
    follow(settings, state, cx, (section, &work.offerings.value));
    format!("move the enrollments of section {section}")
}

/// Makes the enrollments of a section's active members what they would be had they been sent just now.
fn follow(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    (section, left): (&str, &[Arc<str>]),
) {
    let place = lms::place(state, section);
    let origin = cx.origin_by(D2L_057);
    let members = state.enrollments.im_enrollments.rows_in(0, section);
    let members: Vec<_> = members
        .filter(|(_, row)| row.is_active.value)
        .filter_map(|(_, row)| Some((row.user.value.clone()?, row.sis_role.value.clone())))
        .collect();
    for (user, sis_role) in members {
        if state.mapped_user(&user).is_none() {
            let line = format!("Enrollments of section {section}: no user is mapped to {user}.");
            state.log("warning", line);
            continue;
        }
        let role = role(
            settings,
            state,
            cx,
            (&place, left, &user),
            sis_role.as_deref(),
        );
        let role = role.as_deref();
        // A member who is in the section stays in it: leaving and entering it again would end in the same place.
        if let Some(code) = &place.code {
            lms::enroll(state, cx, (code, &user), role, &origin);
        }
        for code in left.iter().filter(|code| !place.offerings.contains(code)) {
            lms::leave_offering(settings, state, cx, (code, &user));
        }
        lms::enroll_in_offerings(state, cx, (&place, &user), role, Some(&origin));
    }
}

/// The role a member has already, in the section or in an offering that it left; else what the SIS's text stands for.
fn role(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    (place, left, user): (&lms::Place, &[Arc<str>], &str),
    sis_role: Option<&str>,
) -> Option<String> {
    let codes = place.code.iter().chain(left);
    let mut rows = codes.filter_map(|code| {
        state
            .enrollments
            .enrollments
            .get(&enrollment_key(code, user))
    });
    if let Some(role) = rows.find_map(|row| row.role.text().map(str::to_owned)) {
        return Some(role);
    }
    let (role, _) = roles::mapped(settings, state, cx, sis_role?)?;
    Some(role)
}
