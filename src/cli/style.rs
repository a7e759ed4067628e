//! What commands print with. Colors vanish where nobody sees them (no terminal, `NO_COLOR`, `TERM=dumb`).

use std::io::{self, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};

/// Headings and names.
pub const STRONG: Style = Style::new().bold();
/// What can be overlooked.
pub const FAINT: Style = Style::new().dimmed();
/// What is right.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What is wrong.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// What may be wrong.
pub const ODD: Style = AnsiColor::Yellow.on_default();
/// What can be copied.
pub const LITERAL: Style = AnsiColor::Cyan.on_default();

/// Writes to standard output. A reader who has left is no error.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes `error: …` to standard error, with a `help:` line when there is one. `message` is a lowercase fragment.
pub fn complain(message: &str, help: Option<&str>) {
    let mut err = anstream::stderr().lock();
    _ = writeln!(err, "{BAD}error:{BAD:#} {message}");
    if let Some(help) = help {
        _ = writeln!(err, "  help: {help}");
    }
}

/// Writes finished text, such as rendered problems, to standard error.
pub fn warn(text: &str) {
    _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Whether a person is watching standard output.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard output shows colors.
pub fn has_colors() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}
