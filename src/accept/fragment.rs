//! Values inside expected fragments of XML.

use super::edit::Op;
use crate::scenario::{Outline, PartId};
use crate::verify::{Difference, DifferenceKind, Shown};

/// Another text in an element or attribute, where it is certain which one is meant.
pub(super) fn patch(
    outline: &Outline<'_>,
    part: PartId,
    difference: &Difference,
) -> Result<Vec<Op>, String> {
    let by_hand = || "it is about an XML fragment; edit that by hand".to_owned();
    let alike = matches!(
        difference.kind,
        DifferenceKind::Value | DifferenceKind::Case | DifferenceKind::Whitespace
    );
    let (true, Shown::Text(expected), Shown::Text(received)) =
        (alike, &difference.expected, &difference.received)
    else {
        return Err(by_hand());
    };
    let plain = |text: &str| !text.is_empty() && !text.contains(['<', '>', '&', '"', '\'', '\n']);
    if !plain(expected) || !plain(received) {
        return Err(by_hand());
    }
    let range = outline.part(part).range.clone();
    let text = &outline.text[range.clone()];
    let whole = |at: usize| {
        let (before, after) = (&text[..at], &text[at + expected.len()..]);
        let (before, after) = (before.trim_end(), after.trim_start());
        before.ends_with('>') && after.starts_with("</")
            || before.ends_with('"') && after.starts_with('"')
            || before.ends_with('\'') && after.starts_with('\'')
    };
    let mut places = text.match_indices(expected.as_str()).map(|(at, _)| at);
    match (places.find(|at| whole(*at)), places.any(whole)) {
        (Some(at), false) => {
            let start = range.start + at;
            Ok(vec![Op::Patch {
                part,
                range: start..start + expected.len(),
                text: received.clone(),
            }])
        }
        _ => Err(by_hand()),
    }
}
