//! `mocklms schema`: the JSON schema of the scenario file, for editors.

use crate::scenario;

/// The schema as text.
pub fn schema() -> String {
    scenario::schema_text(&scenario::schema())
}
