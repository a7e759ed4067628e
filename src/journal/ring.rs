//! The live journal: the last exchanges of a session.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::{Entry, Recorder};
use crate::engine::Exchange;

/// How much a live journal keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalLimits {
    /// Exchanges.
    pub entries: usize,
    /// Bytes of the exchanges together.
    pub bytes: usize,
}

impl Default for JournalLimits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            bytes: 64 * 1024 * 1024,
        }
    }
}

/// The last exchanges of a session, by number.
///
/// When a bound is met the oldest go, and are counted: what needs one of them is inconclusive, never passed.
#[derive(Debug)]
pub struct Journal {
    limits: JournalLimits,
    /// A std mutex, because nothing inside waits: a push is a few moves and at most a few drops.
    ring: Mutex<Ring>,
    recorder: OnceLock<(Arc<Recorder>, String)>,
}

/// Exchanges in ascending order of their numbers.
#[derive(Debug, Default)]
struct Ring {
    kept: VecDeque<Arc<Exchange>>,
    bytes: usize,
    evicted: u64,
}

impl Journal {
    /// An empty journal.
    pub fn new(limits: JournalLimits) -> Self {
        Self {
            limits,
            ring: Mutex::new(Ring {
                kept: VecDeque::with_capacity(limits.entries.min(1024)),
                ..Ring::default()
            }),
            recorder: OnceLock::new(),
        }
    }

    /// From now on every exchange is also written to a recording, before `push` returns, under the session's name
    /// (empty for the default session). The first recorder stays.
    pub fn record_to(&self, recorder: Arc<Recorder>, session: &str) {
        _ = self.recorder.set((recorder, session.to_owned()));
    }

    /// Adds an exchange. Threads may arrive in another order than their numbers.
    pub fn push(&self, exchange: Arc<Exchange>) {
        if let Some((recorder, session)) = self.recorder.get() {
            let mut entry = exchange.entry();
            entry.session.clone_from(session);
            recorder.append(entry);
        }
        // What is evicted is freed after the lock is given back.
        let mut gone = Gone::default();
        let mut ring = self.lock();
        ring.bytes += exchange.weight();
        let seq = exchange.seq;
        if ring.kept.back().is_none_or(|last| last.seq < seq) {
            ring.kept.push_back(exchange);
        } else {
            let at = ring.kept.partition_point(|kept| kept.seq < seq);
            ring.kept.insert(at, exchange);
        }
        while ring.kept.len() > self.limits.entries
            || (ring.bytes > self.limits.bytes && ring.kept.len() > 1)
        {
            let Some(oldest) = ring.kept.pop_front() else {
                break;
            };
            ring.bytes -= oldest.weight();
            ring.evicted += 1;
            gone.hold(oldest);
        }
        drop(ring);
    }

    /// The exchanges kept, in order.
    pub fn exchanges(&self) -> Vec<Arc<Exchange>> {
        self.lock().kept.iter().cloned().collect()
    }

    /// The exchanges kept, in order, as entries with their secrets in clear.
    pub fn entries(&self) -> Vec<Entry> {
        self.exchanges().iter().map(|e| e.entry()).collect()
    }

    /// The exchange of that number, if it is kept.
    pub fn get(&self, seq: u64) -> Option<Arc<Exchange>> {
        let ring = self.lock();
        let at = ring.kept.binary_search_by_key(&seq, |kept| kept.seq).ok()?;
        ring.kept.get(at).cloned()
    }

    /// The exchanges after that number, in order.
    pub fn since(&self, seq: u64) -> Vec<Arc<Exchange>> {
        let ring = self.lock();
        let from = ring.kept.partition_point(|kept| kept.seq <= seq);
        ring.kept.range(from..).cloned().collect()
    }

    /// The exchange with the highest number.
    pub fn latest(&self) -> Option<Arc<Exchange>> {
        self.lock().kept.back().cloned()
    }

    /// How many had to go.
    pub fn evicted(&self) -> u64 {
        self.lock().evicted
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        // A poisoned lock still guards a usable ring: every step leaves it whole.
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one push evicts: one exchange nearly always, so that needs no allocation.
#[derive(Default)]
struct Gone {
    first: Option<Arc<Exchange>>,
    more: Vec<Arc<Exchange>>,
}

impl Gone {
    fn hold(&mut self, exchange: Arc<Exchange>) {
        if self.first.is_none() {
            self.first = Some(exchange);
        } else {
            self.more.push(exchange);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Exchange;

    fn journal(entries: usize, bytes: usize) -> Journal {
        Journal::new(JournalLimits { entries, bytes })
    }

    fn seqs(journal: &Journal) -> Vec<u64> {
        journal.exchanges().iter().map(|e| e.seq).collect()
    }

    #[test]
    fn late_arrivals_are_put_in_order() {
        let journal = journal(10, usize::MAX);
        for seq in [1, 3, 2, 6, 4, 5] {
            journal.push(Arc::new(Exchange::sample(seq, b"")));
        }
        assert_eq!(seqs(&journal), [1, 2, 3, 4, 5, 6]);
        assert_eq!(journal.latest().unwrap().seq, 6);
        assert_eq!(journal.get(4).unwrap().seq, 4);
        assert!(journal.get(7).is_none());
        let since: Vec<u64> = journal.since(4).iter().map(|e| e.seq).collect();
        assert_eq!(since, [5, 6]);
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let journal = journal(2, usize::MAX);
        for seq in 1..=5 {
            journal.push(Arc::new(Exchange::sample(seq, b"")));
        }
        assert_eq!(seqs(&journal), [4, 5]);
        assert_eq!(journal.evicted(), 3);
        assert!(journal.get(1).is_none());
    }

    #[test]
    fn the_oldest_go_when_they_are_too_big_but_the_newest_stays() {
        let weight = Exchange::sample(1, &[b'x'; 1000]).weight();
        let journal = journal(100, weight * 2);
        for seq in 1..=3 {
            journal.push(Arc::new(Exchange::sample(seq, &[b'x'; 1000])));
        }
        assert_eq!(seqs(&journal), [2, 3]);
        journal.push(Arc::new(Exchange::sample(4, &vec![b'x'; 100_000])));
        assert_eq!(seqs(&journal), [4]);
        assert_eq!(journal.evicted(), 3);
    }

    #[test]
    fn an_arrival_older_than_all_that_is_kept_in_a_full_ring_is_evicted_at_once() {
        let journal = journal(2, usize::MAX);
        for seq in [2, 3, 1] {
            journal.push(Arc::new(Exchange::sample(seq, b"")));
        }
        assert_eq!(seqs(&journal), [2, 3]);
        assert_eq!(journal.evicted(), 1);
    }
}
