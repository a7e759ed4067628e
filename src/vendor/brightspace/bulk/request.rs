//! What an administrator begins: asking the SIS for data, and stopping a job.

use super::{announce, jobs};
use crate::base::Value;
use crate::engine::{Arrival, Cx};
use crate::model::{AnyRecord, RecordKind, Service};
use crate::vendor::brightspace::outgoing;
use crate::vendor::brightspace::profile::message_id;
use crate::vendor::brightspace::quirks::{D2L_072, D2L_073};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::State;

/// Kinds of entity that a request can be about.
const ENTITY_TYPES: [&str; 7] = [
    "Person",
    "Group",
    "Membership",
    "CourseTemplate",
    "CourseOffering",
    "CourseSection",
    "SectionAssociation",
];

/// Asks the SIS for data: a rule for each kind of entity, and one save point.
///
/// # Errors
///
/// Why an administrator could not even begin with it.
pub(in super::super) fn request(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
    (types, save_points): (&str, &str),
) -> Result<(), String> {
    let Some(endpoint) = &settings.bulk.endpoint else {
        return Err(
            "no Bulk endpoint is configured, so no bulk exchange can be requested: set endpoints.bulk.url"
                .to_owned(),
        );
    };
    if jobs::status(state, job).is_some() {
        return Err(format!("there is a bulk job '{job}' already"));
    }
    let save_points = items(save_points);
    let types = items(types);
    let mut rules: Vec<_> = types.iter().map(|t| (Some(*t), None)).collect();
    rules.extend(save_points.first().map(|point| (None, Some(*point))));
    jobs::set_status(state, cx, job, jobs::REQUESTED);
    for (rule, number) in rules.iter().zip(1..) {
        announce::put_filter(state, cx, job, number, *rule);
    }
    if let Err(reason) = check(cx, &types, &save_points) {
        let text = format!("Error in LIS BDEMS.requestBulkDataExchange: {reason}");
        state.log("error", text);
        cx.quirk(D2L_073.part("job"));
        jobs::set_status(state, cx, job, jobs::ERROR);
        return Ok(());
    }
    let filters = rules.iter().map(|(entity, point)| {
        let mut rule = Value::map();
        rule.insert_text("entity_type", *entity);
        rule.insert_text("save_point", *point);
        rule
    });
    let mut record = Value::map();
    record.insert("filters", Value::List(filters.collect()));
    let record = AnyRecord::from_value(RecordKind::Bulk, &record);
    let operation = outgoing::operation(Service::Bdems, "requestBulkDataExchange");
    // The job's id is the message's id, too (kb 23705).
    let call = outgoing::call(endpoint, operation, job, (job, Some(&record)));
    state.outbox.add(call);
    Ok(())
}

fn check(cx: &mut Cx<'_>, types: &[&str], save_points: &[&str]) -> Result<(), String> {
    if let Some(unknown) = types.iter().find(|t| !ENTITY_TYPES.contains(*t)) {
        cx.quirk(D2L_073.part("entity-types"));
        return Err(format!("KeyNotFoundException: no entity type '{unknown}'"));
    }
    let equal = save_points.windows(2).all(|pair| pair[0] == pair[1]);
    let broken = save_points.iter().find(|point| !is_save_point(point));
    let reason = match broken {
        Some(broken) => format!(
            "InvalidRequestDataException: save point '{broken}' is not written YYYY-MM-DDTHH:MM:SS.NNN"
        ),
        None if !equal => "InvalidRequestDataException: the save points differ".to_owned(),
        None => return Ok(()),
    };
    if cx.quirk(D2L_073) {
        Err(reason)
    } else {
        Ok(())
    }
}

/// `2026-01-05T08:00:00.000`
fn is_save_point(text: &str) -> bool {
    let shape = "dddd-dd-ddTdd:dd:dd.ddd";
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(b, s)| match s {
            b'd' => b.is_ascii_digit(),
            s => b == s,
        })
}

fn items(list: &str) -> Vec<&str> {
    let items = list.split(',').map(str::trim);
    items.filter(|item| !item.is_empty()).collect()
}

/// The SIS has answered a request, or has not.
pub(super) fn answered(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
    arrival: &Arrival,
) {
    if jobs::status(state, job) != Some(jobs::REQUESTED) {
        return;
    }
    match outgoing::accepted(arrival) {
        Ok(()) => {
            jobs::set_status(state, cx, job, jobs::REQUEST_SENT);
            jobs::enter(settings, state, cx);
        }
        Err(reason) => {
            let text = format!("Error in LIS BDEMS.requestBulkDataExchange: {reason}");
            state.log("error", text);
            jobs::set_status(state, cx, job, jobs::ERROR);
        }
    }
}

/// Stops a job and tells the SIS: by which of two calls depends on how far the job has come (D2L-072).
///
/// # Errors
///
/// Why an administrator could not even begin with it.
pub(in super::super) fn cancel(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
) -> Result<(), String> {
    let status = jobs::status(state, job).ok_or_else(|| format!("there is no bulk job '{job}'"))?;
    let early = matches!(status, jobs::REQUESTED | jobs::REQUEST_SENT);
    let name = if cx.quirk(D2L_072) && !early {
        "ignoreBulkDataExchange"
    } else {
        "cancelBulkDataExchange"
    };
    end(state, cx, job, "administrator");
    let Some(endpoint) = &settings.bulk.endpoint else {
        cx.quirk(D2L_072.part("no-endpoint"));
        cx.setting("endpoints");
        let text = format!("Bulk job {job}: no Bulk endpoint is configured, the SIS is not told");
        state.log("warning", text);
        jobs::leave(settings, state, cx);
        return Ok(());
    };
    let operation = outgoing::operation(Service::Bdems, name);
    let id = message_id(Service::Bdems, name, cx.now);
    let call = outgoing::call(endpoint, operation, &id, (job, None));
    state.outbox.add(call);
    Ok(())
}

/// The SIS has been told of a job that was stopped, or has not.
pub(super) fn cancelled(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
    operation: &str,
    arrival: &Arrival,
) {
    if let Err(reason) = outgoing::accepted(arrival) {
        state.log("error", format!("Error in LIS BDEMS.{operation}: {reason}"));
        jobs::set_status(state, cx, job, jobs::ERROR);
    }
    jobs::leave(settings, state, cx);
}

/// Nothing more is done for a job.
pub(super) fn end(state: &mut State, cx: &mut Cx<'_>, job: &str, by: &str) {
    jobs::change(state, cx, job, |row, origin| {
        row.status.set_text(jobs::CANCELED, origin);
        row.cancelled_by.set_text(by, origin);
        row.fetch_at.set(None, origin);
    });
    for (key, file) in jobs::files(state, job) {
        if file.status.text() == Some("Waiting") {
            jobs::change_file(state, cx, &key, |row, origin| {
                row.status.set_text("Dropped", origin);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_save_point;

    #[test]
    fn save_points_have_milliseconds_and_no_zone() {
        for (text, expected) in [
            ("2026-01-05T08:00:00.000", true),
            ("2026-01-05T08:00:00Z", false),
            ("2026-01-05T08:00:00.000Z", false),
            ("2026-01-05T08:00:00", false),
            ("2026-01-05 08:00:00.000", false),
            ("2026-01-05T08:00:00.00é", false),
            ("", false),
        ] {
            assert_eq!(is_save_point(text), expected, "{text}");
        }
    }
}
