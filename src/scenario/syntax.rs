//! What is wrong with a file as YAML, in words that cure.

use std::ops::Range;
use std::sync::Arc;

use super::node::Place;
use super::reader::{At, MAX_DEPTH, Open};
use super::text::in_quotes;
use crate::diag::{Problem, Source, Span};

/// A `${…}` that stands unquoted inside `{}` or `[]`, where YAML ends it at its brace.
pub(crate) struct UnquotedMatcher {
    pub(crate) at: At,
    pub(crate) bytes: Range<usize>,
    pub(crate) chars: usize,
    /// Whether its closing brace was found on the same line.
    pub(crate) closed: bool,
    pub(crate) text: String,
}

/// The first unquoted matcher inside `{}` or `[]` between what was understood last and where the reader stopped. The
/// reader looks ahead, so it can stumble well behind the `${`, over whatever the matcher holds.
pub(crate) fn unquoted_matcher(
    text: &str,
    since: At,
    until: At,
    in_flow: bool,
) -> Option<UnquotedMatcher> {
    let mut depth = usize::from(in_flow);
    let mut quote: Option<char> = None;
    let mut before = '\n';
    // What was understood last may be the lone `$` itself, which stands where a value begins.
    let mut last = ':';
    let mut at = since;
    let mut chars = text.char_indices().skip(since.index);
    while let Some((byte, c)) = chars.next() {
        if at.index > until.index {
            return None;
        }
        match (quote, c) {
            (Some('#'), '\n') => quote = None,
            (Some('"'), '\\') => {
                if let Some((_, '\n')) = chars.next() {
                    at.line += 1;
                    at.column = 0;
                }
                at.index += 1;
                at.column += 1;
            }
            (Some(open), _) if open == c => quote = None,
            (None, '\'' | '"') if !last.is_alphanumeric() => quote = Some(c),
            (None, '#') if before.is_whitespace() => quote = Some('#'),
            (None, '$')
                if depth > 0
                    && matches!(last, ':' | ',' | '[' | '{')
                    && text[byte..].trim_start_matches('$').starts_with('{') =>
            {
                return Some(matcher_at(text, byte, at));
            }
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
        if !c.is_whitespace() {
            last = c;
        }
        at.index += 1;
        at.column += 1;
        if c == '\n' {
            at.line += 1;
            at.column = 1;
        }
    }
    None
}

/// The matcher that begins at a byte, up to the brace that closes it or the end of the line.
fn matcher_at(text: &str, start: usize, at: At) -> UnquotedMatcher {
    let line = text[start..].lines().next().unwrap_or_default();
    let mut depth = 0_usize;
    let end = line.char_indices().find_map(|(offset, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && c == '}').then_some(offset + 1)
    });
    let found = &line[..end.unwrap_or(line.len())];
    UnquotedMatcher {
        at,
        bytes: start..start + found.len(),
        chars: found.chars().count(),
        closed: end.is_some(),
        text: found.trim_end().to_owned(),
    }
}

impl UnquotedMatcher {
    pub(crate) fn problem(&self, source: &Arc<Source>) -> Problem {
        let place = Place::new(self.at.line, self.at.column, self.text.chars().count());
        let span = Some(place.in_source(source));
        Problem::error(
            "unquoted-matcher",
            span,
            format!("`{}` stands unquoted inside {{}} or []", self.text),
        )
        .with_help(if self.closed {
            format!(
                "inside {{}} and [] matchers must be quoted: {}",
                in_quotes(&self.text)
            )
        } else {
            "inside {} and [] matchers must be quoted: \"${any}\"".to_owned()
        })
    }
}

/// A syntax error of the YAML reader.
pub(crate) fn problem(source: &Arc<Source>, at: At, info: &str, open: Option<Open>) -> Problem {
    let ended = at.index >= source.text.chars().count();
    let place = inside(source, at);
    let line = line_of(source, place.line as usize);
    if let Some((open, bracket)) = open.and_then(|o| Some((o, char_at(source, o.place)?)))
        && matches!(bracket, '{' | '[')
        && info.contains("flow")
    {
        let close = if bracket == '{' { '}' } else { ']' };
        if ended {
            return error(
                source,
                open.place,
                format!("this `{bracket}` is never closed"),
                format!("write the missing `{close}`"),
            );
        }
        return error(
            source,
            place,
            format!("expected `,` or `{close}` here"),
            format!(
                "close the `{bracket}` of line {}, or quote the text before this if the text holds one of {{ }} [ ] , : #",
                open.place.line
            ),
        );
    }
    let (message, help) = match info {
        _ if info.contains("tab") => {
            let place = tab_after(source, place);
            return error(
                source,
                place,
                "a tab stands where YAML wants spaces".to_owned(),
                "indent with spaces".to_owned(),
            );
        }
        "mapping values are not allowed in this context" | "illegal placement of ':' indicator" => {
            (
                "a `:` cannot stand here".to_owned(),
                if line.contains("${") {
                    "quote a matcher that holds `: ` or ` #`: '${regex:a: b}'"
                } else {
                    "quote the text if it holds `: `; else check the indentation of this line and the one above"
                },
            )
        }
        _ if info.contains("quoted scalar")
            && ["end of stream", "indentation", "document"]
                .iter()
                .any(|w| info.contains(w)) =>
        {
            (
                "this quote is not closed in its place".to_owned(),
                "write the missing quote at the end of the text, or indent the lines it goes on in",
            )
        }
        _ if info.contains("unknown escape") => (
            "a `\\` in double quotes begins an escape that YAML does not know".to_owned(),
            "use single quotes, in which a `\\` is a plain character: '\\d+'",
        ),
        _ if info.contains("did not find expected key") => (
            "this line is indented like no map above it".to_owned(),
            "indent it exactly like its neighbours",
        ),
        _ if info.contains("did not find expected '-' indicator") => (
            "a list ends here, but nothing else may follow at this indentation".to_owned(),
            "begin the line with `- `, or indent it exactly like its neighbours",
        ),
        _ if info.contains("unknown anchor") => (
            "this alias names no anchor".to_owned(),
            "a `*name` needs a `&name` above it; quote the text if it only begins with `*`",
        ),
        _ if info.starts_with("unexpected character") || info.contains("anchor or alias") => (
            format!(
                "a plain text cannot begin with `{}`",
                char_at(source, place).unwrap_or(' ')
            ),
            "put the text in quotes",
        ),
        _ if info.contains("recursion limit") => {
            let mut problem = too_deep(MAX_DEPTH);
            problem.span = Some(place.in_source(source));
            return problem;
        }
        _ => (
            format!("this is not YAML: {}", info.trim_end_matches('.')),
            "check indentation, brackets and quotes around this place",
        ),
    };
    error(source, place, message, help.to_owned())
}

fn error(source: &Arc<Source>, place: Place, message: String, help: String) -> Problem {
    Problem::error("yaml-syntax", Some(place.in_source(source)), message).with_help(help)
}

/// The place itself, or the end of the last line that has text when the reader stopped at the end of the file.
fn inside(source: &Source, at: At) -> Place {
    let mut last = (1, "");
    for (n, line) in source.text.lines().enumerate() {
        if n + 1 == at.line && !line.trim().is_empty() {
            return Place::new(at.line, at.column.min(line.chars().count() + 1), 1);
        }
        if n + 1 > at.line {
            break;
        }
        if !line.trim().is_empty() {
            last = (n + 1, line);
        }
    }
    Place::new(last.0, last.1.trim_end().chars().count() + 1, 1)
}

fn line_of(source: &Source, line: usize) -> &str {
    source
        .text
        .lines()
        .nth(line.saturating_sub(1))
        .unwrap_or("")
}

fn char_at(source: &Source, place: Place) -> Option<char> {
    line_of(source, place.line as usize)
        .chars()
        .nth((place.column as usize).saturating_sub(1))
}

/// The first tab in the indentation of this line or a following one.
fn tab_after(source: &Source, place: Place) -> Place {
    let from = (place.line as usize).saturating_sub(1);
    source
        .text
        .lines()
        .enumerate()
        .skip(from)
        .find_map(|(n, line)| {
            let indent = line.len() - line.trim_start().len();
            let tab = line[..indent].find('\t')?;
            Some(Place::new(n + 1, line[..tab].chars().count() + 1, 1))
        })
        .unwrap_or(place)
}

/// Nothing but blanks and comments.
pub(crate) fn empty(source: &Arc<Source>) -> Problem {
    Problem::error(
        "empty-file",
        None,
        format!("{} is empty", source.path.display()),
    )
    .with_help(
        "a scenario begins with `mocklms: 1`; `mocklms new brightspace` writes one to start from",
    )
}

pub(crate) fn second_document() -> Problem {
    Problem::error("several-documents", None, "a second document begins here").with_help(
        "a file holds one scenario: remove this `---`, or move what follows into a file of its own",
    )
}

pub(crate) fn tag(tag: &str, span: Span) -> Problem {
    let shown = tag.replace("tag:yaml.org,2002:!", "!!");
    Problem::error(
        "yaml-tag",
        Some(span),
        format!("the tag `{shown}` has no meaning here"),
    )
    .with_help("remove it: every value is read as the text that is written")
}

pub(crate) fn too_many_nodes(most: usize) -> Problem {
    Problem::error(
        "too-large",
        None,
        format!("more than {most} values in one file"),
    )
    .with_help("split the scenario, or move its seed into a file of its own")
}

pub(crate) fn too_deep(most: usize) -> Problem {
    Problem::error(
        "too-deep",
        None,
        format!("maps and lists nest deeper than {most} levels"),
    )
    .with_help("no part of a scenario needs that; check the brackets")
}

pub(crate) fn complex_key() -> Problem {
    Problem::error("yaml-key", None, "a map or list cannot be a key")
        .with_help("if this was meant as a text that begins with `{` or `[`, put it in quotes")
}

pub(crate) fn missing_key() -> Problem {
    Problem::error("yaml-key", None, "there is no key before this `:`")
        .with_help("write the key; a text that begins with `:` must be quoted")
}

pub(crate) fn merge_key() -> Problem {
    Problem::error(
        "yaml-key",
        None,
        "the merge key `<<` is not part of YAML 1.2",
    )
    .with_help("use an alias for the whole map, or write the keys out")
}

pub(crate) fn duplicate_key(key: &str, first: Place, span: Span) -> Problem {
    Problem::error(
        "duplicate-key",
        Some(span),
        format!(
            "the key `{key}` is given twice in this map: first at line {}, column {}",
            first.line, first.column
        ),
    )
    .with_help("keep one of the two")
}

pub(crate) fn alias_of_itself() -> Problem {
    Problem::error(
        "yaml-alias",
        None,
        "this alias stands inside its own anchor",
    )
    .with_help("write the content out")
}

pub(crate) fn alias_budget(most: usize) -> Problem {
    Problem::error(
        "alias-budget",
        None,
        format!("aliases copy more than {most} values into this file"),
    )
    .with_help("write fewer aliases of aliases")
}
