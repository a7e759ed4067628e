use crate::base::Limits;
use crate::xml::{Element, Tree, read};
use std::borrow::Cow;

fn tree(text: &str) -> Tree<'_> {
    read(text, &Limits::default()).unwrap()
}

/// The root's text.
#[track_caller]
fn check(document: &str, expected: &str) {
    assert_eq!(tree(document).root().text(), expected, "{document}");
}

#[test]
fn text_is_what_it_stands_for() {
    check("<a>b</a>", "b");
    check("<a/>", "");
    check("<a></a>", "");
    check("<a> b\n</a>", " b\n");
    check("<a>R&amp;D &#x41;</a>", "R&D A");
    check("<a>abc<!-- note -->def<?p i?>g</a>", "abcdefg");
    check("<a>x<![CDATA[<&amp;>]]>y</a>", "x<&amp;>y");
    check("<a>1<b>2</b>3</a>", "13");
    check("<a>1\r\n2\r3<![CDATA[\r\n]]>&#13;</a>", "1\n2\n3\n\r");
    check("<a>a > b</a>", "a > b");
}

#[test]
fn plain_text_is_borrowed() {
    for document in ["<a>b</a>", "<a><![CDATA[b]]></a>", "<a><!-- c -->b</a>"] {
        assert!(
            matches!(tree(document).root().text(), Cow::Borrowed("b")),
            "{document}"
        );
    }
}

#[test]
fn names_and_namespaces() {
    let tree = tree("<p:a xmlns:p='u' xmlns:q='u'><b xmlns='v'><c xmlns=''/><q:d/></b><e/></p:a>");
    let root = tree.root();
    assert_eq!(
        (root.name(), root.prefix(), root.local(), root.namespace()),
        ("p:a", "p", "a", "u")
    );
    let b = root.child("b").unwrap();
    assert_eq!((b.name(), b.prefix(), b.namespace()), ("b", "", "v"));
    assert_eq!(b.child("c").unwrap().namespace(), "");
    assert!(b.child("d").unwrap().is("u", "d"));
    assert_eq!(root.child("e").unwrap().namespace(), "");
    assert_eq!(b.child("d").unwrap().resolve("q").as_deref(), Some("u"));
    assert_eq!(b.child("d").unwrap().resolve("").as_deref(), Some("v"));
    assert_eq!(b.child("c").unwrap().resolve("").as_deref(), Some(""));
    assert_eq!(root.resolve("nothing"), None);
}

#[test]
fn a_namespace_may_hold_references() {
    let tree = tree("<a xmlns='u&#9;&amp;'/>");
    assert_eq!(tree.root().namespace(), "u\t&");
}

#[test]
fn walking() {
    let tree = tree("<a>\n<b>1</b><c><b>2</b></c><!-- x --><b>3</b></a>");
    let root = tree.root();
    let locals = |e: Element<'_>| {
        e.children()
            .map(|c| c.local().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(locals(root), ["b", "c", "b"]);
    let texts: Vec<_> = root
        .children_named("b")
        .map(|b| b.text().into_owned())
        .collect();
    assert_eq!(texts, ["1", "3"]);
    let inner = root.child("c").unwrap().child("b").unwrap();
    assert_eq!(inner.path(), "a/c/b");
    assert_eq!(inner.parent().unwrap().local(), "c");
    assert!(root.parent().is_none());
    assert!(root.has_children() && !inner.has_children());
    assert!(!root.has_text() && inner.has_text());
    assert_eq!(inner.outer(), "<b>2</b>");
    assert_eq!(&tree.text()[inner.span()], "<b>2</b>");
    assert_eq!(inner.offset() as usize, inner.span().start);
    assert_eq!(root.span(), 0..tree.text().len());
    assert!(root.child("absent").is_none());
}

#[test]
fn text_among_elements_is_found_however_it_is_written() {
    for (xml, expected) in [
        ("<a/>", false),
        ("<a></a>", false),
        ("<a\n>\n\t</a >", false),
        ("<a> <b/>\r\n<c>x</c>\t</a>", false),
        ("<a>&#32;<b/></a>", false),
        ("<a><!-- x --><b/></a>", false),
        ("<a><![CDATA[ ]]><b/></a>", false),
        ("<a>x<b/></a>", true),
        ("<a><b/>          x</a>", true),
        ("<a><b/>x<b/></a>", true),
        ("<a>&#65;<b/></a>", true),
        ("<a><![CDATA[x]]><b/></a>", true),
        ("<a>\u{a0}<b/></a>", true),
    ] {
        assert_eq!(tree(xml).root().has_text(), expected, "{xml}");
    }
}

#[test]
fn only_a_single_piece_is_plain() {
    for (xml, expected) in [
        ("<a/>", Some("")),
        ("<a></a>", Some("")),
        ("<a> x </a>", Some(" x ")),
        ("<a><![CDATA[<x>]]></a>", Some("<x>")),
        ("<a>x<!-- c -->y</a>", None),
        ("<a>x&amp;y</a>", None),
        ("<a>x\r\n</a>", None),
        ("<a><b/></a>", None),
        ("<a>x<b/></a>", None),
    ] {
        assert_eq!(tree(xml).root().plain_text(), expected, "{xml}");
    }
}

#[test]
fn attributes() {
    let tree = tree("<a xmlns='u' xmlns:p='u' b='1&amp;\n2' p:b = \"x\ty\" xml:lang='de'/>");
    let root = tree.root();
    assert_eq!(root.attribute("", "b").as_deref(), Some("1& 2"));
    assert_eq!(root.attribute("u", "b").as_deref(), Some("x y"));
    assert_eq!(
        root.attribute(crate::xml::XML_NAMESPACE, "lang").as_deref(),
        Some("de")
    );
    assert_eq!(root.attribute("u", "xmlns"), None);
    let names: Vec<_> = root.attributes().map(|a| (a.prefix(), a.local())).collect();
    assert_eq!(names, [("", "b"), ("p", "b"), ("xml", "lang")]);
}

#[test]
fn nil() {
    let nil = |value: &str| {
        let document =
            format!("<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='{value}'/>");
        tree(&document).root().is_nil()
    };
    assert!(nil("true") && nil("1") && nil(" true "));
    assert!(!nil("false") && !nil("0") && !nil(""));
    assert!(!tree("<a nil='true'/>").root().is_nil());
}

#[test]
fn debug_output_shows_no_contents() {
    let tree = tree("<a><b c='secret'>secret</b></a>");
    let b = tree.root().child("b").unwrap();
    let shown = format!("{tree:?} {b:?} {:?}", b.attributes().next().unwrap());
    assert!(!shown.contains("secret"), "{shown}");
    assert!(shown.contains("Element(a/b at 3)"), "{shown}");
}
