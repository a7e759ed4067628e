//! Findings, faults and texts of the engine itself.

use std::fmt::Write as _;
use std::ops::Range;

use super::exchange::Ending;
use super::vendor::VendorInfo;
use crate::base::text::nearest;
use crate::model::{Call, Finding, FindingClass, Operation, Payload, Service};
use crate::soap::{Cause, Fault};
use crate::standard;
use crate::wire::{Reply, Request};
use crate::xml::Element;

/// Namespace of the fault codes of WCF, on which several of the servers run.
const ADDRESSING_NONE: &str = "http://schemas.microsoft.com/ws/2005/05/addressing/none";

/// The fault of a server that cannot dispatch a message.
pub(super) fn action_not_supported(text: &str) -> Fault {
    Fault::client(text)
        .with_subcode(ADDRESSING_NONE, "a", "ActionNotSupported")
        .with_cause(Cause::Action)
}

pub(super) fn unknown_operation(
    service: Service,
    element: &str,
    operations: &[Operation],
) -> String {
    let name = element.strip_suffix("Request").unwrap_or(element);
    let hint = match nearest(name, operations.iter().map(|o| o.name)) {
        Some(near) => format!("; did you mean {near}Request?"),
        None => String::new(),
    };
    format!(
        "{element} is no request of the {} service{hint}",
        service.abbreviation()
    )
}

pub(super) fn no_endpoint(info: &VendorInfo, path: &str) -> String {
    let mut text = format!(
        "404: {} has no service at {path}\n\nServices:\n",
        info.title
    );
    for endpoint in info.endpoints {
        let service = endpoint.service.abbreviation();
        _ = writeln!(text, "  {service:5} {}", endpoint.path);
    }
    text
}

pub(super) fn wrong_method(method: &str) -> String {
    format!(
        "405: {method} is not offered here. POST a SOAP envelope, or GET this path with ?wsdl\n"
    )
}

/// How a call that we made ended, by the answer that came.
pub(super) fn ending_of(reply: &Reply) -> Ending {
    let view = standard::answer(reply.status, &reply.body);
    let word = |key| view.get(key).and_then(|v| v.as_text());
    let text = match (word("code_major"), word("severity"), word("fault_string")) {
        (Some(major), Some(severity), _) => {
            format!("{major}/{severity}/{}", word("code_minor").unwrap_or(""))
        }
        (_, _, Some(fault)) => format!("fault: {fault}"),
        _ => reply.status.to_string(),
    };
    Ending::Plain(text.into())
}

/// `?wsdl` and `?singleWsdl` in any letter case, or a path that ends in `.wsdl`.
pub(super) fn asks_for_wsdl(request: &Request, path: &str) -> bool {
    let query = request.query().unwrap_or("");
    let first = query.split(['&', '=']).next().unwrap_or("");
    first.eq_ignore_ascii_case("wsdl")
        || first.eq_ignore_ascii_case("singleWsdl")
        || path.rsplit_once('.').is_some_and(|(_, end)| end == "wsdl")
}

/// A text without some parts of it, which are in the order of their places and may lie within each other.
pub(super) fn without(text: &str, left_out: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in left_out {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

pub(super) fn action_mismatch(action: &str, body: &str) -> Finding {
    Finding {
        name: "soap-action-mismatch",
        class: FindingClass::Protocol,
        offset: None,
        message: format!("SOAPAction names {action}, the Body holds {body}").into(),
        hint: "send the SOAPAction of the operation in the Body: some servers dispatch on it"
            .into(),
    }
}

pub(super) fn namespace_mismatch(service: Service, payload: Element<'_>) -> Finding {
    let seen = payload.namespace();
    let what = match standard::namespace_service(seen) {
        _ if seen.is_empty() => "no namespace".to_owned(),
        Some(other) => format!("the namespace of the {} service", other.abbreviation()),
        None => format!("the namespace '{seen}'"),
    };
    Finding {
        name: "namespace-mismatch",
        class: FindingClass::Schema,
        offset: Some(payload.offset()),
        message: format!("{} is in {what}", payload.local()).into(),
        hint: format!(
            "declare xmlns=\"{}\" for it and everything below",
            standard::namespace(service)
        )
        .into(),
    }
}

/// Findings about the IMS header block.
pub(super) fn header(call: &Call<'_>, out: &mut Vec<Finding>) {
    let mut note = |name, message: String, hint: &'static str| {
        out.push(Finding {
            name,
            class: FindingClass::Protocol,
            offset: None,
            message: message.into(),
            hint: hint.into(),
        });
    };
    if !call.header.present {
        note(
            "header-missing",
            format!(
                "the SOAP Header holds no {}",
                standard::header_request(call.operation.service.standard())
            ),
            "send it with an imsx_messageIdentifier: answers can be matched to requests by nothing else",
        );
        return;
    }
    if call.header.message_id.as_deref().unwrap_or("").is_empty() {
        note(
            "message-identifier-missing",
            "imsx_messageIdentifier is missing or empty".to_owned(),
            "give every request an identifier of its own",
        );
    }
    if let Some(version) = call.header.version.as_deref().filter(|v| *v != "V1.0") {
        note(
            "header-version",
            format!("imsx_version is '{version}', not 'V1.0'"),
            "send V1.0",
        );
    }
}

/// Findings about ids.
pub(super) fn ids(call: &Call<'_>, payload: Element<'_>, out: &mut Vec<Finding>) {
    let inner = match &call.payload {
        Payload::Person(record) => record.id.as_deref(),
        Payload::Record(record) if call.carries_record() => record.id.as_deref(),
        _ => return,
    };
    let (Some(outer), Some(inner)) = (call.outer_id.as_deref(), inner) else {
        return;
    };
    if outer != inner {
        out.push(Finding {
            name: "ids-differ",
            class: FindingClass::Note,
            offset: payload.child("sourcedId").map(Element::offset),
            message: format!("the outer sourcedId is '{outer}', the record's is '{inner}'").into(),
            hint: "send the record's id in both places: receivers differ in which one they take"
                .into(),
        });
    }
}
