//! Small things about text that is shown to people.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Makes foreign text safe for a terminal: control characters become visible escapes.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => _ = write!(out, "\\u{{{:x}}}", u32::from(c)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The first `max` characters, with `…` where something was cut off.
pub fn truncate(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        None => Cow::Borrowed(text),
        Some((cut, _)) => Cow::Owned(format!("{}…", &text[..cut])),
    }
}

/// A value the user wrote, in backticks, cut when it is long.
pub fn quoted(text: &str) -> String {
    let first = text.lines().next().unwrap_or("");
    let cut = if first.len() < text.trim_end().len() {
        format!("{}…", truncate(first, 40).trim_end_matches('…'))
    } else {
        truncate(first, 60).into_owned()
    };
    format!("`{cut}`")
}

/// The nearest name; a short name must not be stretched to a quite different one.
pub fn nearest_unique<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let fold = |s: &str| s.to_lowercase().replace(['-', '_', ' '], "");
    let folded = fold(name);
    known
        .iter()
        .copied()
        .find(|k| fold(k) == folded)
        .or_else(|| nearest(name, known.iter().copied()))
        .filter(|near| name.chars().count() > 2 || near.chars().count() <= 3)
}

/// `1 message`, `2 messages`.
pub fn plural(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

/// The known name nearest to a misspelt one, if any is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(&lower, &k.to_lowercase()), k))
        .filter(|(distance, k)| *distance <= 1 + k.len().max(name.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k)
}

/// Whether a text is a day of the calendar, written `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn dates_are_padded() {
        for (text, expected) in [
            ("2026-07-03", true),
            ("2026-7-3", false),
            ("2026-02-30", false),
            ("03.07.2026", false),
            ("", false),
        ] {
            assert_eq!(super::is_date(text), expected, "{text}");
        }
    }
}
