//! Reads YAML events into nodes.
//!
//! Merge keys, tags and further documents are refused; aliases and depth are on a budget.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

use super::node::{Entry, Kind, Node, Place};
use super::syntax;
use crate::diag::{Problem, Source};

/// How deep maps and lists may nest.
pub(crate) const MAX_DEPTH: usize = 64;
/// How many nodes a document may have.
const MAX_NODES: usize = 8_000_000;
/// How many of them may come from anchors and aliases.
const MAX_COPIED: usize = 200_000;
/// Up to how many keys of a map are looked through for an equal one.
const FEW_KEYS: usize = 16;
/// How many unquoted matchers are stepped over before reading stops.
const MAX_REPAIRS: usize = 20;
/// Stands for the characters of an unquoted matcher that was stepped over.
const STAND_IN: char = '\u{E000}';

/// Reads one document. `None` when it could not be read to its end or holds nothing; the problems say why.
pub(crate) fn parse(source: &Arc<Source>, problems: &mut Vec<Problem>) -> Option<Node> {
    let mut text = source.text.clone();
    let mut repairs = Vec::new();
    // An unquoted matcher inside {} or [] ends the YAML reader. It is blanked out with a stand-in of the same length and
    // the document is read again, so that everything else that is wrong is reported too.
    for _ in 0..MAX_REPAIRS {
        let mut found = Vec::new();
        match Reader::new(source, &text, &repairs, &mut found).read() {
            Ok(node) => {
                problems.append(&mut found);
                if node.is_none() && problems.is_empty() {
                    problems.push(syntax::empty(source));
                }
                return node;
            }
            Err(Stop::Said) => {
                problems.append(&mut found);
                return None;
            }
            Err(Stop::Syntax {
                at,
                info,
                open,
                since,
            }) => {
                let Some(matcher) = syntax::unquoted_matcher(&text, since, at, open.is_some())
                else {
                    problems.push(syntax::problem(source, at, &info, open));
                    return None;
                };
                problems.push(matcher.problem(source));
                if !matcher.closed {
                    return None;
                }
                let stand_in: String = std::iter::repeat_n(STAND_IN, matcher.chars).collect();
                text.replace_range(matcher.bytes, &stand_in);
                repairs.push(Repair {
                    index: matcher.at.index,
                    stand_in,
                    original: matcher.text,
                });
            }
        }
    }
    None
}

/// Where and why the YAML reader stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    /// In characters.
    pub(crate) index: usize,
    pub(crate) line: usize,
    /// From 1.
    pub(crate) column: usize,
}

/// A bracket that was still open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub(crate) place: Place,
    pub(crate) flow: bool,
}

/// An unquoted matcher that was stepped over.
struct Repair {
    /// Where it begins, in characters.
    index: usize,
    stand_in: String,
    original: String,
}

enum Stop {
    Syntax {
        at: At,
        info: String,
        /// The innermost bracket that is open.
        open: Option<Open>,
        /// Where the last thing begins that was understood.
        since: At,
    },
    /// The problem is already listed.
    Said,
}

enum Frame {
    List {
        open: Open,
        items: Vec<Node>,
        anchor: usize,
    },
    Map {
        open: Open,
        entries: Vec<Entry>,
        /// The places of the keys, once there are too many to look through.
        seen: HashMap<String, Place>,
        /// The key that waits for its value; `None` inside when it is a duplicate.
        key: Option<(Option<String>, Place)>,
        anchor: usize,
    },
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    text: &'a str,
    repairs: &'a [Repair],
    problems: &'a mut Vec<Problem>,
    stack: Vec<Frame>,
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
    nodes: usize,
    copied: usize,
    since: At,
}

impl<'a> Reader<'a> {
    fn new(
        source: &'a Arc<Source>,
        text: &'a str,
        repairs: &'a [Repair],
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        Self {
            source,
            text,
            repairs,
            problems,
            stack: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            nodes: 0,
            copied: 0,
            since: At {
                index: 0,
                line: 1,
                column: 1,
            },
        }
    }

    fn read(mut self) -> Result<Option<Node>, Stop> {
        let mut parser = Parser::new_from_str(self.text);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| Stop::Syntax {
                at: At {
                    index: error.marker().index(),
                    line: error.marker().line(),
                    column: error.marker().col() + 1,
                },
                info: error.info().to_owned(),
                open: self.stack.last().map(Frame::open).filter(|o| o.flow),
                since: self.since,
            })?;
            self.since = At {
                index: span.start.index(),
                line: span.start.line(),
                column: span.start.col() + 1,
            };
            match event {
                Event::Nothing | Event::StreamStart | Event::DocumentEnd => {}
                Event::StreamEnd => break,
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(self.stop(syntax::second_document(), Self::place(span)));
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    let place = Self::place(span);
                    self.refuse_tag(tag.as_deref().map(ToString::to_string), place);
                    self.scalar(text.into_owned(), style, anchor, span)?;
                }
                Event::Alias(anchor) => self.alias(anchor, Self::place(span))?,
                Event::SequenceStart(anchor, tag) => {
                    let open = self.open(span)?;
                    self.refuse_tag(tag.as_deref().map(ToString::to_string), open.place);
                    self.stack.push(Frame::List {
                        open,
                        items: Vec::new(),
                        anchor,
                    });
                }
                Event::MappingStart(anchor, tag) => {
                    let open = self.open(span)?;
                    self.refuse_tag(tag.as_deref().map(ToString::to_string), open.place);
                    self.stack.push(Frame::Map {
                        open,
                        entries: Vec::new(),
                        seen: HashMap::new(),
                        key: None,
                        anchor,
                    });
                }
                Event::SequenceEnd | Event::MappingEnd => self.close()?,
            }
        }
        Ok(self.root)
    }

    /// The place of an event, cut to its first line.
    fn place(span: YamlSpan) -> Place {
        let length = if span.start.line() == span.end.line() {
            span.len()
        } else {
            1
        };
        Place::new(span.start.line(), span.start.col() + 1, length)
    }

    fn stop(&mut self, mut problem: Problem, place: Place) -> Stop {
        problem.span = Some(place.in_source(self.source));
        self.problems.push(problem);
        Stop::Said
    }

    fn refuse_tag(&mut self, tag: Option<String>, place: Place) {
        if let Some(tag) = tag {
            self.problems
                .push(syntax::tag(&tag, place.in_source(self.source)));
        }
    }

    fn count(&mut self, place: Place) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.stop(syntax::too_many_nodes(MAX_NODES), place));
        }
        Ok(())
    }

    fn open(&mut self, span: YamlSpan) -> Result<Open, Stop> {
        let flow = !span.is_empty();
        let place = Place::new(span.start.line(), span.start.col() + 1, 1);
        self.count(place)?;
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.stop(syntax::too_deep(MAX_DEPTH), place));
        }
        if let Some(Frame::Map { key: None, .. }) = self.stack.last() {
            return Err(self.stop(syntax::complex_key(), place));
        }
        Ok(Open { place, flow })
    }

    fn close(&mut self) -> Result<(), Stop> {
        let (node, anchor) = match self.stack.pop() {
            Some(Frame::List {
                open,
                items,
                anchor,
            }) => (
                Node {
                    place: open.place,
                    kind: Kind::List(items),
                },
                anchor,
            ),
            Some(Frame::Map {
                open,
                entries,
                anchor,
                ..
            }) => {
                // A block map has no bracket to point at: its first key stands for it.
                let place = match entries.first() {
                    Some(first) if !open.flow => first.place,
                    _ => open.place,
                };
                let kind = Kind::Map(entries);
                (Node { place, kind }, anchor)
            }
            None => return Ok(()),
        };
        self.finish(node, anchor)
    }

    fn scalar(
        &mut self,
        mut text: String,
        style: ScalarStyle,
        anchor: usize,
        span: YamlSpan,
    ) -> Result<(), Stop> {
        let place = Self::place(span);
        self.count(place)?;
        let plain = style == ScalarStyle::Plain;
        for repair in self.repairs {
            if (span.start.index()..span.end.index()).contains(&repair.index) {
                text = text.replacen(&repair.stand_in, &repair.original, 1);
            }
        }
        if self.expects_key() {
            if plain && span.is_empty() {
                return Err(self.stop(syntax::missing_key(), place));
            }
            return self.key(text, place);
        }
        let null =
            plain && (span.is_empty() || matches!(&*text, "" | "~" | "null" | "Null" | "NULL"));
        let kind = if null {
            Kind::Null
        } else {
            Kind::Scalar {
                text,
                quoted: !plain,
            }
        };
        self.finish(Node { place, kind }, anchor)
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame::Map { key: None, .. }))
    }

    fn key(&mut self, text: String, place: Place) -> Result<(), Stop> {
        if text == "<<" {
            return Err(self.stop(syntax::merge_key(), place));
        }
        let Some(Frame::Map {
            entries, seen, key, ..
        }) = self.stack.last_mut()
        else {
            return Ok(());
        };
        let first = if entries.len() < FEW_KEYS {
            entries.iter().find(|e| e.key == text).map(|e| e.place)
        } else {
            if seen.is_empty() {
                seen.extend(entries.iter().map(|e| (e.key.clone(), e.place)));
            }
            let first = seen.get(&text).copied();
            seen.entry(text.clone()).or_insert(place);
            first
        };
        if let Some(first) = first {
            let span = place.in_source(self.source);
            self.problems
                .push(syntax::duplicate_key(&text, first, span));
            *key = Some((None, place));
        } else {
            *key = Some((Some(text), place));
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<(), Stop> {
        let Some(target) = self.anchors.get(&anchor) else {
            return Err(self.stop(syntax::alias_of_itself(), place));
        };
        self.copied += target.size();
        if self.copied > MAX_COPIED {
            return Err(self.stop(syntax::alias_budget(MAX_COPIED), place));
        }
        let mut node = self.anchors[&anchor].clone();
        if self.expects_key() {
            return match node.kind {
                Kind::Scalar { text, .. } => self.key(text, place),
                _ => Err(self.stop(syntax::complex_key(), place)),
            };
        }
        node.place = place;
        self.finish(node, 0)
    }

    /// Puts a whole node where it belongs.
    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), Stop> {
        if anchor > 0 {
            self.copied += node.size();
            if self.copied > MAX_COPIED {
                return Err(self.stop(syntax::alias_budget(MAX_COPIED), node.place));
            }
            self.anchors.insert(anchor, node.clone());
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Map { entries, key, .. }) => {
                if let Some((Some(key), place)) = key.take() {
                    entries.push(Entry {
                        key,
                        place,
                        value: node,
                    });
                }
            }
        }
        Ok(())
    }
}

impl Frame {
    fn open(&self) -> Open {
        match self {
            Self::List { open, .. } | Self::Map { open, .. } => *open,
        }
    }
}
