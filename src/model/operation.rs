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
}

impl Service {
    /// The field's abbreviation, such as `PMS`.
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
}

/// The kind of record an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// `personRecord`.
    Person,
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
