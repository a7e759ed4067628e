//! `then: nothing`: messages about an id after the one that was to be the last.

use std::collections::HashSet;

use super::difference::{Difference, DifferenceKind, Shown};
use super::messages::Messages;
use super::pair::Pairs;
use super::requests::exchanges;
use super::verdict::{Failure, FailureKind};
use super::wanted::{Wanted, name};
use crate::base::text::plural;
use crate::journal::Entry;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// One for each message that was not the last.
    pub(super) failures: Vec<Failure>,
    /// Expectations that are broken by what followed.
    pub(super) broken: HashSet<usize>,
    /// Messages that followed: nobody needs to be told of them again.
    pub(super) messages: HashSet<usize>,
}

/// Looks behind every message that was to be the last about its id.
pub(super) fn check(wanted: &[Wanted<'_>], pairs: &Pairs, messages: &Messages<'_>) -> Followed {
    let mut found = Followed::default();
    for (w, one) in wanted.iter().enumerate() {
        let Some(span) = &one.expected.then_nothing else {
            continue;
        };
        // The last message of each id that was paired with it.
        let claimed = &pairs.claimed[w];
        let last = |m: usize| {
            !claimed
                .iter()
                .any(|&later| later > m && same(messages.get(later), messages.get(m)))
        };
        for &message in claimed.iter().filter(|&&m| last(m)) {
            let entry = messages.get(message);
            let after: Vec<usize> = (message + 1..messages.len())
                .filter(|&later| same(messages.get(later), entry))
                .collect();
            let Some(&first) = after.first() else {
                continue;
            };
            let next = messages.get(first);
            let called = |e: &Entry| {
                let operation = e.operation.as_deref().unwrap_or("message");
                name(operation, about(e))
            };
            let more = match after.len() - 1 {
                0 => String::new(),
                n => format!(" and {}", plural(n, "more message")),
            };
            let title = format!(
                "{}: nothing was to follow {} (exchange {}), but {} followed (exchange {}){more}",
                entry.instance,
                called(entry),
                entry.seq,
                called(next),
                next.seq,
            );
            let mut failure = Failure::new(FailureKind::Followed, title, Some(span));
            failure.instance = Some(entry.instance.clone());
            failure.operation.clone_from(&next.operation);
            failure.id = about(next).map(str::to_owned);
            failure.seq = Some(next.seq);
            let seqs: Vec<u64> = after.iter().map(|m| messages.get(*m).seq).collect();
            let received = format!("{}: {}", plural(after.len(), "message"), exchanges(&seqs));
            failure.differences.push(
                Difference::new(
                    DifferenceKind::Count,
                    "then",
                    Shown::words("nothing"),
                    Shown::words(received),
                )
                .at(Some(span)),
            );
            if let Some(answer) = refusal(entry) {
                failure.notes.push(answer);
            }
            found.failures.push(failure);
            found.broken.insert(w);
            found.messages.extend(after);
        }
    }
    found
}

/// The id a message is about. Without any, every message counts as being about the same.
fn about(entry: &Entry) -> Option<&str> {
    entry.id.as_deref().or(entry.outer_id.as_deref())
}

fn same(one: &Entry, other: &Entry) -> bool {
    match (about(one), about(other)) {
        (Some(one), Some(other)) => one == other,
        (None, _) | (_, None) => true,
    }
}

/// What had been answered, when that was the reason to stop.
fn refusal(entry: &Entry) -> Option<String> {
    let answer = super::messages::answer(entry);
    let text = |path: &str| {
        let text = answer.at(path).and_then(crate::base::Value::as_text)?;
        Some(text.to_owned())
    };
    let major = text("code_major").filter(|major| major != "success")?;
    let words = text("description").map_or(String::new(), |d| format!(": {d}"));
    Some(format!(
        "exchange {} was answered with {major}{words}",
        entry.seq
    ))
}
