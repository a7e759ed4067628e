//! The commands, one file each. Some are functions that return what is printed, so that the documentation is made by
//! the same code.

pub mod exit;
pub mod explain;
pub mod open;
pub mod quirks;
pub mod style;

mod completions;
mod greeting;
mod layout;
mod limits;
mod ready;
mod sample;
mod serve;

use std::process::ExitCode;

use clap::Parser as _;

pub use limits::{LimitArgs, Size};

/// Where a server listens unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8723";
/// The same as an address for clients.
pub const DEFAULT_URL: &str = "http://127.0.0.1:8723";

/// How a command prints what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For documents.
    Markdown,
}

/// Stands in for a learning-management system: receives the SOAP messages (IMS LIS, IMS ES) of a student information
/// system as a vendor's LMS would, answers as it would, and judges what it was sent
#[derive(Debug, clap::Parser)]
#[command(name = "mocklms", version, after_help = exit::HELP, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Serve(serve::Args),
    Ready(ready::Args),
    Completions(completions::Args),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    // Prints usage errors itself and exits with 2, which is what `exit::USAGE` is.
    let code = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Ready(args) => ready::run(&args),
        Command::Completions(args) => completions::run(&args),
    };
    ExitCode::from(code)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
