//! Exit codes. A suite of several stories exits with the first of 3, 1, 5, 4 that occurred.

/// Everything was as expected.
pub const PASSED: u8 = 0;
/// Something was not as expected.
pub const FAILED: u8 = 1;
/// The command line or a scenario file is wrong, or nothing was selected.
pub const USAGE: u8 = 2;
/// It could not run: a port is taken, a file cannot be read or written, a command does not start.
pub const COULD_NOT_RUN: u8 = 3;
/// Messages were expected and none arrived.
pub const NOTHING_ARRIVED: u8 = 4;
/// It cannot be told: the evidence is gone or was masked.
pub const INCONCLUSIVE: u8 = 5;

/// For `--help`.
pub const HELP: &str = "Exit codes: 0 passed, 1 failed, 2 usage or scenario error, 3 could not run, \
4 messages expected and none arrived, 5 inconclusive";
