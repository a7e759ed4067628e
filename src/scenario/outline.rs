//! A scenario file as it is written: which bytes each value takes up, and how it is laid out. For those who edit it.

mod build;

use std::collections::HashMap;
use std::ops::Range;

/// Number of a part in its [`Outline`].
pub(crate) type PartId = usize;

/// Every value of a file, with its place in the text.
#[derive(Debug)]
pub(crate) struct Outline<'t> {
    /// The text, as the loader sees it.
    pub(crate) text: &'t str,
    parts: Vec<Part>,
    by_place: HashMap<(usize, usize), Vec<PartId>>,
    keys_by_place: HashMap<(usize, usize), (PartId, usize)>,
}

/// One value.
#[derive(Debug)]
pub(crate) struct Part {
    /// The map or list it is in.
    pub(crate) parent: Option<PartId>,
    /// Line and column of problems and differences that are about it.
    pub(crate) place: (usize, usize),
    /// Its bytes, without what stands behind it on its last line; empty when nothing is written.
    pub(crate) range: Range<usize>,
    /// Right behind its colon or dash; where it begins, if it has neither.
    pub(crate) slot: usize,
    /// It stands inside `{}` or `[]`.
    pub(crate) in_flow: bool,
    /// What it is.
    pub(crate) shape: Shape,
    /// An alias repeats it.
    repeated: bool,
}

/// How a value is written.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Not at all.
    Nothing,
    /// Without quotes.
    Plain,
    /// In `'…'`.
    Single,
    /// In `"…"`.
    Double,
    /// As a block behind `|` or `>`.
    Block,
    /// As `*name`.
    Alias,
    /// A list.
    List { flow: bool, items: Vec<PartId> },
    /// A map.
    Map { flow: bool, keys: Vec<Key> },
}

/// One key of a map.
#[derive(Debug)]
pub(crate) struct Key {
    /// The key.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// It has a colon.
    pub(crate) colon: bool,
    /// Its value.
    pub(crate) value: PartId,
}

impl<'t> Outline<'t> {
    /// Reads a text that the loader has accepted. `None` when it cannot be read.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        build::read(text)
    }

    /// The part of that number.
    pub(crate) fn part(&self, id: PartId) -> &Part {
        &self.parts[id]
    }

    /// The values at a place.
    pub(crate) fn at(&self, line: usize, column: usize) -> &[PartId] {
        self.by_place
            .get(&(line, column))
            .map_or(&[], Vec::as_slice)
    }

    /// The key at a place, with its map.
    pub(crate) fn key_at(&self, line: usize, column: usize) -> Option<(PartId, &Key)> {
        let &(map, index) = self.keys_by_place.get(&(line, column))?;
        Some((map, &self.keys(map)[index]))
    }

    /// The keys of a map; none of anything else.
    pub(crate) fn keys(&self, map: PartId) -> &[Key] {
        match &self.parts[map].shape {
            Shape::Map { keys, .. } => keys,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(&self, list: PartId) -> &[PartId] {
        match &self.parts[list].shape {
            Shape::List { items, .. } => items,
            _ => &[],
        }
    }

    /// A key of a map.
    pub(crate) fn key(&self, map: PartId, name: &str) -> Option<&Key> {
        self.keys(map).iter().find(|k| k.name == name)
    }

    /// The key that a value stands under.
    pub(crate) fn key_of(&self, id: PartId) -> Option<&Key> {
        let parent = self.parts[id].parent?;
        self.keys(parent).iter().find(|k| k.value == id)
    }

    /// The part and whatever it is in, from the inside.
    pub(crate) fn around(&self, id: PartId) -> impl Iterator<Item = PartId> {
        std::iter::successors(Some(id), |id| self.parts[*id].parent)
    }

    /// Whether the same text also counts elsewhere in the file.
    pub(crate) fn is_shared(&self, id: PartId) -> bool {
        self.around(id).any(|id| {
            let part = &self.parts[id];
            part.repeated || matches!(part.shape, Shape::Alias)
        })
    }

    /// Where the line of a byte ends, before its line break.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |n| at + n);
        end - usize::from(self.text[at..end].ends_with('\r'))
    }

    /// Where the line of a byte begins.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |n| n + 1)
    }

    /// How many characters stand before a byte on its line.
    pub(crate) fn indent(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// The line break of this file.
    pub(crate) fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{Outline, PartId, Shape};

    /// Every scalar and collection under its path, one a line.
    fn dump(outline: &Outline<'_>, id: PartId, path: &str, out: &mut String) {
        let part = outline.part(id);
        let text = &outline.text[part.range.clone()];
        let mark = outline.text[..part.slot].chars().next_back();
        _ = writeln!(out, "{path} {} {text:?}", mark.unwrap_or(' '));
        for key in outline.keys(id) {
            dump(outline, key.value, &format!("{path}.{}", key.name), out);
        }
        for (n, item) in outline.items(id).iter().enumerate() {
            dump(outline, *item, &format!("{path}[{n}]"), out);
        }
    }

    #[test]
    fn values_are_cut_out_to_the_byte() {
        let text = "a: &x 1 # c\r\nb:\r\n  ä: \"q\\\"\" # n\r\n  d: | # h\r\n    one\r\n    two\r\n\r\n  e: # none\r\n  'f' : 'it''s' # t\r\n\
                    l: &l # x\r\n# - no\r\n- x: [ \"1\" , 2 ]\r\n  y: { k: , m: ~ }\r\n\r\n# - c\r\n-\r\n- &k\r\n  z: 1 #\r\nq: *x\r\n";
        let outline = Outline::read(text).expect("it is good YAML");
        let mut out = String::new();
        dump(&outline, 0, "", &mut out);
        let scalars: Vec<&str> = out
            .lines()
            .filter(|l| ![" ", ".b ", ".l "].iter().any(|p| l.starts_with(p)))
            .collect();
        assert_eq!(
            scalars,
            [
                r#".a : "1""#,
                r#".b.ä : "\"q\\\"\"""#,
                r#".b.d : "| # h\r\n    one\r\n    two""#,
                r#".b.e : """#,
                r#".b.f : "'it''s'""#,
                r#".l[0] - "x: [ \"1\" , 2 ]\r\n  y: { k: , m: ~ }""#,
                r#".l[0].x : "[ \"1\" , 2 ]""#,
                r#".l[0].x[0]   "\"1\"""#,
                r#".l[0].x[1]   "2""#,
                r#".l[0].y : "{ k: , m: ~ }""#,
                r#".l[0].y.k : """#,
                r#".l[0].y.m : "~""#,
                r#".l[1] - """#,
                r#".l[2] - "z: 1""#,
                r#".l[2].z : "1""#,
                r#".q : "*x""#,
            ]
        );
        let a = outline.key(0, "a").expect("it is there").value;
        let q = outline.key(0, "q").expect("it is there").value;
        let l = outline.key(0, "l").expect("it is there").value;
        assert!(outline.is_shared(a) && outline.is_shared(q));
        assert!(!outline.is_shared(outline.items(l)[2]));
        assert!(matches!(outline.part(q).shape, Shape::Alias));
        // The last list item is found where its first key stands.
        assert!(outline.at(18, 3).contains(&outline.items(l)[2]));
    }
}
