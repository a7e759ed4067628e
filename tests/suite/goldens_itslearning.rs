//! The two reads that itslearning's page on persons prints in full, byte for byte and with our own data: an external
//! user, and a parent who has a parent. `UPDATE_GOLDEN=1` rewrites the answers.

use indexmap::IndexMap;
use mocklms::base::Value;
use mocklms::session::{InstanceSpec, Session};
use mocklms::vendor::itslearning;
use mocklms::wire::Request;
use serde_json::json;

use crate::lms;
use crate::support::root;

const PATH: &str = "/WCFServiceLibrary/PersonManagementServiceSync.svc";

/// A site with the two, and the parent's relatives.
fn open() -> Session {
    let seed = json!({
        "persons": {
            "E-7": {
                "first_name": "Ture",
                "last_name": "Lindqvist",
                "nickname": "tull",
                "email": "ture@elsewhere.example",
                "username": "ture.l",
                "birth_date": "2009-02-11",
                "phone": "55501002",
                "cellular_phone": "55501003",
                "is_external": true,
            },
            "G-21": {
                "first_name": "Maj",
                "last_name": "Malmros",
                "email": "maj@home.example",
                "username": "maj.m",
                "profile": "Guest",
            },
            "S-31": { "first_name": "Jonte" },
            "G-12": { "first_name": "Gun" },
        },
        "relationships": { "S-31>G-21": {}, "G-21>G-12": {} },
    });
    let spec = InstanceSpec {
        name: "its",
        vendor: &itslearning::INFO,
        settings: &Value::map(),
        quirks: &IndexMap::new(),
        seed: &Value::from_json(&seed).expect("it is a value"),
    };
    Session::open(lms::opening(), [spec]).expect("the seed fits")
}

#[test]
fn the_printed_reads_are_answered_as_printed() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some() && std::env::var_os("CI").is_none();
    let headers = [
        ("Content-Type", "text/xml; charset=utf-8"),
        (
            "SOAPAction",
            "\"http://www.imsglobal.org/soap/pms/readPerson\"",
        ),
    ];
    for case in ["external_user", "parent_of_one"] {
        let folder = root().join("tests/golden/itslearning").join(case);
        let request = std::fs::read(folder.join("request.xml")).expect("there is a request");
        let exchange = open().handle(Request::post(PATH, &headers, request));
        let mut seen = exchange.reply.body.to_vec();
        seen.push(b'\n');
        let file = folder.join("response.xml");
        if update {
            std::fs::write(&file, &seen).expect("goldens can be written");
        }
        let golden = std::fs::read(&file).unwrap_or_default();
        assert!(
            golden == seen,
            "{case}/response.xml is\n{}\nbut now it is\n{}",
            String::from_utf8_lossy(&golden),
            String::from_utf8_lossy(&seen)
        );
    }
}
