//! Walking a payload along the schema: the hot path.

use std::ptr;

use super::report::{Kind, Report};
use super::table::{Child, Global, MOST_NAMESPACES, Schema, Type, TypeId};
use super::{diagnose, value};
use crate::model::Finding;
use crate::xml::{Element, XSI_NAMESPACE};

/// One walk.
pub(super) struct Check<'t> {
    pub(super) schema: &'static Schema,
    /// The type of the payload.
    pub(super) root: TypeId,
    pub(super) report: Report<'t>,
    /// The payload's namespace, right or wrong.
    own: &'t str,
    /// The place of the namespace that the payload should have.
    own_place: u8,
    /// For each namespace of the schema, that of the latest element that was well, as the tree holds it: comparing
    /// addresses is nearly always enough.
    seen: [&'t str; MOST_NAMESPACES],
}

impl<'t> Check<'t> {
    pub(super) fn run(
        schema: &'static Schema,
        payload: Element<'t>,
        Global { kind, namespace }: Global,
        out: &mut Vec<Finding>,
    ) {
        let mut check = Self {
            schema,
            root: kind,
            report: Report::default(),
            own: payload.namespace(),
            own_place: namespace,
            seen: [""; MOST_NAMESPACES],
        };
        check.seen[usize::from(namespace)] = payload.namespace();
        check.element(payload, kind, namespace, false);
        let namespace = &schema.namespaces[usize::from(namespace)];
        check.report.finish(namespace, out);
    }

    /// An element that the schema has at this place.
    fn element(&mut self, element: Element<'t>, kind: TypeId, place: u8, nillable: bool) {
        let namespace = element.namespace();
        if !ptr::eq(namespace, self.seen[usize::from(place)]) {
            self.namespace(element, namespace, place);
        }
        if element.attributes().next().is_some() {
            self.attributes(element, nillable);
            if element.is_nil() {
                return;
            }
        }
        let schema = self.schema;
        match schema.get(kind) {
            Type::Sequence(children) => self.sequence(element, children),
            Type::TextOr(children) if element.has_children() => self.sequence(element, children),
            simple => self.simple(element, simple),
        }
    }

    fn sequence(&mut self, parent: Element<'t>, declared: &'static [Child]) {
        let mut place = Place {
            declared,
            at: 0,
            taken: false,
        };
        let mut children = parent.children();
        let mut fits = true;
        for child in children.by_ref() {
            if let Some(known) = place.take(child.local()) {
                self.element(child, known.kind, known.namespace, known.nillable);
            } else {
                fits = false;
                self.stray(child, declared);
                break;
            }
        }
        for child in children {
            self.stray(child, declared);
        }
        if !fits || !place.is_complete() {
            diagnose::children(self, parent, declared);
        }
        if parent.has_text() {
            diagnose::text(self, parent, declared);
        }
    }

    /// A child at or behind the first that does not fit: judged wherever it stands.
    #[cold]
    fn stray(&mut self, child: Element<'t>, declared: &'static [Child]) {
        if let Some(known) = diagnose::find(declared, child.local()) {
            self.element(child, known.kind, known.namespace, known.nillable);
        }
    }

    fn simple(&mut self, element: Element<'t>, kind: &'static Type) {
        if matches!(kind, Type::Text | Type::TextOr(_))
            && element.plain_text().is_some_and(|text| !is_padded(text))
        {
            return;
        }
        if element.has_children() {
            diagnose::children_of_simple(self, element);
            return;
        }
        let text = element.text();
        if is_padded(&text) {
            self.report.add(
                Kind::PaddedValue,
                element.offset(),
                (element.local(), ""),
                || {
                    (
                        format!(
                            "the value of `{}` begins or ends with blanks",
                            element.local()
                        ),
                        "some receivers keep the blanks; send the value without them".into(),
                    )
                },
            );
        }
        if let Some(wanted) = value::mismatch(kind, &text) {
            diagnose::value(self, element, &text, &wanted);
        }
    }

    /// An element whose namespace is not at the usual address.
    #[cold]
    fn namespace(&mut self, element: Element<'t>, namespace: &'t str, place: u8) {
        let wanted: &'static str = &self.schema.namespaces[usize::from(place)];
        if namespace == wanted || (place == self.own_place && namespace == self.own) {
            self.seen[usize::from(place)] = namespace;
            return;
        }
        let kind = if namespace.is_empty() {
            Kind::UnqualifiedElement
        } else {
            Kind::NamespaceMismatch
        };
        let message = || (element.local().to_owned(), String::new());
        self.report
            .add(kind, element.offset(), (namespace, wanted), message);
    }

    #[cold]
    fn attributes(&mut self, element: Element<'t>, nillable: bool) {
        let name = element.local();
        for attribute in element
            .attributes()
            .filter(|a| a.namespace() != XSI_NAMESPACE)
        {
            self.report.add(
                Kind::UnexpectedAttribute,
                attribute.offset(),
                (name, attribute.local()),
                || {
                    (
                        format!("`{name}` has the attribute `{}`", attribute.local()),
                        "leave it out; the schema has elements only".into(),
                    )
                },
            );
        }
        if element.is_nil() && !nillable {
            self.report
                .add(Kind::NilElement, element.offset(), (name, ""), || {
                    (
                        format!("`{name}` is sent as nil"),
                        "leave the element out when it has no value".into(),
                    )
                });
        }
    }
}

/// How far the children of an element have come in the sequence.
struct Place {
    declared: &'static [Child],
    at: usize,
    /// Whether an element for `declared[at]` has been seen.
    taken: bool,
}

impl Place {
    /// The next child by that name; `None` when it does not fit here.
    fn take(&mut self, name: &str) -> Option<&'static Child> {
        while let Some(child) = self.declared.get(self.at) {
            if *child.name == *name {
                if self.taken && !child.many {
                    return None;
                }
                self.taken = true;
                return Some(child);
            }
            if child.required && !self.taken {
                return None;
            }
            self.at += 1;
            self.taken = false;
        }
        None
    }

    /// Whether nothing that is required is still to come.
    fn is_complete(&self) -> bool {
        let rest = &self.declared[self.at..];
        rest.iter()
            .skip(usize::from(self.taken))
            .all(|child| !child.required)
    }
}

/// Whether there are blanks around something.
fn is_padded(text: &str) -> bool {
    let blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n');
    let bytes = text.as_bytes();
    (bytes.first().is_some_and(blank) || bytes.last().is_some_and(blank))
        && !bytes.iter().all(blank)
}
