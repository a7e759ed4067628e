//! Any bytes to any kind of instance: an answer comes out, the journal has the exchange, and the next message works.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocklms::base::{Clock, Limits, Time, Value};
use mocklms::journal::{self, JournalLimits};
use mocklms::session::{InstanceSpec, Opening, Session};
use mocklms::vendor::brightspace;
use mocklms::wire::Request;
use mocklms::{soap, xml};

const PMS: &str = "/d2l/im/ipsis/lis/pmsv2p0/PersonManagementServices.svc";
const GOOD: &str =
    include_str!("../../tests/golden/exchanges/message-of-another-sender/request.xml");

/// One of the settings, or none, and one of the media types, by the first byte.
const SETTINGS: [Option<(&str, &str)>; 8] = [
    None,
    Some(("level", "vendor")),
    Some(("level", "schema")),
    Some(("namespaces", "strict")),
    Some(("auth", "username_token")),
    Some(("element_order", "schema")),
    Some(("soap_action", "dispatch")),
    Some(("transactional", "true")),
];
const TYPES: [&str; 4] = [
    "text/xml",
    "text/xml; charset=utf-8",
    "text/xml; charset=iso-8859-1",
    "",
];
const CODINGS: [&str; 4] = ["", "", "gzip", "deflate"];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, body)) = bytes.split_first() else {
        return;
    };
    let choice = usize::from(*choice);
    let mut settings = Value::map();
    if let Some((name, value)) = SETTINGS[choice % 8] {
        settings.insert(name, Value::text(value));
    }
    let quirks = indexmap::IndexMap::new();
    let vendor = &brightspace::INFO;
    let spec = InstanceSpec {
        name: "d2l",
        vendor,
        settings: &settings,
        quirks: &quirks,
        seed: &Value::map(),
    };
    let opening = Opening {
        name: "default".to_owned(),
        clock: Clock::fixed(Time(0)),
        seed: 1,
        limits: Limits {
            body_bytes: 1 << 20,
            ..Limits::default()
        },
        journal: JournalLimits::default(),
        courier: std::sync::Arc::new(mocklms::session::NoCourier),
    };
    let session = Session::open(opening, [spec]).expect("an empty seed fits");
    let before = session.state();
    let headers = [
        ("Content-Type", TYPES[choice / 8 % 4]),
        ("Content-Encoding", CODINGS[choice / 32 % 4]),
    ];
    let exchange = session.handle(Request::post(PMS, &headers, body.to_vec()));
    assert!(
        matches!(exchange.reply.status, 200 | 415 | 500),
        "{}",
        exchange.ending.text()
    );
    let answer = std::str::from_utf8(&exchange.reply.body).expect("answers are UTF-8");
    let tree = xml::read(answer, &Limits::default()).expect("answers are XML");
    soap::open(&tree, &mut Vec::new()).expect("answers are envelopes");
    if exchange.reply.status != 200 {
        assert!(
            !exchange.ending.text().starts_with("fault Server"),
            "{}",
            exchange.ending.text()
        );
        assert_eq!(session.state(), before, "a fault changes nothing");
    }
    let mut entries = session.entries();
    assert_eq!(entries.len(), 1);
    journal::mask(&mut entries[0], &mut mocklms::base::Masker::default());
    let mut line = Vec::new();
    exchange.line(&mut line, journal::LineStyle::Json);
    assert!(line.ends_with(b"}\n"));
    if SETTINGS[choice % 8].is_none() {
        let good = session.handle(Request::post(PMS, &[("Content-Type", "text/xml")], GOOD));
        let outcome = good.ending.text();
        // Whoever came first may own the user name.
        assert!(
            outcome.starts_with("success") || outcome == "failure/error/invaliddata",
            "{outcome}"
        );
    }
});
