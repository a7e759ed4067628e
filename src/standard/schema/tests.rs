use super::validate;
use crate::base::{Limits, Value};
use crate::model::{AnyRecord, Finding, FindingClass, RecordKind, Service};
use crate::standard::lis;
use crate::standard::lis::Parameters;
use crate::xml::read;

const PMS: &str = "http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0";

fn findings(xml: &str) -> Vec<Finding> {
    let tree = read(xml, &Limits::default()).expect("well-formed");
    let mut out = Vec::new();
    validate(Service::Pms, tree.root(), &mut out);
    out
}

/// The findings as `name: message -> hint`, with the place checked to be in the text.
fn told(xml: &str) -> Vec<String> {
    let tell = |f: Finding| {
        let place = usize::try_from(f.offset.expect("has a place")).expect("fits");
        assert!(place < xml.len(), "{f:?}");
        format!("{}: {} -> {}", f.name, f.message, f.hint)
    };
    findings(xml).into_iter().map(tell).collect()
}

fn in_person(content: &str) -> String {
    format!(
        r#"<p:replacePersonRequest xmlns:p="{PMS}" xmlns="{PMS}"><sourcedId>a</sourcedId><personRecord><sourcedGUID><sourcedId>a</sourcedId></sourcedGUID><person>{content}</person></personRecord></p:replacePersonRequest>"#
    )
}

fn text(value: &str) -> String {
    format!("<language>en</language><textString>{value}</textString>")
}

fn term(element: &str, value: &str) -> String {
    format!(
        "<{element}><instanceIdentifier>{}</instanceIdentifier><instanceVocabulary>v</instanceVocabulary><instanceValue>{}</instanceValue></{element}>",
        text("1"),
        text(value)
    )
}

fn named(element: &str, name: &str, value: &str) -> String {
    format!(
        "<{element}><instanceIdentifier>{}</instanceIdentifier><instanceVocabulary>v</instanceVocabulary><instanceName>{}</instanceName><instanceValue>{}</instanceValue></{element}>",
        text("1"),
        text(name),
        text(value)
    )
}

fn roles(content: &str) -> String {
    format!(
        "<roles>{}{content}</roles>",
        term("enterpriserolesType", "Other")
    )
}

fn contact() -> String {
    format!(
        "<contactinfo>{}<contactinfoValue>{}</contactinfoValue></contactinfo>",
        term("contactinfoType", "EmailPrimary"),
        text("a@b.example")
    )
}

fn name() -> String {
    format!(
        "<name>{}{}</name>",
        term("nameType", "Full"),
        named("partName", "First", "Ada")
    )
}

#[test]
fn a_message_in_order_has_no_findings() {
    let user = format!(
        "<userId><userIdValue>{}</userIdValue></userId>",
        text("ada")
    );
    let role = format!(
        "<institutionRole>{}<primaryroletype> true </primaryroletype></institutionRole>",
        term("institutionroletype", "Student")
    );
    let xml = in_person(&format!(
        "{}{}{}",
        name(),
        contact(),
        roles(&format!("{role}{user}"))
    ));
    let xml = xml.replace(" true ", "1");
    assert_eq!(told(&xml), [""; 0]);
}

/// What the final standard's senders do although the draft's schema does not have it.
#[test]
fn the_final_era_is_no_irregularity() {
    let user = format!(
        "<userId><userIdValue>{}</userIdValue></userId>",
        text("ada")
    );
    let agent = format!(
        "<agent><agentId>{0}</agentId><agentDomain>{0}</agentDomain></agent>",
        text("x")
    );
    let extension = "<extension><extensionField><fieldName>IsActive</fieldName><fieldType>Boolean</fieldType><fieldValue>True</fieldValue></extensionField></extension>";
    let xml = in_person(&format!(
        "{agent}{}<dataSource>sis</dataSource>{extension}{extension}",
        roles(&format!("{user}{user}"))
    ));
    assert_eq!(told(&xml), [""; 0]);
    let header = format!(
        r#"<imsx_syncRequestHeaderInfo xmlns="{PMS}"><imsx_version>1.0</imsx_version><imsx_messageIdentifier>1</imsx_messageIdentifier><imsx_sendingAgentIdentifier/></imsx_syncRequestHeaderInfo>"#
    );
    assert_eq!(told(&header), [""; 0]);
}

/// The engine speaks about the namespace of the operation's element; what follows suit is not told again.
#[test]
fn a_message_all_in_another_namespace_has_no_further_findings() {
    let xml = r#"<m:deletePersonRequest xmlns:m="http://x/mms"><m:sourcedId>Demo_User</m:sourcedId></m:deletePersonRequest>"#;
    assert_eq!(told(xml), [""; 0]);
    assert_eq!(
        told(r"<deletePersonRequest><sourcedId>Demo_User</sourcedId></deletePersonRequest>"),
        [""; 0]
    );
    let xml = format!(
        r#"<deletePersonRequest><sourcedId xmlns="{PMS}">Demo_User</sourcedId></deletePersonRequest>"#
    );
    assert_eq!(told(&xml), [""; 0]);
}

#[test]
fn elements_in_other_namespaces_than_the_payload_are_one_finding_each() {
    let xml = in_person(&name()).replace(&format!(r#" xmlns="{PMS}""#), "");
    let unqualified = told(&xml);
    assert_eq!(unqualified.len(), 1);
    assert!(
        unqualified[0].starts_with(
            "unqualified-element: 25 elements are in no namespace, from `sourcedId` on"
        )
    );
    let xml = in_person(&name()).replace(&format!(r#" xmlns="{PMS}""#), r#" xmlns="urn:x""#);
    let expected = format!(
        "namespace-mismatch: 25 elements are in the namespace `urn:x`, from `sourcedId` on -> put them in `{PMS}`"
    );
    assert_eq!(told(&xml), [expected]);
}

#[test]
fn the_namespace_may_be_declared_anywhere() {
    let xml = format!(
        r#"<a:readPersonRequest xmlns:a="{PMS}"><b:sourcedId xmlns:b="{PMS}">x</b:sourcedId></a:readPersonRequest>"#
    );
    assert_eq!(told(&xml), [""; 0]);
}

#[test]
fn order_is_told_once_per_element() {
    let xml = in_person(&format!("{}{}{}", roles(""), contact(), name()));
    assert_eq!(
        told(&xml),
        [
            "element-order: `contactinfo` stands after `roles` in `person` -> send the children of `person` in this order: name, contactinfo, roles"
        ]
    );
}

#[test]
fn elements_behind_a_misplaced_one_are_judged() {
    let bad = "<institutionRole><institutionroletype/></institutionRole>";
    let xml = in_person(&format!("{}{}", roles(bad), name()));
    let names: Vec<_> = findings(&xml).iter().map(|f| f.name).collect();
    assert_eq!(
        names,
        [
            "missing-element",
            "missing-element",
            "missing-element",
            "missing-element",
            "element-order"
        ]
    );
}

#[test]
fn missing_and_repeated_elements_are_named() {
    let twice = format!("{0}{0}", term("systemRole", "User"));
    let xml = in_person(&format!("<roles>{twice}</roles>"));
    assert_eq!(
        told(&xml),
        [
            "missing-element: `roles` has no `enterpriserolesType` -> `roles` takes `enterpriserolesType`, `systemRole` (optional), `institutionRole` (any number), `userId` (any number)",
            "repeated-element: `roles` has `systemRole` 2 times -> send it once; receivers differ in which of them they take",
        ]
    );
    assert_eq!(
        told(&format!(r#"<deletePersonRequest xmlns="{PMS}"/>"#)),
        [
            "missing-element: `deletePersonRequest` has no `sourcedId` -> `deletePersonRequest` takes `sourcedId`"
        ]
    );
}

#[test]
fn the_same_irregularity_is_counted() {
    let xml = in_person(&name()).replace("<language>en</language>", "");
    let told = told(&xml);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].starts_with(
            "missing-element: `instanceIdentifier` has no `language` (2 times, first here)"
        ),
        "{told:?}"
    );
}

#[test]
fn unknown_elements_are_told_with_what_was_meant() {
    for (sent, expected) in [
        (
            name().replace("name>", "Name>"),
            "unknown-element: `Name` is written in the wrong letter case -> write `name`; names are case-sensitive",
        ),
        (
            contact().replace("contactinfo>", "contactinfos>"),
            "unknown-element: `person` has no child `contactinfos` -> did you mean `contactinfo`?",
        ),
        (
            "<userId/>".to_owned(),
            "unknown-element: `person` has no child `userId` -> it belongs in `roles`",
        ),
    ] {
        assert_eq!(told(&in_person(&sent)), [expected]);
    }
    let shoe = told(&in_person("<shoeSize>43</shoeSize>"));
    assert_eq!(shoe.len(), 1);
    assert!(shoe[0].starts_with("unknown-element: `person` has no child `shoeSize` -> leave it out; `person` takes `formname`"), "{shoe:?}");
}

/// A sender that misspells an element did not forget it.
#[test]
fn a_misspelt_element_is_not_missing_too() {
    let xml = in_person(&roles("").replace("enterpriserolesType", "enterpriseRolesType"));
    let names: Vec<_> = findings(&xml).iter().map(|f| f.name).collect();
    assert_eq!(names, ["unknown-element"]);
}

#[test]
fn values_are_judged_by_their_type() {
    let role = |primary: &str| {
        let kind = term("institutionroletype", "Student");
        in_person(&roles(&format!(
            "<institutionRole>{kind}<primaryroletype>{primary}</primaryroletype></institutionRole>"
        )))
    };
    assert_eq!(told(&role("0")), [""; 0]);
    assert_eq!(
        told(&role("True")),
        ["bad-value: `primaryroletype` is `True` -> send `true`, `false`, `1` or `0`"]
    );
    let demographics = format!(
        "<demographics>{}<gender>Male</gender></demographics>",
        term("demographicsType", "Primary")
    );
    assert_eq!(
        told(&in_person(&demographics)),
        ["bad-value: `gender` is `Male` -> send one of `male`, `female`, `unknown`, `other`"]
    );
    let since = |point: &str| {
        format!(
            r#"<readPersonsFromSavePointRequest xmlns="{PMS}"><fromSavePoint>{point}</fromSavePoint></readPersonsFromSavePointRequest>"#
        )
    };
    assert_eq!(told(&since("2026-01-31T08:30:00Z")), [""; 0]);
    assert_eq!(findings(&since("yesterday"))[0].name, "bad-value");
}

#[test]
fn blanks_around_a_value_are_a_note() {
    let found = findings(&format!(
        r#"<readPersonRequest xmlns="{PMS}"><sourcedId>&#10; a </sourcedId></readPersonRequest>"#
    ));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].name, found[0].class),
        ("padded-value", FindingClass::Note)
    );
    assert_eq!(
        findings(&format!(
            r#"<readPersonRequest xmlns="{PMS}"><sourcedId> </sourcedId></readPersonRequest>"#
        )),
        []
    );
}

#[test]
fn text_in_place_of_elements_is_one_finding_without_the_text() {
    let user = format!(
        "<userId><userIdValue>{}</userIdValue><password>hunter2</password></userId>",
        text("a")
    );
    assert_eq!(
        told(&in_person(&roles(&user))),
        [
            "text-in-element-content: `password` has text of its own -> put the text in `password/textString`, after `language`"
        ]
    );
}

#[test]
fn elements_in_place_of_text_are_unknown() {
    let xml = format!(
        r#"<readPersonRequest xmlns="{PMS}"><sourcedId><identifier>a</identifier></sourcedId></readPersonRequest>"#
    );
    assert_eq!(
        told(&xml),
        [
            "unknown-element: `sourcedId` has no child `identifier` -> `sourcedId` takes text; send the value itself"
        ]
    );
}

#[test]
fn attributes_and_nil_are_told() {
    let xsi = r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema""#;
    let xml = format!(
        r#"<readPersonRequest xmlns="{PMS}" {xsi}><sourcedId xsi:type="xs:string">a</sourcedId></readPersonRequest>"#
    );
    assert_eq!(told(&xml), [""; 0]);
    let xml = format!(
        r#"<readPersonRequest xmlns="{PMS}" {xsi}><sourcedId xsi:nil="true"/></readPersonRequest>"#
    );
    assert_eq!(findings(&xml)[0].name, "nil-element");
    let xml = format!(
        r#"<readPersonRequest xmlns="{PMS}"><sourcedId lang="en">a</sourcedId></readPersonRequest>"#
    );
    assert_eq!(findings(&xml)[0].name, "unexpected-attribute");
}

#[test]
fn findings_come_in_order_of_place() {
    let bad = "<institutionRole><institutionroletype/></institutionRole>";
    let xml = in_person(&format!("<b/>{}<c/>", roles(bad)));
    let offsets: Vec<_> = findings(&xml).iter().map(|f| f.offset).collect();
    assert!(offsets.is_sorted(), "{offsets:?}");
}

#[test]
fn a_message_full_of_nonsense_has_few_findings() {
    let nonsense: Vec<_> = (0..5000).map(|n| format!("<x{n}/>")).collect();
    let found = findings(&in_person(&nonsense.concat()));
    assert!(found.len() <= 110, "{}", found.len());
    assert!(
        found.iter().any(|f| f.message.contains("4900 times")),
        "{:?}",
        found.last()
    );
}

/// The person codec writes every field where the schema has it.
#[test]
fn what_we_write_ourselves_keeps_to_the_schema() {
    let name = serde_json::json!({ "type": "Full", "first": "Ada", "last": "King", "middle": "A", "suffix": "II", "parts": { "Title": "Dr" } });
    let record = serde_json::json!({
        "id": "a", "ref_agent": "sis", "full_name": "Ada King", "name": name, "preferred": name, "other_names": [name],
        "email": "a@b.example", "contacts": { "Phone": "1" },
        "addresses": [{ "type": "Home", "street1": "x", "city": "y", "country": "z" }],
        "demographics": [{ "type": "Primary", "gender": "female", "dates": { "Birth": "1815-12-10" }, "infos": { "PlaceofBirth": "London" } }],
        "agents": [{ "id": "p", "domain": "Parent", "type": "Parent" }],
        "enterprise_role": "Other", "system_role": "User", "roles": [{ "role": "Student", "primary": "true" }],
        "user_ids": [{ "value": "ada", "type": "Logon ID", "password": "x", "encryption": "none", "authentication": "local" }],
        "data_source": "sis", "extension": { "IsActive": "true" }
    });
    let record = Value::from_json(&record).expect("is a value");
    let record = AnyRecord::from_value(RecordKind::Person, &record);
    let operation = lis::find(Service::Pms, "replacePersonRequest").expect("is known");
    let xml = lis::encode_request(operation, "1", None, Parameters::new("a", Some(&record)));
    let tree = read(&xml, &Limits::default()).expect("well-formed");
    for part in ["Header", "Body"] {
        let payload = tree
            .root()
            .child(part)
            .and_then(|part| part.children().next())
            .expect("is there");
        let mut out = Vec::new();
        validate(Service::Pms, payload, &mut out);
        assert_eq!(out, [], "{xml}");
    }
    assert!(
        tree.root()
            .child("Body")
            .is_some_and(|body| body.outer().matches("</ims:").count() > 100),
        "{xml}"
    );
}

#[test]
fn what_the_service_does_not_have_is_left_to_others() {
    assert_eq!(findings("<x/>"), []);
}

/// Whatever a WSDL of ours declares compiles; the compiler panics otherwise.
#[test]
fn every_schema_compiles() {
    for service in Service::ALL {
        for row in lis::operations(service) {
            for element in ["Request", "Response"].map(|end| format!("{}{end}", row.name)) {
                assert!(
                    super::schema(service).global(&element).is_some(),
                    "{element}"
                );
            }
        }
    }
}
