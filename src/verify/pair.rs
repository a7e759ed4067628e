//! Which message answers which expectation: exact first, then the least distance.

use std::collections::{HashMap, HashSet};

use super::buckets::Buckets;
use super::diff::Comparison;
use super::messages::Messages;
use super::wanted::Wanted;
use crate::scenario::Captures;

/// Pairs of a bucket that are all compared to find the least distance; larger ones are paired in order.
const MAX_PAIRS: usize = 400;
/// How often, in all, an expectation may ask another one to take a different message.
const MAX_EXCHANGES: usize = 20_000;
/// How many messages without a common id are tried for an expectation that nothing fits.
const MAX_STRANGERS: usize = 50;
/// How deep a chain of such exchanges may be.
const MAX_CHAIN: usize = 32;

/// An expectation and the message that comes nearest to it.
#[derive(Debug)]
pub(super) struct Differing {
    pub(super) wanted: usize,
    pub(super) message: usize,
    pub(super) comparison: Comparison,
}

/// The outcome of pairing.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// By expectation: messages that fit, in order of arrival.
    pub(super) claimed: Vec<Vec<usize>>,
    /// Expectations that are short of a message, with one that is theirs but for some values.
    pub(super) differing: Vec<Differing>,
    /// By expectation: further messages that fit, beyond what it allows.
    pub(super) surplus: Vec<Vec<usize>>,
    /// Messages that belong to nobody.
    pub(super) unclaimed: Vec<usize>,
}

/// Pairs expectations with messages. Linear in both but for what happens inside one bucket.
pub(super) fn pair(
    wanted: &[Wanted<'_>],
    messages: &Messages<'_>,
    captured: &mut Captures,
) -> Pairs {
    let mut pairing = Pairing {
        wanted,
        messages,
        captured,
        buckets: Buckets::new(wanted, messages),
        owner: vec![None; messages.len()],
        claims: vec![0; wanted.len()],
        budget: MAX_EXCHANGES,
    };
    pairing.claim_what_is_needed();
    pairing.claim_what_is_allowed();
    let differing = pairing.nearest();
    let surplus = pairing.surplus(&differing);
    pairing.finish(differing, surplus)
}

struct Pairing<'a, 's, 'e> {
    wanted: &'a [Wanted<'s>],
    messages: &'a Messages<'e>,
    captured: &'a mut Captures,
    buckets: Buckets,
    /// By message: the expectation that has it.
    owner: Vec<Option<usize>>,
    /// By expectation: how many it has.
    claims: Vec<usize>,
    budget: usize,
}

impl Pairing<'_, '_, '_> {
    fn claim_what_is_needed(&mut self) {
        for w in 0..self.wanted.len() {
            let min = self.wanted[w].expected.times.min as usize;
            self.claim_free(w, min);
            while self.claims[w] < min && self.claim_by_exchange(w, &mut HashSet::new(), 0) {}
        }
    }

    fn claim_what_is_allowed(&mut self) {
        for w in 0..self.wanted.len() {
            let max = self.wanted[w].expected.times.max;
            self.claim_free(w, max.map_or(usize::MAX, |max| max as usize));
        }
    }

    /// Takes free messages in order of arrival until there are enough.
    fn claim_free(&mut self, w: usize, enough: usize) {
        let bucket = self.buckets.of(w);
        while let Some(&message) = bucket.list.get(bucket.start)
            && self.owner[message].is_some()
        {
            bucket.start += 1;
        }
        let mut at = bucket.start;
        while self.claims[w] < enough {
            let Some(&message) = self.buckets.of(w).list.get(at) else {
                return;
            };
            at += 1;
            if self.owner[message].is_none() && self.fits(w, message) {
                self.take(w, message);
            }
        }
    }

    /// Takes a message whose owner can do with another one.
    fn claim_by_exchange(&mut self, w: usize, tried: &mut HashSet<usize>, depth: usize) -> bool {
        let mut at = 0;
        while let Some(&message) = self.buckets.of(w).list.get(at) {
            at += 1;
            if self.budget == 0 || depth > MAX_CHAIN {
                return false;
            }
            if tried.contains(&message) {
                continue;
            }
            self.budget -= 1;
            if !self.fits(w, message) {
                continue;
            }
            tried.insert(message);
            match self.owner[message] {
                None => {}
                // What was captured from a message stays captured, so it cannot be handed on.
                Some(owner) if owner == w || self.wanted[owner].captures => continue,
                Some(owner) => {
                    if !self.claim_by_exchange(owner, tried, depth + 1) {
                        continue;
                    }
                    self.claims[owner] -= 1;
                }
            }
            self.take(w, message);
            return true;
        }
        false
    }

    fn fits(&mut self, w: usize, message: usize) -> bool {
        self.wanted[w].fits(self.messages, message, self.captured)
    }

    fn take(&mut self, w: usize, message: usize) {
        if self.wanted[w].captures {
            self.wanted[w].hold(self.messages, message, self.captured);
        }
        self.owner[message] = Some(w);
        self.claims[w] += 1;
    }

    /// Gives expectations that are short of a message the free one that differs least.
    fn nearest(&mut self) -> Vec<Differing> {
        let mut short: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut places: HashMap<usize, usize> = HashMap::new();
        for w in 0..self.wanted.len() {
            if self.claims[w] < self.wanted[w].expected.times.min as usize {
                let wide = self.buckets.wide[w];
                let place = *places.entry(wide).or_insert_with(|| {
                    short.push((wide, Vec::new()));
                    short.len() - 1
                });
                short[place].1.push(w);
            }
        }
        let mut found = Vec::new();
        let mut taken = HashSet::new();
        for (wide, wanted) in short {
            let bucket = &self.buckets.all[wide];
            let limit = if bucket.one_record {
                usize::MAX
            } else {
                MAX_STRANGERS
            };
            let free: Vec<usize> = bucket
                .list
                .iter()
                .copied()
                .filter(|m| self.owner[*m].is_none() && !taken.contains(m))
                .take(limit)
                .collect();
            let related = bucket.one_record;
            for differing in self.least_distance(&wanted, &free) {
                let near = differing.comparison.equal >= differing.comparison.differences.len();
                if related || near {
                    taken.insert(differing.message);
                    found.push(differing);
                }
            }
        }
        found.sort_unstable_by_key(|d| d.wanted);
        found
    }

    fn least_distance(&mut self, wanted: &[usize], free: &[usize]) -> Vec<Differing> {
        let all = wanted.len() * free.len() <= MAX_PAIRS;
        let mut pairs: Vec<Differing> = Vec::new();
        for (place, &w) in wanted.iter().enumerate() {
            let in_view = if all {
                free
            } else {
                free.get(place..=place).unwrap_or_default()
            };
            for &message in in_view {
                let (one, messages) = (&self.wanted[w], self.messages);
                let comparison = self
                    .captured
                    .trial(|captured| one.hold(messages, message, captured));
                pairs.push(Differing {
                    wanted: w,
                    message,
                    comparison,
                });
            }
        }
        // Stable: of equal distances the earlier expectation and message come first.
        pairs.sort_by_key(|p| p.comparison.differences.len());
        let (mut used, mut served) = (HashSet::new(), HashSet::new());
        pairs.retain(|p| {
            let free = !used.contains(&p.message) && !served.contains(&p.wanted);
            if free {
                used.insert(p.message);
                served.insert(p.wanted);
            }
            free
        });
        pairs
    }

    /// Messages that fit an expectation which already has all it allows.
    fn surplus(&mut self, differing: &[Differing]) -> Vec<Vec<usize>> {
        let nearest: HashSet<usize> = differing.iter().map(|d| d.message).collect();
        let mut by_id: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        let mut by_operation: HashMap<&str, Vec<usize>> = HashMap::new();
        for (w, one) in self.wanted.iter().enumerate() {
            let operation = one.expected.operation.as_str();
            match one.id {
                Some(id) => by_id.entry((operation, id)).or_default().push(w),
                None => by_operation.entry(operation).or_default().push(w),
            }
        }
        let mut surplus = vec![Vec::new(); self.wanted.len()];
        for message in 0..self.messages.len() {
            if self.owner[message].is_some() || nearest.contains(&message) {
                continue;
            }
            let entry = self.messages.get(message);
            let operation = entry.operation.as_deref().unwrap_or_default();
            let same_id = entry
                .id
                .as_deref()
                .and_then(|id| by_id.get(&(operation, id)));
            let any_id = by_operation.get(operation);
            let candidates = same_id
                .into_iter()
                .chain(any_id)
                .flat_map(|list| list.iter().take(MAX_STRANGERS));
            for &w in candidates {
                let max = self.wanted[w].expected.times.max;
                let full = max.is_some_and(|max| self.claims[w] >= max as usize);
                if full && self.fits(w, message) {
                    self.owner[message] = Some(w);
                    surplus[w].push(message);
                    break;
                }
            }
        }
        surplus
    }

    fn finish(self, differing: Vec<Differing>, surplus: Vec<Vec<usize>>) -> Pairs {
        let mut pairs = Pairs {
            claimed: vec![Vec::new(); self.wanted.len()],
            differing,
            surplus,
            unclaimed: Vec::new(),
        };
        let nearest: HashSet<usize> = pairs.differing.iter().map(|d| d.message).collect();
        let further: HashSet<usize> = pairs.surplus.iter().flatten().copied().collect();
        for (message, owner) in self.owner.iter().enumerate() {
            match owner {
                _ if further.contains(&message) || nearest.contains(&message) => {}
                Some(w) => pairs.claimed[*w].push(message),
                None => pairs.unclaimed.push(message),
            }
        }
        pairs
    }
}
