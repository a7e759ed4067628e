//! The messages that are measured, above all a LIS `replacePerson` of about 4 kB, as a well-behaved SIS sends it.

use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind};
use mocklms::standard::lis::{self, Parameters};
use mocklms::wire::Request;

/// The person service of the double.
const PATH: &str = "/d2l/im/ipsis/lis/pmsv2p0/PersonManagementServices.svc";

/// So many different persons are sent in turn: after the first round every message is an update.
pub(crate) const PERSONS: usize = 1000;

const ACTION: &str = "\"http://www.imsglobal.org/soap/lis/pms2p0/replacePerson\"";
const CONTENT_TYPE: &str = "text/xml; charset=utf-8";

/// A message on its way to a service.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) path: &'static str,
    pub(crate) action: String,
    pub(crate) body: String,
}

/// `replacePerson` of person number `n`.
pub(crate) fn person(n: usize) -> Message {
    Message {
        path: PATH,
        action: ACTION.to_owned(),
        body: envelope(n),
    }
}

/// The envelope for person number `n`: all on one line and with a language at every text, as toolkits write it, which
/// is more work to read than an indented message of the same size.
pub(crate) fn envelope(n: usize) -> String {
    let operation = lis::operations(mocklms::model::Service::Pms)
        .iter()
        .find(|operation| operation.name == "replacePerson")
        .expect("LIS has replacePerson");
    let record = AnyRecord::from_value(RecordKind::Person, &record(n));
    let id = person_id(n);
    let message_id = format!("5f2c1a7e-8d34-4b6f-9e01-{n:012}");
    lis::encode_request(
        operation,
        &message_id,
        None,
        Parameters::new(&id, Some(&record)),
    )
}

/// The id of person number `n`.
pub(crate) fn person_id(n: usize) -> String {
    format!("SIS-{n:07}")
}

fn record(n: usize) -> Value {
    let map = |fields: &[(&str, &str)]| {
        let mut map = Value::map();
        for (key, value) in fields {
            map.insert(*key, Value::text(*value));
        }
        map
    };
    let mut person = map(&[
        ("id", &person_id(n)),
        ("email", &format!("ada.lovelace.{n}@students.example.edu")),
        ("role", "Student"),
        ("username", &format!("alovelace{n}")),
        ("password", &format!("correct-horse-{n}")),
    ]);
    person.insert(
        "name",
        map(&[("first", "Augusta Ada"), ("last", &format!("Lovelace-{n}"))]),
    );
    person.insert("extension", map(&[("IsActive", "true")]));
    person
}

impl Message {
    /// The request as bytes for a socket.
    pub(crate) fn http(&self) -> Vec<u8> {
        let Self { path, action, body } = self;
        format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:8723\r\nUser-Agent: Apache-HttpClient/4.5.14 (Java/17.0.9)\r\n\
             Accept-Encoding: gzip,deflate\r\nContent-Type: {CONTENT_TYPE}\r\nSOAPAction: {action}\r\n\
             Content-Length: {}\r\nConnection: Keep-Alive\r\n\r\n{body}",
            body.len(),
        )
        .into_bytes()
    }

    /// The same request as the engine gets it.
    pub(crate) fn request(&self) -> Request {
        // A copy has no room to spare; the server keeps none either.
        let body = bytes::Bytes::copy_from_slice(self.body.as_bytes());
        let mut request = Request::post(
            self.path,
            &[
                ("Host", "127.0.0.1:8723"),
                ("User-Agent", "Apache-HttpClient/4.5.14 (Java/17.0.9)"),
                ("Accept-Encoding", "gzip,deflate"),
                ("Content-Type", CONTENT_TYPE),
                ("SOAPAction", &self.action),
                ("Content-Length", &body.len().to_string()),
                ("Connection", "Keep-Alive"),
            ],
            body,
        );
        request.caller = Some("127.0.0.1:51234".into());
        request
    }
}
