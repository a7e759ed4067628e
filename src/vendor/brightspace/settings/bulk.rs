//! Settings about bulk exchange.

use super::inferred;
use crate::base::Value;
use crate::engine::{Kind, SettingInfo};

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[inferred(
    "realtime_in_bulk",
    Kind::OneOf(&["allow", "busy"]),
    "allow",
    "what a call in real time gets while the source system is in bulk mode (D2L-075)",
)];

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct BulkSettings {
    pub(in super::super) busy_in_bulk: bool,
}

impl BulkSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let word = settings.get("realtime_in_bulk").and_then(Value::as_text);
        Self {
            busy_in_bulk: word == Some("busy"),
        }
    }
}
