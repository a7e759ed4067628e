//! Colors, when somebody wants them.

use anstyle::{AnsiColor, Style};

/// Whether a text report has colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    /// Without colors: files, pipes, `NO_COLOR`.
    #[default]
    Plain,
    /// With ANSI colors.
    Color,
}

/// What a color stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ink {
    Good,
    Bad,
    Unsure,
    Expected,
    Received,
    Label,
    Faint,
    Strong,
}

impl Paint {
    /// A text in a color.
    pub(super) fn ink(self, ink: Ink, text: &str) -> String {
        if self == Self::Plain || text.is_empty() {
            return text.to_owned();
        }
        let plain = Style::new();
        let style = match ink {
            Ink::Good => AnsiColor::Green.on_default().bold(),
            Ink::Bad => AnsiColor::Red.on_default().bold(),
            Ink::Unsure => AnsiColor::Yellow.on_default().bold(),
            Ink::Expected => AnsiColor::Green.on_default(),
            Ink::Received => AnsiColor::Red.on_default(),
            Ink::Label => AnsiColor::Cyan.on_default(),
            Ink::Faint => plain.dimmed(),
            Ink::Strong => plain.bold(),
        };
        format!("{style}{text}{style:#}")
    }
}
