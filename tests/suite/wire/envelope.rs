//! The envelope and what is in it: prefixes, header blocks, namespaces, XML that means nothing, ids.

use mocklms::engine::ExchangeKind;

use super::{
    Fault, GOOD, KEY, Status, Stored, case, check, edit, ims_header, lives_on, post, with_header,
};
use crate::lms;

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const PMS_NAMESPACE: &str = "http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0";
const MMS_NAMESPACE: &str = "http://www.imsglobal.org/services/lis/mms2p0/wsdl11/sync/imsmms_v2p0";

#[test]
fn prefixes_and_declarations_do_not_matter() {
    let second = format!("xmlns:p=\"{PMS_NAMESPACE}\"");
    let moved = edit(&[
        (&*format!(" {second}"), ""),
        (
            "<p:imsx_syncRequestHeaderInfo>",
            &format!("<p:imsx_syncRequestHeaderInfo {second}>"),
        ),
        (
            "<p:replacePersonRequest>",
            &format!("<p:replacePersonRequest {second}>"),
        ),
    ]);
    let two = edit(&[
        (&*second, &format!("{second} xmlns:SOAP-ENV=\"{SOAP}\"")),
        ("<e:Body>", "<SOAP-ENV:Body>"),
        ("</e:Body>", "</SOAP-ENV:Body>"),
    ]);
    let default_soap = edit(&[("xmlns:e=", "xmlns="), ("<e:", "<"), ("</e:", "</")]);
    let default_payload = edit(&[
        (
            "<p:replacePersonRequest>",
            &format!("<replacePersonRequest xmlns=\"{PMS_NAMESPACE}\">"),
        ),
        ("</p:replacePersonRequest>", "</replacePersonRequest>"),
        ("<p:personRecord>", "<personRecord>"),
        ("</p:personRecord>", "</personRecord>"),
    ]);
    let single = GOOD.replace("\" xmlns", "' xmlns").replace('"', "'");
    let unused = (0..60)
        .map(|n| format!(" xmlns:ns{n}=\"urn:unused:{n}\""))
        .collect::<Vec<_>>()
        .concat();
    for (what, body) in [
        (
            "ns0 and env",
            edit(&[
                ("xmlns:p=", "xmlns:ns0="),
                ("<p:", "<ns0:"),
                ("</p:", "</ns0:"),
            ]),
        ),
        ("two prefixes for SOAP", two),
        ("declared further in", moved),
        ("SOAP as the default", default_soap),
        ("the payload as the default", default_payload),
        ("single quotes", single),
        (
            "60 unused declarations",
            edit(&[("<e:Envelope", &format!("<e:Envelope{unused}"))]),
        ),
        (
            "60 more inside",
            edit(&[("<p:person>", &format!("<p:person{unused}>"))]),
        ),
        (
            "a declaration",
            format!("<?xml version='1.0' encoding='utf-8' standalone=\"yes\" ?>\n{GOOD}\r\n\n  "),
        ),
        (
            "a declaration without encoding",
            format!("<?xml version='1.0'?>{GOOD}"),
        ),
        ("lines as Windows ends them", GOOD.replace('\n', "\r\n")),
        ("one line", GOOD.lines().map(str::trim).collect()),
        (
            "comments everywhere",
            format!("<!--a-->{}<!--b-->", GOOD.replace("><", "><!-- c -->\n<")),
        ),
        (
            "instructions",
            format!(
                "{}<?x y?>",
                edit(&[("<e:Body>", "<?x y?><e:Body><?xml-stylesheet z?>")])
            ),
        ),
        (
            "encodingStyle",
            edit(&[(
                "<e:Body>",
                "<e:Body e:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\">",
            )]),
        ),
        (
            "encodingStyle on the Envelope",
            edit(&[("<e:Envelope", "<e:Envelope e:encodingStyle=\"\"")]),
        ),
        (
            "an id on the Body",
            edit(&[("<e:Body>", "<e:Body Id=\"body-1\">")]),
        ),
    ] {
        case(what, post(&[], body), Stored, &[]);
    }
}

#[test]
fn texts_are_texts_however_they_are_written() {
    let first =
        |text: &str| edit(&[("<p:textString>Ottoline<", &format!("<p:textString>{text}<"))]);
    for (what, body) in [
        ("a comment inside", first("Otto<!-- a -->line")),
        ("several", first("<!--1-->Ot<!--2--><!--3-->toline<!--4-->")),
        ("CDATA", first("<![CDATA[Ottoline]]>")),
        ("CDATA in parts", first("Ot<![CDATA[to]]>li<![CDATA[]]>ne")),
        ("an instruction inside", first("Otto<?x y?>line")),
        ("references", first("&#79;tto&#x6C;ine")),
    ] {
        case(what, post(&[], body), Stored, &[]);
    }
    let session = lms::open();
    let body = first("&lt;b&gt; &amp; <![CDATA[<c> &amp;]]>&quot;&apos;\r\nx");
    check(
        "markup as text",
        &session,
        post(&[], body),
        Status("success/warning/partialdatastorage"),
        &[],
    );
    let state = lms::state(&session);
    let stored = state
        .at(&format!("users.{KEY}.legal_first_name"))
        .and_then(|name| name.as_text());
    assert_eq!(stored, Some("<b> & <c> &amp;\"'\nx"));
}

#[test]
fn header_blocks() {
    let ims = ims_header();
    let wsa = "<a:Action xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:x</a:Action>";
    let demand = wsa.replace("<a:Action", "<a:Action e:mustUnderstand=\"1\"");
    let no_namespace = "<imsx_syncRequestHeaderInfo><imsx_version>V1.0</imsx_version>\
        <imsx_messageIdentifier>m-1</imsx_messageIdentifier></imsx_syncRequestHeaderInfo>";
    let (missing, ignored) = (&["header-missing"][..], &["must-understand-ignored"][..]);
    for (what, header, findings) in [
        ("no Header", String::new(), missing),
        ("an empty one", "<e:Header/>".to_owned(), missing),
        (
            "blanks in it",
            "<e:Header>\n</e:Header>".to_owned(),
            missing,
        ),
        (
            "foreign blocks alone",
            format!("<e:Header>{wsa}</e:Header>"),
            missing,
        ),
        (
            "foreign blocks around ours",
            format!("<e:Header>{wsa}{ims}{wsa}</e:Header>"),
            &[],
        ),
        (
            "mustUnderstand on ours",
            format!(
                "<e:Header>{}</e:Header>",
                ims.replacen("Info>", "Info e:mustUnderstand=\"1\">", 1)
            ),
            &[],
        ),
        (
            "mustUnderstand on a foreign one",
            format!("<e:Header>{ims}{demand}</e:Header>"),
            ignored,
        ),
        (
            "without the namespace it needs",
            format!(
                "<e:Header>{ims}{}</e:Header>",
                demand.replace("e:must", "must")
            ),
            ignored,
        ),
        (
            "mustUnderstand 0",
            format!(
                "<e:Header>{ims}{}</e:Header>",
                demand.replace("\"1\"", "\"0\"")
            ),
            &[],
        ),
        (
            "our block in no namespace",
            format!("<e:Header>{no_namespace}</e:Header>"),
            &[],
        ),
        (
            "another version",
            format!("<e:Header>{}</e:Header>", ims.replace("V1.0", "1.0")),
            &["header-version"],
        ),
        (
            "no message id",
            format!("<e:Header>{}</e:Header>", ims.replace("m-0001", "")),
            &["message-identifier-missing"],
        ),
        (
            "our block empty",
            "<e:Header><p:imsx_syncRequestHeaderInfo/></e:Header>".to_owned(),
            &["message-identifier-missing"],
        ),
    ] {
        let exchange = case(what, post(&[], with_header(&header)), Stored, findings);
        let answer = String::from_utf8_lossy(&exchange.reply.body).into_owned();
        let expected = if header.contains("m-0001<") {
            "<imsx_messageRefIdentifier>m-0001<"
        } else if header.contains("m-1<") {
            "<imsx_messageRefIdentifier>m-1<"
        } else {
            "<imsx_messageRefIdentifier/>"
        };
        assert!(answer.contains(expected), "{what}: {answer}");
    }
    let session = lms::settings(&[("level", "vendor")]);
    let body = with_header(&format!("<e:Header>{ims}{demand}</e:Header>"));
    check(
        "level vendor",
        &session,
        post(&[], body),
        Fault("must-understand-ignored"),
        ignored,
    );
    lives_on("level vendor", &session);
    let session = lms::settings(&[("require_request_header", "true")]);
    check(
        "required",
        &session,
        post(&[], with_header("")),
        Status("failure/status/invaliddata"),
        missing,
    );
    lives_on("required", &session);
}

#[test]
fn envelopes_that_are_not_quite_right() {
    let payload_at = GOOD.find("<p:replacePersonRequest>").expect("it is there");
    let payload_end = GOOD.find("</e:Body>").expect("it is there");
    let second =
        "<p:deletePersonRequest><p:sourcedId>stu-4711</p:sourcedId></p:deletePersonRequest>";
    let empty = format!("{}{}", &GOOD[..payload_at], &GOOD[payload_end..]);
    for (what, body, ends, findings) in [
        (
            "two payloads",
            edit(&[("</e:Body>", &format!("{second}</e:Body>"))]),
            Stored,
            &["two-payloads"][..],
        ),
        (
            "text in the Body",
            edit(&[("<e:Body>", "<e:Body>hello")]),
            Stored,
            &["text-in-body"],
        ),
        (
            "a third child",
            edit(&[("</e:Body>", "</e:Body><p:trailer/>")]),
            Stored,
            &["envelope-extra-child"],
        ),
        ("an empty Body", empty, Fault("the Body is empty"), &[]),
        (
            "no Body",
            edit(&[("e:Body>", "e:Torso>")]),
            Fault("has no Body"),
            &["envelope-extra-child"],
        ),
        (
            "two Bodies",
            edit(&[("</e:Body>", "</e:Body><e:Body/>")]),
            Fault("a second Body"),
            &[],
        ),
        (
            "two Headers",
            edit(&[("<e:Body>", "<e:Header/><e:Body>")]),
            Fault("a second Header"),
            &[],
        ),
        (
            "the Header last",
            edit(&[
                ("</e:Body>", "</e:Body><e:Header/>"),
                ("<e:Header>", "<p:Kopf>"),
                ("</e:Header>", "</p:Kopf>"),
            ]),
            Fault("Header comes after Body"),
            &["envelope-extra-child"],
        ),
        (
            "a Body of another namespace",
            edit(&[("<e:Body>", "<p:Body>"), ("</e:Body>", "</p:Body>")]),
            Fault("not in that of its Envelope"),
            &[],
        ),
        (
            "an Envelope of none",
            edit(&[(
                "xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"",
                "xmlns:e=\"urn:e\"",
            )]),
            Fault("VersionMismatch"),
            &[],
        ),
        (
            "no request at all",
            edit(&[("replacePersonRequest", "replacePerson")]),
            Fault("replacePerson is no request of the PMS service"),
            &[],
        ),
        (
            "a slip in the name",
            edit(&[("replacePersonRequest", "replacePersnRequest")]),
            Fault("did you mean replacePersonRequest?"),
            &[],
        ),
        (
            "another service's",
            edit(&[("replacePersonRequest", "replaceMembershipRequest")]),
            Fault("no request of the PMS service"),
            &[],
        ),
    ] {
        case(what, post(&[], body), ends, findings);
    }
}

#[test]
fn payloads_in_the_wrong_namespace() {
    let mut bare = edit(&[(&*format!("xmlns:p=\"{PMS_NAMESPACE}\""), "")]);
    bare = bare.replace("<p:", "<").replace("</p:", "</");
    let mismatch = &["namespace-mismatch"][..];
    for (what, body) in [
        ("none", bare),
        (
            "that of memberships",
            edit(&[(PMS_NAMESPACE, MMS_NAMESPACE)]),
        ),
        ("an invented one", edit(&[(PMS_NAMESPACE, "urn:invented")])),
        (
            "letter case",
            edit(&[(PMS_NAMESPACE, &PMS_NAMESPACE.replace("pms", "PMS"))]),
        ),
    ] {
        case(what, post(&[], body.clone()), Stored, mismatch);
        for (name, value) in [
            ("namespaces", "service"),
            ("namespaces", "strict"),
            ("level", "vendor"),
            ("level", "schema"),
        ] {
            let session = lms::settings(&[(name, value)]);
            let what = format!("{what} with {name}: {value}");
            check(
                &what,
                &session,
                post(&[], body.clone()),
                Fault("namespace"),
                mismatch,
            );
            lives_on(&what, &session);
        }
    }
    let inner = edit(&[("<p:person>", "<p:person xmlns:p=\"urn:invented\">")]);
    case("an inner one", post(&[], inner.clone()), Stored, mismatch);
    for (value, ends) in [("service", Stored), ("strict", Fault("namespace-mismatch"))] {
        let session = lms::settings(&[("namespaces", value)]);
        check(
            &format!("an inner one with namespaces: {value}"),
            &session,
            post(&[], inner.clone()),
            ends,
            mismatch,
        );
        lives_on(value, &session);
    }
}

#[test]
fn attributes_of_schema_instance() {
    let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let declared = |attribute: &str, element: &str| {
        edit(&[(
            &*format!("<p:{element}>"),
            &format!("<p:{element} {xsi} {attribute}>"),
        )])
    };
    for (what, body, findings) in [
        (
            "xsi:type",
            declared("xsi:type=\"p:Person.Type\"", "person"),
            &[][..],
        ),
        (
            "xsi:type of a text",
            declared(
                "xsi:type=\"xsd:string\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"",
                "primaryroletype",
            ),
            &[],
        ),
        (
            "xsi:nil false",
            declared("xsi:nil=\"false\"", "person"),
            &[],
        ),
        (
            "schemaLocation",
            declared("xsi:schemaLocation=\"urn:a a.xsd\"", "person"),
            &[],
        ),
    ] {
        case(what, post(&[], body), Stored, findings);
    }
    let source = format!("<p:dataSource {xsi} xsi:nil=\"true\"/></p:person>");
    case(
        "xsi:nil where nothing is",
        post(&[], edit(&[("</p:person>", &source)])),
        Stored,
        &["nil-element"],
    );
}

#[test]
fn ids_with_blanks_long_ones_and_empty_ones() {
    let id = |text: &str| edit(&[("<p:sourcedId>stu-4711<", &format!("<p:sourcedId>{text}<"))]);
    for blanks in [
        " stu-4711 ",
        "\n\t stu-4711\r\n",
        "&#32;stu-4711&#10;",
        "<!--x--> <![CDATA[stu-4711]]> ",
    ] {
        let exchange = case(blanks, post(&[], id(blanks)), Stored, &["padded-value"]);
        assert_eq!(exchange.id.as_deref(), Some(KEY), "{blanks:?}");
        assert_eq!(exchange.outer_id.as_deref(), Some(KEY), "{blanks:?}");
    }
    let long = "x".repeat(256);
    let odd = "Ä/ö %&lt;&gt;&amp;'\"\u{a0}𝄞";
    for (sent, key) in [
        (long.as_str(), long.as_str()),
        (odd, "Ä/ö %<>&'\"\u{a0}𝄞"),
        ("0", "0"),
        ("a b", "a b"),
        ("a.b", "a.b"),
    ] {
        let session = lms::open();
        check(
            sent,
            &session,
            post(&[], id(sent)),
            Status("success/warning/partialdatastorage"),
            &[],
        );
        let state = lms::state(&session);
        assert!(
            state
                .get("users")
                .and_then(|users| users.get(key))
                .is_some(),
            "{sent}: {state:?}"
        );
        let read = format!(
            "<e:Envelope xmlns:e=\"{SOAP}\"><e:Body><p:readPersonRequest xmlns:p=\"{PMS_NAMESPACE}\">\
             <p:sourcedId>{sent}</p:sourcedId></p:readPersonRequest></e:Body></e:Envelope>"
        );
        let answer = check(
            sent,
            &session,
            post(&[], read),
            Status("success/warning/partialdatastorage"),
            &["header-missing"],
        );
        let answer = String::from_utf8_lossy(&answer.reply.body).into_owned();
        let view = mocklms::standard::answer(200, answer.as_bytes());
        assert_eq!(
            view.at("record.id").and_then(|id| id.as_text()),
            Some(key),
            "{answer}"
        );
    }
    for (what, body) in [
        ("empty", id("")),
        ("blank", id("  ")),
        (
            "missing",
            GOOD.replace("<p:sourcedId>stu-4711</p:sourcedId>", ""),
        ),
    ] {
        let session = lms::open();
        let exchange = session.handle(post(&[], body));
        assert_eq!(
            exchange.ending.text(),
            "failure/status/invaliddata",
            "{what}"
        );
        assert_eq!(exchange.kind, ExchangeKind::Message, "{what}");
        lives_on(what, &session);
    }
    for operation in ["readPerson", "deletePerson"] {
        for inside in ["", "<p:sourcedId/>", "<p:sourcedId> </p:sourcedId>"] {
            let body = format!(
                "<e:Envelope xmlns:e=\"{SOAP}\"><e:Body><p:{operation}Request xmlns:p=\"{PMS_NAMESPACE}\">{inside}\
                 </p:{operation}Request></e:Body></e:Envelope>"
            );
            let session = lms::open();
            let exchange = session.handle(post(&[], body));
            assert_eq!(
                exchange.ending.text(),
                "failure/status/invaliddata",
                "{operation} {inside}"
            );
            lives_on(operation, &session);
        }
    }
}
