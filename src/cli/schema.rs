//! `mocklms schema`: the JSON schema of the scenario file, for editors.

use crate::scenario;

/// The schema as text.
pub fn schema() -> String {
    format!("{:#}\n", scenario::schema())
}
