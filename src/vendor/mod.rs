//! The vendors. One folder each; this file is the only one that knows them all.

pub mod brightspace;
pub mod es;
pub mod itslearning;
pub mod lis;
mod reference;

use crate::engine::VendorInfo;

/// Every vendor, in the order in which they are listed to people.
pub const VENDORS: &[&VendorInfo] = &[
    &brightspace::INFO,
    &itslearning::INFO,
    &lis::INFO,
    &es::INFO,
];

/// The vendor of that name.
pub fn find(name: &str) -> Option<&'static VendorInfo> {
    VENDORS.iter().copied().find(|v| v.name == name)
}
