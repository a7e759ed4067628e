use proptest::prelude::*;

use super::*;
use crate::base::Limits;
use crate::xml::{decode, read};

const NS11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const NS12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// Version, header blocks, payload, and the names of the findings.
type Seen = (Version, Vec<String>, Option<String>, Vec<&'static str>);

fn opened(text: &str) -> Result<Seen, Fault> {
    let tree = read(text, &Limits::default()).unwrap();
    let mut findings = Vec::new();
    let envelope = open(&tree, &mut findings)?;
    Ok((
        envelope.version,
        envelope
            .header_blocks()
            .map(|block| block.local().to_owned())
            .collect(),
        envelope.payload.map(|payload| payload.local().to_owned()),
        findings.iter().map(|finding| finding.name).collect(),
    ))
}

#[track_caller]
fn check(text: &str, version: Version, blocks: &[&str], payload: Option<&str>, findings: &[&str]) {
    let (v, b, p, f) = opened(text).unwrap();
    assert_eq!(
        (
            v,
            b.iter().map(String::as_str).collect::<Vec<_>>(),
            p.as_deref(),
            &f[..]
        ),
        (version, blocks.to_vec(), payload, findings)
    );
}

#[track_caller]
fn refused(text: &str, code: FaultCode, message: &str) {
    let fault = opened(text).unwrap_err();
    assert_eq!((fault.code, fault.string.as_str()), (code, message));
    assert_eq!(fault.http_status, 500);
}

#[test]
fn shapes_that_clients_send() {
    // No header at all.
    check(
        &format!("<e:Envelope xmlns:e='{NS11}'><e:Body><op/></e:Body></e:Envelope>"),
        Version::V11,
        &[],
        Some("op"),
        &[],
    );
    // Two prefixes for one namespace, a default namespace on the body, encodingStyle, unused declarations, comments.
    check(
        &format!(
            "<?xml version='1.0'?>\n<S:Envelope xmlns:S='{NS11}' xmlns:K='{NS11}' xmlns:u='unused' S:encodingStyle='x'>\n\
             <!-- c --><K:Header><a xmlns='u1'/>\n<b/></K:Header>\n<S:Body xmlns='d'>\n<m:op xmlns:m='m'/>\n</S:Body>\n</S:Envelope>\n"
        ),
        Version::V11,
        &["a", "b"],
        Some("op"),
        &[],
    );
    // The envelope in the default namespace, empty header, empty body.
    check(
        &format!("<Envelope xmlns='{NS12}'><Header/><Body/></Envelope>"),
        Version::V12,
        &[],
        None,
        &[],
    );
}

#[test]
fn oddities_become_findings() {
    check(
        &format!("<e:Envelope xmlns:e='{NS11}'><e:Body><a/><b/><c/></e:Body></e:Envelope>"),
        Version::V11,
        &[],
        Some("a"),
        &["two-payloads"],
    );
    check(
        &format!("<e:Envelope xmlns:e='{NS11}'><e:Body>?<a/></e:Body><x/></e:Envelope>"),
        Version::V11,
        &[],
        Some("a"),
        &["envelope-extra-child", "text-in-body"],
    );
}

#[test]
fn what_is_no_envelope_is_refused_with_its_place() {
    refused(
        "\n <person xmlns='p'/>",
        FaultCode::Client,
        "the root element is 'person' in namespace 'p', not a SOAP Envelope (line 2, column 2)",
    );
    refused(
        "<Envelope><Body/></Envelope>",
        FaultCode::VersionMismatch,
        "the Envelope is in no namespace; SOAP 1.1 is 'http://schemas.xmlsoap.org/soap/envelope/' (line 1, column 1)",
    );
    refused(
        "<Envelope xmlns='other'><Body/></Envelope>",
        FaultCode::VersionMismatch,
        "the Envelope is in namespace 'other'; SOAP 1.1 is 'http://schemas.xmlsoap.org/soap/envelope/' (line 1, column 1)",
    );
}

#[test]
fn parts_in_disorder_are_refused() {
    let envelope = |inner: &str| format!("<e:Envelope xmlns:e='{NS11}'>\n{inner}</e:Envelope>");
    refused(
        &envelope(""),
        FaultCode::Client,
        "the Envelope has no Body (line 1, column 1)",
    );
    refused(
        &envelope("<e:Header/>"),
        FaultCode::Client,
        "the Envelope has no Body (line 1, column 1)",
    );
    refused(
        &envelope("<e:Body/><e:Body/>"),
        FaultCode::Client,
        "there is a second Body (line 2, column 10)",
    );
    refused(
        &envelope("<e:Header/><e:Header/><e:Body/>"),
        FaultCode::Client,
        "there is a second Header (line 2, column 12)",
    );
    refused(
        &envelope("<e:Body/><e:Header/>"),
        FaultCode::Client,
        "Header comes after Body (line 2, column 10)",
    );
    refused(
        &envelope("<Body/>"),
        FaultCode::Client,
        "Body is in no namespace, not in that of its Envelope (line 2, column 1)",
    );
}

#[test]
fn demands_to_be_understood() {
    let text = format!(
        "<e:Envelope xmlns:e='{NS11}'><e:Header><a e:mustUnderstand='1'/><b mustUnderstand='true'/>\
         <c e:mustUnderstand='0'/><d/><k e:mustUnderstand='1'/></e:Header><e:Body/></e:Envelope>"
    );
    let tree = read(&text, &Limits::default()).unwrap();
    let mut findings = Vec::new();
    let envelope = open(&tree, &mut findings).unwrap();
    envelope.ignored_demands(|block| block.local() == "k", &mut findings);
    let messages: Vec<_> = findings.iter().map(|finding| &*finding.message).collect();
    assert_eq!(
        messages,
        [
            "header block 'a' is marked mustUnderstand and is not understood",
            "header block 'b' is marked mustUnderstand and is not understood"
        ]
    );
    assert!(
        findings
            .iter()
            .all(|finding| finding.name == "must-understand-ignored")
    );
}

#[test]
fn what_is_written_opens_again() {
    for (version, prefix) in [
        (Version::V11, "soap"),
        (Version::V12, "s"),
        (Version::V11, ""),
    ] {
        let mut xml = Writer::new();
        write(
            &mut xml,
            version,
            prefix,
            Some(|xml: &mut Writer| xml.empty("h")),
            |xml| xml.leaf("op", "1"),
        );
        check(&xml.into_string(), version, &["h"], Some("op"), &[]);
    }
}

/// Everything a request goes through before anybody knows what it says.
fn read_all(body: &[u8], charset: Option<&str>) {
    let Ok(decoded) = decode(body, charset) else {
        return;
    };
    let tree = match read(&decoded.text, &Limits::default()) {
        Ok(tree) => tree,
        Err(error) => {
            let place = error.position(&*decoded.text);
            assert!(error.offset <= decoded.text.len() && place.line > 0);
            return;
        }
    };
    let mut findings = Vec::new();
    if let Ok(envelope) = open(&tree, &mut findings) {
        _ = super::super::UsernameToken::find(&envelope).map(|token| token.matches("u", "p"));
        _ = super::super::fault::read(&envelope);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(body: Vec<u8>) {
        read_all(&body, None);
    }

    /// Pieces of XML in any order get further than bytes do.
    #[test]
    fn any_pieces_are_answered(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        read_all(text.as_bytes(), Some("utf-8"));
        let wrapped = format!("<e:Envelope xmlns:e='{NS11}'><e:Body>{text}</e:Body></e:Envelope>");
        read_all(wrapped.as_bytes(), None);
    }
}

const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<a",
    "<a>",
    "</a>",
    "<e:a",
    " ",
    "\n",
    "\r",
    "=",
    "'",
    "\"",
    "b",
    " b='c'",
    " xmlns='u'",
    " xmlns:e='v'",
    "&",
    ";",
    "amp",
    "&amp;",
    "&#",
    "x41",
    "<!--",
    "-->",
    "--",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "xml",
    "<!DOCTYPE",
    "[",
    "]",
    "ä",
    "\u{FFFE}",
    "\u{0}",
    ":",
    "1",
    "<!",
];
