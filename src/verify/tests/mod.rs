//! Judging, tested as rules with an example each.

mod diff;
mod fragment;
mod judging;
mod pairing;
mod properties;
