//! IMS LIS 2.0: namespaces, operations, headers, and one codec file per record.

mod bulk_file;
mod call;
mod emit;
mod habits;
mod header;
mod names;
mod operations;
mod person_decode;
mod person_encode;
mod record;

pub use bulk_file::{BULK_FILE_NAMESPACE, Transaction, read_bulk_file, transactions};
pub use call::{
    ParamKind, Parameters, carried_fields, decode, decode_any, decode_set, encode_request, ids,
    param_kind, with_fields, with_shape, wrap,
};
pub use emit::{Answer, AnswerStyle, encode_answer};
pub use habits::habits;
pub(in crate::standard) use header::trimmed;
pub use header::{decode_header, decode_status};
pub use names::{
    HEADER_REQUEST, HEADER_RESPONSE, Vocabulary, action, namespace, namespace_service, vocabulary,
};
pub use operations::{find, operations};
pub(in crate::standard) use person_decode::Keep;
pub use person_decode::person_core as decode_core;

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::model::{Operation, Service};

/// The operation whose request element has this local name, of any service: no two share one.
pub fn find_anywhere(request_element: &str) -> Option<&'static Operation> {
    static ALL: OnceLock<HashMap<&'static str, &'static Operation>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let services = Service::ALL.into_iter();
        services.flat_map(operations).map(|o| (o.name, o)).collect()
    });
    all.get(request_element.strip_suffix("Request")?).copied()
}
