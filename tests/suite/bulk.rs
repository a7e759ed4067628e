//! Bulk exchange around its edges: large files, files that are none, a SIS that refuses the report, what is not allowed.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::{Duration, Instant};

use bytes::Bytes;
use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::engine::Arrival;
use mocklms::model::{AnyRecord, RecordKind, Service};
use mocklms::session::{Courier, InstanceSpec, Opening, Session};
use mocklms::standard::lis;
use mocklms::vendor::brightspace;
use mocklms::wire::{Reply, Request};

use crate::lms::opening;

/// Answers every GET with one file and every POST with one answer, and remembers what it was asked for.
#[derive(Debug)]
struct Sis {
    file: Bytes,
    answer: &'static str,
    asked: Mutex<Vec<String>>,
}

impl Courier for Sis {
    fn carry(&self, request: &Request, _allowed: &[String]) -> Arrival {
        let asked = format!("{} {}", request.method, request.target);
        self.asked.lock().expect("nobody panicked").push(asked);
        Ok(if request.method == "GET" {
            Reply::new(200, "text/xml", self.file.clone())
        } else {
            Reply::text(500, self.answer)
        })
    }
}

/// A Brightspace whose SIS offers `file`, after a bulk run of it was announced and worked off.
fn after(file: impl Into<Bytes>, settings: &str) -> (Session, Arc<Sis>) {
    let sis = Arc::new(Sis {
        file: file.into(),
        answer: "no SOAP here",
        asked: Mutex::default(),
    });
    let settings = serde_json::from_str(settings).expect("it is JSON");
    let settings = Value::from_json(&settings).expect("it is a tree of texts");
    let opening = Opening {
        courier: Arc::clone(&sis) as Arc<dyn Courier>,
        ..opening()
    };
    let spec = InstanceSpec {
        name: "d2l",
        vendor: &brightspace::INFO,
        settings: &settings,
        quirks: &IndexMap::new(),
        seed: &Value::map(),
    };
    let session = Session::open(opening, [spec]).expect("there is no seed");
    announce(&session, "http://sis.example/out/a.xml");
    assert!(session.has_work());
    session.work(&mut |_| {});
    assert!(!session.has_work());
    (session, sis)
}

fn announce(session: &Session, url: &str) {
    announce_as(session, "bulk-1", url);
}

fn announce_as(session: &Session, job: &str, url: &str) {
    let mut file = Value::map();
    file.insert("url", Value::text(url));
    let mut manifest = Value::map();
    manifest.insert("files", Value::List(vec![file]));
    let manifest = AnyRecord::from_value(RecordKind::Bulk, &manifest);
    let operation = lis::find(Service::Bdems, "announceBulkDataExchangeRequest");
    let parameters = lis::Parameters::new(job, Some(&manifest));
    let body = lis::encode_request(operation.expect("it is one"), "m-1", None, parameters);
    let endpoint = brightspace::INFO.endpoints.iter();
    let mut endpoint = endpoint.filter(|e| e.service == Service::Bdems);
    let path = endpoint.next().expect("it is served").path;
    session.handle(Request::post(path, &[("Content-Type", "text/xml")], body));
}

fn at(session: &Session, path: &[&str]) -> String {
    let (_, state) = session.state().remove(0);
    let found = path.iter().try_fold(&state, |value, key| value.get(key));
    found.and_then(Value::as_text).unwrap_or("").to_owned()
}

fn persons(count: usize) -> String {
    let mut out = String::from("<bulkDataRecord>");
    for n in 0..count {
        _ = write!(
            out,
            "<transactionRecord><transactionOpIdentifier>{n}</transactionOpIdentifier><operationName>replacePerson</operationName><parameterSet><parameterRecord><parameterName>sourcedId</parameterName><parameterValue>P-{n}</parameterValue></parameterRecord><parameterRecord><parameterName>personRecord</parameterName><parameterValue><personRecord><sourcedGUID><sourcedId>P-{n}</sourcedId></sourcedGUID><person><name><partName><instanceName><textString>First</textString></instanceName><instanceValue><textString>A{n}</textString></instanceValue></partName><partName><instanceName><textString>Last</textString></instanceName><instanceValue><textString>B</textString></instanceValue></partName></name></person></personRecord></parameterValue></parameterRecord></parameterSet></transactionRecord>"
        );
    }
    out.push_str("</bulkDataRecord>");
    out
}

const SIS: &str = r#"{ "outgoing": ["http://sis.example/"],
    "endpoints": { "bulk": { "url": "http://sis.example/bdems" } } }"#;
const ALONE: &str = r#"{ "outgoing": ["http://sis.example/"] }"#;

#[test]
fn a_large_file_takes_as_long_as_its_records_together() {
    let time = |count: usize| {
        let file = persons(count);
        let start = Instant::now();
        let (session, _) = after(file, ALONE);
        let took = start.elapsed();
        assert_eq!(
            at(&session, &["bulk_jobs", "bulk-1", "done"]),
            count.to_string()
        );
        took
    };
    let small = time(2_000).max(Duration::from_millis(20));
    let large = time(20_000);
    assert!(
        large < small * 40,
        "ten times the records took {large:?}, not about ten times {small:?}"
    );
}

#[test]
fn a_report_that_the_sis_refuses_is_an_error_of_the_job() {
    let (session, sis) = after(persons(1), SIS);
    assert_eq!(at(&session, &["bulk_jobs", "bulk-1", "status"]), "Error");
    assert_eq!(at(&session, &["bulk_jobs", "bulk-1", "report"]), "refused");
    assert_eq!(
        at(&session, &["source_systems", "SIS", "status"]),
        "Enabled"
    );
    assert_eq!(at(&session, &["users", "P-0", "legal_last_name"]), "B");
    let asked = sis.asked.lock().expect("nobody panicked").clone();
    assert_eq!(
        asked,
        [
            "GET http://sis.example/out/a.xml",
            "POST http://sis.example/bdems"
        ]
    );
}

#[test]
fn what_is_no_bulk_file_fails_with_a_reason() {
    for (file, reason) in [
        ("", ""),
        ("no XML", ""),
        (
            "<bulkDataRecord><transactionRecord></bulkDataRecord>",
            "line 1, column ",
        ),
        (
            "<personRecord/>",
            "the document is a personRecord, not a bulkDataRecord",
        ),
        (
            "<bulkDataRecord xmlns='urn:other'/>",
            "bulkDataRecord is in the namespace urn:other",
        ),
        ("<!DOCTYPE a><bulkDataRecord/>", ""),
    ] {
        let (session, _) = after(file, ALONE);
        let row = ["bulk_files", "bulk-1/1"];
        assert_eq!(
            at(&session, &[row[0], row[1], "status"]),
            "Failed",
            "{file}"
        );
        let error = at(&session, &[row[0], row[1], "error"]);
        assert!(
            !error.is_empty() && error.contains(reason),
            "{file}: {error}"
        );
    }
}

#[test]
fn broken_transactions_are_reported_one_by_one() {
    let good = persons(1);
    let good = good.trim_start_matches("<bulkDataRecord>");
    let file = format!(
        "<bulkDataRecord>\
         <transactionRecord/>\
         <transactionRecord><operationName>readPerson</operationName></transactionRecord>\
         <transactionRecord><operationName>announceBulkDataExchange</operationName><parameterSet/></transactionRecord>\
         <transactionRecord><operationName>replacePerson</operationName><parameterSet><parameterRecord/></parameterSet></transactionRecord>\
         <transactionRecord><operationName>createPerson</operationName><parameterSet/></transactionRecord>\
         <other/>{good}"
    );
    let (session, _) = after(file, ALONE);
    assert_eq!(at(&session, &["bulk_jobs", "bulk-1", "failed"]), "5");
    assert_eq!(at(&session, &["bulk_jobs", "bulk-1", "done"]), "1");
    for (key, said) in [
        ("bulk-1/1/", "operationName is missing"),
        ("bulk-1/1/~2", "parameterSet is missing"),
        (
            "bulk-1/1/~3",
            "announceBulkDataExchange cannot stand in a bulk data file",
        ),
        ("bulk-1/1/~4", "a parameterRecord has no parameterValue"),
        ("bulk-1/1/~5", "PMS.createPerson is not supported"),
        ("bulk-1/1/0", ""),
    ] {
        assert_eq!(at(&session, &["bulk_results", key, "description"]), said);
    }
}

/// The second password is refused by the last handlers, when the user has been created and mapped.
#[test]
fn a_transaction_that_fails_undoes_itself_and_nothing_before_it() {
    let person = |id: &str, password: &str| {
        persons(1)
            .replace("<bulkDataRecord>", "")
            .replace("</bulkDataRecord>", "")
            .replace("P-0", id)
            .replace(
                "</name>",
                &format!(
                    "</name><roles><userId><userIdValue><textString>{id}</textString></userIdValue>\
                     <password><textString>{password}</textString></password></userId></roles>"
                ),
            )
    };
    let file = format!(
        "<bulkDataRecord>{}{}{}</bulkDataRecord>",
        person("P-1", "long enough"),
        person("P-2", "short"),
        person("P-3", "long enough")
    );
    let settings = r#"{ "outgoing": ["http://sis.example/"], "transactional": "true", "password_regex": ".{8,}" }"#;
    let (session, _) = after(file, settings);
    let user = |id: &str| at(&session, &["users", id, "legal_last_name"]);
    assert_eq!(
        (user("P-1"), user("P-2"), user("P-3")),
        ("B".into(), String::new(), "B".into())
    );
    assert_eq!(at(&session, &["im_users", "P-2", "lms_user_id"]), "");
    assert_eq!(at(&session, &["bulk_jobs", "bulk-1", "failed"]), "1");
}

/// Carries calls to a SIS; before the first answer arrives, an administrator stops the job.
#[derive(Debug)]
struct TooLate(OnceLock<Weak<Session>>);

impl Courier for TooLate {
    fn carry(&self, _request: &Request, _allowed: &[String]) -> Arrival {
        let session = self.0.get().and_then(Weak::upgrade).expect("it is open");
        let stopped = session.admin("d2l", "cancel_bulk", &[("id", "bulk-1")]);
        assert!(stopped.is_ok());
        Ok(Reply::new(200, "text/xml", persons(1)))
    }
}

#[test]
fn what_arrives_after_a_job_was_stopped_is_not_carried_out() {
    let courier = Arc::new(TooLate(OnceLock::new()));
    let settings = serde_json::from_str(ALONE).expect("it is JSON");
    let spec = InstanceSpec {
        name: "d2l",
        vendor: &brightspace::INFO,
        settings: &Value::from_json(&settings).expect("it is a tree of texts"),
        quirks: &IndexMap::new(),
        seed: &Value::map(),
    };
    let opening = Opening {
        courier: Arc::clone(&courier) as Arc<dyn Courier>,
        ..opening()
    };
    let session = Arc::new(Session::open(opening, [spec]).expect("there is no seed"));
    courier.0.set(Arc::downgrade(&session)).expect("once");
    announce(&session, "http://sis.example/out/a.xml");
    session.work(&mut |_| {});
    assert_eq!(at(&session, &["bulk_jobs", "bulk-1", "status"]), "Canceled");
    assert_eq!(at(&session, &["users", "P-0", "legal_last_name"]), "");
}

#[test]
fn whoever_watches_is_told_of_both_sides_of_a_call_in_the_session() {
    let settings = r#"{ "outgoing": ["http://sis.example/", "/i/sis"],
        "endpoints": { "bulk": { "url": "/i/sis/lis/bdems" } } }"#;
    let settings = serde_json::from_str(settings).expect("it is JSON");
    let settings = Value::from_json(&settings).expect("it is a tree of texts");
    let (nothing, no_rules) = (Value::map(), IndexMap::new());
    let spec = |name, vendor, settings| InstanceSpec {
        name,
        vendor,
        settings,
        quirks: &no_rules,
        seed: &nothing,
    };
    let specs = [
        spec("d2l", &brightspace::INFO, &settings),
        spec("sis", &mocklms::vendor::lis::INFO, &nothing),
    ];
    let session = Session::open(opening(), specs).expect("there is no seed");
    announce(&session, "http://sis.example/out/a.xml");
    let mut told = Vec::new();
    session.work(&mut |exchange| told.push(exchange.seq));
    let kept = session.journal.exchanges();
    let kept: Vec<_> = kept.iter().map(|exchange| exchange.seq).collect();
    assert_eq!(told, kept[1..]);
}

#[test]
fn jobs_with_slashes_keep_their_results_apart() {
    // `bulk-1/1/1/0` could be transaction `1/0` of one job, and transaction `0` of the other.
    let file = persons(2).replace(
        "<transactionOpIdentifier>1<",
        "<transactionOpIdentifier>1/0<",
    );
    let (session, _) = after(file, ALONE);
    announce_as(&session, "bulk-1/1", "http://sis.example/out/a.xml");
    session.work(&mut |_| {});
    let job = |key: &str| at(&session, &["bulk_results", key, "job"]);
    assert_eq!(job("bulk-1/1/1/0"), "bulk-1");
    assert_eq!(job("bulk-1/1/1/0~2"), "bulk-1/1");
    assert_eq!(job("bulk-1/1/1/1/0"), "bulk-1/1");
}

#[test]
fn nothing_is_fetched_that_is_not_allowed() {
    let elsewhere = r#"{ "outgoing": ["http://other.example/"] }"#;
    let (session, sis) = after(persons(1), elsewhere);
    assert!(sis.asked.lock().expect("nobody panicked").is_empty());
    let error = at(&session, &["bulk_files", "bulk-1/1", "error"]);
    assert!(error.contains("is not allowed"), "{error}");
}
