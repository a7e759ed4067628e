//! Texts: as they are written, as values, as matchers, and as what is known only when a step runs.

use super::cx::{Cx, Reference};
use crate::scenario::matcher::{self, Bad, Scalar};
use crate::scenario::model::{Late, MatchKind, Matcher, Piece};
use crate::scenario::node::{Node, Place};

impl Cx<'_> {
    /// A scalar as it is written.
    pub(crate) fn raw_text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let text = node.scalar();
        if text.is_none() {
            self.wrong_type(
                node,
                what,
                "a text",
                "write one value, in quotes if it holds any of { } [ ] : #",
            );
        }
        text
    }

    /// A text to be used as it is: `${env:X}` is looked up, `$${` is literal, matchers are refused.
    pub(crate) fn text(&mut self, node: &Node, what: &str) -> Option<String> {
        let text = self.raw_text(node, what)?;
        match self.scalar(text, node.place)? {
            Scalar::Text(text) => Some(text),
            Scalar::Matcher(matcher) => {
                self.refuse_matcher(&matcher.text, node.place);
                None
            }
            Scalar::Env(_) => None,
        }
    }

    /// A text of a step: like [`Cx::text`], but `${ref:x}` is allowed and put down in `late` for when the step runs.
    pub(crate) fn step_text(
        &mut self,
        node: &Node,
        what: &str,
        path: &[&str],
        late: &mut Vec<Late>,
    ) -> Option<String> {
        let text = self.raw_text(node, what)?;
        match self.scalar(text, node.place)? {
            Scalar::Text(text) => Some(text),
            Scalar::Matcher(matcher) => {
                let path = path.iter().map(|&p| p.to_owned()).collect();
                self.late(&matcher, node.place, path, late)
            }
            Scalar::Env(_) => None,
        }
    }

    /// Puts a reference down for when the step runs; other matchers are refused.
    pub(crate) fn late(
        &mut self,
        matcher: &Matcher,
        place: Place,
        path: Vec<String>,
        late: &mut Vec<Late>,
    ) -> Option<String> {
        let pieces = match &matcher.kind {
            MatchKind::Ref(name) => vec![Piece::Ref(name.clone())],
            MatchKind::Pieces(pieces) => pieces.clone(),
            _ => {
                self.refuse_matcher(&matcher.text, place);
                return None;
            }
        };
        for piece in &pieces {
            if let Piece::Ref(name) = piece {
                self.refer(name, place, true);
            }
        }
        let span = self.span(place);
        late.push(Late { path, pieces, span });
        Some(matcher.text.clone())
    }

    /// Remembers that a captured value is used here: in what this step sends (`before`), or in what it expects.
    pub(crate) fn refer(&mut self, name: &str, place: Place, before: bool) {
        self.referenced.push(Reference {
            name: name.to_owned(),
            place,
            moment: self.moment,
            before,
        });
    }

    pub(crate) fn refuse_matcher(&mut self, text: &str, place: Place) {
        self.error(
            "matcher-in-value",
            place,
            format!("the matcher `{text}` cannot stand for a value that is sent or set"),
            "matchers belong under `expect:` and `answer:`; here write the value itself (`${set:name}` and `${env:NAME}` are allowed, in what a step sends also `${ref:name}`)",
        );
    }

    /// A text or matcher; `${env:X}` comes back as the text it stands for.
    pub(crate) fn scalar(&mut self, text: &str, place: Place) -> Option<Scalar> {
        match matcher::read(text) {
            Ok(Scalar::Env(name)) => self.environment(&name, place).map(Scalar::Text),
            Ok(scalar) => Some(scalar),
            Err(bad) => {
                self.bad(bad, place);
                None
            }
        }
    }

    /// The value of an environment variable.
    pub(crate) fn environment(&mut self, name: &str, place: Place) -> Option<String> {
        let value = (self.outside.env)(name);
        if value.is_none() {
            self.error(
                "missing-environment",
                place,
                format!("the environment variable `{name}` is not set"),
                format!("set `{name}` before mocklms starts, or write the value itself"),
            );
        }
        value
    }

    /// A scalar that is not what it looks like; a regular expression is underlined where it goes wrong.
    pub(crate) fn bad(&mut self, bad: Bad, place: Place) {
        let inner = bad.at.and_then(|(pattern, at)| {
            let line = self
                .source(place)
                .text
                .lines()
                .nth((place.line as usize).checked_sub(1)?)?;
            let from = (place.column as usize).checked_sub(1)?;
            let rest: String = line
                .chars()
                .skip(from)
                .take(place.length as usize)
                .collect();
            let start = rest[..rest.find(&pattern)?].chars().count();
            Some(Place {
                file: place.file,
                ..Place::new(place.line as usize, from + 1 + start + at, 1)
            })
        });
        self.error(bad.code, inner.unwrap_or(place), bad.message, bad.help);
    }
}
