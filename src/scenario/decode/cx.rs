//! What decoding carries around: what lies outside the file, the problems so far, and the readers of keys and scalars.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::{Problem, Source, Span};
use crate::engine::VendorInfo;
use crate::scenario::node::{Entry, Kind, Node, Place};
use crate::scenario::table::{NOTHING, Table};
use crate::scenario::text::{all_of, any_of, nearest_unique, quoted, suggest};

/// Everything outside the file that reading a scenario depends on.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// The vendors there are.
    pub vendors: &'a [&'static VendorInfo],
    /// Looks up `${env:X}`.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Reads a file that the scenario names.
    pub read: &'a dyn Fn(&Path) -> io::Result<Vec<u8>>,
    /// Values that take the place of those under `set:`.
    pub set: &'a [(String, String)],
}

impl std::fmt::Debug for Outside<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let vendors: Vec<_> = self.vendors.iter().map(|v| v.name).collect();
        f.debug_struct("Outside")
            .field("vendors", &vendors)
            .finish_non_exhaustive()
    }
}

/// What is known about an instance while the rest of the file is read.
#[derive(Clone, Debug)]
pub(crate) struct InstanceHead {
    pub(crate) name: String,
    /// `None` when its vendor is not known; what depends on it is then passed over.
    pub(crate) vendor: Option<&'static VendorInfo>,
}

/// A file that is part of the scenario, and the folder that its paths start from.
pub(crate) struct File {
    pub(crate) source: Arc<Source>,
    pub(crate) base: PathBuf,
}

/// One use of a captured value.
pub(crate) struct Reference {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// The moment of the story, and whether the value must be there before it.
    pub(crate) moment: usize,
    pub(crate) before: bool,
}

/// One scenario being read.
pub(crate) struct Cx<'a> {
    pub(crate) outside: &'a Outside<'a>,
    /// The scenario's own file, then those that it includes or seeds from.
    pub(crate) files: Vec<File>,
    /// Files that were read through `use:`.
    pub(crate) included: Vec<PathBuf>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) instances: Vec<InstanceHead>,
    pub(crate) commands: Vec<String>,
    /// The number of the step that is read, from 1; the end comes after all of them.
    pub(crate) moment: usize,
    /// By name: the first moment at which something is captured, and where.
    pub(crate) captured: HashMap<String, (usize, Place)>,
    pub(crate) referenced: Vec<Reference>,
}

/// A map whose keys have been checked against its table.
#[derive(Clone, Copy)]
pub(crate) struct Object<'n> {
    entries: &'n [Entry],
    table: &'static Table,
}

impl<'n> Object<'n> {
    /// The entry of a key, also when it holds nothing.
    pub(crate) fn entry(&self, name: &str) -> Option<&'n Entry> {
        debug_assert!(
            self.table.has(name),
            "{name} is a key of {}",
            self.table.def
        );
        self.entries.iter().find(|e| e.key == name)
    }

    /// The value of a key; a key that holds nothing counts as left out.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node> {
        self.entry(name).map(|e| &e.value).filter(|v| !v.is_null())
    }
}

impl<'a> Cx<'a> {
    pub(crate) fn new(outside: &'a Outside<'a>, base: &Path, source: Arc<Source>) -> Self {
        let base = base.to_path_buf();
        Self {
            outside,
            files: vec![File { source, base }],
            included: Vec::new(),
            problems: Vec::new(),
            instances: Vec::new(),
            commands: Vec::new(),
            moment: 0,
            captured: HashMap::new(),
            referenced: Vec::new(),
        }
    }

    /// Forgets what belongs to one scenario, before the next one of the same file is read.
    pub(crate) fn begin(&mut self) {
        self.instances.clear();
        self.commands.clear();
        self.moment = 0;
        self.captured.clear();
        self.referenced.clear();
    }

    /// Makes a file part of the scenario; the number is what its places carry.
    pub(crate) fn add_file(&mut self, path: PathBuf, text: String) -> (u32, Arc<Source>) {
        let known = self
            .files
            .iter()
            .position(|f| f.source.path == path && f.source.text == text);
        let index = known.unwrap_or_else(|| {
            let base = path.parent().unwrap_or(Path::new("")).to_path_buf();
            let source = Arc::new(Source { path, text });
            self.files.push(File { source, base });
            self.files.len() - 1
        });
        let number = u32::try_from(index).unwrap_or(0);
        (number, Arc::clone(&self.files[index].source))
    }

    fn file_of(&self, place: Place) -> &File {
        self.files
            .get(place.file as usize)
            .unwrap_or(&self.files[0])
    }

    pub(crate) fn source(&self, place: Place) -> &Arc<Source> {
        &self.file_of(place).source
    }

    pub(crate) fn span(&self, place: Place) -> Span {
        place.in_source(self.source(place))
    }

    /// The place of a span.
    pub(crate) fn place(&self, span: &Span) -> Place {
        let file = self
            .files
            .iter()
            .position(|f| Arc::ptr_eq(&f.source, &span.source));
        Place {
            file: file.and_then(|f| u32::try_from(f).ok()).unwrap_or(0),
            ..Place::new(span.line, span.column, span.length)
        }
    }

    pub(crate) fn error(
        &mut self,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = Some(self.span(place));
        self.problems
            .push(Problem::error(code, span, message).with_help(help));
    }

    pub(crate) fn warn(
        &mut self,
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = Some(self.span(place));
        self.problems
            .push(Problem::warning(code, span, message).with_help(help));
    }

    /// `what` should be `wanted`, but is something else.
    pub(crate) fn wrong_type(&mut self, node: &Node, what: &str, wanted: &str, help: &str) {
        let message = match &node.kind {
            Kind::Null => format!("{what} is empty, but must be {wanted}"),
            _ => format!("{what} must be {wanted}, not {}", node.found()),
        };
        self.error("wrong-type", node.place, message, help);
    }

    /// A map with these keys. Unknown keys are reported and passed over, missing ones reported at `at`.
    pub(crate) fn object<'n>(
        &mut self,
        node: &'n Node,
        at: Place,
        table: &'static Table,
    ) -> Option<Object<'n>> {
        self.object_but(node, at, table, &NOTHING)
    }

    /// The same, passing over the keys of another table: they have been reported.
    pub(crate) fn object_but<'n>(
        &mut self,
        node: &'n Node,
        at: Place,
        table: &'static Table,
        passed_over: &Table,
    ) -> Option<Object<'n>> {
        let entries = match &node.kind {
            Kind::Map(entries) => entries,
            Kind::Null if table.keys.iter().all(|k| !k.required) => &[][..],
            _ => {
                let keys = all_of(table.keys.iter().map(|k| k.name));
                self.wrong_type(node, table.what, "a map", &format!("its keys are {keys}"));
                return None;
            }
        };
        for entry in entries {
            if !table.has(&entry.key) && !passed_over.has(&entry.key) {
                self.unknown_key(entry, table, &[]);
            }
        }
        for key in table.keys.iter().filter(|k| k.required) {
            if !entries.iter().any(|e| e.key == key.name) {
                self.error(
                    "missing-key",
                    at,
                    format!("{} lacks its `{}`", table.what, key.name),
                    format!("add `{}:` ({})", key.name, key.about),
                );
            }
        }
        Some(Object { entries, table })
    }

    /// A key that is not in the table, nor among the `more` names that are known here.
    pub(crate) fn unknown_key(&mut self, entry: &Entry, table: &Table, more: &[&str]) {
        let key = &entry.key;
        if table.later.contains(&&**key) {
            return self.not_offered(entry.place, &format!("`{key}` in {}", table.what));
        }
        let mut names: Vec<&str> = table.keys.iter().map(|k| k.name).collect();
        names.extend(more);
        self.error(
            "unknown-key",
            entry.place,
            format!("`{key}` is not a key of {}", table.what),
            suggest(key, &names, "keys"),
        );
    }

    pub(crate) fn not_offered(&mut self, place: Place, what: &str) {
        self.error(
            "not-offered",
            place,
            format!("{what} is not offered in this version"),
            "take it out; `mocklms schema` prints what this version reads",
        );
    }

    /// The entries of a map with free keys.
    pub(crate) fn entries<'n>(&mut self, node: &'n Node, what: &str, help: &str) -> &'n [Entry] {
        match &node.kind {
            Kind::Map(entries) => entries,
            Kind::Null => &[],
            _ => {
                self.wrong_type(node, what, "a map", help);
                &[]
            }
        }
    }

    /// The items of a list.
    pub(crate) fn items<'n>(&mut self, node: &'n Node, what: &str, help: &str) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            Kind::Null => &[],
            _ => {
                self.wrong_type(node, what, "a list", help);
                &[]
            }
        }
    }

    /// One of these words.
    pub(crate) fn word(
        &mut self,
        node: &Node,
        what: &str,
        words: &'static [&'static str],
    ) -> Option<&'static str> {
        let Some(text) = node.scalar() else {
            let wanted = any_of(words.iter().copied());
            self.wrong_type(node, what, &wanted, "write one of these words");
            return None;
        };
        let found = words.iter().copied().find(|w| *w == text);
        if found.is_none() {
            self.error(
                "unknown-word",
                node.place,
                format!(
                    "{what} must be {}, not {}",
                    any_of(words.iter().copied()),
                    quoted(text)
                ),
                match nearest_unique(text, words) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => match words {
                        [only] => format!("write `{only}`"),
                        _ => "write one of these words".to_owned(),
                    },
                },
            );
        }
        found
    }

    /// The instance of that name, or the only one when the name was left out.
    pub(crate) fn instance(&mut self, node: Option<&Node>, at: Place, key: &str) -> Option<usize> {
        if let Some(node) = node {
            let name = self.raw_text(node, &format!("`{key}`"))?;
            return self.instance_named(name, node.place);
        }
        if self.instances.len() == 1 {
            return Some(0);
        }
        if !self.instances.is_empty() {
            let names = any_of(self.instances.iter().map(|i| &*i.name));
            self.error(
                "missing-key",
                at,
                format!(
                    "this does not say which LMS it is for, and there are {}",
                    self.instances.len()
                ),
                format!("add `{key}:` with {names}"),
            );
        }
        None
    }

    /// The instance of that name.
    pub(crate) fn instance_named(&mut self, name: &str, place: Place) -> Option<usize> {
        let found = self.instances.iter().position(|i| i.name == name);
        if found.is_none() {
            let names: Vec<&str> = self.instances.iter().map(|i| &*i.name).collect();
            let help = match nearest_unique(name, &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => "name it under `lms:`".to_owned(),
                None => format!("`lms:` has {}", all_of(names)),
            };
            self.error(
                "unknown-instance",
                place,
                format!("there is no LMS named {} in this scenario", quoted(name)),
                help,
            );
        }
        found
    }

    /// Reads a file that the scenario names, relative to it.
    pub(crate) fn file(&mut self, name: &str, place: Place) -> Option<(PathBuf, Vec<u8>)> {
        let path = self.file_of(place).base.join(name);
        match (self.outside.read)(&path) {
            Ok(bytes) => Some((path, bytes)),
            Err(error) => {
                let (code, message) = if error.kind() == io::ErrorKind::NotFound {
                    (
                        "missing-file",
                        format!("there is no file {}", quoted(&path.display().to_string())),
                    )
                } else {
                    (
                        "unreadable-file",
                        format!(
                            "cannot read {}: {error}",
                            quoted(&path.display().to_string())
                        ),
                    )
                };
                self.error(
                    code,
                    place,
                    message,
                    "paths are relative to the file that names them",
                );
                None
            }
        }
    }
}
