//! From YAML events to an [`Outline`].

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

use super::{Key, Outline, Part, PartId, Shape};

/// Reads a text. `None` when it cannot be read.
pub(super) fn read(text: &str) -> Option<Outline<'_>> {
    let mut builder = Builder {
        outline: Outline {
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
