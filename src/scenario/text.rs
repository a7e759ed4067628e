//! Words for messages: values in backticks, lists of names, nearest names.

pub(crate) use crate::base::text::{nearest_unique, quoted};

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

/// A matcher as it must be written inside `{}` and `[]`.
pub(crate) fn in_quotes(matcher: &str) -> String {
    if matcher.contains(['\\', '"']) {
        format!("'{}'", matcher.replace('\'', "''"))
    } else {
        format!("\"{matcher}\"")
    }
}
