//! `mocklms completions`: scripts that let a shell complete commands and flags.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, exit, style};

/// Prints a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: mocklms completions bash > /etc/bash_completion.d/mocklms")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "mocklms", &mut script);
    match style::print(&String::from_utf8_lossy(&script)) {
        Ok(()) => exit::PASSED,
        Err(error) => {
            style::complain(&format!("cannot write: {error}"), None);
            exit::COULD_NOT_RUN
        }
    }
}
