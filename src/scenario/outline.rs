//! A scenario file as it is written: which bytes each value takes up, and how it is laid out. For those who edit it.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

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
        let mut builder = Builder {
            outline: Self {
                text,
                parts: Vec::new(),
                by_place: HashMap::new(),
                keys_by_place: HashMap::new(),
            },
            bytes: text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .collect(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            repeated: BTreeSet::new(),
        };
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.ok()?;
            builder.event(event, span)?;
        }
        let mut outline = builder.outline;
        for id in builder.repeated {
            outline.parts[id].repeated = true;
        }
        (!outline.parts.is_empty()).then_some(outline)
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

struct Frame {
    id: PartId,
    flow: bool,
    map: bool,
    items: Vec<PartId>,
    keys: Vec<Key>,
    /// The key that waits for its value: its name, its bytes and what follows its colon.
    key: Option<(String, Range<usize>, Option<usize>)>,
    /// Where to look for the next dash.
    from: usize,
}

struct Builder<'t> {
    outline: Outline<'t>,
    /// The byte of each character.
    bytes: Vec<usize>,
    stack: Vec<Frame>,
    anchors: HashMap<usize, PartId>,
    repeated: BTreeSet<PartId>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: YamlSpan) -> Option<()> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                if self.expects_key() {
                    let start = self.byte(span.start.index());
                    let end = self.scalar_end(style, start, self.byte(span.end.index()));
                    self.key(text.into_owned(), start..end, span);
                } else {
                    self.scalar(&text, style, anchor, span);
                }
            }
            Event::Alias(anchor) => {
                self.repeated.extend(self.anchors.get(&anchor).copied());
                let range = self.byte(span.start.index())..self.byte(span.end.index());
                if self.expects_key() {
                    let name = self.outline.text[range.clone()].to_owned();
                    self.key(name, range, span);
                } else {
                    let slot = self.slot(range.start);
                    let id = self.add(range, slot, Shape::Alias, span);
                    self.finish(id);
                }
            }
            Event::SequenceStart(anchor, _) => self.open(false, anchor, span),
            Event::MappingStart(anchor, _) => self.open(true, anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            _ => {}
        }
        Some(())
    }

    fn byte(&self, index: usize) -> usize {
        self.bytes[index.min(self.bytes.len() - 1)]
    }

    fn expects_key(&self) -> bool {
        self.stack.last().is_some_and(|f| f.map && f.key.is_none())
    }

    fn add(&mut self, range: Range<usize>, slot: usize, shape: Shape, span: YamlSpan) -> PartId {
        let id = self.outline.parts.len();
        self.outline.parts.push(Part {
            parent: self.stack.last().map(|f| f.id),
            place: (span.start.line(), span.start.col() + 1),
            range,
            slot,
            in_flow: self.stack.last().is_some_and(|f| f.flow),
            shape,
            repeated: false,
        });
        id
    }

    fn key(&mut self, name: String, range: Range<usize>, span: YamlSpan) {
        let colon = self.skip(range.end, true).filter(|at| self.is(*at, b':'));
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        let place = (span.start.line(), span.start.col() + 1);
        self.outline
            .keys_by_place
            .insert(place, (frame.id, frame.keys.len()));
        // A block map has no bracket to point at: its first key stands for it.
        if frame.keys.is_empty() && !frame.flow {
            self.outline.parts[frame.id].place = place;
        }
        frame.key = Some((name, range, colon.map(|at| at + 1)));
    }

    /// Right behind the colon or dash of the value that comes next.
    fn slot(&self, start: usize) -> usize {
        match self.stack.last() {
            Some(Frame {
                key: Some((_, range, after)),
                ..
            }) => after.unwrap_or(range.end),
            Some(frame) if !frame.map && !frame.flow => {
                let mut dash = self.skip(frame.from, false);
                if let Some(at) = dash.filter(|at| self.is(*at, b'&')) {
                    let name = self.outline.text[at..].find(char::is_whitespace);
                    dash = name.and_then(|n| self.skip(at + n, false));
                }
                let dash = dash.filter(|at| self.is(*at, b'-'));
                dash.map_or(start, |at| at + 1)
            }
            _ => start,
        }
    }

    /// The first byte from `at` on that is neither blank nor comment.
    fn skip(&self, mut at: usize, one_line: bool) -> Option<usize> {
        let bytes = self.outline.text.as_bytes();
        loop {
            match *bytes.get(at)? {
                b' ' | b'\t' | b'\r' => at += 1,
                b'\n' if !one_line => at += 1,
                b'#' if !one_line => at = self.outline.line_end(at),
                _ => return Some(at),
            }
        }
    }

    fn is(&self, at: usize, byte: u8) -> bool {
        self.outline.text.as_bytes().get(at) == Some(&byte)
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, span: YamlSpan) {
        let start = self.byte(span.start.index());
        let slot = self.slot(start);
        let empty = style == ScalarStyle::Plain
            && (span.is_empty() || text.is_empty() || text == "~" && !self.is(start, b'~'));
        let (range, shape) = match style {
            _ if empty => (slot..slot, Shape::Nothing),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                // The span begins with the content; the sign stands before it, on the line of the key.
                let end = self.scalar_end(style, start, self.byte(span.end.index()));
                let sign = self.outline.text[slot..start].find(['|', '>']);
                (sign.map_or(start, |n| slot + n)..end, Shape::Block)
            }
            _ => {
                let end = self.scalar_end(style, start, self.byte(span.end.index()));
                let shape = match style {
                    ScalarStyle::SingleQuoted => Shape::Single,
                    ScalarStyle::DoubleQuoted => Shape::Double,
                    _ => Shape::Plain,
                };
                (start..end, shape)
            }
        };
        let id = self.add(range, slot, shape, span);
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        self.finish(id);
    }

    /// Where a scalar ends; the parser counts blanks and comments behind it in.
    fn scalar_end(&self, style: ScalarStyle, start: usize, end: usize) -> usize {
        let text = &self.outline.text[start..end.max(start)];
        let length = match style {
            ScalarStyle::DoubleQuoted => {
                let mut escaped = false;
                let close = text.bytes().skip(1).position(|b| {
                    let closes = b == b'"' && !escaped;
                    escaped = b == b'\\' && !escaped;
                    closes
                });
                close.map_or(text.len(), |n| n + 2)
            }
            ScalarStyle::SingleQuoted => {
                let bytes = text.as_bytes();
                let mut at = 1;
                while at < bytes.len() {
                    match (bytes[at], bytes.get(at + 1)) {
                        (b'\'', Some(b'\'')) => at += 2,
                        (b'\'', _) => break,
                        _ => at += 1,
                    }
                }
                (at + 1).min(bytes.len())
            }
            _ => text.trim_end().len(),
        };
        start + length
    }

    fn open(&mut self, map: bool, anchor: usize, span: YamlSpan) {
        let flow = !span.is_empty();
        let start = self.byte(span.start.index());
        let slot = self.slot(start);
        let shape = if map {
            Shape::Map {
                flow,
                keys: Vec::new(),
            }
        } else {
            Shape::List {
                flow,
                items: Vec::new(),
            }
        };
        let id = self.add(start..start, slot, shape, span);
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        self.stack.push(Frame {
            id,
            flow,
            map,
            items: Vec::new(),
            keys: Vec::new(),
            key: None,
            from: slot,
        });
    }

    fn close(&mut self, span: YamlSpan) -> Option<()> {
        let frame = self.stack.pop()?;
        let parts = &self.outline.parts;
        let end = if frame.flow {
            self.byte(span.start.index()) + 1
        } else {
            let last = frame.keys.last().map(|k| k.value);
            let last = last.or(frame.items.last().copied())?;
            parts[last].range.end
        };
        let part = &mut self.outline.parts[frame.id];
        part.range.end = end;
        match &mut part.shape {
            Shape::Map { keys, .. } => *keys = frame.keys,
            Shape::List { items, .. } => *items = frame.items,
            _ => {}
        }
        self.finish(frame.id);
        Some(())
    }

    /// Hands a whole part to what it is in.
    fn finish(&mut self, id: PartId) {
        let part = &self.outline.parts[id];
        let (place, end) = (part.place, part.range.end);
        self.outline.by_place.entry(place).or_default().push(id);
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        if let Some((name, range, colon)) = frame.key.take() {
            frame.keys.push(Key {
                name,
                range,
                colon: colon.is_some(),
                value: id,
            });
        } else {
            // The span of a list that stands under its key without indentation begins too late.
            if frame.items.is_empty() && !frame.flow {
                let dash = self.outline.parts[id].slot.saturating_sub(1);
                self.outline.parts[frame.id].range.start = dash;
            }
            frame.items.push(id);
            frame.from = end;
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
