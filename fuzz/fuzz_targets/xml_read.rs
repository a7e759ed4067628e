//! Whatever arrives as a body: decoded, read, opened as an envelope, and looked at everywhere.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocklms::base::Limits;
use mocklms::soap;
use mocklms::xml::{self, Element};

fuzz_target!(|body: &[u8]| {
    let Ok(decoded) = xml::decode(body, None) else {
        return;
    };
    let tree = match xml::read(&decoded.text, &Limits::default()) {
        Ok(tree) => tree,
        Err(error) => {
            assert!(error.offset <= decoded.text.len());
            _ = error.position(&*decoded.text);
            return;
        }
    };
    walk(tree.root());
    if let Ok(envelope) = soap::open(&tree, &mut Vec::new()) {
        _ = soap::UsernameToken::find(&envelope).map(|token| token.matches("user", "password"));
        _ = soap::fault::read(&envelope);
    }
});

fn walk(element: Element<'_>) {
    assert!(element.outer().starts_with('<') && element.outer().ends_with('>'));
    assert!(element.path().ends_with(element.local()));
    _ = (
        element.text(),
        element.is_nil(),
        element.prefix(),
        element.namespace(),
    );
    for attribute in element.attributes() {
        assert!(
            element
                .attribute(attribute.namespace(), attribute.local())
                .is_some()
        );
        _ = attribute.value();
    }
    for child in element.children() {
        assert!(
            child
                .parent()
                .is_some_and(|parent| parent.offset() == element.offset())
        );
        walk(child);
    }
}
