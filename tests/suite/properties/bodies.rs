//! Any bytes as a body: an answer comes out, never a panic, and the journal has exactly one entry for it.

use std::ops::Range;

use mocklms::base::{Limits, Masker};
use mocklms::engine::Exchange;
use mocklms::wire::Request;
use mocklms::{journal, soap, xml};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::config;
use crate::lms::{self, PMS};

const GOODS: [&str; 3] = [
    include_str!("../../golden/exchanges/message-of-another-sender/request.xml"),
    include_str!("../../golden/exchanges/page-1-replace-person/request.xml"),
    include_str!("../../golden/exchanges/page-3-delete-person/request.xml"),
];

/// Bytes that mean something to somebody on the way.
const SNIPPETS: [&str; 16] = [
    "<",
    ">",
    "</",
    "/>",
    "&",
    "&#x0;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "<!DOCTYPE x>",
    "\"",
    " xmlns=\"\"",
    "\0",
    "\u{FEFF}",
    "<p:sourcedId>",
    "<?xml version=\"1.0\"?>",
];

#[derive(Clone, Debug)]
enum Mutation {
    Flip(Index, u8),
    Delete(Index, usize),
    Double(Index, usize),
    Insert(Index, &'static str),
    Swap(Index, Index, usize),
    Cut(Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let len = || 1..60_usize;
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, with)| Mutation::Flip(at, with)),
        (any::<Index>(), len()).prop_map(|(at, len)| Mutation::Delete(at, len)),
        (any::<Index>(), len()).prop_map(|(at, len)| Mutation::Double(at, len)),
        (any::<Index>(), select(&SNIPPETS[..])).prop_map(|(at, text)| Mutation::Insert(at, text)),
        (any::<Index>(), any::<Index>(), len()).prop_map(|(a, b, len)| Mutation::Swap(a, b, len)),
        any::<Index>().prop_map(Mutation::Cut),
    ]
}

fn range(bytes: &[u8], at: Index, len: usize) -> Range<usize> {
    let start = at.index(bytes.len().max(1)).min(bytes.len());
    start..(start + len).min(bytes.len())
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    match *mutation {
        Mutation::Flip(at, with) => {
            let range = range(bytes, at, 1);
            bytes[range].iter_mut().for_each(|byte| *byte ^= with);
        }
        Mutation::Delete(at, len) => drop(bytes.drain(range(bytes, at, len))),
        Mutation::Double(at, len) => {
            let range = range(bytes, at, len);
            let copy = bytes[range.clone()].to_vec();
            bytes.splice(range.start..range.start, copy);
        }
        Mutation::Insert(at, text) => {
            let start = range(bytes, at, 0).start;
            bytes.splice(start..start, text.bytes());
        }
        Mutation::Swap(a, b, len) => {
            let copy = bytes[range(bytes, a, len)].to_vec();
            let to = range(bytes, b, len);
            bytes.splice(to, copy);
        }
        Mutation::Cut(at) => bytes.truncate(range(bytes, at, 0).start),
    }
}

/// Sends the body, checks what holds for every exchange, and sends a good message after it.
fn survives(
    settings: Option<(&str, &str)>,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<(), TestCaseError> {
    let session = lms::settings(settings.as_slice());
    let before = lms::state(&session);
    let exchange: &Exchange = &session.handle(Request::post(PMS, headers, body.to_vec()));
    let outcome = exchange.ending.text();
    let answer = std::str::from_utf8(&exchange.reply.body).expect("answers are UTF-8");
    let tree = xml::read(answer, &Limits::default())
        .map_err(|e| TestCaseError::fail(format!("{e}: {answer}")))?;
    let fault = soap::open(&tree, &mut Vec::new())
        .ok()
        .map(|envelope| soap::fault::read(&envelope));
    match exchange.reply.status {
        200 => prop_assert_eq!(fault, Some(None), "{}", answer),
        // At level vendor a media type is refused as that server does it.
        status if status == 500 || (status == 415 && settings == Some(("level", "vendor"))) => {
            prop_assert!(matches!(fault, Some(Some(_))), "{}", answer);
            prop_assert!(!outcome.starts_with("fault Server"), "{}", outcome);
            prop_assert_eq!(lms::state(&session), before);
        }
        other => prop_assert!(false, "HTTP {other}: {outcome}"),
    }
    let mut entries = session.entries();
    prop_assert_eq!(entries.len(), 1);
    let kept = entries[0].request_body.bytes().map(Vec::from);
    prop_assert_eq!(kept.as_deref(), Some(body));
    journal::mask(&mut entries[0], &Masker::default());
    let after = lms::send(&session, GOODS[0].replace("obrandvold", "someone-else"));
    let plain = settings.is_none();
    prop_assert!(
        !plain || after.ending.text().starts_with("success"),
        "{} after {outcome}",
        after.ending.text()
    );
    prop_assert_eq!(session.journal.exchanges().len(), 2);
    Ok(())
}

fn settings() -> impl Strategy<Value = Option<(&'static str, &'static str)>> {
    select(vec![
        None,
        None,
        None,
        Some(("level", "schema")),
        Some(("level", "vendor")),
        Some(("transactional", "true")),
        Some(("namespaces", "strict")),
    ])
}

fn headers() -> impl Strategy<Value = [(&'static str, &'static str); 2]> {
    let types = [
        "text/xml",
        "text/xml; charset=utf-8",
        "text/xml; charset=iso-8859-1",
        "",
        "a/b; charset=\"",
        "text/xml; charset=utf-16",
    ];
    let actions = [
        "\"\"",
        "\"http://www.imsglobal.org/soap/lis/pms2p0/replacePerson\"",
        "\u{85}é",
        "\"",
        ":::",
    ];
    (select(types.to_vec()), select(actions.to_vec()))
        .prop_map(|(kind, action)| [("Content-Type", kind), ("SOAPAction", action)])
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn raw_bytes(body in vec(any::<u8>(), 0..200), headers in headers(), settings in settings()) {
        survives(settings, &headers, &body)?;
    }

    #[test]
    fn raw_bytes_that_claim_to_be_compressed(body in vec(any::<u8>(), 0..200), coding in select(vec!["gzip", "deflate", "br", "*"])) {
        survives(None, &[("Content-Type", "text/xml"), ("Content-Encoding", coding)], &body)?;
    }

    #[test]
    fn good_messages_gone_bad(good in select(&GOODS[..]), mutations in vec(mutation(), 1..6), headers in headers(), settings in settings()) {
        let mut body = good.as_bytes().to_vec();
        for mutation in &mutations {
            mutate(&mut body, mutation);
        }
        survives(settings, &headers, &body)?;
    }
}
