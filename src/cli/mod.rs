//! The commands, one file each.

pub mod check;
pub mod exit;
pub mod explain;
pub mod new;
pub mod open;
pub mod quirks;
pub mod schema;
pub mod style;

mod accept;
mod completions;
mod fetch;
mod files;
mod greeting;
mod hosting;
mod layout;
mod limits;
mod ready;
mod reports;
mod run;
mod sample;
mod serve;
mod state;
mod suite;
mod tls;
mod watch;
mod wsdl;

use std::process::ExitCode;

use clap::Parser as _;

use crate::diag::{self, Problem};

pub use limits::{LimitArgs, Size};

/// Where a server listens unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8723";
/// The same as an address for clients.
pub const DEFAULT_URL: &str = "http://127.0.0.1:8723";

/// How a command prints what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For programs
    Json,
    /// For documents
    Markdown,
}

/// Stands in for a learning-management system: receives the SOAP messages (IMS LIS 2.0) of a student information
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
    Run(run::Args),
    Check(check::Args),
    New(new::Args),
    Quirks(quirks::Args),
    Explain(explain::Args),
    Wsdl(wsdl::Args),
    /// Prints the JSON schema of scenario files, for editors
    Schema,
    Ready(ready::Args),
    Completions(completions::Args),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    // Prints usage errors itself and exits with 2, which is what `exit::USAGE` is.
    let code = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Check(args) => check::run(&args),
        Command::New(args) => tell(new::run(&args)),
        Command::Quirks(args) => tell(quirks::run(&args)),
        Command::Explain(args) => tell(explain::run(&args)),
        Command::Wsdl(args) => tell(wsdl::wsdl(&args)),
        Command::Schema => tell(Ok(schema::schema())),
        Command::Ready(args) => ready::run(&args),
        Command::Completions(args) => completions::run(&args),
    };
    ExitCode::from(code)
}

/// Prints what a command found, or why it found nothing.
fn tell(found: Result<String, Problem>) -> u8 {
    match found {
        Ok(text) => match style::print(&text) {
            Ok(()) => exit::PASSED,
            Err(error) => {
                style::complain(&format!("cannot write: {error}"), None);
                exit::COULD_NOT_RUN
            }
        },
        Err(problem) => {
            _ = std::io::Write::write_all(
                &mut anstream::stderr(),
                diag::render(&[problem]).as_bytes(),
            );
            exit::USAGE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
