//! The `mocklms` command.

fn main() {}
