//! The canonical form of any XML, written and read again, is the same; so is the form of what it was read from.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocklms::base::Limits;
use mocklms::verify::Canon;
use mocklms::xml;

fuzz_target!(|text: &str| {
    let Ok(tree) = xml::read(text, &Limits::default()) else {
        return;
    };
    let first = Canon::of(tree.root());
    let written = first.to_xml();
    let again = xml::read(
        &written,
        &Limits {
            depth: 200,
            attributes: 2000,
            ..Limits::default()
        },
    )
    .unwrap_or_else(|error| panic!("{error}: {written}"));
    let second = Canon::of(again.root());
    assert_eq!(first, second, "{written}");
    assert_eq!(written, second.to_xml());
    _ = (first.key(), second.key());
});
