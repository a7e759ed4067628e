//! One emulated LMS at work: prepare, apply, finish.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::attempt::attempt;
use super::auth;
use super::background::{Arrival, Outgoing};
use super::body;
use super::config::{ActionPolicy, AnswerBody, Auth, Common, Namespaces};
use super::cx::Cx;
use super::double::{Double, Surroundings, Vendor};
use super::draft::{Draft, Early};
use super::exchange::{Ending, Exchange, Kind};
use super::notes;
use super::settings::Level;
use super::vendor::VendorInfo;
use crate::base::{Time, Value};
use crate::model::{Call, FindingClass, Outcome, OutcomeBody, Service};
use crate::soap::{self, Envelope, Fault, SoapAction, Version};
use crate::standard::lis::{self, Answer};
use crate::standard::{schema, wsdl};
use crate::store::Origin;
use crate::wire::{Reply, Request};
use crate::xml;

/// An instance of vendor `V`: its configuration and its state behind a lock.
///
/// `std::sync::Mutex`, because nothing awaits inside; the section is a few microseconds long.
#[derive(Debug)]
pub struct Instance<V: Vendor> {
    name: Arc<str>,
    vendor: V,
    state: Mutex<V::State>,
    /// When background work is due next, in nanoseconds; `i64::MAX` for never. Read without the lock.
    due: AtomicI64,
    /// Whether a call waits to be made. Read without the lock.
    waiting: AtomicBool,
}

/// What is said when vendor code panicked.
const BUG: &str =
    "mocklms failed inside while carrying this out; nothing was changed. This is a bug in mocklms";

/// Findings about elements outside the service's namespace.
const OUTSIDE: [&str; 2] = ["namespace-mismatch", "unqualified-element"];

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
        }
    }

    /// A panic inside the section is caught there and undone, so the state behind a poisoned lock is sound.
    fn lock(&self) -> MutexGuard<'_, V::State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what the state wants done next; to be called before the lock is let go.
    fn note(&self, state: &V::State) {
        let due = self.vendor.next_due(state).map_or(i64::MAX, |time| time.0);
        self.due.store(due, Ordering::Relaxed);
        self.waiting
            .store(self.vendor.has_outgoing(state), Ordering::Relaxed);
    }

    /// Runs vendor code on the state. When it panics, or `undo` says so, what it changed is taken back.
    fn guarded<T>(
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

    fn prepare_and_apply(
        &self,
        around: &dyn Surroundings,
        request: &Request,
        address: (&str, &str),
        draft: &mut Draft<'_>,
    ) -> Result<(Kind, Ending, Reply), Early> {
        let (prefix, path) = address;
        let service = self.admit(request, prefix, path)?;
        auth::basic(self.auth(), self.vendor.common(), request).map_err(|(reply, reason)| {
            Early {
                kind: Kind::Unauthorized,
                ending: Ending::Plain(format!("401 {reason}").into()),
                reply,
            }
        })?;
        let content_type = soap::ContentType::parse(request.header("Content-Type").unwrap_or(""));
        let inflated =
            body::inflate(request, around.limits()).map_err(|fault| self.invalid(&fault))?;
        let decoded = xml::decode(&inflated, content_type.charset.as_deref())
            .map_err(|error| self.invalid(&Fault::unreadable(&error, &inflated)))?;
        draft
            .findings
            .extend(decoded.conflict.as_ref().map(soap::charset_conflict));
        let text: &str = &decoded.text;
        let tree = xml::read(text, around.limits())
            .map_err(|error| self.invalid(&Fault::unreadable(&error, text)))?;
        let envelope =
            soap::open(&tree, &mut draft.findings).map_err(|fault| self.invalid(&fault))?;
        draft
            .findings
            .extend(content_type.mismatch(envelope.version));
        if envelope.version != Version::V11 {
            let text = format!(
                "{} speaks SOAP 1.1 only, and this envelope is SOAP 1.2",
                self.vendor.info().title
            );
            return Err(self.invalid(&Fault::version_mismatch(text)));
        }
        auth::token(self.auth(), self.vendor.common(), &envelope).map_err(|fault| Early {
            kind: Kind::Unauthorized,
            ..self.invalid(&fault)
        })?;
        self.call(around, request, service, &envelope, draft)
    }

    /// Path, method and trouble with the body.
    fn admit(&self, request: &Request, prefix: &str, path: &str) -> Result<Service, Early> {
        let plain = |kind, status, text: String| Early {
            kind,
            ending: Ending::Plain(format!("{status}").into()),
            reply: Reply::text(status, text),
        };
        let Some(service) = self.service_at(path) else {
            return Err(plain(
                Kind::NotServed,
                404,
                notes::no_endpoint(self.vendor.info(), path),
            ));
        };
        match request.method.as_str() {
            "POST" => Ok(service),
            "GET" | "HEAD" if notes::asks_for_wsdl(request, path) => {
                let scheme = if request.tls { "https" } else { "http" };
                let host = request.header("Host").unwrap_or("localhost");
                let path = path.strip_suffix(".wsdl").unwrap_or(path);
                let text = self.wsdl(service, &format!("{scheme}://{host}{prefix}{path}"));
                Err(Early {
                    kind: Kind::Wsdl,
                    ending: Ending::Plain("wsdl".into()),
                    reply: text.map_or_else(
                        || Reply::text(404, "no service description for this service\n"),
                        |text| Reply::new(200, "text/xml; charset=utf-8", text),
                    ),
                })
            }
            method => {
                let mut early = plain(Kind::NotServed, 405, notes::wrong_method(method));
                early.reply.headers.push(("Allow", "GET, HEAD, POST"));
                Err(early)
            }
        }
    }

    /// From the envelope to the answer.
    fn call(
        &self,
        around: &dyn Surroundings,
        request: &Request,
        service: Service,
        envelope: &Envelope<'_>,
        draft: &mut Draft<'_>,
    ) -> Result<(Kind, Ending, Reply), Early> {
        let action = SoapAction::parse(request.header("SOAPAction"));
        let Some(payload) = envelope.payload else {
            return Err(self.invalid(&Fault::client(
                "the Body is empty: it must hold one request element",
            )));
        };
        let policy = self.vendor.common().action;
        let name = payload
            .local()
            .strip_suffix("Request")
            .unwrap_or(payload.local());
        if let Some(other) = action.operation().filter(|other| *other != name) {
            if policy != ActionPolicy::Ignore {
                let text = format!(
                    "SOAPAction names {other}, but the Body holds {}",
                    payload.local()
                );
                return Err(self.invalid(&notes::action_not_supported(&text)));
            }
            draft.findings.push(notes::action_mismatch(other, name));
        }
        let Some(operation) = lis::find(service, payload.local()) else {
            let text = notes::unknown_operation(service, payload.local(), lis::operations(service));
            return Err(self.invalid(&notes::action_not_supported(&text)));
        };
        draft.operation = Some(operation);
        let header = lis::decode_header(envelope.header_blocks());
        let call = lis::decode(operation, payload, header);
        draft.id = call.record_id().map(Into::into);
        draft.outer_id = call.outer_id.as_deref().map(Into::into);
        draft.about = call.about().map(String::into_boxed_str);
        notes::header(&call, &mut draft.findings);
        notes::ids(&call, payload, &mut draft.findings);
        schema::validate(service, payload, &mut draft.findings);
        lis::habits(operation, payload, &mut draft.findings);
        let understood =
            |block: xml::Element<'_>| matches!(block.local(), lis::HEADER_REQUEST | "Security");
        envelope.ignored_demands(understood, &mut draft.findings);
        if let Some(fault) = self.refusal(service, &call, payload, draft) {
            return Err(Early {
                kind: Kind::Message,
                ..self.invalid(&fault)
            });
        }
        let outcome = self.apply(around, &call, draft);
        Ok(if let Some(outcome) = outcome {
            self.finish(service, &call, payload.namespace(), outcome, draft)
        } else {
            let early = self.invalid(&Fault::server(BUG));
            (Kind::Message, early.ending, early.reply)
        })
    }

    /// Whether namespace or level refuse a message that could be carried out.
    fn refusal(
        &self,
        service: Service,
        call: &Call<'_>,
        payload: xml::Element<'_>,
        draft: &mut Draft<'_>,
    ) -> Option<Fault> {
        let namespace = payload.namespace();
        if namespace != lis::namespace(service) {
            draft
                .findings
                .push(notes::namespace_mismatch(service, payload));
            if !self.vendor.takes_namespace(&mut draft.cx, call, namespace) {
                let text = format!(
                    "{} is not in the namespace {}",
                    payload.local(),
                    lis::namespace(service)
                );
                return Some(notes::action_not_supported(&text));
            }
        }
        let common = self.vendor.common();
        let strict = common.namespaces == Some(Namespaces::Strict);
        let (refused, status) = draft.findings.iter().find_map(|finding| {
            let status = match common.level {
                _ if common.schema_order && finding.name == "element-order" => Some(500),
                _ if strict && OUTSIDE.contains(&finding.name) => Some(500),
                Level::Lenient => None,
                Level::Vendor => self.vendor.stack_refuses(finding),
                Level::Schema => (finding.class == FindingClass::Schema).then_some(500),
            };
            Some((finding, status?))
        })?;
        let text = format!(
            "refused by the settings of this instance: {}: {}",
            refused.name, refused.message
        );
        Some(Fault::client(text).with_status(status))
    }

    /// The critical section. `None` when the vendor's code panicked; its changes are undone then.
    fn apply(
        &self,
        around: &dyn Surroundings,
        call: &Call<'_>,
        draft: &mut Draft<'_>,
    ) -> Option<Outcome> {
        let mut state = self.lock();
        let cx = &mut draft.cx;
        cx.begin(
            around.seed(),
            around.next_seq(),
            around.clock().now(),
            call.operation.name,
        );
        let apply = |state: &mut V::State, cx: &mut Cx<'_>| self.vendor.apply(state, cx, call);
        self.guarded(&mut state, cx, apply, |outcome| outcome.rollback)
    }

    fn finish(
        &self,
        service: Service,
        call: &Call<'_>,
        request_namespace: &str,
        outcome: Outcome,
        draft: &mut Draft<'_>,
    ) -> (Kind, Ending, Reply) {
        if matches!(outcome.body, OutcomeBody::Fault) {
            let fault = notes::action_not_supported(&outcome.status.description);
            let early = self.invalid(&fault);
            return (Kind::Message, early.ending, early.reply);
        }
        let frame = self
            .vendor
            .frame(&mut draft.cx, call, service, request_namespace);
        let nothing_to_say = matches!(outcome.body, OutcomeBody::Empty);
        let leave_out = match self.vendor.common().answer_body {
            AnswerBody::Vendor => frame.empty_body,
            AnswerBody::Empty => call.operation.response.is_empty(),
            AnswerBody::Element => false,
        };
        let answer = Answer {
            namespace: &frame.namespace,
            version: &frame.version,
            message_id: &frame.message_id,
            message_ref: call.header.message_id.as_deref().unwrap_or(""),
            status: &outcome.status,
            body: (!(nothing_to_say && leave_out)).then_some((call.operation, &outcome.body)),
        };
        let text = lis::encode_answer(self.vendor.style(), &answer);
        let reply = Reply::new(200, Version::V11.content_type(), text);
        (Kind::Message, Ending::Status(outcome.status), reply)
    }

    fn invalid(&self, fault: &Fault) -> Early {
        let text = soap::fault::encode(fault, Version::V11, self.vendor.style().soap_prefix);
        let code = fault
            .subcode
            .as_ref()
            .map_or_else(|| fault.code.local(Version::V11), |_| "vendor");
        Early {
            kind: Kind::Invalid,
            ending: Ending::Fault(code, fault.string.clone()),
            reply: Reply::new(fault.http_status, Version::V11.content_type(), text),
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
                    let _state = self.lock();
                    draft
                        .cx
                        .begin(around.seed(), around.next_seq(), around.clock().now(), "");
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
            findings: draft.findings,
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
        let operations: Vec<_> = lis::operations(service)
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
        Some(wsdl::render(
            service,
            &wsdl::WsdlProfile {
                operations: &operations,
            },
            address,
        ))
    }
}
