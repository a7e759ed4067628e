//! The HTTP server: sockets in front of sessions. tokio, hyper and rustls live here.
//!
//! A connection reads a request whole, gives it to its session (which answers at once, without waiting for
//! anything), adds a log line and sends the answer. What is no request is recorded as such.

mod app;
mod body;
mod connection;
mod framing;
mod listener;
mod log;
mod sessions;
mod shutdown;
mod tap;
mod ticking;
mod tls;

pub use app::{App, Desk, Surface};
pub use listener::run;
pub use log::Log;
pub use sessions::Sessions;
pub use shutdown::{GRACE, Signals, Stop};
pub use ticking::tick;
pub use tls::{Tls, TlsError};

#[cfg(test)]
mod tests;
