//! Matchers: `${any}` and its sisters, read and evaluated. The table below is the only list of them.

use regex::Regex;

use super::captures::Captures;
use super::model::{MatchKind, Matcher, Piece};
use super::placeholder::{Part, parts, unescaped};
use super::text::{all_of, nearest_unique, quoted};
use crate::base::Value;

/// One matcher, for documentation, the schema and nearest names.
#[derive(Debug)]
pub struct MatcherInfo {
    /// The word inside `${}`.
    pub name: &'static str,
    /// What stands behind its colon; empty when it takes nothing.
    pub argument: &'static str,
    /// What it asks.
    pub about: &'static str,
}

const fn info(name: &'static str, argument: &'static str, about: &'static str) -> MatcherInfo {
    MatcherInfo {
        name,
        argument,
        about,
    }
}

/// Every matcher.
pub const MATCHERS: &[MatcherInfo] = &[
    info("any", "", "anything, even nothing"),
    info("absent", "", "no such key (so does null)"),
    info("present", "", "the key is there, whatever it holds"),
    info("regex", "pattern", "the whole text matches"),
    info("one_of", "a|b", "one of these texts"),
    info("uuid", "", "a UUID"),
    info("date", "", "an ISO 8601 date or date-time"),
    info("capture", "name", "something, remembered under a name"),
    info("ref", "name", "what was captured under that name"),
    info("env", "NAME", "the value of an environment variable"),
    info("set", "name", "the value under `set:`, or of --set"),
    info("case", "column", "the cell of a table of cases"),
];

impl Matcher {
    /// Whether a value (`None`: no such key) is what the matcher asks for. `${capture:x}` remembers what it sees.
    pub fn matches(&self, value: Option<&Value>, captures: &mut Captures) -> bool {
        let text = value.and_then(Value::as_text);
        match &self.kind {
            MatchKind::Any => true,
            MatchKind::Absent => value.is_none(),
            MatchKind::Present => value.is_some(),
            MatchKind::Regex(regex) => text.is_some_and(|t| regex.is_match(t)),
            MatchKind::OneOf(texts) => text.is_some_and(|t| texts.iter().any(|o| o == t)),
            MatchKind::Uuid => text.is_some_and(is_uuid),
            MatchKind::Date => text.is_some_and(is_date),
            MatchKind::Capture(name) => {
                if let Some(value) = value {
                    captures.set(name, value.clone());
                }
                value.is_some()
            }
            MatchKind::Ref(name) => match (captures.get(name), value) {
                (Some(seen), Some(value)) => match (seen.as_text(), text) {
                    (Some(seen), Some(text)) => seen == text,
                    _ => seen == value,
                },
                _ => false,
            },
            MatchKind::Pieces(pieces) => {
                text.is_some() && captures.join(pieces).ok().as_deref() == text
            }
        }
    }

    /// Whether it needs nothing but the value: no other key, no captures.
    fn fits_xml(&self) -> bool {
        use MatchKind::{Any, Date, OneOf, Present, Regex, Uuid};
        matches!(self.kind, Any | Present | Regex(_) | OneOf(_) | Uuid | Date)
    }

    /// The matcher that `null` stands for.
    pub(crate) fn absent() -> Self {
        Self {
            text: "null".to_owned(),
            kind: MatchKind::Absent,
        }
    }
}

/// What a scalar turned out to be.
#[derive(Debug)]
pub(crate) enum Scalar {
    /// A text, with `$${` made `${`.
    Text(String),
    /// A matcher.
    Matcher(Matcher),
    /// `${env:X}`, to be looked up.
    Env(String),
}

/// Why a scalar is no matcher although it looks like one.
#[derive(Debug)]
pub(crate) struct Bad {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: String,
    /// Where in the pattern a regular expression goes wrong, in characters.
    pub(crate) at: Option<(String, usize)>,
}

fn bad(code: &'static str, message: String, help: impl Into<String>) -> Bad {
    Bad {
        code,
        message,
        help: help.into(),
        at: None,
    }
}

/// What stands for a text or an attribute value in an `xml:` fragment.
#[derive(Debug)]
pub enum Placeholder {
    /// A matcher that needs nothing but the value.
    Matcher(Matcher),
    /// This very text.
    Text(String),
}

impl Placeholder {
    /// Reads a value of a fragment that has a `${` in it; the loader has refused what means nothing there.
    pub fn read(text: &str) -> Self {
        match read(text.trim()) {
            Ok(Scalar::Matcher(matcher)) if matcher.fits_xml() => Self::Matcher(matcher),
            Ok(Scalar::Text(text)) => Self::Text(text),
            _ => Self::Text(text.to_owned()),
        }
    }
}

/// The first thing in a fragment that looks like a matcher and cannot stand there.
pub(crate) fn misplaced_in_xml(xml: &str) -> Option<Bad> {
    let mut from = 0;
    while let Some(at) = xml[from..].find("${").map(|at| from + at) {
        let end = xml[at..]
            .find(['<', '"', '\''])
            .map_or(xml.len(), |end| at + end);
        from = end;
        if xml[..at].ends_with('$') {
            continue;
        }
        let text = xml[at..end].trim();
        match read(text) {
            Ok(Scalar::Matcher(matcher)) if matcher.fits_xml() => {}
            Err(problem) => return Some(problem),
            Ok(_) => {
                return Some(bad(
                    "bad-matcher",
                    format!("{} cannot stand in XML", quoted(text)),
                    "a text or an attribute value can be any, present, regex, one_of, uuid or date; for more, expect `record:`",
                ));
            }
        }
    }
    None
}

/// Reads a scalar that may be a matcher.
pub(crate) fn read(text: &str) -> Result<Scalar, Bad> {
    const LITERAL: &str = "for a literal `${` write `$${`";
    let Some(at) = first(text) else {
        return Ok(Scalar::Text(unescaped(text)));
    };
    if let Some(pieces) = pieces(text) {
        return Ok(Scalar::Matcher(Matcher {
            text: text.to_owned(),
            kind: MatchKind::Pieces(pieces),
        }));
    }
    if at > 0 {
        return Err(bad(
            "matcher-in-text",
            format!("{} holds a matcher inside a longer text", quoted(text)),
            format!(
                "a matcher must be the whole value; only `${{set:…}}`, `${{case:…}}`, `${{env:…}}` and `${{ref:…}}` can be part of a text; {LITERAL}"
            ),
        ));
    }
    let Some(inner) = text.strip_prefix("${").and_then(|t| t.strip_suffix('}')) else {
        let message = if text.contains('}') {
            format!("{} goes on behind its matcher", quoted(text))
        } else {
            format!("the matcher {} has no closing brace", quoted(text))
        };
        return Err(bad(
            "matcher-in-text",
            message,
            format!(
                "a matcher must be the whole value, quoted if it holds `: ` or ` #`; {LITERAL}"
            ),
        ));
    };
    let (name, argument) = match inner.split_once(':') {
        Some((name, argument)) => (name, Some(argument)),
        None => (inner, None),
    };
    let Some(info) = MATCHERS.iter().find(|m| m.name == name) else {
        let names: Vec<_> = MATCHERS.iter().map(|m| m.name).collect();
        let help = match nearest_unique(name, &names) {
            Some(near) => format!("did you mean `{}`?", shown(near)),
            None => format!("the matchers are {}; {LITERAL}", all_of(names)),
        };
        return Err(bad(
            "unknown-matcher",
            format!("`${{{name}}}` is no matcher"),
            help,
        ));
    };
    let argument = match (info.argument, argument) {
        ("", None) => "",
        ("", Some(_)) => {
            return Err(bad(
                "bad-matcher",
                format!("`${{{name}}}` takes nothing behind a colon"),
                format!("write `${{{name}}}`"),
            ));
        }
        (_, Some(argument)) if !argument.is_empty() => argument,
        _ => {
            return Err(bad(
                "bad-matcher",
                format!("`${{{name}}}` lacks what must stand behind a colon"),
                format!("write `{}`", shown(name)),
            ));
        }
    };
    let kind = match name {
        "any" => MatchKind::Any,
        "absent" => MatchKind::Absent,
        "present" => MatchKind::Present,
        "uuid" => MatchKind::Uuid,
        "date" => MatchKind::Date,
        "one_of" => MatchKind::OneOf(argument.split('|').map(str::to_owned).collect()),
        "capture" => MatchKind::Capture(argument.to_owned()),
        "ref" => MatchKind::Ref(argument.to_owned()),
        "regex" => MatchKind::Regex(whole_regex(argument)?),
        "env" => return Ok(Scalar::Env(argument.to_owned())),
        // These are filled in before anything is read; what comes here stands in a file that the scenario names.
        _ => {
            return Err(bad(
                "bad-matcher",
                format!("`{text}` has no meaning in this file"),
                "variables and cells belong to the scenario file itself",
            ));
        }
    };
    Ok(Scalar::Matcher(Matcher {
        text: text.to_owned(),
        kind,
    }))
}

/// A matcher as it is written, with a sample argument.
pub(crate) fn shown(name: &str) -> String {
    match MATCHERS.iter().find(|m| m.name == name) {
        Some(info) if !info.argument.is_empty() => format!("${{{name}:{}}}", info.argument),
        _ => format!("${{{name}}}"),
    }
}

/// A regular expression for whole texts.
fn whole_regex(pattern: &str) -> Result<Regex, Bad> {
    check_regex(pattern)?;
    Regex::new(&format!(r"\A(?:{pattern})\z")).map_err(|error| regex_error(pattern, &error))
}

/// Compiles a pattern for its error message.
pub(crate) fn check_regex(pattern: &str) -> Result<(), Bad> {
    Regex::new(pattern)
        .map(drop)
        .map_err(|error| regex_error(pattern, &error))
}

fn regex_error(pattern: &str, error: &regex::Error) -> Bad {
    // The crate draws the pattern with a caret and says what is wrong in the last line.
    let text = error.to_string();
    let reason = text.lines().last().unwrap_or("it cannot be read");
    let reason = reason.strip_prefix("error: ").unwrap_or(reason);
    let caret = text.lines().find_map(|line| {
        let blanks = line.strip_prefix("    ")?;
        blanks
            .trim_start()
            .starts_with('^')
            .then(|| blanks.find('^').unwrap_or(0))
    });
    let bad = bad(
        "bad-regex",
        format!("{} is no regular expression: {reason}", quoted(pattern)),
        "the syntax is that of the Rust crate `regex`: no look-around, no back-references; put a `\\` before a character that is meant literally",
    );
    Bad {
        at: caret.map(|at| (pattern.to_owned(), at)),
        ..bad
    }
}

/// A text with `${ref:x}` in it, and nothing else of this kind. What is a reference as a whole is none.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let found = parts(text);
    if found.len() < 2 {
        return None;
    }
    found
        .into_iter()
        .map(|part| match part {
            Part::Text(text) if first(text).is_none() => Some(Piece::Text(unescaped(text))),
            Part::Placeholder {
                name: "ref",
                argument,
                ..
            } if !argument.is_empty() => Some(Piece::Ref(argument.to_owned())),
            _ => None,
        })
        .collect()
}

/// Where the first `${` stands that is not escaped as `$${`.
fn first(text: &str) -> Option<usize> {
    text.match_indices("${")
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with('$'))
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let mut parts = text.split('-');
    lengths.iter().all(|n| {
        parts
            .next()
            .is_some_and(|p| p.len() == *n && p.bytes().all(|b| b.is_ascii_hexdigit()))
    }) && parts.next().is_none()
}

fn is_date(text: &str) -> bool {
    match text.split_once('T') {
        None => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
        Some((date, _)) => {
            date.len() == 10
                && (text.parse::<jiff::Timestamp>().is_ok()
                    || text.parse::<jiff::civil::DateTime>().is_ok())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Captures, Scalar, read};
    use crate::base::Value;

    fn matches(matcher: &str, value: Option<&str>) -> bool {
        let Ok(Scalar::Matcher(matcher)) = read(matcher) else {
            panic!("{matcher} is a matcher");
        };
        matcher.matches(value.map(Value::text).as_ref(), &mut Captures::default())
    }

    #[test]
    fn each_matcher_says_yes_and_no() {
        for (matcher, yes, no) in [
            ("${present}", vec!["", "x"], vec![]),
            ("${regex:[a-c]+}", vec!["abc"], vec!["abcd", "", "ab\nc"]),
            ("${regex:a|bc}", vec!["a", "bc"], vec!["ac", "abc"]),
            ("${regex:^x{2}$}", vec!["xx"], vec!["x"]),
            ("${one_of:a|b c|}", vec!["a", "b c", ""], vec!["b", "A"]),
            (
                "${uuid}",
                vec!["0E8400E2-e29b-41d4-a716-446655440000"],
                vec![
                    "",
                    "0e8400e2e29b41d4a716446655440000",
                    "0e8400e2-e29b-41d4-a716-44665544000g",
                ],
            ),
            (
                "${date}",
                vec![
                    "2026-01-05",
                    "2026-01-05T08:00:00Z",
                    "2026-01-05T08:00:00.5+01:00",
                    "2026-01-05T08:00:00",
                ],
                vec!["", "2026-02-30", "20260105", "05.01.2026", "2026-01-05Tx"],
            ),
        ] {
            for value in yes {
                assert!(matches(matcher, Some(value)), "{matcher} wants {value:?}");
            }
            for value in no {
                assert!(
                    !matches(matcher, Some(value)),
                    "{matcher} refuses {value:?}"
                );
            }
            assert!(!matches(matcher, None), "{matcher} refuses nothing");
        }
        assert!(matches("${any}", None) && matches("${any}", Some("x")));
        assert!(matches("${absent}", None) && !matches("${absent}", Some("")));
    }

    #[test]
    fn ref_wants_what_capture_saw() {
        let (Ok(Scalar::Matcher(capture)), Ok(Scalar::Matcher(reference))) =
            (read("${capture:x}"), read("${ref:x}"))
        else {
            panic!("both are matchers");
        };
        let mut captures = Captures::default();
        let (a, b) = (Value::text("a"), Value::text("b"));
        assert!(!reference.matches(Some(&a), &mut captures));
        assert!(!capture.matches(None, &mut captures));
        assert!(capture.matches(Some(&a), &mut captures));
        assert!(reference.matches(Some(&a), &mut captures));
        assert!(!reference.matches(Some(&b), &mut captures));
        assert!(!reference.matches(None, &mut captures));
    }

    #[test]
    fn escaped_matchers_are_texts() {
        for (written, text) in [
            ("$${any}", "${any}"),
            ("a $${x} b", "a ${x} b"),
            ("$ {x}", "$ {x}"),
            ("{any}", "{any}"),
        ] {
            assert!(
                matches!(read(written), Ok(Scalar::Text(t)) if t == text),
                "{written}"
            );
        }
    }
}
