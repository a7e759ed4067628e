//! Secrets that stand where nobody looks for them: in elements that no reader knows, extension fields and addresses.

use std::fmt::Write as _;

use indexmap::IndexMap;
use mocklms::base::{Masker, Value};
use mocklms::journal::{self, LineStyle};
use mocklms::session::{InstanceSpec, Session};
use mocklms::standard::lis::{self, Parameters};
use mocklms::vendor;
use mocklms::wire::Request;

use crate::lms::{self, opening};

const GROUP: &str = "<groupRecord><sourcedGUID><sourcedId>G-1</sourcedId></sourcedGUID><group>\
    <keys><passWord>s3cret-one</passWord></keys><motto>Onward</motto>\
    <extension><extensionField><fieldName>Password</fieldName><fieldValue>s3cret-two</fieldValue></extensionField>\
    <extensionField><fieldName>Floor</fieldName><fieldValue>2</fieldValue></extensionField></extension>\
    </group></groupRecord>";

const PERSON: &str = "<personRecord><sourcedGUID><sourcedId>P-1</sourcedId></sourcedGUID><person>\
    <userId><passWord>s3cret-three</passWord></userId><email>ada@example.org</email>\
    </person></personRecord>";

fn open(seed: &Value) -> Session {
    let spec = InstanceSpec {
        name: "lis",
        vendor: &vendor::lis::INFO,
        settings: &Value::map(),
        quirks: &IndexMap::new(),
        seed,
    };
    Session::open(opening(), [spec]).expect("the seed fits")
}

fn send(session: &Session, operation: &str, id: &str, record: &str) {
    let row = vendor::lis::INFO.operation(operation).expect("it is LIS");
    let body = format!(
        "<{operation}Request xmlns='{}'><sourcedId>{id}</sourcedId>{record}</{operation}Request>",
        lis::namespace(row.service)
    );
    let mut endpoints = vendor::lis::INFO.endpoints.iter();
    let endpoint = endpoints.find(|e| e.service == row.service);
    let path = endpoint.expect("it is served").path;
    let body = lis::wrap(row.service, "m", None, &body);
    let exchange = session.handle(Request::post(path, &[("Content-Type", "text/xml")], body));
    let ending = exchange.ending.text();
    assert!(ending.starts_with("success"), "{ending}");
}

/// All that is shown and recorded of a session.
fn shown(session: &Session) -> String {
    let masker = Masker::default();
    let mut out = String::new();
    for (_, state) in session.state() {
        out.push_str(&state.to_json(&masker).to_string());
    }
    _ = write!(out, "{:?}", session.provenance());
    for exchange in session.journal.exchanges() {
        let mut entry = exchange.entry();
        journal::mask(&mut entry, &masker);
        _ = write!(out, "{entry:?}");
        for style in [LineStyle::Plain, LineStyle::Json] {
            let mut line = Vec::new();
            exchange.line(&mut line, style);
            out.push_str(&String::from_utf8_lossy(&line));
        }
    }
    out
}

#[test]
fn what_no_reader_knows_does_not_show_its_passwords() {
    let session = open(&Value::map());
    send(&session, "replaceGroup", "G-1", GROUP);
    send(&session, "replacePerson", "P-1", PERSON);
    send(&session, "updateGroup", "G-1", GROUP);
    let shown = shown(&session);
    assert!(!shown.contains("s3cret"), "{shown}");
    for innocent in ["Onward", "Floor", "ada@example.org"] {
        assert!(shown.contains(innocent), "{innocent} is hidden: {shown}");
    }
}

#[test]
fn what_no_reader_knows_can_be_seeded() {
    let session = open(&Value::map());
    send(&session, "replaceGroup", "G-1", GROUP);
    send(&session, "replacePerson", "P-1", PERSON);
    let (_, exported) = session.state().remove(0);
    let leftovers = |table: &str, row: &str, path: &str| {
        let row = exported.get(table).and_then(|rows| rows.get(row));
        let all = row.and_then(|row| row.get("leftovers"));
        all.and_then(|all| all.get(path)).is_some()
    };
    assert!(
        leftovers("groups", "G-1", "group/motto") && leftovers("persons", "P-1", "person/email")
    );
    assert_eq!(open(&exported).state().remove(0).1, exported);
}

#[test]
fn passwords_in_addresses_are_not_shown() {
    let session = lms::settings(&[("outgoing", "http://elsewhere.example/")]);
    let mut file = Value::map();
    file.insert(
        "url",
        Value::text("http://bulk:s3cret-four@sis.example/a.xml"),
    );
    let mut manifest = Value::map();
    manifest.insert("files", Value::List(vec![file]));
    let row = vendor::brightspace::INFO
        .operation("announceBulkDataExchange")
        .expect("it is LIS");
    let manifest = mocklms::model::AnyRecord::from_value(row.record, &manifest);
    let body = lis::encode_request(row, "m", None, Parameters::new("bulk-1", Some(&manifest)));
    let mut endpoints = vendor::brightspace::INFO.endpoints.iter();
    let endpoint = endpoints.find(|e| e.service == row.service);
    let path = endpoint.expect("it is served").path;
    session.handle(Request::post(path, &[("Content-Type", "text/xml")], body));
    session.work(&mut |_| {});
    let shown = shown(&session);
    assert!(shown.contains("is not allowed"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn an_association_without_sections_has_no_list_of_them() {
    let session = open(&Value::map());
    let record = "<sectionAssociationRecord><sourcedGUID><sourcedId>A-1</sourcedId></sourcedGUID><sectionAssociation>\
        <courseSectionIdList><courseSectionId>S-1</courseSectionId></courseSectionIdList></sectionAssociation></sectionAssociationRecord>";
    send(&session, "replaceSectionAssociation", "A-1", record);
    let ids = "<sectionAssociationSourcedId>A-1</sectionAssociationSourcedId><courseSectionSourcedId>S-1</courseSectionSourcedId>";
    send(&session, "removeCourseSectionId", "A-1", ids);
    send(&session, "readSectionAssociation", "A-1", "");
    let exchanges = session.journal.exchanges();
    let answer = exchanges.last().expect("it was read").reply.body.clone();
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.contains("sectionAssociationRecord") && !answer.contains("courseSectionIdList"),
        "{answer}"
    );
}
