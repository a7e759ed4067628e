//! From the start of the process to its first answer; memory before any request; size of the program.

#![expect(clippy::print_stdout, reason = "a bench prints its tables")]

mod support;

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use support::process::Server;
use support::table::{Limit, Table, budget};
use support::{bare, median, message};

const STARTS: usize = 15;

fn main() {
    bare::serve_if_asked();
    let request = message::person(0).http();
    let (mut bare, mut double, mut idle) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        bare.push(first_answer(|| Server::bare(1000), &request).0);
        let (millis, server) = first_answer(|| Server::double(None), &request);
        double.push(millis);
        drop(server);
    }
    for _ in 0..3 {
        let server = Server::double(None);
        // Long enough for everything that is done once.
        std::thread::sleep(Duration::from_millis(100));
        idle.push(server.resident());
    }
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_mocklms")).map_or(0, |file| file.len());
    let size = size as f64 / f64::from(1 << 20);

    println!("{STARTS} starts in turns\n");
    let mut table = Table::new(&["start to first answer", "ms", "slowest"]);
    for (name, millis) in [("bare hyper", &bare), ("double", &double)] {
        let slowest = millis.iter().copied().fold(0.0, f64::max);
        table.row(&[
            name,
            &format!("{:.1}", median(millis.clone())),
            &format!("{slowest:.1}"),
        ]);
    }
    table.print();
    budget(
        "start to first answer",
        median(double),
        " ms",
        Limit::AtMost(20.0),
    );
    budget(
        "memory before any request",
        median(idle),
        " MB",
        Limit::AtMost(15.0),
    );
    budget("size of the program", size, " MB", Limit::AtMost(15.0));
}

fn first_answer(start: impl FnOnce() -> Server, request: &[u8]) -> (f64, Server) {
    let begin = Instant::now();
    let server = start();
    let mut stream = server.connect(Duration::from_secs(10));
    stream.write_all(request).expect("the server reads");
    let mut answer = [0; 256];
    let read = stream.read(&mut answer).expect("the server answers");
    let millis = begin.elapsed().as_secs_f64() * 1000.0;
    assert!(
        answer[..read].starts_with(b"HTTP/1.1 200"),
        "the first answer is a success"
    );
    (millis, server)
}
