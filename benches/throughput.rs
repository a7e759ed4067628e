//! Requests per second, CPU and memory, beside a hyper that does nothing.
//!
//! Three servers take turns under the same load, so that whatever else the machine does hits all of them: bare hyper,
//! the double with journal and exchange log, and the same with a recording. Figures are medians of the turns; ratios are
//! taken within a turn. `--turns N` and `--seconds N` make it more exact.

#![expect(clippy::print_stdout, reason = "a bench prints its tables")]

mod support;

use std::time::Duration;

use mocklms::journal::JournalLimits;
use support::load::{self, CONNECTIONS, Outcome};
use support::message::{self, Message, PERSONS};
use support::process::Server;
use support::table::{Limit, Table, budget};
use support::{bare, double, median, night, option, quantile};

/// What one turn of one server gave.
struct Turn {
    per_second: f64,
    cpu_micros: f64,
    p50: f64,
    p99: f64,
    /// At a rate that leaves the machine idle most of the time.
    calm_p99: f64,
}

const CALM: u32 = 1000;
const NAMES: [&str; 3] = ["bare hyper", "double", "double --record"];

fn main() {
    bare::serve_if_asked();
    let turns: usize = option("--turns").map_or(5, |n| n.parse().expect("--turns takes a number"));
    let seconds: f64 =
        option("--seconds").map_or(1.0, |n| n.parse().expect("--seconds takes a number"));
    let time = Duration::from_secs_f64(seconds);
    let requests: Vec<_> = (0..PERSONS).map(|n| message::person(n).http()).collect();
    let answer = answer_of_the_double();
    let folder = std::env::temp_dir().join(format!("mocklms-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let servers = [
        Server::bare(answer.len()),
        Server::double(None),
        Server::double(Some(&folder.join("recording.ndjson"))),
    ];
    let wanted: [&[u8]; 3] = [b"xxx", b"codeMajor>success", b"codeMajor>success"];
    for (server, wanted) in servers.iter().zip(wanted) {
        load::closed(server.addr, &requests, time / 2, wanted);
    }
    let mut rows: [Vec<Turn>; 3] = Default::default();
    for _ in 0..turns {
        for ((server, wanted), row) in servers.iter().zip(wanted).zip(&mut rows) {
            row.push(turn(server, &requests, time, wanted));
        }
    }
    println!(
        "replacePerson of {} bytes, {CONNECTIONS} connections kept alive, {turns} turns of {seconds} s\n",
        message::envelope(0).len()
    );
    report(&rows, &servers);
    others(&servers, (turns, time), wanted);
    drop(servers);
    _ = std::fs::remove_dir_all(folder);
}

/// Memberships alone, and a whole night of all kinds of messages, over and over.
fn others(servers: &[Server; 3], (turns, time): (usize, Duration), wanted: [&[u8]; 3]) {
    let http = |messages: Vec<Message>| messages.iter().map(Message::http).collect::<Vec<_>>();
    let night = http(night::messages());
    let memberships = http(night::memberships().collect());
    let mut table = Table::new(&[
        "",
        "bare",
        "double",
        "of bare",
        "double --record",
        "of bare",
    ]);
    for (name, requests) in [("mixed night", &night), ("replaceMembership", &memberships)] {
        for (server, wanted) in servers.iter().zip(wanted).skip(1) {
            // Once in order: what is sent below needs what is sent above it.
            load::in_order(server.addr, &night, wanted);
        }
        let mut rates: [Vec<f64>; 3] = Default::default();
        for _ in 0..turns {
            for ((server, wanted), rates) in servers.iter().zip(wanted).zip(&mut rates) {
                rates.push(load::closed(server.addr, requests, time, wanted).per_second());
            }
        }
        let of_bare = |row: &[f64]| {
            let ratios = row.iter().zip(&rates[0]).map(|(own, bare)| own / bare);
            format!("{:.2}", median(ratios.collect()))
        };
        let per_second = |row: &[f64]| format!("{:.0}", median(row.to_vec()));
        table.row(&[
            format!("{name}, requests/s"),
            per_second(&rates[0]),
            per_second(&rates[1]),
            of_bare(&rates[1]),
            per_second(&rates[2]),
            of_bare(&rates[2]),
        ]);
    }
    table.print();
}

fn turn(server: &Server, requests: &[Vec<u8>], time: Duration, wanted: &[u8]) -> Turn {
    let before = server.cpu();
    let mut busy = load::closed(server.addr, requests, time, wanted);
    let cpu = server.cpu().saturating_sub(before);
    let mut calm: Outcome = load::open(server.addr, requests, CALM, time, wanted);
    Turn {
        per_second: busy.per_second(),
        cpu_micros: cpu.as_secs_f64() * 1e6 / busy.micros.len() as f64,
        p50: quantile(&mut busy.micros, 0.50),
        p99: quantile(&mut busy.micros, 0.99),
        calm_p99: quantile(&mut calm.micros, 0.99),
    }
}

fn report(rows: &[Vec<Turn>; 3], servers: &[Server; 3]) {
    let mut table = Table::new(&[
        "",
        "requests/s",
        "of bare",
        "CPU µs",
        "of bare",
        "p50 µs",
        "p99 µs",
        "p99 µs at 1,000/s",
        "RSS MB",
    ]);
    for ((row, server), name) in rows.iter().zip(servers).zip(NAMES) {
        let middle = |get: fn(&Turn) -> f64| median(row.iter().map(get).collect());
        table.row(&[
            name.to_owned(),
            format!("{:.0}", middle(|t| t.per_second)),
            format!("{:.2}", ratio(row, &rows[0], |t| t.per_second)),
            format!("{:.1}", middle(|t| t.cpu_micros)),
            format!("{:.2}", ratio(row, &rows[0], |t| t.cpu_micros)),
            format!("{:.0}", middle(|t| t.p50)),
            format!("{:.0}", middle(|t| t.p99)),
            format!("{:.0}", middle(|t| t.calm_p99)),
            format!("{:.1}", server.resident()),
        ]);
    }
    table.print();
    let [bare, double, recording] = rows;
    let added = |row: &Vec<Turn>| {
        let turns = row
            .iter()
            .zip(bare)
            .map(|(own, bare)| (own.calm_p99 - bare.calm_p99) / 1000.0);
        median(turns.collect())
    };
    budget(
        "throughput of bare hyper",
        ratio(double, bare, |t| t.per_second),
        "",
        Limit::AtLeast(0.5),
    );
    budget(
        "the same with --record",
        ratio(recording, bare, |t| t.per_second),
        "",
        Limit::AtLeast(0.3),
    );
    budget(
        "CPU per request, of bare hyper",
        ratio(double, bare, |t| t.cpu_micros),
        "",
        Limit::AtMost(2.3),
    );
    budget(
        "added p99 at 1,000 requests/s",
        added(double),
        " ms",
        Limit::AtMost(1.0),
    );
}

/// The median of the ratios, turn by turn.
fn ratio(row: &[Turn], bare: &[Turn], get: fn(&Turn) -> f64) -> f64 {
    median(
        row.iter()
            .zip(bare)
            .map(|(own, bare)| get(own) / get(bare))
            .collect(),
    )
}

fn answer_of_the_double() -> Vec<u8> {
    let session = double::session("default", JournalLimits::default());
    let exchange = session.handle(message::person(0).request());
    exchange.reply.body.to_vec()
}
