//! Settings about grades.

use super::inferred;
use crate::base::Value;
use crate::engine::{Kind, SettingInfo};

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[
    inferred(
        "grade_format",
        Kind::OneOf(&["points", "symbol"]),
        "points",
        "how a score is written: numerator/denominator, or the symbol of the grade scheme",
    ),
    inferred(
        "result_status_missing",
        Kind::OneOf(&["Released", "All"]),
        "Released",
        "which results readResultIdsForLineItemWithLineItemType lists when it is not told a resultStatus",
    ),
];

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct GradeSettings {
    pub(in super::super) symbols: bool,
    pub(in super::super) all_when_missing: bool,
}

impl GradeSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let word = |name| settings.get(name).and_then(Value::as_text);
        Self {
            symbols: word("grade_format") == Some("symbol"),
            all_when_missing: word("result_status_missing") == Some("All"),
        }
    }
}
