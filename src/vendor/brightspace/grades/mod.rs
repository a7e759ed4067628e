//! OMS: final grades. A SIS fetches them in two steps, or Brightspace pushes them.

mod ids;
mod push;

use self::ids::ResultId;
use super::answers::{Failure, done, incomplete, refuse, unsupported};
use super::quirks::D2L_076;
use super::settings::Settings;
use super::state::{Grade, State, enrollment_key, kind};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, CodeMajor, Outcome, OutcomeBody, Payload, RecordKind, Severity,
};

pub(super) use self::push::{arrived, push};

/// Carries a call of the service out.
pub(super) fn apply(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let body = match call.operation.name {
        "readResultIdsForLineItemWithLineItemType" => result_ids(settings, state, cx, call)?,
        "readResults" => results(settings, state, cx, call)?,
        _ => return Ok(unsupported(settings, cx, call)),
    };
    let mut outcome = done(CodeMajor::Success, Severity::Status, "fullsuccess");
    outcome.body = body;
    Ok(outcome)
}

/// The first step: the ids of a section's results.
fn result_ids(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<OutcomeBody, Failure> {
    cx.quirk(D2L_076.part("context"));
    let Some(section) = call.argument("contextSourcedId") else {
        return Err(incomplete(cx, "contextSourcedId is missing"));
    };
    let number = section_number(state, section);
    let number = number.map_err(|(minor, text)| refuse(settings, cx, None, minor, text))?;
    let all = match call.argument("resultStatus") {
        None => {
            cx.setting("result_status_missing");
            settings.grades.all_when_missing
        }
        Some(status) => status == ids::ALL,
    };
    let rows = state.grades.grades.rows_in(0, section);
    let rows = rows.filter(|(_, grade)| all || grade.released.value);
    let ids = rows.map(|(_, grade)| ids::of(section, number, grade, all).into());
    Ok(OutcomeBody::Ids {
        ids: ids.collect(),
        save_point: None,
    })
}

/// The number of a section in Brightspace; the minor code and the reason when it is none.
fn section_number(state: &State, section: &str) -> Result<u64, (&'static str, String)> {
    let Some(unit) = state.units.mapped(section) else {
        return Err((
            "unknownobject",
            format!("no org unit is mapped to {section}"),
        ));
    };
    match unit.type_name.text() {
        Some(kind::SECTION) => Ok(unit.unit_id.value),
        other => {
            let text = format!("{section} is a {}, not a Section", other.unwrap_or("unit"));
            Err(("invaliddata", text))
        }
    }
}

/// The second step: the results of those ids. One without a result is passed over.
fn results(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<OutcomeBody, Failure> {
    let Payload::Ids(wanted) = &call.payload else {
        return Err(incomplete(cx, "sourcedIdSet is missing"));
    };
    let mut records = Vec::new();
    for text in wanted {
        let Some(id) = ResultId::parse(text) else {
            if cx.quirk(D2L_076) {
                let text = format!(
                    "'{text}' is no result id: SISOrgUnitId|IMOrgUnitMappingId|GradeType|Status|SISUserId"
                );
                return Err(incomplete(cx, text));
            }
            continue;
        };
        let key = enrollment_key(id.section, id.user);
        let grade = state.grades.grades.get(&key).filter(|grade| {
            grade.grade_type.text() == Some(id.grade_type) && (id.all || grade.released.value)
        });
        if let Some(grade) = grade {
            let number = section_number(state, id.section);
            if number.is_ok_and(|number| number.to_string() != id.mapping) {
                cx.quirk(D2L_076.part("mapping"));
            }
            cx.setting("grade_format");
            cx.quirk(D2L_076.part("result"));
            records.push(record(settings, text, grade));
        }
    }
    Ok(OutcomeBody::Records {
        records,
        save_point: None,
    })
}

/// A grade as a result: the line item is the section, the status is always the same.
fn record(settings: &Settings, id: &str, grade: &Grade) -> AnyRecord<'static> {
    let mut value = Value::map();
    value.insert("id", Value::text(id));
    let mut status = Value::map();
    status.insert("value", Value::text("Complete"));
    value.insert("status", status);
    value.insert_text("line_item", grade.org_unit.text());
    value.insert_text("person", grade.user.text());
    value.insert_text("score", score(settings, grade).as_deref());
    AnyRecord::from_value(RecordKind::Result, &value)
}

fn score(settings: &Settings, grade: &Grade) -> Option<String> {
    if settings.grades.symbols {
        return grade.symbol.text().map(str::to_owned);
    }
    Some(format!("{}/{}", grade.points.text()?, grade.out_of.text()?))
}

/// Gives a user a grade, or another one.
pub(super) fn set<'a>(
    state: &mut State,
    cx: &mut Cx<'_>,
    (section, user): (&str, &str),
    argument: &dyn Fn(&str) -> Option<&'a str>,
) -> Result<(), String> {
    section_number(state, section).map_err(|(_, reason)| reason)?;
    if state.users.get(user).is_none() {
        return Err(format!("there is no user '{user}'"));
    }
    let key = enrollment_key(section, user);
    let known = state.grades.grades.get(&key);
    let mut row = known.map_or_else(Grade::default, |row| Grade::clone(row));
    let origin = cx.origin();
    row.org_unit.set_text(section, &origin);
    row.user.set_text(user, &origin);
    if row.grade_type.text().is_none() {
        row.grade_type.set_text(ids::GRADE_TYPES[0], &origin);
    }
    for (name, field) in [
        ("grade_type", &mut row.grade_type),
        ("points", &mut row.points),
        ("out_of", &mut row.out_of),
        ("symbol", &mut row.symbol),
    ] {
        if let Some(text) = argument(name) {
            field.set_text(text, &origin);
        }
    }
    for (name, field) in [
        ("released", &mut row.released),
        ("excluded", &mut row.excluded),
    ] {
        match argument(name) {
            None => {}
            Some("true") => field.set(true, &origin),
            Some("false") => field.set(false, &origin),
            Some(other) => return Err(format!("{name} is true or false, not '{other}'")),
        }
    }
    state.grades.grades.put(&mut cx.tx, &key, row);
    Ok(())
}

/// Releases all grades of a section.
pub(super) fn release(state: &mut State, cx: &mut Cx<'_>, section: &str) -> Result<(), String> {
    section_number(state, section).map_err(|(_, reason)| reason)?;
    let rows = state.grades.grades.rows_in(0, section);
    let rows: Vec<_> = rows.map(|(k, row)| (k.clone(), row.clone())).collect();
    for (key, row) in rows {
        let mut row = Grade::clone(&row);
        row.released.set(true, &cx.origin());
        state.grades.grades.put(&mut cx.tx, &key, row);
    }
    Ok(())
}
