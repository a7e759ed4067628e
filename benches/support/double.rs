//! The double without sockets.

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::journal::JournalLimits;
use mocklms::session::{InstanceSpec, Opening, Session};
use mocklms::vendor::brightspace;

/// A session with one Brightspace.
pub(crate) fn session(name: &str, journal: JournalLimits) -> Session {
    let opening = Opening {
        name: name.to_owned(),
        journal,
        ..Opening::real_time()
    };
    let (nothing, quirks) = (Value::map(), IndexMap::new());
    let spec = InstanceSpec {
        name: "d2l",
        vendor: &brightspace::INFO,
        settings: &nothing,
        quirks: &quirks,
        seed: &nothing,
    };
    Session::open(opening, [spec]).expect("an empty seed fits")
}
