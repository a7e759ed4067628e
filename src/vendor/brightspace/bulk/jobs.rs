//! Jobs and the source system as rows.

use std::sync::Arc;

use crate::base::Time;
use crate::engine::Cx;
use crate::vendor::brightspace::quirks::D2L_075;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{BulkFile, BulkJob, SourceSystem, State};

pub(super) const REQUESTED: &str = "BulkRequested";
pub(super) const REQUEST_SENT: &str = "BulkRequestSent";
pub(super) const PROCESSING: &str = "Processing";
pub(super) const COMPLETE: &str = "Complete";
pub(super) const ERROR: &str = "Error";
pub(super) const CANCELED: &str = "Canceled";

/// Changes a job, which is made when there is none.
pub(super) fn change(
    state: &mut State,
    cx: &mut Cx<'_>,
    job: &str,
    with: impl FnOnce(&mut BulkJob, &crate::store::Origin),
) {
    let known = state.bulk.bulk_jobs.get(job);
    let mut row = known.map_or_else(BulkJob::default, |row| BulkJob::clone(row));
    with(&mut row, &cx.origin());
    state.bulk.bulk_jobs.put(&mut cx.tx, job, row);
}

/// The status of a job; `None` when there is no such job.
pub(super) fn status<'s>(state: &'s State, job: &str) -> Option<&'s str> {
    let row = state.bulk.bulk_jobs.get(job)?;
    Some(row.status.text().unwrap_or(""))
}

pub(super) fn set_status(state: &mut State, cx: &mut Cx<'_>, job: &str, status: &str) {
    change(state, cx, job, |row, origin| {
        row.status.set_text(status, origin);
    });
}

/// Changes a file of a job.
pub(super) fn change_file(
    state: &mut State,
    cx: &mut Cx<'_>,
    key: &str,
    with: impl FnOnce(&mut BulkFile, &crate::store::Origin),
) {
    if let Some(row) = state.bulk.bulk_files.get(key) {
        let mut row = BulkFile::clone(row);
        with(&mut row, &cx.origin());
        state.bulk.bulk_files.put(&mut cx.tx, key, row);
    }
}

/// The files of a job with their keys, in the order of the manifest.
pub(super) fn files(state: &State, job: &str) -> Vec<(Arc<str>, Arc<BulkFile>)> {
    let rows = state.bulk.bulk_files.rows_in(0, job);
    let mut rows: Vec<_> = rows.map(|(k, r)| (Arc::clone(k), Arc::clone(r))).collect();
    rows.sort_by_key(|(_, row)| row.number.value);
    rows
}

pub(super) fn in_bulk_mode(settings: &Settings, state: &State) -> bool {
    let row = state.bulk.source_systems.get(&settings.bulk.source_system);
    row.is_some_and(|row| row.status.text() == Some("BulkMode"))
}

/// Bulk mode begins (D2L-075).
pub(super) fn enter(settings: &Settings, state: &mut State, cx: &mut Cx<'_>) {
    if cx.quirk(D2L_075) {
        switch(settings, state, cx, "BulkMode");
    }
}

/// Bulk mode ends.
pub(super) fn leave(settings: &Settings, state: &mut State, cx: &mut Cx<'_>) {
    if in_bulk_mode(settings, state) {
        switch(settings, state, cx, "Enabled");
    }
}

fn switch(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, status: &str) {
    let mut row = SourceSystem::default();
    row.status.set_text(status, &cx.origin());
    let name = &settings.bulk.source_system;
    state.bulk.source_systems.put(&mut cx.tx, name, row);
}

/// The job whose files are to be fetched next, and when.
pub(super) fn due(state: &State) -> Option<(Time, Arc<str>)> {
    let rows = state.bulk.bulk_jobs.rows_in(0, "due");
    rows.filter_map(|(key, row)| Some((Time::parse(row.fetch_at.text()?)?, Arc::clone(key))))
        .min()
}
