//! The engine alone, in this process: what a request costs, where it goes, and that a full house costs no more.
//!
//! Nanoseconds are CPU time of this thread, so that a busy machine does not count. `--loop N` does nothing but handle
//! N requests, for a profiler.

#![expect(clippy::print_stdout, reason = "a bench prints its tables")]

mod support;

use std::hint::black_box;
use std::sync::Arc;

use mocklms::base::{Limits, Masker};
use mocklms::engine::Exchange;
use mocklms::journal::{JournalLimits, LineStyle, mask};
use mocklms::model::{Finding, Service};
use mocklms::session::Session;
use mocklms::standard::{lis, schema};
use mocklms::wire::Request;
use mocklms::{soap, xml};
use rustix::time::{ClockId, clock_gettime};
use support::message::{self, Message, PERSONS};
use support::table::{Limit, Table, budget};
use support::{batch, double, median, night, option};

/// The same as in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many other sessions are open in the full house, and how many persons it holds.
const SESSIONS: usize = 1000;
const LOADED: usize = 100_000;
const TURNS: usize = 30;

fn main() {
    let bodies: Vec<_> = (0..PERSONS).map(message::envelope).collect();
    let requests: Vec<_> = (0..PERSONS).map(|n| message::person(n).request()).collect();
    let empty = double::session("default", JournalLimits::default());
    if let Some(count) = option("--loop") {
        let count = count.parse().expect("--loop takes a number");
        for request in requests.iter().cycle().take(count) {
            empty.handle(request.clone());
        }
        return;
    }
    let (full, others) = full_house(&requests);

    let mut turns = [Vec::new(), Vec::new()];
    for _ in 0..TURNS {
        for (session, turns) in [&empty, &full].into_iter().zip(&mut turns) {
            turns.push(each(&requests, |request| {
                drop(session.handle(request.clone()));
            }));
        }
    }
    let ratios = turns[1]
        .iter()
        .zip(&turns[0])
        .map(|(full, empty)| full / empty)
        .collect();
    let [empty_nanos, full_nanos] = turns.map(median);
    println!(
        "one replacePerson of {} bytes, journal on, {TURNS} turns of {PERSONS}\n",
        bodies[0].len()
    );
    stages(&bodies, &requests, &empty, empty_nanos);
    let mut table = Table::new(&["the whole", "ns"]);
    table.row(&["empty", &format!("{empty_nanos:.0}")]);
    table.row(&[
        format!("with {LOADED} persons and {SESSIONS} other sessions"),
        format!("{full_nanos:.0}"),
    ]);
    table.print();
    budget(
        "a full house, of an empty one",
        median(ratios),
        "",
        Limit::AtMost(1.1),
    );
    drop((others, full));
    other_messages(empty_nanos);
    plural_calls();
}

/// What an item costs in calls of several sizes, and a person on a page of many.
fn plural_calls() {
    const ALL: usize = 10_000;
    let mut table = Table::new(&["createPersons (itslearning), items", "ns an item", "of one"]);
    let mut alone = 0.0;
    for size in [1, 50, 1000] {
        let session = batch::session();
        let calls: Vec<_> = (0..ALL / size)
            .map(|n| batch::create_persons(n * size, size))
            .collect();
        let nanos = each(&calls, |call| {
            let exchange = session.handle(call.clone());
            assert!(exchange.ending.text().starts_with("success"));
        }) / size as f64;
        if size == 1 {
            alone = nanos;
        }
        let ratio = nanos / alone;
        table.row(&[
            size.to_string(),
            format!("{nanos:.0}"),
            format!("{ratio:.2}"),
        ]);
        if size == 1000 {
            let page = [batch::read_all_persons(ALL)];
            let nanos = rounds(&page, |page| drop(session.handle(page.clone()))) / ALL as f64;
            table.row(&[
                format!("readAllPersons, a page of {ALL}"),
                format!("{nanos:.0}"),
                format!("{:.2}", nanos / alone),
            ]);
        }
    }
    table.print();
}

/// What other messages cost, and a whole night of all kinds.
fn other_messages(person_nanos: f64) {
    let session = double::session("default", JournalLimits::default());
    let night: Vec<_> = night::messages().iter().map(Message::request).collect();
    let first = each(&night, |request| {
        let exchange = session.handle(request.clone());
        assert!(
            exchange.ending.text().starts_with("success"),
            "{}: {}",
            exchange.operation.map_or("", |o| o.name),
            exchange.ending.text()
        );
    });
    let handle = |request: &Request| drop(session.handle(request.clone()));
    let second = rounds(&night, handle);
    let memberships: Vec<_> = night::memberships().map(|m| m.request()).collect();
    let membership = rounds(&memberships, handle);
    let mut table = Table::new(&["a message of another kind", "ns", "of replacePerson"]);
    for (name, nanos) in [
        ("replaceMembership, an update", membership),
        ("mixed night, the first: all is new", first),
        ("mixed night, a later one: all is there", second),
    ] {
        let ratio = nanos / person_nanos;
        table.row(&[name, &format!("{nanos:.0}"), &format!("{ratio:.2}")]);
    }
    table.print();
}

fn full_house(requests: &[Request]) -> (Session, Vec<Session>) {
    let session = double::session("default", JournalLimits::default());
    for n in 0..LOADED {
        session.handle(message::person(n).request());
    }
    let few = JournalLimits {
        entries: 10,
        ..JournalLimits::default()
    };
    let others = (0..SESSIONS).map(|n| {
        let other = double::session(&format!("s{n}"), few);
        for request in &requests[..10] {
            other.handle(request.clone());
        }
        other
    });
    let others = others.collect();
    (session, others)
}

/// Nanoseconds for each of the things.
fn each<T>(things: &[T], mut work: impl FnMut(&T)) -> f64 {
    let start = cpu_time();
    for thing in things {
        work(thing);
    }
    (cpu_time() - start) * 1e9 / things.len() as f64
}

/// Seconds that this thread has computed.
fn cpu_time() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The median of several rounds.
fn rounds<T>(things: &[T], mut work: impl FnMut(&T)) -> f64 {
    median((0..TURNS).map(|_| each(things, &mut work)).collect())
}

/// The steps of a request by themselves.
fn stages(bodies: &[String], requests: &[Request], session: &Session, whole: f64) {
    let limits = Limits::default();
    let trees: Vec<_> = bodies
        .iter()
        .map(|body| xml::read(body, &limits).expect("well-formed"))
        .collect();
    let mut none: Vec<Finding> = Vec::new();
    let envelopes: Vec<_> = trees
        .iter()
        .map(|tree| soap::open(tree, &mut none).expect("an envelope"))
        .collect();
    let payload = |envelope: &soap::Envelope<'_>| envelope.payload.expect("a payload").offset();
    for envelope in &envelopes {
        black_box(payload(envelope));
    }
    let operation = lis::find(Service::Pms, "replacePersonRequest").expect("LIS has it");

    let steps = [
        (
            "copy the request",
            rounds(requests, |request| drop(black_box(request.clone()))),
        ),
        (
            "bytes to text",
            rounds(bodies, |body| {
                drop(black_box(xml::decode(body.as_bytes(), Some("utf-8"))));
            }),
        ),
        (
            "text to tree",
            rounds(bodies, |body| drop(black_box(xml::read(body, &limits)))),
        ),
        (
            "tree to envelope",
            rounds(&trees, |tree| _ = black_box(soap::open(tree, &mut none))),
        ),
        (
            "schema",
            rounds(&envelopes, |envelope| {
                schema::validate(
                    Service::Pms,
                    envelope.payload.expect("a payload"),
                    &mut none,
                );
            }),
        ),
        (
            "tree to message",
            rounds(&envelopes, |envelope| {
                let header = lis::decode_header(envelope.header_blocks());
                drop(black_box(lis::decode(
                    operation,
                    envelope.payload.expect("a payload"),
                    header,
                )));
            }),
        ),
    ];
    assert!(none.is_empty(), "the message is without fault: {none:?}");
    let mut table = Table::new(&["step", "ns", "share"]);
    let mut row = |name: &str, nanos: f64| {
        table.row(&[
            name,
            &format!("{nanos:.0}"),
            &format!("{:.0} %", 100.0 * nanos / whole),
        ]);
    };
    for (name, nanos) in &steps {
        row(name, *nanos);
    }
    let rest = whole - steps.iter().map(|(_, nanos)| nanos).sum::<f64>();
    row("apply, encode, journal", rest);
    row("the whole", whole);

    let exchanges: Vec<Arc<Exchange>> = requests
        .iter()
        .map(|request| session.handle(request.clone()))
        .collect();
    let mut line = Vec::new();
    row(
        "besides: JSON log line",
        rounds(&exchanges, |exchange| {
            line.clear();
            exchange.line(&mut line, LineStyle::Json);
        }),
    );
    let masker = Masker::default();
    row(
        "besides: line of a recording",
        rounds(&exchanges, |exchange| {
            line.clear();
            let mut entry = exchange.entry();
            mask(&mut entry, &masker);
            serde_json::to_writer(&mut line, &entry).expect("an entry is JSON");
        }),
    );
    table.print();
}
