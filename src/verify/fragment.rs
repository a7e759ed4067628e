//! A fragment of XML held against a message, both in canonical form.

use std::collections::HashMap;

use super::align::align;
use super::canon::Canon;
use super::diff::Comparison;
use super::difference::{Difference, DifferenceKind, Shown, text_difference};
use crate::base::Value;
use crate::base::text::{plural, truncate};
use crate::diag::Span;
use crate::scenario::{Captures, Placeholder};

/// Characters of an element that are shown.
const MAX_INLINE: usize = 160;

/// Compares an expected fragment with the element itself or the element below it that comes nearest.
pub(super) fn compare_fragment(expected: &Canon, operation: &Canon, span: &Span) -> Comparison {
    let mut candidates = Vec::new();
    named(
        operation,
        &expected.local,
        &mut String::new(),
        &mut candidates,
    );
    let best = candidates
        .into_iter()
        .map(|(path, candidate)| {
            let mut walk = Walk {
                path,
                secret: false,
                span,
                out: Comparison::default(),
            };
            walk.element(expected, candidate, ("", ""));
            walk.out
        })
        .min_by_key(|comparison| comparison.differences.len());
    best.unwrap_or_else(|| Comparison {
        differences: vec![
            Difference::new(
                DifferenceKind::Missing,
                &expected.local,
                inline(expected, false),
                Shown::Absent,
            )
            .at(Some(span)),
        ],
        equal: 0,
    })
}

/// Every element of that local name with its path.
fn named<'c>(
    element: &'c Canon,
    local: &str,
    path: &mut String,
    found: &mut Vec<(String, &'c Canon)>,
) {
    let mark = path.len();
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(&element.local);
    if element.local == local {
        found.push((path.clone(), element));
    }
    for child in &element.children {
        named(child, local, path, found);
    }
    path.truncate(mark);
}

struct Walk<'a> {
    path: String,
    secret: bool,
    span: &'a Span,
    out: Comparison,
}

impl Walk<'_> {
    /// `outer`: the namespaces of the elements around, so that one wrong declaration is one difference.
    fn element(&mut self, expected: &Canon, received: &Canon, outer: (&str, &str)) {
        let secret_before = self.secret;
        self.secret |= is_secret(&expected.local);
        let namespaces = (expected.namespace.as_str(), received.namespace.as_str());
        if namespaces.0 != namespaces.1 && namespaces != outer {
            self.add(
                DifferenceKind::Namespace,
                namespace(namespaces.0),
                namespace(namespaces.1),
                received,
            );
        }
        self.attributes(expected, received);
        if expected.children.is_empty() && received.children.is_empty()
            || expected.nil != received.nil
        {
            self.leaf(expected, received);
        } else {
            if expected.text != received.text {
                self.leaf_text(expected, received);
            }
            self.children(expected, received, namespaces);
        }
        self.secret = secret_before;
    }

    fn leaf(&mut self, expected: &Canon, received: &Canon) {
        if expected.nil != received.nil {
            let side = |c: &Canon| {
                if c.nil {
                    Shown::Nil
                } else {
                    inline(c, self.secret)
                }
            };
            let (e, r) = (side(expected), side(received));
            self.add(DifferenceKind::Value, e, r, received);
        } else {
            self.leaf_text(expected, received);
        }
    }

    fn leaf_text(&mut self, expected: &Canon, received: &Canon) {
        match value_difference(&expected.text, &received.text) {
            None => self.out.equal += 1,
            Some(_) if self.secret => {
                self.add(
                    DifferenceKind::Value,
                    Shown::Secret,
                    Shown::Secret,
                    received,
                );
            }
            Some(kind) => self.add(
                kind,
                Shown::Text(expected.text.clone()),
                Shown::Text(received.text.clone()),
                received,
            ),
        }
    }

    fn attributes(&mut self, expected: &Canon, received: &Canon) {
        for (namespace, local, value) in &expected.attributes {
            let found = received
                .attributes
                .iter()
                .find(|a| a.0 == *namespace && a.1 == *local)
                .map(|a| &a.2);
            let (kind, shown) = match found {
                None => (Some(DifferenceKind::Missing), Shown::Absent),
                Some(found) => (value_difference(value, found), Shown::Text(found.clone())),
            };
            match kind {
                None => self.out.equal += 1,
                Some(kind) => {
                    self.attribute(kind, local, Shown::Text(value.clone()), shown, received);
                }
            }
        }
        for (namespace, local, value) in &received.attributes {
            let known = |a: &&super::canon::CanonAttribute| a.0 == *namespace && a.1 == *local;
            if expected.attributes.iter().find(known).is_none() {
                let shown = Shown::Text(value.clone());
                self.attribute(DifferenceKind::Extra, local, Shown::Absent, shown, received);
            }
        }
    }

    fn attribute(&mut self, kind: DifferenceKind, local: &str, e: Shown, r: Shown, at: &Canon) {
        let mark = self.path.len();
        self.path.push_str("/@");
        self.path.push_str(local);
        self.add(kind, e, r, at);
        self.path.truncate(mark);
    }

    fn children(&mut self, expected: &Canon, received: &Canon, outer: (&str, &str)) {
        let (e, r) = (&expected.children, &received.children);
        let mut repeated: HashMap<&str, usize> = HashMap::new();
        for side in [e, r] {
            let mut seen: HashMap<&str, usize> = HashMap::new();
            for child in side {
                let count = seen.entry(&child.local).or_default();
                *count += 1;
                let most = repeated.entry(&child.local).or_default();
                *most = (*most).max(*count);
            }
        }
        let key = |c: &Canon| {
            if repeated[c.local.as_str()] > 1 {
                c.key().map(str::to_owned)
            } else {
                None
            }
        };
        let e_keys: Vec<_> = e.iter().map(key).collect();
        let r_keys: Vec<_> = r.iter().map(key).collect();
        // Siblings without a key are told apart by their whole content.
        let same = |i: usize, j: usize| {
            e[i].local == r[j].local
                && e_keys[i] == r_keys[j]
                && (e_keys[i].is_some() || repeated[e[i].local.as_str()] == 1 || e[i] == r[j])
        };
        let aligned = align(e.len(), r.len(), same, |i, j| {
            (e[i].local == r[j].local).then_some(usize::from(e_keys[i] != r_keys[j]))
        });
        for &(i, j) in aligned
            .same
            .iter()
            .chain(&aligned.changed)
            .chain(&aligned.moved)
        {
            let mark = self.enter(&e[i].local, e_keys[i].as_deref());
            if aligned.moved.contains(&(i, j)) {
                self.add(DifferenceKind::Order, place(e, i), place(r, j), &r[j]);
            }
            self.element(&e[i], &r[j], outer);
            self.path.truncate(mark);
        }
        for &i in &aligned.missing {
            let mark = self.enter(&e[i].local, e_keys[i].as_deref());
            let shown = inline(&e[i], self.secret);
            self.add(DifferenceKind::Missing, shown, Shown::Absent, received);
            self.path.truncate(mark);
        }
        for &j in &aligned.extra {
            let mark = self.enter(&r[j].local, r_keys[j].as_deref());
            let shown = inline(&r[j], self.secret);
            self.add(DifferenceKind::Extra, Shown::Absent, shown, &r[j]);
            self.path.truncate(mark);
        }
    }

    fn enter(&mut self, local: &str, key: Option<&str>) -> usize {
        let mark = self.path.len();
        self.path.push('/');
        self.path.push_str(local);
        if let Some(key) = key {
            self.path.push('[');
            self.path.push_str(key);
            self.path.push(']');
        }
        mark
    }

    fn add(&mut self, kind: DifferenceKind, expected: Shown, received: Shown, at: &Canon) {
        let mut difference =
            Difference::new(kind, &self.path, expected, received).at(Some(self.span));
        difference.offset = Some(at.offset);
        self.out.differences.push(difference);
    }
}

/// Elements whose text must never be shown.
/// How a text or an attribute value differs from what the fragment has in its place: a text, or a matcher.
fn value_difference(expected: &str, received: &str) -> Option<DifferenceKind> {
    if !expected.contains("${") {
        return text_difference(expected, received);
    }
    match Placeholder::read(expected) {
        Placeholder::Text(text) => text_difference(&text, received),
        Placeholder::Matcher(matcher) => {
            let holds = matcher.matches(Some(&Value::text(received)), &mut Captures::default());
            (!holds).then_some(DifferenceKind::Value)
        }
    }
}

fn is_secret(local: &str) -> bool {
    local.eq_ignore_ascii_case("password") || local == "Nonce"
}

fn namespace(uri: &str) -> Shown {
    if uri.is_empty() {
        Shown::words("no namespace")
    } else {
        Shown::Text(uri.to_owned())
    }
}

fn place(siblings: &[Canon], index: usize) -> Shown {
    Shown::words(match index.checked_sub(1) {
        None => "first".to_owned(),
        Some(before) => format!("after {}", siblings[before].local),
    })
}

/// An element in short form.
fn inline(element: &Canon, secret: bool) -> Shown {
    if element.nil {
        return Shown::Nil;
    }
    if secret || is_secret(&element.local) {
        return Shown::Secret;
    }
    if element.children.is_empty() {
        return Shown::Text(element.text.clone());
    }
    let mut texts = Vec::new();
    leaves(element, &mut texts);
    let shown = format!(
        "<{}> with {}: {}",
        element.local,
        plural(texts.len(), "text"),
        texts.join(", ")
    );
    Shown::Inline(truncate(&shown, MAX_INLINE).into_owned())
}

fn leaves<'c>(element: &'c Canon, texts: &mut Vec<&'c str>) {
    if is_secret(&element.local) {
        texts.push("<secret>");
    } else if element.children.is_empty() {
        if !element.text.is_empty() {
            texts.push(&element.text);
        }
    } else {
        for child in &element.children {
            leaves(child, texts);
        }
    }
}
