use std::fmt::Write as _;

use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::base::{Limits, Value};
use crate::diag::{Source, Span};
use crate::scenario::{Pattern, PatternEntry};
use crate::verify::fragment::compare_fragment;
use crate::verify::{Canon, Captures, compare};
use crate::xml;

/// An element that can be written in many ways.
#[derive(Clone, Debug)]
struct Tree {
    name: String,
    namespace: usize,
    attributes: std::collections::BTreeMap<String, String>,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Text(String),
    Children(Vec<Tree>),
}

const NAMESPACES: [&str; 3] = ["urn:a", "urn:b", "urn:c"];

fn trees() -> impl Strategy<Value = Tree> {
    let texts = prop_oneof![Just(String::new()), "[a-c <&>\"'\u{e4}]{1,6}"];
    let leaf = (texts.clone(), "[a-d]", 0..3usize).prop_map(|(text, name, namespace)| Tree {
        name,
        namespace,
        attributes: std::collections::BTreeMap::new(),
        content: Content::Text(text),
    });
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let attributes = btree_map("[p-r]", texts.clone(), 0..3);
        (vec(inner, 1..4), "[a-d]", 0..3usize, attributes).prop_map(
            |(children, name, namespace, attributes)| Tree {
                name,
                namespace,
                attributes,
                content: Content::Children(children),
            },
        )
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Writes a tree in one of many ways; `style` chooses.
fn render(tree: &Tree, style: u64, out: &mut String) {
    let bit = |n: u32| style >> n & 1 == 1;
    let next = style.rotate_left(7) ^ 0x9E37_79B9_7F4A_7C15;
    let prefix = if bit(0) {
        format!("p{}:", style % 3)
    } else {
        String::new()
    };
    let declared = prefix.trim_end_matches(':');
    let colon = if declared.is_empty() { "" } else { ":" };
    let declaration = format!(" xmlns{colon}{declared}=\"{}\"", NAMESPACES[tree.namespace]);
    let mut attributes: Vec<String> = tree
        .attributes
        .iter()
        .map(|(k, v)| format!(" {k}=\"{}\"", escape(v)))
        .collect();
    attributes.push(declaration);
    if bit(1) {
        attributes.reverse();
    }
    _ = write!(out, "<{prefix}{}{}>", tree.name, attributes.concat());
    match &tree.content {
        Content::Text(text) if bit(2) && !text.is_empty() => _ = write!(out, "<![CDATA[{text}]]>"),
        Content::Text(text) => out.push_str(&escape(text)),
        Content::Children(children) => {
            for (n, child) in children.iter().enumerate() {
                out.push_str(if bit(3) { "\n  " } else { "" });
                out.push_str(if bit(4) { "<!-- x --><?y?>" } else { "" });
                render(child, next.wrapping_add(n as u64), out);
            }
            out.push_str(if bit(5) { " \t\n" } else { "" });
        }
    }
    _ = write!(out, "</{prefix}{}>", tree.name);
}

fn canon(tree: &Tree, style: u64) -> Canon {
    let mut text = String::new();
    render(tree, style, &mut text);
    read(&text)
}

fn read(text: &str) -> Canon {
    Canon::of(
        xml::read(text, &Limits::default())
            .unwrap_or_else(|e| panic!("{e}: {text}"))
            .root(),
    )
}

fn span() -> Span {
    let source = Source {
        path: "x.yaml".into(),
        text: String::new(),
    };
    Span {
        source: source.into(),
        line: 1,
        column: 1,
        length: 1,
    }
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = "[a-c ]{0,3}".prop_map(Value::text);
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::List),
            btree_map("[a-d]", inner, 0..4).prop_map(|map| Value::Map(map.into_iter().collect())),
        ]
    })
}

/// The pattern that asks for this very value.
fn pattern(value: &Value) -> Pattern {
    match value {
        Value::Text(text) => Pattern::Text(text.clone(), span()),
        Value::Secret(secret) => Pattern::Text(secret.reveal().to_owned(), span()),
        Value::List(list) => Pattern::List(list.iter().map(pattern).collect(), span()),
        Value::Map(map) => Pattern::Map {
            entries: map
                .iter()
                .map(|(key, value)| PatternEntry {
                    key: key.clone(),
                    value: pattern(value),
                    span: span(),
                })
                .collect(),
            exact: true,
            count: None,
            span: span(),
        },
    }
}

proptest! {
    #[test]
    fn canon_is_blind_to_notation(tree in trees(), a in any::<u64>(), b in any::<u64>()) {
        prop_assert_eq!(canon(&tree, a), canon(&tree, b));
    }

    #[test]
    fn canon_is_idempotent(tree in trees(), style in any::<u64>()) {
        let once = canon(&tree, style);
        prop_assert_eq!(&read(&once.to_xml()), &once);
        prop_assert_eq!(read(&once.to_xml()).to_xml(), once.to_xml());
    }

    #[test]
    fn fragments_differ_exactly_when_their_canonical_forms_do(a in trees(), b in trees(), style in any::<u64>()) {
        let (mut a, mut b) = (a, b);
        a.name = "root".to_owned();
        b.name = "root".to_owned();
        let (x, y) = (canon(&a, style), canon(&b, style));
        prop_assert!(compare_fragment(&x, &canon(&a, !style), &span()).differences.is_empty());
        let same = compare_fragment(&x, &y, &span()).differences.is_empty();
        prop_assert_eq!(same, x == y);
    }

    #[test]
    fn values_differ_exactly_when_they_are_different(a in values(), b in values()) {
        let mut captures = Captures::default();
        prop_assert!(compare(&pattern(&a), Some(&a), &mut captures).is_empty());
        let found = compare(&pattern(&a), Some(&b), &mut captures);
        prop_assert_eq!(found.is_empty(), a == b);
    }
}
