//! The operation tables of ES 1.0.
//!
//! All writes are there in the singular and in the plural. A plural one is its singular one, carried out for each item.
//! Where servers differ in the set that a reading operation answers with, the row has both, the usual one first.

use crate::model::{Arity, Operation, Param, RecordKind, Service, Verb};

const fn must(name: &'static str) -> Param {
    Param {
        name,
        optional: false,
    }
}

const fn may(name: &'static str) -> Param {
    Param {
        name,
        optional: true,
    }
}

const ID: Param = must("sourcedId");
const RENAMED: &[Param] = &[ID, must("newSourcedId")];
const IDS: &[Param] = &[must("sourcedIdSet")];
const ID_PAIRS: &[Param] = &[must("pairSourcedIdSet")];
const ALLOCATED: &[Param] = &[may("sourcedId")];
const ALL_ALLOCATED: &[Param] = &[may("sourcedIdSet")];
const OF_PERSON: &[Param] = &[must("personSourcedId")];
const OF_GROUP: &[Param] = &[must("groupSourcedId")];

/// What the operations on a kind of record have in common.
#[derive(Clone, Copy)]
struct Shapes {
    service: Service,
    record: RecordKind,
    /// Id and record.
    given: &'static [Param],
    /// The record alone.
    proxied: &'static [Param],
    /// Several ids with their records.
    given_set: &'static [Param],
    /// What reading one gives.
    found: &'static [Param],
}

impl Shapes {
    const fn row(
        self,
        name: &'static str,
        verb: Verb,
        arity: Arity,
        request: &'static [Param],
        response: &'static [Param],
    ) -> Operation {
        Operation {
            name,
            service: self.service,
            verb,
            record: self.record,
            arity,
            request,
            response,
        }
    }

    /// A write of one.
    const fn one(self, name: &'static str, verb: Verb, request: &'static [Param]) -> Operation {
        self.row(name, verb, Arity::One, request, &[])
    }

    /// A write of several.
    const fn many(self, name: &'static str, verb: Verb, request: &'static [Param]) -> Operation {
        self.row(name, verb, Arity::Many, request, &[])
    }

    const fn read(self, name: &'static str) -> Operation {
        self.row(name, Verb::Read, Arity::One, &[ID], self.found)
    }

    const fn read_many(
        self,
        name: &'static str,
        request: &'static [Param],
        response: &'static [Param],
    ) -> Operation {
        self.row(name, Verb::Read, Arity::Many, request, response)
    }

    /// New, under an id the target allocates.
    const fn proxy(self, name: &'static str) -> Operation {
        self.row(
            name,
            Verb::CreateByProxy,
            Arity::One,
            self.proxied,
            ALLOCATED,
        )
    }

    const fn proxies(self, name: &'static str, request: &'static [Param]) -> Operation {
        self.row(
            name,
            Verb::CreateByProxy,
            Arity::Many,
            request,
            ALL_ALLOCATED,
        )
    }
}

const PERSON: Shapes = Shapes {
    service: Service::EsPerson,
    record: RecordKind::Person,
    given: &[ID, must("person")],
    proxied: &[must("person")],
    given_set: &[must("personIdPairSet")],
    found: &[may("person")],
};

const EXTENDED_PERSON: Shapes = Shapes {
    service: Service::EsExtendedPerson,
    ..PERSON
};

const GROUP: Shapes = Shapes {
    service: Service::EsGroup,
    record: RecordKind::Group,
    given: &[ID, must("group")],
    proxied: &[must("group")],
    given_set: &[must("groupIdPairSet")],
    found: &[may("group")],
};

const MEMBERSHIP: Shapes = Shapes {
    service: Service::EsMembership,
    record: RecordKind::Membership,
    given: &[ID, must("membership")],
    proxied: &[must("membership")],
    given_set: &[must("membershipIdPairSet")],
    found: &[may("membership")],
};

/// A page of all persons there are; the names begin with capitals, unlike any others.
const PAGE: &[Param] = &[
    may("PageIndex"),
    may("PageSize"),
    may("CreatedFrom"),
    may("OnlyManuallyCreatedUsers"),
    may("ConvertFromManual"),
];

const PERSONS_FOUND: &[Param] = &[may("personSet"), may("personIdPairSet")];
const PERSONS_OF_GROUP: &[Param] = &[may("personIdPairSet")];
const PAGE_FOUND: &[Param] = &[may("personIdPairSet"), may("virtualCount")];
const GROUPS_FOUND: &[Param] = &[may("groupSet")];
const GROUPS_OF_PERSON: &[Param] = &[may("groupSet"), may("groupIdPairSet")];
const MEMBERSHIPS_FOUND: &[Param] = &[may("membershipSet")];
// `ID` in capitals, in answers only.
const MEMBERSHIPS_OF: &[Param] = &[may("membershipIDPairSet"), may("membershipSet")];

use Verb::{ChangeIdentifier, Create, Delete, Remove, Replace, Update};

/// All 49, service by service, so that each table is a part of this one.
static ALL: [Operation; 49] = [
    PERSON.one("createPerson", Create, PERSON.given),
    PERSON.proxy("createByProxyPerson"),
    PERSON.one("deletePerson", Delete, &[ID]),
    PERSON.read("readPerson"),
    PERSON.one("updatePerson", Update, PERSON.given),
    PERSON.one("replacePerson", Replace, PERSON.given),
    PERSON.one("changePersonIdentifier", ChangeIdentifier, RENAMED),
    PERSON.many("createPersons", Create, PERSON.given_set),
    PERSON.proxies("createByProxyPersons", &[must("personSet")]),
    PERSON.many("deletePersons", Delete, IDS),
    PERSON.read_many("readPersons", IDS, PERSONS_FOUND),
    PERSON.read_many("readPersonsForGroup", OF_GROUP, PERSONS_OF_GROUP),
    PERSON.many("updatePersons", Update, PERSON.given_set),
    PERSON.many("replacePersons", Replace, PERSON.given_set),
    PERSON.many("changePersonsIdentifier", ChangeIdentifier, ID_PAIRS),
    EXTENDED_PERSON.read_many("readAllPersons", PAGE, PAGE_FOUND),
    GROUP.one("createGroup", Create, GROUP.given),
    GROUP.proxy("createByProxyGroup"),
    GROUP.one("deleteGroup", Delete, &[ID]),
    GROUP.one("deleteGroupRelationship", Remove, &[ID, must("relationId")]),
    GROUP.read("readGroup"),
    GROUP.one("updateGroup", Update, GROUP.given),
    GROUP.one("replaceGroup", Replace, GROUP.given),
    GROUP.one("changeGroupIdentifier", ChangeIdentifier, RENAMED),
    GROUP.many("createGroups", Create, GROUP.given_set),
    GROUP.proxies("createByProxyGroups", &[must("groupSet")]),
    GROUP.many("deleteGroups", Delete, IDS),
    GROUP.many("deleteGroupsRelationship", Remove, ID_PAIRS),
    GROUP.read_many("readGroups", IDS, GROUPS_FOUND),
    GROUP.read_many("readGroupsForPerson", OF_PERSON, GROUPS_OF_PERSON),
    GROUP.many("updateGroups", Update, GROUP.given_set),
    GROUP.many("replaceGroups", Replace, GROUP.given_set),
    GROUP.many("changeGroupsIdentifier", ChangeIdentifier, ID_PAIRS),
    MEMBERSHIP.one("createMembership", Create, MEMBERSHIP.given),
    MEMBERSHIP.proxy("createByProxyMembership"),
    MEMBERSHIP.one("deleteMembership", Delete, &[ID]),
    MEMBERSHIP.read("readMembership"),
    MEMBERSHIP.one("updateMembership", Update, MEMBERSHIP.given),
    MEMBERSHIP.one("replaceMembership", Replace, MEMBERSHIP.given),
    MEMBERSHIP.one("changeMembershipIdentifier", ChangeIdentifier, RENAMED),
    MEMBERSHIP.many("createMemberships", Create, MEMBERSHIP.given_set),
    // With ids, unlike those of persons and groups.
    MEMBERSHIP.proxies("createByProxyMemberships", MEMBERSHIP.given_set),
    MEMBERSHIP.many("deleteMemberships", Delete, IDS),
    MEMBERSHIP.read_many("readMemberships", IDS, MEMBERSHIPS_FOUND),
    MEMBERSHIP.read_many("readMembershipsForPerson", OF_PERSON, MEMBERSHIPS_OF),
    MEMBERSHIP.read_many("readMembershipsForGroup", OF_GROUP, MEMBERSHIPS_OF),
    MEMBERSHIP.many("updateMemberships", Update, MEMBERSHIP.given_set),
    MEMBERSHIP.many("replaceMemberships", Replace, MEMBERSHIP.given_set),
    MEMBERSHIP.many("changeMembershipsIdentifier", ChangeIdentifier, ID_PAIRS),
];

/// All operations of a service; none of a service of LIS. Those at the combined address belong to the other services.
pub fn operations(service: Service) -> &'static [Operation] {
    match service {
        Service::EsPerson => &ALL[..15],
        Service::EsExtendedPerson => &ALL[15..16],
        Service::EsGroup => &ALL[16..33],
        Service::EsMembership => &ALL[33..],
        Service::EsCombined => &ALL,
        _ => &[],
    }
}

/// The operation whose request element has this local name, such as `createPersonsRequest`.
pub fn find(service: Service, request_element: &str) -> Option<&'static Operation> {
    let name = request_element.strip_suffix("Request")?;
    operations(service).iter().find(|o| o.name == name)
}

/// The operation that carries out one item of a plural one, such as `createPerson` for `createPersons`. `None` for
/// singular ones, and for those whose items the target finds by itself.
pub fn singular(operation: &Operation) -> Option<&'static Operation> {
    let set = operation.request.first()?;
    if operation.arity == Arity::One || !set.name.ends_with("Set") {
        return None;
    }
    operations(operation.service)
        .iter()
        .find(|o| o.arity == Arity::One && o.verb == operation.verb && o.record == operation.record)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_service_has_its_operations() {
        let counts = Service::ES.map(|service| operations(service).len());
        assert_eq!(counts, [15, 1, 17, 16, 49]);
        for service in Service::ES {
            for row in operations(service) {
                let own = row.service == service;
                assert!(own || service == Service::EsCombined, "{}", row.name);
                assert_eq!(find(service, &format!("{}Request", row.name)), Some(row));
            }
        }
        assert_eq!(find(Service::EsPerson, "createGroupRequest"), None);
        assert_eq!(find(Service::Pms, "createPersonRequest"), None);
    }

    /// Names tell what rows say: nothing was put into the wrong row.
    #[test]
    fn names_and_rows_agree() {
        let verbs = [
            ("createByProxy", Verb::CreateByProxy),
            ("create", Create),
            ("replace", Replace),
            ("update", Update),
            ("read", Verb::Read),
            ("change", ChangeIdentifier),
            ("deleteGroupRel", Remove),
            ("deleteGroupsRel", Remove),
            ("delete", Delete),
        ];
        let mut names = BTreeSet::new();
        for row in operations(Service::EsCombined) {
            assert!(names.insert(row.name), "{} twice", row.name);
            let verb = verbs.iter().find(|(word, _)| row.name.starts_with(word));
            assert_eq!(verb.map(|(_, verb)| *verb), Some(row.verb), "{}", row.name);
            assert!(row.name.contains(row.record.name()), "{}", row.name);
            let many = row.name.contains(&format!("{}s", row.record.name()));
            assert_eq!(row.arity == Arity::Many, many, "{}", row.name);
            let carries = row.arity == Arity::One && row.name != "readPerson";
            let writes = matches!(row.verb, Create | Verb::CreateByProxy | Replace | Update);
            assert_eq!(row.carries_record(), carries && writes, "{}", row.name);
        }
    }

    #[test]
    fn a_plural_leads_to_its_singular() {
        for row in operations(Service::EsCombined) {
            let one = singular(row).map(|o| o.name);
            let expected = match row.name {
                name if row.arity == Arity::One || name.contains("For") => None,
                "readAllPersons" => None,
                name => {
                    Some(name.replacen(&format!("{}s", row.record.name()), row.record.name(), 1))
                }
            };
            assert_eq!(one, expected.as_deref(), "{}", row.name);
        }
    }
}
