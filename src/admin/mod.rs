//! The program's own paths: what a person or a script asks the double about itself.
//!
//! Everything is JSON under `/__admin/v1/`; errors are problem documents (RFC 9457). `/` explains itself in HTML.
//! A browser page from elsewhere must not get through, so `Host`, `Origin` and `Sec-Fetch-Site` are checked always,
//! and off loopback a token is asked for.

mod guard;
mod index;
mod routes;
mod summary;

pub use guard::{Guard, Token};
pub use routes::AdminDesk;
pub use summary::{EndpointSummary, InstanceSummary};

#[cfg(test)]
mod tests;
