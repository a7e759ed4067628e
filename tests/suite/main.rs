//! The tests that need no server: whole exchanges, properties, the shape of the source, rules turned round.

mod accept;
mod bulk;
mod fuzz_finds;
mod goldens;
mod goldens_itslearning;
mod lms;
mod mutation;
mod properties;
mod secrets;
mod settle;
#[path = "../support/mod.rs"]
mod support;
mod tidy;
mod wire;
