//! Memory of a large state and of a full journal. `--full` loads a million persons.

mod support;

use mocklms::journal::JournalLimits;
use support::process::own_resident;
use support::table::{Limit, Table, budget};
use support::{double, flag, message, night};

/// The same as in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MILLION: usize = 1_000_000;

fn main() {
    let persons = if flag("--full") {
        MILLION
    } else {
        MILLION / 20
    };
    let one = JournalLimits {
        entries: 1,
        ..JournalLimits::default()
    };
    let before = own_resident();
    let session = double::session("default", one);
    for unit in night::units() {
        session.handle(unit.request());
    }
    for n in 0..persons {
        session.handle(message::person(n).request());
        session.handle(night::membership(n, n, n).request());
    }
    let state = own_resident() - before;

    let limits = JournalLimits::default();
    let before = own_resident();
    let journaling = double::session("default", limits);
    for n in 0..2 * limits.entries {
        journaling.handle(message::person(n % message::PERSONS).request());
    }
    let its_persons = state * message::PERSONS as f64 / persons as f64;
    let journal = own_resident() - before - its_persons;
    let bound = limits.bytes as f64 / f64::from(1 << 20);

    let mut table = Table::new(&["", "MB", "bytes each"]);
    let mut row = |name: String, megabytes: f64, of: usize| {
        let each = megabytes * f64::from(1 << 20) / of as f64;
        table.row(&[name, format!("{megabytes:.0}"), format!("{each:.0}")]);
    };
    row(
        format!("{persons} persons with a membership each"),
        state,
        persons,
    );
    row(
        format!("journal after {} exchanges", 2 * limits.entries),
        journal,
        limits.entries,
    );
    table.print();
    let million = state * (MILLION / persons) as f64;
    budget(
        "a million persons with a membership each",
        million,
        " MB",
        Limit::AtMost(1500.0),
    );
    budget("a full journal", journal, " MB", Limit::AtMost(bound));
    drop((session, journaling));
}
