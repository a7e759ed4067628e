//! The commands, one file each: functions that return what is printed.

pub mod explain;
pub mod quirks;
