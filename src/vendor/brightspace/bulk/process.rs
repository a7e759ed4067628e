//! A data file: each of its transactions goes where a call in real time would go.

use std::collections::HashMap;
use std::sync::Arc;

use super::CarryOut;
use crate::engine::Cx;
use crate::model::{CodeMajor, Severity};
use crate::standard::lis::{self, Transaction};
use crate::vendor::brightspace::state::{BulkResult, State};

/// How many transactions of a file were carried out, and how many were not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) done: u64,
    pub(super) failed: u64,
}

/// Carries out what stands in a file, in its order. What is wrong with one transaction is its own matter.
///
/// # Errors
///
/// Why nothing of the file could be read.
pub(super) fn run(
    state: &mut State,
    cx: &mut Cx<'_>,
    (job, file): (&str, u64),
    bytes: &[u8],
    carry_out: CarryOut<'_>,
) -> Result<Counts, String> {
    let mut counts = Counts::default();
    let mut names = Names::default();
    let mut number = state.bulk.bulk_results.keys_in(0, job).count() as u64;
    lis::read_bulk_file(bytes, &mut |transaction| {
        number += 1;
        let mut row = carried_out(state, cx, transaction, carry_out);
        if row.code_major.text() == Some("success") {
            counts.done += 1;
        } else {
            counts.failed += 1;
        }
        let origin = cx.origin();
        row.job.set_text(job, &origin);
        row.number.set(number, &origin);
        // Identifiers may have slashes in them, so another job's key can look the same.
        let taken = |key: &str| state.bulk.bulk_results.get(key).is_some();
        let key = names.of(&format!("{job}/{file}/{}", transaction.id()), taken);
        state.bulk.bulk_results.put(&mut cx.tx, &key, row);
    })?;
    Ok(counts)
}

/// Carries out one transaction and says how that went.
fn carried_out(
    state: &mut State,
    cx: &mut Cx<'_>,
    transaction: Transaction<'_>,
    carry_out: CarryOut<'_>,
) -> BulkResult {
    let (major, severity, minor, description) = match transaction.call() {
        Err(reason) => {
            state.log(
                "error",
                format!("Bulk transaction '{}': {reason}", transaction.id()),
            );
            let reason = Arc::<str>::from(reason);
            (
                CodeMajor::Failure,
                Severity::Error,
                "invaliddata",
                Some(reason),
            )
        }
        Ok(call) => {
            if let Some(outcome) = carry_out(state, cx, &call) {
                let status = outcome.status;
                let text = Some(status.description).filter(|text| !text.is_empty());
                let text = text.map(|text| Arc::from(&*text));
                (status.major, status.severity, status.minor, text)
            } else {
                let text =
                    "mocklms failed inside while carrying this out; this is a bug in mocklms";
                let text = Arc::from(text);
                (CodeMajor::Failure, Severity::Error, "", Some(text))
            }
        }
    };
    let origin = cx.origin();
    let mut row = BulkResult::default();
    row.op.set_text(&transaction.id(), &origin);
    row.operation
        .set_text(&transaction.operation_name(), &origin);
    row.code_major.set_text(major.as_str(), &origin);
    row.severity.set_text(severity.as_str(), &origin);
    row.code_minor.set_text(minor, &origin);
    row.description.set(description, &origin);
    row
}

/// Keys of rows: identifiers that stand twice in a file get a number.
#[derive(Default)]
struct Names(HashMap<String, u64>);

impl Names {
    fn of(&mut self, wanted: &str, taken: impl Fn(&str) -> bool) -> String {
        let mut name = wanted.to_owned();
        while self.0.contains_key(&name) || taken(&name) {
            let times = self.0.entry(wanted.to_owned()).or_default();
            *times += 1;
            name = format!("{wanted}~{}", *times + 1);
        }
        self.0.insert(name.clone(), 0);
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_given_once() {
        let mut names = Names::default();
        let given: Vec<_> = ["a", "a~2", "a", "a", "b", "c"]
            .map(|n| names.of(n, |key| key == "c"))
            .into();
        assert_eq!(given, ["a", "a~2", "a~3", "a~4", "b", "c~2"]);
    }
}
