//! mocklms.

pub mod base;
pub mod diag;
pub mod model;
pub mod soap;
pub mod xml;
