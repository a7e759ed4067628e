//! Endpoints, wire style, and the reference target's place in the engine.

use indexmap::IndexMap;

use super::outcomes::{incomplete, unsupported};
use super::quirks::{self, LIS_001, LIS_003, LIS_005, LIS_006};
use super::settings::{self, NotOffered, Settings};
use super::{bulk, discover, kinds, read, relations, results, sets, write};
use crate::base::Value;
use crate::engine::{
    Auth, Common, Cx, Double, EndpointInfo, Frame, Instance, Namespaces, Switches, Vendor,
    VendorInfo,
};
use crate::model::{Arity, Call, Finding, Outcome, RecordKind, Service, Verb};
use crate::standard::Style;
use crate::standard::lis::{self, AnswerStyle};
use crate::store::{Change, Origin};
use crate::vendor::reference::{State, admin};

/// The names of all operations of a service.
const fn all<const N: usize>(service: Service) -> [&'static str; N] {
    let rows = lis::operations(service);
    assert!(rows.len() == N, "the table has another length");
    let mut names = [""; N];
    let mut n = 0;
    while n < N {
        names[n] = rows[n].name;
        n += 1;
    }
    names
}

macro_rules! endpoint {
    ($service:ident, $path:literal) => {
        EndpointInfo {
            service: Service::$service,
            path: $path,
            operations: &all::<{ lis::operations(Service::$service).len() }>(Service::$service),
        }
    };
}

/// All that is fixed about the reference target.
pub const INFO: VendorInfo = VendorInfo {
    name: "lis",
    title: "IMS LIS 2.0 reference target",
    prefix: "LIS",
    endpoints: &[
        endpoint!(Pms, "/lis/pms"),
        endpoint!(Gms, "/lis/gms"),
        endpoint!(Mms, "/lis/mms"),
        endpoint!(Ctms, "/lis/ctms"),
        endpoint!(Coms, "/lis/coms"),
        endpoint!(Csms, "/lis/csms"),
        endpoint!(Sams, "/lis/sams"),
        endpoint!(Oms, "/lis/oms"),
        endpoint!(Bdems, "/lis/bdems"),
    ],
    quirks: quirks::QUIRKS,
    settings: settings::SETTINGS,
    admin: admin::STEPS,
    tables: kinds::TABLES,
    not_emulated: &[
        "the files of a bulk data exchange: what is said about them is kept, none is fetched or sent",
        "whether a name, role or status is one of the standard's vocabularies: any word is kept",
        "whether the person, course or line item that a record refers to is there: the standard does not ask for it",
        "asynchronous answers (code major processing): the published service descriptions are synchronous",
    ],
    operations: lis::operations,
    check: settings::check,
    open,
};

const STYLE: AnswerStyle = AnswerStyle {
    soap_prefix: "soapenv",
    header_prefix: "lis",
    inner_prefix: "lis",
    schema_prefixes: false,
    empty_description: false,
};

fn open(name: &str, settings: &Value, quirks: &IndexMap<String, bool>) -> Box<dyn Double> {
    let switched = quirks.iter().map(|(id, on)| (id.as_str(), *on));
    let vendor = Lis {
        switches: Switches::new(quirks::QUIRKS, switched),
        settings: Settings::from_value(settings),
        common: Common::from_value(settings),
    };
    Box::new(Instance::new(name, vendor))
}

/// One reference target.
#[derive(Debug)]
struct Lis {
    common: Common,
    switches: Switches,
    settings: Settings,
}

impl Vendor for Lis {
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
        Style::Lis(&STYLE)
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
        match self.settings.not_offered(call.operation) {
            Some(NotOffered::Service) => {
                cx.quirk(LIS_006);
                let service = call.operation.service.abbreviation();
                return unsupported("unsupportedLIS", format!("{service} is not offered"));
            }
            Some(NotOffered::Operation) => {
                cx.quirk(LIS_005);
                let name = call.operation.name;
                return unsupported("unsupportedLISoperation", format!("{name} is not offered"));
            }
            None => {}
        }
        let row = call.operation;
        let answer = match row.verb {
            _ if row.record == RecordKind::Bulk => bulk::bulk(state, cx, call),
            Verb::Replace if row.arity == Arity::Many => results::replace_all(state, cx, call),
            Verb::Create
            | Verb::CreateByProxy
            | Verb::Replace
            | Verb::Update
            | Verb::Delete
            | Verb::ChangeIdentifier
            | Verb::CreateFrom
            | Verb::UpdateStatus => write::write(state, cx, call, self.settings.cascade),
            Verb::Read | Verb::ReadCore => read::read(state, cx, call),
            Verb::ReadIds => sets::sets(state, cx, call),
            Verb::ReadFromSavePoint => read::since(state, cx, call),
            Verb::Discover => discover::discover(state, cx, call),
            Verb::Add | Verb::Remove => relations::relations(state, cx, call),
            Verb::Announce
            | Verb::Request
            | Verb::AnnounceFailure
            | Verb::Report
            | Verb::Cancel
            | Verb::Ignore => Err(incomplete(cx, "transactionId")),
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

    fn frame(&self, cx: &mut Cx<'_>, _: &Call<'_>, service: Service, _: &str) -> Frame {
        cx.quirk(LIS_001);
        cx.quirk(LIS_003);
        Frame {
            namespace: lis::namespace(service).to_owned(),
            version: "V1.0".to_owned(),
            message_id: cx.rng.uuid(),
            empty_body: false,
            timestamp: None,
            set: None,
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
