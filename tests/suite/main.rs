//! The tests that need no server: whole exchanges, properties, the shape of the source, rules turned round.

mod accept;
mod goldens;
mod lms;
mod mutation;
#[path = "../support/mod.rs"]
mod support;
