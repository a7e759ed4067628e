//! Asking a person about each difference.

use std::fmt::Write as _;
use std::io::{BufRead, Write};

use super::rounds::{Choice, Decide, Offer};
use crate::base::text::{truncate, visible};
use crate::diag::Span;

/// Characters that are underlined.
const MAX_CARETS: usize = 80;
/// Characters of a value.
const MAX_VALUE: usize = 200;

/// A dialog in lines: a key and Enter.
#[derive(Debug)]
pub struct Dialog<R, W> {
    input: R,
    output: W,
    all: bool,
    gone: bool,
    quit: bool,
}

impl<R: BufRead, W: Write> Dialog<R, W> {
    /// A dialog with whoever writes `input` and reads `output`.
    pub fn new(input: R, output: W) -> Self {
        Self {
            input,
            output,
            all: false,
            gone: false,
            quit: false,
        }
    }

    /// Whether somebody has had enough, or is gone.
    pub const fn is_over(&self) -> bool {
        self.quit
    }

    /// A line of text; whoever cannot be reached is gone.
    fn say(&mut self, text: &str) {
        let said = self.output.write_all(text.as_bytes());
        self.gone |= said.and_then(|()| self.output.flush()).is_err();
    }

    fn show(&mut self, offer: &Offer) {
        let mut out = String::from("\n");
        if offer.number == 1 && offer.round > 1 {
            out.push_str("With these changes something else differs:\n\n");
        }
        let place = offer.span.as_ref().map(Span::place).unwrap_or_default();
        _ = writeln!(
            out,
            "{} of {}  {}  {}",
            offer.number,
            offer.of,
            visible(&place),
            visible(&offer.title)
        );
        if let Some(span) = &offer.span {
            source_line(span, &mut out);
        }
        let (accept, never) = match &offer.accept {
            // What is written as it came is not told twice.
            Ok(text) => (Some(text).filter(|t| **t != offer.received), None),
            Err(reason) => (None, Some(reason)),
        };
        let rows = [
            ("expected", Some(&offer.expected)),
            ("received", Some(&offer.received)),
            ("accept", accept),
            ("volatile", offer.volatile.as_ref()),
            ("note", never),
        ];
        for (label, value) in rows {
            if let Some(value) = value.filter(|v| !v.is_empty()) {
                let value = truncate(value, MAX_VALUE);
                _ = writeln!(out, "      {label:<9} {}", visible(&value));
            }
        }
        self.say(&out);
    }
}

/// The line of a place, with the place underlined.
fn source_line(span: &Span, out: &mut String) {
    let Some(text) = span.source.text.lines().nth(span.line.saturating_sub(1)) else {
        return;
    };
    _ = writeln!(out, "{:>5} | {}", span.line, visible(text.trim_end()));
    // Tabs and the like are shown longer than they are.
    if !text.contains(char::is_control) {
        let carets = "^".repeat(span.length.clamp(1, MAX_CARETS));
        let before = " ".repeat(span.column.saturating_sub(1));
        _ = writeln!(out, "      | {before}{carets}");
    }
}

impl<R: BufRead, W: Write> Decide for Dialog<R, W> {
    fn decide(&mut self, offer: &Offer) -> Choice {
        if self.all && !offer.removes && offer.accept.is_ok() {
            return Choice::Accept;
        }
        self.show(offer);
        let keys = [
            ("[a]ccept  ", offer.accept.is_ok()),
            ("accept as [v]olatile  ", offer.volatile.is_some()),
            ("[s]kip  ", true),
            ("accept [A]ll  ", offer.accept.is_ok()),
            ("[q]uit: ", true),
        ];
        let question: String = keys.iter().filter(|k| k.1).map(|k| k.0).collect();
        loop {
            self.say(&question);
            let mut line = String::new();
            let read = self.input.read_line(&mut line);
            if self.gone || !matches!(read, Ok(1..)) {
                self.say("\n");
                self.quit = true;
                return Choice::Quit;
            }
            match line.trim() {
                "a" if offer.accept.is_ok() => return Choice::Accept,
                "v" if offer.volatile.is_some() => return Choice::Volatile,
                "s" => return Choice::Skip,
                "A" if offer.accept.is_ok() => {
                    self.all = true;
                    return Choice::Accept;
                }
                "q" => {
                    self.quit = true;
                    return Choice::Quit;
                }
                _ => self.say("Type one of these letters and Enter.\n"),
            }
        }
    }

    fn refuse(&mut self, place: &str, title: &str, reason: &str) {
        let text = format!(
            "\n{}  {}\n      cannot be accepted: {}\n",
            visible(place),
            visible(title),
            visible(reason)
        );
        self.say(&text);
    }
}
