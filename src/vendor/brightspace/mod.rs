//! D2L Brightspace: the LIS 2.0 adapter of its Integration Pack for Student Information Systems (IPSIS).

mod admin;
mod preferred;
mod profile;
pub mod quirks;
mod relationships;
mod replace;
mod settings;
mod state;
mod translate;
mod users;

pub use profile::INFO;
