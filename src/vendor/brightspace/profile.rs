//! Endpoints, wire style, and the vendor's place in the engine.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::quirks::{self, D2L_001, D2L_002, D2L_004, D2L_010, D2L_011, D2L_012};
use super::settings::{self, Settings};
use super::state::{self, State};
use super::{admin, answers, bulk, enrollments, grades, org_units, persons};
use crate::base::{Time, Value};
use crate::engine::{
    Arrival, Auth, Common, Cx, Double, EndpointInfo, Frame, Instance, Namespaces, Outgoing,
    Switches, Vendor, VendorInfo, attempt,
};
use crate::model::{Call, Finding, Outcome, Service};
use crate::standard::Style;
use crate::standard::lis::{self, AnswerStyle};
use crate::store::{Change, Origin};

/// All that is fixed about Brightspace.
pub const INFO: VendorInfo = VendorInfo {
    name: "brightspace",
    title: "D2L Brightspace",
    prefix: "D2L",
    endpoints: &[
        EndpointInfo {
            service: Service::Pms,
            path: "/d2l/im/ipsis/lis/pmsv2p0/PersonManagementServices.svc",
            operations: &["deletePerson", "replacePerson", "readPerson"],
        },
        EndpointInfo {
            service: Service::Gms,
            path: "/d2l/im/ipsis/lis/gmsv2p0/GroupManagementServices.svc",
            operations: &["deleteGroup", "replaceGroup", "readGroup"],
        },
        EndpointInfo {
            service: Service::Mms,
            path: "/d2l/im/ipsis/lis/mmsv2p0/MembershipManagementServices.svc",
            operations: &["deleteMembership", "replaceMembership", "readMembership"],
        },
        EndpointInfo {
            service: Service::Ctms,
            path: "/d2l/im/ipsis/lis/cmsv1p0/CourseTemplateManagementServices.svc",
            operations: &[
                "deleteCourseTemplate",
                "replaceCourseTemplate",
                "readCourseTemplate",
            ],
        },
        EndpointInfo {
            service: Service::Coms,
            path: "/d2l/im/ipsis/lis/cmsv1p0/CourseOfferingManagementServices.svc",
            operations: &[
                "deleteCourseOffering",
                "replaceCourseOffering",
                "readCourseOffering",
            ],
        },
        EndpointInfo {
            service: Service::Csms,
            path: "/d2l/im/ipsis/lis/cmsv1p0/CourseSectionManagementServices.svc",
            operations: &[
                "deleteCourseSection",
                "replaceCourseSection",
                "readCourseSection",
            ],
        },
        EndpointInfo {
            service: Service::Sams,
            path: "/d2l/im/ipsis/lis/cmsv1p0/SectionAssociationManagementServices.svc",
            operations: &[
                "deleteSectionAssociation",
                "replaceSectionAssociation",
                "readSectionAssociation",
            ],
        },
        EndpointInfo {
            service: Service::Oms,
            path: "/d2l/im/ipsis/lis/omsv1p0/ResultManagementServices.svc",
            operations: &["readResultIdsForLineItemWithLineItemType", "readResults"],
        },
        EndpointInfo {
            service: Service::Bdems,
            path: "/d2l/im/ipsis/lis/bdemsv1p0/BulkDataExchangeManagementServices.svc",
            operations: &[
                "announceBulkDataExchange",
                "announceFailureBulkDataExchange",
            ],
        },
    ],
    quirks: quirks::QUIRKS,
    settings: settings::SETTINGS,
    admin: admin::STEPS,
    tables: state::TABLES,
    not_emulated: &[
        "how Brightspace authenticates a SIS: its pages do not say, so nothing is asked for unless `auth` is set",
        "customers' own translators and handlers",
    ],
    operations: lis::operations,
    check: settings::check,
    open,
};

/// As the samples of kb 23829 are written: `s` for SOAP, `h` on the header block, a default namespace below it.
const STYLE: AnswerStyle = AnswerStyle {
    soap_prefix: "s",
    header_prefix: "h",
    inner_prefix: "",
    schema_prefixes: true,
    empty_description: true,
};

fn open(name: &str, settings: &Value, quirks: &IndexMap<String, bool>) -> Box<dyn Double> {
    let common = Common::from_value(settings);
    let mut switched: Vec<_> = quirks.iter().map(|(id, on)| (id.as_str(), *on)).collect();
    if matches!(
        common.namespaces,
        Some(Namespaces::Service | Namespaces::Strict)
    ) {
        switched.push(("D2L-010", false));
    }
    let vendor = Brightspace {
        switches: Switches::new(quirks::QUIRKS, switched),
        settings: Settings::from_value(settings),
        common,
    };
    Box::new(Instance::new(name, vendor))
}

/// One Brightspace tenant with one SIS configured.
#[derive(Debug)]
struct Brightspace {
    common: Common,
    switches: Switches,
    settings: Settings,
}

impl Brightspace {
    /// Carries a call out, in real time or out of a bulk file.
    fn carry_out(&self, state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Outcome {
        let result = if self.settings.require_header && !call.header.present {
            cx.setting("require_request_header");
            Err(answers::incomplete(
                cx,
                "imsx_syncRequestHeaderInfo is missing",
            ))
        } else {
            let settings = &self.settings;
            match call.operation.service {
                Service::Pms => persons::apply(settings, state, cx, call),
                Service::Gms | Service::Ctms | Service::Coms | Service::Csms | Service::Sams => {
                    org_units::apply(settings, state, cx, call)
                }
                Service::Mms => enrollments::apply(settings, state, cx, call),
                Service::Bdems => bulk::apply(settings, state, cx, call),
                Service::Oms => grades::apply(settings, state, cx, call),
                _ => Ok(answers::unsupported(settings, cx, call)),
            }
        };
        result.unwrap_or_else(|failure| answers::failed(&self.settings, state, call, failure))
    }
}

impl Vendor for Brightspace {
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

    fn auth(&self) -> Auth {
        Auth::Off
    }

    fn style(&self) -> Style {
        Style::Lis(&STYLE)
    }

    fn new_state(&self) -> State {
        let mut state = State::new(&self.settings);
        bulk::install(&self.settings, &mut state);
        state
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
        match bulk::turn_away(&self.settings, state, cx, call) {
            Ok(()) => self.carry_out(state, cx, call),
            Err(failure) => answers::failed(&self.settings, state, call, failure),
        }
    }

    fn next_due(&self, state: &State) -> Option<Time> {
        let enrollments = state.enrollments.next_due().map(|(due, _)| due);
        enrollments.into_iter().chain(bulk::next_due(state)).min()
    }

    fn background(&self, state: &mut State, cx: &mut Cx<'_>) -> String {
        // Of two that are due at the same time, enrollments go first: they wait for what has been done already.
        let enrollments = state.enrollments.next_due().map(|(due, _)| due);
        if enrollments.is_some() && enrollments == self.next_due(state) {
            enrollments::background(&self.settings, state, cx)
        } else {
            bulk::background(&self.settings, state, cx)
        }
    }

    fn has_outgoing(&self, state: &State) -> bool {
        !state.outbox.is_empty()
    }

    fn take_outgoing(&self, state: &mut State) -> Vec<Outgoing> {
        state.outbox.take()
    }

    fn arrived(&self, state: &mut State, cx: &mut Cx<'_>, outgoing: &Outgoing, arrival: &Arrival) {
        let mut carry_out = |state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>| {
            let work = |state: &mut State, cx: &mut Cx<'_>| self.carry_out(state, cx, call);
            attempt(self, state, cx, work, |outcome| outcome.rollback)
        };
        let settings = &self.settings;
        if !bulk::arrived(settings, state, cx, outgoing, arrival, &mut carry_out) {
            grades::arrived(state, outgoing, arrival);
        }
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
        request_namespace: &str,
    ) -> Frame {
        let own = lis::namespace(service);
        let foreign =
            request_namespace != own && lis::namespace_service(request_namespace).is_some();
        let printed = matches!(
            call.operation.name,
            "deleteCourseOffering" | "deleteCourseSection"
        );
        let namespace = if foreign && cx.quirk(D2L_012) {
            request_namespace
        } else if printed && self.settings.answers_as_printed && cx.quirk(D2L_012.part("courses")) {
            cx.setting("course_delete_answers");
            lis::namespace(Service::Gms)
        } else {
            own
        };
        let sent = call.header.version.as_deref().unwrap_or("V1.0");
        let version = if cx.quirk(D2L_002) { "V1.0" } else { sent };
        if call.header.message_id.is_none() {
            cx.quirk(D2L_002.part("no-header"));
        }
        let message_id = if cx.quirk(D2L_001) {
            if foreign {
                cx.quirk(D2L_010.part("id-prefix"));
            }
            if !matches!(service, Service::Pms | Service::Gms | Service::Sams) {
                cx.quirk(D2L_001.part("other-services"));
            }
            message_id(service, call.operation.name, cx.now)
        } else {
            cx.rng.uuid()
        };
        let empty_body = call.operation.response.is_empty() && cx.quirk(D2L_004);
        if empty_body && service != Service::Pms {
            cx.quirk(D2L_004.part("other-services"));
        }
        Frame {
            namespace: namespace.to_owned(),
            version: version.to_owned(),
            message_id,
            empty_body,
            timestamp: None,
            set: None,
        }
    }

    fn takes_namespace(&self, cx: &mut Cx<'_>, call: &Call<'_>, namespace: &str) -> bool {
        match lis::namespace_service(namespace) {
            // The very combination that the vendor's page prints.
            Some(Service::Mms) if call.operation.name == "deletePerson" => {
                cx.quirk(D2L_010.part("sample"))
            }
            // The same of two other pages.
            Some(Service::Gms)
                if matches!(
                    call.operation.name,
                    "deleteCourseTemplate" | "deleteSectionAssociation"
                ) =>
            {
                cx.quirk(D2L_011)
            }
            Some(_) => cx.quirk(D2L_010),
            // No namespace, or an invented one: not a matter of D2L-010, but of the common setting.
            None => !matches!(
                self.common.namespaces,
                Some(Namespaces::Service | Namespaces::Strict)
            ),
        }
    }

    fn stack_refuses(&self, finding: &Finding) -> Option<u16> {
        // What WCF does before any adapter sees the message. The vendor's pages are silent; the stack is known.
        match finding.name {
            "content-type-mismatch" => Some(415),
            "namespace-mismatch" | "must-understand-ignored" => Some(500),
            _ => None,
        }
    }

    fn empty_body(&self) -> bool {
        self.switches.is_on(D2L_004)
    }
}

/// `PMS_replacePerson_20120418T234324_4244880Z`: UTC, seven digits of a second's fraction (kb 23829, samples).
pub(super) fn message_id(service: Service, operation: &str, now: Time) -> String {
    let utc = now.utc();
    let ticks = utc.subsec_nanosecond() / 100;
    let mut id = String::with_capacity(64);
    _ = write!(
        id,
        "{}_{operation}_{:04}{:02}{:02}T{:02}{:02}{:02}_{ticks:07}Z",
        service.abbreviation(),
        utc.year(),
        utc.month(),
        utc.day(),
        utc.hour(),
        utc.minute(),
        utc.second(),
    );
    id
}
