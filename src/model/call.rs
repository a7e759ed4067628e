//! A decoded request.

use std::borrow::Cow;

use super::{AnyRecord, Operation, PersonRecord, Record};

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
    /// Its other parameters, which are single texts, by their official names (`newSourcedId`, `fromSavePoint`, …).
    pub arguments: Vec<(&'static str, Cow<'t, str>)>,
}

/// What a call carries besides ids and single texts.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload<'t> {
    /// Nothing.
    Empty,
    /// `personRecord`.
    Person(Box<PersonRecord<'t>>),
    /// Any other record; for `addGroupRelationship` a group that has nothing but that relationship.
    Record(Box<Record<'t>>),
    /// `resultRecordSet`; `personSet` (ES).
    Records(Vec<AnyRecord<'t>>),
    /// `sourcedIdSet`.
    Ids(Vec<Cow<'t, str>>),
    /// `personIdPairSet` and its sisters (ES): an id, `None` when it is missing, and its record, which has it, too.
    Pairs(Vec<(Option<Cow<'t, str>>, AnyRecord<'t>)>),
    /// `pairSourcedIdSet` (ES): old and new, or a group and its relationship.
    IdPairs(Vec<(Cow<'t, str>, Cow<'t, str>)>),
}

impl Call<'_> {
    /// The id this call is about for a receiver that keys on the inner `sourcedGUID`; else the outer one, else the
    /// parameter that stands for it.
    pub fn record_id(&self) -> Option<&str> {
        match &self.payload {
            Payload::Person(record) => record.id.as_deref(),
            Payload::Record(record) if self.carries_record() => record.id.as_deref(),
            _ => self.outer_id.as_deref().or_else(|| {
                let name = self.operation.id_parameter()?;
                let mut arguments = self.arguments.iter();
                let (_, id) = arguments.find(|(n, _)| *n == name)?;
                Some(&**id)
            }),
        }
    }

    /// Whether the operation carries a whole record.
    pub fn carries_record(&self) -> bool {
        let (record, standard) = (self.operation.record, self.operation.service.standard());
        let element = record.element_in(standard);
        self.operation.request.iter().any(|p| p.name == element)
            || record == super::RecordKind::Bulk
    }

    /// A parameter by its official name, blanks trimmed; `None` when it is missing or blank.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let (_, text) = self.arguments.iter().find(|(n, _)| *n == name)?;
        let text = text.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Whom or what the call is about, in words a person knows: first and last name, or a title, as they were sent.
    pub fn about(&self) -> Option<String> {
        match &self.payload {
            Payload::Person(record) => full_name(record),
            Payload::Record(record) => about(record),
            _ => None,
        }
    }
}

fn full_name(record: &PersonRecord<'_>) -> Option<String> {
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

fn about(record: &Record<'_>) -> Option<String> {
    use super::RecordKind as Kind;
    let view = record.view();
    match record.kind {
        Kind::Membership => {
            let (person, unit) = (view.text("person")?, view.text("collection")?);
            Some(format!("{person} in {unit}"))
        }
        Kind::Group => view.text("short_description").map(str::to_owned),
        Kind::CourseTemplate
        | Kind::CourseOffering
        | Kind::CourseSection
        | Kind::SectionAssociation => view
            .text("title")
            .or_else(|| view.text("label"))
            .map(str::to_owned),
        Kind::LineItem => view.text("label").map(str::to_owned),
        Kind::Result => {
            let (person, item) = (view.text("person")?, view.text("line_item")?);
            Some(format!("{person} in {item}"))
        }
        Kind::Person | Kind::ResultValue | Kind::Bulk => None,
    }
}
