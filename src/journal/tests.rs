//! Recordings, written and read back.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::*;
use crate::base::Time;

/// A file name of its own, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(
            std::env::temp_dir().join(format!("mocklms-journal-{}-{n}.ndjson", std::process::id())),
        )
    }

    fn recorder(&self, secrets: Secrets) -> Recorder {
        Recorder::open(&self.0, secrets, Time(0)).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(&self.0).unwrap()
    }

    fn add(&self, bytes: &[u8]) {
        let mut file = fs::OpenOptions::new().append(true).open(&self.0).unwrap();
        file.write_all(bytes).unwrap();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

fn entry(seq: u64, body: &[u8]) -> Entry {
    Entry {
        seq,
        method: "POST".to_owned(),
        request_body: Body::of(body),
        ..Entry::default()
    }
}

fn seqs(recording: &Recording) -> Vec<u64> {
    recording.entries.iter().map(|e| e.seq).collect()
}

#[test]
fn lines_out_of_order_are_read_in_order() {
    let file = Scratch::new();
    let recorder = file.recorder(Secrets::Masked);
    for seq in [2, 1, 4, 3] {
        recorder.append(entry(seq, b"<a/>"));
    }
    let recording = Recording::read(&file.0).unwrap();
    assert_eq!(seqs(&recording), [1, 2, 3, 4]);
    assert_eq!(recording.secrets, Secrets::Masked);
    assert_eq!((recording.runs, recording.torn.len()), (1, 0));
}

#[test]
fn a_torn_last_line_is_told_and_the_rest_is_read() {
    let file = Scratch::new();
    file.recorder(Secrets::Masked).append(entry(1, b"<a/>"));
    file.add(br#"{"seq":2,"time":"#);
    let recording = Recording::read(&file.0).unwrap();
    assert_eq!(seqs(&recording), [1]);
    assert_eq!(recording.torn, [Torn { line: 3, bytes: 16 }]);
}

#[test]
fn a_file_cut_anywhere_after_its_header_is_still_read() {
    let file = Scratch::new();
    let recorder = file.recorder(Secrets::Kept);
    for seq in 1..=3 {
        recorder.append(entry(seq, "<naïve/>".as_bytes()));
    }
    let whole = file.bytes();
    let header = whole.iter().position(|b| *b == b'\n').unwrap() + 1;
    for cut in header..whole.len() {
        let part = &whole[..cut];
        let complete = memchr::memchr_iter(b'\n', part).count() - 1;
        let recording = Recording::read_from(part).unwrap();
        // A line that lacks nothing but its line end is whole.
        let read = recording.entries.len();
        assert!(read == complete || read == complete + 1 && recording.torn.is_empty());
        if !part.ends_with(b"\n") {
            assert_eq!(recording.torn.len(), usize::from(read == complete));
        }
    }
}

#[test]
fn a_recording_is_continued_and_its_masks_go_on() {
    let file = Scratch::new();
    file.recorder(Secrets::Masked)
        .append(entry(1, b"<password>first</password>"));
    file.add(br#"{"seq":2,"torn"#);
    file.recorder(Secrets::Masked)
        .append(entry(1, b"<password>second</password>"));
    let recording = Recording::read(&file.0).unwrap();
    assert_eq!(seqs(&recording), [1, 1]);
    assert_eq!((recording.runs, recording.torn.len()), (2, 1));
    assert_eq!(
        recording.entries[1].request_body,
        Body::Text("<password>&lt;secret:2></password>".to_owned())
    );
}

#[test]
fn a_foreign_file_is_left_alone() {
    for content in ["hello\n", "{\"a\":1}\n", "\n\n"] {
        let file = Scratch::new();
        fs::write(&file.0, content).unwrap();
        let error = Recorder::open(&file.0, Secrets::Masked, Time(0)).unwrap_err();
        assert!(matches!(error, RecordError::Foreign { .. }), "{error}");
        assert_eq!(file.bytes(), content.as_bytes());
    }
}

#[test]
fn secrets_in_clear_and_masked_do_not_share_a_file() {
    let file = Scratch::new();
    file.recorder(Secrets::Kept);
    let error = Recorder::open(&file.0, Secrets::Masked, Time(0)).unwrap_err();
    assert!(error.to_string().contains("name another file"), "{error}");
}

#[test]
fn a_newer_major_is_refused_and_a_newer_minor_is_read() {
    let newer = br#"{"mocklms_recording":{"major":2,"minor":0},"shape":"unknown"}"#;
    assert!(matches!(
        Recording::read_from(&newer[..]),
        Err(ReadError::Newer(2))
    ));
    let minor = br#"{"mocklms_recording":{"major":1,"minor":9},"secrets":"masked","more":[]}"#;
    assert!(Recording::read_from(&minor[..]).is_ok());
    assert!(matches!(
        Recording::read_from(&b""[..]),
        Err(ReadError::Empty)
    ));
}

#[test]
fn a_broken_line_in_the_middle_is_an_error_with_its_number() {
    let file = Scratch::new();
    let recorder = file.recorder(Secrets::Masked);
    recorder.append(entry(1, b""));
    file.add(b"nonsense\n");
    recorder.append(entry(2, b""));
    let error = Recording::read(&file.0).unwrap_err();
    assert!(
        matches!(error, ReadError::Broken { line: 3, .. }),
        "{error}"
    );
}

#[test]
fn no_clear_secret_is_in_the_file() {
    let secrets = ["Quill!58", "pa\"ss\\wörd", "d2l<&>", "nonce-Q2E="];
    let file = Scratch::new();
    let recorder = file.recorder(Secrets::Masked);
    for (seq, secret) in (1..).zip(secrets) {
        let escaped = secret.replace('&', "&amp;").replace('<', "&lt;");
        let bodies = [
            format!("<p:password><p:textString>{escaped}</p:textString></p:password>"),
            format!("<wsse:Nonce>{escaped}</wsse:Nonce>"),
            format!("<passWord>{escaped}"),
            format!("<passWord><![CDATA[{secret}]]></passWord>"),
            format!("<fieldName>Password</fieldName><fieldValue>{escaped}</fieldValue>"),
        ];
        for body in &bodies {
            let mut sent = entry(seq, body.as_bytes());
            sent.response_body = Body::of(body.as_bytes());
            sent.request_headers = vec![("Authorization".to_owned(), format!("Basic {secret}"))];
            recorder.append(sent);
        }
    }
    let text = String::from_utf8(file.bytes()).unwrap();
    for secret in secrets {
        for spelling in [
            secret.to_owned(),
            secret.replace('&', "&amp;").replace('<', "&lt;"),
        ] {
            let json = serde_json::to_string(&spelling).unwrap();
            assert!(!text.contains(&spelling) && !text.contains(json.trim_matches('"')));
        }
    }
    assert!(!text.contains("pa\\\"ss"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read_back(
        bodies in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..60), ".{0,40}", any::<u16>()), 0..8)
    ) {
        let file = Scratch::new();
        let recorder = file.recorder(Secrets::Kept);
        let written: Vec<Entry> = (1..).zip(&bodies).map(|(seq, (bytes, text, status))| Entry {
            request_headers: vec![("X-Text".to_owned(), text.clone())],
            response_body: Body::of(text.as_bytes()),
            outcome: text.clone(),
            status: *status,
            ..entry(seq, bytes)
        }).collect();
        for entry in &written {
            recorder.append(entry.clone());
        }
        let recording = Recording::read(&file.0).unwrap();
        prop_assert_eq!(recording.entries, written);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut file = br#"{"mocklms_recording":{"major":1,"minor":0},"secrets":"masked"}"#.to_vec();
        file.push(b'\n');
        file.extend(bytes);
        _ = Recording::read_from(&*file);
    }
}
