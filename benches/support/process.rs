//! Servers as processes, and what the system knows about them.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) addr: SocketAddr,
}

impl Server {
    /// This very program with nothing behind the sockets.
    pub(crate) fn bare(answer_size: usize) -> Self {
        let me = std::env::current_exe().expect("a program knows where it is");
        let mut child = Command::new(me)
            .args(["--bare", &answer_size.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("stdout is piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("the server says where it is");
        let addr = line.trim().parse().expect("an address");
        Self { child, addr }
    }

    /// `mocklms serve brightspace`, its exchange lines as JSON to `/dev/null`.
    pub(crate) fn double(record: Option<&Path>) -> Self {
        let addr = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mocklms"));
        command.args([
            "serve",
            "brightspace",
            "--format",
            "json",
            "--listen",
            &addr.to_string(),
        ]);
        if let Some(file) = record {
            command.arg("--record").arg(file);
        }
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .expect("mocklms starts");
        let server = Self { child, addr };
        server.connect(Duration::from_secs(10));
        server
    }

    /// Tries until somebody listens.
    pub(crate) fn connect(&self, patience: Duration) -> TcpStream {
        let start = Instant::now();
        loop {
            match TcpStream::connect(self.addr) {
                Ok(stream) => return stream,
                Err(error) if start.elapsed() > patience => panic!("{}: {error}", self.addr),
                Err(_) => std::thread::sleep(Duration::from_micros(100)),
            }
        }
    }

    /// CPU time used so far, all threads, in user and system mode.
    pub(crate) fn cpu(&self) -> Duration {
        let stat =
            fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // Behind the name, which may hold anything, utime and stime are the 12th and 13th field.
        let fields = stat
            .rsplit_once(')')
            .map_or("", |(_, rest)| rest)
            .split_ascii_whitespace();
        let ticks: u64 = fields
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum();
        Duration::from_millis(ticks * 10)
    }

    /// Resident memory in MB.
    pub(crate) fn resident(&self) -> f64 {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        resident(&status)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
fn free_port() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener
        .local_addr()
        .expect("a bound socket has an address")
}

/// Resident memory of this process in MB.
pub(crate) fn own_resident() -> f64 {
    resident(&fs::read_to_string("/proc/self/status").unwrap_or_default())
}

fn resident(status: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kilobytes
        .and_then(|kb| kb.trim().parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}
