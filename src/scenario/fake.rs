//! A small vendor for tests of the loader.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use indexmap::IndexMap;

use super::decode::Outside;
use super::load::Loaded;
use super::model::Scenario;
use crate::base::Value;
use crate::diag::{Problem, Source};
use crate::engine::{
    AdminInfo, ConfigProblem, Default as Switch, Double, EndpointInfo, Evidence, Kind, Part, Quirk,
    SettingInfo, Status, TableInfo, VendorInfo,
};
use crate::model::{Arity, FieldInfo, Operation, Param, RecordKind, Service, Shape, Verb};

const fn must(name: &'static str) -> Param {
    Param {
        name,
        optional: false,
    }
}

const fn operation(
    name: &'static str,
    (service, record): (Service, RecordKind),
    verb: Verb,
    request: &'static [Param],
) -> Operation {
    Operation {
        name,
        service,
        verb,
        record,
        arity: Arity::One,
        request,
        response: &[],
    }
}

const ID: Param = must("sourcedId");
const GIVEN: &[Param] = &[ID, must("personRecord")];
const PERSON: (Service, RecordKind) = (Service::Pms, RecordKind::Person);

const OPERATIONS: &[Operation] = &[
    operation("createPerson", PERSON, Verb::Create, GIVEN),
    operation("replacePerson", PERSON, Verb::Replace, GIVEN),
    Operation {
        arity: Arity::Many,
        ..operation("replacePersons", PERSON, Verb::Replace, GIVEN)
    },
    operation("deletePerson", PERSON, Verb::Delete, &[ID]),
    operation("readPerson", PERSON, Verb::Read, &[ID]),
];

const MEMBERSHIP: (Service, RecordKind) = (Service::Mms, RecordKind::Membership);

const MEMBERSHIP_OPERATIONS: &[Operation] = &[
    operation(
        "replaceMembership",
        MEMBERSHIP,
        Verb::Replace,
        &[ID, must("membershipRecord")],
    ),
    operation(
        "createByProxyMembership",
        MEMBERSHIP,
        Verb::CreateByProxy,
        &[must("membershipRecord")],
    ),
    operation(
        "readMembershipIdsForPerson",
        MEMBERSHIP,
        Verb::ReadIds,
        &[must("personSourcedId")],
    ),
    operation(
        "readMemberships",
        MEMBERSHIP,
        Verb::Read,
        &[must("sourcedIdSet")],
    ),
    operation("readAllMembershipIds", MEMBERSHIP, Verb::ReadIds, &[]),
    operation(
        "addGroupRelationship",
        (Service::Mms, RecordKind::Group),
        Verb::Add,
        &[ID, must("relationship")],
    ),
    operation(
        "requestBulkDataExchange",
        (Service::Mms, RecordKind::Bulk),
        Verb::Request,
        &[must("transactionId"), must("filter")],
    ),
    operation(
        "replaceResultsForLineItem",
        (Service::Mms, RecordKind::Result),
        Verb::Replace,
        &[must("resultRecordSet"), must("lineItemSourcedId")],
    ),
];

fn operations(service: Service) -> &'static [Operation] {
    match service {
        Service::Pms => OPERATIONS,
        Service::Mms => MEMBERSHIP_OPERATIONS,
        _ => &[],
    }
}

const OTHER_OPERATIONS: &[Operation] = &[operation(
    "changePersonIdentifier",
    (Service::Gms, RecordKind::Person),
    Verb::ChangeIdentifier,
    &[ID, must("newSourcedId")],
)];

fn other_operations(service: Service) -> &'static [Operation] {
    match service {
        Service::Gms => OTHER_OPERATIONS,
        _ => &[],
    }
}

const fn quirk(id: &'static str, title: &'static str, default: Switch, status: Status) -> Quirk {
    Quirk {
        id,
        title,
        what: "",
        why: "",
        example: "",
        parts: &[
            Part {
                name: "",
                says: "",
                evidence: Evidence::Documented,
            },
            Part {
                name: "other-text",
                says: "",
                evidence: Evidence::Inferred,
            },
        ],
        source: "",
        default,
        off: "",
        status,
    }
}

const EMULATED: Status = Status::Emulated { scenario: "" };

const fn setting(name: &'static str, kind: Kind, default: &'static str) -> SettingInfo {
    SettingInfo {
        name,
        kind,
        default,
        evidence: Evidence::Documented,
        about: "a setting",
        quirk: None,
    }
}

const fn field(name: &'static str, shape: Shape) -> FieldInfo {
    FieldInfo {
        name,
        shape,
        source: "",
        shorthand: false,
    }
}

/// The vendor `fake`.
pub(crate) static FAKE: VendorInfo = VendorInfo {
    name: "fake",
    title: "Fake LMS",
    prefix: "FK",
    endpoints: &[
        EndpointInfo {
            service: Service::Pms,
            path: "/fake/pms",
            operations: &[
                "replacePerson",
                "replacePersons",
                "deletePerson",
                "readPerson",
            ],
        },
        EndpointInfo {
            service: Service::Mms,
            path: "/fake/mms",
            operations: &[
                "replaceMembership",
                "createByProxyMembership",
                "readMembershipIdsForPerson",
                "readMemberships",
                "readAllMembershipIds",
                "addGroupRelationship",
                "replaceResultsForLineItem",
            ],
        },
    ],
    quirks: &[
        quirk(
            "FK-001",
            "A replace wipes preferred names",
            Switch::On,
            EMULATED,
        ),
        quirk("FK-002", "Roles are mapped", Switch::Always, EMULATED),
        quirk(
            "FK-003",
            "It has one endpoint",
            Switch::Always,
            Status::Structural {
                shows: "the endpoint list",
            },
        ),
        quirk(
            "FK-004",
            "It sends mail",
            Switch::Always,
            Status::NotEmulated {
                reason: "no mail leaves a double",
            },
        ),
    ],
    settings: &[
        SettingInfo {
            quirk: Some("FK-002"),
            ..setting("role_map", Kind::TextMap, "{ Student: Learner }")
        },
        setting("trash", Kind::Bool, "true"),
        setting("id_pattern", Kind::Regex, ".*"),
        setting("mail_domains", Kind::TextList, "[]"),
        setting(
            "name_order",
            Kind::WordList(&["first", "last", "middle"]),
            "[first, last]",
        ),
    ],
    admin: &[AdminInfo {
        name: "delete_user_by_hand",
        about: "deletes a user",
        arguments: &[
            ("id", true, "the user's key"),
            ("reason", false, "a note for the log"),
        ],
    }],
    tables: &[
        TableInfo {
            name: "users",
            key: "user_name",
            about: "people",
            fields: &[
                field("legal_first_name", Shape::Text),
                field("preferred_first_name", Shape::Text),
                field("active", Shape::Boolean),
                field("password", Shape::Secret),
                field("contact", Shape::Map(&[field("email", Shape::Text)])),
                field("roles", Shape::List(&[field("role", Shape::Text)])),
                field("extra", Shape::Open),
            ],
            log: false,
        },
        TableInfo {
            name: "mails",
            key: "",
            about: "mails that would have been sent",
            fields: &[field("to", Shape::Text)],
            log: true,
        },
    ],
    not_emulated: &[],
    operations,
    check: complain,
    open,
};

/// Another vendor, whose rules and settings are foreign to the first.
pub(crate) static OTHER: VendorInfo = VendorInfo {
    name: "other",
    title: "Other LMS",
    prefix: "OT",
    endpoints: &[EndpointInfo {
        service: Service::Gms,
        path: "/other",
        operations: &["changePersonIdentifier"],
    }],
    quirks: &[quirk(
        "OT-001",
        "Everything is other",
        Switch::Off,
        EMULATED,
    )],
    settings: &[setting("foreign", Kind::Text, "")],
    admin: &[],
    tables: &[],
    not_emulated: &[],
    operations: other_operations,
    check: complain,
    open,
};

fn complain(settings: &Value, quirks: &IndexMap<String, bool>) -> Vec<ConfigProblem> {
    let trash = settings.get("trash").and_then(Value::as_text) == Some("false");
    if trash && quirks.get("FK-001") == Some(&true) {
        return vec![ConfigProblem {
            path: "settings.trash".to_owned(),
            message: "`trash: false` contradicts the quirk `FK-001`".to_owned(),
            help: "take one of them out".to_owned(),
        }];
    }
    Vec::new()
}

fn open(_: &str, _: &Value, _: &IndexMap<String, bool>) -> Box<dyn Double> {
    panic!("the loader opens no instance")
}

/// Loads a text beside some files, with `HOME_ID` set to `h1`.
pub(crate) fn load(text: &str, files: &[(&str, &str)]) -> (Option<Scenario>, Vec<Problem>) {
    let mut loaded = load_with(text, files, &[]);
    (loaded.scenarios.pop(), loaded.problems)
}

/// Loads all scenarios of a text, with variables.
pub(crate) fn load_with(text: &str, files: &[(&str, &str)], set: &[(&str, &str)]) -> Loaded {
    let set: Vec<_> = set
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    let files: HashMap<&Path, &str> = files.iter().map(|(p, t)| (Path::new(*p), *t)).collect();
    let outside = Outside {
        vendors: &[&FAKE, &OTHER],
        env: &|name| (name == "HOME_ID").then(|| "h1".to_owned()),
        read: &|path| match files.get(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(io::ErrorKind::NotFound.into()),
        },
        set: &set,
    };
    let source = Source {
        path: "scenario.yaml".into(),
        text: text.to_owned(),
    };
    super::load_among(source, Path::new(""), &outside)
}

/// Loads a text that must have no errors.
pub(crate) fn good(text: &str) -> Scenario {
    let (scenario, problems) = load(text, &[]);
    assert!(scenario.is_some(), "{}", crate::diag::render(&problems));
    scenario.expect("there are no problems")
}
