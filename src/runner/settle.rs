//! Waiting until what is expected holds.

use std::time::{Duration, Instant};

use super::Played;
use crate::base::Value;
use crate::journal::Entry;
use crate::scenario::{Expect, Scenario};
use crate::session::Session;
use crate::verify::{Captures, Failure, FailureKind, StepOutcome, check_expect};

/// How often it is looked whether something has arrived.
const POLL: Duration = Duration::from_millis(10);

/// Waits for the last `expect:` as its `within` and `settle` say; to be called before the run is judged, while the
/// doubles still answer. `live` says whether somebody else may still be sending; without, there is nothing to wait for,
/// and a remark says so.
pub fn settle(scenario: &Scenario, session: &Session, live: bool, played: &mut Played) {
    let expect = &scenario.expect;
    let key = match (expect.within, expect.settle) {
        (None, None) => return,
        (Some(_), _) => "within",
        (None, Some(_)) => "settle",
    };
    if live {
        wait(expect, scenario, session, &played.captures);
        return;
    }
    let remark = format!("`{key}` waited for nothing: no command runs, so all was over at once");
    played.steps.push(StepOutcome {
        warnings: vec![Failure::new(FailureKind::Remark, remark, None)],
        ..StepOutcome::default()
    });
}

/// Returns at the first moment at which all of `expect` holds and has gone on to hold for its `settle`, or when its time
/// is up.
pub(super) fn wait(expect: &Expect, scenario: &Scenario, session: &Session, captures: &Captures) {
    let start = Instant::now();
    let settle = expect.settle.unwrap_or_default();
    // When nothing is said about how long it may take, only the time to settle counts.
    let patience = expect.within.unwrap_or(settle);
    let holds = |entries: &[Entry]| {
        let states: Vec<Value> = session.state().into_iter().map(|(_, s)| s).collect();
        let mut captures = captures.clone();
        let checked = check_expect(expect, scenario, entries, &states, &mut captures);
        checked.failures.is_empty()
    };
    let mut seen = Seen::default();
    let mut since: Option<Instant> = None;
    loop {
        if seen.has_news(session) {
            if holds(&session.entries()) {
                since.get_or_insert_with(Instant::now);
            } else {
                since = None;
            }
        }
        match since {
            Some(since) if since.elapsed() >= settle => return,
            None if start.elapsed() >= patience => return,
            _ => std::thread::sleep(POLL),
        }
    }
}

/// How much of the journal has been judged.
#[derive(Default)]
struct Seen {
    last: Option<u64>,
}

impl Seen {
    /// Whether something was recorded since the last time; at first, always.
    fn has_news(&mut self, session: &Session) -> bool {
        let latest = session.journal.latest().map_or(0, |exchange| exchange.seq);
        self.last.replace(latest) != Some(latest)
    }
}
