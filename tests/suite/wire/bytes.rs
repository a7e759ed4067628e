//! Bodies as bytes: encodings, what is no XML, and what only wants to hurt.

use mocklms::base::Limits;
use mocklms::wire::Request;

use super::{Fault, GOOD, KEY, Stored, case, check, edit, lives_on, post};
use crate::lms::{self, PMS};

/// Stores the body under a charset and gives back the first name that was stored.
#[track_caller]
fn first_name(what: &str, content_type: &str, body: Vec<u8>, findings: &[&str]) -> String {
    let session = lms::open();
    let request = Request::post(PMS, &[("Content-Type", content_type)], body);
    check(
        what,
        &session,
        request,
        super::Status("success/warning/partialdatastorage"),
        findings,
    );
    let state = lms::state(&session);
    lives_on(what, &session);
    let name = state
        .at(&format!("users.{KEY}.legal_first_name"))
        .and_then(|name| name.as_text());
    name.expect("it was stored").to_owned()
}

fn declared(encoding: &str, name: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n{}",
        edit(&[("<p:textString>Ottoline<", &format!("<p:textString>{name}<"))])
    )
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).expect("it is in Latin-1"))
        .collect()
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some('\u{FEFF}');
    let units: Vec<u16> = mark
        .into_iter()
        .chain(text.chars())
        .flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec())
        .collect();
    units
        .into_iter()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

#[test]
fn names_survive_every_encoding() {
    let (bare, conflict) = ("text/xml", &["charset-conflict"][..]);
    let name = "Zoë-Ærø";
    let wide = "Zoë 李 𝄞";
    let utf8 = declared("utf-8", wide).into_bytes();
    let with_mark = [&[0xEF, 0xBB, 0xBF], utf8.as_slice()].concat();
    let latin = latin1(&declared("ISO-8859-1", name));
    for (what, content_type, body, expected, findings) in [
        ("UTF-8", bare, utf8, wide, &[][..]),
        (
            "UTF-8 with mark",
            "text/xml; charset=utf-8",
            with_mark,
            wide,
            &[],
        ),
        (
            "UTF-8 without declaration",
            bare,
            edit(&[("Ottoline<", "Zoë 李 𝄞<")]).into_bytes(),
            wide,
            &[],
        ),
        ("ISO-8859-1 declared", bare, latin.clone(), name, &[]),
        (
            "ISO-8859-1 declared twice",
            "text/xml; charset=iso-8859-1",
            latin,
            name,
            &[],
        ),
        (
            "ISO-8859-1 by HTTP alone",
            "text/xml; charset=\"ISO-8859-1\"",
            latin1(&declared("UTF-8", name)),
            name,
            conflict,
        ),
        (
            "UTF-8 by HTTP, declared otherwise",
            "text/xml; charset=utf-8",
            declared("ISO-8859-1", wide).into_bytes(),
            wide,
            conflict,
        ),
        (
            "UTF-16 little",
            bare,
            utf16(&declared("UTF-16", wide), false, true),
            wide,
            &[],
        ),
        (
            "UTF-16 big",
            "text/xml; charset=utf-16",
            utf16(&declared("utf-16", wide), true, true),
            wide,
            &[],
        ),
        (
            "UTF-16 with nobody saying so",
            bare,
            utf16(&edit(&[("Ottoline<", "Zoë 李 𝄞<")]), false, true),
            wide,
            &[],
        ),
        (
            "UTF-16 without mark",
            bare,
            utf16(&declared("UTF-16", wide), true, false),
            wide,
            &[],
        ),
        (
            "UTF-16 declared as UTF-8",
            bare,
            utf16(&declared("UTF-8", wide), false, true),
            wide,
            conflict,
        ),
    ] {
        assert_eq!(
            first_name(what, content_type, body, findings),
            expected,
            "{what}"
        );
    }
}

#[test]
fn bytes_that_are_not_what_they_are_declared_to_be() {
    let latin = latin1(&declared("UTF-8", "Zoë"));
    let at = latin.iter().position(|b| *b == 0xEB).expect("ë is there");
    let place = format!("byte 0xEB at offset {at} is not UTF-8");
    case(
        "Latin-1 under UTF-8",
        post(&[], latin.clone()),
        Fault(&place),
        &[],
    );
    case(
        "the same",
        post(&[], latin),
        Fault("in ISO-8859-1 it would be 'ë'"),
        &[],
    );
    let mut odd = utf16(&declared("UTF-16", "x"), false, true);
    odd.pop();
    let (before, after) = GOOD.split_once("Ottoline<").expect("it is there");
    let surrogate = [
        before.as_bytes(),
        &[0xED, 0xA0, 0x80, b'<'],
        after.as_bytes(),
    ]
    .concat();
    let bare = |body: Vec<u8>| Request::post(PMS, &[("Content-Type", "text/xml")], body);
    for (what, body, reason) in [
        ("an odd byte", odd, "the last byte has no partner"),
        (
            "UTF-16 declared, UTF-8 sent",
            declared("UTF-16", "x").into_bytes(),
            "the bytes are not UTF-16",
        ),
        (
            "windows-1252",
            declared("windows-1252", "x").into_bytes(),
            "encoding 'windows-1252' of the XML declaration is not known",
        ),
        (
            "US-ASCII with an umlaut",
            declared("US-ASCII", "ü").into_bytes(),
            "is not US-ASCII",
        ),
        ("UTF-32", vec![0xFF, 0xFE, 0, 0, b'<', 0, 0, 0], "UTF-32"),
        ("an encoded surrogate", surrogate, "is not UTF-8"),
    ] {
        case(what, bare(body), Fault(reason), &[]);
    }
    let request = Request::post(PMS, &[("Content-Type", "text/xml; charset=klingon")], GOOD);
    case(
        "an unknown charset",
        request,
        Fault("encoding 'klingon' of the charset is not known"),
        &[],
    );
}

#[test]
fn a_message_cut_off_anywhere_is_a_fault() {
    let session = lms::open();
    let end = GOOD.trim_end().len();
    for at in (0..end).step_by(37).chain([end - 1]) {
        check(
            &format!("cut at {at}"),
            &session,
            post(&[], &GOOD.as_bytes()[..at]),
            Fault("Client"),
            &[],
        );
    }
    lives_on("all those cuts", &session);
}

#[test]
fn what_is_no_xml_is_a_fault() {
    for (what, body, reason) in [
        ("nothing", "", "not readable XML"),
        ("blanks", " \r\n\t", "not readable XML"),
        ("JSON", "{\"sourcedId\": \"P-1\"}", "not readable XML"),
        ("a form", "sourcedId=P-1&first=Ada", "not readable XML"),
        (
            "HTML",
            "<!DOCTYPE html><html><body></body></html>",
            "not readable XML",
        ),
        ("a zero", "\0", "not readable XML"),
        ("two roots", "<a/><b/>", "not readable XML"),
        ("another root", "<html/>", "not a SOAP Envelope"),
        (
            "an ampersand",
            &edit(&[("Ottoline<", "Otto & Line<")]),
            "not readable XML",
        ),
        (
            "an HTML entity",
            &edit(&[("Ottoline<", "Ottoline&nbsp;<")]),
            "'&nbsp;'",
        ),
        (
            "a control character",
            &edit(&[("Ottoline<", "Otto\u{7}line<")]),
            "U+0007",
        ),
        (
            "a reference to one",
            &edit(&[("Ottoline<", "Otto&#7;line<")]),
            "'&#7;'",
        ),
        (
            "an undeclared prefix",
            &edit(&[
                ("<p:sourcedId>", "<q:sourcedId>"),
                ("</p:sourcedId>", "</q:sourcedId>"),
            ]),
            "prefix",
        ),
        (
            "the same attribute twice",
            &edit(&[("<e:Body>", "<e:Body a=\"1\" a=\"2\">")]),
            "not readable XML",
        ),
        (
            "a declaration after a blank",
            &format!(" <?xml version=\"1.0\"?>{GOOD}"),
            "not readable XML",
        ),
        (
            "words behind the Envelope",
            &format!("{GOOD}bye"),
            "not readable XML",
        ),
    ] {
        case(what, post(&[], body), Fault(reason), &[]);
    }
}

#[test]
fn document_types_are_refused_before_anything_is_expanded() {
    let laughs = (1..20)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect::<Vec<_>>()
        .concat();
    for (what, document_type) in [
        ("a bare one", "<!DOCTYPE Envelope>".to_owned()),
        (
            "an internal entity",
            "<!DOCTYPE e [<!ENTITY x \"Ottoline\">]>".to_owned(),
        ),
        (
            "an external entity",
            "<!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>".to_owned(),
        ),
        (
            "an external subset",
            "<!DOCTYPE e SYSTEM \"http://example.org/evil.dtd\">".to_owned(),
        ),
        (
            "a parameter entity",
            "<!DOCTYPE e [<!ENTITY % p SYSTEM \"http://example.org/\"> %p;]>".to_owned(),
        ),
        (
            "a billion laughs",
            format!("<!DOCTYPE e [<!ENTITY l0 \"ha\">{laughs}]>"),
        ),
    ] {
        let body = format!("{document_type}{}", edit(&[("Ottoline<", "&x;<")]));
        let exchange = case(what, post(&[], body), Fault("a DOCTYPE is refused"), &[]);
        assert!(
            !String::from_utf8_lossy(&exchange.reply.body).contains("root:"),
            "{what}"
        );
    }
}

#[test]
fn nesting_attributes_and_namespaces_have_limits() {
    let limits = Limits::default();
    let nested = |depth: usize| {
        // Envelope, Body, request, record, person are around it.
        let inside = format!("{}{}", "<p:x>".repeat(depth), "</p:x>".repeat(depth));
        edit(&[("</p:person>", &format!("{inside}</p:person>"))])
    };
    case(
        "as deep as it may be",
        post(&[], nested(limits.depth - 5)),
        Stored,
        &["unknown-element"],
    );
    for depth in [limits.depth - 4, 10_000, 200_000] {
        case("too deep", post(&[], nested(depth)), Fault("deep"), &[]);
    }
    let unclosed = "<a>".repeat(1_000_000);
    case("never closed", post(&[], unclosed), Fault("deep"), &[]);
    let attributes = |count: usize| {
        (0..count)
            .map(|n| format!(" a{n}=\"\""))
            .collect::<Vec<_>>()
            .concat()
    };
    let with = |attributes: &str| edit(&[("<e:Body>", &format!("<e:Body{attributes}>"))]);
    case(
        "many attributes",
        post(&[], with(&attributes(limits.attributes))),
        Stored,
        &[],
    );
    for count in [limits.attributes + 1, 100_000] {
        case(
            "too many attributes",
            post(&[], with(&attributes(count))),
            Fault("attributes"),
            &[],
        );
    }
    let declarations = (0..70_000)
        .map(|n| format!("<p:x xmlns:n{n}=\"urn:{n}\"/>"))
        .collect::<Vec<_>>()
        .concat();
    let body = edit(&[("</p:person>", &format!("{declarations}</p:person>"))]);
    case(
        "too many namespaces",
        post(&[], body),
        Fault("namespaces"),
        &[],
    );
    let name = "n".repeat(70_000);
    case(
        "a name without end",
        post(&[], with(&format!(" {name}=\"\""))),
        Fault("name"),
        &[],
    );
}

#[test]
fn ten_megabytes_are_taken() {
    let filler = "0123456789abcde\n".repeat(10 * 1024 * 1024 / 16);
    let comment = edit(&[("</p:person>", &format!("<!--{filler}--></p:person>"))]);
    case("a comment", post(&[], comment), Stored, &[]);
    let data_source = edit(&[(
        "</p:person>",
        &format!("<p:dataSource>{}</p:dataSource></p:person>", filler.trim()),
    )]);
    case("a text", post(&[], data_source), Stored, &[]);
    let elements = "<p:x/>".repeat(1_000_000);
    let many = edit(&[("</p:person>", &format!("{elements}</p:person>"))]);
    case(
        "a million elements",
        post(&[], many),
        Stored,
        &["unknown-element"],
    );
    case(
        "no message at all",
        post(&[], filler),
        Fault("not readable XML"),
        &[],
    );
}
