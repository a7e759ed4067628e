//! Words for messages: values in backticks, lists of names, nearest names.

use crate::base::text::{nearest, truncate};

/// A value the user wrote, in backticks, cut when it is long.
pub(crate) fn quoted(text: &str) -> String {
    let first = text.lines().next().unwrap_or("");
    let cut = if first.len() < text.trim_end().len() {
        format!("{}…", truncate(first, 40).trim_end_matches('…'))
    } else {
        truncate(first, 60).into_owned()
    };
    format!("`{cut}`")
}

/// `a`, `b` or `c`.
pub(crate) fn any_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    join(names, "or")
}

/// `a`, `b` and `c`.
pub(crate) fn all_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    join(names, "and")
}

fn join<'a>(names: impl IntoIterator<Item = &'a str>, word: &str) -> String {
    const MOST: usize = 24;
    let mut names: Vec<String> = names.into_iter().map(|n| format!("`{n}`")).collect();
    if names.len() > MOST {
        let more = names.len() - MOST;
        names.truncate(MOST);
        return format!("{} and {more} more", names.join(", "));
    }
    match names.pop() {
        None => String::new(),
        Some(only) if names.is_empty() => only,
        Some(last) => format!("{} {word} {last}", names.join(", ")),
    }
}

/// The help for a name that is not known: the nearest one, else all of them.
pub(crate) fn suggest(name: &str, known: &[&str], what: &str) -> String {
    match nearest_unique(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("there are no {what} here"),
        None => format!("the {what} are {}", all_of(known.iter().copied())),
    }
}

/// The nearest name; a short name must not be stretched to a quite different one.
pub(crate) fn nearest_unique<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let fold = |s: &str| s.to_lowercase().replace(['-', '_', ' '], "");
    let folded = fold(name);
    known
        .iter()
        .copied()
        .find(|k| fold(k) == folded)
        .or_else(|| nearest(name, known.iter().copied()))
        .filter(|near| name.chars().count() > 2 || near.chars().count() <= 3)
}

/// A matcher as it must be written inside `{}` and `[]`.
pub(crate) fn in_quotes(matcher: &str) -> String {
    if matcher.contains(['\\', '"']) {
        format!("'{}'", matcher.replace('\'', "''"))
    } else {
        format!("\"{matcher}\"")
    }
}
