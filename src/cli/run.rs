//! `mocklms run`: plays scenarios, judges them, reports.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::accept::{self, Acceptor};
use super::hosting::Hosting;
use super::reports::{Format, Ran, Reports};
use super::tls::{CaFile, Https, HttpsError, TlsArgs};
use super::{exit, files, style, suite};
use crate::accept::Run;
use crate::base::Clock;
use crate::base::clock::Stopwatch;
use crate::base::text::{plural, visible};
use crate::diag::{self, Severity};
use crate::engine::Evidence;
use crate::journal::{JournalLimits, Recorder, Secrets};
use crate::runner;
use crate::scenario::{self, RunStep, Scenario};
use crate::verify::{self, Outcome, Verdict};

/// Plays scenarios and judges what arrived and what the LMS now holds
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  mocklms run scenarios/brightspace/
  mocklms run sync.yaml --junit report.xml --html report.html -- ./my-nightly-sync --full
  mocklms run sync.yaml --accept                   (then: git diff)
  mocklms run tests/conformance --case 'lis/pms/*'

The command after -- finds the doubles in its environment. For an instance called d2l:
  MOCKLMS_D2L_PMS_URL       its person service
  MOCKLMS_D2L_URL           the instance, without the vendor's own path
  MOCKLMS_D2L_USERNAME, MOCKLMS_D2L_PASSWORD
  MOCKLMS_URL, MOCKLMS_ADMIN_URL
With --tls these addresses are https, and the CA to trust is in the file that these name:
  MOCKLMS_CA_FILE, SSL_CERT_FILE, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, NODE_EXTRA_CA_CERTS
  (of the last four only those that are not set already)")]
pub(super) struct Args {
    /// Scenario files, or folders of them
    #[arg(required = true, value_name = "SCENARIO.yaml|FOLDER")]
    paths: Vec<PathBuf>,
    /// Gives a variable of `set:` a value; may stand several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = files::variable)]
    set: Vec<(String, String)>,
    /// Least evidence a verdict may rest on; one that rested on less is inconclusive
    #[arg(long, value_name = "EVIDENCE", value_parser = evidence)]
    evidence: Option<Evidence>,
    /// Writes what came out differently into the scenario files: asks about each difference, or takes them all with
    /// `--accept=all`; what was edited is played again, command and all, before it is written
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
    #[command(flatten)]
    tls: TlsArgs,
    /// Exchanges kept in memory per scenario; what needs older ones is inconclusive
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    journal_entries: usize,
    #[command(flatten)]
    reports: Reports,
    #[command(flatten)]
    selection: suite::Selection,
    /// Lists the scenarios that would be played, and plays none
    #[arg(long)]
    list: bool,
    /// Stops at the first scenario that does not pass
    #[arg(long)]
    fail_fast: bool,
    /// How many scenarios are played at the same time [default: one per core; one with a command or --record]
    #[arg(long, short, value_name = "N", value_parser = jobs)]
    jobs: Option<usize>,
    /// The command under test and its arguments
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

fn jobs(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|n| *n > 0)
        .ok_or_else(|| "write a number from 1".to_owned())
}

fn evidence(word: &str) -> Result<Evidence, String> {
    Evidence::parse(word).ok_or_else(|| "write documented, observed or inferred".to_owned())
}

pub(super) fn run(args: &Args) -> u8 {
    let Some(scenarios) = load(&args.paths, &args.set) else {
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
    let scenarios = match args.selection.choose(scenarios) {
        Ok(scenarios) => scenarios,
        Err(problem) => {
            _ = anstream::stderr().write_all(diag::render(&[problem]).as_bytes());
            return exit::USAGE;
        }
    };
    if args.list {
        return list(&scenarios);
    }
    let https = match https(args, &scenarios) {
        Ok(https) => https,
        Err(error) => {
            style::complain(&error.to_string(), None);
            return exit::COULD_NOT_RUN;
        }
    };
    let surroundings = Surroundings {
        recorder: recorder.as_ref(),
        https: https.as_ref(),
    };
    let one = |scenario: &Scenario| {
        let watch = Stopwatch::start();
        let mut ran = play(args, scenario, surroundings).unwrap_or_else(|reason| {
            let path = scenario.source.path.clone();
            Ran {
                verdict: Verdict::could_not_run(path, &scenario.title, reason),
                entries: Vec::new(),
            }
        });
        ran.verdict.duration = Duration::from_micros(watch.micros());
        ran
    };
    // A command under test is not asked to bear several of itself, and a recording tells one story after the other.
    let alone = recorder.is_some() || scenarios.iter().any(|s| with_command(args, s));
    let jobs = args
        .jobs
        .unwrap_or_else(|| if alone { 1 } else { suite::cores() });
    let failed = |ran: &Ran| args.fail_fast && ran.verdict.outcome != Outcome::Passed;
    let mut ran = suite::play(&scenarios, jobs, one, failed);
    let left_out = scenarios.len() - ran.len();
    if left_out > 0 {
        style::complain(
            &format!(
                "stopped at the first failure, {} not run",
                plural(left_out, "scenario")
            ),
            None,
        );
    }
    if let Some(mode) = args.accept {
        let mut play = |scenario: &Scenario| {
            let watch = Stopwatch::start();
            let mut ran = play(args, scenario, surroundings)?;
            ran.verdict.duration = Duration::from_micros(watch.micros());
            Ok(ran.into())
        };
        let mut acceptor = Acceptor::new(mode, args.reports.format != Format::Text, &args.set);
        ran = ran
            .into_iter()
            .map(|ran| {
                let path = &ran.verdict.path;
                let scenario = scenarios
                    .iter()
                    .find(|s| s.source.path == *path && s.title == ran.verdict.title);
                match scenario.filter(|_| ran.verdict.outcome != Outcome::Passed) {
                    Some(scenario) => acceptor.accept(scenario, ran.into(), &mut play).into(),
                    None => ran,
                }
            })
            .collect();
    }
    if let Some((why, lost)) = recorder.as_ref().and_then(|r| r.failure()) {
        style::complain(
            &format!("the recording is incomplete, {lost} exchanges are missing: {why}"),
            None,
        );
    }
    let outcome = Outcome::of_suite(ran.iter().map(|r| r.verdict.outcome));
    match args.reports.write(&scenarios, ran) {
        Ok(()) => outcome.exit_code(),
        Err((path, error)) => {
            style::complain(&format!("cannot write {}: {error}", path.display()), None);
            exit::COULD_NOT_RUN
        }
    }
}

impl From<Ran> for Run {
    fn from(ran: Ran) -> Self {
        Self {
            verdict: ran.verdict,
            entries: ran.entries,
        }
    }
}

impl From<Run> for Ran {
    fn from(run: Run) -> Self {
        Self {
            verdict: run.verdict,
            entries: run.entries,
        }
    }
}

/// Loads every file and shows all problems of all of them. `None` when any is an error.
fn load(paths: &[PathBuf], set: &[(String, String)]) -> Option<Vec<Scenario>> {
    let mut all = Vec::new();
    let loaded = scenario::load_files(&files::collect(paths, &mut all), set);
    all.extend(loaded.problems);
    if !all.is_empty() {
        _ = anstream::stderr().write_all(diag::render(&all).as_bytes());
    }
    (!all.iter().any(|p| p.severity == Severity::Error)).then_some(loaded.scenarios)
}

fn recorder(path: &Path, keep: bool) -> Result<Arc<Recorder>, crate::journal::RecordError> {
    let secrets = if keep { Secrets::Kept } else { Secrets::Masked };
    Recorder::open(path, secrets, Clock::real().now()).map(Arc::new)
}

/// One certificate for the whole run, and where its CA is written for the commands under test.
fn https(
    args: &Args,
    scenarios: &[Scenario],
) -> Result<Option<(Https, Option<CaFile>)>, HttpsError> {
    let Some(https) = args.tls.open(&[&args.listen])? else {
        return Ok(None);
    };
    if !scenarios.iter().any(|s| with_command(args, s)) {
        return Ok(Some((https, None)));
    }
    let file = CaFile::of(&https)?;
    let kept = runner::trusted_already(|name| std::env::var_os(name).is_some());
    if file.is_some() && !kept.is_empty() {
        style::warn(&format!(
            "warning: {} set already and stays; a command that goes by it must be told of MOCKLMS_CA_FILE otherwise\n",
            kept.join(", ")
        ));
    }
    Ok(Some((https, file)))
}

/// What the scenarios of a run share.
#[derive(Clone, Copy)]
struct Surroundings<'r> {
    recorder: Option<&'r Arc<Recorder>>,
    https: Option<&'r (Https, Option<CaFile>)>,
}

/// What would be played, one line each.
fn list(scenarios: &[Scenario]) -> u8 {
    let path = |scenario: &Scenario| scenario.source.path.display().to_string();
    let width = scenarios
        .iter()
        .map(|s| path(s).chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for scenario in scenarios {
        let title = visible(&scenario.title);
        let tags = match scenario.tags.as_slice() {
            [] => String::new(),
            tags => format!("  [{}]", tags.join(", ")),
        };
        _ = writeln!(text, "{:width$}  {title}{tags}", path(scenario));
    }
    if style::print(&text).is_err() {
        exit::COULD_NOT_RUN
    } else {
        exit::PASSED
    }
}

fn with_command(args: &Args, scenario: &Scenario) -> bool {
    !args.command.is_empty() || runner::needs_command(scenario)
}

/// Plays one scenario. The error says why it could not run.
fn play(args: &Args, scenario: &Scenario, with: Surroundings<'_>) -> Result<Ran, String> {
    let with_command = with_command(args, scenario);
    let journal = JournalLimits {
        entries: args.journal_entries,
        bytes: usize::MAX,
    };
    let session = runner::open(scenario, with_command, journal)?;
    if let Some(recorder) = with.recorder {
        // Each scenario counts its exchanges from 1; its name keeps it apart from the others of a suite.
        let case = scenario
            .case
            .as_ref()
            .map_or(String::new(), |case| format!(" [{}]", case.name));
        let name = format!("{}{case}", scenario.source.path.display());
        session.journal.record_to(Arc::clone(recorder), &name);
    }
    let session = Arc::new(session);
    let mut played;
    if with_command {
        let hosting = Hosting::start(&args.listen, with.https, &session)?;
        let mut command = |step: &RunStep| {
            let line = command_line(args, scenario, step)?;
            let timeout = Duration::from_secs(args.timeout);
            hosting.run(&session, line, timeout, args.reports.format == Format::Json)
        };
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
        runner::settle(scenario, &session, true, &mut played);
        hosting.stop();
        // What the command's last message has set off.
        session.work(&mut |_| {});
    } else {
        let mut none = |_: &RunStep| Err("no command was given".to_owned());
        played = runner::play(scenario, &session, &mut none, &mut |_| {});
        runner::settle(scenario, &session, false, &mut played);
    }
    let (verdict, entries) = runner::judge(scenario, &session, played, args.evidence);
    let entries = if args.reports.need_exchanges() || args.accept.is_some() {
        entries
    } else {
        Vec::new()
    };
    Ok(Ran { verdict, entries })
}

/// The command line that a `run:` step means.
fn command_line<'a>(
    args: &'a Args,
    scenario: &'a Scenario,
    step: &RunStep,
) -> Result<&'a [String], String> {
    match &step.command {
        Some(name) => {
            let line = scenario.commands.get(name);
            line.map(Vec::as_slice)
                .ok_or_else(|| format!("there is no command '{name}'"))
        }
        None if args.command.is_empty() => {
            Err("this scenario runs the command under test: give it after --".to_owned())
        }
        None => Ok(&args.command),
    }
}
