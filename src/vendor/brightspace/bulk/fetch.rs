//! The files of a job, one after the other.

use super::{CarryOut, jobs, process, report};
use crate::engine::{Arrival, Cx};
use crate::vendor::brightspace::outgoing;
use crate::vendor::brightspace::quirks::D2L_074;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::State;
use crate::wire::Reply;

/// What the retriever knows (kb 23700).
const SCHEMES: [&str; 4] = ["http", "https", "ftp", "file"];

/// The background service takes a job up.
pub(super) fn begin(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, job: &str) {
    jobs::change(state, cx, job, |row, origin| {
        row.fetch_at.set(None, origin);
        row.status.set_text(jobs::PROCESSING, origin);
    });
    next(settings, state, cx, job);
}

/// Fetches the next file, or reports when there is none left.
fn next(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, job: &str) {
    for (key, file) in jobs::files(state, job) {
        if file.status.text() != Some("Waiting") {
            continue;
        }
        let url = file.url.text().unwrap_or("");
        let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
        let known = SCHEMES.iter().any(|s| s.eq_ignore_ascii_case(scheme));
        if !known && cx.quirk(D2L_074) {
            let reason = format!("addresses of the scheme '{scheme}' are not fetched");
            fail(state, cx, &key, &reason);
            continue;
        }
        let credentials = settings.bulk.download.as_ref();
        state.outbox.add(outgoing::fetch(&key, url, credentials));
        return;
    }
    report::send(settings, state, cx, job);
}

/// Takes a file that was fetched, or was not.
pub(super) fn arrived(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    key: &str,
    arrival: &Arrival,
    carry_out: CarryOut<'_>,
) {
    let Some(file) = state.bulk.bulk_files.get(key).cloned() else {
        return;
    };
    let job = file.job.text().unwrap_or("");
    // Canceled in the meantime: what arrives now is too late.
    if jobs::status(state, job) != Some(jobs::PROCESSING) {
        return;
    }
    match take(settings, state, cx, key, arrival) {
        Err(reason) => fail(state, cx, key, &reason),
        Ok(reply) => {
            let number = file.number.value;
            let work = process::run(state, cx, (job, number), &reply.body, carry_out);
            match work {
                Err(reason) => fail(state, cx, key, &reason),
                Ok(counts) => {
                    jobs::change_file(state, cx, key, |row, origin| {
                        row.status.set_text("Processed", origin);
                        row.transactions.set(counts.done + counts.failed, origin);
                    });
                    jobs::change(state, cx, job, |row, origin| {
                        row.done.set(row.done.value + counts.done, origin);
                        row.failed.set(row.failed.value + counts.failed, origin);
                    });
                }
            }
        }
    }
    next(settings, state, cx, job);
}

/// The file, if it is one.
fn take<'a>(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    key: &str,
    arrival: &'a Arrival,
) -> Result<&'a Reply, String> {
    let reply = arrival.as_ref().map_err(Clone::clone)?;
    if !(200..300).contains(&reply.status) {
        return Err(format!("the answer was HTTP {}", reply.status));
    }
    let size = reply.body.len().to_string();
    jobs::change_file(state, cx, key, |row, origin| {
        row.size.set_text(&size, origin);
    });
    let said = state.bulk.bulk_files.get(key);
    let said = said.and_then(|row| row.total_size.value.clone());
    if let Some(said) = said.filter(|said| said.trim() != size) {
        cx.setting("bulk_total_size");
        let text = format!("totalSize is {said}, but {size} bytes arrived");
        if settings.bulk.size_fails {
            return Err(text);
        }
        state.log("warning", format!("Bulk file {key}: {text}"));
    }
    Ok(reply)
}

fn fail(state: &mut State, cx: &mut Cx<'_>, key: &str, reason: &str) {
    state.log("error", format!("Bulk file {key}: {reason}"));
    jobs::change_file(state, cx, key, |row, origin| {
        row.status.set_text("Failed", origin);
        row.error.set_text(reason, origin);
    });
}
