//! Settings about grades.

use super::inferred;
use crate::base::Value;
use crate::engine::{Kind, SettingInfo};

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[inferred(
    "grade_format",
    Kind::OneOf(&["points", "symbol"]),
    "points",
    "how readResults writes a score: numerator/denominator, or the symbol of the grade scheme",
)];

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct GradeSettings {
    pub(in super::super) symbols: bool,
}

impl GradeSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let word = settings.get("grade_format").and_then(Value::as_text);
        Self {
            symbols: word == Some("symbol"),
        }
    }
}
