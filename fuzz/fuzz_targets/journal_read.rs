//! Any bytes as a recording: refused, or read into entries that can be masked and written again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocklms::base::Masker;
use mocklms::journal::{Entry, Recording, mask};

fuzz_target!(|bytes: &[u8]| {
    let recording = match Recording::read_from(bytes) {
        Ok(recording) => recording,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert!(recording.runs >= 1);
    for mut entry in recording.entries {
        let line = serde_json::to_string(&entry).expect("entries can be written");
        let again: Entry = serde_json::from_str(&line).expect("what was written can be read");
        assert_eq!(again, entry);
        _ = entry.request_body.bytes();
        let mut twin = entry.clone();
        mask(&mut entry, &mut Masker::default());
        mask(&mut twin, &mut Masker::default());
        assert_eq!(entry, twin, "the same masks every time");
    }
});
