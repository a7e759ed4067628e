//! Texts with `${name:argument}` in them, taken apart.

/// A piece of a text, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'t> {
    /// Anything else; `$${` is still in it.
    Text(&'t str),
    /// `${name:argument}`; without a colon the argument is empty.
    Placeholder {
        whole: &'t str,
        name: &'t str,
        argument: &'t str,
    },
}

/// Takes a text apart. A `${` that is never closed, or escaped as `$${`, is text.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find("${") {
        let start = at + found;
        let Some(length) = text[start..].find('}') else {
            break;
        };
        at = start + 2;
        if text[..start].ends_with('$') {
            continue;
        }
        let whole = &text[start..=start + length];
        let inner = &whole[2..whole.len() - 1];
        let (name, argument) = inner.split_once(':').unwrap_or((inner, ""));
        if start > from {
            parts.push(Part::Text(&text[from..start]));
        }
        parts.push(Part::Placeholder {
            whole,
            name,
            argument,
        });
        at = start + length + 1;
        from = at;
    }
    if from < text.len() {
        parts.push(Part::Text(&text[from..]));
    }
    parts
}

/// A text that is read back as itself: `${` becomes `$${`.
pub(crate) fn escaped(text: &str) -> String {
    text.replace("${", "$${")
}

/// The text that an escaped one stands for.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace("$${", "${")
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn texts_are_taken_apart() {
        let hole = |whole, name, argument| Part::Placeholder {
            whole,
            name,
            argument,
        };
        for (text, expected) in [
            ("", vec![]),
            ("plain", vec![Part::Text("plain")]),
            ("$${set:a}", vec![Part::Text("$${set:a}")]),
            ("${set:a", vec![Part::Text("${set:a")]),
            ("${set:a}", vec![hole("${set:a}", "set", "a")]),
            (
                "a ${set:b}${env:C}-$${d} é",
                vec![
                    Part::Text("a "),
                    hole("${set:b}", "set", "b"),
                    hole("${env:C}", "env", "C"),
                    Part::Text("-$${d} é"),
                ],
            ),
            (
                "$${a} ${any}",
                vec![Part::Text("$${a} "), hole("${any}", "any", "")],
            ),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
