//! A pattern held against a value.

use indexmap::IndexMap;

use super::align::align;
use super::difference::{Difference, DifferenceKind, Found, Shown, text_difference};
use super::matching::hold;
use super::schema::Schema;
use super::show::{label, pattern_label, show, show_pattern};
use crate::base::Value;
use crate::base::text::plural;
use crate::diag::Span;
use crate::scenario::{Captures, MatchKind, Pattern, PatternEntry};

/// How many received keys a count lists by name.
const MAX_KEYS: usize = 5;

/// The outcome of holding a pattern against a value.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// What differs.
    pub(super) differences: Vec<Difference>,
    /// How many scalars are as expected.
    pub(super) equal: usize,
}

/// Every difference between what a pattern asks for and a value; captures what it asks to capture.
///
/// Maps are partial unless exact, lists are compared in order. One cause makes one difference: a missing item leaves
/// those after it alone, and what is missing is named once, not field by field.
pub fn compare(
    pattern: &Pattern,
    value: Option<&Value>,
    captures: &mut Captures,
) -> Vec<Difference> {
    let mut comparison = Comparison::default();
    compare_into(&mut comparison, pattern, value, Schema::Open, "", captures);
    comparison.differences
}

/// The same with what is known about the tree, below a path that is given.
pub(super) fn compare_into(
    into: &mut Comparison,
    pattern: &Pattern,
    value: Option<&Value>,
    schema: Schema,
    path: &str,
    captures: &mut Captures,
) {
    let mut walk = Walk {
        into,
        captures,
        path: path.to_owned(),
        steps: Vec::new(),
    };
    walk.node(pattern, value, schema);
}

struct Walk<'a> {
    into: &'a mut Comparison,
    captures: &'a mut Captures,
    path: String,
    steps: Vec<String>,
}

impl Walk<'_> {
    fn node(&mut self, pattern: &Pattern, value: Option<&Value>, schema: Schema) {
        match (pattern, value) {
            (Pattern::Matcher(matcher, span), value) => match hold(matcher, value, self.captures) {
                None => self.into.equal += 1,
                Some(mut difference) => {
                    if matches!(schema, Schema::Secret) && difference.received != Shown::Absent {
                        difference.received = Shown::Secret;
                    }
                    difference.found = in_full(value);
                    difference.span = Some(span.clone());
                    difference.path.clone_from(&self.path);
                    difference.steps.clone_from(&self.steps);
                    self.into.differences.push(difference);
                }
            },
            (Pattern::Text(expected, span), Some(value)) => {
                self.text(expected, value, schema, span);
            }
            (
                Pattern::Map {
                    entries,
                    exact,
                    count,
                    span,
                },
                Some(Value::Map(map)),
            ) => {
                self.map(entries, *exact, *count, map, schema, span);
            }
            (Pattern::List(items, span), Some(Value::List(list))) => {
                self.list(items, list, schema, span);
            }
            (pattern, None) if is_satisfied_by_nothing(pattern) => self.into.equal += 1,
            (pattern, None) => self.add(
                DifferenceKind::Missing,
                show_pattern(pattern, schema),
                Shown::Absent,
                span_of(pattern),
                None,
            ),
            (pattern, Some(value)) => self.add(
                DifferenceKind::Type,
                show_pattern(pattern, schema),
                show(value),
                span_of(pattern),
                in_full(Some(value)),
            ),
        }
    }

    fn text(&mut self, expected: &str, value: &Value, schema: Schema, span: &Span) {
        let secret = matches!(value, Value::Secret(_)) || matches!(schema, Schema::Secret);
        let Some(received) = value.as_text() else {
            return self.add(
                DifferenceKind::Type,
                Shown::Text(expected.to_owned()),
                show(value),
                span,
                in_full(Some(value)),
            );
        };
        match text_difference(expected, received) {
            None => self.into.equal += 1,
            Some(_) if secret => {
                self.add(
                    DifferenceKind::Value,
                    Shown::Secret,
                    Shown::Secret,
                    span,
                    None,
                );
            }
            Some(kind) => self.add(
                kind,
                Shown::Text(expected.to_owned()),
                Shown::Text(received.to_owned()),
                span,
                None,
            ),
        }
    }

    fn map(
        &mut self,
        entries: &[PatternEntry],
        exact: bool,
        count: Option<usize>,
        map: &IndexMap<String, Value>,
        schema: Schema,
        span: &Span,
    ) {
        let before = self.into.differences.len();
        for entry in entries {
            let mark = self.enter(&entry.key, schema.keyed());
            self.node(&entry.value, map.get(&entry.key), schema.child(&entry.key));
            self.leave(mark);
        }
        if exact {
            for (key, value) in map {
                if schema.shorthand(key) || entries.iter().any(|e| e.key == *key) {
                    continue;
                }
                let mark = self.enter(key, schema.keyed());
                let found = in_full(Some(value));
                self.add(
                    DifferenceKind::Extra,
                    Shown::Absent,
                    show(value),
                    span,
                    found,
                );
                self.leave(mark);
            }
        }
        // A wrong number that follows from entries already named is no news.
        let named = self.into.differences[before..].iter().any(|d| {
            matches!(d.kind, DifferenceKind::Missing | DifferenceKind::Extra)
                && d.steps.len() == self.steps.len() + 1
        });
        if let Some(count) = count.filter(|c| *c != map.len() && !named) {
            let mut received = plural_entries(map.len());
            if !map.is_empty() {
                let keys: Vec<&str> = map.keys().take(MAX_KEYS).map(String::as_str).collect();
                let more = if map.len() > MAX_KEYS { ", …" } else { "" };
                received = format!("{received}: {}{more}", keys.join(", "));
            }
            self.add(
                DifferenceKind::Count,
                Shown::words(plural_entries(count)),
                Shown::words(received),
                span,
                Some(Box::new(Found {
                    value: Some(Value::text(map.len().to_string())),
                    index: None,
                })),
            );
        }
    }

    fn list(&mut self, items: &[Pattern], list: &[Value], schema: Schema, span: &Span) {
        let inner = schema.item();
        let captures = &mut *self.captures;
        let mut known: Vec<Option<usize>> = vec![None; items.len() * list.len()];
        let mut distance = |e: usize, r: usize| {
            *known[e * list.len() + r].get_or_insert_with(|| {
                captures.trial(|captures| {
                    let mut tried = Comparison::default();
                    compare_into(&mut tried, &items[e], Some(&list[r]), inner, "", captures);
                    tried.differences.len()
                })
            })
        };
        let aligned = align(
            items.len(),
            list.len(),
            |e, r| distance(e, r) == 0,
            |e, r| Some(usize::from(pattern_label(&items[e]) != label(&list[r]))),
        );
        for &(e, r) in aligned.same.iter().chain(&aligned.changed) {
            let name = pattern_label(&items[e]).or_else(|| label(&list[r]));
            let mark = self.enter_item(name, e);
            self.node(&items[e], Some(&list[r]), inner);
            self.leave(mark);
        }
        for &(e, r) in &aligned.moved {
            let mark = self.enter_item(label(&list[r]), e);
            self.add(
                DifferenceKind::Order,
                Shown::words(after(
                    e.checked_sub(1).and_then(|p| pattern_label(&items[p])),
                    e,
                )),
                Shown::words(after(r.checked_sub(1).and_then(|p| label(&list[p])), r)),
                span_of(&items[e]),
                Some(Box::new(Found {
                    value: None,
                    index: Some(r),
                })),
            );
            self.leave(mark);
        }
        for &e in &aligned.missing {
            let mark = self.enter_item(pattern_label(&items[e]), e);
            self.add(
                DifferenceKind::Missing,
                show_pattern(&items[e], inner),
                Shown::Absent,
                span_of(&items[e]),
                None,
            );
            self.leave(mark);
        }
        for &r in &aligned.extra {
            let mark = self.enter_item(label(&list[r]), r);
            let found = Some(Box::new(Found {
                value: Some(list[r].clone()),
                index: Some(r),
            }));
            self.add(
                DifferenceKind::Extra,
                Shown::Absent,
                show(&list[r]),
                span,
                found,
            );
            self.leave(mark);
        }
    }

    fn add(
        &mut self,
        kind: DifferenceKind,
        expected: Shown,
        received: Shown,
        span: &Span,
        found: Option<Box<Found>>,
    ) {
        let mut difference = Difference::new(kind, &self.path, expected, received).at(Some(span));
        difference.steps.clone_from(&self.steps);
        difference.found = found;
        self.into.differences.push(difference);
    }

    fn enter(&mut self, key: &str, keyed: bool) -> usize {
        let mark = self.path.len();
        push_step(&mut self.path, key, keyed);
        self.steps.push(key.to_owned());
        mark
    }

    fn enter_item(&mut self, label: Option<&str>, index: usize) -> usize {
        match label {
            Some(label) => self.enter(label, true),
            None => self.enter(&format!("item {}", index + 1), true),
        }
    }

    fn leave(&mut self, mark: usize) {
        self.path.truncate(mark);
        self.steps.pop();
    }
}

/// Appends a key to a path: `name.first`, `users[Demo_User]`.
pub(super) fn push_step(path: &mut String, key: &str, keyed: bool) {
    let plain = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if keyed || !plain {
        path.push('[');
        path.push_str(key);
        path.push(']');
    } else {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    }
}

/// What a short form does not show.
fn in_full(value: Option<&Value>) -> Option<Box<Found>> {
    match value? {
        Value::Text(_) | Value::Secret(_) => None,
        tree => Some(Box::new(Found {
            value: Some(tree.clone()),
            index: None,
        })),
    }
}

fn after(label: Option<&str>, index: usize) -> String {
    match (label, index) {
        (_, 0) => "first".to_owned(),
        (Some(label), _) => format!("after {label}"),
        (None, _) => format!("as item {}", index + 1),
    }
}

fn plural_entries(n: usize) -> String {
    if n == 1 {
        "1 entry".to_owned()
    } else {
        plural(n, "entrie")
    }
}

/// A map that asks for nothing but absent keys does not ask for the map itself.
fn is_satisfied_by_nothing(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Matcher(matcher, _) => matches!(matcher.kind, MatchKind::Any | MatchKind::Absent),
        Pattern::Map { entries, count, .. } => {
            *count == Some(0)
                || count.is_none()
                    && !entries.is_empty()
                    && entries.iter().all(|e| is_satisfied_by_nothing(&e.value))
        }
        Pattern::Text(..) | Pattern::List(..) => false,
    }
}

/// Where a pattern stands.
pub(super) fn span_of(pattern: &Pattern) -> &Span {
    match pattern {
        Pattern::Text(_, span)
        | Pattern::Matcher(_, span)
        | Pattern::Map { span, .. }
        | Pattern::List(_, span) => span,
    }
}
