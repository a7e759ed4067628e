//! Field names: dotted paths made nested, and names that do not exist.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::cx::Cx;
use crate::model::{FieldInfo, Operation, RecordKind, Shape, record_fields};
use crate::scenario::node::{Entry, Kind, Node, Place};
use crate::scenario::table::{COUNT, EXACT};
use crate::scenario::text::{all_of, nearest_unique};

/// What the fields belong to, for messages.
#[derive(Clone, Copy)]
pub(super) struct Subject<'s> {
    /// `a person record`.
    pub(super) what: &'s str,
    /// The command that lists the fields.
    pub(super) see: &'s str,
    /// What they are part of.
    pub(super) of: Of,
}

/// What fields are part of.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// A record, a row or the parameters of an operation.
    Record,
    /// An answer, with the kind of the records in it when it is known.
    Answer(Option<&'static Operation>),
}

/// Where a field stands below its subject.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    pub(super) parent: Option<&'p Path<'p>>,
    pub(super) name: &'p str,
}

impl<'p> Path<'p> {
    pub(super) const TOP: Path<'static> = Path {
        parent: None,
        name: "",
    };

    pub(super) fn to(&'p self, name: &'p str) -> Path<'p> {
        Path {
            parent: Some(self),
            name,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent.filter(|p| !p.name.is_empty()) {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)
    }
}

/// Makes dotted keys nested ones, as far as the table knows maps. What cannot be unfolded is reported and left out.
pub(super) fn unfold<'n>(
    cx: &mut Cx<'_>,
    entries: &'n [Entry],
    fields: &[FieldInfo],
    path: &Path<'_>,
    subject: &Subject<'_>,
) -> Cow<'n, [Entry]> {
    if !entries.iter().any(|e| e.key.contains('.')) {
        return Cow::Borrowed(entries);
    }
    let mut out: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        let whole = fields.iter().any(|f| f.name == entry.key);
        let Some((head, rest)) = entry.key.split_once('.').filter(|_| !whole) else {
            merge(cx, &mut out, entry.clone(), path);
            continue;
        };
        match fields.iter().find(|f| f.name == head).map(|f| f.shape) {
            None => unknown(cx, entry, fields, path, subject),
            Some(Shape::Map(_) | Shape::Open) => {
                let inner = Entry {
                    key: rest.to_owned(),
                    place: entry.place,
                    value: entry.value.clone(),
                };
                let node = Node {
                    place: entry.place,
                    kind: Kind::Map(vec![inner]),
                };
                let nested = Entry {
                    key: head.to_owned(),
                    place: entry.place,
                    value: node,
                };
                merge(cx, &mut out, nested, path);
            }
            Some(Shape::List(_) | Shape::Texts) => cx.error(
                "unknown-field",
                entry.place,
                format!("`{}` reaches into a list", path.to(&entry.key)),
                format!("write the whole list: `{head}: [ {{ … }} ]`"),
            ),
            Some(Shape::Text | Shape::Boolean | Shape::Secret) => cx.error(
                "unknown-field",
                entry.place,
                format!("`{}` is a text and has no field `{rest}`", path.to(head)),
                format!("write `{head}:` alone"),
            ),
        }
    }
    Cow::Owned(out)
}

/// Adds a key, joining two maps of the same name (`name.first` beside `name: { last: … }`).
fn merge(cx: &mut Cx<'_>, out: &mut Vec<Entry>, entry: Entry, path: &Path<'_>) {
    let Some(there) = out.iter_mut().find(|e| e.key == entry.key) else {
        out.push(entry);
        return;
    };
    match (&mut there.value.kind, entry.value.kind) {
        (Kind::Map(old), Kind::Map(new)) => {
            for inner in new {
                match old.iter().find(|e| e.key == inner.key) {
                    None => old.push(inner),
                    Some(first) => {
                        let path = path.to(&entry.key);
                        twice(cx, &path.to(&inner.key), first.place, inner.place);
                    }
                }
            }
        }
        _ => twice(cx, &path.to(&entry.key), there.place, entry.place),
    }
}

fn twice(cx: &mut Cx<'_>, path: &Path<'_>, first: Place, place: Place) {
    cx.error(
        "duplicate-key",
        place,
        format!(
            "`{path}` is given twice: first at line {}, column {}",
            first.line, first.column
        ),
        "keep one of the two",
    );
}

/// A name that is no field.
pub(super) fn unknown(
    cx: &mut Cx<'_>,
    entry: &Entry,
    fields: &[FieldInfo],
    path: &Path<'_>,
    subject: &Subject<'_>,
) {
    let head = entry.key.split('.').next().unwrap_or_default();
    if matches!(head, EXACT | COUNT) || head.starts_with('$') {
        cx.error(
            "unknown-key",
            entry.place,
            format!("`{}` has no meaning here", entry.key),
            format!("`{EXACT}` and `{COUNT}` belong to maps under `expect:` and `answer:`"),
        );
        return;
    }
    let names: Vec<&str> = fields.iter().map(|f| f.name).collect();
    // `first` is meant as `name.first`, when nothing nearer is there.
    let inner = fields.iter().find(
        |f| matches!(f.shape, Shape::Map(inner) if inner.iter().any(|i| i.name == entry.key)),
    );
    let in_record = subject.see.starts_with("mocklms explain fields ");
    // So is an official element name as the field that it has here.
    let official = fields.iter().find(|f| f.source == entry.key);
    let near = match (nearest_unique(head, &names), inner, official) {
        (_, _, Some(field)) => Some(field.name.to_owned()),
        (_, Some(outer), _) => Some(format!("{}.{}", outer.name, entry.key)),
        (Some(near), None, _) => Some(format!("{near}{}", &entry.key[head.len()..])),
        (None, None, _) => None,
    };
    let mut help = match near {
        Some(near) => format!("did you mean `{}`?", path.to(&near)),
        None if path.parent.is_none() && in_record && of_another_kind(head).is_some() => {
            let kind = of_another_kind(head).map_or("", RecordKind::words);
            format!("it belongs to {kind} records;")
        }
        None if path.parent.is_some() || names.len() <= 12 => {
            format!("the fields are {};", all_of(names))
        }
        None => String::new(),
    };
    if !help.is_empty() {
        help.push(' ');
    }
    _ = write!(help, "see `{}`", subject.see);
    cx.error(
        "unknown-field",
        entry.place,
        format!(
            "`{}` is not a field of {}",
            path.to(&entry.key),
            subject.what
        ),
        help,
    );
}

/// The one kind of record that has a field of that name.
fn of_another_kind(name: &str) -> Option<RecordKind> {
    let mut kinds = RecordKind::ALL
        .into_iter()
        .filter(|kind| record_fields(*kind).iter().any(|f| f.name == name));
    kinds.next().filter(|_| kinds.next().is_none())
}
