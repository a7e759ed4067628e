//! Load: as fast as it goes over some connections, or at a fixed rate.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use memchr::memmem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How many connections are used.
pub(crate) const CONNECTIONS: usize = 16;

/// What came of it.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) elapsed: Duration,
    /// Microseconds of each request.
    pub(crate) micros: Vec<u32>,
}

impl Outcome {
    pub(crate) fn per_second(&self) -> f64 {
        self.micros.len() as f64 / self.elapsed.as_secs_f64()
    }
}

/// Sends each request once, one after the other.
pub(crate) fn in_order(addr: SocketAddr, requests: &[Vec<u8>], wanted: &[u8]) {
    let mut stream = std::net::TcpStream::connect(addr).expect("the server listens");
    let mut answer = Answer::default();
    let mut buffer = [0; 16 * 1024];
    for request in requests {
        stream.write_all(request).expect("the server reads");
        while !answer.is_whole() {
            let read = stream.read(&mut buffer).expect("the server answers");
            assert!(read > 0, "the server closed the connection");
            answer.bytes.extend_from_slice(&buffer[..read]);
        }
        answer.check(wanted);
    }
}

/// Sends as fast as the answers come. `wanted` must be in every answer.
pub(crate) fn closed(
    addr: SocketAddr,
    requests: &[Vec<u8>],
    time: Duration,
    wanted: &[u8],
) -> Outcome {
    // One thread: the client should leave the server as much of the machine as it can.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .expect("a runtime starts");
    let start = Instant::now();
    let until = start + time;
    let micros = runtime.block_on(async {
        let clients =
            (0..CONNECTIONS).map(|n| one_after_the_other(addr, requests, n, until, wanted));
        futures(clients).await
    });
    Outcome {
        elapsed: start.elapsed(),
        micros,
    }
}

/// All of them at the same time, on this thread.
async fn futures(clients: impl Iterator<Item = impl Future<Output = Vec<u32>>>) -> Vec<u32> {
    let mut clients: Vec<_> = clients.map(Box::pin).collect();
    let mut all = Vec::new();
    std::future::poll_fn(|cx| {
        clients.retain_mut(|client| match client.as_mut().poll(cx) {
            std::task::Poll::Ready(micros) => {
                all.extend(micros);
                false
            }
            std::task::Poll::Pending => true,
        });
        if clients.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    all
}

async fn one_after_the_other(
    addr: SocketAddr,
    requests: &[Vec<u8>],
    first: usize,
    until: Instant,
    wanted: &[u8],
) -> Vec<u32> {
    let mut stream = TcpStream::connect(addr).await.expect("the server listens");
    stream.set_nodelay(true).expect("TCP has nodelay");
    let mut answer = Answer::default();
    let mut micros = Vec::with_capacity(100_000);
    let mut next = first;
    loop {
        let start = Instant::now();
        if start >= until {
            return micros;
        }
        stream
            .write_all(&requests[next % requests.len()])
            .await
            .expect("the server reads");
        while !answer.is_whole() {
            let read = stream
                .read_buf(&mut answer.bytes)
                .await
                .expect("the server answers");
            assert!(read > 0, "the server closed the connection");
        }
        micros.push(start.elapsed().as_micros() as u32);
        answer.check(wanted);
        next += CONNECTIONS;
    }
}

/// Sends one request each `1 / rate` seconds, whether or not the one before has been answered. Microseconds count from
/// the moment at which a request was due.
pub(crate) fn open(
    addr: SocketAddr,
    requests: &[Vec<u8>],
    rate: u32,
    time: Duration,
    wanted: &[u8],
) -> Outcome {
    let start = Instant::now() + Duration::from_millis(10);
    let total = (u128::from(rate) * time.as_millis() / 1000) as usize;
    let micros = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|first| {
                scope.spawn(move || when_due(addr, requests, (first, total), (start, rate), wanted))
            })
            .collect();
        clients
            .into_iter()
            .flat_map(|client| client.join().expect("no client panics"))
            .collect()
    });
    Outcome {
        elapsed: time,
        micros,
    }
}

fn when_due(
    addr: SocketAddr,
    requests: &[Vec<u8>],
    (first, total): (usize, usize),
    (start, rate): (Instant, u32),
    wanted: &[u8],
) -> Vec<u32> {
    let mut stream = std::net::TcpStream::connect(addr).expect("the server listens");
    stream.set_nodelay(true).expect("TCP has nodelay");
    let mut answer = Answer::default();
    let mut micros = Vec::new();
    let mut buffer = [0; 16 * 1024];
    for n in (first..total).step_by(CONNECTIONS) {
        let due = start + Duration::from_secs_f64(n as f64 / f64::from(rate));
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        stream
            .write_all(&requests[n % requests.len()])
            .expect("the server reads");
        while !answer.is_whole() {
            let read = stream.read(&mut buffer).expect("the server answers");
            assert!(read > 0, "the server closed the connection");
            answer.bytes.extend_from_slice(&buffer[..read]);
        }
        micros.push(due.elapsed().as_micros() as u32);
        answer.check(wanted);
    }
    micros
}

/// Bytes of an answer so far.
#[derive(Default)]
struct Answer {
    bytes: Vec<u8>,
}

impl Answer {
    fn is_whole(&self) -> bool {
        let Some(end) = memmem::find(&self.bytes, b"\r\n\r\n") else {
            return false;
        };
        let head = std::str::from_utf8(&self.bytes[..end]).expect("a head is ASCII");
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then_some(value)
        });
        let length: usize = length
            .and_then(|n| n.parse().ok())
            .expect("the answer has a length");
        self.bytes.len() >= end + 4 + length
    }

    fn check(&mut self, wanted: &[u8]) {
        let fits =
            self.bytes.starts_with(b"HTTP/1.1 200") && memmem::find(&self.bytes, wanted).is_some();
        assert!(fits, "{}", String::from_utf8_lossy(&self.bytes));
        self.bytes.clear();
    }
}
