//! deleteGroup, deleteCourseTemplate, deleteCourseOffering, deleteCourseSection, deleteSectionAssociation.

use std::sync::Arc;

use super::{Object, associations, audit, wrong_service};
use crate::engine::Cx;
use crate::model::{Call, CodeMajor, Outcome, Severity};
use crate::vendor::brightspace::answers::{Failure, done, key_of, refuse};
use crate::vendor::brightspace::enrollments;
use crate::vendor::brightspace::quirks::{
    D2L_046, D2L_047, D2L_048, D2L_049, D2L_050, D2L_051, D2L_052,
};
use crate::vendor::brightspace::settings::{Deleting, Settings};
use crate::vendor::brightspace::state::{ImUnit, State, Unit, kind};

/// Validate, then the IM handler; more only where it is configured.
pub(super) fn delete(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
    object: Object,
) -> Result<Outcome, Failure> {
    let id = key_of(cx, call)?;
    let Some(row) = state.units.live(&id).cloned() else {
        cx.quirk(D2L_050);
        cx.setting("delete_unknown");
        let text = format!("org unit {id} is not known");
        if settings.units.fail_unknown_delete {
            return Err(refuse(settings, cx, Some(D2L_050), "unknownobject", text));
        }
        let line = format!("{}: {text}", super::super::answers::operation(call));
        state.log("warning", line);
        return Ok(fine());
    };
    if !object.owns(&row) && cx.quirk(D2L_051) {
        return Err(wrong_service(settings, cx, object, &id, &row));
    }
    one(settings, state, cx, &id, &row)?;
    Ok(fine())
}

fn fine() -> Outcome {
    done(CodeMajor::Success, Severity::Status, "fullsuccess")
}

fn one(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    id: &str,
    row: &ImUnit,
) -> Result<(), Failure> {
    let object = [
        Object::Template,
        Object::Offering,
        Object::Section,
        Object::Association,
    ]
    .into_iter()
    .find(|object| object.owns(row))
    .unwrap_or(Object::Group);
    let unit = state.units.behind(row).cloned();
    let gone = unit.is_none();
    if gone {
        cx.quirk(D2L_052.part("delete"));
    }
    let handlers = handlers(settings, state, object, row);
    if handlers.cascade {
        cascade(settings, state, cx, id)?;
    }
    if object == Object::Section {
        if state.units.associations_of(id).next().is_some() && cx.quirk(D2L_048) {
            let text = format!("course section {id} belongs to a section association");
            let rule = Some(D2L_048);
            return Err(refuse(settings, cx, rule, "deletefailure", text));
        }
        if enrollments::hang_on(state, id) && cx.quirk(D2L_049) {
            let text = format!("course section {id} has enrollments");
            let rule = Some(D2L_049);
            return Err(refuse(settings, cx, rule, "deletefailure", text));
        }
    }
    if state.units.im_children(id).next().is_some() && cx.quirk(D2L_047) {
        let text = format!("org unit {id} has children");
        return Err(refuse(settings, cx, Some(D2L_047), "deletefailure", text));
    }
    if object == Object::Association {
        associations::forget(settings, state, cx, id);
    }
    if let Some(unit) = unit {
        let type_name = unit.type_name.text().unwrap_or("").to_owned();
        let keeps = !handlers.lms && cx.quirk(D2L_046);
        if !keeps {
            let code = unit.code.text().unwrap_or("");
            let below = state.units.children(code).next().is_some();
            if handlers.lms && below {
                let text = format!("org unit {id} has children in Brightspace");
                return Err(refuse(settings, cx, Some(D2L_047), "deletefailure", text));
            }
            throw_away(state, cx, &unit);
        }
        audit(state, "Deleted", &type_name, id);
    }
    if gone && handlers.im {
        // Nothing is left that a mapping could be kept for.
        state.units.im_org_units.remove(&mut cx.tx, id);
    } else if handlers.im {
        let mut row = ImUnit::clone(row);
        row.deleted.set(true, &cx.origin());
        row.parents.set(Vec::new(), &cx.origin());
        state.units.im_org_units.put(&mut cx.tx, id, row);
    }
    Ok(())
}

/// Moves a unit of the LMS to its recycle bin. Nobody is enrolled in it any more.
pub(in super::super) fn throw_away(state: &mut State, cx: &mut Cx<'_>, unit: &Unit) {
    let code = unit.code.text().unwrap_or("");
    state.units.org_units.remove(&mut cx.tx, code);
    let enrollments = &mut state.enrollments.enrollments;
    let keys: Vec<Arc<str>> = enrollments.keys_in(0, code).cloned().collect();
    for key in keys {
        enrollments.remove(&mut cx.tx, &key);
    }
    let number = unit.unit_id.value.to_string();
    let bin = &mut state.units.recycle_bin;
    bin.put(&mut cx.tx, &number, unit.clone());
}

/// What the handlers of the unit's kind do. Those of offerings, sections and associations only have the IM handler.
fn handlers(settings: &Settings, state: &State, object: Object, row: &ImUnit) -> Deleting {
    let units = &settings.units;
    let unit = state.units.behind(row);
    match (object, unit.and_then(|unit| unit.type_name.text())) {
        (Object::Group, Some(kind::DEPARTMENT)) => units.delete_department,
        (Object::Group, Some(kind::SEMESTER)) => units.delete_semester,
        (Object::Group, _) => units.delete_other,
        (Object::Template, _) => units.delete_template,
        _ => Deleting {
            im: true,
            lms: false,
            cascade: false,
        },
    }
}

/// Deletes the templates of a department, the offerings of a semester.
fn cascade(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    id: &str,
) -> Result<(), Failure> {
    let units = &state.units;
    let below: Vec<(Arc<str>, Arc<ImUnit>)> = units
        .im_children(id)
        .filter_map(|child| Some((Arc::clone(child), Arc::clone(units.live(child)?))))
        .filter(|(_, row)| Object::Template.owns(row) || Object::Offering.owns(row))
        .collect();
    for (child, row) in below {
        one(settings, state, cx, &child, &row)?;
    }
    Ok(())
}
