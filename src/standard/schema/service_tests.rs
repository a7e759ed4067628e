//! Each service's schema, on a message in order and on what its senders do otherwise.

use super::validate;
use crate::base::Limits;
use crate::model::Service;
use crate::standard::lis;
use crate::xml::read;

/// The findings about an operation's element with that content, as `name: message`.
fn told(service: Service, element: &str, content: &str) -> Vec<String> {
    let namespace = lis::namespace(service);
    let xml = format!(r#"<{element} xmlns="{namespace}">{content}</{element}>"#);
    assert!(lis::find(service, element).is_some(), "{element}");
    let tree = read(&xml, &Limits::default()).expect("well-formed");
    let mut out = Vec::new();
    validate(service, tree.root(), &mut out);
    out.into_iter()
        .map(|f| format!("{}: {}", f.name, f.message))
        .collect()
}

const NOTHING: [&str; 0] = [];

fn text(element: &str, value: &str) -> String {
    format!("<{element}><language>en</language><textString>{value}</textString></{element}>")
}

/// A request that gives a record: `object` is `group`, with that content.
fn given(object: &str, content: &str) -> String {
    format!(
        "<sourcedId>a</sourcedId><{object}Record><sourcedGUID><sourcedId>a</sourcedId></sourcedGUID><{object}>{content}</{object}></{object}Record>"
    )
}

fn group(id: &str, rest: &str) -> Vec<String> {
    let content = format!(
        "<groupType>{}<typevalue>{id}{}{}</typevalue></groupType>{rest}",
        text("scheme", "LIS2.0"),
        text("type", "TERM"),
        text("level", "1")
    );
    told(
        Service::Gms,
        "replaceGroupRequest",
        &given("group", &content),
    )
}

#[test]
fn a_group_in_either_style_is_in_order() {
    let frame = |begin: &str| {
        let period = text("adminPeriod", "2026S");
        format!(
            "<timeframe><begin>{begin}</begin><restrict>false</restrict>{period}</timeframe><relationship><relation>Parent</relation><sourcedId>b</sourcedId>{}</relationship>",
            text("label", "x")
        )
    };
    let structured = format!(
        "{}<description>{}</description>",
        frame("2026-01-31T00:00:00"),
        text("shortDescription", "Spring")
    );
    assert_eq!(group(&text("id", "TERM"), &structured), NOTHING);
    let plain = format!(
        "{}<description><shortDescription>Spring</shortDescription></description>",
        frame("2026-01-31")
    );
    assert_eq!(group("<id>TERM</id>", &plain), NOTHING);
    assert_eq!(group("<id/>", ""), NOTHING);
}

#[test]
fn what_groups_are_sent_wrong() {
    assert_eq!(
        group("<id>TERM</id>", "<timeFrame/>"),
        ["unknown-element: `timeFrame` is written in the wrong letter case"]
    );
    // Text or elements, not both; and only these elements.
    assert_eq!(
        group("<id>TERM<textString>TERM</textString></id>", ""),
        ["text-in-element-content: `id` has text of its own"]
    );
    assert_eq!(
        group("<id><text>TERM</text></id>", ""),
        ["unknown-element: `id` has no child `text`"]
    );
    assert_eq!(
        group(
            "<id> TERM </id>",
            "<description><shortDescription/></description><email/>"
        ),
        [
            "padded-value: the value of `id` begins or ends with blanks",
            "element-order: `email` stands after `description` in `group`"
        ]
    );
    assert_eq!(
        told(
            Service::Gms,
            "addGroupRelationshipRequest",
            "<sourcedId>a</sourcedId><relationship><relation>Parent</relation></relationship>"
        ),
        ["missing-element: `relationship` has no `sourcedId`"]
    );
}

fn membership(kind: &str, role: &str) -> Vec<String> {
    let content = format!(
        "<collectionSourcedId>c</collectionSourcedId><membershipIdType>{kind}</membershipIdType><member><personSourcedId>p</personSourcedId>{role}</member>"
    );
    told(
        Service::Mms,
        "replaceMembershipRequest",
        &given("membership", &content),
    )
}

#[test]
fn a_membership_in_order() {
    let role = format!(
        "<role><roleType>Learner</roleType><timeFrame><begin>2026-02-01T00:00:00Z</begin><restrict>0</restrict><adminPeriod><language>nl-BE</language><textString>S</textString></adminPeriod></timeFrame><status>Active</status><creditHours>3</creditHours>{}{}</role>",
        "<recordInfo><metadataTypeVocabulary>v</metadataTypeVocabulary><extensionField><fieldName>a</fieldName><fieldValue>b</fieldValue></extensionField></recordInfo>",
        "<extension><extensionField><fieldName>a</fieldName><fieldType>Money</fieldType><fieldValue>b</fieldValue></extensionField></extension>"
    );
    assert_eq!(membership("courseSection", &role), NOTHING);
    // One vendor's own samples have none.
    assert_eq!(membership("group", ""), NOTHING);
    assert_eq!(
        told(
            Service::Mms,
            "readMembershipIdsForPersonWithRoleRequest",
            "<personSourcedId>p</personSourcedId><role><roleType>Learner</roleType></role>"
        ),
        NOTHING
    );
}

#[test]
fn what_memberships_are_sent_wrong() {
    assert_eq!(
        membership("CourseSection", ""),
        ["bad-value: `membershipIdType` is `CourseSection`"]
    );
    assert_eq!(
        membership("\n  courseSection\n", ""),
        ["padded-value: the value of `membershipIdType` begins or ends with blanks"]
    );
    assert_eq!(
        membership(
            "group",
            "<role><status>active</status><roleType>Learner</roleType><creditHours>1.5</creditHours></role>"
        ),
        [
            "bad-value: `status` is `active`",
            "element-order: `roleType` stands after `status` in `role`",
            "bad-value: `creditHours` is `1.5`"
        ]
    );
    assert_eq!(
        told(
            Service::Mms,
            "readMembershipIdsForCollectionRequest",
            "<groupSourcedId>c</groupSourcedId><collection>section</collection>"
        ),
        ["bad-value: `collection` is `section`"]
    );
}

#[test]
fn courses_in_order() {
    let template = format!(
        "{}<status>Active</status><org>{}</org><listofTopics>{}</listofTopics>",
        text("title", "Physics"),
        text("orgName", "Science"),
        text("topic", "Waves").repeat(2)
    );
    let offering = format!(
        "{}<parentTemplateId>t</parentTemplateId>{}<timeFrame><adminPeriod>S</adminPeriod></timeFrame><timeFrame/>",
        text("title", "Physics, spring"),
        text("academicSession", "2026S")
    );
    let section = format!(
        "{}{}{}<parentOfferingId>o</parentOfferingId><maxNumberofStudents>30</maxNumberofStudents>",
        text("label", "P"),
        text("title", "Physics A"),
        text("academicSession", "2026S")
    );
    let association = "<courseSectionIdList><courseSectionId>a</courseSectionId><courseSectionId>b</courseSectionId></courseSectionIdList>";
    for (service, object, content) in [
        (Service::Ctms, "courseTemplate", template.as_str()),
        (Service::Coms, "courseOffering", &offering),
        (Service::Csms, "courseSection", &section),
        (Service::Sams, "sectionAssociation", association),
    ] {
        let (first, rest) = object.split_at(1);
        let element = format!("replace{}{rest}Request", first.to_ascii_uppercase());
        assert_eq!(told(service, &element, &given(object, content)), NOTHING);
    }
    let meta = given("sectionAssociation", association)
        .replace("</sourcedGUID>", "</sourcedGUID><type>meta</type>");
    assert_eq!(
        told(Service::Sams, "createSectionAssociationRequest", &meta),
        NOTHING
    );
    assert_eq!(
        told(
            Service::Coms,
            "updateCourseOfferingStatusRequest",
            "<sourcedId>o</sourcedId><status>Inactive</status>"
        ),
        NOTHING
    );
}

#[test]
fn what_courses_are_sent_wrong() {
    let section = |content: &str| {
        told(
            Service::Csms,
            "replaceCourseSectionRequest",
            &given("courseSection", content),
        )
    };
    assert_eq!(
        section("<dataSource>sis</dataSource><parentOfferingId>o</parentOfferingId>"),
        ["element-order: `parentOfferingId` stands after `dataSource` in `courseSection`"]
    );
    assert_eq!(
        section("<title>Physics</title>"),
        ["text-in-element-content: `title` has text of its own"]
    );
    assert_eq!(
        section(
            "<maxNumberofStudents>many</maxNumberofStudents><timeFrame><begin>2026-02-01</begin></timeFrame>"
        ),
        [
            "bad-value: `maxNumberofStudents` is `many`",
            "bad-value: `begin` is `2026-02-01`"
        ]
    );
    let swapped = format!(
        "<catalogDescription>{}{}</catalogDescription>",
        text("longDescription", "x"),
        text("shortDescription", "x")
    );
    assert_eq!(
        section(&swapped),
        [
            "element-order: `shortDescription` stands after `longDescription` in `catalogDescription`"
        ]
    );
    assert_eq!(
        section("<parentTemplateId>t</parentTemplateId>"),
        ["unknown-element: `courseSection` has no child `parentTemplateId`"]
    );
    assert_eq!(
        told(
            Service::Sams,
            "addCourseSectionIdRequest",
            "<sourcedId>a</sourcedId><courseSectionSourcedId>b</courseSectionSourcedId>"
        )
        .len(),
        2
    );
}

/// The kind of a line item, which requests take by itself, too.
const LINE_ITEM_TYPE: &str = "<lineItemType><lineItemTypeVocabulary>v</lineItemTypeVocabulary><lineItemTypeValue><language>en</language><textString>Interim</textString></lineItemTypeValue></lineItemType>";

#[test]
fn outcomes_in_order() {
    let item = |label: &str| {
        let content = format!(
            "<context><contextIdentifier>s</contextIdentifier><contextType>CourseSection</contextType></context>{LINE_ITEM_TYPE}{label}<resultValue><valueRange><min>0</min><max>20.5</max></valueRange></resultValue><lineItemSettings/><extension><extensionField><fieldName>PointsPossible</fieldName><fieldType>Decimal</fieldType><fieldValue>20.0</fieldValue></extensionField></extension>"
        );
        told(
            Service::Oms,
            "replaceLineItemRequest",
            &given("lineItem", &content),
        )
    };
    assert_eq!(item(&text("label", "Test 1")), NOTHING);
    assert_eq!(item("<label>Test 1</label>"), NOTHING);
    let result = format!(
        "<statusofResult><resultStatusVocabulary>v</resultStatusVocabulary>{}</statusofResult><lineItemSourcedId>l</lineItemSourcedId><personSourcedId>p</personSourcedId><date>2026-03-01T10:00:00Z</date>{}",
        text("resultStatusValue", "Complete"),
        text("resultScore", "17")
    );
    let value = "<valueList><orderValue><ordinal>1</ordinal></orderValue></valueList>";
    assert_eq!(
        told(
            Service::Oms,
            "createResultRequest",
            &given("result", &result)
        ),
        NOTHING
    );
    assert_eq!(
        told(
            Service::Oms,
            "createResultValueRequest",
            &given("resultValue", value)
        ),
        NOTHING
    );
    for status in [
        "<resultStatus>Complete</resultStatus>".to_owned(),
        format!(
            "<resultStatus>{}</resultStatus>",
            text("resultStatusValue", "Complete")
        ),
    ] {
        let content = format!("<contextSourcedId>s</contextSourcedId>{LINE_ITEM_TYPE}{status}");
        assert_eq!(
            told(
                Service::Oms,
                "readResultIdsForLineItemWithLineItemTypeRequest",
                &content
            ),
            NOTHING
        );
    }
}

#[test]
fn what_outcomes_are_sent_wrong() {
    assert_eq!(
        told(
            Service::Oms,
            "readResultsRequest",
            "<sourceIdSet><sourcedId>r</sourcedId></sourceIdSet>"
        ),
        ["unknown-element: `readResultsRequest` has no child `sourceIdSet`"]
    );
    assert_eq!(
        told(
            Service::Oms,
            "createResultValueRequest",
            "<sourcedId>v</sourcedId><resultValuesRecord/>"
        ),
        ["unknown-element: `createResultValueRequest` has no child `resultValuesRecord`"]
    );
    // The draft's name for the operation, with the slip that the draft has in its request.
    let content = format!(
        "<contextSourcedId>s</contextSourcedId>{LINE_ITEM_TYPE}<resultStatus>Complete</resultStatus><sourcedIdSet/>"
    );
    let element = "readResultIdsForLineItemsWithLineItemTypeRequest";
    assert_eq!(
        told(Service::Oms, element, &content),
        [format!(
            "unknown-element: `{element}` has no child `sourcedIdSet`"
        )]
    );
    let range = "<valueRange><min>1,5</min></valueRange>";
    assert_eq!(
        told(
            Service::Oms,
            "createResultValueRequest",
            &given("resultValue", range)
        ),
        ["bad-value: `min` is `1,5`"]
    );
    assert_eq!(
        told(
            Service::Oms,
            "replaceResultRequest",
            &given("result", "<resultMessageSettings>x</resultMessageSettings>")
        ),
        [
            "missing-element: `result` has no `lineItemSourcedId`",
            "text-in-element-content: `resultMessageSettings` has text of its own"
        ]
    );
}

#[test]
fn bulk_exchange() {
    let announce = |file: &str| {
        told(
            Service::Bdems,
            "announceBulkDataExchangeRequest",
            &format!(
                "<transactionId>t</transactionId><bulkBlockManifest><expiryDate>2026-03-10</expiryDate><bulkBlockDataFile>{file}</bulkBlockDataFile></bulkBlockManifest>"
            ),
        )
    };
    assert_eq!(
        announce("<url>https://sis.example/a.xml</url><totalSize>1</totalSize>"),
        NOTHING
    );
    assert_eq!(
        announce("<URL>https://sis.example/a.xml</URL><totalSize>1 kB</totalSize>"),
        [
            "unknown-element: `URL` is written in the wrong letter case",
            "bad-value: `totalSize` is `1 kB`"
        ]
    );
    assert_eq!(
        told(Service::Bdems, "cancelBulkDataExchangeRequest", ""),
        ["missing-element: `cancelBulkDataExchangeRequest` has no `transactionId`"]
    );
}
