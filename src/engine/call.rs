//! What an instance does with a call: prepare, apply, finish.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::auth;
use super::body;
use super::config::{ActionPolicy, AnswerBody, Auth, Namespaces};
use super::cx::Cx;
use super::double::{Double, Surroundings, Vendor};
use super::draft::{Draft, Early};
use super::exchange::{Ending, Kind};
use super::instance::{BUG, Instance};
use super::notes;
use super::plural;
use super::settings::Level;
use crate::model::{
    Call, Finding, FindingClass, Operation, Outcome, OutcomeBody, Service, Standard, Verb,
};
use crate::soap::{self, Cause, Envelope, Fault, SoapAction, Version};
use crate::standard::{self, Style, es, lis, schema};
use crate::wire::{Reply, Request};
use crate::xml;

/// Findings about elements outside the service's namespace.
const OUTSIDE: [&str; 2] = ["namespace-mismatch", "unqualified-element"];

/// A call's share of what is under way, for as long as it is kept.
struct Load<'a> {
    all: &'a AtomicUsize,
    own: usize,
    before: usize,
}

impl<'a> Load<'a> {
    fn of(all: &'a AtomicUsize, own: usize) -> Self {
        let before = all.fetch_add(own, Ordering::Relaxed);
        Self { all, own, before }
    }
}

impl Drop for Load<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(self.own, Ordering::Relaxed);
    }
}

impl<V: Vendor> Instance<V> {
    /// From the request to the answer.
    pub(super) fn prepare_and_apply(
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
        if self.auth() == Auth::UsernameToken {
            let now = around.clock().peek();
            let known = self.vendor.identify(&mut draft.cx, request, &envelope, now);
            known.map_err(|fault| Early {
                kind: Kind::Unauthorized,
                ..self.invalid(&fault)
            })?;
        }
        draft.identified = true;
        self.call(around, request, service, (&envelope, text), draft)
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
        (envelope, text): (&Envelope<'_>, &str),
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
                let fault = notes::action_not_supported(&text);
                return Err(self.invalid(&fault.with_action(request.header("SOAPAction"))));
            }
            draft.findings.push(notes::action_mismatch(other, name));
        }
        let Some(operation) = self.operation(service, payload.local(), draft) else {
            let all = standard::operations(service);
            let text = notes::unknown_operation(service, payload.local(), all);
            let fault = notes::action_not_supported(&text);
            return Err(self.invalid(&fault.with_action(request.header("SOAPAction"))));
        };
        draft.operation = Some(operation);
        // What stands at the address of all services is the business of one of them.
        let service = operation.service;
        let mut bent = Vec::new();
        schema::validate(service, payload, &mut bent);
        let noticed = self.noticed(service, payload, text, &bent, draft);
        let again = noticed
            .as_deref()
            .map(|text| xml::read(text, around.limits()));
        let again = again.and_then(Result::ok);
        let again = again
            .as_ref()
            .and_then(|tree| soap::open(tree, &mut Vec::new()).ok());
        let read = again
            .and_then(|envelope| envelope.payload)
            .unwrap_or(payload);
        let call = standard::decode(operation, read, envelope.header_blocks());
        draft.id = call.record_id().map(Into::into);
        draft.outer_id = call.outer_id.as_deref().map(Into::into);
        draft.about = call.about().map(String::into_boxed_str);
        notes::header(&call, &mut draft.findings);
        notes::ids(&call, payload, &mut draft.findings);
        draft.findings.append(&mut bent);
        if service.standard() == Standard::Lis {
            lis::habits(operation, payload, &mut draft.findings);
        }
        self.vendor.lint(&call, payload, &mut draft.findings);
        let header = standard::header_request(service.standard());
        let understood = |block: xml::Element<'_>| {
            block.local() == header || matches!(block.local(), "Security")
        };
        envelope.ignored_demands(understood, &mut draft.findings);
        if let Some(fault) = self.refusal(service, &call, payload, draft) {
            return Err(Early {
                kind: Kind::Message,
                ..self.invalid(&fault)
            });
        }
        let load = Load::of(&self.under_way, plural::count(&call));
        let received = self.vendor.receive(&mut draft.cx, &call, read, load.before);
        if let Err(fault) = received {
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

    /// The operation of that element at that address.
    fn operation(
        &self,
        service: Service,
        element: &str,
        draft: &mut Draft<'_>,
    ) -> Option<&'static Operation> {
        if let Some(operation) = standard::find(service, element) {
            return Some(operation);
        }
        let mut endpoints = self.vendor.info().endpoints.iter();
        let elsewhere = endpoints.find_map(|e| standard::find(e.service, element))?;
        self.vendor
            .serves_others(&mut draft.cx)
            .then_some(elsewhere)
    }

    /// The envelope without the elements of the payload that are not noticed; `None` when all of it is.
    fn noticed(
        &self,
        service: Service,
        payload: xml::Element<'_>,
        text: &str,
        findings: &[Finding],
        draft: &mut Draft<'_>,
    ) -> Option<String> {
        // Only such elements are in a wrong place that the schema's eyes have found there.
        if !findings.iter().any(|f| OUTSIDE.contains(&f.name)) {
            return None;
        }
        let left_out = self.vendor.passes_over(&mut draft.cx, service, payload);
        (!left_out.is_empty()).then(|| notes::without(text, &left_out))
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
        if namespace != standard::namespace(service) {
            draft
                .findings
                .push(notes::namespace_mismatch(service, payload));
            if !self.vendor.takes_namespace(&mut draft.cx, call, namespace) {
                let text = format!(
                    "{} is not in the namespace {}",
                    payload.local(),
                    standard::namespace(service)
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
        Some(
            Fault::client(text)
                .with_status(status)
                .with_cause(Cause::Message),
        )
    }

    /// The critical section. `None` when the vendor's code panicked; its changes are undone then.
    ///
    /// A call in the plural is carried out item by item, each in a section of its own: others get their turn in between,
    /// and one that fails does not spoil the rest.
    fn apply(
        &self,
        around: &dyn Surroundings,
        call: &Call<'_>,
        draft: &mut Draft<'_>,
    ) -> Option<Outcome> {
        let begin = |cx: &mut Cx<'_>| {
            cx.begin(
                around.seed(),
                around.next_seq(),
                around.clock().now(),
                call.operation.name,
            );
        };
        let one = |state: &mut V::State, cx: &mut Cx<'_>, call: &Call<'_>| {
            let apply = |state: &mut V::State, cx: &mut Cx<'_>| self.vendor.apply(state, cx, call);
            self.guarded(state, cx, apply, |outcome| outcome.rollback)
        };
        let Some(items) = plural::items(call) else {
            let mut state = self.lock();
            begin(&mut draft.cx);
            let outcome = one(&mut state, &mut draft.cx, call)?;
            self.tally(&mut state, &mut draft.cx, &outcome);
            return Some(outcome);
        };
        let rule = self
            .vendor
            .item_rule()
            .filter(|_| call.operation.verb != Verb::Read);
        let all_or_nothing = rule.is_some_and(|rule| !draft.cx.is_on(rule));
        let mut outcomes = Vec::with_capacity(items.len());
        let mut state = self.lock();
        begin(&mut draft.cx);
        for (n, item) in items.iter().enumerate() {
            if n > 0 && !all_or_nothing {
                drop(state);
                state = self.lock();
            }
            outcomes.push(one(&mut state, &mut draft.cx, item)?);
        }
        if outcomes.iter().any(plural::is_refused)
            && let Some(rule) = rule
            && !draft.cx.quirk(rule)
        {
            for change in draft.cx.tx.changes.drain(..).rev() {
                self.vendor.restore(&mut state, &change);
            }
            plural::spoil(&mut outcomes);
        }
        let outcome = plural::together(call, outcomes);
        self.tally(&mut state, &mut draft.cx, &outcome);
        Some(outcome)
    }

    fn tally(&self, state: &mut V::State, cx: &mut Cx<'_>, outcome: &Outcome) {
        let one = std::slice::from_ref(&outcome.status);
        let statuses = match (&outcome.body, &outcome.set) {
            (OutcomeBody::Fault, _) => None,
            (_, Some(set)) => Some(&**set),
            _ => Some(one),
        };
        self.vendor.tally(state, cx, statuses);
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
        let body = (!(nothing_to_say && leave_out)).then_some((call.operation, &outcome.body));
        let text = match self.vendor.style() {
            Style::Lis(style) => {
                let answer = lis::Answer {
                    namespace: &frame.namespace,
                    version: &frame.version,
                    message_id: &frame.message_id,
                    message_ref: call.header.message_id.as_deref().unwrap_or(""),
                    status: &outcome.status,
                    body,
                };
                lis::encode_answer(style, &answer)
            }
            Style::Es(style) => {
                let timestamp = frame.timestamp.as_ref();
                let answer = es::Answer {
                    namespaces: es::namespaces(service),
                    message_id: Some(&*frame.message_id).filter(|id| !id.is_empty()),
                    message_ref: call.header.message_id.as_deref(),
                    statuses: match &outcome.set {
                        Some(set) => es::Statuses::Set(set),
                        None => es::Statuses::One(&outcome.status),
                    },
                    timestamp: timestamp.map(|(created, expires)| (&**created, &**expires)),
                    body,
                    set: frame.set,
                };
                es::encode_answer(style, &answer)
            }
        };
        let reply = Reply::new(200, Version::V11.content_type(), text);
        (Kind::Message, Ending::Status(outcome.status), reply)
    }

    fn invalid(&self, plain: &Fault) -> Early {
        let fault = &self.vendor.dress(plain.clone());
        let text = soap::fault::encode(fault, Version::V11, self.vendor.style().soap_prefix());
        let code = fault
            .subcode
            .as_ref()
            .map_or_else(|| fault.code.local(Version::V11), |_| "vendor");
        Early {
            kind: Kind::Invalid,
            // What is logged is the reason, in whatever words the caller reads it.
            ending: Ending::Fault(code, plain.string.clone()),
            reply: if fault.bare {
                Reply::text(fault.http_status, "")
            } else {
                Reply::new(fault.http_status, Version::V11.content_type(), text)
            },
        }
    }
}
