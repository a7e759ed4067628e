//! The WSDL documents: one file per namespace under `wsdl/`, adapted to what an instance does when it is served.
//!
//! Head and `types` go out as they stand in the file. Messages, port types, bindings and service are generated from a
//! list of operations, because a vendor offers fewer of them and may answer in another shape. Generating them for all
//! operations in the standard's shape gives the file again; a test holds the two together.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::lis;
use crate::model::{RecordKind, Service};
use crate::xml::Writer;

/// What stands in the Body of an operation's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerBody {
    /// The response element, as the standard wants it.
    Element,
    /// Nothing at all: the Body is empty.
    Empty,
}

/// One operation that a WSDL is to offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WsdlOperation<'a> {
    /// Its name, such as `replacePerson`; one of the service's operation table.
    pub name: &'a str,
    /// What its answer's Body holds.
    pub answer: AnswerBody,
}

/// What an instance does, as far as a WSDL tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WsdlProfile<'a> {
    /// The operations, in the order in which they are to be listed.
    pub operations: &'a [WsdlOperation<'a>],
}

/// A file under `wsdl/`.
struct Document {
    file: &'static str,
    /// `Person` in `PersonManagementServiceSyncService`.
    name: &'static str,
    ports: &'static [Port],
}

/// A port type with its binding and its port.
struct Port {
    /// `Person` in `PersonManagerSyncPortType`.
    manager: &'static str,
    /// The service at whose endpoint it is.
    service: Service,
    /// Where a service has several port types, the kind of record whose operations this one has.
    record: Option<RecordKind>,
}

impl Port {
    const fn of(service: Service, manager: &'static str) -> Self {
        Self {
            manager,
            service,
            record: None,
        }
    }

    const fn of_outcomes(record: RecordKind) -> Self {
        Self {
            manager: record.name(),
            service: Service::Oms,
            record: Some(record),
        }
    }

    fn has(&self, operation: &str) -> bool {
        self.record.is_none_or(|record| {
            lis::operations(self.service)
                .iter()
                .any(|row| row.name == operation && row.record == record)
        })
    }
}

const PMS: Document = Document {
    file: include_str!("../../wsdl/lis/pms.wsdl"),
    name: "Person",
    ports: &[Port::of(Service::Pms, "Person")],
};

const GMS: Document = Document {
    file: include_str!("../../wsdl/lis/gms.wsdl"),
    name: "Group",
    ports: &[Port::of(Service::Gms, "Group")],
};

const MMS: Document = Document {
    file: include_str!("../../wsdl/lis/mms.wsdl"),
    name: "Membership",
    ports: &[Port::of(Service::Mms, "Membership")],
};

/// One file for four services: each endpoint serves the types of all and the operations of its own.
const CMS: Document = Document {
    file: include_str!("../../wsdl/lis/cms.wsdl"),
    name: "Course",
    ports: &[
        Port::of(Service::Ctms, "CourseTemplate"),
        Port::of(Service::Coms, "CourseOffering"),
        Port::of(Service::Csms, "CourseSection"),
        Port::of(Service::Sams, "SectionAssociation"),
    ],
};

const OMS: Document = Document {
    file: include_str!("../../wsdl/lis/oms.wsdl"),
    name: "Outcomes",
    ports: &[
        Port::of_outcomes(RecordKind::LineItem),
        Port::of_outcomes(RecordKind::Result),
        Port::of_outcomes(RecordKind::ResultValue),
    ],
};

const BDEMS: Document = Document {
    file: include_str!("../../wsdl/lis/bdems.wsdl"),
    name: "BulkDataExchange",
    ports: &[Port::of(Service::Bdems, "BulkDataExchange")],
};

const fn document(service: Service) -> &'static Document {
    match service {
        Service::Pms => &PMS,
        Service::Gms => &GMS,
        Service::Mms => &MMS,
        Service::Ctms | Service::Coms | Service::Csms | Service::Sams => &CMS,
        Service::Oms => &OMS,
        Service::Bdems => &BDEMS,
        _ => panic!("this is no service of LIS"),
    }
}

/// The WSDL of everything that a service has: the file as it stands under `wsdl/`, or that service's part of it.
pub fn source(service: Service) -> Cow<'static, str> {
    let document = document(service);
    if document.ports.iter().all(|port| port.service == service) {
        return Cow::Borrowed(document.file);
    }
    let operations: Vec<_> = lis::operations(service)
        .iter()
        .map(|row| WsdlOperation {
            name: row.name,
            answer: AnswerBody::Element,
        })
        .collect();
    let path = service.abbreviation().to_ascii_lowercase();
    Cow::Owned(render(
        service,
        &WsdlProfile {
            operations: &operations,
        },
        &format!("http://127.0.0.1:8723/lis/{path}"),
    ))
}

/// The WSDL of what an instance offers at `address`, which is the endpoint's address as the caller sees it. A port type
/// of which nothing is offered is left out.
///
/// Operations with an empty Body are described so that zeep, node-soap and PHP all accept the answer and the header is
/// still declared: the output message has no part, and the header's part stands in a message of its own. Told any other
/// shape with an output, zeep fails on the answer after the call has been carried out.
pub fn render(service: Service, profile: &WsdlProfile<'_>, address: &str) -> String {
    let document = document(service);
    let ports = document.ports.iter().filter(|port| port.service == service);
    let offers: Vec<_> = ports
        .map(|port| Offer {
            port,
            operations: profile
                .operations
                .iter()
                .filter(|o| port.has(o.name))
                .collect(),
            address,
        })
        .filter(|offer| !offer.operations.is_empty())
        .collect();
    generate(document, &offers)
}

/// What is offered at one port.
struct Offer<'a> {
    port: &'static Port,
    operations: Vec<&'a WsdlOperation<'a>>,
    address: &'a str,
}

fn generate(document: &Document, offers: &[Offer<'_>]) -> String {
    let mut out = String::with_capacity(document.file.len() + 1024);
    out.push_str(head(document.file));
    out.push_str("\n\n");
    messages(&mut out, offers);
    for offer in offers {
        port_type(&mut out, offer);
    }
    for offer in offers {
        binding(&mut out, offer);
    }
    service(&mut out, document, offers);
    out.push_str("</wsdl:definitions>\n");
    out
}

/// Everything up to the end of the `types` section.
fn head(file: &'static str) -> &'static str {
    const END: &str = "</wsdl:types>";
    let end = file
        .find(END)
        .expect("each file under wsdl/ has a types section");
    &file[..end + END.len()]
}

/// Appends lines to a text; writing to a `String` cannot fail.
macro_rules! push {
    ($out:expr, $($line:tt)*) => {
        _ = writeln!($out, $($line)*)
    };
}

fn messages(out: &mut String, offers: &[Offer<'_>]) {
    let operations = || offers.iter().flat_map(|offer| &offer.operations);
    for WsdlOperation { name, answer } in operations() {
        push!(out, r#"  <wsdl:message name="{name}Request">"#);
        push!(
            out,
            r#"    <wsdl:part name="Parameters" element="tns:{name}Request"/>"#
        );
        push!(
            out,
            r#"    <wsdl:part name="HeaderInfoParameters" element="tns:imsx_syncRequestHeaderInfo"/>"#
        );
        push!(out, "  </wsdl:message>");
        match answer {
            AnswerBody::Element => {
                push!(out, r#"  <wsdl:message name="{name}Response">"#);
                push!(
                    out,
                    r#"    <wsdl:part name="Response" element="tns:{name}Response"/>"#
                );
                push!(
                    out,
                    r#"    <wsdl:part name="HeaderInfoResponse" element="tns:imsx_syncResponseHeaderInfo"/>"#
                );
                push!(out, "  </wsdl:message>");
            }
            AnswerBody::Empty => push!(out, r#"  <wsdl:message name="{name}Response"/>"#),
        }
    }
    if operations().any(|o| o.answer == AnswerBody::Empty) {
        push!(out, r#"  <wsdl:message name="imsx_syncResponseHeader">"#);
        push!(
            out,
            r#"    <wsdl:part name="HeaderInfoResponse" element="tns:imsx_syncResponseHeaderInfo"/>"#
        );
        push!(out, "  </wsdl:message>");
    }
    out.push('\n');
}

fn port_type(out: &mut String, offer: &Offer<'_>) {
    push!(
        out,
        r#"  <wsdl:portType name="{}ManagerSyncPortType">"#,
        offer.port.manager
    );
    for WsdlOperation { name, .. } in &offer.operations {
        push!(out, r#"    <wsdl:operation name="{name}">"#);
        push!(out, r#"      <wsdl:input message="tns:{name}Request"/>"#);
        push!(out, r#"      <wsdl:output message="tns:{name}Response"/>"#);
        push!(out, "    </wsdl:operation>");
    }
    push!(out, "  </wsdl:portType>\n");
}

fn binding(out: &mut String, offer: &Offer<'_>) {
    let manager = offer.port.manager;
    push!(
        out,
        r#"  <wsdl:binding name="{manager}ManagerSyncSoapBinding" type="tns:{manager}ManagerSyncPortType">"#
    );
    push!(
        out,
        r#"    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>"#
    );
    for WsdlOperation { name, answer } in &offer.operations {
        let action = lis::action(offer.port.service, name);
        push!(out, r#"    <wsdl:operation name="{name}">"#);
        push!(
            out,
            r#"      <soap:operation soapAction="{action}" style="document"/>"#
        );
        push!(out, "      <wsdl:input>");
        push!(
            out,
            r#"        <soap:body parts="Parameters" use="literal"/>"#
        );
        header(out, &format!("{name}Request"), "HeaderInfoParameters");
        push!(out, "      </wsdl:input>");
        push!(out, "      <wsdl:output>");
        match answer {
            AnswerBody::Element => {
                push!(
                    out,
                    r#"        <soap:body parts="Response" use="literal"/>"#
                );
                header(out, &format!("{name}Response"), "HeaderInfoResponse");
            }
            AnswerBody::Empty => {
                push!(out, r#"        <soap:body use="literal"/>"#);
                header(out, "imsx_syncResponseHeader", "HeaderInfoResponse");
            }
        }
        push!(out, "      </wsdl:output>");
        push!(out, "    </wsdl:operation>");
    }
    push!(out, "  </wsdl:binding>\n");
}

fn header(out: &mut String, message: &str, part: &str) {
    push!(
        out,
        r#"        <soap:header message="tns:{message}" part="{part}" use="literal" wsdl:required="true"/>"#
    );
}

fn service(out: &mut String, document: &Document, offers: &[Offer<'_>]) {
    push!(
        out,
        r#"  <wsdl:service name="{}ManagementServiceSyncService">"#,
        document.name
    );
    for Offer { port, address, .. } in offers {
        let manager = port.manager;
        let mut location = Writer::new();
        location.open("soap:address");
        location.attr("location", address);
        location.close("soap:address");
        push!(
            out,
            r#"    <wsdl:port name="{manager}ManagerSyncSoapPort" binding="tns:{manager}ManagerSyncSoapBinding">"#
        );
        push!(out, "      {}", location.into_string());
        push!(out, "    </wsdl:port>");
    }
    push!(out, "  </wsdl:service>");
}

#[cfg(test)]
mod tests;
