//! The `mocklms` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    mocklms::cli::main()
}
