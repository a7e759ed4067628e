//! Endpoints, wire style, and the vendor's place in the engine.

use std::ops::Range;

use indexmap::IndexMap;

use super::answers;
use super::quirks::{self, ITS_002, ITS_012, ITS_016, ITS_017};
use super::settings::{self, Settings};
use super::state::{self, State};
use super::{admin, groups, lints, memberships, persons, reading, security};
use crate::base::{Time, Value};
use crate::engine::{
    Auth, Common, Cx, Double, EndpointInfo, Frame, Instance, QuirkRef, Switches, Vendor, VendorInfo,
};
use crate::model::{Call, Finding, Outcome, Service, StatusInfo};
use crate::soap::{Envelope, Fault};
use crate::standard::{self, Style, es};
use crate::store::{Change, Origin};
use crate::wire::Request;
use crate::xml::Element;

/// Operations on persons, in the order of the WSDL of the test server.
const PERSON: &[&str] = &[
    "createPerson",
    "updatePerson",
    "replacePerson",
    "deletePerson",
    "readPerson",
    "changePersonIdentifier",
    "createPersons",
    "updatePersons",
    "replacePersons",
    "deletePersons",
    "readPersons",
    "changePersonsIdentifier",
    "readPersonsForGroup",
];
const EXTENDED: &[&str] = &["readAllPersons"];
const GROUP: &[&str] = &[
    "createGroups",
    "updateGroups",
    "deleteGroups",
    "replaceGroups",
    "readGroups",
    "changeGroupsIdentifier",
    "createGroup",
    "deleteGroup",
    "readGroup",
    "updateGroup",
    "replaceGroup",
    "changeGroupIdentifier",
    "readGroupsForPerson",
];
const MEMBERSHIP: &[&str] = &[
    "createMembership",
    "updateMembership",
    "replaceMembership",
    "deleteMembership",
    "readMembership",
    "changeMembershipIdentifier",
    "createMemberships",
    "updateMemberships",
    "replaceMemberships",
    "deleteMemberships",
    "readMemberships",
    "changeMembershipsIdentifier",
    "readMembershipsForPerson",
    "readMembershipsForGroup",
];
const COMBINED: &[&str] = &{
    let groups = [PERSON, EXTENDED, GROUP, MEMBERSHIP];
    let mut all = [""; PERSON.len() + EXTENDED.len() + GROUP.len() + MEMBERSHIP.len()];
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

/// All that is fixed about itslearning.
pub const INFO: VendorInfo = VendorInfo {
    name: "itslearning",
    title: "itslearning",
    prefix: "ITS",
    endpoints: &[
        endpoint(
            Service::EsPerson,
            "/WCFServiceLibrary/PersonManagementServiceSync.svc",
            PERSON,
        ),
        endpoint(
            Service::EsExtendedPerson,
            "/WCFServiceLibrary/ExtendedPersonManagementServiceSync.svc",
            EXTENDED,
        ),
        endpoint(
            Service::EsGroup,
            "/WCFServiceLibrary/GroupManagementServiceSync.svc",
            GROUP,
        ),
        endpoint(
            Service::EsMembership,
            "/WCFServiceLibrary/MembershipManagementServiceSync.svc",
            MEMBERSHIP,
        ),
        endpoint(
            Service::EsCombined,
            "/WCFServiceLibrary/ImsEnterpriseServicesPort.svc",
            COMBINED,
        ),
    ],
    quirks: quirks::QUIRKS,
    settings: settings::SETTINGS,
    admin: admin::STEPS,
    tables: state::TABLES,
    not_emulated: &[
        "the Organisation API (DataService.svc), the queue for content, tests and calendars",
        "file import in IMS Enterprise 1.1",
        "terms of course templates, VisibleInSearch and LegalId, whose field names are not public",
    ],
    operations: standard::operations,
    check: settings::check,
    open,
};

fn open(name: &str, settings: &Value, quirks: &IndexMap<String, bool>) -> Box<dyn Double> {
    let switched = quirks.iter().map(|(id, on)| (id.as_str(), *on));
    let vendor = Itslearning {
        switches: Switches::new(quirks::QUIRKS, switched),
        settings: Settings::from_value(settings),
        common: Common::from_value(settings),
    };
    Box::new(Instance::new(name, vendor))
}

/// As the server writes, without the caller's ids.
static WITHOUT_IDS: es::AnswerStyle = es::AnswerStyle {
    message_ref: false,
    ..es::NET_STYLE
};

/// One site with one integration.
#[derive(Debug)]
struct Itslearning {
    common: Common,
    switches: Switches,
    settings: Settings,
}

impl Vendor for Itslearning {
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

    fn extra_endpoint(&self, path: &str) -> Option<Service> {
        let mut paths = self.settings.extra_paths.iter();
        let known = paths.find(|(own, _)| own.trim_end_matches('/').eq_ignore_ascii_case(path));
        known.map(|(_, service)| *service)
    }

    fn identify(
        &self,
        cx: &mut Cx<'_>,
        request: &Request,
        envelope: &Envelope<'_>,
        now: Time,
    ) -> Result<(), Fault> {
        security::identify(&self.common, cx, request, envelope, now)
    }

    fn passes_over(
        &self,
        cx: &mut Cx<'_>,
        service: Service,
        payload: Element<'_>,
    ) -> Vec<Range<usize>> {
        reading::passes_over(cx, service, payload)
    }

    fn receive(
        &self,
        cx: &mut Cx<'_>,
        call: &Call<'_>,
        payload: Element<'_>,
        under_way: usize,
    ) -> Result<(), Fault> {
        if !INFO.implements(call.operation.name) {
            return Err(security::not_dispatched(call));
        }
        reading::load(&self.settings, cx, under_way);
        reading::readable(&self.settings, cx, call, payload)
    }

    fn serves_others(&self, cx: &mut Cx<'_>) -> bool {
        !cx.quirk(ITS_002)
    }

    fn item_rule(&self) -> Option<QuirkRef> {
        Some(ITS_016)
    }

    fn tally(&self, state: &mut State, cx: &mut Cx<'_>, statuses: Option<&[StatusInfo]>) {
        state.count(answers::counted(statuses), &cx.origin());
    }

    fn dress(&self, fault: Fault) -> Fault {
        security::dress(fault)
    }

    fn auth(&self) -> Auth {
        Auth::UsernameToken
    }

    fn style(&self) -> Style {
        Style::Es(if self.switches.is_on(ITS_012) {
            &es::NET_STYLE
        } else {
            &WITHOUT_IDS
        })
    }

    fn new_state(&self) -> State {
        State::new(&self.settings)
    }

    fn seed(&self, state: &mut State, cx: &mut Cx<'_>, seed: &Value) -> Result<(), String> {
        state.seed(cx, seed, &self.settings)
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
        let settings = &self.settings;
        let result = match call.operation.service {
            Service::EsPerson | Service::EsExtendedPerson => {
                persons::apply(settings, state, cx, call)
            }
            Service::EsGroup => groups::apply(settings, state, cx, call),
            Service::EsMembership => memberships::apply(settings, state, cx, call),
            _ => Err(answers::unsupported(call)),
        };
        let mut outcome = result.unwrap_or_else(answers::Refusal::into_outcome);
        let one = std::iter::once(&mut outcome.status);
        for status in one.chain(outcome.set.iter_mut().flatten()) {
            answers::tell_warning(cx, status);
        }
        outcome
    }

    fn admin(
        &self,
        state: &mut State,
        cx: &mut Cx<'_>,
        step: &str,
        arguments: &[(&str, &str)],
    ) -> Result<(), String> {
        admin::run(&self.settings, state, cx, step, arguments)
    }

    fn frame(
        &self,
        cx: &mut Cx<'_>,
        call: &Call<'_>,
        service: Service,
        _request_namespace: &str,
    ) -> Frame {
        let set = groups::answer_set(&self.settings, cx, call);
        let created = cx.now;
        let expires = created.after(std::time::Duration::from_secs(300));
        let sent = call.header.message_id.as_deref();
        let message_id = sent.filter(|id| !id.is_empty() && cx.quirk(ITS_012));
        let timestamp = cx.quirk(ITS_017);
        Frame {
            namespace: es::namespace(service).to_owned(),
            version: String::new(),
            message_id: message_id.unwrap_or_default().to_owned(),
            empty_body: false,
            timestamp: timestamp.then(|| (stamp(created), stamp(expires))),
            set,
        }
    }

    fn takes_namespace(&self, _cx: &mut Cx<'_>, _call: &Call<'_>, _namespace: &str) -> bool {
        true
    }

    fn lint(&self, call: &Call<'_>, payload: Element<'_>, out: &mut Vec<Finding>) {
        lints::lint(&self.settings, call, payload, out);
    }

    fn stack_refuses(&self, finding: &Finding) -> Option<u16> {
        match finding.name {
            "content-type-mismatch" => Some(415),
            _ => None,
        }
    }

    fn combined_document(&self) -> Option<(&'static str, &'static str)> {
        // The misspelling is the vendor's.
        Some((
            "ImsEnterpriseServicesPort",
            "http://www.itslearning.com/intergation/imses/v1p0",
        ))
    }

    fn empty_body(&self) -> bool {
        false
    }
}

/// Milliseconds and `Z`, as in the samples.
fn stamp(time: Time) -> String {
    time.rfc3339()
}
