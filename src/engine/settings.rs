//! Settings as data: what a vendor's double can be told, with type, default and evidence.

use super::Evidence;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any text.
    Text,
    /// A regular expression.
    Regex,
    /// A map from text to text, replacing the default map.
    TextMap,
    /// A list of texts.
    TextList,
    /// A list that may hold only these words, in any order.
    WordList(&'static [&'static str]),
    /// Named sub-settings.
    Group(&'static [SettingInfo]),
}

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingInfo {
    /// Its key under `settings:`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The default as it would be written in YAML (empty for groups).
    pub default: &'static str,
    /// How sure the default is. One that is inferred counts in a verdict when it decided something.
    pub evidence: Evidence,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// The rule it belongs to, such as `D2L-027`.
    pub quirk: Option<&'static str>,
}

/// How a message that bends a rule is met. Quirks act at every level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Processed, with findings.
    #[default]
    Lenient,
    /// Refused where that server stack would refuse.
    Vendor,
    /// Refused for every violation of the schema.
    Schema,
}

/// The settings every vendor has, with the same words.
pub const COMMON_SETTINGS: &[SettingInfo] = &[
    SettingInfo {
        name: "auth",
        kind: Kind::OneOf(&["vendor", "off", "basic", "username_token"]),
        default: "vendor",
        evidence: Evidence::Documented,
        about: "how callers must identify themselves; vendor = as this vendor does",
        quirk: None,
    },
    SettingInfo {
        name: "credentials",
        kind: Kind::Group(&[
            SettingInfo {
                name: "username",
                kind: Kind::Text,
                default: "sis",
                evidence: Evidence::Documented,
                about: "the user name callers must send",
                quirk: None,
            },
            SettingInfo {
                name: "password",
                kind: Kind::Text,
                default: "mocklms",
                evidence: Evidence::Documented,
                about: "the password callers must send",
                quirk: None,
            },
        ]),
        default: "",
        evidence: Evidence::Documented,
        about: "what callers must send when auth asks for it",
        quirk: None,
    },
    SettingInfo {
        name: "level",
        kind: Kind::OneOf(&["lenient", "vendor", "schema"]),
        default: "lenient",
        evidence: Evidence::Documented,
        about: "lenient processes irregular messages, vendor refuses what that server stack would, schema refuses every violation",
        quirk: None,
    },
    SettingInfo {
        name: "namespaces",
        kind: Kind::OneOf(&["any", "service", "strict"]),
        default: "any",
        evidence: Evidence::Inferred,
        about: "any goes by local names; service wants the operation element in the service's namespace; strict wants every element there",
        quirk: None,
    },
    SettingInfo {
        name: "element_order",
        kind: Kind::OneOf(&["any", "schema"]),
        default: "any",
        evidence: Evidence::Inferred,
        about: "schema refuses elements that stand in another order than the schema's",
        quirk: None,
    },
    SettingInfo {
        name: "soap_action",
        kind: Kind::OneOf(&["ignore", "check", "dispatch"]),
        default: "ignore",
        evidence: Evidence::Inferred,
        about: "check refuses a SOAPAction that names another operation than the body; dispatch goes by it",
        quirk: None,
    },
    SettingInfo {
        name: "answer_body",
        kind: Kind::OneOf(&["vendor", "empty", "element"]),
        default: "vendor",
        evidence: Evidence::Documented,
        about: "what the Body of a write's answer holds: nothing, or the empty response element",
        quirk: None,
    },
    SettingInfo {
        name: "outgoing",
        kind: Kind::TextList,
        default: "[]",
        evidence: Evidence::Documented,
        about: "address prefixes this LMS may call (bulk files, call-backs); none by default",
        quirk: None,
    },
];
