//! Neutral messages: what a SIS said and what the LMS answers, free of XML and of any vendor.
//!
//! Model types are not serde types; YAML, JSON and the journal have their own.

mod call;
mod fields;
mod finding;
mod operation;
mod person;
mod person_fields;
mod person_more;
mod person_value;
mod record;
mod status;

pub use call::{Call, Payload, RequestHeader};
pub use fields::{FieldInfo, Shape};
pub use finding::{FINDINGS, Finding, FindingClass, FindingInfo};
pub use operation::{Arity, Operation, Param, RecordKind, Service, Standard, Verb};
pub use person::{
    Address, Agent, Contact, Demographics, Description, Extension, ExtensionField, FormName,
    FullDescription, InstitutionRole, Leftover, Name, Person, PersonRecord, Photo, Relationship,
    Representation, Roles, Text, Token, UserId,
};
pub use person_fields::PERSON_FIELDS;
pub use record::{
    AnyRecord, Entry, IntoOwned, Item, Node, NodeKind, Packed, Record, Tree, View,
    es_record_fields, lis_record_fields, nodes, nodes_of, record_fields, record_fields_of,
};
pub use status::{CodeMajor, Outcome, OutcomeBody, Severity, StatusInfo};
