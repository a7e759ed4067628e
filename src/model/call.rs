//! A decoded request.

use std::borrow::Cow;

use super::{Operation, PersonRecord};

/// The IMS header block of a request. All of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestHeader<'t> {
    /// Whether the block was there at all.
    pub present: bool,
    /// `imsx_version`.
    pub version: Option<Cow<'t, str>>,
    /// `imsx_messageIdentifier`.
    pub message_id: Option<Cow<'t, str>>,
    /// `imsx_sendingAgentIdentifier`.
    pub sending_agent: Option<Cow<'t, str>>,
}

/// One call of an operation, decoded; texts are borrowed from the request where possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Call<'t> {
    /// The row of the operation table.
    pub operation: &'static Operation,
    /// The IMS header.
    pub header: RequestHeader<'t>,
    /// The `sourcedId` that stands directly in the request element, blanks trimmed.
    pub outer_id: Option<Cow<'t, str>>,
    /// What the call carries besides.
    pub payload: Payload<'t>,
}

impl Call<'_> {
    /// The id this call is about for a receiver that keys on the inner `sourcedGUID`; else the outer one.
    pub fn record_id(&self) -> Option<&str> {
        match &self.payload {
            Payload::Person(record) => record.id.as_deref(),
            _ => self.outer_id.as_deref(),
        }
    }

    /// Whom the call is about, in words a person knows: first and last name as they were sent.
    pub fn about(&self) -> Option<String> {
        let Payload::Person(record) = &self.payload else {
            return None;
        };
        let name = record.person.as_ref()?.names.first()?;
        let part = |labels: &[&str]| {
            let part = name
                .parts
                .iter()
                .find(|p| p.label().is_some_and(|l| labels.contains(&l)))?;
            part.value.as_ref()?.filled()
        };
        let (first, last) = (
            part(&["First", "Given"]),
            part(&["Last", "Family", "Surname"]),
        );
        match (first, last) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (one, other) => one.or(other).map(str::to_owned),
        }
    }
}

/// The parameters of a call besides the outer `sourcedId`.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload<'t> {
    /// None.
    Empty,
    /// `personRecord`.
    Person(Box<PersonRecord<'t>>),
    /// `sourcedIdSet`.
    Ids(Vec<Cow<'t, str>>),
    /// `newSourcedId`.
    NewId(Cow<'t, str>),
    /// `queryObject`.
    Query(Cow<'t, str>),
    /// `fromSavePoint`.
    SavePoint(Cow<'t, str>),
}
