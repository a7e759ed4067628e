//! mocklms.

pub mod base;
pub mod diag;
pub mod engine;
pub mod journal;
pub mod model;
pub mod scenario;
pub mod soap;
pub mod standard;
pub mod store;
pub mod vendor;
pub mod wire;
pub mod xml;
