use super::*;

fn person_body() -> OutcomeBody {
    let mut value = map(&[
        ("id", "p-1"),
        ("email", "nils@school.example"),
        ("url", ""),
        ("username", "nils"),
        ("role", "Staff"),
    ]);
    value.insert(
        "name",
        map(&[("first", "Nils"), ("last", "Havn"), ("nickname", "")]),
    );
    let mut address = map(&[("city", "Havn"), ("postcode", "1"), ("street1", "Pier 3")]);
    address.insert("parts", map(&[("ExtAdd", "2nd floor")]));
    value.insert("addresses", Value::List(vec![address]));
    let mut demographics = map(&[("gender", "Male")]);
    demographics.insert("dates", map(&[("Birth", "1985-04-09")]));
    value.insert("demographics", Value::List(vec![demographics]));
    value.insert("contacts", map(&[("Voice", ""), ("Mobile", "55501")]));
    value.insert("extension", map(&[("customstring0", "EMP-77")]));
    let child = map(&[("relation", "Child"), ("id", "s-31")]);
    value.insert("relationships", Value::List(vec![child]));
    OutcomeBody::Record(record(RecordKind::Person, &value))
}

fn answer<'a>(request: &str, statuses: Statuses<'a>, body: &'a OutcomeBody) -> Answer<'a> {
    let operation = find(Service::EsCombined, request).expect("it is ES");
    Answer {
        namespaces: namespaces(operation.service),
        message_id: Some("run-17"),
        message_ref: Some("run-17"),
        statuses,
        timestamp: Some(("2025-09-01T06:00:00.120Z", "2025-09-01T06:05:00.120Z")),
        body: Some((operation, body)),
        set: None,
    }
}

/// Byte by byte what the serialiser of .NET writes: each `nil` before the default namespace, no prefix in the Body.
#[test]
fn a_person_is_answered_in_the_manner_of_net() {
    let (done, body) = (done(), person_body());
    let answer = answer("readPersonRequest", Statuses::One(&done), &body);
    let golden = include_str!("../../../../tests/golden/es/net_read_person.xml");
    assert_eq!(encode_answer(&NET_STYLE, &answer), compact(golden));
}

#[test]
fn a_person_is_answered_with_prefixes() {
    let (done, body) = (done(), person_body());
    let mut answer = answer("readPersonRequest", Statuses::One(&done), &body);
    answer.timestamp = None;
    let golden = include_str!("../../../../tests/golden/es/plain_read_person.xml");
    assert_eq!(encode_answer(&PLAIN_STYLE, &answer), compact(golden));
}

/// What is common to all services declares its namespace deep inside.
#[test]
fn groups_and_memberships_are_answered_in_the_manner_of_net() {
    let mut role = map(&[
        ("role", "Instructor"),
        ("begin", "2031-08-15"),
        ("begin_restrict", "true"),
    ]);
    role.insert("extension", map(&[("HomeOrganisation", "1")]));
    let mut value = map(&[("id", "ms-1"), ("collection", "sch-7"), ("person", "p-1")]);
    value.insert("roles", Value::List(vec![role]));
    let body = OutcomeBody::Records {
        records: vec![record(RecordKind::Membership, &value)],
        save_point: None,
    };
    let statuses = [done()];
    let request = "readMembershipsForPersonRequest";
    let text = encode_answer(
        &NET_STYLE,
        &answer(request, Statuses::Set(&statuses), &body),
    );
    let golden = include_str!("../../../../tests/golden/es/net_read_memberships.xml");
    assert_eq!(text, compact(golden));
    // The status of a set of one stands where a single one does, too.
    let fields = crate::standard::answer(200, text.as_bytes());
    let code = fields.at("code_major").and_then(Value::as_text);
    assert_eq!(code, Some("success"));

    let mut value = map(&[
        ("id", "sch-7"),
        ("scheme", "Kinds"),
        ("type", "School"),
        ("level", "1"),
        ("short_description", "Harbour School"),
        ("full_text", ""),
    ]);
    let parent = map(&[("relation", "Parent"), ("id", "root"), ("label", "")]);
    value.insert("relationships", Value::List(vec![parent]));
    let body = OutcomeBody::Record(record(RecordKind::Group, &value));
    let done = done();
    let text = encode_answer(
        &NET_STYLE,
        &answer("readGroupRequest", Statuses::One(&done), &body),
    );
    let golden = include_str!("../../../../tests/golden/es/net_read_group.xml");
    assert_eq!(text, compact(golden));
}

#[test]
fn each_item_has_its_status() {
    let statuses = [
        done(),
        status(
            CodeMajor::Failure,
            Severity::Error,
            "unknownobject",
            "no such person",
        ),
    ];
    let body = OutcomeBody::Empty;
    let answer = answer("deletePersonsRequest", Statuses::Set(&statuses), &body);
    let text = encode_answer(&NET_STYLE, &answer);
    let golden = include_str!("../../../../tests/golden/es/net_delete_persons.xml");
    assert_eq!(text, compact(golden));
    let fields = crate::standard::answer(200, text.as_bytes());
    let at = |path: &str| fields.at(path).and_then(Value::as_text);
    assert_eq!(at("statuses.0.code_major"), Some("success"));
    assert_eq!(at("statuses.1.code_minor"), Some("unknownobject"));
    assert_eq!(at("statuses.1.description"), Some("no such person"));
    assert_eq!(at("statuses.1.message_ref"), Some("run-17"));
    assert_eq!(at("code_major"), None);
    assert_eq!(at("message_id"), Some("run-17"));
    assert_eq!(at("body"), Some("deletePersonsResponse"));
}

#[test]
fn every_read_is_read_again() {
    let value = |kind| match kind {
        RecordKind::Person => {
            let mut value = map(&[("id", "x-1"), ("email", "a@b.example")]);
            value.insert("name", map(&[("first", "Ada"), ("last", "Berg")]));
            value
        }
        RecordKind::Group => map(&[("id", "x-1"), ("short_description", "7A")]),
        _ => map(&[
            ("id", "x-1"),
            ("person", "p"),
            ("collection", "g"),
            ("member_type", "Person"),
        ]),
    };
    for operation in operations(Service::EsCombined) {
        let one = value(operation.record);
        let made = || record(operation.record, &one);
        for param in operation.response {
            let body = match param_kind(param.name) {
                ParamKind::Record(_) => OutcomeBody::Record(made()),
                ParamKind::Records(_) | ParamKind::Pairs(_)
                    if operation.name == "readAllPersons" =>
                {
                    OutcomeBody::Page {
                        records: vec![made(), made()],
                        total: 7,
                    }
                }
                ParamKind::Records(_) | ParamKind::Pairs(_) => OutcomeBody::Records {
                    records: vec![made(), made()],
                    save_point: None,
                },
                ParamKind::Id => OutcomeBody::Id("new-1".to_owned()),
                ParamKind::Ids => OutcomeBody::Ids {
                    ids: vec!["new-1".into(), "new-2".into()],
                    save_point: None,
                },
                _ => continue,
            };
            for style in [NET_STYLE, PLAIN_STYLE] {
                let done = done();
                let request = format!("{}Request", operation.name);
                let mut answer = answer(&request, Statuses::One(&done), &body);
                answer.set = Some(param.name);
                let text = encode_answer(&style, &answer);
                let fields = crate::standard::answer(200, text.as_bytes());
                let at = |path: &str| fields.at(path);
                let name = operation.name;
                assert_eq!(at("code_major").and_then(Value::as_text), Some("success"));
                let with_id = |shown: Option<&Value>| {
                    let shown = shown.unwrap_or_else(|| panic!("{name}: nothing in {fields:?}"));
                    let Value::Map(sent) = &one else {
                        panic!("it is a map")
                    };
                    for (key, text) in sent {
                        let id_is_gone = key == "id" && !param.name.contains("Pair");
                        let seen = shown.get(key);
                        assert_eq!(seen, (!id_is_gone).then_some(text), "{name} {key}");
                    }
                };
                match param_kind(param.name) {
                    ParamKind::Record(_) => with_id(at("record")),
                    ParamKind::Id => {
                        assert_eq!(at("id").and_then(Value::as_text), Some("new-1"));
                    }
                    ParamKind::Ids => {
                        assert_eq!(at("ids.1").and_then(Value::as_text), Some("new-2"));
                    }
                    _ => with_id(at("records.1")),
                }
                if name == "readAllPersons" {
                    assert_eq!(at("total").and_then(Value::as_text), Some("7"));
                }
            }
        }
    }
}
