//! The standards: namespaces, operations, headers, codecs. Shared by every vendor that speaks them.

pub mod es;
pub mod lis;
pub mod schema;
mod view;
pub mod wsdl;

pub use view::{ANSWER_FIELDS, RequestView, answer, request};

use std::borrow::Cow;

use crate::model::{Call, FieldInfo, Operation, Service, Shape, Standard, record_fields_of};
use crate::xml::Element;

/// The operation whose request element has this local name, such as `replacePersonRequest`.
pub fn find(service: Service, request_element: &str) -> Option<&'static Operation> {
    match service.standard() {
        Standard::Lis => lis::find(service, request_element),
        Standard::Es => es::find(service, request_element),
    }
}

/// All operations of a service.
pub fn operations(service: Service) -> &'static [Operation] {
    match service.standard() {
        Standard::Lis => lis::operations(service),
        Standard::Es => es::operations(service),
    }
}

/// The namespace of a service's requests.
pub fn namespace(service: Service) -> &'static str {
    match service.standard() {
        Standard::Lis => lis::namespace(service),
        Standard::Es => es::namespace(service),
    }
}

/// The first service, of either standard, whose requests have that namespace.
pub fn namespace_service(uri: &str) -> Option<Service> {
    lis::namespace_service(uri).or_else(|| es::namespace_service(uri))
}

/// The SOAPAction of an operation.
pub fn action(operation: &Operation) -> String {
    match operation.service.standard() {
        Standard::Lis => lis::action(operation.service, operation.name),
        Standard::Es => es::action(operation.service, operation.name),
    }
}

/// The local name of the request header block.
pub const fn header_request(standard: Standard) -> &'static str {
    match standard {
        Standard::Lis => lis::HEADER_REQUEST,
        Standard::Es => es::HEADER_REQUEST,
    }
}

/// Decodes a request element and the header blocks beside it.
pub fn decode<'t>(
    operation: &'static Operation,
    element: Element<'t>,
    blocks: impl IntoIterator<Item = Element<'t>>,
) -> Call<'t> {
    match operation.service.standard() {
        Standard::Lis => lis::decode(operation, element, lis::decode_header(blocks)),
        Standard::Es => es::decode(operation, element, es::decode_header(blocks)),
    }
}

/// Writes a request envelope, as a well-behaved SIS would. `token` is user name and password for a UsernameToken.
pub fn encode_request(
    operation: &Operation,
    message_id: &str,
    token: Option<(&str, &str)>,
    parameters: lis::Parameters<'_>,
) -> String {
    match operation.service.standard() {
        Standard::Lis => lis::encode_request(operation, message_id, token, parameters),
        Standard::Es => es::encode_request(operation, message_id, token, parameters),
    }
}

/// Puts a request element that is ready into an envelope.
pub fn wrap(
    service: Service,
    message_id: &str,
    token: Option<(&str, &str)>,
    payload: &str,
) -> String {
    match service.standard() {
        Standard::Lis => lis::wrap(service, message_id, token, payload),
        Standard::Es => es::wrap(service, message_id, token, payload),
    }
}

/// What can stand under `with:` for an operation.
pub fn with_fields(operation: &Operation) -> Vec<FieldInfo> {
    match operation.service.standard() {
        Standard::Lis => lis::with_fields(operation),
        Standard::Es => es::with_fields(operation),
    }
}

/// The fields of an operation's record.
pub fn carried_fields(operation: &Operation) -> Cow<'static, [FieldInfo]> {
    match operation.service.standard() {
        Standard::Lis => lis::carried_fields(operation),
        Standard::Es => record_fields_of(Standard::Es, operation.record).into(),
    }
}

/// What the parameter of that name holds, in either standard.
pub fn with_shape(name: &str) -> Option<Shape> {
    es::with_shape(name)
        .filter(|shape| *shape != Shape::Text)
        .or_else(|| lis::with_shape(name))
}

/// The description of what an instance offers at `address`; see [`wsdl::render`] and [`es::wsdl::render`]. `combined` is
/// name and namespace of an ES document for all services at one address.
pub fn describe(
    service: Service,
    operations: &[wsdl::WsdlOperation<'_>],
    address: &str,
    combined: Option<(&str, &str)>,
) -> String {
    match service.standard() {
        Standard::Lis => wsdl::render(service, &wsdl::WsdlProfile { operations }, address),
        Standard::Es => {
            let names: Vec<_> = operations.iter().map(|o| o.name).collect();
            let profile = es::wsdl::WsdlProfile {
                operations: &names,
                combined,
            };
            es::wsdl::render(service, &profile, address)
        }
    }
}

/// How a server writes its answers.
#[derive(Clone, Copy, Debug)]
pub enum Style {
    /// Those of LIS.
    Lis(&'static lis::AnswerStyle),
    /// Those of ES.
    Es(&'static es::AnswerStyle),
}

impl Style {
    /// Prefix of the SOAP namespace.
    pub const fn soap_prefix(self) -> &'static str {
        match self {
            Self::Lis(style) => style.soap_prefix,
            Self::Es(style) => style.soap_prefix,
        }
    }
}
