//! Settings about memberships.

use std::time::Duration;

use super::inferred;
use crate::base::Value;
use crate::engine::{Kind, SettingInfo};

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[inferred(
    "background_delay",
    Kind::Text,
    "5s",
    "how long the enrollment background service waits before it moves enrollments (D2L-057)",
)];

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct EnrollmentSettings {
    pub(in super::super) background_delay: Duration,
}

impl EnrollmentSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let seconds = settings
            .get("background_delay")
            .and_then(Value::as_text)
            .and_then(|text| text.strip_suffix('s')?.parse().ok());
        Self {
            background_delay: Duration::from_secs(seconds.unwrap_or(5)),
        }
    }
}
