use super::*;

const PERSON: &str = r#"
<m:createPersonRequest xmlns:m="http://www.imsglobal.org/services/pms/xsd/imsPersonManMessSchema_v1p0"
 xmlns:d="http://www.imsglobal.org/services/pms/xsd/imsPersonManDataSchema_v1p0"
 xmlns:c="http://www.imsglobal.org/services/common/imsCommonSchema_v1p0"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <m:person>
    <d:tel><d:telType>Mobile</d:telType><d:telValue>0700</d:telValue></d:tel>
    <d:shoeSize>44</d:shoeSize>
    <d:extension>
      <c:relationship><c:relation>Child</c:relation><c:sourceId><c:identifier> p-8 </c:identifier></c:sourceId></c:relationship>
      <c:relationship><c:relation>Parent</c:relation><c:sourceId/></c:relationship>
      <c:extensionField><c:fieldName>locker</c:fieldName><c:fieldValue>12</c:fieldValue></c:extensionField>
    </d:extension>
    <d:institutionRole><d:institutionRoleType>Staff</d:institutionRoleType><d:primaryRoleType>1</d:primaryRoleType></d:institutionRole>
    <d:demographics><d:bday>1990-02-03</d:bday><d:disability>a</d:disability><d:disability>b</d:disability><d:gender>Female</d:gender></d:demographics>
    <d:address><d:street>Quay 1</d:street><d:locality>Port</d:locality><d:street>Stairs B</d:street><d:extadd>c/o</d:extadd></d:address>
    <c:URL>http://ada.example</c:URL><c:email/>
    <d:photo><d:imgType>png</d:imgType><d:extRef>a.png</d:extRef></d:photo>
    <d:recordInfo><c:comments>by hand</c:comments></d:recordInfo>
    <d:userId><c:passWord>hush</c:passWord><c:userIdValue>ada</c:userIdValue></d:userId>
    <d:name><d:partName><d:namePartType>Nick</d:namePartType><d:namePartValue>Ad</d:namePartValue></d:partName></d:name>
    <d:formatName xsi:nil="true"/>
    <d:systemRole>User</d:systemRole><c:dataSource>sis</c:dataSource>
  </m:person>
  <m:sourcedId><c:identifier>
     p-7
  </c:identifier></m:sourcedId>
</m:createPersonRequest>"#;

#[test]
fn a_person_is_read_in_any_order_and_nothing_is_lost() {
    let message = wrap(Service::EsPerson, "m-1", None, PERSON);
    with_call(&message, |call| {
        assert_eq!(call.header.message_id.as_deref(), Some("m-1"));
        assert_eq!(call.record_id(), Some("p-7"));
        assert_eq!(call.outer_id.as_deref(), Some("p-7"));
        let Payload::Person(record) = &call.payload else {
            panic!("it has a person")
        };
        let person = record.person.as_ref().expect("it is there");
        assert_eq!(person.formnames.len(), 1, "nil is not missing");
        assert_eq!(person.formnames[0].value.text, None);
        let value = record.to_value();
        let text = |path: &str| value.at(path).and_then(Value::as_text).map(str::to_owned);
        for (path, expected) in [
            ("id", "p-7"),
            ("email", ""),
            ("contacts.Mobile", "0700"),
            ("extension.locker", "12"),
            ("relationships.0.id", "p-8"),
            ("relationships.1.id", ""),
            ("relationships.1.relation", "Parent"),
            ("role", "Staff"),
            ("roles.0.primary", "true"),
            ("demographics.0.gender", "Female"),
            ("demographics.0.dates.Birth", "1990-02-03"),
            ("demographics.0.infos.Disability2", "b"),
            ("addresses.0.street1", "Quay 1"),
            ("addresses.0.street2", "Stairs B"),
            ("addresses.0.city", "Port"),
            ("addresses.0.parts.ExtAdd", "c/o"),
            ("url", "http://ada.example"),
            ("photo.type", "png"),
            ("photo.ref", "a.png"),
            ("comments", "by hand"),
            ("username", "ada"),
            ("password", "hush"),
            ("name.nickname", "Ad"),
            ("system_role", "User"),
            ("data_source", "sis"),
        ] {
            assert_eq!(text(path).as_deref(), Some(expected), "{path}");
        }
        assert!(value.get("full_name").is_none());
        assert_eq!(record.leftovers.len(), 1);
        assert_eq!(record.leftovers[0].path, "person/shoeSize");
    });
}

#[test]
fn what_is_missing_is_decoded_as_missing() {
    for (name, record) in [("createPerson", true), ("createPersons", false)] {
        let message = wrap(Service::EsPerson, "m-1", None, &format!("<{name}Request/>"));
        with_call(&message, |call| {
            assert_eq!(call.record_id(), None);
            assert_eq!(matches!(call.payload, Payload::Person(_)), record);
        });
    }
    let body = "<createPersonsRequest><personIdPairSet><personIdPair/>\
                <personIdPair><sourcedId>bare</sourcedId><person/></personIdPair>\
                </personIdPairSet></createPersonsRequest>";
    with_call(&wrap(Service::EsPerson, "m-1", None, body), |call| {
        let Payload::Pairs(pairs) = &call.payload else {
            panic!("they are pairs")
        };
        assert_eq!(pairs[0].0, None);
        assert_eq!(pairs[1].0.as_deref(), Some("bare"));
        assert_eq!(pairs[1].1.id(), Some("bare"));
    });
}

#[test]
fn pages_and_pairs_of_ids_are_read() {
    let body = r#"<readAllPersonsRequest xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
        <PageIndex> 2 </PageIndex><CreatedFrom i:nil="true"/><pagesize>10</pagesize>
        </readAllPersonsRequest>"#;
    with_call(&wrap(Service::EsExtendedPerson, "m", None, body), |call| {
        assert_eq!(call.argument("PageIndex"), Some("2"));
        assert_eq!(call.argument("PageSize"), Some("10"));
        assert_eq!(call.argument("CreatedFrom"), None);
    });
    // Some say so, some so.
    for set in ["pairSourcedIdSet", "sourcedIdSet"] {
        let body = format!(
            "<changeGroupsIdentifierRequest><{set}><identifierPair><secondId>n</secondId>\
             <firstId>o</firstId></identifierPair></{set}></changeGroupsIdentifierRequest>"
        );
        with_call(&wrap(Service::EsGroup, "m", None, &body), |call| {
            assert_eq!(
                call.payload,
                Payload::IdPairs(vec![("o".into(), "n".into())])
            );
        });
    }
}

#[test]
fn a_group_from_its_short_form_is_written_with_the_namespace_of_each_level() {
    let mut value = map(&[
        ("id", "g-1"),
        ("short_description", "7A"),
        ("type", "Class"),
        ("scheme", "Kinds"),
        ("parent", "s-1"),
        ("begin", "2031-08-15"),
        ("begin_restrict", "true"),
    ]);
    value.insert("extension", map(&[("course", "Biology")]));
    let group = record(RecordKind::Group, &value);
    let operation = find(Service::EsGroup, "createGroupRequest").expect("it is ES");
    let parameters = Parameters::new("g-1", Some(&group));
    let message = encode_request(operation, "m-1", Some(("me", "pw")), parameters);
    let expected = compact(
        r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
         xmlns:b="http://www.imsglobal.org/services/common/imsMessBindSchema_v1p0"
         xmlns:m="http://www.imsglobal.org/services/gms/xsd/imsGroupManMessSchema_v1p0"
         xmlns:d="http://www.imsglobal.org/services/gms/xsd/imsGroupManDataSchema_v1p0"
         xmlns:c="http://www.imsglobal.org/services/common/imsCommonSchema_v1p0">
        <soapenv:Header>
        <b:syncRequestHeaderInfo><b:messageIdentifier>m-1</b:messageIdentifier></b:syncRequestHeaderInfo>
        <wsse:Security
         xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">
        <wsse:UsernameToken><wsse:Username>me</wsse:Username><wsse:Password>pw</wsse:Password></wsse:UsernameToken>
        </wsse:Security>
        </soapenv:Header>
        <soapenv:Body>
        <m:createGroupRequest>
        <m:sourcedId><c:identifier>g-1</c:identifier></m:sourcedId>
        <m:group>
        <d:groupType><d:scheme>Kinds</d:scheme><d:typeValue><d:type>Class</d:type></d:typeValue></d:groupType>
        <d:timeFrame><c:begin><c:date>2031-08-15</c:date><c:restrict>true</c:restrict></c:begin></d:timeFrame>
        <d:relationship><d:relation>Parent</d:relation><d:sourceId><c:identifier>s-1</c:identifier></d:sourceId></d:relationship>
        <d:description><d:descShort>7A</d:descShort></d:description>
        <d:extension><c:extensionField><c:fieldName>course</c:fieldName><c:fieldType>String</c:fieldType><c:fieldValue>Biology</c:fieldValue></c:extensionField></d:extension>
        </m:group>
        </m:createGroupRequest>
        </soapenv:Body></soapenv:Envelope>"#,
    );
    assert_eq!(message, expected);
}

#[test]
fn a_record_made_for_the_other_standard_is_translated() {
    let value = map(&[
        ("id", "e-1"),
        ("person", "p-1"),
        ("collection", "g-1"),
        ("role", "Learner"),
    ]);
    let lis = AnyRecord::from_value(RecordKind::Membership, &value);
    let operation = find(Service::EsMembership, "createMembershipRequest").expect("it is ES");
    let encode =
        |record| encode_request(operation, "m", None, Parameters::new("e-1", Some(record)));
    let es = record(RecordKind::Membership, &value);
    assert_eq!(encode(&lis), encode(&es));
    assert!(encode(&lis).contains("<d:groupSourcedId><c:identifier>g-1<"));
}
