//! replaceMembership: the handlers of `IReplaceEnrollmentHandler`, in the configured order.

use std::sync::Arc;

use super::lms::{self, Place};
use super::translate::Request;
use crate::engine::Cx;
use crate::vendor::brightspace::answers::{Failure, refuse};
use crate::vendor::brightspace::quirks::{D2L_033, D2L_053, D2L_054, D2L_056};
use crate::vendor::brightspace::roles;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{ImEnrollment, State};

/// A replace on its way through the handlers.
struct Job<'j> {
    settings: &'j Settings,
    state: &'j mut State,
    request: Request,
    /// The membership before this message.
    old: Option<Arc<ImEnrollment>>,
    /// Where the unit stands in the LMS.
    place: Place,
    role: Option<String>,
    created: bool,
}

/// Runs the handlers. All that can fail is looked up by the first ones, before anything is written.
pub(super) fn run(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    request: Request,
) -> Result<(), Failure> {
    let mut job = Job {
        settings,
        state,
        request,
        old: None,
        place: Place::default(),
        role: None,
        created: false,
    };
    let handlers = &settings.enrollments.replace_handlers;
    handlers.iter().try_for_each(|name| job.handle(cx, name))
}

impl Job<'_> {
    fn handle(&mut self, cx: &mut Cx<'_>, handler: &str) -> Result<(), Failure> {
        match handler {
            "ReplaceEnrollmentReadIMHandler" => return self.read(cx),
            "ReplaceEnrollmentStatusDefaultActiveHandler" => {
                self.request.active = self.request.active.or(Some(true));
            }
            "ReplaceEnrollmentValidateSectionHandler" => return self.validate_section(cx),
            "ReplaceEnrollmentCreateIMEnrollmentHandler" if self.old.is_none() => {
                self.save(cx);
                self.created = true;
            }
            "ReplaceEnrollmentSaveIMEnrollmentHandler" if self.old.is_some() && !self.created => {
                self.save(cx);
            }
            "ReplaceEnrollmentEnrollLMSOfferingHandler" if self.is_active() => {
                let user = &self.request.user;
                let role = self.role.as_deref();
                let before = self.old.as_deref().and_then(|old| old.sis_role.text());
                if before.is_some_and(|before| before != self.request.sis_role) {
                    cx.quirk(D2L_054.part("role"));
                }
                lms::enroll_in_offerings(self.state, cx, (&self.place, user), role, None);
            }
            "ReplaceEnrollmentEnrollLMSGroupSectionHandler" if self.is_active() => {
                if let Some(code) = &self.place.code {
                    let (role, origin) = (self.role.as_deref(), cx.origin());
                    lms::enroll(self.state, cx, (code, &self.request.user), role, &origin);
                }
            }
            "ReplaceEnrollmentUnenrollLMSGroupSectionHandler" => {
                for (unit, user) in self.to_leave(cx) {
                    leave_section(self.settings, self.state, cx, (&unit, &user));
                }
            }
            "ReplaceEnrollmentUnenrollLMSOfferingHandler" => {
                for (unit, user) in self.to_leave(cx) {
                    leave_offerings(self.settings, self.state, cx, (&unit, &user));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn is_active(&self) -> bool {
        self.request.active == Some(true)
    }

    fn read(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let Request { id, unit, user, .. } = &self.request;
        self.old = self.state.enrollments.im_enrollments.get(id).cloned();
        if self.state.units.live(unit).is_none() && cx.quirk(D2L_053) {
            cx.quirk(D2L_053.part("no-queue"));
            let text = format!("org unit {unit} is not known");
            return Err(refuse(
                self.settings,
                cx,
                Some(D2L_053),
                "unknownobject",
                text,
            ));
        }
        self.place = lms::place(self.state, unit);
        if self.place.code.is_none() && self.state.units.live(unit).is_some() {
            cx.quirk(D2L_053.part("deleted-by-hand"));
        }
        if self.state.mapped_user(user).is_none() {
            let text = format!("no user is mapped to {user}");
            return Err(refuse(self.settings, cx, None, "unknownobject", text));
        }
        self.role = roles::resolve(self.settings, self.state, cx, &self.request.sis_role)
            .inspect_err(|_| _ = cx.quirk(D2L_033.part("memberships")))?;
        Ok(())
    }

    fn validate_section(&self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let Some(unit) = self.state.units.live(&self.request.unit) else {
            return Ok(());
        };
        let kind = unit.sis_type.text().unwrap_or("of no type");
        if kind == "CourseSection" || !cx.quirk(D2L_053.part("sections-only")) {
            return Ok(());
        }
        let text = format!("org unit {} is {kind}, not a section", self.request.unit);
        Err(refuse(
            self.settings,
            cx,
            Some(D2L_053),
            "invaliddata",
            text,
        ))
    }

    /// Writes the membership as the message has it. One that ends is kept (D2L-056).
    fn save(&mut self, cx: &mut Cx<'_>) {
        let Request { id, active, .. } = &self.request;
        let ends = *active == Some(false);
        if ends && !cx.quirk(D2L_056.part("inactive")) {
            self.state.enrollments.im_enrollments.remove(&mut cx.tx, id);
            return;
        }
        let origin = if ends {
            cx.origin_by(D2L_056.part("inactive"))
        } else {
            cx.origin()
        };
        let old = self.old.as_deref().cloned();
        let mut row = old.unwrap_or_default();
        row.org_unit.set_text(&self.request.unit, &cx.origin());
        row.user.set_text(&self.request.user, &cx.origin());
        row.sis_role.set_text(&self.request.sis_role, &cx.origin());
        if let Some(active) = active {
            row.is_active.set(*active, &origin);
        }
        self.state
            .enrollments
            .im_enrollments
            .put(&mut cx.tx, id, row);
    }

    /// Unit and person whose enrollments end: those before, when the membership has moved, and those of the message when
    /// it says so.
    fn to_leave(&self, cx: &mut Cx<'_>) -> Vec<(String, String)> {
        let now = (self.request.unit.clone(), self.request.user.clone());
        let before = self.old.as_deref().map(|old| {
            let text = |field: Option<&str>| field.unwrap_or("").to_owned();
            (text(old.org_unit.text()), text(old.user.text()))
        });
        let mut all: Vec<_> = before.filter(|before| *before != now).into_iter().collect();
        if !all.is_empty() {
            cx.quirk(D2L_054.part("moved"));
        }
        if self.request.active == Some(false) {
            all.push(now);
        }
        all
    }
}

/// Takes a person out of the section with that sourcedId.
pub(super) fn leave_section(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    (unit, user): (&str, &str),
) {
    if let Some(code) = lms::place(state, unit).code {
        lms::leave(settings, state, cx, (unit, &code, user));
    }
}

/// Takes a person out of the offerings above that section, as far as nothing else holds the person there.
pub(super) fn leave_offerings(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    (unit, user): (&str, &str),
) {
    for code in lms::place_to_leave(state, unit).offerings {
        lms::leave_offering(settings, state, cx, (&code, user));
    }
}
