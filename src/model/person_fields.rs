//! The person record as scenarios write it: the table of field names, and both directions of the translation.

use super::fields::{FieldInfo, Shape};

const fn text(name: &'static str, source: &'static str) -> FieldInfo {
    FieldInfo {
        name,
        shape: Shape::Text,
        source,
        shorthand: false,
    }
}

const fn field(name: &'static str, shape: Shape, source: &'static str) -> FieldInfo {
    FieldInfo {
        name,
        shape,
        source,
        shorthand: false,
    }
}

const fn short(name: &'static str, shape: Shape, source: &'static str) -> FieldInfo {
    FieldInfo {
        name,
        shape,
        source,
        shorthand: true,
    }
}

const NAME_PARTS: &[FieldInfo] = &[
    text("type", "nameType.instanceValue"),
    text("first", "partName[First|Given]"),
    text("last", "partName[Last|Family|Surname]"),
    text("middle", "partName[Middle]"),
    text("prefix", "partName[Prefix]"),
    text("suffix", "partName[Suffix]"),
    text("nickname", "partName[Nickname]; in ES [Nick]"),
    field(
        "parts",
        Shape::Open,
        "any other partName, by its instanceName",
    ),
];

const ADDRESS: &[FieldInfo] = &[
    text("type", "addressType.instanceValue"),
    text(
        "street1",
        "addressPart[NonfieldedStreetAddress1]; in ES the first street",
    ),
    text(
        "street2",
        "addressPart[NonfieldedStreetAddress2]; in ES the second street",
    ),
    text("city", "addressPart[City]; in ES locality"),
    text("state", "addressPart[StatePr]; in ES region"),
    text("postcode", "addressPart[Postcode]"),
    text("country", "addressPart[Country]"),
    field(
        "parts",
        Shape::Open,
        "any other addressPart, by its instanceName; in ES POBox, ExtAdd",
    ),
];

const AGENT: &[FieldInfo] = &[
    text("id", "agentId.textString"),
    text("domain", "agentDomain.textString"),
    text("type", "agentType.instanceValue"),
    text("description", "description.shortDescription.textString"),
    field(
        "after_roles",
        Shape::Boolean,
        "true when the element stands behind roles",
    ),
];

const ROLE: &[FieldInfo] = &[
    text("role", "institutionroletype.instanceValue"),
    field("primary", Shape::Boolean, "primaryroletype"),
];

const USER_ID: &[FieldInfo] = &[
    text("value", "userIdValue.textString"),
    text("type", "userIdType.textString"),
    field(
        "password",
        Shape::Secret,
        "password.textString; in ES passWord",
    ),
    text("encryption", "pwEncryptionType.textString"),
    text("authentication", "authenticationType.textString"),
];

const REPRESENTATION: &[FieldInfo] = &[
    text("type", "representationType.instanceValue"),
    text("date", "date"),
    text(
        "short_description",
        "description.shortDescription.textString",
    ),
    text("long_description", "description.longDescription.textString"),
];

const DEMOGRAPHICS: &[FieldInfo] = &[
    text("type", "demographicsType.instanceValue"),
    field(
        "representations",
        Shape::List(REPRESENTATION),
        "representation, such as a photograph",
    ),
    text("gender", "gender"),
    field(
        "dates",
        Shape::Open,
        "eventDate, by its instanceName; in ES bday as Birth",
    ),
    field(
        "infos",
        Shape::Open,
        "demographicInfo, by its instanceName; in ES Disability, Disability2",
    ),
];

const PHOTO: &[FieldInfo] = &[text("type", "imgType"), text("ref", "extRef")];

const RELATIONSHIP: &[FieldInfo] = &[
    text("relation", "relation"),
    text("id", "sourceId.identifier"),
    text("label", "label"),
];

/// Every field of a person record that a scenario can send or expect.
pub const PERSON_FIELDS: &[FieldInfo] = &[
    text("id", "sourcedGUID.sourcedId; in ES sourcedId.identifier"),
    text("ref_agent", "sourcedGUID.refAgentInstanceID"),
    text(
        "full_name",
        "person.formname[Full].formattedName; in ES person.formatName",
    ),
    field(
        "name",
        Shape::Map(NAME_PARTS),
        "person.name: the first block whose type is not Preferred",
    ),
    field(
        "preferred",
        Shape::Map(NAME_PARTS),
        "person.name: the block of type Preferred ({} is a block without parts)",
    ),
    field(
        "other_names",
        Shape::List(NAME_PARTS),
        "person.name: all further blocks",
    ),
    text(
        "email",
        "person.contactinfo[EmailPrimary].contactinfoValue; in ES email",
    ),
    field(
        "contacts",
        Shape::Open,
        "person.contactinfo: all other types, by type; in ES tel",
    ),
    field("addresses", Shape::List(ADDRESS), "person.address"),
    field(
        "demographics",
        Shape::List(DEMOGRAPHICS),
        "person.demographics",
    ),
    field("agents", Shape::List(AGENT), "person.agent"),
    text(
        "enterprise_role",
        "person.roles.enterpriserolesType.instanceValue",
    ),
    text(
        "system_role",
        "person.roles.systemRole.instanceValue; in ES systemRole",
    ),
    short(
        "role",
        Shape::Text,
        "the role marked primary, else the first of roles",
    ),
    field(
        "roles",
        Shape::List(ROLE),
        "person.roles.institutionRole; in ES person.institutionRole",
    ),
    short("username", Shape::Text, "value of the first of user_ids"),
    short(
        "password",
        Shape::Secret,
        "password of the first of user_ids",
    ),
    field(
        "user_ids",
        Shape::List(USER_ID),
        "person.roles.userId; in ES person.userId",
    ),
    text("data_source", "person.dataSource"),
    field(
        "extension",
        Shape::Open,
        "person.extension.extensionField, by fieldName",
    ),
    text("url", "in ES only: person.URL"),
    field("photo", Shape::Map(PHOTO), "in ES only: person.photo"),
    text("comments", "in ES only: person.recordInfo.comments"),
    field(
        "relationships",
        Shape::List(RELATIONSHIP),
        "in ES only: person.extension.relationship",
    ),
    field(
        "leftovers",
        Shape::Open,
        "elements no reader knows, by path",
    ),
];

/// How many of the fields, the last but `leftovers`, LIS has no place for.
const ES_ONLY: usize = 4;

/// The fields of a person record that messages of LIS have.
pub(super) const LIS_PERSON_FIELDS: &[FieldInfo] = &{
    const MOST: usize = PERSON_FIELDS.len() - ES_ONLY;
    let mut out = [PERSON_FIELDS[PERSON_FIELDS.len() - 1]; MOST];
    let mut n = 0;
    while n < MOST - 1 {
        out[n] = PERSON_FIELDS[n];
        n += 1;
    }
    out
};
