//! Patterns over fields. Values that are sent or seeded are read as patterns, too, and then refused their matchers: one
//! reader for both.

use super::cx::Cx;
use super::fields::{Of, Path, Subject, unfold, unknown};
use crate::base::{Secret, Value};
use crate::diag::Span;
use crate::model::{FieldInfo, Shape, record_fields_of};
use crate::scenario::matcher::Scalar;
use crate::scenario::model::{Late, MatchKind, Matcher, Pattern, PatternEntry, Piece};
use crate::scenario::node::{Entry, Kind, Node, Place};
use crate::scenario::table::{COUNT, EXACT};
use crate::scenario::text::all_of;

/// A map over the fields of a table.
pub(super) fn fields(
    cx: &mut Cx<'_>,
    node: &Node,
    table: &[FieldInfo],
    path: &Path<'_>,
    subject: &Subject<'_>,
) -> Option<Pattern> {
    let Kind::Map(entries) = &node.kind else {
        let what = match path.parent {
            None => subject.what.to_owned(),
            Some(_) => format!("`{path}`"),
        };
        let help = format!("its fields are {}", all_of(table.iter().map(|f| f.name)));
        cx.wrong_type(node, &what, "a map", &help);
        return None;
    };
    let entries = unfold(cx, entries, table, path, subject);
    Some(map(cx, &entries, node.place, |cx, entry| {
        let Some(info) = table.iter().find(|f| f.name == entry.key) else {
            unknown(cx, entry, table, path, subject);
            return None;
        };
        let path = path.to(info.name);
        match (info.shape, subject.of) {
            (Shape::Open, Of::Answer(Some(row))) if matches!(info.name, "record" | "records") => {
                let kind = row.record;
                let subject = Subject {
                    what: &format!("a {} record that was read", kind.words()),
                    see: &format!("mocklms explain fields {}", kind.words()),
                    of: Of::Record,
                };
                let table = record_fields_of(row.service.standard(), kind);
                match info.name {
                    "record" => map_or_matcher(cx, &entry.value, table, &path, &subject),
                    _ => maps(cx, &entry.value, table, &path, &subject),
                }
            }
            (Shape::Open, Of::Answer(_)) if info.name == "replaced" => {
                value(cx, &entry.value, Shape::Open, &path, subject)
            }
            (Shape::Open, Of::Answer(_)) => anything(cx, &entry.value, &path),
            (shape, _) => value(cx, &entry.value, shape, &path, subject),
        }
    }))
}

/// A map over the fields of a table, or a matcher or `null` in its place.
pub(super) fn map_or_matcher(
    cx: &mut Cx<'_>,
    node: &Node,
    table: &'static [FieldInfo],
    path: &Path<'_>,
    subject: &Subject<'_>,
) -> Option<Pattern> {
    if stands_whole(node) {
        whole(cx, node, Holds::Map, path)
    } else {
        fields(cx, node, table, path, subject)
    }
}

/// The entries of a map, `$exact` and `$count` among them.
pub(super) fn map(
    cx: &mut Cx<'_>,
    entries: &[Entry],
    place: Place,
    mut value: impl FnMut(&mut Cx<'_>, &Entry) -> Option<Pattern>,
) -> Pattern {
    let mut out = Vec::with_capacity(entries.len());
    let (mut exact, mut count) = (false, None);
    for entry in entries {
        match &*entry.key {
            EXACT => match entry.value.scalar() {
                Some("true") => exact = true,
                Some("false") => {}
                _ => cx.wrong_type(
                    &entry.value,
                    "`$exact`",
                    "`true` or `false`",
                    "`$exact: true` allows no other keys than the listed ones",
                ),
            },
            COUNT => match entry.value.scalar().and_then(|t| t.parse().ok()) {
                Some(n) => count = Some(n),
                None => cx.wrong_type(
                    &entry.value,
                    "`$count`",
                    "a whole number",
                    "`$count: 3` asks for three entries",
                ),
            },
            _ => {
                if let Some(value) = value(cx, entry) {
                    out.push(PatternEntry {
                        key: entry.key.clone(),
                        value,
                        span: cx.span(entry.place),
                    });
                }
            }
        }
    }
    let map = Pattern::Map {
        entries: out,
        exact,
        count,
        span: cx.span(place),
    };
    super::lint::count(cx, &map);
    map
}

/// What a place holds when it holds no text.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    Map,
    List,
}

/// Whether a node is a matcher or `null`, which can stand in the place of a map or list.
pub(super) fn stands_whole(node: &Node) -> bool {
    match &node.kind {
        Kind::Null => true,
        Kind::Scalar { text, .. } => text.starts_with("${"),
        Kind::List(_) | Kind::Map(_) => false,
    }
}

/// A matcher or `null` in the place of a map or list.
pub(super) fn whole(
    cx: &mut Cx<'_>,
    node: &Node,
    holds: Holds,
    path: &Path<'_>,
) -> Option<Pattern> {
    let holds = match holds {
        Holds::Map => "a map",
        Holds::List => "a list",
    };
    let Some(text) = node.scalar() else {
        return Some(Pattern::Matcher(Matcher::absent(), cx.span(node.place)));
    };
    let Scalar::Matcher(matcher) = cx.scalar(text, node.place)? else {
        cx.wrong_type(
            node,
            &format!("`{path}`"),
            holds,
            "a text cannot stand here",
        );
        return None;
    };
    remember(cx, &matcher, node.place);
    if matches!(
        matcher.kind,
        MatchKind::Regex(_)
            | MatchKind::OneOf(_)
            | MatchKind::Uuid
            | MatchKind::Date
            | MatchKind::Pieces(_)
    ) {
        cx.error(
            "bad-matcher",
            node.place,
            format!(
                "`{}` asks for a text, but `{path}` is {holds}",
                matcher.text
            ),
            "`${any}`, `${absent}`, `${present}`, `${capture:name}` and `${ref:name}` fit here",
        );
    }
    Some(Pattern::Matcher(matcher, cx.span(node.place)))
}

/// One field's value.
fn value(
    cx: &mut Cx<'_>,
    node: &Node,
    shape: Shape,
    path: &Path<'_>,
    subject: &Subject<'_>,
) -> Option<Pattern> {
    match shape {
        Shape::Text | Shape::Secret => text(cx, node, &format_args!("`{path}`")),
        Shape::Boolean => {
            let pattern = text(cx, node, &format_args!("`{path}`"))?;
            if let Pattern::Text(text, _) = &pattern
                && !matches!(&**text, "true" | "false")
            {
                cx.wrong_type(
                    node,
                    &format!("`{path}`"),
                    "`true` or `false`",
                    "write it in lower case, as it travels",
                );
            }
            Some(pattern)
        }
        Shape::Map(inner) => map_or_matcher(cx, node, inner, path, subject),
        Shape::Open => {
            if stands_whole(node) {
                return whole(cx, node, Holds::Map, path);
            }
            let Kind::Map(entries) = &node.kind else {
                let help = format!("write `{path}: {{ SomeName: some text }}`");
                cx.wrong_type(
                    node,
                    &format!("`{path}`"),
                    "a map from names to texts",
                    &help,
                );
                return None;
            };
            Some(map(cx, entries, node.place, |cx, entry| {
                text(cx, &entry.value, &format_args!("`{}`", path.to(&entry.key)))
            }))
        }
        Shape::Texts => {
            if stands_whole(node) {
                return whole(cx, node, Holds::List, path);
            }
            let Kind::List(items) = &node.kind else {
                let help = format!("write `{path}: [ one, two ]`");
                cx.wrong_type(node, &format!("`{path}`"), "a list of texts", &help);
                return None;
            };
            list(cx, items, node.place, |cx, item| {
                text(cx, item, &format_args!("an item of `{path}`"))
            })
        }
        Shape::List(inner) => maps(cx, node, inner, path, subject),
    }
}

/// A list of maps over the fields of a table.
fn maps(
    cx: &mut Cx<'_>,
    node: &Node,
    table: &'static [FieldInfo],
    path: &Path<'_>,
    subject: &Subject<'_>,
) -> Option<Pattern> {
    if stands_whole(node) {
        return whole(cx, node, Holds::List, path);
    }
    let Kind::List(items) = &node.kind else {
        let help = format!(
            "write `{path}: [ {{ {}: … }} ]`",
            table.first().map_or("field", |f| f.name)
        );
        cx.wrong_type(node, &format!("`{path}`"), "a list", &help);
        return None;
    };
    list(cx, items, node.place, |cx, item| {
        map_or_matcher(cx, item, table, path, subject)
    })
}

/// The items of a list.
pub(super) fn list(
    cx: &mut Cx<'_>,
    items: &[Node],
    place: Place,
    mut item: impl FnMut(&mut Cx<'_>, &Node) -> Option<Pattern>,
) -> Option<Pattern> {
    let span = cx.span(place);
    let items: Vec<Option<Pattern>> = items.iter().map(|node| item(cx, node)).collect();
    Some(Pattern::List(
        items.into_iter().collect::<Option<_>>()?,
        span,
    ))
}

/// A text or a matcher.
pub(super) fn text(cx: &mut Cx<'_>, node: &Node, what: &dyn std::fmt::Display) -> Option<Pattern> {
    let text = match &node.kind {
        Kind::Null => return Some(Pattern::Matcher(Matcher::absent(), cx.span(node.place))),
        Kind::Scalar { text, .. } => text,
        Kind::List(_) | Kind::Map(_) => {
            cx.wrong_type(
                node,
                &what.to_string(),
                "a text",
                "write one value; a text that begins with `{` or `[` must be quoted",
            );
            return None;
        }
    };
    match cx.scalar(text, node.place)? {
        Scalar::Text(text) => Some(Pattern::Text(text, cx.span(node.place))),
        Scalar::Matcher(matcher) => {
            remember(cx, &matcher, node.place);
            Some(Pattern::Matcher(matcher, cx.span(node.place)))
        }
        Scalar::Env(_) => None,
    }
}

/// A pattern over something that has no table.
fn anything(cx: &mut Cx<'_>, node: &Node, path: &Path<'_>) -> Option<Pattern> {
    match &node.kind {
        Kind::Null | Kind::Scalar { .. } => text(cx, node, &format_args!("`{path}`")),
        Kind::List(items) => list(cx, items, node.place, |cx, item| anything(cx, item, path)),
        Kind::Map(entries) => Some(map(cx, entries, node.place, |cx, entry| {
            anything(cx, &entry.value, &path.to(&entry.key))
        })),
    }
}

fn remember(cx: &mut Cx<'_>, matcher: &Matcher, place: Place) {
    match &matcher.kind {
        MatchKind::Capture(name) => {
            let moment = cx.moment;
            cx.captured.entry(name.clone()).or_insert((moment, place));
        }
        MatchKind::Ref(name) => cx.refer(name, place, false),
        MatchKind::Pieces(pieces) => {
            for piece in pieces {
                if let Piece::Ref(name) = piece {
                    cx.refer(name, place, false);
                }
            }
        }
        _ => {}
    }
}

/// Where the references of a record go that is sent.
pub(super) struct Sent<'l> {
    pub(super) path: Vec<String>,
    pub(super) late: &'l mut Vec<Late>,
}

/// The value a pattern stands for, when it is sent or seeded. Absent keys disappear; matchers are refused, but for
/// references in what is `sent`.
pub(super) fn to_value(
    cx: &mut Cx<'_>,
    pattern: Pattern,
    shape: Shape,
    sent: &mut Option<Sent<'_>>,
) -> Option<Value> {
    match pattern {
        Pattern::Text(text, _) if shape == Shape::Secret => Some(Value::Secret(Secret::new(text))),
        Pattern::Text(text, _) => Some(Value::Text(text)),
        Pattern::Matcher(matcher, span) => {
            let place = cx.place(&span);
            match (&matcher.kind, sent) {
                (MatchKind::Absent, _) => None,
                (_, Some(sent)) => {
                    let text = cx.late(&matcher, place, sent.path.clone(), sent.late)?;
                    Some(match shape {
                        Shape::Secret => Value::Secret(Secret::new(text)),
                        _ => Value::Text(text),
                    })
                }
                (_, None) => {
                    cx.refuse_matcher(&matcher.text, place);
                    None
                }
            }
        }
        Pattern::Map {
            entries,
            exact,
            count,
            span,
        } => {
            refuse_exact(cx, exact || count.is_some(), &span);
            let mut map = Value::map();
            for entry in entries {
                let inner = match shape {
                    Shape::Map(fields) => fields
                        .iter()
                        .find(|f| f.name == entry.key)
                        .map_or(Shape::Text, |f| f.shape),
                    _ => Shape::Text,
                };
                if let Some(sent) = sent {
                    sent.path.push(entry.key.clone());
                }
                let value = to_value(cx, entry.value, inner, sent);
                if let Some(sent) = sent {
                    sent.path.pop();
                }
                if let Some(value) = value {
                    map.insert(entry.key, value);
                }
            }
            Some(map)
        }
        Pattern::List(items, _) => {
            let inner = match shape {
                Shape::List(fields) => Shape::Map(fields),
                Shape::Texts => Shape::Text,
                other => other,
            };
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                if let Some(sent) = sent {
                    sent.path.push(list.len().to_string());
                }
                list.extend(to_value(cx, item, inner, sent));
                if let Some(sent) = sent {
                    sent.path.pop();
                }
            }
            Some(Value::List(list))
        }
    }
}

/// `$exact` and `$count` in what is sent or set.
pub(super) fn refuse_exact(cx: &mut Cx<'_>, given: bool, span: &Span) {
    if given {
        let place = cx.place(span);
        cx.error(
            "unknown-key",
            place,
            format!("`{EXACT}` and `{COUNT}` ask for something, but this map is sent or set"),
            "they belong to maps under `expect:` and `answer:`",
        );
    }
}
