use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{AnswerBody, Offer, WsdlOperation, WsdlProfile, document, generate, render, source};
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

fn all_of(service: Service) -> Vec<WsdlOperation<'static>> {
    let rows = lis::operations(service).iter();
    rows.map(|row| WsdlOperation {
        name: row.name,
        answer: AnswerBody::Element,
    })
    .collect()
}

fn standard(service: Service, address: &str) -> String {
    render(
        service,
        &WsdlProfile {
            operations: &all_of(service),
        },
        address,
    )
}

/// The address that the file has for a service.
fn local(service: Service) -> String {
    let path = service.abbreviation().to_ascii_lowercase();
    format!("http://127.0.0.1:8723/lis/{path}")
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
    for service in Service::ALL {
        let rendered = standard(service, &local(service));
        assert_eq!(
            canonical(&rendered),
            canonical(&source(service)),
            "{service:?}"
        );
    }
}

/// All ports of a file at once are the file: for the courses, the union of what their four services render.
#[test]
fn all_ports_together_are_the_file() {
    for service in Service::ALL {
        let document = document(service);
        let ports = document.ports.iter();
        let ports: Vec<_> = ports
            .map(|port| (port, all_of(port.service), local(port.service)))
            .collect();
        let offers: Vec<_> = ports
            .iter()
            .map(|(port, operations, address)| Offer {
                port,
                operations: operations.iter().filter(|o| port.has(o.name)).collect(),
                address,
            })
            .collect();
        assert_eq!(
            canonical(&generate(document, &offers)),
            canonical(document.file),
            "{service:?}"
        );
    }
}

#[test]
fn an_endpoint_has_the_port_types_of_its_service() {
    let port_types = |text: &str| -> Vec<String> {
        let tree = read(text, &Limits::default()).expect("well-formed");
        let found = tree.root().children_named("portType");
        found
            .filter_map(|p| p.attribute("", "name").map(Cow::into_owned))
            .collect()
    };
    let found: Vec<_> = Service::ALL
        .into_iter()
        .flat_map(|service| port_types(&source(service)))
        .collect();
    let expected = [
        "Person",
        "Group",
        "Membership",
        "CourseTemplate",
        "CourseOffering",
        "CourseSection",
        "SectionAssociation",
        "LineItem",
        "Result",
        "ResultValue",
        "BulkDataExchange",
    ];
    assert_eq!(
        found,
        expected.map(|manager| format!("{manager}ManagerSyncPortType"))
    );
    let some = ["readResults", "replaceLineItem", "readResult"].map(|name| WsdlOperation {
        name,
        answer: AnswerBody::Element,
    });
    let text = render(
        Service::Oms,
        &WsdlProfile { operations: &some },
        "http://localhost/oms",
    );
    assert_eq!(
        port_types(&text),
        ["LineItemManagerSyncPortType", "ResultManagerSyncPortType"]
    );
    assert_eq!(text.matches("<soap:address ").count(), 2);
    assert!(!text.contains("ResultValueManager"));
}

#[test]
fn the_schema_has_the_children_of_the_operation_table() {
    for service in Service::ALL {
        let text = source(service);
        let tree = read(&text, &Limits::default()).expect("well-formed");
        let schema = tree
            .root()
            .child("types")
            .and_then(|t| t.child("schema"))
            .expect("has a schema");
        let children = |element: &str| -> Vec<(String, bool)> {
            let declared = schema
                .children_named("element")
                .find(|e| e.attribute("", "name").is_some_and(|n| n == element))
                .unwrap_or_else(|| panic!("{element} is declared"));
            let sequence = declared
                .child("complexType")
                .and_then(|t| t.child("sequence"));
            let elements = sequence
                .into_iter()
                .flat_map(|s| s.children_named("element"));
            elements
                .map(|e| {
                    let name = e.attribute("", "name").expect("has a name").into_owned();
                    (name, e.attribute("", "minOccurs").is_some_and(|m| m == "0"))
                })
                .collect()
        };
        let params = |params: &[Param]| -> Vec<(String, bool)> {
            let pairs = params.iter().map(|p| (p.name.to_owned(), p.optional));
            pairs.collect()
        };
        for operation in lis::operations(service) {
            let name = operation.name;
            assert_eq!(
                children(&format!("{name}Request")),
                params(operation.request),
                "{name}Request"
            );
            assert_eq!(
                children(&format!("{name}Response")),
                params(operation.response),
                "{name}Response"
            );
        }
    }
}

/// Service, operation table and file tell the same namespace, and the file declares nothing that no service has.
#[test]
fn the_target_namespace_is_the_service_s() {
    for service in Service::ALL {
        let text = source(service);
        let tree = read(&text, &Limits::default()).expect("well-formed");
        let schema = tree
            .root()
            .child("types")
            .and_then(|t| t.child("schema"))
            .expect("has a schema");
        for element in [tree.root(), schema] {
            assert_eq!(
                element.attribute("", "targetNamespace").as_deref(),
                Some(lis::namespace(service))
            );
        }
        let form = schema.attribute("", "elementFormDefault");
        assert_eq!(form.as_deref(), Some("qualified"), "{service:?}");
        let sharing = || {
            let all = Service::ALL.into_iter();
            all.filter(|other| lis::namespace(*other) == lis::namespace(service))
        };
        for element in schema.children_named("element") {
            let name = element.attribute("", "name").expect("has a name");
            let request = name.strip_suffix("Response").map_or_else(
                || name.to_string(),
                |operation| format!("{operation}Request"),
            );
            assert!(
                name.starts_with("imsx_sync")
                    || sharing().any(|other| lis::find(other, &request).is_some()),
                "{service:?} declares {name}"
            );
        }
    }
}

/// Every reference (`type`, `element`, `message`, `binding`, and `part` of a `soap:header`) leads somewhere.
#[test]
fn every_reference_has_a_target() {
    let brightspace = render(Service::Pms, &BRIGHTSPACE, "http://localhost/x");
    let files = Service::ALL.map(|service| document(service).file.into());
    let parts = Service::ALL.map(source);
    for text in files
        .into_iter()
        .chain(parts)
        .chain([Cow::Owned(brightspace)])
    {
        let tree = read(&text, &Limits::default()).expect("well-formed");
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
        let known = [
            "string", "boolean", "date", "dateTime", "integer", "decimal", "anyURI",
        ]
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
    );
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
    let text = render(Service::Pms, &BRIGHTSPACE, "http://localhost/x");
    assert!(text.contains(r#"<wsdl:message name="deletePersonResponse"/>"#));
    assert!(text.contains(r#"<wsdl:message name="imsx_syncResponseHeader">"#));
    assert!(!standard(Service::Pms, "http://localhost/x").contains("imsx_syncResponseHeader\""));
}

#[test]
fn the_address_is_escaped() {
    let text = standard(Service::Pms, "http://localhost/a?b=1&c=\"2\"");
    assert!(text.contains(r#"location="http://localhost/a?b=1&amp;c=&quot;2&quot;""#));
}
