//! D2L Brightspace: the LIS 2.0 adapter of its Integration Pack for Student Information Systems (IPSIS).

mod admin;
mod answers;
mod bulk;
mod enrollments;
mod grades;
mod org_units;
mod outgoing;
mod persons;
mod profile;
pub mod quirks;
mod roles;
mod settings;
mod state;

pub use profile::INFO;
