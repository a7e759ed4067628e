//! Endpoints, wire style, and the reference target's place in the engine.

use indexmap::IndexMap;

use super::outcomes::unsupported;
use super::quirks::{self, ES_001, ES_003, ES_007, ES_046};
use super::{kinds, read, relations, write};
use crate::base::Value;
use crate::engine::{
    Auth, Common, Cx, Double, EndpointInfo, Frame, Instance, Namespaces, Switches, Vendor,
    VendorInfo,
};
use crate::model::{Arity, Call, Finding, Outcome, Service, Verb};
use crate::standard::{self, Style, es};
use crate::store::{Change, Origin};
use crate::vendor::reference::{State, admin};

/// In the order of the table.
const PERSON: &[&str] = &[
    "createPerson",
    "createByProxyPerson",
    "deletePerson",
    "readPerson",
    "updatePerson",
    "replacePerson",
    "changePersonIdentifier",
    "createPersons",
    "createByProxyPersons",
    "deletePersons",
    "readPersons",
    "readPersonsForGroup",
    "updatePersons",
    "replacePersons",
    "changePersonsIdentifier",
];
/// In the order of the table.
const GROUP: &[&str] = &[
    "createGroup",
    "createByProxyGroup",
    "deleteGroup",
    "deleteGroupRelationship",
    "readGroup",
    "updateGroup",
    "replaceGroup",
    "changeGroupIdentifier",
    "createGroups",
    "createByProxyGroups",
    "deleteGroups",
    "deleteGroupsRelationship",
    "readGroups",
    "readGroupsForPerson",
    "updateGroups",
    "replaceGroups",
    "changeGroupsIdentifier",
];
/// In the order of the table.
const MEMBERSHIP: &[&str] = &[
    "createMembership",
    "createByProxyMembership",
    "deleteMembership",
    "readMembership",
    "updateMembership",
    "replaceMembership",
    "changeMembershipIdentifier",
    "createMemberships",
    "createByProxyMemberships",
    "deleteMemberships",
    "readMemberships",
    "readMembershipsForPerson",
    "readMembershipsForGroup",
    "updateMemberships",
    "replaceMemberships",
    "changeMembershipsIdentifier",
];
/// All of them at one address.
const COMBINED: &[&str] = &{
    let groups = [PERSON, GROUP, MEMBERSHIP];
    let mut all = [""; PERSON.len() + GROUP.len() + MEMBERSHIP.len()];
    let (mut group, mut next) = (0, 0);
    while group < groups.len() {
        let mut one = 0;
        while one < groups[group].len() {
            all[next] = groups[group][one];
            one += 1;
            next += 1;
        }
        group += 1;
    }
    all
};

const fn endpoint(
    service: Service,
    path: &'static str,
    operations: &'static [&'static str],
) -> EndpointInfo {
    EndpointInfo {
        service,
        path,
        operations,
    }
}

/// All that is fixed about the reference target.
pub const INFO: VendorInfo = VendorInfo {
    name: "es",
    title: "IMS ES 1.0 reference target",
    prefix: "ES",
    endpoints: &[
        endpoint(Service::EsPerson, "/es/person", PERSON),
        endpoint(Service::EsGroup, "/es/group", GROUP),
        endpoint(Service::EsMembership, "/es/membership", MEMBERSHIP),
        endpoint(Service::EsCombined, "/es/combined", COMBINED),
    ],
    quirks: quirks::QUIRKS,
    settings: &[],
    admin: admin::STEPS,
    tables: kinds::TABLES,
    not_emulated: &[
        "whether a name, role or type is one of the standard's vocabularies: any word is kept",
        "whether the person or group that a record refers to is there: the standard does not ask for it",
        "asynchronous answers (code major processing): the published service descriptions are synchronous",
    ],
    operations: standard::operations,
    check: |_, _| Vec::new(),
    open,
};

fn open(name: &str, settings: &Value, quirks: &IndexMap<String, bool>) -> Box<dyn Double> {
    let switched = quirks.iter().map(|(id, on)| (id.as_str(), *on));
    let vendor = Es {
        switches: Switches::new(quirks::QUIRKS, switched),
        common: Common::from_value(settings),
    };
    Box::new(Instance::new(name, vendor))
}

/// One reference target.
#[derive(Debug)]
struct Es {
    common: Common,
    switches: Switches,
}

impl Vendor for Es {
    type State = State;

    fn info(&self) -> &'static VendorInfo {
        &INFO
    }

    fn switches(&self) -> &Switches {
        &self.switches
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn extra_endpoint(&self, _: &str) -> Option<Service> {
        None
    }

    fn auth(&self) -> Auth {
        Auth::Off
    }

    fn style(&self) -> Style {
        Style::Es(&es::PLAIN_STYLE)
    }

    fn new_state(&self) -> State {
        State::new(&kinds::LAYOUT)
    }

    fn seed(&self, state: &mut State, cx: &mut Cx<'_>, seed: &Value) -> Result<(), String> {
        state.seed(cx, seed)
    }

    fn export(&self, state: &State) -> Value {
        state.export()
    }

    fn origin(&self, state: &State, table: &str, key: &str, field: &str) -> Option<Origin> {
        state.origin(table, key, field)
    }

    fn restore(&self, state: &mut State, change: &Change) {
        state.restore(change);
    }

    fn apply(&self, state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Outcome {
        let operation = call.operation;
        if !COMBINED.contains(&operation.name) {
            return unsupported(cx, operation);
        }
        let answer = match (operation.verb, operation.arity) {
            // The engine has taken other calls in the plural apart.
            (Verb::Read, Arity::Many) => {
                let answer = read::going_with(state, cx, call);
                let mut outcome = answer.unwrap_or_else(Outcome::from);
                if cx.quirk(ES_007) {
                    outcome.set = Some(vec![outcome.status.clone()]);
                }
                return outcome;
            }
            (Verb::Read, Arity::One) => read::read(state, cx, call),
            (Verb::Remove, _) => relations::remove(state, cx, call),
            _ => write::write(state, cx, call),
        };
        answer.unwrap_or_else(Outcome::from)
    }

    fn admin(
        &self,
        state: &mut State,
        cx: &mut Cx<'_>,
        step: &str,
        arguments: &[(&str, &str)],
    ) -> Result<(), String> {
        admin::run(state, cx, step, arguments)
    }

    fn frame(&self, cx: &mut Cx<'_>, call: &Call<'_>, service: Service, _: &str) -> Frame {
        cx.quirk(ES_001);
        cx.quirk(ES_003);
        Frame {
            namespace: es::namespace(service).to_owned(),
            version: String::new(),
            message_id: cx.rng.uuid(),
            empty_body: false,
            timestamp: None,
            set: set(cx, call),
        }
    }

    fn takes_namespace(&self, _: &mut Cx<'_>, _: &Call<'_>, _: &str) -> bool {
        !matches!(
            self.common.namespaces,
            Some(Namespaces::Service | Namespaces::Strict)
        )
    }

    fn stack_refuses(&self, _: &Finding) -> Option<u16> {
        // The standard names no server stack; what the engine itself cannot take is refused at every level.
        None
    }

    fn empty_body(&self) -> bool {
        false
    }
}

/// Of the sets that servers answer a reading operation with, the one with ids or the one without.
fn set(cx: &mut Cx<'_>, call: &Call<'_>) -> Option<&'static str> {
    let sets = call.operation.response;
    if sets.len() < 2 {
        return None;
    }
    let with_ids = cx.quirk(ES_046);
    let mut names = sets.iter().map(|p| p.name);
    names.find(|name| name.to_ascii_lowercase().ends_with("pairset") == with_ids)
}
