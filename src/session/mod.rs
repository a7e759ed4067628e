//! A stand-in for the sessions until the engine is wired in.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use crate::base::{Clock, Time, Value};
use crate::journal::{Body, Entry, EntryKind, Journal, JournalLimits};
use crate::wire::{Reply, Request, Trouble};

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStyle {
    /// Aligned text.
    Plain,
    /// Aligned text with colours.
    Colour,
    /// One JSON object.
    Json,
}

/// One exchange as the engine produced it.
#[derive(Debug)]
pub struct Exchange {
    /// Number in the session.
    pub seq: u64,
    /// Session time.
    pub time: Time,
    /// What arrived.
    pub request: Request,
    /// What is sent back.
    pub reply: Reply,
    /// Microseconds.
    pub micros: u64,
    kind: EntryKind,
    outcome: String,
}

impl Exchange {
    /// As it is recorded, secrets in clear.
    pub fn entry(&self) -> Entry {
        Entry {
            seq: self.seq,
            time: self.time.rfc3339(),
            kind: self.kind,
            caller: self.request.caller.as_deref().map(str::to_owned),
            method: self.request.method.clone(),
            target: self.request.target.clone(),
            request_headers: self
                .request
                .headers()
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect(),
            request_body: Body::of(&self.request.body),
            status: self.reply.status,
            response_headers: self
                .reply
                .headers
                .iter()
                .map(|(n, v)| ((*n).to_owned(), v.clone()))
                .collect(),
            response_body: Body::of(&self.reply.body),
            outcome: self.outcome.clone(),
            micros: self.micros,
            ..Entry::default()
        }
    }

    /// Appends one log line.
    pub fn line(&self, out: &mut Vec<u8>, style: LineStyle) {
        _ = match style {
            LineStyle::Json => writeln!(
                out,
                r#"{{"seq":{},"status":{},"bytes":{},"micros":{}}}"#,
                self.seq,
                self.reply.status,
                self.request.body.len(),
                self.micros
            ),
            LineStyle::Plain | LineStyle::Colour => writeln!(
                out,
                "{:>5}  {:<6} {}  {}",
                self.seq, self.request.method, self.reply.status, self.outcome
            ),
        };
    }

    /// Bytes held.
    pub fn weight(&self) -> usize {
        size_of::<Self>()
            + self.request.target.len()
            + self.request.head.len()
            + self.request.body.len()
            + self.reply.body.len()
    }

    /// One for tests.
    #[cfg(test)]
    pub(crate) fn sample(seq: u64, body: &[u8]) -> Self {
        Self {
            seq,
            time: Time(0),
            request: Request::post("/", &[], body.to_vec()),
            reply: Reply::text(200, ""),
            micros: 1,
            kind: EntryKind::Message,
            outcome: String::new(),
        }
    }
}

/// One isolated run.
#[derive(Debug)]
pub struct Session {
    /// Its name.
    pub name: String,
    /// Its clock.
    pub clock: Clock,
    /// What was exchanged.
    pub journal: Journal,
    seq: AtomicU64,
    answer: Bytes,
}

impl Session {
    /// A session that answers everything the same way.
    pub fn stub(name: &str, limits: JournalLimits) -> Self {
        let mut answer = b"<soapenv:Envelope>".to_vec();
        answer.resize(900, b'x');
        Self {
            name: name.to_owned(),
            clock: Clock::real(),
            journal: Journal::new(limits),
            seq: AtomicU64::new(1),
            answer: answer.into(),
        }
    }

    /// Answers a request.
    pub fn handle(&self, request: Request) -> Arc<Exchange> {
        let (reply, kind) = match request.trouble {
            Some(Trouble::TooLarge) => (Self::fault("too large"), EntryKind::Invalid),
            Some(Trouble::NoSession) => (Reply::text(404, "no session"), EntryKind::NotServed),
            Some(Trouble::SessionEnded) => (Reply::text(410, "ended"), EntryKind::NotServed),
            Some(Trouble::Timeout) => (Self::fault("timeout"), EntryKind::NotHttp),
            Some(Trouble::Truncated) => (Self::fault("truncated"), EntryKind::NotHttp),
            None => (
                Reply::new(200, "text/xml; charset=utf-8", self.answer.clone()),
                EntryKind::Message,
            ),
        };
        let outcome = request
            .trouble
            .map_or("success".to_owned(), |t| format!("{t:?}"));
        self.keep(request, reply, kind, outcome)
    }

    /// Records what hyper refused.
    pub fn not_http(&self, caller: &str, reason: &str, head: &[u8]) -> Arc<Exchange> {
        let mut request = Request::post("", &[], head.to_vec());
        request.method = String::new();
        request.caller = Some(caller.into());
        self.keep(
            request,
            Reply::text(0, ""),
            EntryKind::NotHttp,
            reason.to_owned(),
        )
    }

    /// The entries.
    pub fn entries(&self) -> Vec<Entry> {
        self.journal.entries()
    }

    /// The state.
    pub fn state(&self) -> Vec<(String, Value)> {
        Vec::new()
    }

    /// How many had to go.
    pub fn evicted(&self) -> u64 {
        self.journal.evicted()
    }

    fn fault(text: &str) -> Reply {
        Reply::new(500, "text/xml; charset=utf-8", text.to_owned())
    }

    fn keep(
        &self,
        request: Request,
        reply: Reply,
        kind: EntryKind,
        outcome: String,
    ) -> Arc<Exchange> {
        let exchange = Arc::new(Exchange {
            seq: self.seq.fetch_add(1, Ordering::Relaxed),
            time: self.clock.now(),
            request,
            reply,
            micros: 1,
            kind,
            outcome,
        });
        self.journal.push(Arc::clone(&exchange));
        exchange
    }
}

/// Opens a session for `mocklms serve`.
pub fn open(
    what: &[String],
    options: &crate::cli::open::OpenOptions,
) -> Result<crate::cli::open::Opened, Vec<crate::diag::Problem>> {
    use crate::admin::{EndpointSummary, InstanceSummary};
    use crate::cli::open::{OpenInstance, Opened, Standard};
    let instances = what
        .iter()
        .map(|name| OpenInstance {
            summary: InstanceSummary {
                name: name.clone(),
                vendor: name.clone(),
                title: "a stand-in".to_owned(),
                auth: "basic".to_owned(),
                username: "sis".to_owned(),
                endpoints: vec![EndpointSummary {
                    service: "PMS".to_owned(),
                    path: format!("/{name}/pms"),
                    wsdl: format!("/{name}/pms?wsdl"),
                    operations: vec!["readPerson".to_owned()],
                }],
            },
            password: crate::base::Secret::new("mocklms"),
            standard: Standard::Lis,
        })
        .collect();
    Ok(Opened {
        session: Arc::new(Session::stub("default", options.journal)),
        instances,
    })
}
