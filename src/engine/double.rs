//! What a vendor implements, and what the rest of the program sees of it.

use std::fmt::Debug;
use std::ops::Range;

use super::auth;
use super::background::{Arrival, Outgoing};
use super::config::{Auth, Common};
use super::cx::{Cx, Switches};
use super::exchange::Exchange;
use super::quirk::QuirkRef;
use super::vendor::VendorInfo;
use crate::base::{Clock, Limits, Time, Value};
use crate::model::{Call, Finding, Outcome, Service, StatusInfo};
use crate::soap::{Envelope, Fault};
use crate::standard::Style;
use crate::store::{Change, Origin};
use crate::wire::Request;
use crate::xml::Element;

/// One kind of LMS. State and decisions are the vendor's own; reading, locking, undoing and writing are the engine's.
pub trait Vendor: Debug + Send + Sync + 'static {
    /// What an instance of it holds.
    type State: Debug + Send + 'static;

    /// What is fixed about it.
    fn info(&self) -> &'static VendorInfo;

    /// Which of its rules are on.
    fn switches(&self) -> &Switches;

    /// The common settings.
    fn common(&self) -> &Common;

    /// The service at a path, beside those in [`VendorInfo::endpoints`].
    fn extra_endpoint(&self, path: &str) -> Option<Service>;

    /// How callers identify themselves unless a setting says otherwise.
    fn auth(&self) -> Auth;

    /// How it writes XML.
    fn style(&self) -> Style;

    /// State as it is before anything happened.
    fn new_state(&self) -> Self::State;

    /// Puts a seed, which the loader has checked, into a new state. Says what does not fit.
    fn seed(&self, state: &mut Self::State, cx: &mut Cx<'_>, seed: &Value) -> Result<(), String>;

    /// The state in the vendor's own words; what is exported can be seeded.
    fn export(&self, state: &Self::State) -> Value;

    /// Where a field of the state came from.
    fn origin(&self, state: &Self::State, table: &str, key: &str, field: &str) -> Option<Origin>;

    /// Undoes one change.
    fn restore(&self, state: &mut Self::State, change: &Change);

    /// Carries a call out. Runs inside the instance's critical section: no I/O, no waiting.
    fn apply(&self, state: &mut Self::State, cx: &mut Cx<'_>, call: &Call<'_>) -> Outcome;

    /// Carries an administrator step out. The error is for the terminal.
    fn admin(
        &self,
        state: &mut Self::State,
        cx: &mut Cx<'_>,
        step: &str,
        arguments: &[(&str, &str)],
    ) -> Result<(), String>;

    /// When the next piece of background work is due; `None` when there is none.
    fn next_due(&self, _state: &Self::State) -> Option<Time> {
        None
    }

    /// Carries out the piece of background work that is due first, and says in a few words what it was. Called when
    /// [`Vendor::next_due`] has come; runs inside the critical section.
    fn background(&self, _state: &mut Self::State, _cx: &mut Cx<'_>) -> String {
        String::new()
    }

    /// Whether a call waits to be made.
    fn has_outgoing(&self, _state: &Self::State) -> bool {
        false
    }

    /// Hands out the calls that wait to be made, each once.
    fn take_outgoing(&self, _state: &mut Self::State) -> Vec<Outgoing> {
        Vec::new()
    }

    /// Takes what came of a call. Runs inside the critical section.
    fn arrived(
        &self,
        _state: &mut Self::State,
        _cx: &mut Cx<'_>,
        _outgoing: &Outgoing,
        _arrival: &Arrival,
    ) {
    }

    /// The parts of an answer's header and body that are the vendor's own.
    fn frame(
        &self,
        cx: &mut Cx<'_>,
        call: &Call<'_>,
        service: Service,
        request_namespace: &str,
    ) -> Frame;

    /// Whether a payload in another LIS namespace, or in none, is taken.
    fn takes_namespace(&self, cx: &mut Cx<'_>, call: &Call<'_>, namespace: &str) -> bool;

    /// Whether a request is from somebody who may call, where callers identify themselves with a UsernameToken.
    fn identify(
        &self,
        _cx: &mut Cx<'_>,
        _request: &Request,
        envelope: &Envelope<'_>,
        _now: Time,
    ) -> Result<(), Fault> {
        auth::token(self.common(), envelope)
    }

    /// Which elements of a payload this vendor's stack does not notice, because they are in a wrong namespace.
    fn passes_over(
        &self,
        _cx: &mut Cx<'_>,
        _service: Service,
        _payload: Element<'_>,
    ) -> Vec<Range<usize>> {
        Vec::new()
    }

    /// A first look at a message, before it is carried out: leaves findings, and refuses what the stack cannot read at
    /// any level. `under_way` is how many operations were not yet answered when this one came.
    fn receive(
        &self,
        _cx: &mut Cx<'_>,
        _call: &Call<'_>,
        _payload: Element<'_>,
        _under_way: usize,
    ) -> Result<(), Fault> {
        Ok(())
    }

    /// Whether a service carries out operations of the vendor's other services, too.
    fn serves_others(&self, _cx: &mut Cx<'_>) -> bool {
        false
    }

    /// The rule by which a refused item of a plural write leaves the others alone. Off, nothing of the call is done.
    fn item_rule(&self) -> Option<QuirkRef> {
        None
    }

    /// Takes note of how a call of somebody who identified themselves ended: with these statuses, or with a fault. Runs
    /// inside the critical section. What it writes is not undone, and no change of the exchange.
    fn tally(&self, _state: &mut Self::State, _cx: &mut Cx<'_>, _statuses: Option<&[StatusInfo]>) {}

    /// Appends what this vendor's users should know about a call that is no irregularity by any schema.
    fn lint(&self, _call: &Call<'_>, _payload: Element<'_>, _out: &mut Vec<Finding>) {}

    /// The fault as this vendor's server stack words it.
    fn dress(&self, fault: Fault) -> Fault {
        fault
    }

    /// The HTTP status with which this vendor's server stack would refuse a message for a finding (level `vendor`).
    fn stack_refuses(&self, finding: &Finding) -> Option<u16>;

    /// Name and target namespace of the description of all ES services at one address, where the vendor has its own.
    fn combined_document(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// Whether the answer of a write has an empty Body, for the WSDL.
    fn empty_body(&self) -> bool;
}

/// The vendor's own parts of an answer.
#[derive(Debug)]
pub struct Frame {
    /// Namespace of header block and response element.
    pub namespace: String,
    /// `imsx_version`; ES has none.
    pub version: String,
    /// `imsx_messageIdentifier` / `messageIdentifier`; left out of an answer of ES when it is empty.
    pub message_id: String,
    /// Whether a response element without content is left out.
    pub empty_body: bool,
    /// In ES, `Created` and `Expires` of the WS-Security timestamp.
    pub timestamp: Option<(String, String)>,
    /// In ES, which parameter of the response carries a set of records, where the operation knows several.
    pub set: Option<&'static str>,
}

/// What every exchange of a session shares.
pub trait Surroundings: Sync {
    /// The session's clock.
    fn clock(&self) -> &Clock;

    /// The next number; called inside the instance's critical section, so that numbers and state agree.
    fn next_seq(&self) -> u64;

    /// The seed of all randomness.
    fn seed(&self) -> u64;

    /// Limits on requests.
    fn limits(&self) -> &Limits;
}

/// One emulated LMS, whatever its vendor.
pub trait Double: Debug + Send + Sync {
    /// Its name in the scenario.
    fn name(&self) -> &str;

    /// What is fixed about its vendor.
    fn info(&self) -> &'static VendorInfo;

    /// The common settings.
    fn common(&self) -> &Common;

    /// How callers must identify themselves.
    fn auth(&self) -> Auth;

    /// The service at a path (session and instance prefixes taken off), and whether the path is known at all.
    fn service_at(&self, path: &str) -> Option<Service>;

    /// Meets one request. `path` is without the prefixes, `prefix` is what was taken off.
    fn handle(
        &self,
        around: &dyn Surroundings,
        request: Request,
        prefix: &str,
        path: &str,
    ) -> Exchange;

    /// Carries an administrator step out and tells it as an exchange.
    fn admin(
        &self,
        around: &dyn Surroundings,
        step: &'static str,
        arguments: &[(&str, &str)],
    ) -> Result<Exchange, String>;

    /// When the next piece of background work is due. Costs nothing to ask.
    fn due(&self) -> Option<Time>;

    /// Carries out the piece of background work that is due first and tells it as an exchange; `None` when nothing is due.
    fn background(&self, around: &dyn Surroundings) -> Option<Exchange>;

    /// Whether a call waits to be made. Costs nothing to ask.
    fn waiting(&self) -> bool;

    /// Hands out the calls that wait to be made, each once. Costs nothing when there is none.
    fn outgoing(&self) -> Vec<Outgoing>;

    /// Takes what came of a call and tells it as an exchange.
    fn arrived(&self, around: &dyn Surroundings, outgoing: Outgoing, arrival: Arrival) -> Exchange;

    /// Puts a seed, which the loader has checked, into the state.
    fn seed(&self, around: &dyn Surroundings, seed: &Value) -> Result<(), String>;

    /// The state in the vendor's own words.
    fn state(&self) -> Value;

    /// Where a field of the state came from.
    fn origin(&self, table: &str, key: &str, field: &str) -> Option<Origin>;

    /// The service description for callers that reach us at `base` (scheme, host, prefixes).
    fn wsdl(&self, service: Service, address: &str) -> Option<String>;
}
