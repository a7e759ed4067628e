//! What real clients put on the wire, and what they need back. Every row is sent to a session without a socket; of
//! each are checked the HTTP status, the outcome, every finding, what was stored, the place in the journal, and that the
//! instance lives on.

mod auth;
mod bytes;
mod envelope;
mod http;

use std::sync::Arc;

use mocklms::base::Limits;
use mocklms::engine::{Ending, Exchange};
use mocklms::session::Session;
use mocklms::wire::Request;
use mocklms::xml;

use crate::lms::{self, PMS};

/// A valid replacePerson for stu-4711, Ottoline Brandvold; it gives no finding.
const GOOD: &str = include_str!("../../golden/exchanges/message-of-another-sender/request.xml");

/// The key of the person in [`GOOD`].
const KEY: &str = "stu-4711";

/// How an exchange is to end.
#[derive(Clone, Copy, Debug)]
enum Ends<'w> {
    /// With success, and the person of [`GOOD`] is stored under its key.
    Stored,
    /// With this triple.
    Status(&'w str),
    /// With a fault over HTTP 500 whose outcome contains this.
    Fault(&'w str),
    /// With a fault over another HTTP status, as the server's stack has it.
    Refused(u16, &'w str),
    /// With nothing but HTTP: status, and a word of the text.
    Http(u16, &'w str),
}
use Ends::{Fault, Http, Refused, Status, Stored};

/// The message after some replacements, each of which must find something.
fn edit(replacements: &[(&str, &str)]) -> String {
    let mut text = GOOD.to_owned();
    for (from, to) in replacements {
        assert!(text.contains(from), "{from} is not in the message");
        text = text.replace(from, to);
    }
    text
}

/// The message with another SOAP Header.
fn with_header(header: &str) -> String {
    let start = GOOD.find("<e:Header>").expect("it has a Header");
    let end = GOOD.find("</e:Header>").expect("it ends") + "</e:Header>".len();
    format!("{}{header}{}", &GOOD[..start], &GOOD[end..])
}

/// The IMS header block of the message.
fn ims_header() -> &'static str {
    let start = GOOD
        .find("<p:imsx_syncRequestHeaderInfo>")
        .expect("it has the block");
    let close = "</p:imsx_syncRequestHeaderInfo>";
    &GOOD[start..GOOD.find(close).expect("it ends") + close.len()]
}

/// A POST to the person service under `text/xml`, with further headers.
fn post(headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Request {
    let mut all = vec![("Content-Type", "text/xml; charset=utf-8")];
    all.extend_from_slice(headers);
    Request::post(PMS, &all, body.into())
}

/// Sends a request and checks all that can be said about any exchange.
#[track_caller]
fn check(
    what: &str,
    session: &Session,
    request: Request,
    ends: Ends<'_>,
    findings: &[&str],
) -> Arc<Exchange> {
    let before = session.journal.exchanges().len();
    let state = lms::state(session);
    let exchange = session.handle(request);
    let text = String::from_utf8(exchange.reply.body.to_vec()).expect("answers are UTF-8");
    let outcome = exchange.ending.text();
    let told = || format!("{what}: HTTP {}, {outcome}\n{text}", exchange.reply.status);

    match ends {
        Stored => {
            assert_eq!(outcome, "success/warning/partialdatastorage", "{}", told());
            assert_eq!(exchange.reply.status, 200, "{}", told());
            let user = lms::state(session);
            let field = |name: &str| {
                user.at(&format!("users.{KEY}.{name}"))
                    .and_then(|v| v.as_text().map(str::to_owned))
            };
            let stored = [
                "legal_first_name",
                "legal_last_name",
                "email",
                "role",
                "username",
            ]
            .map(field);
            let stored = stored
                .each_ref()
                .map(|text| text.as_deref().unwrap_or_default());
            assert_eq!(
                stored,
                [
                    "Ottoline",
                    "Brandvold",
                    "ob@harbour.example",
                    "Learner",
                    "obrandvold"
                ],
                "{what}"
            );
        }
        Status(triple) => {
            assert_eq!(outcome, triple, "{}", told());
            assert_eq!(exchange.reply.status, 200, "{}", told());
            assert!(
                triple.starts_with("success") || !text.contains("success"),
                "{}",
                told()
            );
        }
        Fault(part) | Refused(_, part) => {
            let status = if let Refused(status, _) = ends {
                status
            } else {
                500
            };
            assert!(
                outcome.starts_with("fault ") && outcome.contains(part),
                "not '{part}' but {}",
                told()
            );
            assert_eq!(exchange.reply.status, status, "{}", told());
            assert!(
                text.contains(":Fault>") && !text.contains("success"),
                "{}",
                told()
            );
            assert_eq!(
                lms::state(session),
                state,
                "{what}: a fault changes nothing"
            );
        }
        Http(status, part) => {
            assert_eq!(exchange.reply.status, status, "{}", told());
            assert!(text.contains(part), "not '{part}' but {}", told());
            assert_eq!(lms::state(session), state, "{what}: nothing changes");
        }
    }
    if !matches!(ends, Http(..)) {
        assert_eq!(
            exchange.reply.headers,
            [("Content-Type", "text/xml; charset=utf-8")],
            "{what}"
        );
        xml::read(&text, &Limits::default())
            .unwrap_or_else(|error| panic!("{what}: {error}\n{text}"));
    }
    assert!(!text.to_ascii_lowercase().contains("<html"), "{}", told());

    let mut names: Vec<_> = exchange
        .findings
        .iter()
        .map(|finding| finding.name)
        .collect();
    names.sort_unstable();
    assert_eq!(names, findings, "{what}: {:?}", exchange.findings);

    let kept = session.journal.exchanges();
    assert_eq!(kept.len(), before + 1, "{what}: one exchange, one entry");
    let entry = session.entries().pop().expect("it is there");
    assert_eq!(
        (entry.seq, entry.status, &entry.outcome),
        (exchange.seq, exchange.reply.status, &outcome),
        "{what}"
    );
    assert_eq!(
        entry.request_body.bytes().as_deref(),
        Some(&exchange.request.body[..]),
        "{what}: kept as it came"
    );
    exchange
}

/// [`check`] on a session of its own, and once more with a good message after it.
#[track_caller]
fn case(what: &str, request: Request, ends: Ends<'_>, findings: &[&str]) -> Arc<Exchange> {
    let session = lms::open();
    let exchange = check(what, &session, request, ends, findings);
    lives_on(what, &session);
    exchange
}

/// A good message still does what it should.
#[track_caller]
fn lives_on(what: &str, session: &Session) {
    check(
        &format!("after {what}"),
        session,
        post(&[], GOOD),
        Stored,
        &[],
    );
}

#[test]
fn the_message_all_these_tests_vary_is_a_good_one() {
    case("as it is", post(&[], GOOD), Stored, &[]);
    assert!(matches!(
        case(
            "nobody",
            post(&[], with_header("")),
            Stored,
            &["header-missing"]
        )
        .ending,
        Ending::Status(_)
    ));
}
