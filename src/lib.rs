//! A stand-in for a learning-management system (LMS) that receives SOAP messages (IMS LIS 2.0) from a student
//! information system (SIS): it takes them as that vendor's LMS would, answers and stores as it would, and judges what
//! it was sent.
//!
//! The `mocklms` command is the usual way to use it (see the README). This crate is what the command is made of; tests
//! in Rust can use it without a process or a socket.
//!
//! # A first example
//!
//! A scenario is a YAML text: what is sent, and what must come of it. Loading one collects every problem; playing it
//! sends its messages; judging holds what arrived, what was answered and what is stored against what it expects.
//!
//! ```
//! use std::path::Path;
//!
//! use mocklms::diag::{self, Source};
//! use mocklms::verify::Outcome;
//! use mocklms::{report, runner, scenario};
//!
//! let source = Source {
//!     path: "student.yaml".into(),
//!     text: "
//! mocklms: 1
//! scenario: a new student gets an account
//! lms: { d2l: brightspace }
//! steps:
//!   - operation: replacePerson
//!     record: { id: S-1001, name: { first: Ada, last: Nowak }, role: Student }
//!     answer: { code_major: success }
//! expect:
//!   state: { d2l: { users: { S-1001: { legal_first_name: Ada, role: Learner } } } }
//! "
//!     .to_owned(),
//! };
//! let loaded = scenario::load(source, Path::new("."), &|_| None, &|path| std::fs::read(path));
//! let (scenario, problems) = loaded.into_one(None);
//! let scenario = scenario.unwrap_or_else(|| panic!("{}", diag::render(&problems)));
//!
//! let (verdict, _exchanges) = runner::rehearse(&scenario)?;
//! let text = report::Format::parse("text").expect("there is one").render(&[verdict.clone()]);
//! assert_eq!(verdict.outcome, Outcome::Passed, "{text}");
//! # Ok::<(), String>(())
//! ```
//!
//! # A message of your own
//!
//! [`Session::handle`](session::Session::handle) is the whole program without sockets: a [`Request`](wire::Request) in,
//! an [`Exchange`](engine::Exchange) out. It never waits, and the exchange is in the journal when it returns.
//!
//! ```
//! use mocklms::base::Value;
//! use mocklms::session::{InstanceSpec, Opening, Session};
//! use mocklms::{vendor, wire::Request};
//!
//! let vendor = vendor::find("brightspace").expect("it is one of vendor::VENDORS");
//! let (settings, quirks, seed) = (Value::map(), Default::default(), Value::map());
//! let instance = InstanceSpec { name: "d2l", vendor, settings: &settings, quirks: &quirks, seed: &seed };
//! let session = Session::open(Opening::real_time(), [instance])?;
//!
//! let path = vendor.endpoints[0].path;
//! let exchange = session.handle(Request::post(path, &[("Content-Type", "text/xml")], "<not-soap/>"));
//! assert_eq!(exchange.reply.status, 500);
//! assert_eq!(session.entries().len(), 1);
//! # Ok::<(), String>(())
//! ```
//!
//! # Isolation
//!
//! A [`Session`](session::Session) has its own instances, state, clock, journal and randomness, and shares nothing with
//! others: open one per test, as many at a time as you like. It can be used from many threads. With a fixed
//! [`Clock`](base::Clock) the same requests give the same bytes again.
//!
//! # Limits
//!
//! What a request may cost is bounded by [`Limits`](base::Limits), what a journal keeps by
//! [`JournalLimits`](journal::JournalLimits); what needs an exchange that the journal let go is judged inconclusive,
//! never passed. Which vendors, services and rules there are is data: [`vendor::VENDORS`]. The API may change with every
//! minor version before 1.0; the formats of scenarios, recordings and reports have versions of their own.

pub mod accept;
pub mod admin;
pub mod base;
pub mod cli;
pub mod courier;
pub mod diag;
pub mod engine;
pub mod journal;
pub mod model;
pub mod report;
pub mod runner;
pub mod scenario;
pub mod server;
pub mod session;
pub mod soap;
pub mod standard;
pub mod store;
pub mod vendor;
pub mod verify;
pub mod wire;
pub mod xml;
