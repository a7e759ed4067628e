use std::borrow::Cow;

use super::{ANSWER_FIELDS, answer, request};
use crate::base::Value;
use crate::model::{
    AnyRecord, CodeMajor, FieldInfo, OutcomeBody, Service, Severity, StatusInfo, Verb,
};
use crate::standard::lis::{self, Answer, AnswerStyle, ParamKind, Parameters};

const STYLE: AnswerStyle = AnswerStyle {
    soap_prefix: "s",
    header_prefix: "h",
    inner_prefix: "",
    schema_prefixes: false,
    empty_description: false,
};

/// An answer with that body, read again.
fn read(operation: &str, body: &OutcomeBody) -> Value {
    let operation = lis::find_anywhere(&format!("{operation}Request")).expect("it is LIS");
    let status = StatusInfo {
        major: CodeMajor::Success,
        severity: Severity::Status,
        minor: "fullsuccess",
        description: Cow::Borrowed(""),
    };
    let written = lis::encode_answer(
        &STYLE,
        &Answer {
            namespace: lis::namespace(operation.service),
            version: "V1.0",
            message_id: "m",
            message_ref: "r",
            status: &status,
            body: Some((operation, body)),
        },
    );
    answer(200, written.as_bytes())
}

fn texts(answer: &Value, key: &str) -> Vec<String> {
    match answer.get(key) {
        Some(Value::List(list)) => {
            let texts = list.iter().filter_map(Value::as_text);
            texts.map(str::to_owned).collect()
        }
        other => panic!("{key} is no list: {other:?}"),
    }
}

/// Each field of an answer that a shape brings, over all operations of the standard.
#[test]
fn every_shape_of_answer_is_read_again() {
    for operation in Service::ALL.into_iter().flat_map(lis::operations) {
        let Some(param) = operation.response.first() else {
            continue;
        };
        let point = || Some("2026-01-05T08:00:00Z".to_owned());
        let mut short = Value::map();
        short.insert("id", Value::text("x-1"));
        let record = |kind| AnyRecord::from_value(kind, &short);
        let body = match (param.name, lis::param_kind(param.name)) {
            ("replaceStatusCodes", _) => {
                OutcomeBody::ReplaceStatus(vec![("R-1".to_owned(), "success")])
            }
            ("supportedServices", _) => OutcomeBody::Services(vec!["PersonManagementService"]),
            ("personCore", _) | (_, ParamKind::Record(_)) => {
                OutcomeBody::Record(record(operation.record))
            }
            (_, ParamKind::Records(kind)) => OutcomeBody::Records {
                records: vec![record(kind), record(kind)],
                save_point: point(),
            },
            (_, ParamKind::Ids) => OutcomeBody::Ids {
                ids: vec!["a".into(), "b".into()],
                save_point: point().filter(|_| operation.verb == Verb::ReadFromSavePoint),
            },
            _ => OutcomeBody::Id("new-1".to_owned()),
        };
        let seen = read(operation.name, &body);
        let text = |path| seen.at(path).and_then(Value::as_text);
        let of = operation.name;
        match body {
            OutcomeBody::ReplaceStatus(_) => assert_eq!(text("replaced.R-1"), Some("success")),
            OutcomeBody::Services(_) => {
                assert_eq!(texts(&seen, "services"), ["PersonManagementService"]);
            }
            OutcomeBody::Record(_) => assert_eq!(text("record.id"), Some("x-1"), "{of}"),
            OutcomeBody::Records { .. } => {
                assert_eq!(text("records.1.id"), Some("x-1"), "{of}");
                assert_eq!(text("save_point"), Some("2026-01-05T08:00:00Z"), "{of}");
            }
            OutcomeBody::Ids { .. } => assert_eq!(texts(&seen, "ids"), ["a", "b"], "{of}"),
            _ => assert_eq!(text("id"), Some("new-1"), "{of}: {seen:?}"),
        }
        assert_eq!(text("code_major"), Some("success"), "{of}");
        let Value::Map(map) = &seen else {
            panic!("an answer is a map")
        };
        for key in map.keys() {
            assert!(
                FieldInfo::find(ANSWER_FIELDS, key).is_some(),
                "{key} is published"
            );
        }
    }
}

#[test]
fn the_id_of_a_call_is_found_under_any_name() {
    for (operation, name) in [
        ("readMembershipIdsForPerson", "personSourcedId"),
        ("addCourseSectionId", "sectionAssociationSourcedId"),
        ("readResultIdsForLineItem", "lineItemSourcediId"),
        ("readLineItemIdsForCourseOffering", "offeringSourcedId"),
        ("cancelBulkDataExchange", "transactionId"),
        ("changePersonIdentifier", "sourcedId"),
    ] {
        let row = lis::find_anywhere(&format!("{operation}Request")).expect("it is LIS");
        assert_eq!(row.id_parameter(), Some(name));
        let message = lis::encode_request(row, "m", None, Parameters::new("i-1", None));
        let view = request(None, message.as_bytes()).expect("it is a call");
        let id = view.record.get("id").and_then(Value::as_text);
        assert_eq!(id, Some("i-1"), "{operation}");
        assert!(
            message.contains(&format!("<ims:{name}>i-1</ims:{name}>")),
            "{message}"
        );
    }
    for operation in [
        "readPersons",
        "createByProxyGroup",
        "discoverPersonIds",
        "readAllGroupIds",
    ] {
        let row = lis::find_anywhere(&format!("{operation}Request")).expect("it is LIS");
        assert_eq!(row.id_parameter(), None, "{operation}");
    }
}
