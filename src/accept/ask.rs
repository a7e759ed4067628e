//! Asking a person about each difference.

use std::io::{BufRead, Write};

use super::rounds::{Choice, Decide, Offer};
use crate::base::text::{truncate, visible};

/// Characters of a value.
const MAX_VALUE: usize = 200;

/// A dialog in lines: a key and Enter.
#[derive(Debug)]
pub struct Dialog<R, W> {
    input: R,
    output: W,
    all: bool,
    gone: bool,
}

impl<R: BufRead, W: Write> Dialog<R, W> {
    /// A dialog with whoever writes `input` and reads `output`.
    pub fn new(input: R, output: W) -> Self {
        Self {
            input,
            output,
            all: false,
            gone: false,
        }
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
        let (place, line) = match &offer.span {
            Some(span) => {
                let line = span.source.text.lines().nth(span.line.saturating_sub(1));
                (span.place(), line.map(|text| (span.line, text)))
            }
            None => (String::new(), None),
        };
        let about = if offer.path.is_empty() || offer.title.contains(&offer.path) {
            offer.title.clone()
        } else {
            format!("{} ({})", offer.path, offer.title)
        };
        out.push_str(&format!(
            "{} of {}  {}  {}\n",
            offer.number,
            offer.of,
            visible(&place),
            visible(&about)
        ));
        if let Some((number, text)) = line {
            out.push_str(&format!("{number:>5} | {}\n", visible(text.trim_end())));
        }
        let rows = [
            ("expected", Some(&offer.expected)),
            ("received", Some(&offer.received)),
            ("accept", Some(&offer.accept)),
            ("volatile", offer.volatile.as_ref()),
        ];
        for (label, value) in rows {
            if let Some(value) = value.filter(|v| !v.is_empty()) {
                let value = truncate(value, MAX_VALUE);
                out.push_str(&format!("      {label:<9} {}\n", visible(&value)));
            }
        }
        self.say(&out);
    }
}

impl<R: BufRead, W: Write> Decide for Dialog<R, W> {
    fn decide(&mut self, offer: &Offer) -> Choice {
        if self.all && !offer.removes {
            return Choice::Accept;
        }
        self.show(offer);
        let volatile = if offer.volatile.is_some() {
            "accept as [v]olatile  "
        } else {
            ""
        };
        let question = format!("[a]ccept  {volatile}[s]kip  accept [A]ll  [q]uit: ");
        loop {
            self.say(&question);
            let mut line = String::new();
            let read = self.input.read_line(&mut line);
            if self.gone || !matches!(read, Ok(1..)) {
                self.say("\n");
                return Choice::Quit;
            }
            match line.trim() {
                "a" => return Choice::Accept,
                "v" if offer.volatile.is_some() => return Choice::Volatile,
                "s" => return Choice::Skip,
                "A" => {
                    self.all = true;
                    return Choice::Accept;
                }
                "q" => return Choice::Quit,
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
