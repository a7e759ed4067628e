//! The tables: each element of each record, in the order of the LIS 2.0 schemas (GMS and BDEMS: see below).
//!
//! Sources: the LIS 2.0 WSDL files of the membership, course and outcomes services. The schema of the group service is not
//! public; its table follows the published list of its element names and what senders write. The inside of bulk
//! manifests, filters and reports is not published at all: those tables are inferred.

use super::{Node, NodeKind, es_tables};
use crate::model::person_fields::LIS_PERSON_FIELDS;
use crate::model::{FieldInfo, RecordKind, Shape, Standard};

/// A field of the short form that stands for others.
#[derive(Debug)]
pub(super) struct Shorthand {
    pub(super) name: &'static str,
    /// Reading takes the first that is there, writing sets all that are not.
    pub(super) paths: &'static [&'static str],
}

pub(super) const fn node(element: &'static str, field: &'static str, kind: NodeKind) -> Node {
    Node {
        element,
        also: &[],
        field,
        kind,
        many: false,
    }
}

pub(super) const fn plain(element: &'static str, field: &'static str) -> Node {
    node(element, field, NodeKind::Plain)
}

pub(super) const fn flag(element: &'static str, field: &'static str) -> Node {
    node(element, field, NodeKind::Flag)
}

const fn lang(element: &'static str, field: &'static str) -> Node {
    node(element, field, NodeKind::Lang)
}

const fn either(element: &'static str, field: &'static str) -> Node {
    node(element, field, NodeKind::Either)
}

pub(super) const fn inline(element: &'static str, nodes: &'static [Node]) -> Node {
    node(element, "", NodeKind::Inline(nodes))
}

pub(super) const fn group(
    element: &'static str,
    field: &'static str,
    table: (&'static [Node], &'static [FieldInfo]),
) -> Node {
    node(element, field, NodeKind::Group(table.0, table.1))
}

impl Node {
    /// It may stand several times.
    pub(super) const fn many(mut self) -> Self {
        self.many = true;
        self
    }

    /// Other spellings.
    pub(super) const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    const fn shape(&self) -> Shape {
        match (&self.kind, self.many) {
            (NodeKind::Flag, _) => Shape::Boolean,
            (NodeKind::Secret, _) => Shape::Secret,
            (NodeKind::Group(_, fields), false) => Shape::Map(fields),
            (NodeKind::Group(_, fields), true) => Shape::List(fields),
            (NodeKind::Fields { .. }, _) => Shape::Open,
            (_, true) => Shape::Texts,
            (_, false) => Shape::Text,
        }
    }
}

/// `extension`, which every service spells its own way.
const fn extension(values: &'static str) -> Node {
    node(
        "extension",
        "extension",
        NodeKind::Fields {
            names: "extensionNameVocabulary",
            values,
            item: "extensionField",
        },
    )
}

/// `recordInfo`.
const fn record_info(values: &'static str, item: &'static str) -> Node {
    node(
        "recordInfo",
        "record_info",
        NodeKind::Fields {
            names: "metadataNameVocabulary",
            values,
            item,
        },
    )
}

const fn info(
    name: &'static str,
    shape: Shape,
    source: &'static str,
    shorthand: bool,
) -> FieldInfo {
    FieldInfo {
        name,
        shape,
        source,
        shorthand,
    }
}

/// How many fields a table gives, inlined containers counted by what is in them.
pub(super) const fn width(nodes: &[Node]) -> usize {
    let (mut n, mut sum) = (0, 0);
    while n < nodes.len() {
        sum += match nodes[n].kind {
            NodeKind::Inline(inner) => width(inner),
            _ => 1,
        };
        n += 1;
    }
    sum
}

const fn fill<const N: usize>(
    nodes: &[Node],
    mut out: [FieldInfo; N],
    mut at: usize,
) -> ([FieldInfo; N], usize) {
    let mut n = 0;
    while n < nodes.len() {
        if let NodeKind::Inline(inner) = nodes[n].kind {
            (out, at) = fill(inner, out, at);
        } else {
            let node = &nodes[n];
            out[at] = info(node.field, node.shape(), node.element, false);
            at += 1;
        }
        n += 1;
    }
    (out, at)
}

const NOTHING: FieldInfo = info("", Shape::Text, "", false);

/// The fields of a table of elements.
pub(super) const fn fields<const N: usize>(nodes: &[Node]) -> [FieldInfo; N] {
    fill(nodes, [NOTHING; N], 0).0
}

/// The fields of a whole record: ids first, then shorthands, then the elements.
pub(super) const fn whole<const N: usize>(
    nodes: &[Node],
    short: &[Shorthand],
    id: &'static str,
) -> [FieldInfo; N] {
    let mut out = [NOTHING; N];
    out[0] = info("id", Shape::Text, id, false);
    out[1] = info(
        "ref_agent",
        Shape::Text,
        "sourcedGUID.refAgentInstanceID",
        false,
    );
    let mut n = 0;
    while n < short.len() {
        out[2 + n] = info(short[n].name, Shape::Text, short[n].paths[0], true);
        n += 1;
    }
    let (mut out, at) = fill(nodes, out, 2 + n);
    out[at] = info(
        "leftovers",
        Shape::Open,
        "elements no reader knows, by path",
        false,
    );
    out
}

/// Declares a table of elements together with the fields that follow from it.
macro_rules! table {
    ($( $(#[doc = $doc:literal])* $NAME:ident = [ $( $node:expr ),+ $(,)? ]; )+) => { $(
        $(#[doc = $doc])*
        const $NAME: (&[Node], &[FieldInfo]) = {
            const NODES: &[Node] = &[ $( $node ),+ ];
            (NODES, &fields::<{ width(NODES) }>(NODES))
        };
    )+ };
}

/// The fields of a record.
macro_rules! record {
    ($( $NAME:ident = $table:ident, $id:literal, [ $( $short:literal : $paths:expr ),* $(,)? ]; )+) => { $(
        mod $NAME {
            use super::{Shorthand, $table, whole, width};
            use crate::model::FieldInfo;

            pub(super) const SHORT: &[Shorthand] = &[ $( Shorthand { name: $short, paths: &$paths } ),* ];
            pub(super) const FIELDS: &[FieldInfo] =
                &whole::<{ width($table.0) + SHORT.len() + 3 }>($table.0, SHORT, $id);
        }
    )+ };
}

pub(super) use {record, table};

const PERIOD_TEXT: &[Node] = &[
    plain("begin", "begin"),
    plain("end", "end"),
    flag("restrict", "restrict"),
    node("adminPeriod", "admin_period", NodeKind::Lang),
];

const ENROLL_CONTROL: &[Node] = &[
    flag("enrollAccept", "enroll_accept"),
    flag("enrollAllowed", "enroll_allowed"),
];

table! {
    FULL_DESCRIPTION = [
        plain("mediamode", "mediamode").also(&["mediaMode"]),
        plain("contentRefType", "content_ref_type"),
        plain("mimeType", "mime_type"),
        lang("descriptionText", "text"),
    ];
    ORG = [
        lang("orgName", "name"),
        lang("orgUnit", "unit"),
        lang("type", "type"),
        either("id", "id"),
    ];
    PERIOD = [
        plain("begin", "begin"),
        plain("end", "end"),
        flag("restrict", "restrict"),
        either("adminPeriod", "admin_period"),
    ];
}

const DESCRIPTION: &[Node] = &[
    either("shortDescription", "short_description"),
    either("longDescription", "long_description"),
    group("fullDescription", "full_description", FULL_DESCRIPTION),
];

const CATALOG: &[Node] = &[
    lang("shortDescription", "short_description"),
    lang("longDescription", "long_description"),
    group("fullDescription", "full_description", FULL_DESCRIPTION),
];

table! {
    ROLE = [
        plain("roleType", "role"),
        plain("subRole", "sub_role"),
        inline("timeFrame", PERIOD_TEXT).also(&["timeframe"]),
        plain("status", "status"),
        plain("dateTime", "date_time"),
        plain("creditHours", "credit_hours"),
        plain("dataSource", "data_source"),
        record_info("metadataTypeVocabulary", "extensionField"),
        extension("extensionTypeVocabulary"),
    ];
    MEMBERSHIP = [
        plain("collectionSourcedId", "collection"),
        plain("membershipIdType", "collection_type"),
        inline("member", MEMBER),
        plain("dataSource", "data_source"),
    ];
    GROUP_VALUE = [
        either("id", "id"),
        lang("type", "type"),
        lang("level", "level"),
    ];
    GROUP_TYPE = [
        lang("scheme", "scheme"),
        group("typevalue", "values", GROUP_VALUE).also(&["typeValue"]).many(),
    ];
    RELATIONSHIP = [
        plain("relationId", "relation_id"),
        plain("relation", "relation"),
        plain("sourcedId", "id").also(&["sourceId"]),
        lang("label", "label"),
    ];
    GROUP = [
        group("groupType", "types", GROUP_TYPE).many(),
        plain("email", "email"),
        plain("url", "url").also(&["URL"]),
        inline("timeframe", PERIOD_TEXT).also(&["timeFrame"]),
        group("relationship", "relationships", RELATIONSHIP).many(),
        inline("enrollControl", ENROLL_CONTROL),
        group("org", "org", ORG),
        inline("description", DESCRIPTION),
        plain("dataSource", "data_source"),
        record_info("metadataTypeVocabulary", "metadataField"),
        extension("extensionTypeVocabulary"),
    ];
    COURSE_TEMPLATE = [
        lang("label", "label"),
        lang("title", "title"),
        inline("catalogDescription", CATALOG),
        lang("courseNumber", "course_number"),
        plain("status", "status"),
        lang("defaultCredits", "default_credits"),
        group("org", "org", ORG),
        inline("listofTopics", TOPICS).also(&["listOfTopics"]),
        inline("listofPrerequisites", PREREQUISITES).also(&["listOfPrerequisites"]),
        plain("dataSource", "data_source"),
        record_info("metadataTypeVocabulary", "extensionField"),
        extension("extensionValueType"),
    ];
    COURSE_OFFERING = [
        lang("label", "label"),
        lang("title", "title"),
        plain("parentTemplateId", "parent_template"),
        inline("catalogDescription", CATALOG),
        plain("status", "status"),
        lang("defaultCredits", "default_credits"),
        lang("academicSession", "academic_session"),
        group("org", "org", ORG),
        group("timeFrame", "time_frames", PERIOD).also(&["timeframe"]).many(),
        inline("enrollControl", ENROLL_CONTROL),
        plain("dataSource", "data_source"),
        record_info("metadataTypeVocabulary", "extensionField"),
        extension("extensionValueType"),
    ];
    COURSE_SECTION = [
        lang("label", "label"),
        lang("title", "title"),
        plain("parentOfferingId", "parent_offering"),
        // Not in the draft; senders of the final version put it behind the title. Written behind the parent here.
        lang("academicSession", "academic_session"),
        inline("catalogDescription", CATALOG),
        plain("status", "status"),
        lang("defaultCredits", "default_credits"),
        lang("category", "category"),
        plain("maxNumberofStudents", "max_number_of_students").also(&["maxNumberOfStudents"]),
        plain("numberofStudents", "number_of_students").also(&["numberOfStudents"]),
        group("org", "org", ORG),
        group("timeFrame", "time_frames", PERIOD).also(&["timeframe"]).many(),
        inline("enrollControl", ENROLL_CONTROL),
        lang("location", "location"),
        lang("notes", "notes"),
        lang("meeting", "meeting"),
        plain("dataSource", "data_source"),
        record_info("metadataTypeVocabulary", "extensionField"),
        extension("extensionValueType"),
    ];
    SECTION_ASSOCIATION = [
        lang("label", "label"),
        lang("title", "title"),
        plain("status", "status"),
        inline("courseSectionIdList", SECTION_IDS),
        plain("dataSource", "data_source"),
        record_info("metadataTypeVocabulary", "extensionField"),
        extension("extensionValueType"),
    ];
    CONTEXT = [
        plain("contextIdentifier", "id"),
        plain("contextType", "type"),
    ];
    LINE_ITEM_TYPE = [
        plain("lineItemTypeVocabulary", "vocabulary"),
        lang("lineItemTypeValue", "value"),
        plain("resourceHandlerId", "resource_handler"),
        plain("localeKey", "locale_key"),
        plain("defaultDisplayName", "display_name"),
    ];
    RESULT_STATUS = [
        plain("resultStatusVocabulary", "vocabulary"),
        lang("resultStatusValue", "value"),
        plain("localeKey", "locale_key"),
        plain("defaultDisplayName", "display_name"),
    ];
    RANGE = [plain("min", "min"), plain("max", "max")];
    ORDER_VALUE = [
        plain("ordinal", "ordinal"),
        lang("grade", "grade"),
        group("valueRange", "range", RANGE),
    ];
    RESULT_VALUE = [
        lang("label", "label"),
        inline("valueList", VALUE_LIST),
        group("valueRange", "range", RANGE),
        plain("dataSource", "data_source"),
        record_info("metadataValueVocabulary", "metadataField"),
        extension("extensionValueVocabulary"),
    ];
    LINE_ITEM = [
        group("context", "context", CONTEXT),
        group("lineItemType", "line_item_type", LINE_ITEM_TYPE),
        either("label", "label"),
        plain("resultValueSourcedId", "result_value_id"),
        group("resultValue", "result_value", RESULT_VALUE),
        plain("lineItemSettings", "line_item_settings"),
        plain("outcomesHandlerSourcedId", "outcomes_handler"),
        plain("dataSource", "data_source"),
        record_info("metadataValueVocabulary", "metadataField"),
        extension("extensionValueVocabulary"),
    ];
    RESULT = [
        group("statusofResult", "status", RESULT_STATUS).also(&["statusOfResult"]),
        plain("lineItemSourcedId", "line_item"),
        plain("personSourcedId", "person"),
        plain("date", "date"),
        plain("resultValueSourcedId", "result_value_id"),
        group("resultValue", "result_value", RESULT_VALUE),
        either("resultScore", "score"),
        plain("resultMessageSettings", "result_message_settings"),
        plain("dataSource", "data_source"),
        record_info("metadataValueVocabulary", "metadataField"),
        extension("extensionValueVocabulary"),
    ];
    BULK_FILE = [
        plain("url", "url"),
        plain("totalSize", "total_size"),
        plain("checkSum", "check_sum"),
    ];
    BULK_FILTER = [
        plain("entityType", "entity_type"),
        plain("savePoint", "save_point"),
    ];
    BULK_ENTRY = [
        plain("transactionOpIdentifier", "id"),
        plain("codeMajor", "code_major"),
        plain("severity", "severity"),
        plain("codeMinor", "code_minor"),
        plain("description", "description"),
    ];
    BULK = [
        inline("bulkBlockManifest", BULK_MANIFEST),
        group("filter", "filters", BULK_FILTER).many(),
        inline("bulkBlockReport", BULK_REPORT),
        inline("failureReport", BULK_FAILURE),
        inline("supportedServices", BULK_SERVICES),
    ];
}

const MEMBER: &[Node] = &[
    plain("personSourcedId", "person"),
    group("role", "roles", ROLE).many(),
];
const TOPICS: &[Node] = &[lang("topic", "topics").many()];
const PREREQUISITES: &[Node] = &[lang("prerequisite", "prerequisites").many()];
const SECTION_IDS: &[Node] = &[plain("courseSectionId", "sections").many()];
const VALUE_LIST: &[Node] = &[group("orderValue", "order_values", ORDER_VALUE).many()];
const BULK_MANIFEST: &[Node] = &[
    plain("expiryDate", "expiry_date"),
    group("bulkBlockDataFile", "files", BULK_FILE).many(),
];
const BULK_REPORT: &[Node] = &[group("reportEntry", "entries", BULK_ENTRY).many()];
const BULK_FAILURE: &[Node] = &[plain("description", "failure")];
const BULK_SERVICES: &[Node] = &[plain("serviceName", "services").many()];

record! {
    membership = MEMBERSHIP, "sourcedGUID.sourcedId", [
        "role": ["roles.0.role"],
        "status": ["roles.0.status"],
        "begin": ["roles.0.begin"],
        "end": ["roles.0.end"],
    ];
    the_group = GROUP, "sourcedGUID.sourcedId", [
        "type": ["types.0.values.0.id", "types.0.values.0.type"],
        "level": ["types.0.values.0.level"],
        "scheme": ["types.0.scheme"],
        "parent": ["relationships.0.id"],
    ];
    course_template = COURSE_TEMPLATE, "sourcedGUID.sourcedId", [];
    course_offering = COURSE_OFFERING, "sourcedGUID.sourcedId", [
        "begin": ["time_frames.0.begin"],
        "end": ["time_frames.0.end"],
    ];
    course_section = COURSE_SECTION, "sourcedGUID.sourcedId", [
        "begin": ["time_frames.0.begin"],
        "end": ["time_frames.0.end"],
    ];
    section_association = SECTION_ASSOCIATION, "sourcedGUID.sourcedId", [];
    line_item = LINE_ITEM, "sourcedGUID.sourcedId", [];
    result = RESULT, "sourcedGUID.sourcedId", [];
    result_value = RESULT_VALUE, "sourcedGUID.sourcedId", [];
    bulk = BULK, "transactionId", [];
}

/// The elements inside a record of that kind; for bulk exchanges, those of the request beside `transactionId`.
///
/// # Panics
///
/// For persons, whose record is a type of its own.
pub const fn nodes(kind: RecordKind) -> &'static [Node] {
    match kind {
        RecordKind::Person => panic!("a person's record is no tree"),
        RecordKind::Group => GROUP.0,
        RecordKind::Membership => MEMBERSHIP.0,
        RecordKind::CourseTemplate => COURSE_TEMPLATE.0,
        RecordKind::CourseOffering => COURSE_OFFERING.0,
        RecordKind::CourseSection => COURSE_SECTION.0,
        RecordKind::SectionAssociation => SECTION_ASSOCIATION.0,
        RecordKind::LineItem => LINE_ITEM.0,
        RecordKind::Result => RESULT.0,
        RecordKind::ResultValue => RESULT_VALUE.0,
        RecordKind::Bulk => BULK.0,
    }
}

/// As [`nodes`], for records of that standard. In ES, what LIS alone has is as it is there.
///
/// # Panics
///
/// For persons.
pub const fn nodes_of(standard: Standard, kind: RecordKind) -> &'static [Node] {
    match (standard, es_tables::table(kind)) {
        (Standard::Es, Some(table)) => table.nodes,
        _ => nodes(kind),
    }
}

/// The fields of a kind of record as LIS has it.
pub const fn lis_record_fields(kind: RecordKind) -> &'static [FieldInfo] {
    match kind {
        RecordKind::Person => LIS_PERSON_FIELDS,
        RecordKind::Group => the_group::FIELDS,
        RecordKind::Membership => membership::FIELDS,
        RecordKind::CourseTemplate => course_template::FIELDS,
        RecordKind::CourseOffering => course_offering::FIELDS,
        RecordKind::CourseSection => course_section::FIELDS,
        RecordKind::SectionAssociation => section_association::FIELDS,
        RecordKind::LineItem => line_item::FIELDS,
        RecordKind::Result => result::FIELDS,
        RecordKind::ResultValue => result_value::FIELDS,
        RecordKind::Bulk => bulk::FIELDS,
    }
}

pub(super) const fn shorthands(standard: Standard, kind: RecordKind) -> &'static [Shorthand] {
    if let (Standard::Es, Some(table)) = (standard, es_tables::table(kind)) {
        return table.shorthands;
    }
    match kind {
        RecordKind::Membership => membership::SHORT,
        RecordKind::Group => the_group::SHORT,
        RecordKind::CourseOffering => course_offering::SHORT,
        RecordKind::CourseSection => course_section::SHORT,
        _ => &[],
    }
}
