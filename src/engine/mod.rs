//! The pure engine: prepare, apply, finish. It names no vendor, does no I/O, never awaits.

mod quirk;
mod settings;
mod vendor;

pub(crate) use quirk::quirks;
pub use quirk::{Default, Evidence, Part, Quirk, QuirkRef, Status, join_quirks};
pub use settings::{COMMON_SETTINGS, Kind, Level, SettingInfo};
pub use vendor::{AdminInfo, EndpointInfo, TableInfo, VendorInfo};
