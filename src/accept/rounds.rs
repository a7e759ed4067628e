//! From a failed run to a text that passes.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::change::{Change, Maker};
use super::edit::{Op, apply};
use crate::base::text::plural;
use crate::diag::{self, Problem, Span};
use crate::journal::Entry;
use crate::scenario::{Outline, Scenario};
use crate::verify::{Outcome, Verdict};

/// How often what shows up after an edit is edited, too.
const MAX_ROUNDS: usize = 5;
/// Differences that an error lists.
const MAX_LISTED: usize = 5;

/// A scenario that was played.
#[derive(Debug)]
pub struct Run {
    /// The verdict.
    pub verdict: Verdict,
    /// What was exchanged.
    pub entries: Vec<Entry>,
}

/// What becomes of one difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What was received is expected from now on.
    Accept,
    /// A matcher is expected from now on.
    Volatile,
    /// It stays a difference.
    Skip,
    /// Nothing more is decided; the rest is skipped.
    Quit,
}

/// One difference about which something is to be decided.
#[derive(Debug)]
pub struct Offer {
    /// Its number in this round, from 1.
    pub number: usize,
    /// How many there are in this round.
    pub of: usize,
    /// The round, from 1; later ones are about what accepted changes brought to light.
    pub round: usize,
    /// Where it stands.
    pub span: Option<Span>,
    /// What it is about.
    pub title: String,
    /// What was expected; may be empty.
    pub expected: String,
    /// What is there; may be empty.
    pub received: String,
    /// What accepting it would write, or why that cannot be.
    pub accept: Result<String, String>,
    /// What accepting it as volatile would write, if that is possible.
    pub volatile: Option<String>,
    /// An expectation would disappear.
    pub removes: bool,
}

/// Decides about differences.
pub trait Decide {
    /// What becomes of a difference.
    fn decide(&mut self, offer: &Offer) -> Choice;

    /// Hears of a difference that cannot be accepted, and why.
    fn refuse(&mut self, place: &str, title: &str, reason: &str);
}

/// Accepts everything.
#[derive(Debug, Default)]
pub struct All;

impl Decide for All {
    fn decide(&mut self, _: &Offer) -> Choice {
        Choice::Accept
    }

    fn refuse(&mut self, _: &str, _: &str, _: &str) {}
}

/// How texts become scenarios and scenarios runs.
pub struct Outside<'a> {
    /// Loads an edited text.
    pub load: &'a dyn Fn(String) -> (Option<Scenario>, Vec<Problem>),
    /// Plays a scenario.
    pub play: &'a mut dyn FnMut(&Scenario) -> Result<Run, String>,
}

impl std::fmt::Debug for Outside<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outside").finish_non_exhaustive()
    }
}

/// Why nothing was accepted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The verdict says nothing about values.
    #[error("only what failed can be accepted, but the outcome is: {}", .0.as_str())]
    Outcome(Outcome),
    /// The text could not be taken apart.
    #[error("the file cannot be edited: its values were not found in its text")]
    Unreadable,
    /// The edited text is no scenario.
    #[error("the edited file could not be loaded:\n{0}")]
    Unloadable(String),
    /// The edited scenario could not be played.
    #[error("the edited scenario could not run: {0}")]
    Broken(String),
    /// The edited scenario fails.
    #[error(
        "the edited scenario still fails, perhaps on values that change from run to run (accept those as volatile):{0}"
    )]
    StillFails(String),
}

/// The outcome of accepting.
#[derive(Debug)]
pub struct Accepted {
    /// The edited text; `None` when nothing was accepted.
    pub text: Option<String>,
    /// The run of the edited scenario; `None` when nothing was accepted.
    pub run: Option<Run>,
    /// Changes written as they are.
    pub accepted: usize,
    /// Changes written as matchers.
    pub volatile: usize,
    /// Differences that were skipped.
    pub skipped: usize,
    /// Differences that cannot be accepted.
    pub refused: usize,
}

impl Accepted {
    /// `3 accepted, 1 as volatile, 1 skipped`.
    pub fn summary(&self) -> String {
        let counts = [
            (self.accepted, "accepted"),
            (self.volatile, "as volatile"),
            (self.skipped, "skipped"),
            (self.refused, "cannot be accepted"),
        ];
        let told: Vec<String> = counts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
        if told.is_empty() {
            "nothing to accept".to_owned()
        } else {
            told.join(", ")
        }
    }
}

/// Asks about every difference of a run and edits the text of its scenario accordingly.
///
/// # Errors
///
/// Why the text must not be written.
pub fn accept(
    scenario: &Scenario,
    run: &Run,
    decide: &mut dyn Decide,
    outside: &mut Outside<'_>,
) -> Result<Accepted, Error> {
    let mut done = Accepted {
        text: None,
        run: None,
        accepted: 0,
        volatile: 0,
        skipped: 0,
        refused: 0,
    };
    match run.verdict.outcome {
        Outcome::Passed => return Ok(done),
        Outcome::Failed => {}
        other => return Err(Error::Outcome(other)),
    }
    let mut edited: Option<Scenario> = None;
    let mut settled: HashSet<String> = HashSet::new();
    let mut quit = false;
    for round in 1.. {
        let scenario = edited.as_ref().unwrap_or(scenario);
        let run = done.run.as_ref().unwrap_or(run);
        let source = Arc::clone(&scenario.source);
        let outline = Outline::read(&source.text).ok_or(Error::Unreadable)?;
        let maker = Maker {
            scenario,
            entries: &run.entries,
            outline: &outline,
        };
        let mut open = maker.changes(&run.verdict);
        open.retain(|change| !settled.contains(&change.key()));
        if round > MAX_ROUNDS && !open.is_empty() {
            return Err(Error::StillFails(listed(&open)));
        }
        let (mut taken, mut declined): (Vec<Op>, Vec<Op>) = (Vec::new(), Vec::new());
        let of = open
            .iter()
            .filter(|c| c.accept.is_ok() || c.volatile.is_some())
            .count();
        let mut number = 0;
        for change in &open {
            let Some(offer) = offer(change, &outline, (number + 1, of, round)) else {
                refuse(decide, change);
                done.refused += 1;
                settled.insert(change.key());
                continue;
            };
            number += 1;
            let choice = if quit {
                Choice::Skip
            } else {
                decide.decide(&offer)
            };
            match (choice, &change.accept, &change.volatile) {
                (Choice::Accept, Ok(ops), _) => {
                    done.accepted += 1;
                    taken.extend(ops.iter().cloned());
                }
                (Choice::Volatile, _, Some(ops)) => {
                    done.volatile += 1;
                    taken.extend(ops.iter().cloned());
                }
                (choice, _, _) => {
                    quit |= choice == Choice::Quit;
                    if choice == Choice::Accept {
                        refuse(decide, change);
                        done.refused += 1;
                    } else {
                        done.skipped += 1;
                    }
                    settled.insert(change.key());
                    declined.extend(change.accept.iter().flatten().cloned());
                }
            }
        }
        if taken.is_empty() {
            return Ok(done);
        }
        let text = apply(&outline, &taken, &declined);
        let (loaded, problems) = (outside.load)(text.clone());
        let loaded = loaded.ok_or_else(|| Error::Unloadable(diag::render(&problems)))?;
        let run = (outside.play)(&loaded).map_err(Error::Broken)?;
        match run.verdict.outcome {
            Outcome::CouldNotRun => return Err(Error::Broken(run.verdict.reasons.join("; "))),
            Outcome::NothingArrived => return Err(Error::Outcome(run.verdict.outcome)),
            _ => {}
        }
        edited = Some(loaded);
        done.text = Some(text);
        done.run = Some(run);
    }
    Ok(done)
}

fn refuse(decide: &mut dyn Decide, change: &Change) {
    let reason = change.accept.as_ref().err().map_or("", String::as_str);
    let place = change.span.as_ref().map(Span::place).unwrap_or_default();
    decide.refuse(&place, &change.title, reason);
}

/// What can be decided about a change, if anything can.
fn offer(
    change: &Change,
    outline: &Outline<'_>,
    (number, of, round): (usize, usize, usize),
) -> Option<Offer> {
    let shown = |ops: &Vec<Op>| {
        let all: Vec<String> = ops.iter().map(|op| op.says(outline)).collect();
        all.join(", ")
    };
    let volatile = change.volatile.as_ref().map(shown);
    let accept = match &change.accept {
        Ok(ops) => Ok(shown(ops)),
        Err(reason) if volatile.is_some() => Err(reason.clone()),
        Err(_) => return None,
    };
    Some(Offer {
        number,
        of,
        round,
        span: change.span.clone(),
        title: change.heading.clone(),
        expected: change.expected.clone(),
        received: change.received.clone(),
        accept,
        volatile,
        removes: change.removes,
    })
}

fn listed(open: &[Change]) -> String {
    let mut out = String::new();
    for change in open.iter().take(MAX_LISTED) {
        _ = write!(out, "\n  {}", change.title);
    }
    if let Some(more @ 1..) = open.len().checked_sub(MAX_LISTED) {
        _ = write!(out, "\n  and {}", plural(more, "more difference"));
    }
    out
}
