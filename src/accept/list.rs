//! Lists whose items come, go and change places.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::edit::{Op, Slot};
use super::yaml::{Quotes, Yaml};
use crate::scenario::{Layout, Outline, PartId};

/// The items of a list after its edits.
///
/// Indices of received lists count everything that was received, so the list is first laid out as if every edit had
/// been taken; then what was declined goes back to where it was.
pub(super) fn slots(
    outline: &Outline<'_>,
    list: PartId,
    taken: &[&Op],
    declined: &[&Op],
) -> Vec<Slot> {
    let items = sorted(outline.items(list), taken);
    let both = || taken.iter().chain(declined).copied();
    let mut leaving: HashSet<PartId> = HashSet::new();
    let mut placed: Vec<(usize, Option<Slot>)> = Vec::new();
    for op in both() {
        match op {
            Op::Drop { item, .. } => _ = leaving.insert(*item),
            Op::Move { item, at, .. } if leaving.insert(*item) => {
                placed.push((*at, Some(Slot::Kept(*item))));
            }
            _ => {}
        }
    }
    placed.extend(puts(taken).map(|(at, value)| (at, Some(Slot::New(value.clone())))));
    placed.extend(puts(declined).map(|(at, _)| (at, None)));
    placed.sort_by_key(|(at, _)| *at);
    let mut laid: Vec<Option<Slot>> = items
        .iter()
        .filter(|item| !leaving.contains(item))
        .map(|item| Some(Slot::Kept(*item)))
        .collect();
    for (at, slot) in placed {
        laid.insert(at.min(laid.len()), slot);
    }
    let mut slots: Vec<Slot> = laid.into_iter().flatten().collect();
    for op in declined {
        match op {
            Op::Drop { item, .. } if !taken_drop(taken, *item) => stay(&mut slots, &items, *item),
            Op::Move { item, .. } => {
                slots.retain(|slot| *slot != Slot::Kept(*item));
                stay(&mut slots, &items, *item);
            }
            _ => {}
        }
    }
    slots.extend(taken.iter().filter_map(|op| match op {
        Op::Append { value, .. } => Some(Slot::New(value.clone())),
        _ => None,
    }));
    slots
}

fn puts<'o>(ops: &'o [&Op]) -> impl Iterator<Item = (usize, &'o Yaml)> {
    ops.iter().filter_map(|op| match op {
        Op::Put { at, value, .. } => Some((*at, value)),
        _ => None,
    })
}

fn taken_drop(taken: &[&Op], item: PartId) -> bool {
    taken
        .iter()
        .any(|op| matches!(op, Op::Drop { item: other, .. } if *other == item))
}

/// Puts an item back behind the one it follows in the file.
fn stay(slots: &mut Vec<Slot>, items: &[PartId], item: PartId) {
    let place = items.iter().position(|i| *i == item).unwrap_or(0);
    let at = items[..place]
        .iter()
        .rev()
        .find_map(|before| slots.iter().position(|s| *s == Slot::Kept(*before)))
        .map_or(0, |at| at + 1);
    slots.insert(at, Slot::Kept(item));
}

/// The items with those that are out of order in order; the others keep their places.
fn sorted(items: &[PartId], taken: &[&Op]) -> Vec<PartId> {
    let mut items = items.to_vec();
    for op in taken {
        let Op::Sort { order, .. } = op else {
            continue;
        };
        let number = |item: &PartId| {
            order
                .iter()
                .filter(|(o, _)| o == item)
                .map(|(_, n)| *n)
                .min()
        };
        let places: Vec<usize> = (0..items.len())
            .filter(|p| number(&items[*p]).is_some())
            .collect();
        let mut concerned: Vec<PartId> = places.iter().map(|p| items[*p]).collect();
        concerned.sort_by_key(number);
        for (place, item) in places.into_iter().zip(concerned) {
            items[place] = item;
        }
    }
    items
}

/// Writes the items of a list, from the beginning of the first to the end of the last. `emit` gives the text of a range
/// that belongs to an item.
pub(super) fn write(
    outline: &Outline<'_>,
    list: PartId,
    slots: &[Slot],
    out: &mut String,
    emit: &mut dyn FnMut(PartId, Range<usize>) -> String,
) {
    match &outline.part(list).shape {
        Layout::List { flow: true, items } => flow(outline, items, slots, out, emit),
        Layout::List { items, .. } => block(outline, list, items, slots, out, emit),
        _ => {}
    }
}

fn places(items: &[PartId]) -> HashMap<PartId, usize> {
    items
        .iter()
        .enumerate()
        .map(|(n, item)| (*item, n))
        .collect()
}

fn flow(
    outline: &Outline<'_>,
    items: &[PartId],
    slots: &[Slot],
    out: &mut String,
    emit: &mut dyn FnMut(PartId, Range<usize>) -> String,
) {
    // What stands behind each item but the last: a comma, blanks, perhaps line breaks and comments.
    let gap = |n: usize| -> Option<&str> {
        let (this, next) = (items.get(n)?, items.get(n + 1)?);
        let range = outline.part(*this).range.end..outline.part(*next).range.start;
        Some(&outline.text[range])
    };
    let usual = gap(0).filter(|g| !g.contains('#')).unwrap_or(", ");
    let places = places(items);
    for (n, slot) in slots.iter().enumerate() {
        let last = n + 1 == slots.len();
        let own = match slot {
            Slot::New(yaml) => {
                out.push_str(&yaml.inline(Quotes::Plain, true));
                None
            }
            Slot::Kept(item) => {
                out.push_str(&emit(*item, outline.part(*item).range.clone()));
                places.get(item).copied().and_then(gap)
            }
        };
        match own {
            Some(gap) if !last => out.push_str(gap),
            // A comment behind an item stays although no comma is needed there.
            Some(gap) if gap.contains('#') => {
                let text = gap.replacen(',', "", 1);
                out.push_str(text.trim_end());
            }
            _ if !last => out.push_str(usual),
            _ => {}
        }
    }
}

fn block(
    outline: &Outline<'_>,
    list: PartId,
    items: &[PartId],
    slots: &[Slot],
    out: &mut String,
    emit: &mut dyn FnMut(PartId, Range<usize>) -> String,
) {
    let dash = |item: PartId| outline.part(item).slot - 1;
    let end = |item: PartId| {
        let part = outline.part(item);
        outline.line_end(part.range.end.max(part.slot))
    };
    let start = outline.part(list).range.start;
    let margin = format!(
        "{}{}",
        outline.line_break(),
        " ".repeat(outline.indent(start))
    );
    let places = places(items);
    for (n, slot) in slots.iter().enumerate() {
        match slot {
            Slot::New(yaml) => {
                if n > 0 {
                    out.push_str(&margin);
                }
                let like = items[0];
                let content = outline.part(like);
                let gap = content.range.start.saturating_sub(content.slot).clamp(1, 8);
                let in_lines = matches!(content.shape, Layout::Map { flow: false, .. });
                out.push('-');
                out.push_str(&" ".repeat(gap));
                if in_lines {
                    let indent = outline.indent(start) + 1 + gap;
                    out.push_str(&yaml.block(indent, outline.line_break()));
                } else {
                    out.push_str(&yaml.inline(Quotes::Plain, false));
                }
            }
            Slot::Kept(item) => {
                let place = places.get(item).copied().unwrap_or(0);
                // Comments and blank lines above an item belong to it.
                let above = match place.checked_sub(1) {
                    Some(before) => &outline.text[end(items[before])..dash(*item)],
                    None if n > 0 => margin.as_str(),
                    None => "",
                };
                out.push_str(if n > 0 { above } else { above.trim_start() });
                out.push_str(&emit(*item, dash(*item)..end(*item)));
            }
        }
    }
}
