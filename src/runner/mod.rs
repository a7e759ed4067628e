//! Playing a scenario: its steps, in order, on an open session.
//!
//! Messages that the scenario itself sends go straight into the session: no socket, no waiting, the same bytes every
//! time. Only the command under test needs a server; whoever has one hands in a way to run it.

mod command;
mod late;
mod send;
mod settle;

use std::path::Path;
use std::sync::Arc;

use crate::base::{Clock, Limits, Time, Value};
use crate::courier::Carrier;
use crate::engine::{Evidence, Exchange};
use crate::journal::{Entry, JournalLimits};
use crate::scenario::{RunStep, Scenario, StepKind};
use crate::session::{Courier, InstanceSpec, Opening, Session};
use crate::verify::{self, Captures, Input, StepOutcome, Verdict};

pub use command::{End, RunCommand, environment, run as run_command, trust, trusted_already};
pub use settle::settle;

/// When a self-driving scenario starts unless it says otherwise.
const START: &str = "2026-01-05T08:00:00Z";

/// What came out of playing.
#[derive(Debug, Default)]
pub struct Played {
    /// One outcome per step that was reached.
    pub steps: Vec<StepOutcome>,
    /// What the answers captured.
    pub captures: Captures,
}

/// Opens the session of a scenario. With a command under test it runs in real time, else on a clock of its own.
///
/// # Errors
///
/// What a vendor found wrong with a seed.
pub fn open(
    scenario: &Scenario,
    real_time: bool,
    journal: JournalLimits,
) -> Result<Session, String> {
    let clock = match scenario.clock.start {
        Some(start) => Clock::fixed(start),
        None if real_time => Clock::real(),
        None => Clock::fixed(Time::parse(START).expect("the constant is RFC 3339")),
    };
    let limits = Limits::default();
    Session::open(
        Opening {
            clock,
            journal,
            courier: courier(scenario, &limits),
            limits,
            ..Opening::real_time()
        },
        specs(scenario),
    )
}

/// Who carries the calls that the LMSs of a scenario make. Relative `file:` addresses begin where the scenario lies.
pub fn courier(scenario: &Scenario, limits: &Limits) -> Arc<dyn Courier> {
    let folder = scenario.source.path.parent().unwrap_or(Path::new("."));
    Arc::new(Carrier::new(folder, limits))
}

/// The instances of a scenario, as a session opens them.
pub fn specs(scenario: &Scenario) -> impl Iterator<Item = InstanceSpec<'_>> {
    scenario.instances.iter().map(|instance| InstanceSpec {
        name: &instance.name,
        vendor: instance.vendor,
        settings: &instance.settings,
        quirks: &instance.quirks,
        seed: &instance.seed,
    })
}

/// Judges what was played. Gives the exchanges too, secrets in clear, for reports.
pub fn judge(
    scenario: &Scenario,
    session: &Session,
    played: Played,
    evidence_floor: Option<Evidence>,
) -> (Verdict, Vec<Entry>) {
    let states: Vec<Value> = session
        .state()
        .into_iter()
        .map(|(_, state)| state)
        .collect();
    let entries = session.entries();
    let verdict = verify::judge(Input {
        scenario,
        entries: &entries,
        states: &states,
        steps: played.steps,
        captures: played.captures,
        evidence_floor,
        evicted: session.evicted() > 0,
    });
    (verdict, entries)
}

/// Plays and judges a scenario that needs no command, from beginning to end.
///
/// # Errors
///
/// What a vendor found wrong with a seed.
pub fn rehearse(scenario: &Scenario) -> Result<(Verdict, Vec<Entry>), String> {
    let session = open(scenario, false, JournalLimits::default())?;
    let mut none = |_: &RunStep| Err("no command was given".to_owned());
    let mut played = play(scenario, &session, &mut none, &mut |_| {});
    settle(scenario, &session, false, &mut played);
    Ok(judge(scenario, &session, played, None))
}

/// Whether a scenario needs the command that stands after `--`, or one of its own.
pub fn needs_command(scenario: &Scenario) -> bool {
    scenario
        .steps
        .iter()
        .any(|step| matches!(step.kind, StepKind::Run(_)))
}

/// Plays the steps. `run` carries out `run:` steps; `seen` is told of every exchange that the scenario itself makes.
pub fn play(
    scenario: &Scenario,
    session: &Session,
    run: &mut dyn FnMut(&RunStep) -> Result<End, String>,
    seen: &mut dyn FnMut(&Arc<Exchange>),
) -> Played {
    let mut played = Played::default();
    // Whether somebody else may be sending: what a command has left running.
    let mut live = false;
    for (number, step) in scenario.steps.iter().enumerate() {
        let outcome = match &step.kind {
            StepKind::Send(send) => {
                let instance = &scenario.instances[send.to];
                let request = late::message(send, &played.captures).and_then(|said| {
                    send::request(session, instance, send, &said, number + 1)
                        .map_err(|reason| format!("{}: {reason}", step.span.place()))
                });
                match request {
                    Err(reason) => StepOutcome::broken(reason),
                    Ok(request) => {
                        let exchange = session.handle(request);
                        seen(&exchange);
                        StepOutcome::answer(
                            scenario,
                            number,
                            &exchange.entry(),
                            &mut played.captures,
                        )
                        .by(&step.span, exchange.seq)
                    }
                }
            }
            StepKind::Admin(admin) => {
                let instance = &scenario.instances[admin.at].name;
                let done = late::arguments(admin, &played.captures).and_then(|arguments| {
                    let arguments: Vec<_> = arguments.iter().map(|(n, v)| (*n, &**v)).collect();
                    session
                        .admin(instance, &admin.name, &arguments)
                        .map_err(|reason| {
                            format!("{}: {}: {reason}", step.span.place(), admin.name)
                        })
                });
                match done {
                    Ok(exchange) => {
                        seen(&exchange);
                        StepOutcome::default().by(&step.span, exchange.seq)
                    }
                    Err(reason) => StepOutcome::broken(reason),
                }
            }
            StepKind::Advance(by) => {
                session.advance(*by);
                StepOutcome::default()
            }
            StepKind::Run(command) => {
                live = true;
                match run(command) {
                    Ok(end) => {
                        StepOutcome::exit(&end.command, command.exit, end.code, Some(&step.span))
                    }
                    Err(reason) => StepOutcome::broken(reason),
                }
            }
            StepKind::Expect(expect) => {
                let waits = expect.within.is_some() || expect.settle.is_some();
                if live && waits {
                    settle::wait(expect, scenario, session, &played.captures);
                }
                let states: Vec<Value> = session
                    .state()
                    .into_iter()
                    .map(|(_, state)| state)
                    .collect();
                StepOutcome::midway(
                    scenario,
                    number,
                    &session.entries(),
                    &states,
                    &mut played.captures,
                )
            }
        };
        // Calls that the LMSs make in answer to the step. Whoever serves a command makes them in the meantime, too.
        session.work(seen);
        let broken = outcome.could_not_run.is_some();
        played.steps.push(outcome);
        if broken {
            break;
        }
    }
    played
}
