//! Writing changed outcomes back into a scenario.
//!
//! Every difference of a verdict becomes a change that somebody accepts, accepts as volatile, or skips. Accepted changes
//! are edits of the file's text: comments, order, layout and line endings stay. The edited text is loaded and played
//! again, and nothing is written unless it passes but for what was skipped. Values that an alias repeats, that come from
//! the environment or that stand in another file are never edited.

mod ask;
mod change;
mod edit;
mod file;
mod fragment;
mod list;
mod message;
mod place;
mod rounds;
mod volatile;
mod whole;
mod yaml;

pub use ask::Dialog;
pub use file::{diff, write};
pub use rounds::{Accepted, All, Choice, Decide, Error, Offer, Outside, Run, accept};
