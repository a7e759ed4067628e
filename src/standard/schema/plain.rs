//! Questions answered from the bytes of an element that is written plainly, as nearly all are. They cost a tenth of
//! gathering its text; whatever is not plain is asked the long way round.

use crate::xml::Element;

/// Whether a leaf certainly has no blanks around its text. Says no when in doubt.
pub(super) fn is_unpadded(leaf: Element<'_>) -> bool {
    let doubtful = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'<' | b'>' | b'&' | b';');
    inner(leaf).is_some_and(|bytes| {
        !bytes.first().is_some_and(doubtful) && !bytes.last().is_some_and(doubtful)
    })
}

/// Whether there is text other than blanks directly in an element.
pub(super) fn has_text(parent: Element<'_>) -> bool {
    has_more_than_blanks(parent) && parent.has_text()
}

/// Whether there is anything besides elements and blanks in an element.
fn has_more_than_blanks(parent: Element<'_>) -> bool {
    let Some(bytes) = inner(parent) else {
        return true;
    };
    let start = parent.span().start + parent.name().len() + 2;
    let mut at = 0;
    for child in parent.children() {
        let span = child.span();
        if !is_blank(&bytes[at..span.start - start]) {
            return true;
        }
        at = span.end - start;
    }
    !is_blank(&bytes[at..])
}

/// What stands between the tags, when these are `<name>` and `</name>`.
fn inner(element: Element<'_>) -> Option<&[u8]> {
    let outer = element.outer().as_bytes();
    let start = element.name().len() + 2;
    let end = outer.len().checked_sub(start + 1)?;
    let is_plain = outer[start - 1] == b'>' && start <= end && outer[end..].starts_with(b"</");
    is_plain.then(|| &outer[start..end])
}

/// Control characters other than blanks do not occur in XML. In eights, because indentation makes up much of a message.
fn is_blank(bytes: &[u8]) -> bool {
    let (eights, rest) = bytes.as_chunks::<8>();
    eights
        .iter()
        .all(|eight| eight.iter().fold(0, |max, b| max.max(*b)) <= b' ')
        && rest.iter().all(|b| *b <= b' ')
}

#[cfg(test)]
mod tests {
    use super::{has_text, is_unpadded};
    use crate::base::Limits;
    use crate::xml::read;

    #[test]
    fn text_is_found_as_the_tree_finds_it() {
        for xml in [
            "<a/>",
            "<a />",
            "<a></a>",
            "<a\n>\n</a >",
            "<a> <b/>\n<c>x</c>\t</a>",
            "<a>x<b/></a>",
            "<a><b/>x</a>",
            "<a><b/>x<b/></a>",
            "<a k='>'><b/></a>",
            "<a k='v'>x<b/></a>",
            "<a>&#32;<b/></a>",
            "<a>&#65;<b/></a>",
            "<a><!-- x --><b/></a>",
            "<a><![CDATA[ ]]><b/></a>",
            "<a><![CDATA[x]]><b/></a>",
            "<p:a xmlns:p='u'>x</p:a>",
            "<a>></a>",
            "<a>é<b/></a>",
        ] {
            let tree = read(xml, &Limits::default()).expect("well-formed");
            assert_eq!(has_text(tree.root()), tree.root().has_text(), "{xml}");
        }
    }

    #[test]
    fn only_texts_without_blanks_around_are_unpadded() {
        for (xml, expected) in [
            ("<a>x</a>", true),
            ("<a>x y</a>", true),
            ("<a></a>", true),
            ("<a>Zoë</a>", true),
            ("<a>x </a>", false),
            ("<a>\nx</a>", false),
            ("<a>&#10;x</a>", false),
            ("<a>x&#32;</a>", false),
            ("<a><!-- --> x</a>", false),
            ("<a><![CDATA[ x]]></a>", false),
            ("<a>x</a >", false),
            ("<a/>", false),
            ("<a k='v'> x</a>", false),
        ] {
            let tree = read(xml, &Limits::default()).expect("well-formed");
            assert_eq!(is_unpadded(tree.root()), expected, "{xml}");
        }
    }
}
