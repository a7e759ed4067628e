//! What can be asked of an LMS: services, operations and their parameters, as data.

/// A service of LIS 2.0 or ES 1.0. CMS is four services on the wire, because each has an endpoint of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// Persons.
    Pms,
    /// Groups.
    Gms,
    /// Memberships.
    Mms,
    /// Course templates.
    Ctms,
    /// Course offerings.
    Coms,
    /// Course sections.
    Csms,
    /// Section associations.
    Sams,
    /// Outcomes.
    Oms,
    /// Bulk data exchange.
    Bdems,
    /// ES: persons.
    EsPerson,
    /// ES: what one vendor adds to persons.
    EsExtendedPerson,
    /// ES: groups.
    EsGroup,
    /// ES: memberships.
    EsMembership,
    /// ES: all of them at one address.
    EsCombined,
}

/// The standard that a service belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// IMS LIS 2.0.
    Lis,
    /// IMS Enterprise Services 1.0.
    Es,
}

impl Service {
    /// Every service of LIS 2.0.
    pub const ALL: [Self; 9] = [
        Self::Pms,
        Self::Gms,
        Self::Mms,
        Self::Ctms,
        Self::Coms,
        Self::Csms,
        Self::Sams,
        Self::Oms,
        Self::Bdems,
    ];

    /// The field's abbreviation, such as `PMS`; in ES, where there is none, the word: `PERSON`.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Pms => "PMS",
            Self::Gms => "GMS",
            Self::Mms => "MMS",
            Self::Ctms => "CTMS",
            Self::Coms => "COMS",
            Self::Csms => "CSMS",
            Self::Sams => "SAMS",
            Self::Oms => "OMS",
            Self::Bdems => "BDEMS",
            Self::EsPerson => "PERSON",
            Self::EsExtendedPerson => "EXTENDED_PERSON",
            Self::EsGroup => "GROUP",
            Self::EsMembership => "MEMBERSHIP",
            Self::EsCombined => "COMBINED",
        }
    }

    /// Every service of ES 1.0, the combined address last.
    pub const ES: [Self; 5] = [
        Self::EsPerson,
        Self::EsExtendedPerson,
        Self::EsGroup,
        Self::EsMembership,
        Self::EsCombined,
    ];

    /// The standard it belongs to.
    pub const fn standard(self) -> Standard {
        match self {
            Self::EsPerson
            | Self::EsExtendedPerson
            | Self::EsGroup
            | Self::EsMembership
            | Self::EsCombined => Standard::Es,
            _ => Standard::Lis,
        }
    }
}

/// What an operation does to the record it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// New, under the sender's id.
    Create,
    /// New, under an id the target allocates.
    CreateByProxy,
    /// Overwrite, or create.
    Replace,
    /// Merge into what is there.
    Update,
    /// Remove.
    Delete,
    /// Read whole records.
    Read,
    /// Read a part of a record.
    ReadCore,
    /// Read ids.
    ReadIds,
    /// Read what changed since a save point.
    ReadFromSavePoint,
    /// Find ids by a query.
    Discover,
    /// Give an object another id.
    ChangeIdentifier,
    /// New under another id, copied from an object that is there (`createCourseSectionFromCourseSection`).
    CreateFrom,
    /// Change the status and nothing else.
    UpdateStatus,
    /// Add one relationship of a group, or one section of an association.
    Add,
    /// Take one of those away.
    Remove,
    /// Data are ready for fetching, or are to be provided (BDEMS).
    Announce,
    /// Ask the other side for data (BDEMS).
    Request,
    /// What was announced or asked for will not come (BDEMS).
    AnnounceFailure,
    /// What became of a bulk exchange (BDEMS).
    Report,
    /// Stop a bulk exchange (BDEMS).
    Cancel,
    /// Leave out the rest of a bulk exchange (BDEMS).
    Ignore,
}

/// The kind of record an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// `personRecord`.
    Person,
    /// `groupRecord`.
    Group,
    /// `membershipRecord`.
    Membership,
    /// `courseTemplateRecord`.
    CourseTemplate,
    /// `courseOfferingRecord`.
    CourseOffering,
    /// `courseSectionRecord`.
    CourseSection,
    /// `sectionAssociationRecord`.
    SectionAssociation,
    /// `lineItemRecord`.
    LineItem,
    /// `resultRecord`.
    Result,
    /// `resultValueRecord`.
    ResultValue,
    /// No record, but a bulk exchange as a whole (BDEMS).
    Bulk,
}

impl RecordKind {
    /// Every kind of record, persons first.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Group,
        Self::Membership,
        Self::CourseTemplate,
        Self::CourseOffering,
        Self::CourseSection,
        Self::SectionAssociation,
        Self::LineItem,
        Self::Result,
        Self::ResultValue,
    ];

    /// The name in operations and, with a small first letter, of the element inside the record: `CourseSection`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Group => "Group",
            Self::Membership => "Membership",
            Self::CourseTemplate => "CourseTemplate",
            Self::CourseOffering => "CourseOffering",
            Self::CourseSection => "CourseSection",
            Self::SectionAssociation => "SectionAssociation",
            Self::LineItem => "LineItem",
            Self::Result => "Result",
            Self::ResultValue => "ResultValue",
            Self::Bulk => "BulkDataExchange",
        }
    }

    /// The element inside the record, which in ES is the record: `courseSection`.
    pub const fn inside(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Membership => "membership",
            Self::CourseTemplate => "courseTemplate",
            Self::CourseOffering => "courseOffering",
            Self::CourseSection => "courseSection",
            Self::SectionAssociation => "sectionAssociation",
            Self::LineItem => "lineItem",
            Self::Result => "result",
            Self::ResultValue => "resultValue",
            Self::Bulk => "",
        }
    }

    /// The element that carries one in messages of that standard.
    pub const fn element_in(self, standard: Standard) -> &'static str {
        match standard {
            Standard::Lis => self.element(),
            Standard::Es => self.inside(),
        }
    }

    /// The record element of LIS: `courseSectionRecord`.
    pub const fn element(self) -> &'static str {
        match self {
            Self::Person => "personRecord",
            Self::Group => "groupRecord",
            Self::Membership => "membershipRecord",
            Self::CourseTemplate => "courseTemplateRecord",
            Self::CourseOffering => "courseOfferingRecord",
            Self::CourseSection => "courseSectionRecord",
            Self::SectionAssociation => "sectionAssociationRecord",
            Self::LineItem => "lineItemRecord",
            Self::Result => "resultRecord",
            Self::ResultValue => "resultValueRecord",
            Self::Bulk => "bulkBlockManifest",
        }
    }

    /// In words, and as `mocklms explain fields` takes it: `course section`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Membership => "membership",
            Self::CourseTemplate => "course template",
            Self::CourseOffering => "course offering",
            Self::CourseSection => "course section",
            Self::SectionAssociation => "section association",
            Self::LineItem => "line item",
            Self::Result => "result",
            Self::ResultValue => "result value",
            Self::Bulk => "bulk exchange",
        }
    }
}

/// Whether an operation is about one record or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arity {
    /// One record.
    One,
    /// Any number.
    Many,
}

/// A child element of a request or response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Element name, such as `sourcedId`.
    pub name: &'static str,
    /// Whether it may be left out (all response parameters may).
    pub optional: bool,
}

/// One row of a service's operation table.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name, such as `replacePerson`. The request element is this plus `Request`.
    pub name: &'static str,
    /// The service it belongs to.
    pub service: Service,
    /// What it does.
    pub verb: Verb,
    /// What it is about.
    pub record: RecordKind,
    /// One or many.
    pub arity: Arity,
    /// Children of the request element, in order.
    pub request: &'static [Param],
    /// Children of the response element, in order.
    pub response: &'static [Param],
}

impl Operation {
    /// The parameter that says which object the call is about: `sourcedId`, or what stands for it in this operation
    /// (`personSourcedId`, `transactionId`, …). `None` when it names none, or only in its record.
    pub fn id_parameter(&self) -> Option<&'static str> {
        let names = || self.request.iter().map(|p| p.name);
        names()
            .find(|n| *n == "sourcedId")
            .or_else(|| names().find(|n| is_id(n)))
    }

    /// Whether it carries a whole record.
    pub fn carries_record(&self) -> bool {
        let element = self.record.element_in(self.service.standard());
        match self.record {
            // The parts of a bulk exchange stand in the request itself.
            RecordKind::Bulk => self.request.len() > 1,
            _ => self.request.iter().any(|p| p.name == element),
        }
    }
}

/// `newSourcedId` is an id, but not the one a call is about. The schemas spell one of them `lineItemSourcediId`.
fn is_id(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "transactionid"
        || (name != "newsourcedid" && (name.ends_with("sourcedid") || name.ends_with("sourcediid")))
}
