//! The pure engine: prepare, apply, finish. It names no vendor, does no I/O, never awaits.

mod attempt;
mod auth;
mod background;
mod body;
mod call;
mod config;
mod cx;
mod double;
mod draft;
mod exchange;
mod instance;
mod notes;
mod plural;
mod quirk;
mod settings;
mod tables;
mod vendor;

pub use attempt::attempt;
pub use background::{Arrival, Outgoing};
pub use config::{AnswerBody, Auth, Common, Namespaces};
pub use cx::{Cx, Switches, Trace};
pub use double::{Double, Frame, Surroundings, Vendor};
pub use exchange::{Ending, Exchange, Kind as ExchangeKind};
pub use instance::Instance;
pub(crate) use quirk::quirks;
pub use quirk::{Default, Evidence, Part, Quirk, QuirkRef, Status, join_quirks};
pub use settings::{COMMON_SETTINGS, Kind, Level, SettingInfo};
pub(crate) use tables::tables;
pub use vendor::{
    AdminInfo, Argument, Check, ConfigProblem, EndpointInfo, Open, TableInfo, VendorInfo,
};
