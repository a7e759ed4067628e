//! `mocklms run`: plays scenarios, judges them, reports.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::{accept, exit, files, open, style};
use crate::accept::Run;
use crate::admin::{AdminDesk, Guard};
use crate::base::clock::Stopwatch;
use crate::base::{Clock, Limits, Value};
use crate::diag::{self, Severity};
use crate::engine::Evidence;
use crate::journal::{JournalLimits, Recorder, Secrets};
use crate::report::{Format as Report, Paint};
use crate::runner::{self, End, RunCommand};
use crate::scenario::{self, RunStep, Scenario};
use crate::server::{self, App, Log, Sessions, Stop, Surface};
use crate::session::Session;
use crate::verify::{self, Input, Outcome, Verdict};

/// Plays scenarios and judges what arrived and what the LMS now holds
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  mocklms run scenarios/brightspace/
  mocklms run sync.yaml --junit report.xml -- ./my-nightly-sync --full
  mocklms run sync.yaml --accept                 (afterwards: git diff)

The command after -- finds the doubles in its environment: MOCKLMS_URL, and for an instance called d2l
MOCKLMS_D2L_URL, MOCKLMS_D2L_PMS_URL, MOCKLMS_D2L_USERNAME and MOCKLMS_D2L_PASSWORD.")]
pub(super) struct Args {
    /// Scenario files, or folders of them
    #[arg(required = true, value_name = "SCENARIO.yaml|FOLDER")]
    paths: Vec<PathBuf>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also writes the report as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Also writes the report as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Least evidence a verdict may rest on; one that rested on less is inconclusive
    #[arg(long, value_name = "EVIDENCE", value_parser = evidence)]
    evidence: Option<Evidence>,
    /// Writes what came out differently into the scenario files: asks about each difference, or takes them all with
    /// `--accept=all`; the edited scenario, command and all, is run again before anything is written
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "ask")]
    accept: Option<accept::Mode>,
    /// Seconds after which the command under test is ended
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    timeout: u64,
    /// Appends every exchange to this file before it is answered
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Records passwords in clear
    #[arg(long)]
    keep_secrets: bool,
    /// Where the doubles listen for the command under test
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0")]
    listen: String,
    /// Exchanges kept in memory per scenario; what needs older ones is inconclusive
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    journal_entries: usize,
    /// The command under test and its arguments
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// Everything, for programs
    Json,
}

fn evidence(word: &str) -> Result<Evidence, String> {
    Evidence::parse(word).ok_or_else(|| "write documented, observed or inferred".to_owned())
}

pub(super) fn run(args: &Args) -> u8 {
    let Some(scenarios) = load(&args.paths) else {
        return exit::USAGE;
    };
    let recorder = match args
        .record
        .as_deref()
        .map(|path| recorder(path, args.keep_secrets))
        .transpose()
    {
        Ok(recorder) => recorder,
        Err(error) => {
            style::complain(&error.to_string(), None);
            return exit::COULD_NOT_RUN;
        }
    };
    let mut verdicts = Vec::with_capacity(scenarios.len());
    for scenario in &scenarios {
        let watch = Stopwatch::start();
        let mut play = |scenario: &Scenario| play(args, scenario, recorder.as_ref());
        let mut verdict = match (play(scenario), args.accept) {
            (Ok(run), Some(mode)) => {
                accept::accept(mode, args.format == Format::Json, scenario, run, &mut play)
            }
            (Ok(run), None) => run.verdict,
            (Err(reason), _) => {
                Verdict::could_not_run(scenario.source.path.clone(), &scenario.title, reason)
            }
        };
        verdict.duration = Duration::from_micros(watch.micros());
        verdicts.push(verdict);
    }
    if let Some((why, lost)) = recorder.as_ref().and_then(|r| r.failure()) {
        style::complain(
            &format!("the recording is incomplete, {lost} exchanges are missing: {why}"),
            None,
        );
    }
    match report(args, &verdicts) {
        Ok(()) => Outcome::of_suite(verdicts.iter().map(|v| v.outcome)).exit_code(),
        Err((path, error)) => {
            style::complain(&format!("cannot write {}: {error}", path.display()), None);
            exit::COULD_NOT_RUN
        }
    }
}

/// Loads every file and shows all problems of all of them. `None` when any is an error.
fn load(paths: &[PathBuf]) -> Option<Vec<Scenario>> {
    let mut scenarios = Vec::new();
    let mut all = Vec::new();
    for file in files::collect(paths, &mut all) {
        let (scenario, problems) = scenario::load_file(&file);
        all.extend(problems);
        scenarios.extend(scenario);
    }
    if !all.is_empty() {
        _ = anstream::stderr().write_all(diag::render(&all).as_bytes());
    }
    (!all.iter().any(|p| p.severity == Severity::Error)).then_some(scenarios)
}

fn recorder(path: &Path, keep: bool) -> Result<Arc<Recorder>, crate::journal::RecordError> {
    let secrets = if keep { Secrets::Kept } else { Secrets::Masked };
    Recorder::open(path, secrets, Clock::real().now()).map(Arc::new)
}

/// Plays one scenario. The error says why it could not run.
fn play(args: &Args, scenario: &Scenario, recorder: Option<&Arc<Recorder>>) -> Result<Run, String> {
    let with_command = !args.command.is_empty() || runner::needs_command(scenario);
    let journal = JournalLimits {
        entries: args.journal_entries,
        bytes: usize::MAX,
    };
    let session = runner::open(scenario, with_command, journal)?;
    if let Some(recorder) = recorder {
        session.journal.record_to(Arc::clone(recorder), "");
    }
    let session = Arc::new(session);
    let mut played;
    if with_command {
        let hosting = Hosting::start(&args.listen, &session)?;
        let mut command = |step: &RunStep| hosting.run(args, scenario, &session, step);
        played = runner::play(scenario, &session, &mut command, &mut |_| {});
        if !runner::needs_command(scenario)
            && played.steps.iter().all(|s| s.could_not_run.is_none())
        {
            played.steps.push(
                match command(&RunStep {
                    command: None,
                    exit: Some(0),
                }) {
                    Ok(end) => verify::StepOutcome::exit(&end.command, Some(0), end.code, None),
                    Err(reason) => verify::StepOutcome::broken(reason),
                },
            );
        }
        hosting.stop();
    } else {
        let mut none = |_: &RunStep| Err("no command was given".to_owned());
        played = runner::play(scenario, &session, &mut none, &mut |_| {});
    }
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
        evidence_floor: args.evidence,
        evicted: session.evicted() > 0,
    });
    Ok(Run { verdict, entries })
}

/// A server for the command under test.
struct Hosting {
    runtime: Runtime,
    app: Arc<App>,
    base: String,
    server: tokio::task::JoinHandle<()>,
}

impl Hosting {
    fn start(listen: &str, session: &Arc<Session>) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("cannot start threads: {error}"))?;
        let listener = runtime
            .block_on(TcpListener::bind(listen))
            .map_err(|error| format!("cannot listen at {listen}: {error} (see --listen)"))?;
        let addr = listener
            .local_addr()
            .map_err(|error| format!("cannot listen at {listen}: {error}"))?;
        let limits = Limits::default();
        let desk = AdminDesk {
            guard: Guard { token: None },
            instances: open::summaries(session)
                .into_iter()
                .map(|i| i.summary)
                .collect(),
            keep_secrets: false,
            masker: Mutex::default(),
        };
        let app = Arc::new(App {
            sessions: Sessions::new(Arc::clone(session)),
            limits,
            log: Log::silent(),
            stop: Stop::default(),
            desk: Box::new(desk),
        });
        let stopped = app.stop.stopped();
        let server = runtime.spawn(server::run(
            listener,
            Arc::clone(&app),
            Surface::All,
            stopped,
        ));
        Ok(Self {
            runtime,
            app,
            base: format!("http://{addr}"),
            server,
        })
    }

    fn run(
        &self,
        args: &Args,
        scenario: &Scenario,
        session: &Session,
        step: &RunStep,
    ) -> Result<End, String> {
        let line = match &step.command {
            Some(name) => scenario
                .commands
                .get(name)
                .ok_or_else(|| format!("there is no command '{name}'"))?,
            None if args.command.is_empty() => {
                return Err(
                    "this scenario runs the command under test: give it after --".to_owned(),
                );
            }
            None => &args.command,
        };
        let environment = runner::environment(session, &self.base, &self.base);
        self.runtime.block_on(runner::run_command(RunCommand {
            line,
            environment: &environment,
            timeout: Duration::from_secs(args.timeout),
            quiet_stdout: args.format == Format::Json,
        }))
    }

    fn stop(self) {
        self.app.stop.stop();
        _ = self.runtime.block_on(self.server);
    }
}

fn report(args: &Args, verdicts: &[Verdict]) -> Result<(), (PathBuf, std::io::Error)> {
    for (path, format) in [(&args.junit, Report::Junit), (&args.json, Report::Json)] {
        if let Some(path) = path {
            std::fs::write(path, format.render(verdicts)).map_err(|error| (path.clone(), error))?;
        }
    }
    let paint = if style::has_colors() {
        Paint::Color
    } else {
        Paint::Plain
    };
    let format = match args.format {
        Format::Text => Report::Text(paint),
        Format::Json => Report::Json,
    };
    style::print(&format.render(verdicts))
        .map_err(|error| (PathBuf::from("standard output"), error))
}
