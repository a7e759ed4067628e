//! The context of one exchange: what vendor code may know and where it leaves its trace.

use std::sync::Arc;

use super::quirk::{Default as By, Quirk, QuirkRef};
use crate::base::{Rng, Time};
use crate::model::{Finding, FindingClass};
use crate::store::{Origin, Source, Tx};

/// Which rules of a vendor are on.
#[derive(Clone, Debug)]
pub struct Switches {
    on: Vec<bool>,
}

impl Switches {
    /// The table's defaults, with some switched.
    pub fn new<'s>(quirks: &[Quirk], switched: impl IntoIterator<Item = (&'s str, bool)>) -> Self {
        let mut on: Vec<_> = quirks.iter().map(|q| q.default != By::Off).collect();
        for (id, state) in switched {
            if let Some(row) = quirks.iter().position(|q| q.id == id) {
                on[row] = state;
            }
        }
        Self { on }
    }

    /// Whether a rule is on, without leaving a trace.
    pub fn is_on(&self, quirk: QuirkRef) -> bool {
        self.on[usize::from(quirk.row)]
    }
}

/// What decided during an exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Rules that were on and decided something, in the order of deciding, each once.
    pub quirks: Vec<QuirkRef>,
    /// Settings whose value decided something.
    pub settings: Vec<&'static str>,
}

/// One exchange, as vendor code sees it.
#[derive(Debug)]
pub struct Cx<'a> {
    /// Number of the exchange in its session.
    pub seq: u64,
    /// Session time of the exchange.
    pub now: Time,
    /// Randomness of this exchange alone: the same seed and seq give the same numbers.
    pub rng: Rng,
    /// What was written to the state.
    pub tx: Tx,
    /// What decided.
    pub trace: Trace,
    /// What the vendor has noticed about the message.
    pub findings: Vec<Finding>,
    switches: &'a Switches,
    source: Option<Arc<Source>>,
}

impl<'a> Cx<'a> {
    /// A context for preparing; number and time come with [`Cx::begin`].
    pub fn new(switches: &'a Switches) -> Self {
        Self {
            seq: 0,
            now: Time::default(),
            rng: Rng::new(0),
            tx: Tx::default(),
            trace: Trace {
                // Most exchanges meet some rules, none meets many.
                quirks: Vec::with_capacity(8),
                settings: Vec::new(),
            },
            findings: Vec::new(),
            switches,
            source: None,
        }
    }

    /// Gives the context its number and time, inside the critical section.
    pub fn begin(&mut self, seed: u64, seq: u64, now: Time, operation: &'static str) {
        self.seq = seq;
        self.now = now;
        self.rng = Rng::new(seed ^ seq.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        self.source = Some(Arc::new(Source {
            seq,
            time: now,
            operation,
        }));
    }

    /// Asks whether a rule is on, at the one place and in the one situation in which it decides. Leaves it in the trace.
    pub fn quirk(&mut self, quirk: QuirkRef) -> bool {
        let on = self.switches.is_on(quirk);
        if on && !self.trace.quirks.contains(&quirk) {
            self.trace.quirks.push(quirk);
        }
        on
    }

    /// Whether a rule is on, for asking ahead; leaves no trace.
    pub fn is_on(&self, quirk: QuirkRef) -> bool {
        self.switches.is_on(quirk)
    }

    /// Notes that the value of a setting decided something.
    pub fn setting(&mut self, name: &'static str) {
        if !self.trace.settings.contains(&name) {
            self.trace.settings.push(name);
        }
    }

    /// Leaves a finding of class note, about no place in particular; one of each name.
    pub fn note(&mut self, name: &'static str, message: String, hint: &'static str) {
        if self.findings.iter().all(|f| f.name != name) {
            self.findings.push(Finding {
                name,
                class: FindingClass::Note,
                offset: None,
                message: message.into(),
                hint: hint.into(),
            });
        }
    }

    /// Where values written by this exchange come from.
    pub fn origin(&self) -> Origin {
        Origin {
            source: self.source.clone(),
            quirk: None,
        }
    }

    /// The same, decided by a rule.
    pub fn origin_by(&self, quirk: QuirkRef) -> Origin {
        Origin {
            source: self.source.clone(),
            quirk: Some((quirk.row, quirk.part)),
        }
    }
}
