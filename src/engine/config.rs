//! The settings that every vendor has, as types.

use super::settings::Level;
use crate::base::{Secret, Value};

/// How callers must identify themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    Off,
    /// HTTP Basic.
    Basic,
    /// WS-Security UsernameToken.
    UsernameToken,
}

/// Which namespaces are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Namespaces {
    /// Local names decide.
    #[default]
    Any,
    /// The operation element must be in the service's namespace.
    Service,
    /// Every element must.
    Strict,
}

/// What is done with the SOAPAction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActionPolicy {
    /// A mismatch is a finding.
    #[default]
    Ignore,
    /// A mismatch is refused.
    Check,
    /// It chooses the operation; the body must agree.
    Dispatch,
}

/// What the Body of a write's answer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerBody {
    /// What the vendor sends.
    #[default]
    Vendor,
    /// Nothing.
    Empty,
    /// The empty response element.
    Element,
}

/// The common settings of one instance.
#[derive(Clone, Debug)]
pub struct Common {
    /// `None` leaves it to the vendor.
    pub auth: Option<Auth>,
    /// Who may call.
    pub username: String,
    /// With what.
    pub password: Secret,
    /// How irregular messages are met.
    pub level: Level,
    /// Which namespaces are taken; `None` when not set.
    pub namespaces: Option<Namespaces>,
    /// Whether elements must stand in the schema's order.
    pub schema_order: bool,
    /// What is done with the SOAPAction.
    pub action: ActionPolicy,
    /// What the Body of a write's answer holds.
    pub answer_body: AnswerBody,
    /// Address prefixes this LMS may call.
    pub outgoing: Vec<String>,
}

impl Common {
    /// Reads the common keys of `settings:`, which the loader has checked; the rest are defaults.
    pub fn from_value(settings: &Value) -> Self {
        let word = |path| settings.at(path).and_then(Value::as_text);
        Self {
            auth: match word("auth") {
                Some("off") => Some(Auth::Off),
                Some("basic") => Some(Auth::Basic),
                Some("username_token") => Some(Auth::UsernameToken),
                _ => None,
            },
            username: word("credentials.username").unwrap_or("sis").to_owned(),
            password: Secret::new(word("credentials.password").unwrap_or("mocklms")),
            level: match word("level") {
                Some("vendor") => Level::Vendor,
                Some("schema") => Level::Schema,
                _ => Level::Lenient,
            },
            namespaces: match word("namespaces") {
                Some("any") => Some(Namespaces::Any),
                Some("service") => Some(Namespaces::Service),
                Some("strict") => Some(Namespaces::Strict),
                _ => None,
            },
            schema_order: word("element_order") == Some("schema"),
            action: match word("soap_action") {
                Some("check") => ActionPolicy::Check,
                Some("dispatch") => ActionPolicy::Dispatch,
                _ => ActionPolicy::Ignore,
            },
            answer_body: match word("answer_body") {
                Some("empty") => AnswerBody::Empty,
                Some("element") => AnswerBody::Element,
                _ => AnswerBody::Vendor,
            },
            outgoing: match settings.get("outgoing") {
                Some(Value::List(list)) => list
                    .iter()
                    .filter_map(|prefix| prefix.as_text().map(str::to_owned))
                    .collect(),
                _ => Vec::new(),
            },
        }
    }
}
