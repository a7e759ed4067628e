//! announceBulkDataExchange and announceFailureBulkDataExchange.

use super::jobs;
use crate::engine::Cx;
use crate::model::{Call, CodeMajor, Outcome, OutcomeBody, Payload, Severity, View};
use crate::vendor::brightspace::answers::{Failure, done, incomplete, refuse};
use crate::vendor::brightspace::quirks::{D2L_071, D2L_075};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{BulkFile, BulkFilter, State};

/// What a data file may hold, as its `serviceName` has it.
const SUPPORTED: &[&str] = &[
    "PersonManagementService",
    "GroupManagementService",
    "CourseManagementService",
    "MembershipManagementService",
];

/// Takes a job on; its files are fetched later (D2L-070).
pub(super) fn announce(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let job = transaction_id(cx, call)?;
    let known = jobs::status(state, &job);
    if let Some(status) = known.filter(|status| *status != jobs::REQUEST_SENT) {
        let text = format!(
            "ArgumentException: bulk job {job} is in status {status}, not in BulkRequestSent"
        );
        if cx.quirk(D2L_071) {
            return Err(refuse(settings, cx, Some(D2L_071), "invaliddata", text));
        }
        forget(state, cx, &job);
    }
    let requested = jobs::status(state, &job).is_some();
    let Payload::Record(record) = &call.payload else {
        return Err(incomplete(cx, "bulkBlockManifest is missing"));
    };
    let manifest = record.view();
    let had_files = !jobs::files(state, &job).is_empty();
    if !had_files {
        add_files(state, cx, &job, &manifest)?;
    }
    add_filters(state, cx, &job, &manifest);
    jobs::enter(settings, state, cx);
    let fetch_at = cx.now.after(settings.bulk.delay);
    if !settings.bulk.delay.is_zero() {
        cx.setting("bulk_delay");
    }
    jobs::change(state, cx, &job, |row, origin| {
        // Of a job that Brightspace asked for, only what is not filled yet is taken over.
        if !requested {
            row.status.set_text(jobs::REQUESTED, origin);
        }
        if row.expiry.text().is_none() {
            row.expiry
                .set(manifest.text("expiry_date").map(Into::into), origin);
        }
        if !had_files {
            row.fetch_at.set_text(&fetch_at.rfc3339(), origin);
        }
    });
    let mut outcome = done(CodeMajor::Success, Severity::Status, "fullsuccess");
    cx.setting("bulk_answer");
    if settings.bulk.answer_processing {
        outcome.status.major = CodeMajor::Processing;
    }
    outcome.body = OutcomeBody::Services(SUPPORTED.to_vec());
    Ok(outcome)
}

/// The data will not come: the job is canceled, and real time begins again.
pub(super) fn failure(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let job = transaction_id(cx, call)?;
    if jobs::status(state, &job).is_none() {
        let text = format!("there is no bulk job {job}");
        return Err(refuse(settings, cx, None, "unknownobject", text));
    }
    let user = settings.bulk.caller.clone();
    cx.quirk(D2L_075.part("failure"));
    super::request::end(state, cx, &job, &user);
    jobs::leave(settings, state, cx);
    Ok(done(CodeMajor::Success, Severity::Status, "fullsuccess"))
}

fn transaction_id(cx: &mut Cx<'_>, call: &Call<'_>) -> Result<String, Failure> {
    match call.outer_id.as_deref() {
        Some(id) if !id.is_empty() => Ok(id.to_owned()),
        _ => Err(incomplete(
            cx,
            format!("{}Request.transactionId is missing", call.operation.name),
        )),
    }
}

fn add_files(
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
    manifest: &View<'_, '_>,
) -> Result<(), Failure> {
    let files = manifest.list("files");
    if files.is_empty() {
        return Err(incomplete(
            cx,
            "bulkBlockManifest.bulkBlockDataFile is missing",
        ));
    }
    if let Some(n) = files.iter().position(|file| file.text("url").is_none()) {
        let text = format!("bulkBlockManifest.bulkBlockDataFile[{n}].url is missing");
        return Err(incomplete(cx, text));
    }
    let origin = cx.origin();
    for (file, number) in files.iter().zip(1..) {
        let mut row = BulkFile::default();
        row.job.set_text(job, &origin);
        row.number.set(number, &origin);
        row.url.set(file.text("url").map(Into::into), &origin);
        row.total_size
            .set(file.text("total_size").map(Into::into), &origin);
        row.check_sum
            .set(file.text("check_sum").map(Into::into), &origin);
        row.status.set_text("Waiting", &origin);
        let key = format!("{job}/{number}");
        state.bulk.bulk_files.put(&mut cx.tx, &key, row);
    }
    Ok(())
}

/// The rules that a manifest names; those of a request are there already.
fn add_filters(state: &mut State, cx: &mut Cx<'_>, job: &str, manifest: &View<'_, '_>) {
    if state.bulk.bulk_filters.keys_in(0, job).next().is_some() {
        return;
    }
    for (filter, number) in manifest.list("filters").iter().zip(1..) {
        let rule = (filter.text("entity_type"), filter.text("save_point"));
        put_filter(state, cx, job, number, rule);
    }
}

/// Writes a rule of a job.
pub(super) fn put_filter(
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
    number: usize,
    (entity_type, save_point): (Option<&str>, Option<&str>),
) {
    let origin = cx.origin();
    let mut row = BulkFilter::default();
    row.job.set_text(job, &origin);
    row.entity_type.set(entity_type.map(Into::into), &origin);
    row.save_point.set(save_point.map(Into::into), &origin);
    let key = format!("{job}/{number}");
    state.bulk.bulk_filters.put(&mut cx.tx, &key, row);
}

/// Forgets a job with all that hangs on it.
fn forget(state: &mut State, cx: &mut Cx<'_>, job: &str) {
    let bulk = &mut state.bulk;
    bulk.bulk_jobs.remove(&mut cx.tx, job);
    let keys: Vec<_> = bulk.bulk_files.keys_in(0, job).cloned().collect();
    for key in keys {
        bulk.bulk_files.remove(&mut cx.tx, &key);
    }
    let keys: Vec<_> = bulk.bulk_filters.keys_in(0, job).cloned().collect();
    for key in keys {
        bulk.bulk_filters.remove(&mut cx.tx, &key);
    }
    let keys: Vec<_> = bulk.bulk_results.keys_in(0, job).cloned().collect();
    for key in keys {
        bulk.bulk_results.remove(&mut cx.tx, &key);
    }
}
