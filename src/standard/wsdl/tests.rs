use std::collections::BTreeSet;

use super::{AnswerBody, WsdlOperation, WsdlProfile, render, source};
use crate::base::Limits;
use crate::model::{Param, Service};
use crate::standard::lis;
use crate::xml::{Element, read};

const BRIGHTSPACE: WsdlProfile<'static> = WsdlProfile {
    operations: &[
        WsdlOperation {
            name: "deletePerson",
            answer: AnswerBody::Empty,
        },
        WsdlOperation {
            name: "replacePerson",
            answer: AnswerBody::Empty,
        },
        WsdlOperation {
            name: "readPerson",
            answer: AnswerBody::Element,
        },
    ],
};

fn standard(address: &str) -> String {
    let operations: Vec<_> = lis::operations(Service::Pms)
        .iter()
        .map(|o| WsdlOperation {
            name: o.name,
            answer: AnswerBody::Element,
        })
        .collect();
    render(
        Service::Pms,
        &WsdlProfile {
            operations: &operations,
        },
        address,
    )
    .expect("there is a file")
}

/// One line per element: path, attributes in order of name, text.
fn canonical(text: &str) -> Vec<String> {
    fn walk(element: Element<'_>, out: &mut Vec<String>) {
        let mut attributes: Vec<_> = element
            .attributes()
            .map(|a| format!("{}={}", a.local(), a.value()))
            .collect();
        attributes.sort();
        out.push(format!(
            "{} {{{}}} {attributes:?} {}",
            element.path(),
            element.namespace(),
            element.text().trim()
        ));
        element.children().for_each(|child| walk(child, out));
    }
    let tree = read(text, &Limits::default()).expect("well-formed");
    let mut out = Vec::new();
    walk(tree.root(), &mut out);
    out
}

fn descendants<'t>(element: Element<'t>, out: &mut Vec<Element<'t>>) {
    out.push(element);
    element.children().for_each(|child| descendants(child, out));
}

#[test]
fn the_standard_profile_renders_the_file() {
    let rendered = standard("http://127.0.0.1:8723/lis/pms");
    assert_eq!(
        canonical(&rendered),
        canonical(source(Service::Pms).expect("there is a file"))
    );
}

#[test]
fn the_schema_has_the_children_of_the_operation_table() {
    let tree = read(
        source(Service::Pms).expect("there is a file"),
        &Limits::default(),
    )
    .expect("well-formed");
    let schema = tree
        .root()
        .child("types")
        .and_then(|t| t.child("schema"))
        .expect("has a schema");
    let children = |element: &str| -> Vec<String> {
        let declared = schema
            .children_named("element")
            .find(|e| e.attribute("", "name").is_some_and(|n| n == element))
            .unwrap_or_else(|| panic!("{element} is declared"));
        let sequence = declared
            .child("complexType")
            .and_then(|t| t.child("sequence"));
        let names = sequence
            .into_iter()
            .flat_map(|s| s.children_named("element"));
        names
            .map(|e| e.attribute("", "name").expect("has a name").into_owned())
            .collect()
    };
    let names =
        |params: &[Param]| -> Vec<String> { params.iter().map(|p| p.name.to_owned()).collect() };
    for operation in lis::operations(Service::Pms) {
        let name = operation.name;
        assert_eq!(
            children(&format!("{name}Request")),
            names(operation.request),
            "{name}Request"
        );
        assert_eq!(
            children(&format!("{name}Response")),
            names(operation.response),
            "{name}Response"
        );
    }
}

/// Service, operation table and file tell the same namespace.
#[test]
fn the_target_namespace_is_the_service_s() {
    let tree = read(
        source(Service::Pms).expect("there is a file"),
        &Limits::default(),
    )
    .expect("well-formed");
    let schema = tree
        .root()
        .child("types")
        .and_then(|t| t.child("schema"))
        .expect("has a schema");
    for element in [tree.root(), schema] {
        assert_eq!(
            element.attribute("", "targetNamespace").as_deref(),
            Some(lis::namespace(Service::Pms))
        );
    }
}

/// Every reference (`type`, `element`, `message`, `binding`, and `part` of a `soap:header`) leads somewhere.
#[test]
fn every_reference_has_a_target() {
    let brightspace =
        render(Service::Pms, &BRIGHTSPACE, "http://localhost/x").expect("there is a file");
    for text in [source(Service::Pms).expect("there is a file"), &brightspace] {
        let tree = read(text, &Limits::default()).expect("well-formed");
        let mut all = Vec::new();
        descendants(tree.root(), &mut all);
        let names = |local: &[&str], global: bool| -> BTreeSet<String> {
            let found = all.iter().filter(|e| local.contains(&e.local()));
            found
                .filter(|e| {
                    !global
                        || e.parent()
                            .is_some_and(|p| matches!(p.local(), "schema" | "definitions"))
                })
                .filter_map(|e| e.attribute("", "name").map(|n| format!("tns:{n}")))
                .collect()
        };
        let types = names(&["complexType", "simpleType"], true);
        let elements = names(&["element"], true);
        let messages = names(&["message"], true);
        let others = names(&["portType", "binding"], true);
        let known = ["string", "boolean", "date", "dateTime", "integer", "anyURI"]
            .map(|n| format!("xs:{n}"));
        for element in &all {
            for attribute in element.attributes() {
                let value = attribute.value().into_owned();
                let known = match (element.local(), attribute.local()) {
                    ("element" | "restriction", "type" | "base") => {
                        types.contains(&value) || known.contains(&value)
                    }
                    ("element", "ref") | ("part", "element") => elements.contains(&value),
                    ("binding", "type") | ("port", "binding") => others.contains(&value),
                    (_, "message") => messages.contains(&value),
                    _ => true,
                };
                assert!(
                    known,
                    "{}/@{} names {value}",
                    element.path(),
                    attribute.local()
                );
            }
        }
    }
}

#[test]
fn a_vendor_profile_lists_its_operations_only() {
    let text = render(
        Service::Pms,
        &BRIGHTSPACE,
        "http://lms.example:81/d2l/x.svc",
    )
    .expect("there is a file");
    let tree = read(&text, &Limits::default()).expect("well-formed");
    let port_type = tree.root().child("portType").expect("has a portType");
    let names: Vec<_> = port_type
        .children()
        .filter_map(|o| o.attribute("", "name"))
        .collect();
    assert_eq!(names, ["deletePerson", "replacePerson", "readPerson"]);
}

#[test]
fn an_empty_body_leaves_the_header_in_a_message_of_its_own() {
    let text = render(Service::Pms, &BRIGHTSPACE, "http://localhost/x").expect("there is a file");
    assert!(text.contains(r#"<wsdl:message name="deletePersonResponse"/>"#));
    assert!(text.contains(r#"<wsdl:message name="imsx_syncResponseHeader">"#));
    assert!(!standard("http://localhost/x").contains("imsx_syncResponseHeader\""));
}

#[test]
fn the_address_is_escaped() {
    let text = standard("http://localhost/a?b=1&c=\"2\"");
    assert!(text.contains(r#"location="http://localhost/a?b=1&amp;c=&quot;2&quot;""#));
}

#[test]
fn services_without_a_file_have_no_wsdl() {
    assert_eq!(source(Service::Oms), None);
    assert_eq!(
        render(Service::Oms, &BRIGHTSPACE, "http://localhost/x"),
        None
    );
}
