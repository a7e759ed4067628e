//! `mocklms run --accept`: what changed is written into the scenario.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use super::style;
use crate::accept::{self, Accepted, All, Choice, Decide, Dialog, Offer, Outside, Run};
use crate::scenario::{self, Scenario};
use crate::verify::Outcome;

/// How changed outcomes are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Mode {
    /// Asks about each difference; shows them all where nobody can be asked
    #[default]
    Ask,
    /// Accepts every difference without asking
    All,
}

/// How this run accepts.
#[derive(Debug)]
pub(super) struct Acceptor {
    mode: Mode,
    /// Standard output is for something else.
    apart: bool,
    /// What `--set` gave.
    set: Vec<(String, String)>,
    /// Nothing more is asked.
    over: bool,
}

/// Whether somebody can be asked. In continuous integration nobody can, whatever the output looks like.
fn somebody_is_there() -> bool {
    let ci = std::env::var_os("CI").is_some_and(|ci| !ci.is_empty() && ci != "false");
    !ci && io::stdin().is_terminal() && io::stderr().is_terminal()
}

impl Acceptor {
    /// Accepts in one of the ways; `apart`: standard output is for something else; `set`: what `--set` gave.
    pub(super) fn new(mode: Mode, apart: bool, set: &[(String, String)]) -> Self {
        Self {
            mode,
            apart,
            set: set.to_vec(),
            over: false,
        }
    }

    /// Accepts the differences of a run that failed and gives the run that counts in the end.
    pub(super) fn accept(
        &mut self,
        scenario: &Scenario,
        run: Run,
        play: &mut dyn FnMut(&Scenario) -> Result<Run, String>,
    ) -> Run {
        if self.over {
            return run;
        }
        let path = &scenario.source.path;
        let case = scenario.case.as_ref().map(|case| case.name.as_str());
        let set = &self.set;
        let load = |text: String| scenario::load_text(path, text, set).into_one(case);
        let mut run = run;
        // What was accepted for an earlier case of the table is in the file by now.
        let now = std::fs::read_to_string(path).unwrap_or_default();
        let mut current = None;
        if case.is_some() && now != scenario.source.text {
            current = load(now).0;
            if let Some(Ok(again)) = current.as_ref().map(&mut *play) {
                run = again;
            }
        }
        let scenario = current.as_ref().unwrap_or(scenario);
        if run.verdict.outcome == Outcome::Passed {
            return run;
        }
        let mut outside = Outside {
            load: &load,
            play: &mut *play,
        };
        let ask = self.mode == Mode::Ask;
        let preview = ask && !somebody_is_there();
        let accepted = if ask && !preview {
            let mut dialog = Dialog::new(io::stdin().lock(), io::stderr());
            let accepted = accept::accept(scenario, &run, &mut dialog, &mut outside);
            self.over = dialog.is_over();
            accepted
        } else {
            accept::accept(scenario, &run, &mut Loud(All), &mut outside)
        };
        let shown = path.display();
        let accepted = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                style::complain(
                    &format!("nothing was written to {shown}: {error}"),
                    Some("the report below is about the file as it is"),
                );
                return run;
            }
        };
        let summary = accepted.summary();
        let Accepted {
            text: Some(text),
            run: Some(after),
            ..
        } = accepted
        else {
            style::warn(&format!("{summary} in {shown}; it stays as it is\n"));
            return run;
        };
        if let Some(other) = self.harmed(scenario, &text, play) {
            style::complain(
                &format!("nothing was written to {shown}: then another case would fail: {other}"),
                Some("put what differs between the cases into the table"),
            );
            return run;
        }
        if preview {
            show(path, &scenario.source.text, &text, self.apart);
            return run;
        }
        match accept::write(path, &scenario.source.text, &text) {
            Ok(()) => {
                style::warn(&format!("{summary} in {shown}\n"));
                after
            }
            Err(error) => {
                style::complain(
                    &format!("cannot write {shown}: {error}"),
                    Some("nothing was accepted"),
                );
                run
            }
        }
    }
}

impl Acceptor {
    /// Another case of the same table that passes and would not with a new text: they share most of the file.
    fn harmed(
        &self,
        scenario: &Scenario,
        text: &str,
        play: &mut dyn FnMut(&Scenario) -> Result<Run, String>,
    ) -> Option<String> {
        let name = |scenario: &Scenario| scenario.case.as_ref().map(|case| case.name.clone());
        let this = Some(name(scenario)?);
        let source = &scenario.source;
        let cases = |text: &str| scenario::load_text(&source.path, text.to_owned(), &self.set);
        let before = cases(&source.text).scenarios;
        let mut passes = |scenario: &Scenario| {
            play(scenario).is_ok_and(|run| run.verdict.outcome == Outcome::Passed)
        };
        let others = cases(text).scenarios.into_iter();
        let mut others = others.filter(|other| name(other) != this);
        let harmed = others.find(|other| {
            let old = before.iter().find(|old| name(old) == name(other));
            !passes(other) && old.is_some_and(&mut passes)
        });
        harmed.map(|other| other.title)
    }
}

/// Accepts what another would and says what cannot be accepted.
struct Loud(All);

impl Decide for Loud {
    fn decide(&mut self, offer: &Offer) -> Choice {
        self.0.decide(offer)
    }

    fn refuse(&mut self, place: &str, title: &str, reason: &str) {
        style::complain(
            &format!("{place}: this cannot be accepted: {title}"),
            Some(reason),
        );
    }
}

/// The edits as a diff, and how to make them.
fn show(path: &Path, old: &str, new: &str, apart: bool) {
    let name = path.display().to_string();
    let diff = accept::diff(&name, old, new);
    if apart {
        style::warn(&diff);
    } else {
        _ = style::print(&diff);
    }
    style::warn(&format!(
        "nothing was written to {name}; to accept this: {}\n",
        command(std::env::args())
    ));
}

/// This command line, with `--accept=all`.
fn command(arguments: impl Iterator<Item = String>) -> String {
    let mut before_command = true;
    let mut quoted = Vec::new();
    for (n, argument) in arguments.enumerate() {
        before_command &= argument != "--";
        let argument = match &*argument {
            _ if n == 0 => "mocklms".to_owned(),
            "--accept" | "--accept=ask" if before_command => "--accept=all".to_owned(),
            _ => argument,
        };
        let safe = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@%+".contains(c);
        quoted.push(if !argument.is_empty() && argument.chars().all(safe) {
            argument
        } else {
            format!("'{}'", argument.replace('\'', r"'\''"))
        });
    }
    quoted.join(" ")
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn the_command_that_accepts_can_be_pasted() {
        let arguments = [
            "/x/mocklms",
            "run",
            "a b.yaml",
            "--accept",
            "--",
            "sync",
            "--accept",
            "it's",
        ];
        assert_eq!(
            command(arguments.into_iter().map(str::to_owned)),
            r"mocklms run 'a b.yaml' --accept=all -- sync --accept 'it'\''s'"
        );
    }
}
