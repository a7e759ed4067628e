//! The report to the SIS, and the end of a job.

use std::sync::Arc;

use super::jobs;
use crate::base::Value;
use crate::engine::{Arrival, Cx};
use crate::model::{AnyRecord, RecordKind, Service};
use crate::vendor::brightspace::outgoing;
use crate::vendor::brightspace::profile::message_id;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{BulkResult, State};

const REPORT: &str = "reportBulkDataExchange";

/// Reports what became of a job. Where the SIS has no Bulk endpoint, the report stays here.
pub(super) fn send(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, job: &str) {
    let Some(endpoint) = &settings.bulk.endpoint else {
        cx.setting("endpoints");
        let text = format!("Bulk job {job}: no Bulk endpoint is configured, the report is kept");
        state.log("warning", text);
        finish(settings, state, cx, job, "kept");
        return;
    };
    let record = AnyRecord::from_value(RecordKind::Bulk, &report(state, job));
    let operation = outgoing::operation(Service::Bdems, REPORT);
    let id = message_id(Service::Bdems, REPORT, cx.now);
    let call = outgoing::call(endpoint, operation, &id, (job, Some(&record)));
    state.outbox.add(call);
}

/// The report in its short form: an entry for each transaction, and one for each file that could not be read.
fn report(state: &State, job: &str) -> Value {
    let mut rows: Vec<&Arc<BulkResult>> = state
        .bulk
        .bulk_results
        .rows_in(0, job)
        .map(|(_, row)| row)
        .collect();
    rows.sort_by_key(|row| row.number.value);
    let mut entries: Vec<_> = rows.into_iter().map(|row| entry(row)).collect();
    for (_, file) in jobs::files(state, job) {
        if let Some(reason) = file.error.text() {
            let mut failed = Value::map();
            failed.insert("code_major", Value::text("failure"));
            failed.insert("severity", Value::text("error"));
            let text = format!("{}: {reason}", file.url.text().unwrap_or(""));
            failed.insert("description", Value::text(text));
            entries.push(failed);
        }
    }
    if entries.is_empty() {
        // A report without anything in it would be none.
        let mut nothing = Value::map();
        nothing.insert("code_major", Value::text("success"));
        nothing.insert("severity", Value::text("status"));
        nothing.insert("description", Value::text("there were no transactions"));
        entries.push(nothing);
    }
    let mut report = Value::map();
    report.insert("entries", Value::List(entries));
    report
}

fn entry(row: &BulkResult) -> Value {
    let mut entry = Value::map();
    entry.insert_text("id", row.op.text());
    entry.insert_text("code_major", row.code_major.text());
    entry.insert_text("severity", row.severity.text());
    entry.insert_text("code_minor", row.code_minor.text());
    entry.insert_text("description", row.description.text());
    entry
}

/// The SIS has answered the report, or has not.
pub(super) fn answered(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
    arrival: &Arrival,
) {
    if jobs::status(state, job) != Some(jobs::PROCESSING) {
        return;
    }
    match outgoing::accepted(arrival) {
        Ok(()) => finish(settings, state, cx, job, "sent"),
        Err(reason) => {
            state.log("error", format!("Error in LIS BDEMS.{REPORT}: {reason}"));
            finish(settings, state, cx, job, "refused");
        }
    }
}

/// The job is over, and so is bulk mode.
fn finish(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, job: &str, report: &str) {
    let files = jobs::files(state, job);
    let readable = files.iter().any(|(_, file)| file.error.text().is_none());
    let good = report != "refused" && readable;
    jobs::change(state, cx, job, |row, origin| {
        let status = if good { jobs::COMPLETE } else { jobs::ERROR };
        row.status.set_text(status, origin);
        row.report.set_text(report, origin);
    });
    jobs::leave(settings, state, cx);
}
