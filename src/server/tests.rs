//! The server as clients meet it: raw bytes over sockets.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use super::{App, Desk, Log, Sessions, Surface, run};
use crate::base::Limits;
use crate::journal::{Body, Entry, EntryKind, JournalLimits};
use crate::model::Service;
use crate::session::Session;
use crate::standard::lis;
use crate::vendor::brightspace;
use crate::wire::{Reply, Request};

mod tls;

#[derive(Debug)]
struct NoDesk;

impl Desk for NoDesk {
    fn answer(&self, _: &App, _: &Request, _: bool) -> Reply {
        Reply::text(200, "desk")
    }
}

struct Server {
    addr: SocketAddr,
    app: Arc<App>,
    runtime: tokio::runtime::Runtime,
    served: tokio::task::JoinHandle<()>,
}

impl Server {
    fn start() -> Self {
        Self::with(Limits {
            read_seconds: 5,
            ..Limits::default()
        })
    }

    fn with(limits: Limits) -> Self {
        Self::with_tls(limits, None)
    }

    fn with_tls(limits: Limits, tls: Option<Arc<super::Tls>>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let session = Arc::new(Session::stub("default", JournalLimits::default()));
        let app = Arc::new(App {
            sessions: Sessions::new(session),
            limits,
            tls,
            log: Log::silent(),
            stop: super::Stop::default(),
            desk: Box::new(NoDesk),
        });
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let addr = listener.local_addr().unwrap();
        let stopped = app.stop.stopped();
        let served = runtime.spawn(run(listener, Arc::clone(&app), Surface::All, stopped));
        Self {
            addr,
            app,
            runtime,
            served,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.addr).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        stream
    }

    /// Sends bytes, closes the sending half, returns all that comes back.
    fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        rest(&mut stream)
    }

    /// The journal, once it holds so many entries.
    fn entries(&self, count: usize) -> Vec<Entry> {
        for _ in 0..500 {
            let entries = self.app.sessions.default().entries();
            if entries.len() >= count {
                assert_eq!(entries.len(), count);
                return entries;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("no {count} entries in 5 s");
    }

    fn stop(self) {
        self.app.stop.stop();
        self.runtime.block_on(self.served).unwrap();
    }
}

fn rest(stream: &mut impl Read) -> String {
    let mut out = Vec::new();
    _ = stream.read_to_end(&mut out);
    String::from_utf8(out).unwrap()
}

/// Reads one answer with a `Content-Length`; returns its head.
fn answer(stream: &mut impl Read) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|l| l.strip_prefix("Content-Length: "))
        .map_or(0, |n| n.parse().unwrap());
    stream.read_exact(&mut vec![0; length]).unwrap();
    head
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap_or(answer)
}

/// Where the LMS answers.
fn path() -> &'static str {
    brightspace::INFO.endpoints[0].path
}

/// A call that the LMS answers with 200.
fn call() -> String {
    let read = "<ims:readPersonRequest><ims:sourcedId>1</ims:sourcedId></ims:readPersonRequest>";
    lis::wrap(Service::Pms, "m-1", None, read)
}

/// A request with these header lines and this body.
fn raw(headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {} HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n{body}",
        path()
    )
    .into_bytes()
}

fn post(body: &str) -> String {
    let path = path();
    format!(
        "POST {path}?a=1 HTTP/1.1\r\nhOST: x\r\nSoapaction: \"y\"\r\nContent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn a_request_is_journalled_as_it_was_sent() {
    let server = Server::start();
    let text = server.exchange(post(&call()).as_bytes());
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert!(text.contains("\r\nContent-Length: "));
    let entry = server.entries(1).remove(0);
    assert_eq!(entry.kind, EntryKind::Message);
    assert_eq!(entry.target, format!("{}?a=1", path()));
    assert_eq!(entry.request_body, Body::Text(call()));
    let names: Vec<&str> = entry.request_headers.iter().map(|h| &*h.0).collect();
    assert_eq!(names, ["hOST", "Soapaction", "Content-length"]);
}

#[test]
fn chunks_are_put_together() {
    let server = Server::start();
    let text = server.exchange(
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n<a\r\n2;x=y\r\n/>\r\n0\r\n\r\n",
    );
    // `POST /` is for the desk, which is not journalled.
    assert!(text.ends_with("desk"), "{text}");
    let call = call();
    let (first, last) = call.split_at(100);
    let chunks = format!(
        "64\r\n{first}\r\n{:x};x=y\r\n{last}\r\n0\r\n\r\n",
        last.len()
    );
    let text = server.exchange(&raw("Transfer-Encoding: chunked", &chunks));
    assert_eq!(status(&text), "200");
    assert_eq!(server.entries(1)[0].request_body, Body::Text(call));
}

#[test]
fn http_1_0_gets_a_length_and_a_closed_connection() {
    let server = Server::start();
    let mut stream = server.connect();
    let request = post(&call()).replace("HTTP/1.1", "HTTP/1.0");
    stream.write_all(request.as_bytes()).unwrap();
    let text = rest(&mut stream);
    assert!(text.starts_with("HTTP/1.0 200"), "{text}");
    assert!(text.contains("\r\nContent-Length: "));
}

#[test]
fn te_with_connection_te_close_is_served() {
    let server = Server::start();
    let mut stream = server.connect();
    let headers = format!(
        "TE: deflate,gzip;q=0.3\r\nConnection: TE, close\r\nContent-Length: {}",
        call().len()
    );
    stream.write_all(&raw(&headers, &call())).unwrap();
    assert_eq!(status(&rest(&mut stream)), "200");
}

#[test]
fn expect_100_continue_is_granted_before_the_body() {
    let server = Server::start();
    let mut stream = server.connect();
    let headers = format!("Expect: 100-continue\r\nContent-Length: {}", call().len());
    stream.write_all(&raw(&headers, "")).unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(call().as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut stream)), "200");
}

#[test]
fn a_body_that_is_too_large_and_only_announced_is_refused_without_100_continue() {
    let server = Server::with(Limits {
        body_bytes: 10,
        ..Limits::default()
    });
    let mut stream = server.connect();
    stream
        .write_all(&raw("Expect: 100-continue\r\nContent-Length: 11", ""))
        .unwrap();
    assert_eq!(status(&rest(&mut stream)), "500");
    let outcome = &server.entries(1)[0].outcome;
    assert!(outcome.contains("larger than"), "{outcome}");
}

#[test]
fn pipelined_requests_are_answered_in_order_each_with_its_own_head() {
    let server = Server::start();
    let both = format!(
        "{}GET {}?wsdl HTTP/1.1\r\nHost: y\r\nX-Two: 2\r\n\r\n",
        post(&call()),
        path()
    );
    let mut stream = server.connect();
    stream.write_all(both.as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut stream)), "200");
    assert_eq!(status(&answer(&mut stream)), "200");
    stream.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut stream)), "200");
    let entries = server.entries(3);
    assert_eq!(entries[0].request_headers[0].0, "hOST");
    assert_eq!(entries[1].request_headers[1].0, "X-Two");
    assert_eq!(entries[2].request_body, Body::Text(call()));
    assert_eq!(entries[2].request_headers[0].0, "hOST");
}

#[test]
fn a_body_cut_off_is_journalled_with_what_there_was_of_it() {
    let server = Server::start();
    let mut stream = server.connect();
    stream
        .write_all(&raw("Content-Length: 100", "<half"))
        .unwrap();
    drop(stream);
    let entry = server.entries(1).remove(0);
    assert!(entry.outcome.contains("body"), "{}", entry.outcome);
    assert_eq!(entry.request_body, Body::Text("<half".to_owned()));
    // One that half-closes is even answered.
    let text = server.exchange(&raw("Content-Length: 100", "<half"));
    assert_eq!(server.entries(2)[1].outcome, entry.outcome);
    assert_eq!(status(&text), "500");
}

#[test]
fn a_body_that_is_too_large_is_read_to_its_end_and_then_refused() {
    let server = Server::with(Limits {
        body_bytes: 1000,
        ..Limits::default()
    });
    let big = "x".repeat(3_000_000);
    let mut stream = server.connect();
    stream.write_all(post(&big).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut stream)), "500");
    // The connection is good for more.
    stream.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut stream)), "200");
    let chunks = format!("{:x}\r\n{big}\r\n0\r\n\r\n", big.len());
    stream
        .write_all(&raw("Transfer-Encoding: chunked", &chunks))
        .unwrap();
    assert_eq!(status(&answer(&mut stream)), "500");
    let entries = server.entries(3);
    assert!(entries[0].outcome.contains("larger than"));
    assert_eq!(entries[2].request_body.bytes().unwrap().len(), 64 * 1024);
}

#[test]
fn what_is_not_http_is_one_entry_with_its_reason() {
    let server = Server::start();
    let cases: [(&[u8], &str); 5] = [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "TLS"),
        (b"hello there\0\0\r\n\r\n", "invalid"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/2"),
        (b"POST /x HT", "inside the request head"),
        (b"GET /x HTTP/1.1\r\nbad header\r\n\r\n", "invalid"),
    ];
    for (n, (bytes, reason)) in cases.into_iter().enumerate() {
        server.exchange(bytes);
        let entry = server.entries(n + 1).remove(n);
        assert_eq!(entry.kind, EntryKind::NotHttp);
        assert!(entry.outcome.contains(reason), "{}", entry.outcome);
        assert!(entry.caller.is_some());
        assert_eq!(&*entry.request_body.bytes().unwrap(), bytes);
    }
    assert_eq!(status(&server.exchange(post(&call()).as_bytes())), "200");
}

#[test]
fn a_head_larger_than_the_limit_gets_431() {
    let server = Server::with(Limits {
        head_bytes: 10_000,
        ..Limits::default()
    });
    let head = format!("GET /x HTTP/1.1\r\nA: {}\r\n\r\n", "b".repeat(20_000));
    assert_eq!(status(&server.exchange(head.as_bytes())), "431");
    assert!(server.entries(1)[0].outcome.contains("larger"));
}

#[test]
fn connections_without_a_word_leave_no_trace() {
    let server = Server::start();
    assert_eq!(server.exchange(b""), "");
    server.exchange(b"\r\n");
    assert_eq!(status(&server.exchange(post(&call()).as_bytes())), "200");
    server.entries(1);
}

#[test]
fn who_sends_too_slowly_is_told_and_recorded() {
    let server = Server::with(Limits {
        read_seconds: 1,
        ..Limits::default()
    });
    let mut in_head = server.connect();
    in_head.write_all(b"POST /x HTTP/1.1\r\nHos").unwrap();
    let mut in_body = server.connect();
    in_body.write_all(&raw("Content-Length: 9", "<a")).unwrap();
    assert_eq!(status(&rest(&mut in_head)), "408");
    assert_eq!(status(&rest(&mut in_body)), "500");
    let mut outcomes: Vec<String> = server.entries(2).into_iter().map(|e| e.outcome).collect();
    outcomes.sort();
    assert!(outcomes[0].contains("took longer"), "{outcomes:?}");
    assert_eq!(outcomes[1], "the request head did not arrive in time");
}

#[test]
fn one_connection_too_many_gets_503() {
    let server = Server::with(Limits {
        connections: 1,
        ..Limits::default()
    });
    let mut first = server.connect();
    first.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut first)), "200");
    assert_eq!(status(&rest(&mut server.connect())), "503");
    drop(first);
    // The seat is free a moment later.
    for attempt in 0.. {
        if status(&server.exchange(post(&call()).as_bytes())) == "200" {
            break;
        }
        assert!(attempt < 100);
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn stopping_lets_a_request_under_way_finish_and_closes_idle_connections() {
    let server = Server::start();
    let mut idle = server.connect();
    idle.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut idle)), "200");
    let mut busy = server.connect();
    let request = post(&call());
    let (first, last) = request.as_bytes().split_at(request.len() - 2);
    busy.write_all(first).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    server.app.stop.stop();
    assert_eq!(rest(&mut idle), "");
    busy.write_all(last).unwrap();
    assert_eq!(status(&rest(&mut busy)), "200");
    let addr = server.addr;
    server.stop();
    assert!(TcpStream::connect(addr).is_err());
}

#[test]
fn sessions_have_their_own_paths() {
    let server = Server::start();
    let request = post(&call()).replace("POST /", "POST /s/mine/");
    assert_eq!(status(&server.exchange(request.as_bytes())), "404");
    let mine = Arc::new(Session::stub("mine", JournalLimits::default()));
    assert!(server.app.sessions.open(Arc::clone(&mine)));
    assert_eq!(status(&server.exchange(request.as_bytes())), "200");
    assert_eq!(mine.entries().len(), 1);
    server.app.sessions.end("mine");
    assert_eq!(status(&server.exchange(request.as_bytes())), "410");
    assert_eq!(server.entries(2)[1].status, 410);
}
