//! From bytes to checked scenarios.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cases::{self, Cases};
use super::decode::{self, Cx, Outside};
use super::fill::{self, Filler, Scope};
use super::include;
use super::model::Scenario;
use super::node::Node;
use super::reader;
use super::text::{nearest_unique, quoted};
use crate::base::text::plural;
use crate::diag::{Problem, Severity, Source};
use crate::vendor::VENDORS;

/// How many problems of one file are listed.
const MOST_PROBLEMS: usize = 200;

/// What became of files.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The scenarios, in the order of the files and, within a file, of its cases. Those of a file with errors are missing.
    pub scenarios: Vec<Scenario>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// The names under `set:`.
    pub variables: Vec<String>,
    /// The files that were read through `use:`.
    pub included: Vec<PathBuf>,
    /// It has no story and is there to be included.
    is_part: bool,
}

impl Loaded {
    /// Whether something is an error.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|p| p.severity == Severity::Error)
    }

    /// The only scenario, or the case of that name; and what is wrong with the file.
    pub fn into_one(self, case: Option<&str>) -> (Option<Scenario>, Vec<Problem>) {
        let mut of_case = self
            .scenarios
            .into_iter()
            .filter(|scenario| scenario.case.as_ref().map(|known| known.name.as_str()) == case);
        (of_case.next(), self.problems)
    }

    fn refused(code: &'static str, message: String, help: &str) -> Self {
        Self {
            problems: vec![Problem::error(code, None, message).with_help(help)],
            ..Self::default()
        }
    }
}

/// Reads scenarios from a text.
pub fn load(
    source: Source,
    base: &Path,
    env: &dyn Fn(&str) -> Option<String>,
    read: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
) -> Loaded {
    let outside = Outside {
        vendors: VENDORS,
        env,
        read,
        set: &[],
    };
    load_among(source, base, &outside)
}

/// [`load`] with vendors, environment, files and variables of the caller's choice.
pub fn load_among(source: Source, base: &Path, outside: &Outside<'_>) -> Loaded {
    let source = Arc::new(without_mark(source));
    let mut cx = Cx::new(outside, base, Arc::clone(&source));
    let mut loaded = Loaded::default();
    scenarios(&mut cx, &source, &mut loaded);
    let mut problems = cx.problems;
    problems.sort_by(|a, b| {
        let key = |p: &Problem| {
            p.span.as_ref().map(|s| {
                let foreign = s.source.path != source.path;
                (foreign, s.source.path.clone(), s.line, s.column)
            })
        };
        key(a).cmp(&key(b))
    });
    // The cases of a table mostly have the same problems.
    let mut seen = HashSet::new();
    problems.retain(|p| {
        let place = p.span.as_ref().map(crate::diag::Span::place);
        seen.insert((p.code, place, p.message.clone()))
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
    if !good {
        loaded.scenarios.clear();
    }
    loaded.included = cx.included;
    loaded.problems = problems;
    loaded
}

fn scenarios(cx: &mut Cx<'_>, source: &Arc<Source>, loaded: &mut Loaded) {
    let Some(mut root) = reader::parse(source, &mut cx.problems) else {
        return;
    };
    if !decode::readable(cx, &root) {
        return;
    }
    let story = ["scenario", "steps", "cases"];
    loaded.is_part = story.iter().all(|key| root.entry(key).is_none());
    include::resolve(cx, &mut root, &source.path);
    let variables = match root.take("set") {
        Some(entry) => fill::variables(cx, &entry.value),
        None => indexmap::IndexMap::new(),
    };
    loaded.variables = variables.keys().cloned().collect();
    let Some(entry) = root.take("cases") else {
        let mut filler = Filler::new(&variables, Scope::Story);
        filler.fill(cx, &mut root);
        filler.warn_of_unused(cx, &[]);
        loaded.scenarios.extend(decode::scenario(cx, &root, None));
        return;
    };
    let mut filler = Filler::new(&variables, Scope::Cell);
    let Some(Cases { mut rows, columns }) = cases::cases(cx, &entry, root.size()) else {
        return;
    };
    for cell in rows.iter_mut().flat_map(cases::Row::cells_mut) {
        filler.fill(cx, cell);
    }
    for row in &rows {
        let mut story: Node = root.clone();
        filler.next_row(row);
        filler.fill(cx, &mut story);
        cx.begin();
        let case = row.case(cx);
        loaded
            .scenarios
            .extend(decode::scenario(cx, &story, Some(case)));
    }
    filler.warn_of_unused(cx, &columns);
}

/// Reads the scenarios of a file, with the environment and the files of this process. `set` replaces values under
/// `set:`; names that the file does not have are passed over.
pub fn load_file(path: &Path, set: &[(String, String)]) -> Loaded {
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
            let message = format!("cannot read {}: {error}", path.display());
            return Loaded::refused(code, message, help);
        }
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count();
            let message = format!(
                "{} is not UTF-8: line {line}, byte {}",
                path.display(),
                at + 1
            );
            return Loaded::refused("not-utf8", message, "save it as UTF-8");
        }
    };
    load_text(path, text, set)
}

/// [`load_file`], when the text of the file is known already.
pub fn load_text(path: &Path, text: String, set: &[(String, String)]) -> Loaded {
    let base = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let source = Source {
        path: path.to_path_buf(),
        text,
    };
    let outside = Outside {
        vendors: VENDORS,
        env: &|name| std::env::var(name).ok(),
        read: &|path| std::fs::read(path),
        set,
    };
    load_among(source, &base, &outside)
}

/// Reads several files. A file without story that another one includes is no scenario, and no mistake; a name of `set`
/// that none of them has is one.
pub fn load_files(paths: &[PathBuf], set: &[(String, String)]) -> Loaded {
    let files: Vec<Loaded> = paths.iter().map(|path| load_file(path, set)).collect();
    let known = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let included: HashSet<PathBuf> = files
        .iter()
        .flat_map(|f| &f.included)
        .map(|path| known(path))
        .collect();
    let mut all = Loaded::default();
    for (path, file) in paths.iter().zip(files) {
        if !(file.is_part && included.contains(&known(path))) {
            all.problems.extend(file.problems);
        }
        all.scenarios.extend(file.scenarios);
        all.variables.extend(file.variables);
        all.included.extend(file.included);
    }
    all.variables.sort();
    all.variables.dedup();
    let names: Vec<&str> = all.variables.iter().map(|n| &**n).collect();
    for (name, _) in set {
        if !names.contains(&&**name) {
            let help = match nearest_unique(name, &names) {
                Some(near) => format!("did you mean `--set {near}=…`?"),
                None if names.is_empty() => "no scenario has `set:`".to_owned(),
                None => format!(
                    "the variables are {}",
                    super::text::all_of(names.iter().copied())
                ),
            };
            let message = format!("--set: there is no variable {}", quoted(name));
            let problem = Problem::error("unknown-variable", None, message);
            all.problems.push(problem.with_help(help));
        }
    }
    all
}

/// A byte order mark says nothing in UTF-8.
fn without_mark(mut source: Source) -> Source {
    if let Some(text) = source.text.strip_prefix('\u{feff}') {
        source.text = text.to_owned();
    }
    source
}
