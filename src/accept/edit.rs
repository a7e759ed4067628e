//! Edits of the text of a scenario. Everything outside them stays byte for byte.

use std::collections::HashMap;
use std::ops::Range;

use super::list;
use super::yaml::{Quotes, Yaml, entry};
use crate::scenario::{Layout, Outline, PartId};

/// One change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// Another value.
    Set { part: PartId, value: Yaml },
    /// A further key of a map; behind `after`, or at the end.
    Insert {
        map: PartId,
        key: String,
        value: Yaml,
        after: Option<&'static str>,
    },
    /// A name in the list under a key of a map, which need not be there yet.
    Name {
        map: PartId,
        key: &'static str,
        name: String,
    },
    /// An item goes.
    Drop { list: PartId, item: PartId },
    /// An item comes; `at` is its index in the list that was received.
    Put {
        list: PartId,
        at: usize,
        value: Yaml,
    },
    /// An item goes to that index of the list that was received.
    Move {
        list: PartId,
        item: PartId,
        at: usize,
    },
    /// An item comes at the end.
    Append { list: PartId, value: Yaml },
    /// Items change places with each other so that their numbers rise.
    Sort {
        list: PartId,
        order: Vec<(PartId, u64)>,
    },
    /// Other bytes inside a value.
    Patch {
        part: PartId,
        range: Range<usize>,
        text: String,
    },
}

impl Op {
    /// The list it rearranges, if it does.
    pub(super) fn list(&self) -> Option<PartId> {
        match self {
            Self::Drop { list, .. }
            | Self::Put { list, .. }
            | Self::Move { list, .. }
            | Self::Append { list, .. }
            | Self::Sort { list, .. } => Some(*list),
            _ => None,
        }
    }

    /// What it writes, in short.
    pub(super) fn says(&self, outline: &Outline<'_>) -> String {
        let plain = |value: &Yaml| value.inline(Quotes::Plain, false);
        match self {
            Self::Set { part, value } => {
                let in_flow = outline.part(*part).in_flow;
                value.inline(Quotes::Plain, in_flow)
            }
            Self::Insert { key, value, .. } => entry(key, value, true),
            Self::Name { key, name, .. } => format!("{name} under {key}"),
            Self::Drop { item, .. } => {
                let text = &outline.text[outline.part(*item).range.clone()];
                let line = text.lines().next().unwrap_or_default();
                format!("{line} goes")
            }
            Self::Put { value, .. } | Self::Append { value, .. } => format!("- {}", plain(value)),
            Self::Move { .. } | Self::Sort { .. } => "the order of arrival".to_owned(),
            Self::Patch { text, .. } => text.clone(),
        }
    }
}

/// The text with edits. `declined` are those that were offered and not taken: they tell where items of lists belong.
pub(super) fn apply(outline: &Outline<'_>, taken: &[Op], declined: &[Op]) -> String {
    let mut editor = Editor {
        outline,
        patches: Vec::new(),
        containers: HashMap::new(),
    };
    let mut names: Vec<(PartId, &'static str, Vec<&str>)> = Vec::new();
    for op in taken {
        match op {
            Op::Set { part, value } => editor.set(*part, value),
            Op::Insert {
                map,
                key,
                value,
                after,
            } => editor.insert(*map, key, value, *after),
            Op::Name { map, key, name } => {
                match names.iter_mut().find(|(m, k, _)| m == map && k == key) {
                    Some((_, _, all)) if all.contains(&name.as_str()) => {}
                    Some((_, _, all)) => all.push(name),
                    None => names.push((*map, key, vec![name])),
                }
            }
            Op::Patch { part, range, text } => editor.patch(*part, range.clone(), text.clone()),
            _ => {}
        }
    }
    let mut lists: Vec<PartId> = taken.iter().filter_map(Op::list).collect();
    let mut more: Vec<Op> = Vec::new();
    for (map, key, all) in names {
        let texts = all.iter().map(|name| Yaml::Text((*name).to_owned()));
        match outline.key(map, key).map(|k| k.value) {
            Some(list) if matches!(outline.part(list).shape, Layout::List { .. }) => {
                lists.push(list);
                more.extend(texts.map(|value| Op::Append { list, value }));
            }
            Some(nothing) => editor.set(nothing, &Yaml::List(texts.collect())),
            None => editor.insert(map, key, &Yaml::List(texts.collect()), None),
        }
    }
    lists.sort_unstable();
    lists.dedup();
    for list in lists {
        let of_list = |op: &&Op| op.list() == Some(list);
        let taken: Vec<&Op> = taken.iter().chain(&more).filter(of_list).collect();
        let declined: Vec<&Op> = declined.iter().filter(of_list).collect();
        let slots = list::slots(outline, list, &taken, &declined);
        editor.arrange(list, slots);
    }
    editor.finish()
}

/// What stands in a place of a rearranged list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// An item that was there.
    Kept(PartId),
    /// A new one.
    New(Yaml),
}

/// Bytes that are replaced.
struct Patch {
    /// The part it belongs to: it vanishes when an outer part is replaced and moves with the item it is in.
    owner: PartId,
    range: Range<usize>,
    with: With,
}

enum With {
    Text(String),
    /// The items of the owner, in this order.
    Items(Vec<Slot>),
}

/// What becomes of the patches inside a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    /// They are lost with it.
    Replaced,
    /// They move with its items.
    Arranged,
}

struct Editor<'o, 't> {
    outline: &'o Outline<'t>,
    patches: Vec<Patch>,
    containers: HashMap<PartId, Container>,
}

impl Editor<'_, '_> {
    fn patch(&mut self, owner: PartId, range: Range<usize>, text: String) {
        let with = With::Text(text);
        self.patches.push(Patch { owner, range, with });
    }

    fn set(&mut self, id: PartId, value: &Yaml) {
        if self.containers.insert(id, Container::Replaced) == Some(Container::Replaced) {
            return;
        }
        let part = self.outline.part(id);
        let text = &self.outline.text;
        let quotes = match part.shape {
            Layout::Single => Quotes::Single,
            // A matcher must be quoted, so its quotes say nothing about what takes its place.
            Layout::Double if !text[part.range.clone()].starts_with("\"${") => Quotes::Double,
            _ => Quotes::Plain,
        };
        let new = value.inline(quotes, part.in_flow);
        let lines_below = matches!(
            part.shape,
            Layout::List { flow: false, .. } | Layout::Map { flow: false, .. }
        ) && text[part.slot..part.range.start].contains('\n');
        if part.range.is_empty() && matches!(part.shape, Layout::Nothing) {
            let at = self.behind_properties(part.slot);
            self.patch(id, at..at, format!(" {new}"));
        } else if lines_below {
            // The value moves up to its key; what else stands on that line stays.
            let at = self.behind_properties(part.slot);
            self.patch(id, at..at, format!(" {new}"));
            let from = self.outline.line_end(at);
            let to = self.outline.line_end(part.range.end);
            self.patch(id, from..to, String::new());
        } else {
            self.patch(id, part.range.clone(), new);
        }
    }

    /// Behind an anchor, if one follows.
    fn behind_properties(&self, slot: usize) -> usize {
        let text = &self.outline.text[slot..self.outline.line_end(slot)];
        let name = text.trim_start();
        if name.starts_with('&') {
            let length = name.find(char::is_whitespace).unwrap_or(name.len());
            slot + (text.len() - name.len()) + length
        } else {
            slot
        }
    }

    fn insert(&mut self, map: PartId, key: &str, value: &Yaml, after: Option<&str>) {
        let part = self.outline.part(map);
        let Layout::Map { flow, keys } = &part.shape else {
            return self.set(map, &Yaml::Map(vec![(key.to_owned(), value.clone())]));
        };
        let behind = after
            .and_then(|name| keys.iter().find(|k| k.name == name))
            .or(keys.last());
        let Some(behind) = behind else {
            let text = format!("{{ {} }}", entry(key, value, true));
            return self.patch(map, part.range.clone(), text);
        };
        let end = self
            .outline
            .part(behind.value)
            .range
            .end
            .max(behind.range.end);
        if *flow {
            self.patch(map, end..end, format!(", {}", entry(key, value, true)));
        } else {
            let at = self.outline.line_end(end);
            let indent = " ".repeat(self.outline.indent(keys[0].range.start));
            let line_break = self.outline.line_break();
            let text = format!("{line_break}{indent}{}", entry(key, value, false));
            self.patch(map, at..at, text);
        }
    }

    fn arrange(&mut self, list: PartId, slots: Vec<Slot>) {
        if self.containers.contains_key(&list) {
            return;
        }
        let part = self.outline.part(list);
        let Layout::List { flow, items } = &part.shape else {
            let new = slots.into_iter().filter_map(|slot| match slot {
                Slot::New(yaml) => Some(yaml),
                Slot::Kept(_) => None,
            });
            return self.set(list, &Yaml::List(new.collect()));
        };
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            let new = slots.into_iter().filter_map(|slot| match slot {
                Slot::New(yaml) => Some(yaml),
                Slot::Kept(_) => None,
            });
            return self.set(list, &Yaml::List(new.collect()));
        };
        if slots.is_empty() {
            return self.set(list, &Yaml::List(Vec::new()));
        }
        let (from, to) = if *flow {
            (
                self.outline.part(*first).range.start,
                self.outline.part(*last).range.end,
            )
        } else {
            (part.range.start, self.outline.line_end(part.range.end))
        };
        self.containers.insert(list, Container::Arranged);
        self.patches.push(Patch {
            owner: list,
            range: from..to,
            with: With::Items(slots),
        });
    }

    fn finish(&self) -> String {
        let all: Vec<&Patch> = self.patches.iter().collect();
        self.emit(0..self.outline.text.len(), None, all)
    }

    /// The text of a range with patches. `root`: the item the range is about; its containers around do not count.
    fn emit(&self, range: Range<usize>, root: Option<PartId>, patches: Vec<&Patch>) -> String {
        // Of each patch the outermost container it is in decides.
        let mut here: Vec<&Patch> = Vec::new();
        let mut inside: HashMap<PartId, Vec<&Patch>> = HashMap::new();
        for patch in patches {
            let mut outermost = None;
            for id in self.outline.around(patch.owner) {
                if id != patch.owner && self.containers.contains_key(&id) {
                    outermost = Some(id);
                }
                if Some(id) == root {
                    break;
                }
            }
            match outermost {
                Some(id) => inside.entry(id).or_default().push(patch),
                None => here.push(patch),
            }
        }
        let depth = |patch: &Patch| self.outline.around(patch.owner).count();
        here.sort_by_key(|p| (p.range.start, std::cmp::Reverse(depth(p)), p.range.end));
        let mut out = String::new();
        let mut at = range.start;
        for patch in here {
            if patch.range.start < at {
                continue;
            }
            out.push_str(&self.outline.text[at..patch.range.start]);
            match &patch.with {
                With::Text(text) => out.push_str(text),
                With::Items(slots) => {
                    let inner = inside.remove(&patch.owner).unwrap_or_default();
                    list::write(
                        self.outline,
                        patch.owner,
                        slots,
                        &mut out,
                        &mut |item, range| {
                            let of_item = inner
                                .iter()
                                .copied()
                                .filter(|p| self.outline.around(p.owner).any(|id| id == item));
                            self.emit(range, Some(item), of_item.collect())
                        },
                    );
                }
            }
            at = patch.range.end;
        }
        out.push_str(&self.outline.text[at..range.end]);
        out
    }
}
