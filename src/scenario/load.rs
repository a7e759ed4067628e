//! From bytes to a checked scenario.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::decode::{self, Cx, Outside};
use super::model::Scenario;
use super::reader;
use crate::base::text::plural;
use crate::diag::{Problem, Severity, Source};
use crate::vendor::VENDORS;

/// How many problems of one file are listed.
const MOST_PROBLEMS: usize = 200;

/// Reads a scenario. It is there when no problem is an error; warnings can stand beside it.
pub fn load(
    source: Source,
    base: &Path,
    env: &dyn Fn(&str) -> Option<String>,
    read: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> (Option<Scenario>, Vec<Problem>) {
    let outside = Outside {
        vendors: VENDORS,
        env,
        read,
    };
    load_among(source, base, &outside)
}

/// [`load`] with vendors, environment and files of the caller's choice.
pub fn load_among(
    source: Source,
    base: &Path,
    outside: &Outside<'_>,
) -> (Option<Scenario>, Vec<Problem>) {
    let source = Arc::new(without_mark(source));
    let mut cx = Cx::new(outside, base, Arc::clone(&source));
    let root = reader::parse(&source, &mut cx.problems);
    let scenario = root.and_then(|root| decode::scenario(&mut cx, &root));
    let mut problems = cx.problems;
    problems.sort_by_key(|p| {
        p.span
            .as_ref()
            .map(|s| (s.source.path != source.path, s.line, s.column))
    });
    let good = problems.iter().all(|p| p.severity != Severity::Error);
    if problems.len() > MOST_PROBLEMS {
        let more = problems.len() - MOST_PROBLEMS;
        problems.truncate(MOST_PROBLEMS);
        let text = format!("{} not listed", plural(more, "more problem"));
        let problem = if good {
            Problem::warning("more-problems", None, text)
        } else {
            Problem::error("more-problems", None, text)
        };
        problems.push(problem.with_help("fix those above first"));
    }
    (scenario.filter(|_| good), problems)
}

/// Reads a scenario from a file, with the environment and the files of this process.
pub fn load_file(path: &Path) -> (Option<Scenario>, Vec<Problem>) {
    let refuse = |code, message: String, help: &str| {
        (
            None,
            vec![Problem::error(code, None, message).with_help(help)],
        )
    };
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let (code, help) = if error.kind() == io::ErrorKind::NotFound {
                (
                    "missing-file",
                    "`mocklms new VENDOR` writes a scenario to start from",
                )
            } else {
                ("unreadable-file", "name a scenario file")
            };
            return refuse(
                code,
                format!("cannot read {}: {error}", path.display()),
                help,
            );
        }
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count();
            return refuse(
                "not-utf8",
                format!(
                    "{} is not UTF-8: line {line}, byte {}",
                    path.display(),
                    at + 1
                ),
                "save it as UTF-8",
            );
        }
    };
    let base = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let source = Source {
        path: path.to_path_buf(),
        text,
    };
    load(source, &base, &|name| std::env::var(name).ok(), &|path| {
        std::fs::read(path)
    })
}

/// A byte order mark says nothing in UTF-8.
fn without_mark(mut source: Source) -> Source {
    if let Some(text) = source.text.strip_prefix('\u{feff}') {
        source.text = text.to_owned();
    }
    source
}
