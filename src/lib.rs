//! mocklms.

pub mod accept;
pub mod admin;
pub mod base;
pub mod cli;
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
