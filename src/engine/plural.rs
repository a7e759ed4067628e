//! Calls in the plural (ES): taken apart into items, and their outcomes put together again.

use crate::model::{
    AnyRecord, Call, CodeMajor, Outcome, OutcomeBody, Payload, Severity, StatusInfo, Verb,
};
use crate::standard::es;

/// The items of a call, each as a call in the singular; `None` when it is one already.
pub(super) fn items<'c>(call: &'c Call<'_>) -> Option<Vec<Call<'c>>> {
    let singular = es::singular(call.operation)?;
    let item = |id: Option<&'c str>, payload| Call {
        operation: singular,
        header: call.header.clone(),
        outer_id: id.map(Into::into),
        payload,
        arguments: Vec::new(),
    };
    let record = |record: &AnyRecord<'c>| match record.clone() {
        AnyRecord::Person(record) => Payload::Person(record),
        AnyRecord::Other(record) => Payload::Record(record),
    };
    Some(match &call.payload {
        Payload::Pairs(pairs) => {
            let pairs = pairs.iter();
            pairs
                .map(|(id, found)| item(id.as_deref(), record(found)))
                .collect()
        }
        Payload::Records(records) => records.iter().map(|r| item(r.id(), record(r))).collect(),
        Payload::Ids(ids) => {
            let ids = ids.iter();
            ids.map(|id| item(Some(id), Payload::Empty)).collect()
        }
        Payload::IdPairs(pairs) => {
            let second = if call.operation.verb == Verb::ChangeIdentifier {
                "newSourcedId"
            } else {
                "relationId"
            };
            let pairs = pairs.iter().map(|(first, other)| {
                let mut item = item(Some(first), Payload::Empty);
                item.arguments.push((second, other.as_ref().into()));
                item
            });
            pairs.collect()
        }
        _ => Vec::new(),
    })
}

/// How many operations a call is.
pub(super) fn count(call: &Call<'_>) -> usize {
    match &call.payload {
        Payload::Pairs(pairs) => pairs.len(),
        Payload::Records(records) => records.len(),
        Payload::Ids(ids) => ids.len(),
        Payload::IdPairs(pairs) => pairs.len(),
        _ => 1,
    }
}

/// Whether the call was refused.
pub(super) fn is_refused(outcome: &Outcome) -> bool {
    matches!(
        outcome.status.major,
        CodeMajor::Failure | CodeMajor::Unsupported
    )
}

/// Makes everything that was done the failure of the first item that was refused.
pub(super) fn spoil(outcomes: &mut [Outcome]) {
    let refused = outcomes.iter().find(|outcome| is_refused(outcome));
    let Some(status) = refused.map(|outcome| outcome.status.clone()) else {
        return;
    };
    for outcome in outcomes.iter_mut().filter(|outcome| !is_refused(outcome)) {
        outcome.status = status.clone();
    }
}

/// One outcome of all: the statuses in the order of the items, and what was found.
pub(super) fn together(call: &Call<'_>, outcomes: Vec<Outcome>) -> Outcome {
    let mut set = Vec::with_capacity(outcomes.len());
    let (mut records, mut ids) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome.body {
            OutcomeBody::Record(record) => records.push(record),
            OutcomeBody::Id(id) => ids.push(id.into()),
            _ => {}
        }
        set.push(outcome.status);
    }
    let body = match call.operation.verb {
        Verb::Read => OutcomeBody::Records {
            records,
            save_point: None,
        },
        Verb::CreateByProxy => OutcomeBody::Ids {
            ids,
            save_point: None,
        },
        _ => OutcomeBody::Empty,
    };
    Outcome {
        status: overall(&set),
        set: Some(set),
        body,
        rollback: false,
    }
}

/// What is told of a set in one line: the worst of it, and how many there are of those.
fn overall(set: &[StatusInfo]) -> StatusInfo {
    let weight = |status: &&StatusInfo| match (status.major, status.severity) {
        (CodeMajor::Failure, _) => 3,
        (CodeMajor::Unsupported, _) => 2,
        (_, Severity::Warning | Severity::Error) => 1,
        _ => 0,
    };
    // Of several of the same weight the first.
    let worst = set.iter().rev().max_by_key(weight);
    let Some(worst) = worst else {
        return StatusInfo {
            major: CodeMajor::Success,
            severity: Severity::Status,
            minor: "fullsuccess",
            description: "no items".into(),
        };
    };
    let like_it = set.iter().filter(|s| weight(s) == weight(&worst)).count();
    StatusInfo {
        description: format!("{like_it} of {} items", set.len()).into(),
        ..worst.clone()
    }
}
