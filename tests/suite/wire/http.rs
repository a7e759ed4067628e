//! The HTTP around a message: media types, SOAPAction, paths, methods, compression, service descriptions.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use mocklms::base::Limits;
use mocklms::session::{InstanceSpec, Session};
use mocklms::vendor::brightspace;
use mocklms::wire::{Request, Trouble};

use super::{Fault, GOOD, Http, Refused, Stored, case, check, edit, lives_on, post};
use crate::lms::{self, PMS};

#[test]
fn media_types_in_every_spelling() {
    for (value, findings) in [
        ("text/xml; charset=utf-8", &[][..]),
        ("text/xml;charset=UTF-8", &[]),
        ("text/xml; charset=\"utf-8\"", &[]),
        ("text/xml;charset=\"utf-8\"", &[]),
        ("text/xml; charset='utf-8'", &[]),
        ("Text/XML ; Charset = utf-8", &[]),
        ("text/xml", &[]),
        ("text/xml; charset=", &[]),
        ("text/xml; boundary=x; charset=utf-8", &[]),
        (
            "application/soap+xml; charset=utf-8; action=\"urn:x\"",
            &["content-type-mismatch"],
        ),
        (
            "application/soap+xml; charset=utf-8; action=\"\"",
            &["content-type-mismatch"],
        ),
        ("application/soap+xml", &["content-type-mismatch"]),
        ("application/xml", &["content-type-mismatch"]),
        ("application/octet-stream", &["content-type-mismatch"]),
        ("", &["content-type-mismatch"]),
    ] {
        case(
            value,
            Request::post(PMS, &[("Content-type", value)], GOOD),
            Stored,
            findings,
        );
    }
    case(
        "no Content-Type",
        Request::post(PMS, &[], GOOD),
        Stored,
        &["content-type-mismatch"],
    );
    let session = lms::settings(&[("level", "vendor")]);
    let request = Request::post(PMS, &[("Content-Type", "application/xml")], GOOD);
    check(
        "level vendor",
        &session,
        request,
        Refused(415, "content-type-mismatch"),
        &["content-type-mismatch"],
    );
    lives_on("level vendor", &session);
}

#[test]
fn soap_1_2_is_told_by_the_envelope_not_by_the_media_type() {
    let body = edit(&[(
        "http://schemas.xmlsoap.org/soap/envelope/",
        "http://www.w3.org/2003/05/soap-envelope",
    )]);
    let request = post(&[], body.clone());
    case(
        "1.2 as text/xml",
        request,
        Fault("fault VersionMismatch"),
        &["content-type-mismatch"],
    );
    let request = Request::post(
        PMS,
        &[("Content-Type", "application/soap+xml; charset=utf-8")],
        body,
    );
    case(
        "1.2 as itself",
        request,
        Fault("fault VersionMismatch"),
        &[],
    );
}

#[test]
fn soap_action_in_every_form() {
    const RIGHT: &str = "http://www.imsglobal.org/soap/lis/pms2p0/replacePerson";
    const WRONG: &str = "http://www.imsglobal.org/soap/lis/pms2p0/deletePerson";
    let quoted = format!("\"{RIGHT}\"");
    let mismatch = &["soap-action-mismatch"][..];
    for (name, value, findings) in [
        ("SOAPAction", quoted.as_str(), &[][..]),
        ("Soapaction", RIGHT, &[]),
        ("soapaction", "\"\"", &[]),
        ("SOAPAction", "", &[]),
        (
            "SOAPAction",
            "\"http://www.imsglobal.org/soap/lis/mms2p0/replacePerson\"",
            &[],
        ),
        ("SOAPAction", "\"urn:replacePerson\"", &[]),
        ("SOAPAction", "\"http://example.org/\"", &[]),
        ("SOAPAction", WRONG, mismatch),
        ("SOAPAction", "\"urn:anything at all\"", mismatch),
        ("SOAPAction", "\"replacePersonRequest\"", mismatch),
    ] {
        case(value, post(&[(name, value)], GOOD), Stored, findings);
    }
    for policy in ["check", "dispatch"] {
        let session = lms::settings(&[("soap_action", policy)]);
        check(
            policy,
            &session,
            post(&[("SOAPAction", &quoted)], GOOD),
            Stored,
            &[],
        );
        check(
            policy,
            &session,
            post(&[("SOAPAction", WRONG)], GOOD),
            Fault("SOAPAction names deletePerson"),
            &[],
        );
        lives_on(policy, &session);
    }
}

#[test]
fn paths_with_slashes_queries_other_letter_case_and_prefixes() {
    let instance = format!("/i/d2l{PMS}");
    for target in [
        PMS.to_owned(),
        format!("{PMS}/"),
        format!("{PMS}?lang=en_us"),
        format!("{PMS}/?a=b&wsdl"),
        format!("{PMS}?wsdl"),
        PMS.to_ascii_lowercase(),
        PMS.to_ascii_uppercase(),
        format!("{instance}/?x"),
        format!("/s/default{PMS}"),
        format!("/s/default{instance}"),
        instance,
    ] {
        case(
            &target,
            Request::post(&target, &[("Content-Type", "text/xml")], GOOD),
            Stored,
            &[],
        );
    }
    for target in [
        "",
        "/",
        "/d2l",
        "/i",
        "/i/",
        "/i/d2l",
        "/i/nobody",
        "/s",
        "/s/",
        "/s/x",
        "*",
        "/d2l/%00",
        "//",
    ] {
        case(
            target,
            Request::post(target, &[], GOOD),
            Http(404, PMS),
            &[],
        );
    }
    let target = format!("/i/nobody{PMS}");
    case(
        "another instance",
        Request::post(&target, &[], GOOD),
        Http(404, PMS),
        &[],
    );
    let target = format!("/i/d2l/i/d2l{PMS}");
    case(
        "twice the prefix",
        Request::post(&target, &[], GOOD),
        Http(404, PMS),
        &[],
    );
}

#[test]
fn methods_that_are_not_offered() {
    for (method, target) in [
        ("GET", PMS.to_owned()),
        ("GET", format!("{PMS}?")),
        ("GET", format!("{PMS}?help")),
        ("HEAD", PMS.to_owned()),
        ("PUT", PMS.to_owned()),
        ("PUT", format!("{PMS}?wsdl")),
        ("OPTIONS", PMS.to_owned()),
        ("post", PMS.to_owned()),
    ] {
        let mut request = Request::post(&target, &[], GOOD);
        method.clone_into(&mut request.method);
        let what = format!("{method} {target}");
        let exchange = case(&what, request, Http(405, "405"), &[]);
        let allow = exchange
            .reply
            .headers
            .iter()
            .find(|(name, _)| *name == "Allow");
        assert_eq!(
            allow.map(|(_, value)| *value),
            Some("GET, HEAD, POST"),
            "{what}"
        );
    }
}

fn get(method: &str, target: &str, headers: &[(&str, &str)]) -> Request {
    Request {
        method: method.to_owned(),
        ..Request::post(target, headers, "")
    }
}

#[test]
fn service_descriptions_are_for_everybody_and_name_the_address_that_was_asked() {
    let host = [("Host", "lms.example:8723")];
    for suffix in [
        "?wsdl",
        "?WSDL",
        "?Wsdl",
        "?singleWsdl",
        "?SINGLEWSDL",
        "?wsdl&x=y",
        "?wsdl=",
        ".wsdl",
        "/?wsdl",
    ] {
        for prefix in ["", "/i/d2l", "/s/default/i/d2l"] {
            let session = lms::settings(&[("auth", "basic")]);
            let target = format!("{prefix}{PMS}{suffix}");
            let exchange = check(
                &target,
                &session,
                get("GET", &target, &host),
                Http(200, "definitions"),
                &[],
            );
            let text = std::str::from_utf8(&exchange.reply.body).expect("it is UTF-8");
            let tree = mocklms::xml::read(text, &Limits::default()).expect("it is XML");
            assert_eq!(tree.root().local(), "definitions", "{target}");
            assert!(!text.contains("import"), "{target}: one document");
            let slash = if suffix.starts_with('/') { "/" } else { "" };
            let address = format!("location=\"http://lms.example:8723{prefix}{PMS}{slash}\"");
            assert!(
                text.contains(&address),
                "{target}: no {address} in\n{}",
                &text[text.len().saturating_sub(600)..]
            );
        }
    }
    let session = lms::open();
    let mut request = get("HEAD", &format!("{PMS}?wsdl"), &[]);
    request.tls = true;
    check(
        "HEAD, TLS, no Host",
        &session,
        request,
        Http(200, &format!("location=\"https://localhost{PMS}\"")),
        &[],
    );
    lives_on("a service description", &session);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).expect("memory takes it");
    out.finish().expect("memory takes it")
}

#[test]
fn compressed_bodies() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(GOOD.as_bytes()).expect("memory takes it");
    let zlib = zlib.finish().expect("memory takes it");
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
    raw.write_all(GOOD.as_bytes()).expect("memory takes it");
    let raw = raw.finish().expect("memory takes it");
    let gz = gzip(GOOD.as_bytes());
    let (half, other_half) = GOOD.split_at(700);
    let members = [gzip(half.as_bytes()), gzip(other_half.as_bytes())].concat();
    let mut flipped = gz.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    for (what, coding, body, ends) in [
        ("gzip", "gzip", gz.as_slice(), Stored),
        ("x-gzip in capitals", "X-GZIP", &gz, Stored),
        ("gzip in two members", "gzip", &members, Stored),
        ("zlib", "deflate", &zlib, Stored),
        ("identity", "identity", GOOD.as_bytes(), Stored),
        ("none", "none", GOOD.as_bytes(), Stored),
        ("empty coding", "", GOOD.as_bytes(), Stored),
        (
            "deflate without zlib",
            "deflate",
            &raw,
            Fault("does not inflate as deflate"),
        ),
        (
            "no gzip at all",
            "gzip",
            GOOD.as_bytes(),
            Fault("does not inflate as gzip"),
        ),
        (
            "half a gzip",
            "gzip",
            &gz[..gz.len() / 2],
            Fault("does not inflate as gzip"),
        ),
        (
            "gzip without its end",
            "gzip",
            &gz[..gz.len() - 4],
            Fault("does not inflate as gzip"),
        ),
        (
            "a flipped bit",
            "gzip",
            &flipped,
            Fault("does not inflate as gzip"),
        ),
        ("nothing as gzip", "gzip", b"", Fault("Client")),
        ("brotli", "br", &gz, Fault("'br' is not gzip or deflate")),
        (
            "two codings",
            "gzip, gzip",
            &gz,
            Fault("is not gzip or deflate"),
        ),
    ] {
        case(what, post(&[("Content-Encoding", coding)], body), ends, &[]);
    }
    case(
        "gzip that nobody announced",
        post(&[], gz),
        Fault("not readable XML"),
        &[],
    );
}

#[test]
fn a_gzip_bomb_stops_at_the_limit() {
    let bomb = gzip(&vec![b' '; 40 * 1024 * 1024]);
    assert!(bomb.len() < 400_000, "it is small on the wire");
    case(
        "bomb",
        post(&[("Content-Encoding", "gzip")], bomb),
        Fault("larger than 33554432 bytes"),
        &[],
    );
}

#[test]
fn limits_are_the_sessions_own() {
    let (settings, quirks) = (mocklms::base::Value::map(), indexmap::IndexMap::new());
    let vendor = &brightspace::INFO;
    let spec = InstanceSpec {
        name: "d2l",
        vendor,
        settings: &settings,
        quirks: &quirks,
        seed: &settings,
    };
    let mut opening = lms::opening();
    opening.limits.body_bytes = GOOD.len();
    let session = Session::open(opening, [spec]).expect("nothing to refuse");
    lives_on("a body of exactly the limit", &session);
    let coding = [("Content-Encoding", "gzip")];
    check(
        "exactly the limit",
        &session,
        post(&coding, gzip(GOOD.as_bytes())),
        Stored,
        &[],
    );
    let one_more = gzip(format!("{GOOD} ").as_bytes());
    check(
        "one byte more",
        &session,
        post(&coding, one_more),
        Fault("larger than"),
        &[],
    );
}

#[test]
fn requests_that_did_not_arrive_whole() {
    for (trouble, ends) in [
        (Trouble::TooLarge, Fault("larger than 33554432 bytes")),
        (Trouble::Truncated, Fault("broke off after")),
        (Trouble::Timeout, Fault("longer than 30 s")),
        (Trouble::NoSession, Http(404, "no session")),
        (Trouble::SessionEnded, Http(410, "over")),
    ] {
        // The body is whole: nothing of it may be carried out all the same.
        let request = Request {
            trouble: Some(trouble),
            ..post(&[], GOOD)
        };
        case(&format!("{trouble:?}"), request, ends, &[]);
    }
}

#[test]
fn write_answers_in_both_forms() {
    for (form, empty) in [("vendor", true), ("empty", true), ("element", false)] {
        let session = lms::settings(&[("answer_body", form)]);
        let exchange = check(form, &session, post(&[], GOOD), Stored, &[]);
        let text = std::str::from_utf8(&exchange.reply.body).expect("it is UTF-8");
        assert_eq!(
            text.contains("<replacePersonResponse xmlns="),
            !empty,
            "{form}: {text}"
        );
    }
}
