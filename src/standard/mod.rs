//! The standards: namespaces, operations, headers, codecs. Shared by every vendor that speaks them.

pub mod lis;
mod view;

pub use view::{ANSWER_FIELDS, RequestView, answer, request};
