//! The pure engine: prepare, apply, finish. It names no vendor, does no I/O, never awaits.

mod quirk;
mod settings;
mod vendor;

pub use quirk::{Default, Evidence, Part, Quirk, QuirkRef, Status};
pub use settings::{COMMON_SETTINGS, Kind, Level, SettingInfo};
pub use vendor::{AdminInfo, EndpointInfo, TableInfo, VendorInfo};
