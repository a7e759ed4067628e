//! The WSDL documents of ES, each in one piece: the schemas of `wsdl/es/types.xsd` that a service uses, inline, and the
//! rest generated from the operation tables.
//!
//! Toolkits exist that refuse documents that import each other and declare an element twice. So there is one document for
//! each service and one for all of them at one address; the schemas import each other by namespace.

use std::fmt::Write as _;

use super::names::{BINDING, COMMON, action, namespaces};
use super::operations::operations;
use crate::model::{Operation, Service};
use crate::xml::Writer;

/// All schemas.
const TYPES: &str = include_str!("../../../wsdl/es/types.xsd");

/// The target namespace of the document for all services, which has none of the standard's.
const COMBINED: &str = "urn:mocklms:enterprise-services";

/// What an instance offers, as far as a WSDL tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WsdlProfile<'a> {
    /// Names of operations.
    pub operations: &'a [&'a str],
    /// Name and target namespace of the document for all services at one address, where the server has its own.
    pub combined: Option<(&'a str, &'a str)>,
}

/// The four services that have operations.
const SERVICES: [Service; 4] = [
    Service::EsPerson,
    Service::EsGroup,
    Service::EsMembership,
    Service::EsExtendedPerson,
];

/// The name of a service's port type, and of the service.
const fn port_type(service: Service) -> &'static str {
    match service {
        Service::EsGroup => "GroupManagementServiceSync",
        Service::EsMembership => "MembershipManagementServiceSync",
        Service::EsExtendedPerson => "ExtendedPersonManagementServiceSync",
        _ => "PersonManagementServiceSync",
    }
}

/// The prefix of a service's messages.
const fn prefix(service: Service) -> &'static str {
    match service {
        Service::EsGroup => "gm",
        Service::EsMembership => "mm",
        _ => "pm",
    }
}

/// The WSDL of everything that a service has.
pub fn source(service: Service) -> String {
    let names: Vec<_> = operations(service).iter().map(|row| row.name).collect();
    let path = service.abbreviation().to_ascii_lowercase();
    let profile = WsdlProfile {
        operations: &names,
        combined: None,
    };
    render(
        service,
        &profile,
        &format!("http://127.0.0.1:8723/es/{path}"),
    )
}

/// The WSDL of what an instance offers at `address`, which is the endpoint's address as the caller sees it. A port type
/// of which nothing is offered is left out.
pub fn render(service: Service, profile: &WsdlProfile<'_>, address: &str) -> String {
    let offered: Vec<Offer> = SERVICES
        .into_iter()
        .filter(|one| *one == service || service == Service::EsCombined)
        .map(|service| {
            let rows = operations(service).iter();
            let rows = rows.filter(|row| profile.operations.contains(&row.name));
            Offer {
                service,
                rows: rows.collect(),
            }
        })
        .filter(|offer| !offer.rows.is_empty())
        .collect();
    let (name, namespace) = match service {
        Service::EsCombined => profile
            .combined
            .unwrap_or(("ImsEnterpriseServicesPort", COMBINED)),
        service => (port_type(service), namespaces(service).wsdl),
    };
    let mut out = String::with_capacity(TYPES.len() + 32_768);
    head(&mut out, name, namespace, &offered);
    for offer in &offered {
        messages(&mut out, offer);
    }
    for offer in &offered {
        interface(&mut out, offer);
    }
    for offer in &offered {
        binding(&mut out, offer);
    }
    ports(&mut out, name, &offered, address);
    out.push_str("</wsdl:definitions>\n");
    out
}

/// What is offered of one service.
struct Offer {
    service: Service,
    rows: Vec<&'static Operation>,
}

/// Appends lines to a text; writing to a `String` cannot fail.
macro_rules! push {
    ($out:expr, $($line:tt)*) => {
        _ = writeln!($out, $($line)*)
    };
}

fn head(out: &mut String, name: &str, namespace: &str, offered: &[Offer]) {
    let mut start = Writer::new();
    start.open("wsdl:definitions");
    start.attr("name", name);
    start.attr("targetNamespace", namespace);
    for (prefix, uri) in [
        ("tns", namespace),
        ("wsdl", "http://schemas.xmlsoap.org/wsdl/"),
        ("soap", "http://schemas.xmlsoap.org/wsdl/soap/"),
        ("xs", "http://www.w3.org/2001/XMLSchema"),
    ] {
        start.declare(prefix, uri);
    }
    let start = start.into_string();
    // The prefixes that the schemas use are declared where they come from.
    let declared = TYPES
        .split_once("<types")
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or("", |(attributes, _)| attributes);
    push!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    out.push_str(start.trim_end_matches('>'));
    for line in declared.lines().skip(1) {
        out.push('\n');
        out.push_str(line);
    }
    push!(out, ">");
    push!(
        out,
        "  <wsdl:documentation>IMS Enterprise Services 1.0 over SOAP 1.1. Written for mocklms.</wsdl:documentation>"
    );
    push!(out, "  <wsdl:types>");
    let needed = |uri: &str| {
        uri == COMMON
            || uri == BINDING
            || offered.iter().any(|offer| {
                let names = namespaces(offer.service);
                uri == names.messages || uri == names.data
            })
    };
    for (uri, schema) in schemas().filter(|(uri, _)| needed(uri)) {
        debug_assert!(!uri.is_empty(), "a schema has a namespace");
        push!(out, "    {schema}");
    }
    push!(out, "  </wsdl:types>\n");
}

/// Each schema with its target namespace.
fn schemas() -> impl Iterator<Item = (&'static str, &'static str)> {
    const END: &str = "</xs:schema>";
    TYPES.split_inclusive(END).filter_map(|piece| {
        let schema = piece.get(piece.find("<xs:schema ")?..)?;
        let (_, rest) = schema.split_once("targetNamespace=\"")?;
        let (uri, _) = rest.split_once('"')?;
        Some((uri, schema))
    })
}

/// The header of each message is a message of its own, as it is in the WSDLs that servers publish.
fn messages(out: &mut String, offer: &Offer) {
    let prefix = prefix(offer.service);
    for Operation { name, .. } in &offer.rows {
        for (kind, part, header) in [
            ("Request", "Parameters", "syncRequestHeaderInfo"),
            ("Response", "Response", "syncResponseHeaderInfo"),
        ] {
            push!(out, r#"  <wsdl:message name="{name}{kind}">"#);
            push!(
                out,
                r#"    <wsdl:part name="{part}" element="{prefix}:{name}{kind}"/>"#
            );
            push!(out, "  </wsdl:message>");
            push!(out, r#"  <wsdl:message name="{name}{kind}_Headers">"#);
            push!(
                out,
                r#"    <wsdl:part name="{header}" element="b:{header}"/>"#
            );
            push!(out, "  </wsdl:message>");
        }
    }
    out.push('\n');
}

fn interface(out: &mut String, offer: &Offer) {
    push!(
        out,
        r#"  <wsdl:portType name="{}">"#,
        port_type(offer.service)
    );
    for Operation { name, .. } in &offer.rows {
        push!(out, r#"    <wsdl:operation name="{name}">"#);
        push!(out, r#"      <wsdl:input message="tns:{name}Request"/>"#);
        push!(out, r#"      <wsdl:output message="tns:{name}Response"/>"#);
        push!(out, "    </wsdl:operation>");
    }
    push!(out, "  </wsdl:portType>\n");
}

fn binding(out: &mut String, offer: &Offer) {
    let name = port_type(offer.service);
    push!(
        out,
        r#"  <wsdl:binding name="BasicHttpBinding_{name}" type="tns:{name}">"#
    );
    push!(
        out,
        r#"    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>"#
    );
    for Operation { name, .. } in &offer.rows {
        let action = action(offer.service, name);
        push!(out, r#"    <wsdl:operation name="{name}">"#);
        push!(
            out,
            r#"      <soap:operation soapAction="{action}" style="document"/>"#
        );
        for (direction, kind, header) in [
            ("input", "Request", "syncRequestHeaderInfo"),
            ("output", "Response", "syncResponseHeaderInfo"),
        ] {
            push!(out, "      <wsdl:{direction}>");
            push!(
                out,
                r#"        <soap:header message="tns:{name}{kind}_Headers" part="{header}" use="literal"/>"#
            );
            push!(out, r#"        <soap:body use="literal"/>"#);
            push!(out, "      </wsdl:{direction}>");
        }
        push!(out, "    </wsdl:operation>");
    }
    push!(out, "  </wsdl:binding>\n");
}

fn ports(out: &mut String, name: &str, offered: &[Offer], address: &str) {
    let mut named = Writer::new();
    named.open("wsdl:service");
    named.attr("name", name);
    let named = named.into_string();
    push!(out, "  {named}");
    for offer in offered {
        let name = port_type(offer.service);
        let mut location = Writer::new();
        location.open("soap:address");
        location.attr("location", address);
        location.close("soap:address");
        push!(
            out,
            r#"    <wsdl:port name="BasicHttpBinding_{name}" binding="tns:BasicHttpBinding_{name}">"#
        );
        push!(out, "      {}", location.into_string());
        push!(out, "    </wsdl:port>");
    }
    push!(out, "  </wsdl:service>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Limits;
    use crate::model::Param;
    use crate::xml::{Element, read};

    const FILES: [(Service, &str); 5] = [
        (Service::EsPerson, "person"),
        (Service::EsExtendedPerson, "extended_person"),
        (Service::EsGroup, "group"),
        (Service::EsMembership, "membership"),
        (Service::EsCombined, "combined"),
    ];

    /// `UPDATE_GOLDEN=1` writes them.
    #[test]
    fn the_files_are_what_is_served() {
        for (service, name) in FILES {
            let path = format!("{}/wsdl/es/{name}.wsdl", env!("CARGO_MANIFEST_DIR"));
            let text = source(service);
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::write(&path, &text).expect("it can be written");
            }
            let file = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                file == text,
                "wsdl/es/{name}.wsdl is stale: UPDATE_GOLDEN=1 rewrites it"
            );
        }
    }

    fn named<'t>(parent: Element<'t>, kind: &str, name: &str) -> Option<Element<'t>> {
        parent
            .children_named(kind)
            .find(|e| e.attribute("", "name").as_deref() == Some(name))
    }

    #[test]
    fn the_schema_has_the_parameters_of_the_tables() {
        for (service, _) in FILES {
            let text = source(service);
            let tree = read(&text, &Limits::default()).expect("it is well-formed");
            let types = tree.root().child("types").expect("it has types");
            for row in operations(service) {
                let uri = namespaces(row.service).messages;
                let schema = types
                    .children()
                    .find(|s| s.attribute("", "targetNamespace").as_deref() == Some(uri))
                    .unwrap_or_else(|| panic!("{service:?} has a schema for {uri}"));
                let check = |element: &str, params: &[Param]| {
                    let declared = named(schema, "element", element)
                        .unwrap_or_else(|| panic!("{element} is declared"));
                    let sequence = declared
                        .child("complexType")
                        .and_then(|t| t.child("sequence"))
                        .expect("it is a sequence");
                    let found: Vec<_> = sequence
                        .children()
                        .filter_map(|e| e.attribute("", "name"))
                        .collect();
                    let wanted: Vec<_> = params.iter().map(|p| p.name).collect();
                    assert_eq!(found, wanted, "{element}");
                };
                check(&format!("{}Request", row.name), row.request);
                check(&format!("{}Response", row.name), row.response);
            }
        }
    }

    #[test]
    fn what_is_not_offered_is_left_out_and_the_address_put_in() {
        let profile = WsdlProfile {
            operations: &["createPerson", "readGroups"],
            combined: Some(("School", "urn:school")),
        };
        let text = render(Service::EsCombined, &profile, "http://h/?a=1&b=2");
        let tree = read(&text, &Limits::default()).expect("it is well-formed");
        let root = tree.root();
        assert_eq!(
            root.attribute("", "targetNamespace").as_deref(),
            Some("urn:school")
        );
        assert_eq!(root.children_named("portType").count(), 2);
        assert_eq!(root.children_named("message").count(), 8);
        assert_eq!(root.child("types").map(|t| t.children().count()), Some(6));
        let service = named(root, "service", "School").expect("it is named");
        let port = named(
            service,
            "port",
            "BasicHttpBinding_GroupManagementServiceSync",
        );
        let address = port.and_then(|p| p.child("address")).expect("it has one");
        assert_eq!(
            address.attribute("", "location").as_deref(),
            Some("http://h/?a=1&b=2")
        );
        assert!(text.contains(r#"soapAction="http://www.imsglobal.org/soap/gms/readGroups""#));
    }
}
