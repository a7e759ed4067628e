use super::validate;
use crate::base::{Limits, Value};
use crate::model::{AnyRecord, RecordKind, Service, Standard};
use crate::soap;
use crate::standard::es::{self, Parameters};
use crate::xml::read;

const HEAD: &str = r#"xmlns:m="http://www.imsglobal.org/services/pms/xsd/imsPersonManMessSchema_v1p0" xmlns:d="http://www.imsglobal.org/services/pms/xsd/imsPersonManDataSchema_v1p0" xmlns:c="http://www.imsglobal.org/services/common/imsCommonSchema_v1p0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#;

fn told(content: &str) -> Vec<String> {
    let text = format!(
        "<m:updatePersonRequest {HEAD}><m:sourcedId><c:identifier>a</c:identifier></m:sourcedId>\
         <m:person>{content}</m:person></m:updatePersonRequest>"
    );
    let tree = read(&text, &Limits::default()).expect("it is well-formed");
    let mut out = Vec::new();
    validate(Service::EsPerson, tree.root(), &mut out);
    out.into_iter()
        .map(|f| format!("{}: {} -> {}", f.name, f.message, f.hint))
        .collect()
}

#[test]
fn what_may_be_nil_may_be() {
    let rest = "<d:name/><c:email/><c:URL/><d:systemRole>User</d:systemRole>";
    let person = format!(r#"<d:formatName xsi:nil="true"/>{rest}"#);
    assert_eq!(told(&person), [""; 0]);
    let told = told(r#"<d:formatName/><d:name xsi:nil="1"/>"#);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("nil-element: `name`"), "{told:?}");
}

#[test]
fn each_level_has_its_namespace() {
    let told = told(
        "<d:formatName/><d:email>x@y.example</d:email><d:URL/>\
         <m:userId><c:userIdValue>u</c:userIdValue></m:userId>",
    );
    let common = "http://www.imsglobal.org/services/common/imsCommonSchema_v1p0";
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("namespace-mismatch: 2 elements"),
        "{told:?}"
    );
    assert!(told[0].contains("from `email` on") && told[0].ends_with(&format!("`{common}`")));
    assert!(told[1].contains("from `userId` on") && told[1].contains("imsPersonManDataSchema"));
}

#[test]
fn order_and_values_are_judged() {
    let told = told(
        "<d:formatName/><d:demographics><d:gender>F</d:gender><d:bday/></d:demographics>\
         <d:address><d:street/><d:pobox/></d:address><d:fax/>",
    );
    let names: Vec<_> = told.iter().filter_map(|t| t.split(':').next()).collect();
    for name in ["bad-value", "element-order", "unknown-element"] {
        assert!(names.contains(&name), "{name} in {told:?}");
    }
}

/// What we send ourselves is as it should be, for every operation.
#[test]
fn our_own_requests_are_well() {
    let text = |pairs: &[(&str, &str)]| {
        let mut out = Value::map();
        for (key, text) in pairs {
            out.insert(*key, Value::text(*text));
        }
        out
    };
    for operation in es::operations(Service::EsCombined) {
        let value = match operation.record {
            RecordKind::Person => text(&[("id", "i"), ("email", "e@x.example"), ("role", "Staff")]),
            RecordKind::Group => text(&[("id", "i"), ("parent", "p"), ("begin", "2031-01-02")]),
            _ => text(&[
                ("id", "i"),
                ("person", "p"),
                ("role", "Learner"),
                ("status", "true"),
            ]),
        };
        let mut with = Value::map();
        for param in operation.request {
            let given = match es::param_kind(param.name) {
                es::ParamKind::Records(_) | es::ParamKind::Pairs(_) => {
                    Value::List(vec![value.clone(), value.clone()])
                }
                es::ParamKind::Ids => Value::List(vec![Value::text("a"), Value::text("b")]),
                es::ParamKind::IdPairs => {
                    Value::List(vec![text(&[("first", "a"), ("second", "b")])])
                }
                _ => match param.name {
                    "CreatedFrom" => Value::text("2031-01-02T03:04:05Z"),
                    "OnlyManuallyCreatedUsers" | "ConvertFromManual" => Value::text("true"),
                    _ => Value::text("1"),
                },
            };
            with.insert(param.name, given);
        }
        let record = AnyRecord::from_value_in(Standard::Es, operation.record, &value);
        let parameters = Parameters {
            id: Some("i"),
            record: Some(&record),
            with: Some(&with),
        };
        let message = es::encode_request(operation, "m-1", None, parameters);
        let tree = read(&message, &Limits::default()).expect("it is well-formed");
        let envelope = soap::open(&tree, &mut Vec::new()).expect("it is an envelope");
        let mut out = Vec::new();
        for block in envelope.header_blocks() {
            validate(operation.service, block, &mut out);
        }
        let payload = envelope.payload.expect("it has a payload");
        validate(operation.service, payload, &mut out);
        assert_eq!(out, [], "{message}");
    }
}
