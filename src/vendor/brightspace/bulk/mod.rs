//! BDEMS: bulk exchange. The SIS announces, Brightspace fetches, works and reports.

mod announce;
mod fetch;
mod jobs;
mod process;
mod report;
mod request;

use std::sync::Arc;

use super::answers::{Failure, unsupported};
use super::quirks::D2L_075;
use super::settings::Settings;
use super::state::{SourceSystem, State};
use crate::base::Time;
use crate::engine::{Arrival, Cx, Outgoing};
use crate::model::{Call, Outcome, Service, Severity};
use crate::store::{Origin, Source, Tx};

pub(super) use self::request::{cancel, request};

/// Carries a call out as it would be carried out in real time; `None` when it failed inside. What it changed is undone
/// where a call in real time would undo it.
pub(super) type CarryOut<'c> =
    &'c mut dyn FnMut(&mut State, &mut Cx<'_>, &Call<'_>) -> Option<Outcome>;

/// Puts the source system into a new state.
pub(super) fn install(settings: &Settings, state: &mut State) {
    let origin = Origin {
        source: Some(Arc::new(Source {
            seq: 0,
            time: Time::default(),
            operation: "settings",
        })),
        quirk: None,
    };
    let mut row = SourceSystem::default();
    row.status.set_text("Enabled", &origin);
    let name = &settings.bulk.source_system;
    let systems = &mut state.bulk.source_systems;
    systems.put(&mut Tx::default(), name, row);
}

/// Carries a call of the service out.
pub(super) fn apply(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    match call.operation.name {
        "announceBulkDataExchange" => announce::announce(settings, state, cx, call),
        "announceFailureBulkDataExchange" => announce::failure(settings, state, cx, call),
        _ => Ok(unsupported(settings, cx, call)),
    }
}

/// Whether a call in real time is turned away because a bulk exchange is going on (D2L-075).
pub(super) fn turn_away(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<(), Failure> {
    if call.operation.service == Service::Bdems || !jobs::in_bulk_mode(settings, state) {
        return Ok(());
    }
    cx.quirk(D2L_075.part("real-time"));
    cx.setting("realtime_in_bulk");
    if !settings.bulk.busy_in_bulk {
        return Ok(());
    }
    Err(Failure {
        severity: Severity::Error,
        minor: "targetisbusy",
        message: "the source system is in BulkMode".to_owned(),
        log: None,
    })
}

/// When files of a job are to be fetched next.
pub(super) fn next_due(state: &State) -> Option<Time> {
    jobs::due(state).map(|(time, _)| time)
}

/// Begins with the job that is due.
pub(super) fn background(settings: &Settings, state: &mut State, cx: &mut Cx<'_>) -> String {
    let Some((_, job)) = jobs::due(state) else {
        return String::new();
    };
    fetch::begin(settings, state, cx, &job);
    format!("begin with bulk job {job}")
}

/// Takes what came of a call of this service; false when it is another's.
pub(super) fn arrived(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    outgoing: &Outgoing,
    arrival: &Arrival,
    carry_out: CarryOut<'_>,
) -> bool {
    match outgoing.operation {
        None => fetch::arrived(settings, state, cx, &outgoing.ticket, arrival, carry_out),
        Some(operation) if operation.service == Service::Bdems => {
            let job = &outgoing.ticket;
            match operation.name {
                "reportBulkDataExchange" => report::answered(settings, state, cx, job, arrival),
                "requestBulkDataExchange" => request::answered(settings, state, cx, job, arrival),
                name => request::cancelled(settings, state, cx, job, name, arrival),
            }
        }
        Some(_) => return false,
    }
    true
}
