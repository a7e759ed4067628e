//! The standards: namespaces, operations, headers, codecs. Shared by every vendor that speaks them.

pub mod es;
pub mod lis;
pub mod schema;
mod view;
pub mod wsdl;

pub use view::{ANSWER_FIELDS, RequestView, answer, request};
