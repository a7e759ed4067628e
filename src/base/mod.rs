//! The ground floor: time, randomness, limits, text, and the neutral [`Value`] tree.
//!
//! Nothing here knows about SOAP, LIS, vendors or files.

pub mod clock;
pub mod duration;
pub mod limits;
pub mod rng;
pub mod secret;
pub mod text;
pub mod value;

pub use clock::{Clock, Time};
pub use limits::Limits;
pub use rng::Rng;
pub use secret::{Masker, Secret};
pub use value::Value;
