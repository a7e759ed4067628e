//! The WSDL documents: one file per service under `wsdl/`, adapted to what an instance does when it is served.
//!
//! Head and `types` go out as they stand in the file. Messages, port type, binding and service are generated from a
//! list of operations, because a vendor offers fewer of them and may answer in another shape. Generating them for all
//! operations in the standard's shape gives the file again; a test holds the two together.

use std::fmt::Write as _;

use super::lis;
use crate::model::Service;
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

/// What tells the WSDL of one service from that of another.
struct Document {
    service: Service,
    file: &'static str,
    /// `Person` in `PersonManagerSyncPortType`.
    manager: &'static str,
}

const PMS: Document = Document {
    service: Service::Pms,
    file: include_str!("../../wsdl/lis/pms.wsdl"),
    manager: "Person",
};

fn document(service: Service) -> Option<&'static Document> {
    match service {
        Service::Pms => Some(&PMS),
        Service::Gms
        | Service::Mms
        | Service::Ctms
        | Service::Coms
        | Service::Csms
        | Service::Sams
        | Service::Oms
        | Service::Bdems => None,
    }
}

/// The file as it stands under `wsdl/`; `None` when there is none for the service.
pub fn source(service: Service) -> Option<&'static str> {
    document(service).map(|document| document.file)
}

/// The WSDL of what an instance offers at `address`, which is the endpoint's address as the caller sees it; `None`
/// when there is no WSDL for the service.
///
/// Operations with an empty Body are described so that zeep, node-soap and PHP all accept the answer and the header is
/// still declared: the output message has no part, and the header's part stands in a message of its own. Told any other
/// shape with an output, zeep fails on the answer after the call has been carried out.
pub fn render(service: Service, profile: &WsdlProfile<'_>, address: &str) -> Option<String> {
    let document = document(service)?;
    let mut out = String::with_capacity(document.file.len() + address.len());
    out.push_str(head(document.file));
    out.push_str("\n\n");
    messages(&mut out, profile);
    port_type(&mut out, document, profile);
    binding(&mut out, document, profile);
    port(&mut out, document, address);
    out.push_str("</wsdl:definitions>\n");
    Some(out)
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

fn messages(out: &mut String, profile: &WsdlProfile<'_>) {
    for &WsdlOperation { name, answer } in profile.operations {
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
    if profile
        .operations
        .iter()
        .any(|o| o.answer == AnswerBody::Empty)
    {
        push!(out, r#"  <wsdl:message name="imsx_syncResponseHeader">"#);
        push!(
            out,
            r#"    <wsdl:part name="HeaderInfoResponse" element="tns:imsx_syncResponseHeaderInfo"/>"#
        );
        push!(out, "  </wsdl:message>");
    }
    out.push('\n');
}

fn port_type(out: &mut String, document: &Document, profile: &WsdlProfile<'_>) {
    push!(
        out,
        r#"  <wsdl:portType name="{}ManagerSyncPortType">"#,
        document.manager
    );
    for WsdlOperation { name, .. } in profile.operations {
        push!(out, r#"    <wsdl:operation name="{name}">"#);
        push!(out, r#"      <wsdl:input message="tns:{name}Request"/>"#);
        push!(out, r#"      <wsdl:output message="tns:{name}Response"/>"#);
        push!(out, "    </wsdl:operation>");
    }
    push!(out, "  </wsdl:portType>\n");
}

fn binding(out: &mut String, document: &Document, profile: &WsdlProfile<'_>) {
    let manager = document.manager;
    push!(
        out,
        r#"  <wsdl:binding name="{manager}ManagerSyncSoapBinding" type="tns:{manager}ManagerSyncPortType">"#
    );
    push!(
        out,
        r#"    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>"#
    );
    for &WsdlOperation { name, answer } in profile.operations {
        let action = lis::action(document.service, name);
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

fn port(out: &mut String, document: &Document, address: &str) {
    let manager = document.manager;
    let mut location = Writer::new();
    location.open("soap:address");
    location.attr("location", address);
    location.close("soap:address");
    push!(
        out,
        r#"  <wsdl:service name="{manager}ManagementServiceSyncService">"#
    );
    push!(
        out,
        r#"    <wsdl:port name="{manager}ManagerSyncSoapPort" binding="tns:{manager}ManagerSyncSoapBinding">"#
    );
    push!(out, "      {}", location.into_string());
    push!(out, "    </wsdl:port>");
    push!(out, "  </wsdl:service>");
}

#[cfg(test)]
mod tests;
