//! What is fixed about a vendor, as data for the command line, the scenario loader and the documentation.

use indexmap::IndexMap;

use super::{Double, Quirk, SettingInfo};
use crate::base::Value;
use crate::model::{FieldInfo, Operation, Service};

/// One service endpoint.
#[derive(Debug, PartialEq, Eq)]
pub struct EndpointInfo {
    /// The service behind it.
    pub service: Service,
    /// Its path, as the vendor writes it.
    pub path: &'static str,
    /// Operations the vendor carries out there; the service's others are answered as unsupported.
    pub operations: &'static [&'static str],
}

/// An argument of an administrator step: name, whether it must be given, meaning.
pub type Argument = (&'static str, bool, &'static str);

/// Something an administrator of that LMS can do by hand.
#[derive(Debug, PartialEq, Eq)]
pub struct AdminInfo {
    /// The name in `admin:` steps.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// Its arguments, all texts: name, whether it must be given, meaning.
    pub arguments: &'static [Argument],
}

/// One table of the vendor's state.
#[derive(Clone, Copy, Debug)]
pub struct TableInfo {
    /// Its key in `seed:` and `expect: state:`.
    pub name: &'static str,
    /// What its rows are keyed by.
    pub key: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// The fields of a row.
    pub fields: &'static [FieldInfo],
    /// A log is a list that cannot be seeded, only expected.
    pub log: bool,
}

/// Looks at an instance's settings and quirks as a whole.
pub type Check = fn(settings: &Value, quirks: &IndexMap<String, bool>) -> Vec<ConfigProblem>;

/// Opens an instance.
pub type Open =
    fn(name: &str, settings: &Value, quirks: &IndexMap<String, bool>) -> Box<dyn Double>;

/// All that is fixed about a vendor.
#[derive(Debug)]
pub struct VendorInfo {
    /// The word in `vendor:` and on the command line.
    pub name: &'static str,
    /// The product's name.
    pub title: &'static str,
    /// Prefix of its rule ids, such as `D2L`.
    pub prefix: &'static str,
    /// Where it answers.
    pub endpoints: &'static [EndpointInfo],
    /// Its rules.
    pub quirks: &'static [Quirk],
    /// Settings of its own, beside [`COMMON_SETTINGS`](super::COMMON_SETTINGS).
    pub settings: &'static [SettingInfo],
    /// What its administrators can do.
    pub admin: &'static [AdminInfo],
    /// What it keeps.
    pub tables: &'static [TableInfo],
    /// What it is not: shown in the documentation.
    pub not_emulated: &'static [&'static str],
    /// All operations of a service of its standard.
    pub operations: fn(Service) -> &'static [Operation],
    /// What does not go together in `settings:` and `quirks:`, beyond what the tables say.
    pub check: Check,
    /// Opens an instance with settings that passed the checks.
    pub open: Open,
}

/// A contradiction in an instance's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Where: a path such as `settings.delete_user_handlers` or `quirks.D2L-004`.
    pub path: String,
    /// What is wrong: a lowercase fragment.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

impl VendorInfo {
    /// The operation of that name, on any endpoint of this vendor.
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.endpoints
            .iter()
            .flat_map(|e| (self.operations)(e.service))
            .find(|o| o.name == name)
    }

    /// Whether the vendor carries the operation out (others are answered as unsupported).
    pub fn implements(&self, name: &str) -> bool {
        self.endpoints.iter().any(|e| e.operations.contains(&name))
    }

    /// The rule with that id.
    pub fn quirk(&self, id: &str) -> Option<&'static Quirk> {
        self.quirks.iter().find(|q| q.id == id)
    }
}
