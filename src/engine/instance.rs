//! One emulated LMS: its lock, its state, and what it does when nobody calls. What it does with a call is in `call`.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::attempt::attempt;
use super::background::{Arrival, Outgoing};
use super::config::{AnswerBody, Auth, Common};
use super::cx::Cx;
use super::double::{Double, Surroundings, Vendor};
use super::draft::Draft;
use super::exchange::{Ending, Exchange, Kind};
use super::notes;
use super::vendor::VendorInfo;
use crate::base::{Time, Value};
use crate::model::Service;
use crate::standard::{self, wsdl};
use crate::store::Origin;
use crate::wire::{Reply, Request};

/// An instance of vendor `V`: its configuration and its state behind a lock.
///
/// `std::sync::Mutex`, because nothing awaits inside; the section is a few microseconds long.
#[derive(Debug)]
pub struct Instance<V: Vendor> {
    name: Arc<str>,
    pub(super) vendor: V,
    state: Mutex<V::State>,
    /// When background work is due next, in nanoseconds; `i64::MAX` for never. Read without the lock.
    due: AtomicI64,
    /// Whether a call waits to be made. Read without the lock.
    waiting: AtomicBool,
    /// How many operations are being carried out.
    pub(super) under_way: AtomicUsize,
}

/// What is said when vendor code panicked.
pub(super) const BUG: &str =
    "mocklms failed inside while carrying this out; nothing was changed. This is a bug in mocklms";

impl<V: Vendor> Instance<V> {
    /// An instance with empty state.
    pub fn new(name: &str, vendor: V) -> Self {
        let state = Mutex::new(vendor.new_state());
        Self {
            name: Arc::from(name),
            vendor,
            state,
            due: AtomicI64::new(i64::MAX),
            waiting: AtomicBool::new(false),
            under_way: AtomicUsize::new(0),
        }
    }

    /// A panic inside the section is caught there and undone, so the state behind a poisoned lock is sound.
    pub(super) fn lock(&self) -> MutexGuard<'_, V::State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what the state wants done next; to be called before the lock is let go.
    pub(super) fn note(&self, state: &V::State) {
        let due = self.vendor.next_due(state).map_or(i64::MAX, |time| time.0);
        self.due.store(due, Ordering::Relaxed);
        self.waiting
            .store(self.vendor.has_outgoing(state), Ordering::Relaxed);
    }

    /// Runs vendor code on the state. When it panics, or `undo` says so, what it changed is taken back.
    pub(super) fn guarded<T>(
        &self,
        state: &mut V::State,
        cx: &mut Cx<'_>,
        work: impl FnOnce(&mut V::State, &mut Cx<'_>) -> T,
        undo: impl FnOnce(&T) -> bool,
    ) -> Option<T> {
        let result = attempt(&self.vendor, state, cx, work, undo);
        self.note(state);
        result
    }

    /// An exchange that nobody sent a request for.
    fn told(
        &self,
        cx: Cx<'_>,
        kind: Kind,
        request: Request,
        ending: Ending,
        reply: Reply,
    ) -> Exchange {
        Exchange {
            seq: cx.seq,
            time: cx.now,
            instance: Arc::clone(&self.name),
            vendor: Some(self.vendor.info()),
            kind,
            request,
            operation: None,
            id: None,
            outer_id: None,
            about: None,
            findings: Vec::new(),
            trace: cx.trace,
            changes: cx.tx.changes,
            ending,
            reply,
            micros: 0,
        }
    }
}

impl<V: Vendor> Double for Instance<V> {
    fn name(&self) -> &str {
        &self.name
    }

    fn info(&self) -> &'static VendorInfo {
        self.vendor.info()
    }

    fn common(&self) -> &Common {
        self.vendor.common()
    }

    fn auth(&self) -> Auth {
        self.vendor
            .common()
            .auth
            .unwrap_or_else(|| self.vendor.auth())
    }

    fn service_at(&self, path: &str) -> Option<Service> {
        let path = path
            .strip_suffix(".wsdl")
            .unwrap_or(path)
            .trim_end_matches('/');
        let mut endpoints = self.vendor.info().endpoints.iter();
        let endpoint = endpoints.find(|e| e.path.eq_ignore_ascii_case(path));
        endpoint
            .map(|e| e.service)
            .or_else(|| self.vendor.extra_endpoint(path))
    }

    fn handle(
        &self,
        around: &dyn Surroundings,
        request: Request,
        prefix: &str,
        path: &str,
    ) -> Exchange {
        let mut draft = Draft {
            cx: Cx::new(self.vendor.switches()),
            findings: Vec::new(),
            identified: false,
            operation: None,
            id: None,
            outer_id: None,
            about: None,
        };
        let (kind, ending, reply) =
            match self.prepare_and_apply(around, &request, (prefix, path), &mut draft) {
                Ok(end) => end,
                Err(early) => {
                    // Ended before the critical section: number and time are drawn in the same place all the same.
                    let mut state = self.lock();
                    draft
                        .cx
                        .begin(around.seed(), around.next_seq(), around.clock().now(), "");
                    if draft.identified {
                        self.vendor.tally(&mut state, &mut draft.cx, None);
                    }
                    (early.kind, early.ending, early.reply)
                }
            };
        Exchange {
            seq: draft.cx.seq,
            time: draft.cx.now,
            instance: Arc::clone(&self.name),
            vendor: Some(self.vendor.info()),
            kind,
            request,
            operation: draft.operation,
            id: draft.id,
            outer_id: draft.outer_id,
            about: draft.about,
            findings: {
                draft.findings.append(&mut draft.cx.findings);
                draft.findings
            },
            trace: draft.cx.trace,
            changes: draft.cx.tx.changes,
            ending,
            reply,
            micros: 0,
        }
    }

    fn admin(
        &self,
        around: &dyn Surroundings,
        step: &'static str,
        arguments: &[(&str, &str)],
    ) -> Result<Exchange, String> {
        let mut cx = Cx::new(self.vendor.switches());
        {
            let mut state = self.lock();
            cx.begin(around.seed(), around.next_seq(), around.clock().now(), step);
            let work = |state: &mut V::State, cx: &mut Cx<'_>| {
                self.vendor.admin(state, cx, step, arguments)
            };
            self.guarded(&mut state, &mut cx, work, Result::is_err)
                .unwrap_or_else(|| Err(BUG.to_owned()))?;
        }
        let told: Vec<_> = arguments
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::post(&format!("{step} {}", told.join(" ")), &[], "");
        "ADMIN".clone_into(&mut request.method);
        let ending = Ending::Plain(Cow::Borrowed("done by hand"));
        let mut exchange = self.told(cx, Kind::Admin, request, ending, Reply::text(200, ""));
        exchange.id = arguments
            .iter()
            .find(|(name, _)| *name == "id")
            .map(|(_, value)| (*value).into());
        Ok(exchange)
    }

    fn due(&self) -> Option<Time> {
        let due = self.due.load(Ordering::Relaxed);
        (due != i64::MAX).then_some(Time(due))
    }

    fn background(&self, around: &dyn Surroundings) -> Option<Exchange> {
        let mut cx = Cx::new(self.vendor.switches());
        let done = {
            let mut state = self.lock();
            let due = self.vendor.next_due(&state)?;
            if due > around.clock().peek() {
                return None;
            }
            // It happens when it is due, not when somebody looks.
            cx.begin(around.seed(), around.next_seq(), due, "background");
            let work = |state: &mut V::State, cx: &mut Cx<'_>| self.vendor.background(state, cx);
            self.guarded(&mut state, &mut cx, work, |_| false)
        };
        let failed = done.is_none();
        let mut request = Request::post(&done.unwrap_or_default(), &[], "");
        "BACKGROUND".clone_into(&mut request.method);
        let ending = Ending::Plain(Cow::Borrowed(if failed { BUG } else { "done on its own" }));
        Some(self.told(cx, Kind::Background, request, ending, Reply::text(200, "")))
    }

    fn waiting(&self) -> bool {
        self.waiting.load(Ordering::Relaxed)
    }

    fn outgoing(&self) -> Vec<Outgoing> {
        if !self.waiting() {
            return Vec::new();
        }
        let mut state = self.lock();
        let calls = self.vendor.take_outgoing(&mut state);
        self.note(&state);
        calls
    }

    fn arrived(&self, around: &dyn Surroundings, outgoing: Outgoing, arrival: Arrival) -> Exchange {
        let mut cx = Cx::new(self.vendor.switches());
        {
            let mut state = self.lock();
            cx.begin(
                around.seed(),
                around.next_seq(),
                around.clock().now(),
                outgoing.operation.map_or(outgoing.purpose, |o| o.name),
            );
            let work = |state: &mut V::State, cx: &mut Cx<'_>| {
                self.vendor.arrived(state, cx, &outgoing, &arrival);
            };
            _ = self.guarded(&mut state, &mut cx, work, |()| false);
        }
        let (ending, reply) = match arrival {
            Ok(reply) => (notes::ending_of(&reply), reply),
            Err(reason) => (
                Ending::Plain(format!("no answer: {reason}").into()),
                Reply::text(0, ""),
            ),
        };
        let mut exchange = self.told(cx, Kind::Outgoing, outgoing.request, ending, reply);
        exchange.operation = outgoing.operation;
        exchange.id = Some(outgoing.ticket.into());
        exchange
    }

    fn seed(&self, around: &dyn Surroundings, seed: &Value) -> Result<(), String> {
        let mut cx = Cx::new(self.vendor.switches());
        cx.begin(around.seed(), 0, around.clock().now(), "seed");
        let mut state = self.lock();
        self.vendor.seed(&mut state, &mut cx, seed)?;
        self.note(&state);
        Ok(())
    }

    fn state(&self) -> Value {
        self.vendor.export(&self.lock())
    }

    fn origin(&self, table: &str, key: &str, field: &str) -> Option<Origin> {
        self.vendor.origin(&self.lock(), table, key, field)
    }

    fn wsdl(&self, service: Service, address: &str) -> Option<String> {
        let endpoint = self
            .vendor
            .info()
            .endpoints
            .iter()
            .find(|e| e.service == service)?;
        let empty = match self.vendor.common().answer_body {
            AnswerBody::Vendor => self.vendor.empty_body(),
            AnswerBody::Empty => true,
            AnswerBody::Element => false,
        };
        let operations: Vec<_> = standard::operations(service)
            .iter()
            .filter(|o| endpoint.operations.contains(&o.name))
            .map(|o| wsdl::WsdlOperation {
                name: o.name,
                answer: if empty && o.response.is_empty() {
                    wsdl::AnswerBody::Empty
                } else {
                    wsdl::AnswerBody::Element
                },
            })
            .collect();
        Some(standard::describe(
            service,
            &operations,
            address,
            self.vendor.combined_document(),
        ))
    }
}
