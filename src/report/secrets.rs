//! Taking secrets out of a scenario's source before it is shown.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::base::Masker;
use crate::journal;

/// A key called like a secret, in block or flow style, and its scalar.
static KEY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?im)(?P<key>(?:^|[\s{,\[])(?:[\w.-]*(?:password|passwd|pwd)|nonce|(?:proxy-)?authorization)["']?[ \t]*:[ \t]+)(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[|>][^\n]*(?:\n[ \t]+[^\n]*)*|[^\s#,}\]][^#,}\]\n]*)"#,
    )
    .expect("the pattern is constant")
});

/// The text with every secret replaced by its mask. Lines stay lines, so that places stay right.
pub(super) fn masked(source: &str, masker: &Masker) -> String {
    let keys = KEY.replace_all(source, |found: &Captures<'_>| {
        let value = found["value"].trim_end();
        let inner = value.trim_matches(['"', '\'']);
        // Matchers (`${present}`) ask for something and hide nothing.
        if inner.is_empty() || inner.starts_with("${") || inner.starts_with('{') {
            return found[0].to_owned();
        }
        let lines = "\n".repeat(found[0].matches('\n').count());
        let rest = found["value"][value.len()..].trim_end_matches('\n');
        format!("{}{}{rest}{lines}", &found["key"], masker.mask(inner))
    });
    let mut text = keys.into_owned();
    journal::mask_text(&mut text, masker);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> String {
        masked(source, &Masker::default())
    }

    #[test]
    fn values_of_secret_keys_are_masked_in_every_style() {
        assert_eq!(
            shown("{ username: u, password: top, email: e }"),
            "{ username: u, password: <secret:1>, email: e }"
        );
        assert_eq!(
            shown("  password: \"a, b\"  # why\n  initialPassword: 'a, b'\n"),
            "  password: <secret:1>  # why\n  initialPassword: <secret:1>\n"
        );
        assert_eq!(
            shown("headers: { Authorization: Basic abc }"),
            "headers: { Authorization: <secret:1> }"
        );
        assert_eq!(
            shown("password: |\n  one\n  two\nnext: 1"),
            "password: <secret:1>\n\n\nnext: 1"
        );
    }

    #[test]
    fn what_asks_hides_nothing() {
        for source in [
            "password: \"${present}\"",
            "password: ${absent}",
            "about: the password is kept",
            "user_ids: [ { password: \"\" } ]",
        ] {
            assert_eq!(shown(source), source);
        }
    }

    #[test]
    fn messages_inside_the_scenario_are_masked_as_recordings_are() {
        assert_eq!(
            shown("xml: |\n  <password><textString>top</textString></password>\n"),
            "xml: |\n  <password><textString>&lt;secret:1></textString></password>\n"
        );
    }
}
