//! The tables of ES: groups and memberships, whose fields are called as in LIS wherever they mean the same.
//!
//! Sources: the ES 1.0 WSDL files for memberships, the published list of elements for groups.

use super::tables::{
    Shorthand, fields, flag, group, inline, node, plain, record, table, whole, width,
};
use super::{Node, NodeKind};
use crate::model::{FieldInfo, RecordKind};

/// What follows from a table.
pub(super) struct Table {
    pub(super) nodes: &'static [Node],
    pub(super) fields: &'static [FieldInfo],
    pub(super) shorthands: &'static [Shorthand],
}

const EXTENSION: Node = node(
    "extension",
    "extension",
    // There are no vocabularies.
    NodeKind::Fields {
        names: "",
        values: "",
        item: "extensionField",
    },
);

const RECORD_INFO: Node = inline("recordInfo", &[plain("comments", "comments")]);

const BEGIN: &[Node] = &[plain("date", "begin"), flag("restrict", "begin_restrict")];
const END: &[Node] = &[plain("date", "end"), flag("restrict", "end_restrict")];

const TIME_FRAME: &[Node] = &[
    inline("begin", BEGIN),
    inline("end", END),
    plain("adminPeriod", "admin_period"),
];

const ENROLL_CONTROL: &[Node] = &[
    flag("enrollAccept", "enroll_accept"),
    flag("enrollAllowed", "enroll_allowed"),
];

const DESCRIPTION: &[Node] = &[
    plain("descShort", "short_description"),
    plain("descLong", "long_description"),
    plain("descFull", "full_text"),
];

table! {
    GROUP_VALUE = [
        plain("type", "type"),
        plain("level", "level"),
    ];
    GROUP_TYPE = [
        plain("scheme", "scheme"),
        group("typeValue", "values", GROUP_VALUE).also(&["typevalue"]).many(),
    ];
    RELATIONSHIP = [
        plain("relation", "relation"),
        plain("sourceId", "id").also(&["sourcedId"]),
        plain("label", "label"),
    ];
    ORG = [
        plain("orgName", "name"),
        plain("orgUnit", "units").many(),
        plain("orgType", "type"),
        plain("id", "id"),
    ];
    GROUP = [
        group("groupType", "types", GROUP_TYPE).many(),
        RECORD_INFO,
        plain("email", "email"),
        plain("URL", "url").also(&["url"]),
        inline("timeFrame", TIME_FRAME).also(&["timeframe"]),
        group("relationship", "relationships", RELATIONSHIP).many(),
        inline("enrollControl", ENROLL_CONTROL),
        group("org", "org", ORG),
        inline("description", DESCRIPTION),
        plain("dataSource", "data_source"),
        EXTENSION,
    ];
    USER_ID = [
        plain("userIdValue", "value"),
        plain("userIdType", "type"),
        node("passWord", "password", NodeKind::Secret).also(&["password"]),
        plain("pwEncryptionType", "encryption"),
        plain("authenticationType", "authentication"),
    ];
    VALUES = [
        plain("valueType", "type"),
        plain("list", "list").many(),
        plain("min", "min"),
        plain("max", "max"),
    ];
    RESULT = [
        plain("resultType", "type"),
        RECORD_INFO,
        group("values", "values", VALUES),
        plain("mode", "mode"),
        plain("result", "result"),
    ];
    ROLE = [
        plain("roleType", "role"),
        plain("subRole", "sub_role"),
        RECORD_INFO,
        group("userId", "user_id", USER_ID),
        inline("timeFrame", TIME_FRAME).also(&["timeframe"]),
        flag("status", "status"),
        plain("dateTime", "date_time"),
        plain("email", "email"),
        group("interimResult", "interim_results", RESULT).many(),
        group("finalResult", "final_results", RESULT).many(),
        plain("dataSource", "data_source"),
        EXTENSION,
    ];
    MEMBERSHIP = [
        plain("groupSourcedId", "collection"),
        inline("member", MEMBER),
    ];
}

const MEMBER: &[Node] = &[
    plain("memberSourcedId", "person"),
    plain("idType", "member_type"),
    group("role", "roles", ROLE).many(),
];

record! {
    membership = MEMBERSHIP, "sourcedId.identifier", [
        "role": ["roles.0.role"],
        "status": ["roles.0.status"],
        "begin": ["roles.0.begin"],
        "end": ["roles.0.end"],
    ];
    the_group = GROUP, "sourcedId.identifier", [
        "type": ["types.0.values.0.type"],
        "level": ["types.0.values.0.level"],
        "scheme": ["types.0.scheme"],
        "parent": ["relationships.0.id"],
    ];
}

/// The table of a kind of record that ES has.
pub(super) const fn table(kind: RecordKind) -> Option<&'static Table> {
    const OF_GROUPS: &Table = &Table {
        nodes: GROUP.0,
        fields: the_group::FIELDS,
        shorthands: the_group::SHORT,
    };
    const OF_MEMBERSHIPS: &Table = &Table {
        nodes: MEMBERSHIP.0,
        fields: membership::FIELDS,
        shorthands: membership::SHORT,
    };
    match kind {
        RecordKind::Group => Some(OF_GROUPS),
        RecordKind::Membership => Some(OF_MEMBERSHIPS),
        _ => None,
    }
}
