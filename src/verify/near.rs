//! What comes nearest to an expectation that nothing met, and to a message nobody expected.

use std::collections::HashMap;

use super::difference::{Difference, DifferenceKind, Shown};
use super::messages::Messages;
use super::verdict::NearMiss;
use super::wanted::{Wanted, name};
use crate::diag::Span;
use crate::scenario::Captures;

/// How many near misses are shown for one expectation.
const MAX_SHOWN: usize = 3;
/// How many candidates are compared in full.
const MAX_COMPARED: usize = 12;
/// How many expectations of one instance get the full search; the others only look at their own id.
const MAX_SEARCHES: usize = 20;

/// A candidate with its distance.
#[derive(Debug)]
pub(super) struct Near {
    /// Index of the message or the expectation.
    pub(super) index: usize,
    /// Operation and id are those that were looked for, or nearly.
    pub(super) close: bool,
    /// What is shown.
    pub(super) miss: NearMiss,
}

/// Finds near misses among the messages of one instance.
#[derive(Debug)]
pub(super) struct Search<'a, 's, 'e> {
    wanted: &'a [Wanted<'s>],
    messages: &'a Messages<'e>,
    messages_by_id: HashMap<&'e str, Vec<usize>>,
    messages_by_operation: HashMap<&'e str, Vec<usize>>,
    wanted_by_id: HashMap<&'s str, Vec<usize>>,
    wanted_by_operation: HashMap<&'s str, Vec<usize>>,
    searches: usize,
}

impl<'a, 's, 'e> Search<'a, 's, 'e> {
    pub(super) fn new(wanted: &'a [Wanted<'s>], messages: &'a Messages<'e>) -> Self {
        let mut search = Self {
            wanted,
            messages,
            messages_by_id: HashMap::new(),
            messages_by_operation: HashMap::new(),
            wanted_by_id: HashMap::new(),
            wanted_by_operation: HashMap::new(),
            searches: 0,
        };
        for (index, entry) in messages.iter().enumerate() {
            if let Some(id) = entry.id.as_deref() {
                search.messages_by_id.entry(id).or_default().push(index);
            }
            let operation = entry.operation.as_deref().unwrap_or_default();
            search
                .messages_by_operation
                .entry(operation)
                .or_default()
                .push(index);
        }
        for (index, one) in wanted.iter().enumerate() {
            if let Some(id) = one.id {
                search.wanted_by_id.entry(id).or_default().push(index);
            }
            let operation = one.expected.operation.as_str();
            search
                .wanted_by_operation
                .entry(operation)
                .or_default()
                .push(index);
        }
        search
    }

    /// The messages nearest to an expectation; `free` tells those that nobody else has.
    pub(super) fn messages_near(
        &mut self,
        wanted: usize,
        free: impl Fn(usize) -> bool,
        captured: &mut Captures,
    ) -> Vec<Near> {
        let one = &self.wanted[wanted];
        let operation = one.expected.operation.as_str();
        let full = self.full();
        let candidates = candidates(
            one.id.and_then(|id| self.messages_by_id.get(id)),
            self.messages_by_operation.get(operation).filter(|_| full),
            |m| distance(operation, one.id, self.messages.get(m)) + usize::from(!free(m)),
        );
        let near = candidates
            .into_iter()
            .map(|m| {
                let entry = self.messages.get(m);
                let found = name(
                    entry.operation.as_deref().unwrap_or_default(),
                    entry.id.as_deref(),
                );
                let alone = if free(m) {
                    ", which nothing expects"
                } else {
                    ""
                };
                let miss = NearMiss {
                    what: format!("exchange {}, {found}{alone}", entry.seq),
                    seq: Some(entry.seq),
                    span: None,
                    differences: self.differences(wanted, m, captured),
                    told: false,
                };
                (
                    distance(operation, one.id, entry) + usize::from(!free(m)),
                    m,
                    miss,
                )
            })
            .collect();
        ranked(near)
    }

    /// The expectations nearest to a message.
    pub(super) fn wanted_near(&mut self, message: usize, captured: &mut Captures) -> Vec<Near> {
        let entry = self.messages.get(message);
        let operation = entry.operation.as_deref().unwrap_or_default();
        let full = self.full();
        let id = entry.id.as_deref();
        let far = |w: usize| distance(&self.wanted[w].expected.operation, self.wanted[w].id, entry);
        let candidates = candidates(
            id.and_then(|id| self.wanted_by_id.get(id)),
            self.wanted_by_operation.get(operation).filter(|_| full),
            far,
        );
        let near = candidates
            .into_iter()
            .map(|w| {
                let miss = NearMiss {
                    what: format!("the expectation of {}", self.wanted[w].name()),
                    seq: None,
                    span: Some(self.wanted[w].expected.span.clone()),
                    differences: self.differences(w, message, captured),
                    told: false,
                };
                (far(w), w, miss)
            })
            .collect();
        ranked(near)
    }

    fn full(&mut self) -> bool {
        self.searches += 1;
        self.searches <= MAX_SEARCHES
    }

    fn differences(&self, w: usize, message: usize, captured: &mut Captures) -> Vec<Difference> {
        let one = &self.wanted[w];
        let entry = self.messages.get(message);
        let operation = entry.operation.as_deref().unwrap_or_default();
        let mut all = Vec::new();
        if one.expected.operation != operation {
            let expected = Shown::Text(one.expected.operation.clone());
            let received = Shown::Text(operation.to_owned());
            let span: Option<&Span> = Some(&one.expected.span);
            all.push(
                Difference::new(DifferenceKind::Value, "operation", expected, received).at(span),
            );
        }
        let comparison = captured.trial(|captured| one.hold(self.messages, message, captured));
        all.extend(comparison.differences);
        all
    }
}

/// The same id first, then the same operation, those with the least distance.
fn candidates(
    same_id: Option<&Vec<usize>>,
    same_operation: Option<&Vec<usize>>,
    far: impl Fn(usize) -> usize,
) -> Vec<usize> {
    let mut all: Vec<(usize, usize)> = same_id
        .into_iter()
        .chain(same_operation)
        .flatten()
        .map(|&index| (far(index), index))
        .collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(MAX_COMPARED);
    all.into_iter().map(|(_, index)| index).collect()
}

fn ranked(mut near: Vec<(usize, usize, NearMiss)>) -> Vec<Near> {
    near.sort_by_key(|(far, _, miss)| far + 2 * miss.differences.len());
    near.truncate(MAX_SHOWN);
    near.into_iter()
        .map(|(far, index, miss)| Near {
            index,
            close: far <= CLOSE,
            miss,
        })
        .collect()
}

/// The weight of another operation, or of an entirely different id.
const FAR: usize = 10;
/// Below this, one was probably meant to be the other.
const CLOSE: usize = FAR;

/// How far operation and id are from those of a message.
fn distance(operation: &str, id: Option<&str>, entry: &crate::journal::Entry) -> usize {
    let other_operation = entry.operation.as_deref() != Some(operation);
    let ids = match (id, entry.id.as_deref()) {
        (Some(a), Some(b)) if a == b => 0,
        (Some(a), Some(b)) => {
            // Truncated on purpose: ranks need no fractions.
            #[expect(clippy::cast_sign_loss, reason = "a normalized distance is in 0..=1")]
            let apart = ((1.0 - strsim::normalized_damerau_levenshtein(a, b)) * 8.0) as usize;
            2 + apart
        }
        _ => 1,
    };
    usize::from(other_operation) * FAR + ids
}
