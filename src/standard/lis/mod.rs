//! IMS LIS 2.0: namespaces, operations, headers, and one codec file per record.

mod call;
mod emit;
mod header;
mod names;
mod operations;
mod person_decode;
mod person_encode;

pub use call::{can_encode, decode, encode_request, wrap};
pub use emit::{Answer, AnswerStyle, encode_answer};
pub use header::{decode_header, decode_status};
pub use names::{
    HEADER_REQUEST, HEADER_RESPONSE, Vocabulary, action, namespace, namespace_service, vocabulary,
};
pub use operations::{find, operations};
pub use person_decode::person_record as decode_person;
