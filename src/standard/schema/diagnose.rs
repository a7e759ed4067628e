//! Saying what is wrong with an element, once it is known that something is.

use super::check::Check;
use super::report::Kind;
use super::table::Child;
use crate::base::text::{nearest, truncate, visible};
use crate::xml::Element;

/// Longer names are not compared with known ones: nobody misspells by so much, and comparing would be costly.
const LONGEST_MISSPELT: usize = 64;

/// The declared child that an element is meant to be: that of its name, in whatever letter case.
pub(super) fn find(declared: &'static [Child], name: &str) -> Option<&'static Child> {
    let exact = declared.iter().find(|child| *child.name == *name);
    exact.or_else(|| {
        declared
            .iter()
            .find(|child| child.name.eq_ignore_ascii_case(name))
    })
}

/// What the children of an element make of the sequence.
struct Tally {
    /// For each declared child how many there are.
    counts: Vec<u32>,
    /// For each declared child where the second one stands.
    seconds: Vec<u32>,
    /// For each declared child whether an unknown element was probably meant to be it.
    meant: Vec<bool>,
}

/// The children of `parent` are not in the sequence that is declared: says which and why.
#[cold]
pub(super) fn children<'t>(check: &mut Check<'t>, parent: Element<'t>, declared: &'static [Child]) {
    let room = declared.len();
    let mut tally = Tally {
        counts: vec![0; room],
        seconds: vec![0; room],
        meant: vec![false; room],
    };
    let mut latest: Option<usize> = None;
    let mut late = None;
    for child in parent.children() {
        let Some(at) = declared.iter().position(|d| *d.name == *child.local()) else {
            unknown(check, parent, child, declared, &mut tally);
            continue;
        };
        tally.counts[at] += 1;
        if tally.counts[at] == 2 {
            tally.seconds[at] = child.offset();
        }
        match latest {
            Some(before) if at < before => _ = late.get_or_insert((child, before)),
            _ => latest = Some(at),
        }
    }
    if let Some((child, before)) = late {
        order(check, parent, child, &declared[before], declared, &tally);
    }
    numbers(check, parent, declared, &tally);
}

fn unknown<'t>(
    check: &mut Check<'t>,
    parent: Element<'t>,
    child: Element<'t>,
    declared: &'static [Child],
    tally: &mut Tally,
) {
    let (name, parent) = (child.local(), parent.local());
    let (schema, root) = (check.schema, check.root);
    let meant = check.report.meant(parent, name, || {
        let same = declared
            .iter()
            .position(|d| d.name.eq_ignore_ascii_case(name));
        same.or_else(|| guess(declared, name, || !schema.homes(root, name).is_empty()))
    });
    if let Some(at) = meant {
        tally.meant[at] = true;
    }
    check
        .report
        .add(Kind::UnknownElement, child.offset(), (parent, name), || {
            let shown = truncate(name, LONGEST_MISSPELT);
            let message = format!("`{parent}` has no child `{shown}`");
            match meant {
                Some(at) if declared[at].name.eq_ignore_ascii_case(name) => (
                    format!("`{shown}` is written in the wrong letter case"),
                    format!("write `{}`; names are case-sensitive", declared[at].name),
                ),
                Some(at) => (message, format!("did you mean `{}`?", declared[at].name)),
                None => {
                    let homes = Vec::from_iter(schema.homes(root, name));
                    let hint = if homes.is_empty() {
                        format!("leave it out; {}", contents(parent, declared))
                    } else {
                        format!("it belongs in `{}`", homes.join("` or `"))
                    };
                    (message, hint)
                }
            }
        });
}

/// The known child whose name looks like this one, unless the name is known elsewhere.
fn guess(declared: &[Child], name: &str, is_known: impl FnOnce() -> bool) -> Option<usize> {
    if name.len() > LONGEST_MISSPELT || is_known() {
        return None;
    }
    let near = nearest(name, declared.iter().map(|child| &*child.name))?;
    declared.iter().position(|child| *child.name == *near)
}

fn order<'t>(
    check: &mut Check<'t>,
    parent: Element<'t>,
    child: Element<'t>,
    before: &'static Child,
    declared: &'static [Child],
    tally: &Tally,
) {
    let (name, parent) = (child.local(), parent.local());
    check
        .report
        .add(Kind::ElementOrder, child.offset(), (parent, name), || {
            let sent = declared
                .iter()
                .zip(&tally.counts)
                .filter(|(_, count)| **count > 0);
            let sent: Vec<_> = sent.map(|(d, _)| &*d.name).collect();
            (
                format!("`{name}` stands after `{}` in `{parent}`", before.name),
                format!(
                    "send the children of `{parent}` in this order: {}",
                    sent.join(", ")
                ),
            )
        });
}

/// Children that are missing or too many.
fn numbers<'t>(
    check: &mut Check<'t>,
    parent: Element<'t>,
    declared: &'static [Child],
    tally: &Tally,
) {
    // Text where elements should be is one mistake, not several.
    let only_text = !parent.has_children() && parent.has_text();
    let place = parent.offset();
    let parent = parent.local();
    for (at, child) in declared.iter().enumerate() {
        let name = &*child.name;
        let count = tally.counts[at];
        if count == 0 && child.required && !tally.meant[at] && !only_text {
            check
                .report
                .add(Kind::MissingElement, place, (parent, name), || {
                    (
                        format!("`{parent}` has no `{name}`"),
                        contents(parent, declared),
                    )
                });
        }
        if count > 1 && !child.many {
            check.report.add(
                Kind::RepeatedElement,
                tally.seconds[at],
                (parent, name),
                || {
                    (
                        format!("`{parent}` has `{name}` {count} times"),
                        "send it once; receivers differ in which of them they take".into(),
                    )
                },
            );
        }
    }
}

/// Text where only elements may stand.
#[cold]
pub(super) fn text<'t>(check: &mut Check<'t>, parent: Element<'t>, declared: &'static [Child]) {
    let name = parent.local();
    check.report.add(
        Kind::TextInElementContent,
        parent.offset(),
        (name, ""),
        || {
            let hint = match declared.iter().find(|child| *child.name == *"textString") {
                Some(_) => format!("put the text in `{name}/textString`, after `language`"),
                None => contents(name, declared),
            };
            (format!("`{name}` has text of its own"), hint)
        },
    );
}

/// Elements where only text may stand.
#[cold]
pub(super) fn children_of_simple<'t>(check: &mut Check<'t>, parent: Element<'t>) {
    let name = parent.local();
    for child in parent.children() {
        check.report.add(
            Kind::UnknownElement,
            child.offset(),
            (name, child.local()),
            || {
                let shown = truncate(child.local(), LONGEST_MISSPELT);
                (
                    format!("`{name}` has no child `{shown}`"),
                    format!("`{name}` takes text; send the value itself"),
                )
            },
        );
    }
}

/// A value that is not of its type.
#[cold]
pub(super) fn value<'t>(check: &mut Check<'t>, element: Element<'t>, text: &str, wanted: &str) {
    let name = element.local();
    check
        .report
        .add(Kind::BadValue, element.offset(), (name, ""), || {
            let text = visible(text);
            (
                format!("`{name}` is `{}`", truncate(text.trim(), 40)),
                format!("send {wanted}"),
            )
        });
}

/// `x takes a, b (optional), c (any number)`.
fn contents(parent: &str, declared: &[Child]) -> String {
    if declared.is_empty() {
        return format!("`{parent}` is empty");
    }
    let children: Vec<_> = declared
        .iter()
        .map(|child| match (child.required, child.many) {
            (true, false) => format!("`{}`", child.name),
            (true, true) => format!("`{}` (one or more)", child.name),
            (false, false) => format!("`{}` (optional)", child.name),
            (false, true) => format!("`{}` (any number)", child.name),
        })
        .collect();
    format!("`{parent}` takes {}", children.join(", "))
}
