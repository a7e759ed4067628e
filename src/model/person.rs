//! The person record, wide enough for LIS 2.0; texts are borrowed from the request where possible.

use std::borrow::Cow;

use crate::base::secret::{holds_secret, is_secret_name};
use crate::base::{Secret, Value};

/// A borrowed or owned text.
type Str<'t> = Cow<'t, str>;

/// `language` + `textString`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'t> {
    /// `language`.
    pub language: Option<Str<'t>>,
    /// `textString`; `None` when the element is missing, which is not the same as empty.
    pub text: Option<Str<'t>>,
}

impl Text<'_> {
    /// The text, if there is any besides blanks.
    pub fn filled(&self) -> Option<&str> {
        self.text.as_deref().filter(|t| !t.trim().is_empty())
    }
}

/// A term of a vocabulary (`BaseValueToken`), or a named value (`BaseValueSingle`, which has `name`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token<'t> {
    /// `instanceIdentifier`.
    pub identifier: Option<Text<'t>>,
    /// `instanceVocabulary`.
    pub vocabulary: Option<Str<'t>>,
    /// `instanceName`.
    pub name: Option<Text<'t>>,
    /// `instanceValue`.
    pub value: Option<Text<'t>>,
}

impl Token<'_> {
    /// The term: `instanceValue`, trimmed.
    pub fn term(&self) -> Option<&str> {
        self.value.as_ref().and_then(Text::filled).map(str::trim)
    }

    /// What the value is called: `instanceName`, trimmed.
    pub fn label(&self) -> Option<&str> {
        self.name.as_ref().and_then(Text::filled).map(str::trim)
    }

    /// The text of `instanceIdentifier`, trimmed.
    pub fn id(&self) -> Option<&str> {
        self.identifier
            .as_ref()
            .and_then(Text::filled)
            .map(str::trim)
    }
}

/// `personRecord`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonRecord<'t> {
    /// `sourcedGUID/sourcedId`, blanks trimmed; `None` when the element is missing.
    pub id: Option<Str<'t>>,
    /// `sourcedGUID/refAgentInstanceID`.
    pub ref_agent: Option<Str<'t>>,
    /// `person`; `None` when the element is missing.
    pub person: Option<Person<'t>>,
    /// Elements of the record that no reader knows.
    pub leftovers: Vec<Leftover<'t>>,
}

/// `person`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person<'t> {
    /// `formname`.
    pub formnames: Vec<FormName<'t>>,
    /// `name` blocks in order.
    pub names: Vec<Name<'t>>,
    /// `address` blocks in order.
    pub addresses: Vec<Address<'t>>,
    /// `contactinfo` in order.
    pub contacts: Vec<Contact<'t>>,
    /// `demographics` in order.
    pub demographics: Vec<Demographics<'t>>,
    /// `agent` in order.
    pub agents: Vec<Agent<'t>>,
    /// `roles` in order.
    pub roles: Vec<Roles<'t>>,
    /// `dataSource`.
    pub data_source: Option<Str<'t>>,
    /// `extension` blocks in order.
    pub extensions: Vec<Extension<'t>>,
    /// `URL` (ES).
    pub url: Option<Str<'t>>,
    /// `photo` (ES).
    pub photo: Option<Photo<'t>>,
    /// `recordInfo/comments` (ES).
    pub comments: Option<Str<'t>>,
    /// `extension/relationship` (ES), those of all blocks in order.
    pub relationships: Vec<Relationship<'t>>,
}

/// `photo` (ES): where a picture of the person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Photo<'t> {
    /// `imgType`.
    pub kind: Option<Str<'t>>,
    /// `extRef`.
    pub reference: Option<Str<'t>>,
}

/// `relationship` (ES): what another person is to this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relationship<'t> {
    /// `relation`: `Child` when the other one is the child.
    pub relation: Option<Str<'t>>,
    /// `sourceId/identifier`: the other one.
    pub id: Option<Str<'t>>,
    /// `label`.
    pub label: Option<Str<'t>>,
}

/// `formname`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormName<'t> {
    /// `formnameType`.
    pub kind: Token<'t>,
    /// `formattedName`.
    pub value: Text<'t>,
}

/// `name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name<'t> {
    /// `nameType`.
    pub kind: Token<'t>,
    /// `partName`.
    pub parts: Vec<Token<'t>>,
}

impl Name<'_> {
    /// The block's type: the term of `nameType`, else its identifier.
    pub fn kind(&self) -> Option<&str> {
        self.kind.term().or_else(|| self.kind.id())
    }
}

/// `address`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address<'t> {
    /// `addressType`.
    pub kind: Token<'t>,
    /// `addressPart`.
    pub parts: Vec<Token<'t>>,
}

/// `contactinfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact<'t> {
    /// `contactinfoType`.
    pub kind: Token<'t>,
    /// `contactinfoValue`.
    pub value: Text<'t>,
}

/// `demographics`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demographics<'t> {
    /// `demographicsType`.
    pub kind: Token<'t>,
    /// `representation`, such as a photograph.
    pub representations: Vec<Representation<'t>>,
    /// `eventDate`, such as `Birth`.
    pub dates: Vec<Token<'t>>,
    /// `gender`.
    pub gender: Option<Str<'t>>,
    /// `demographicInfo`.
    pub infos: Vec<Token<'t>>,
}

/// `representation`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Representation<'t> {
    /// `representationType`.
    pub kind: Token<'t>,
    /// `date`.
    pub date: Option<Str<'t>>,
    /// `description`.
    pub description: Option<Description<'t>>,
}

/// `description`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description<'t> {
    /// `shortDescription`.
    pub short: Option<Text<'t>>,
    /// `longDescription`.
    pub long: Option<Text<'t>>,
    /// `fullDescription`.
    pub full: Option<FullDescription<'t>>,
}

/// `fullDescription`: a text, or where a picture or sound is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FullDescription<'t> {
    /// `mediamode`.
    pub mediamode: Option<Str<'t>>,
    /// `contentRefType`.
    pub content_ref_type: Option<Str<'t>>,
    /// `mimeType`.
    pub mime_type: Option<Str<'t>>,
    /// `descriptionText`.
    pub text: Option<Text<'t>>,
}

/// `agent`: somebody who acts for the person, such as a parent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agent<'t> {
    /// `agentType`.
    pub kind: Option<Token<'t>>,
    /// `agentId`.
    pub id: Text<'t>,
    /// `agentDomain`.
    pub domain: Text<'t>,
    /// `description`.
    pub description: Option<Description<'t>>,
    /// The element stands behind `roles`, where the schema does not have it.
    pub after_roles: bool,
}

/// `roles`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles<'t> {
    /// `enterpriserolesType`.
    pub kind: Token<'t>,
    /// `systemRole`.
    pub system_role: Option<Token<'t>>,
    /// `institutionRole`.
    pub institution_roles: Vec<InstitutionRole<'t>>,
    /// `userId`: at most one by the draft schema, several in practice.
    pub user_ids: Vec<UserId<'t>>,
}

/// `institutionRole`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstitutionRole<'t> {
    /// `institutionroletype`.
    pub kind: Token<'t>,
    /// `primaryroletype` as an `xs:boolean`; `None` when it is missing or says neither.
    pub primary: Option<bool>,
}

/// `userId`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserId<'t> {
    /// `userIdValue`.
    pub value: Option<Text<'t>>,
    /// `userIdType`.
    pub kind: Option<Text<'t>>,
    /// `password`.
    pub password: Option<Text<'t>>,
    /// `pwEncryptionType`.
    pub encryption: Option<Text<'t>>,
    /// `authenticationType`.
    pub authentication: Option<Text<'t>>,
}

/// `extension`. Its two vocabulary elements are called differently in every service and often left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extension<'t> {
    /// `extensionNameVocabulary`.
    pub name_vocabulary: Option<Str<'t>>,
    /// `extensionValueVocabulary`, `extensionTypeVocabulary` or `extensionValueType`.
    pub value_vocabulary: Option<Str<'t>>,
    /// `extensionField`.
    pub fields: Vec<ExtensionField<'t>>,
}

/// `extensionField`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtensionField<'t> {
    /// `fieldName`, blanks trimmed.
    pub name: Option<Str<'t>>,
    /// `fieldType`.
    pub kind: Option<Str<'t>>,
    /// `fieldValue`.
    pub value: Option<Str<'t>>,
}

/// An element that was read past: kept, so that nothing that was sent is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover<'t> {
    /// Its path under the record, such as `person/nickname`.
    pub path: String,
    /// The element as it was sent.
    pub xml: Str<'t>,
}

impl Leftover<'static> {
    /// Those of a record's short form.
    pub(super) fn all_from(value: &Value) -> Vec<Self> {
        let Some(Value::Map(map)) = value.get("leftovers") else {
            return Vec::new();
        };
        let texts = map
            .iter()
            .filter_map(|(path, xml)| Some((path, xml.as_text()?)));
        let each = texts.map(|(path, xml)| Self {
            path: path.clone(),
            xml: Cow::Owned(xml.to_owned()),
        });
        each.collect()
    }
}

impl Leftover<'_> {
    /// The element in the short form. Nobody has said what it is: one that may hold a password is not shown.
    pub(super) fn to_value(&self) -> Value {
        if is_secret_name(self.path.as_bytes()) || holds_secret(&self.xml) {
            return Value::Secret(Secret::new(&*self.xml));
        }
        Value::text(self.xml.as_ref())
    }
}

impl ExtensionField<'_> {
    /// The value in the short form; one with the name of a secret is one.
    pub(super) fn to_value(&self) -> Value {
        let text = self.value.as_deref().unwrap_or("");
        let name = self.name.as_deref().unwrap_or("");
        if is_secret_name(name.trim().as_bytes()) {
            return Value::Secret(Secret::new(text));
        }
        Value::text(text)
    }
}
