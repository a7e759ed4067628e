//! D2L Brightspace: the LIS 2.0 adapter of its Integration Pack for Student Information Systems (IPSIS).

pub mod quirks;

use crate::engine::VendorInfo;

/// All that is fixed about Brightspace.
pub const INFO: VendorInfo = VendorInfo {
    name: "brightspace",
    title: "D2L Brightspace",
    prefix: "D2L",
    endpoints: &[],
    quirks: quirks::QUIRKS,
    settings: &[],
    admin: &[],
    tables: &[],
    not_emulated: &[],
    operations: |_| &[],
};
