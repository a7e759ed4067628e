//! Values to XML.

use super::chars::is_legal;

/// The declaration that some senders put first.
pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// Appends compact XML to a text.
///
/// Names are the caller's to get right; texts and values may be anything. The caller also closes what it opens:
/// taking the name again keeps the writer without a stack.
///
/// ```
/// let mut xml = mocklms::xml::Writer::new();
/// xml.open("person");
/// xml.attr("lang", "de");
/// xml.leaf("family", "Müller & Söhne");
/// xml.close("person");
/// assert_eq!(xml.into_string(), r#"<person lang="de"><family>Müller &amp; Söhne</family></person>"#);
/// ```
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    /// A start tag still waits for its `>`, so that attributes can follow.
    in_tag: bool,
}

impl Writer {
    /// Begins with nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins with room for this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            in_tag: false,
        }
    }

    /// Appends to a text, whose room is reused.
    pub fn append_to(out: String) -> Self {
        Self { out, in_tag: false }
    }

    /// Writes the XML declaration; only sensible first.
    pub fn declaration(&mut self) {
        self.out.push_str(DECLARATION);
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str) {
        self.end_tag();
        self.out.push('<');
        self.out.push_str(name);
        self.in_tag = true;
    }

    /// Begins an element with a prefix; an empty one stands for none.
    pub fn open_in(&mut self, prefix: &str, local: &str) {
        self.end_tag();
        self.out.push('<');
        self.qualified(prefix, local);
        self.in_tag = true;
    }

    /// Declares the namespace of a prefix on the element that was just begun; an empty prefix stands for the default
    /// namespace.
    pub fn declare(&mut self, prefix: &str, namespace: &str) {
        debug_assert!(self.in_tag, "a declaration must follow open()");
        self.out.push_str(" xmlns");
        if !prefix.is_empty() {
            self.out.push(':');
            self.out.push_str(prefix);
        }
        self.value(namespace);
    }

    /// Adds an attribute (or namespace declaration) to the element that was just begun.
    pub fn attr(&mut self, name: &str, value: &str) {
        debug_assert!(self.in_tag, "attribute '{name}' must follow open()");
        self.out.push(' ');
        self.out.push_str(name);
        self.value(value);
    }

    /// Adds text to the element.
    pub fn text(&mut self, value: &str) {
        if value.is_empty() {
            return;
        }
        self.end_tag();
        escape(&mut self.out, value, false);
    }

    /// Adds XML that is ready.
    pub fn raw(&mut self, xml: &str) {
        self.end_tag();
        self.out.push_str(xml);
    }

    /// Ends the element; without content it becomes an empty-element tag.
    pub fn close(&mut self, name: &str) {
        self.close_in("", name);
    }

    /// Ends an element with a prefix, as [`Writer::close`] does.
    pub fn close_in(&mut self, prefix: &str, local: &str) {
        if self.in_tag {
            self.out.push_str("/>");
            self.in_tag = false;
            return;
        }
        self.out.push_str("</");
        self.qualified(prefix, local);
        self.out.push('>');
    }

    /// An element with nothing but text.
    pub fn leaf(&mut self, name: &str, text: &str) {
        self.open(name);
        self.text(text);
        self.close(name);
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str) {
        self.open(name);
        self.close(name);
    }

    /// The text.
    pub fn into_string(mut self) -> String {
        self.end_tag();
        self.out
    }

    fn qualified(&mut self, prefix: &str, local: &str) {
        if !prefix.is_empty() {
            self.out.push_str(prefix);
            self.out.push(':');
        }
        self.out.push_str(local);
    }

    fn value(&mut self, value: &str) {
        self.out.push_str("=\"");
        escape(&mut self.out, value, true);
        self.out.push('"');
    }

    fn end_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }
}

/// Appends what stands for `value`; characters that XML does not have become U+FFFD.
fn escape(out: &mut String, value: &str, attribute: bool) {
    // Nearly every value is plain, and a loop without branches tells that soonest.
    let special = |b: u8| b < b' ' || matches!(b, b'&' | b'<' | b'>' | b'"' | 0xEF);
    if !value.bytes().fold(false, |any, b| any | special(b)) {
        out.push_str(value);
        return;
    }
    let mut done = 0;
    for (at, b) in value.bytes().enumerate() {
        let (replacement, len) = match b {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            // Needed after `]]`; simplest everywhere.
            b'>' => ("&gt;", 1),
            b'"' if attribute => ("&quot;", 1),
            // A reader would turn these into others.
            b'\r' => ("&#13;", 1),
            b'\t' if attribute => ("&#9;", 1),
            b'\n' if attribute => ("&#10;", 1),
            b'\t' | b'\n' => continue,
            0..b' ' => ("\u{FFFD}", 1),
            0xEF if value[at..].chars().next().is_some_and(|c| !is_legal(c)) => ("\u{FFFD}", 3),
            _ => continue,
        };
        out.push_str(&value[done..at]);
        out.push_str(replacement);
        done = at + len;
    }
    out.push_str(&value[done..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::Limits;
    use crate::xml::read;

    #[track_caller]
    fn check(write: impl FnOnce(&mut Writer), expected: &str) {
        let mut xml = Writer::new();
        write(&mut xml);
        assert_eq!(xml.into_string(), expected);
    }

    #[test]
    fn elements_close_as_short_as_they_can() {
        check(|xml| xml.empty("a"), "<a/>");
        check(|xml| xml.leaf("a", ""), "<a/>");
        check(|xml| xml.leaf("a", "b"), "<a>b</a>");
        check(
            |xml| {
                xml.declaration();
                xml.open("a");
                xml.attr("b", "c");
                xml.empty("d");
                xml.raw("<e/>");
                xml.close("a");
            },
            r#"<?xml version="1.0" encoding="UTF-8"?><a b="c"><d/><e/></a>"#,
        );
    }

    #[test]
    fn special_characters_are_escaped() {
        check(
            |xml| xml.leaf("a", "<&>\"'\r\n\t]]>"),
            "<a>&lt;&amp;&gt;\"'&#13;\n\t]]&gt;</a>",
        );
        check(
            |xml| {
                xml.open("a");
                xml.attr("b", "<&>\"'\r\n\t");
                xml.close("a");
            },
            "<a b=\"&lt;&amp;&gt;&quot;'&#13;&#10;&#9;\"/>",
        );
        check(
            |xml| xml.leaf("a", "\0x\u{FFFE}\u{FF21}\u{1F}"),
            "<a>\u{FFFD}x\u{FFFD}\u{FF21}\u{FFFD}</a>",
        );
    }

    #[test]
    fn appending_keeps_what_is_there() {
        let mut xml = Writer::append_to("<!-- x -->".to_owned());
        xml.empty("a");
        assert_eq!(xml.into_string(), "<!-- x --><a/>");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text: String, value: String) {
            let mut xml = Writer::new();
            xml.open("a");
            xml.attr("b", &value);
            xml.text(&text);
            xml.close("a");
            let xml = xml.into_string();
            let tree = read(&xml, &Limits::default()).unwrap();
            let legal = |s: &str| s.chars().map(|c| if is_legal(c) { c } else { '\u{FFFD}' }).collect::<String>();
            prop_assert_eq!(tree.root().text(), legal(&text));
            prop_assert_eq!(tree.root().attribute("", "b").unwrap(), legal(&value));
        }
    }
}
