//! replaceMembership, deleteMembership and readMembership as calls.

use std::borrow::Cow;

use super::{replace, translate};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, CodeMajor, Outcome, OutcomeBody, Record, RecordKind, Severity,
};
use crate::vendor::brightspace::answers::{Failure, done, key_of, operation, refuse};
use crate::vendor::brightspace::quirks::{D2L_008, D2L_050, D2L_056, D2L_062};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::State;

/// replaceMembership: translate, then handle.
pub(super) fn replace(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let request = translate::request(settings, cx, call)?;
    replace::run(settings, state, cx, request)?;
    Ok(answer(settings, cx))
}

/// deleteMembership: the handlers of `IDeleteEnrollmentHandler`, in the configured order.
pub(super) fn delete(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let id = key_of(cx, call)?;
    let Some(row) = state.enrollments.im_enrollments.get(&id).cloned() else {
        cx.quirk(D2L_050.part("memberships"));
        cx.setting("delete_unknown_membership");
        if settings.enrollments.fail_unknown_delete {
            let text = not_known(&id);
            return Err(refuse(settings, cx, Some(D2L_050), "unknownobject", text));
        }
        let line = format!("{}: {}", operation(call), not_known(&id));
        state.log("warning", line);
        return Ok(done(CodeMajor::Success, Severity::Status, "fullsuccess"));
    };
    let (unit, user) = (row.org_unit.text(), row.user.text());
    let pair = (unit.unwrap_or(""), user.unwrap_or(""));
    // What is to be deleted holds nobody any more, wherever its handler stands in the list.
    let forgets = "DeleteEnrollmentIMHandler";
    let list = &settings.enrollments.delete_handlers;
    if list.iter().any(|name| name == forgets) {
        cx.quirk(D2L_056);
        state.enrollments.im_enrollments.remove(&mut cx.tx, &id);
        state
            .audit_log
            .add("information", format!("Deleted enrollment {id}."));
    }
    for handler in list {
        match handler.as_str() {
            "DeleteEnrollmentUnenrolLMSGroupSection" => {
                replace::leave_section(settings, state, cx, pair);
            }
            "DeleteEnrollmentUnenrolLMSOffering" => {
                replace::leave_offerings(settings, state, cx, pair);
            }
            _ => {}
        }
    }
    Ok(done(CodeMajor::Success, Severity::Status, "fullsuccess"))
}

/// readMembership: who, where and as what; nothing about status and dates unless D2L-062 is off.
pub(super) fn read(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let id = key_of(cx, call)?;
    let Some(row) = state.enrollments.im_enrollments.get(&id) else {
        return Err(refuse(settings, cx, None, "unknownobject", not_known(&id)));
    };
    let mut short = Value::map();
    short.insert_text("id", Some(&id));
    short.insert_text("collection", row.org_unit.text());
    let unit = row
        .org_unit
        .text()
        .and_then(|unit| state.units.im_org_units.get(unit));
    short.insert_text(
        "collection_type",
        unit.map(|unit| id_type(unit.sis_type.text())),
    );
    short.insert_text("person", row.user.text());
    short.insert_text("role", row.sis_role.text());
    if !cx.quirk(D2L_062) {
        let status = if row.is_active.value {
            "Active"
        } else {
            "Inactive"
        };
        short.insert_text("status", Some(status));
    }
    let mut outcome = answer(settings, cx);
    if cx.quirk(D2L_008.part("other-reads")) {
        outcome.status.description = Cow::Owned(operation(call));
    }
    let record = Record::from_value(RecordKind::Membership, &short);
    outcome.body = OutcomeBody::Record(AnyRecord::Other(Box::new(record)));
    Ok(outcome)
}

fn answer(settings: &Settings, cx: &mut Cx<'_>) -> Outcome {
    cx.setting("membership_answers");
    if settings.enrollments.partial_answers {
        done(CodeMajor::Success, Severity::Warning, "partialdatastorage")
    } else {
        done(CodeMajor::Success, Severity::Status, "fullsuccess")
    }
}

fn not_known(id: &str) -> String {
    format!("no enrollment is mapped to {id}")
}

/// The word of the binding for what a unit was sent as.
fn id_type(sis_type: Option<&str>) -> &'static str {
    match sis_type {
        Some("CourseSection") => "courseSection",
        Some("CourseOffering") => "courseOffering",
        Some("CourseTemplate") => "courseTemplate",
        Some("SectionAssociation") => "sectionAssociation",
        _ => "group",
    }
}
