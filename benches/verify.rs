//! Judging 100,000 recorded exchanges against 100,000 expectations, files included.

#![expect(clippy::print_stdout, reason = "a bench prints its tables")]

mod support;

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use mocklms::base::Clock;
use mocklms::diag::Source;
use mocklms::journal::{JournalLimits, Recorder, Recording, Secrets};
use mocklms::scenario;
use mocklms::verify::{self, Captures, Input};
use support::table::{Limit, Table, budget};
use support::{double, message};

/// The same as in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MESSAGES: usize = 100_000;

fn main() {
    let path = std::env::temp_dir().join(format!("mocklms-verify-{}.ndjson", std::process::id()));
    let recorder = Recorder::open(&path, Secrets::Masked, Clock::real().now());
    let recorder = Arc::new(recorder.expect("the temporary folder can be written"));
    let limits = JournalLimits {
        entries: 1,
        ..JournalLimits::default()
    };
    let session = double::session("default", limits);
    let instance = session
        .instances()
        .next()
        .expect("there is one")
        .name()
        .to_owned();
    session.journal.record_to(recorder, "");
    for n in 0..MESSAGES {
        session.handle(message::person(n).request());
    }

    let mut table = Table::new(&["", "s"]);
    let mut total = 0.0;
    for (name, wrong) in [("all as expected", 0), ("one in a hundred wrong", 100)] {
        let text = expectations(&instance, wrong);
        let begun = Instant::now();
        let recording = Recording::read(&path).expect("it was just written");
        let read = begun.elapsed().as_secs_f64();
        let source = Source {
            path: "verify.yaml".into(),
            text,
        };
        let base = std::path::Path::new("");
        let loaded = scenario::load(source, base, &|_| None, &|_| {
            Err(std::io::Error::other("none"))
        });
        let scenario = loaded.into_one(None).0.expect("the scenario is right");
        let load = begun.elapsed().as_secs_f64() - read;
        let verdict = verify::judge(Input {
            scenario: &scenario,
            entries: &recording.entries,
            states: &[],
            steps: Vec::new(),
            captures: Captures::default(),
            evidence_floor: None,
            evicted: false,
        });
        total = begun.elapsed().as_secs_f64();
        let missed = verdict.counts.expectations - verdict.counts.met;
        assert!(
            (missed == 0) == (wrong == 0),
            "{missed} expectations are not met"
        );
        table.row(&[format!("{name}: read the recording"), format!("{read:.2}")]);
        table.row(&["load the scenario".to_owned(), format!("{load:.2}")]);
        table.row(&["judge".to_owned(), format!("{:.2}", total - read - load)]);
    }
    table.print();
    _ = std::fs::remove_file(&path);
    println!("{MESSAGES} exchanges of about 4 kB, {MESSAGES} expectations");
    budget(
        "judging them, files included",
        total,
        " s",
        Limit::AtMost(3.0),
    );
}

/// One expectation a message; every `wrong`-th asks for another name.
fn expectations(instance: &str, wrong: usize) -> String {
    let mut text = format!(
        "mocklms: 1\nscenario: many\nlms: {{ {instance}: brightspace }}\nexpect:\n  requests:\n    {instance}:\n      messages:\n"
    );
    for n in 0..MESSAGES {
        let last = if wrong > 0 && n % wrong == 0 {
            "Byron"
        } else {
            "Lovelace"
        };
        _ = writeln!(
            text,
            "        - {{ operation: replacePerson, id: SIS-{n:07}, record: {{ name.last: {last}-{n} }} }}"
        );
    }
    text
}
