//! `use:`, scenes that several files share.
//!
//! What is included is merged under the file's own, as trees and before anything is decoded; every part keeps the place
//! it was written at.

use std::path::{Component, Path, PathBuf};

use super::decode::{Cx, version};
use super::node::{Entry, Kind, Node, Place};
use super::reader::parse;
use super::table::SCENARIO;
use super::text::{all_of, quoted, suggest};

/// How deep included files may include further ones.
const MAX_DEPTH: usize = 8;

/// What may be shared, and how many levels of maps are merged. Deeper down the file's own value stands alone: a seeded
/// row and the map of a setting are never a mixture of two files.
const SHARED: &[(&str, usize)] = &[
    ("lms", 3),
    ("seed", 3),
    ("clock", 1),
    ("commands", 1),
    ("set", 1),
    ("expect", 2),
];

/// Merges everything that a file includes under it.
pub(super) fn resolve(cx: &mut Cx<'_>, root: &mut Node, path: &Path) {
    let mut stack = vec![plain(path)];
    if let Some(below) = included(cx, root, &mut stack) {
        let own = std::mem::replace(&mut root.kind, Kind::Null);
        let own = Node {
            place: root.place,
            kind: own,
        };
        *root = over(below, own, "", 0);
    }
}

/// What the `use:` of one file stands for, merged; later files win over earlier ones.
fn included(cx: &mut Cx<'_>, root: &mut Node, stack: &mut Vec<PathBuf>) -> Option<Node> {
    const HOW: &str = "write `use: common.yaml` or `use: [common.yaml, school.yaml]`";
    let entry = root.take("use")?;
    let names: Vec<&Node> = match &entry.value.kind {
        Kind::List(items) => items.iter().collect(),
        Kind::Scalar { .. } => vec![&entry.value],
        _ => {
            cx.wrong_type(&entry.value, "`use`", "the path of a file", HOW);
            return None;
        }
    };
    let mut all: Option<Node> = None;
    for node in names {
        let Some(name) = cx.raw_text(node, "a file to use") else {
            continue;
        };
        if let Some(part) = file(cx, name, node.place, stack) {
            all = Some(match all {
                Some(before) => over(before, part, "", 0),
                None => part,
            });
        }
    }
    all
}

fn file(cx: &mut Cx<'_>, name: &str, place: Place, stack: &mut Vec<PathBuf>) -> Option<Node> {
    let (path, bytes) = cx.file(name, place)?;
    let here = plain(&path);
    if let Some(first) = stack.iter().position(|p| *p == here) {
        let mut chain: Vec<String> = stack[first..].iter().map(|p| shown(p)).collect();
        chain.push(shown(&here));
        cx.error(
            "include-cycle",
            place,
            format!("{} includes itself: {}", quoted(name), chain.join(" -> ")),
            "take one of these `use:` out",
        );
        return None;
    }
    if stack.len() > MAX_DEPTH {
        cx.error(
            "too-deep",
            place,
            format!("included files nest deeper than {MAX_DEPTH} levels"),
            "let the scenario itself name the files: `use: [a.yaml, b.yaml]`",
        );
        return None;
    }
    let Ok(text) = String::from_utf8(bytes) else {
        cx.error(
            "not-utf8",
            place,
            format!("{} is not UTF-8 text", path.display()),
            "save it as UTF-8",
        );
        return None;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    cx.included.push(path.clone());
    let (number, source) = cx.add_file(path, text);
    let mut root = parse(&source, &mut cx.problems)?;
    root.put_into_file(number);
    let good = allowed(cx, &mut root, place, name);
    stack.push(here);
    let below = included(cx, &mut root, stack);
    stack.pop();
    match (good, below) {
        (true, Some(below)) => Some(over(below, root, "", 0)),
        (true, None) => Some(root),
        (false, _) => None,
    }
}

/// Leaves in an included file only what can be shared, and complains of the rest.
fn allowed(cx: &mut Cx<'_>, root: &mut Node, place: Place, name: &str) -> bool {
    if !matches!(root.kind, Kind::Map(_)) {
        cx.error(
            "not-a-map",
            root.place,
            format!("an included file is a map, not {}", root.found()),
            "begin it with `mocklms: 1`, then `lms:`, `seed:` or whatever is shared",
        );
        return false;
    }
    if root.entry("mocklms").is_none() {
        cx.error(
            "missing-key",
            place,
            format!("the file {} does not begin with `mocklms: 1`", quoted(name)),
            "an included file says its version, too: add `mocklms: 1`",
        );
    } else if !version(cx, root) {
        return false;
    }
    let at = root.place;
    let Kind::Map(entries) = std::mem::replace(&mut root.kind, Kind::Null) else {
        return false;
    };
    let mut kept = Vec::new();
    for mut entry in entries {
        match &*entry.key {
            "expect" => {
                only_findings(cx, &mut entry);
                kept.push(entry);
            }
            "use" => kept.push(entry),
            "mocklms" | "about" => {}
            key if SHARED.iter().any(|(shared, _)| *shared == key) => kept.push(entry),
            key if SCENARIO.has(key) => story_part(cx, &format!("`{key}`"), entry.place),
            key => {
                let names: Vec<&str> = SHARED.iter().map(|(name, _)| *name).collect();
                cx.error(
                    "unknown-key",
                    entry.place,
                    format!("`{key}` is not a key of an included file"),
                    suggest(key, &names, "keys"),
                );
            }
        }
    }
    root.place = at;
    root.kind = Kind::Map(kept);
    true
}

fn only_findings(cx: &mut Cx<'_>, expect: &mut Entry) {
    if let Kind::Map(entries) = &mut expect.value.kind {
        entries.retain(|entry| {
            let shared = entry.key == "findings";
            if !shared {
                story_part(cx, &format!("`{}` under `expect`", entry.key), entry.place);
            }
            shared
        });
    }
}

fn story_part(cx: &mut Cx<'_>, what: &str, place: Place) {
    let shared = SHARED.iter().map(|(name, _)| match *name {
        "expect" => "expect.findings",
        name => name,
    });
    cx.error(
        "not-shared",
        place,
        format!("{what} cannot stand in a file that another one includes"),
        format!(
            "it belongs to one story: move it there; what can be shared is {}",
            all_of(shared)
        ),
    );
}

/// Two maps as one: the keys of `own` win, those of `below` are kept where `own` has none.
fn over(below: Node, own: Node, key: &str, depth: usize) -> Node {
    let levels = if depth == 0 {
        usize::MAX
    } else {
        SHARED
            .iter()
            .find(|(name, _)| *name == key)
            .map_or(0, |(_, levels)| *levels)
    };
    if own.is_null() {
        return below;
    }
    let (below, own) = if key == "lms" && depth == 2 {
        (as_instance(below), as_instance(own))
    } else {
        (below, own)
    };
    // A seed from a file is one whole.
    let whole = key == "seed" && depth == 2 && (is_file(&below) || is_file(&own));
    match (below.kind, own.kind) {
        (Kind::Map(mut entries), Kind::Map(own_entries)) if depth <= levels && !whole => {
            for entry in own_entries {
                match entries.iter_mut().find(|e| e.key == entry.key) {
                    Some(there) => {
                        let key = if depth == 0 { &*entry.key } else { key };
                        let value = std::mem::replace(&mut there.value.kind, Kind::Null);
                        let value = Node {
                            place: there.value.place,
                            kind: value,
                        };
                        there.value = over(value, entry.value, key, depth + 1);
                        there.place = entry.place;
                    }
                    None => entries.push(entry),
                }
            }
            Node {
                place: own.place,
                kind: Kind::Map(entries),
            }
        }
        (_, kind) => Node {
            place: own.place,
            kind,
        },
    }
}

/// `brightspace` as `{ vendor: brightspace }`.
fn as_instance(node: Node) -> Node {
    if node.scalar().is_none() {
        return node;
    }
    let place = node.place;
    let entry = Entry {
        key: "vendor".to_owned(),
        place,
        value: node,
    };
    Node {
        place,
        kind: Kind::Map(vec![entry]),
    }
}

fn is_file(node: &Node) -> bool {
    matches!(&node.kind, Kind::Map(entries) if entries.len() == 1 && entries[0].key == "file")
}

/// A path without `.` and `..`, as far as its text tells: enough to know a file again.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

fn shown(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}
