//! IMS Enterprise Services 1.0: namespaces, operations, headers, codecs, WSDL.
//!
//! Made like [`lis`](super::lis), whose parameters and short forms it shares. What is different: three namespaces in
//! every message, ids in elements of their own and not in records, and writes in the plural, whose answers have a status
//! for each item.

mod answer;
mod call;
mod emit;
mod header;
mod names;
mod operations;
mod person_decode;
mod person_encode;
mod record;
mod view;
pub mod wsdl;

#[cfg(test)]
mod tests;

pub use super::lis::Parameters;
pub use answer::{Answer, AnswerStyle, NET_STYLE, PLAIN_STYLE, Statuses, encode_answer};
pub use call::{ParamKind, decode, encode_request, param_kind, with_fields, with_shape, wrap};
pub use emit::Prefixes;
pub use header::{decode_header, decode_status};
pub use names::{
    BINDING, COMMON, HEADER_REQUEST, HEADER_RESPONSE, Namespaces, action, is_common, namespace,
    namespace_service, namespaces,
};
pub use operations::{find, operations, singular};
pub(super) use view::{answer_part, request};
