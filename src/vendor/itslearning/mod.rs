//! itslearning: its IMS Enterprise Services 1.0 for student information systems.
//!
//! What is fixed about it so far: the rules, the settings, the state, the profile table, roles, keys and texts.

mod admin;
mod answers;
mod groups;
mod keys;
mod lints;
mod memberships;
mod persons;
mod profile;
mod profiles;
pub mod quirks;
mod reading;
mod roles;
mod security;
mod settings;
mod state;
mod texts;

pub use profile::INFO;
