//! A session: the instances of one run with their journal and clock. Synchronous and free of sockets, so that the
//! server, scenario runs, tests and benches all drive the same thing.

mod outgoing;
mod provenance;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indexmap::IndexMap;

use crate::base::clock::Stopwatch;
use crate::base::{Clock, Limits, Value};
use crate::engine::{Double, Ending, Exchange, ExchangeKind, Surroundings, Trace, VendorInfo};
use crate::journal::{Entry, Journal, JournalLimits};
use crate::wire::{Reply, Request, Trouble};

pub use outgoing::{Courier, NoCourier};

/// One isolated run.
#[derive(Debug)]
pub struct Session {
    /// Its name: `default`, or the one in `/s/<name>/…`.
    pub name: String,
    /// Its clock.
    pub clock: Clock,
    /// What was exchanged.
    pub journal: Journal,
    around: Around,
    /// Who carries the calls that its LMSs make.
    courier: Arc<dyn Courier>,
    untold: outgoing::Untold,
    /// In the order of the scenario.
    instances: Vec<Box<dyn Double>>,
    by_name: HashMap<String, usize>,
}

/// What instances see of the session.
#[derive(Debug)]
struct Around {
    seq: AtomicU64,
    seed: u64,
    limits: Limits,
}

/// [`Around`] with the session's clock.
struct Lent<'s>(&'s Around, &'s Clock);

impl Surroundings for Lent<'_> {
    fn clock(&self) -> &Clock {
        self.1
    }

    fn next_seq(&self) -> u64 {
        self.0.seq.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn seed(&self) -> u64 {
        self.0.seed
    }

    fn limits(&self) -> &Limits {
        &self.0.limits
    }
}

/// How a session is opened.
#[derive(Debug)]
pub struct Opening {
    /// Its name.
    pub name: String,
    /// Its clock.
    pub clock: Clock,
    /// The seed of its randomness.
    pub seed: u64,
    /// Limits on requests.
    pub limits: Limits,
    /// How much its journal keeps.
    pub journal: JournalLimits,
    /// Who carries the calls that its LMSs make.
    pub courier: Arc<dyn Courier>,
}

impl Opening {
    /// The default session in real time.
    pub fn real_time() -> Self {
        Self {
            name: "default".to_owned(),
            clock: Clock::real(),
            seed: 1,
            limits: Limits::default(),
            journal: JournalLimits::default(),
            courier: Arc::new(NoCourier),
        }
    }
}

/// What an instance is to be.
#[derive(Debug)]
pub struct InstanceSpec<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its vendor.
    pub vendor: &'static VendorInfo,
    /// `settings:`, checked.
    pub settings: &'s Value,
    /// `quirks:`, checked.
    pub quirks: &'s IndexMap<String, bool>,
    /// `seed:`, checked against the tables.
    pub seed: &'s Value,
}

impl Session {
    /// Opens a session with its instances, seeded.
    ///
    /// # Errors
    ///
    /// What a vendor found wrong with a seed, with the instance's name.
    pub fn open<'s>(
        opening: Opening,
        specs: impl IntoIterator<Item = InstanceSpec<'s>>,
    ) -> Result<Self, String> {
        let mut session = Self {
            name: opening.name,
            clock: opening.clock,
            journal: Journal::new(opening.journal),
            courier: opening.courier,
            untold: outgoing::Untold::default(),
            around: Around {
                seq: AtomicU64::new(0),
                seed: opening.seed,
                limits: opening.limits,
            },
            instances: Vec::new(),
            by_name: HashMap::new(),
        };
        for spec in specs {
            let double = (spec.vendor.open)(spec.name, spec.settings, spec.quirks);
            double
                .seed(&Lent(&session.around, &session.clock), spec.seed)
                .map_err(|reason| format!("seed of {}: {reason}", spec.name))?;
            session
                .by_name
                .insert(spec.name.to_owned(), session.instances.len());
            session.instances.push(double);
        }
        Ok(session)
    }

    /// The instances, in the order of the scenario.
    pub fn instances(&self) -> impl Iterator<Item = &dyn Double> {
        self.instances.iter().map(|double| &**double)
    }

    /// The instance of that name.
    pub fn instance(&self, name: &str) -> Option<&dyn Double> {
        self.by_name.get(name).map(|n| &*self.instances[*n])
    }

    /// Meets one request: finds the instance, lets it answer, journals the exchange before returning.
    pub fn handle(&self, request: Request) -> Arc<Exchange> {
        let watch = Stopwatch::start();
        self.catch_up();
        let lent = Lent(&self.around, &self.clock);
        let stray = match request.trouble {
            Some(Trouble::NoSession) => Some((404, "404: there is no session of that name\n")),
            Some(Trouble::SessionEnded) => Some((410, "410: that session is over\n")),
            _ => None,
        };
        let mut exchange = if let Some((status, text)) = stray {
            self.unanswered(request, ExchangeKind::NotServed, Reply::text(status, text))
        } else {
            let (start, end, found) = self.route(request.path());
            if let Some(double) = found {
                let target = request.path();
                let (prefix, path) = (target[..start].to_owned(), target[start..end].to_owned());
                double.handle(&lent, request, &prefix, &path)
            } else {
                let text = self.no_such_path(request.path());
                self.unanswered(request, ExchangeKind::NotServed, Reply::text(404, text))
            }
        };
        exchange.micros = watch.micros();
        self.keep(exchange)
    }

    /// Records what was no HTTP at all.
    pub fn not_http(&self, caller: &str, reason: &str, head: &[u8]) -> Arc<Exchange> {
        let mut request = Request::post("", &[], head.to_vec());
        request.method = String::new();
        request.caller = Some(caller.into());
        let mut exchange = self.unanswered(request, ExchangeKind::NotHttp, Reply::text(0, ""));
        exchange.ending = Ending::Plain(reason.to_owned().into());
        self.keep(exchange)
    }

    /// Carries an administrator step out.
    ///
    /// # Errors
    ///
    /// Why it cannot be carried out, for people.
    pub fn admin(
        &self,
        instance: &str,
        step: &str,
        arguments: &[(&str, &str)],
    ) -> Result<Arc<Exchange>, String> {
        let double = self
            .instance(instance)
            .ok_or_else(|| format!("there is no instance '{instance}'"))?;
        let info = double.info().admin.iter().find(|info| info.name == step);
        let info = info
            .ok_or_else(|| format!("{} has no administrator step '{step}'", double.info().title))?;
        self.catch_up();
        let exchange = double.admin(&Lent(&self.around, &self.clock), info.name, arguments)?;
        Ok(self.keep(exchange))
    }

    /// Moves the clock forward; what becomes due on the way is done.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.catch_up();
    }

    /// What was exchanged, as it is judged and shown.
    pub fn entries(&self) -> Vec<Entry> {
        self.catch_up();
        self.journal.entries()
    }

    /// The state of every instance, in the vendor's own words.
    pub fn state(&self) -> Vec<(String, Value)> {
        self.catch_up();
        self.instances()
            .map(|double| (double.name().to_owned(), double.state()))
            .collect()
    }

    /// How many exchanges the journal had to let go.
    pub fn evicted(&self) -> u64 {
        self.journal.evicted()
    }

    fn keep(&self, exchange: Exchange) -> Arc<Exchange> {
        let exchange = Arc::new(exchange);
        self.journal.push(Arc::clone(&exchange));
        exchange
    }

    /// The instance a path leads to, and where in the path its own part begins and ends.
    fn route(&self, path: &str) -> (usize, usize, Option<&dyn Double>) {
        let mut start = 0;
        if let Some(rest) = path.strip_prefix("/s/") {
            start = path.len() - rest.len() + rest.find('/').unwrap_or(rest.len());
        }
        let rest = &path[start..];
        if let Some(named) = rest.strip_prefix("/i/") {
            let name = named.split('/').next().unwrap_or("");
            return (start + 3 + name.len(), path.len(), self.instance(name));
        }
        // The first of its vendor also answers at the plain paths.
        let found = self
            .instances()
            .find(|double| double.service_at(rest).is_some());
        (start, path.len(), found)
    }

    fn no_such_path(&self, path: &str) -> String {
        let mut text = format!("404: nothing is served at {path}\n\nServices:\n");
        for double in self.instances() {
            for endpoint in double.info().endpoints {
                let service = endpoint.service.abbreviation();
                let name = double.name();
                _ = writeln!(text, "  {name} {service}: /i/{name}{}", endpoint.path);
            }
        }
        text
    }

    fn unanswered(&self, request: Request, kind: ExchangeKind, reply: Reply) -> Exchange {
        Exchange {
            seq: self.around.seq.fetch_add(1, Ordering::Relaxed) + 1,
            time: self.clock.now(),
            instance: Arc::from(""),
            vendor: None,
            kind,
            request,
            operation: None,
            id: None,
            outer_id: None,
            about: None,
            findings: Vec::new(),
            trace: Trace::default(),
            changes: Vec::new(),
            ending: Ending::Plain(reply.status.to_string().into()),
            reply,
            micros: 0,
        }
    }
}

#[cfg(test)]
impl Session {
    /// A session with one Brightspace, for tests of what is around it.
    pub(crate) fn stub(name: &str, journal: JournalLimits) -> Self {
        let opening = Opening {
            name: name.to_owned(),
            journal,
            ..Opening::real_time()
        };
        let (settings, quirks) = (Value::map(), IndexMap::new());
        let spec = InstanceSpec {
            name: "d2l",
            vendor: &crate::vendor::brightspace::INFO,
            settings: &settings,
            quirks: &quirks,
            seed: &settings,
        };
        Self::open(opening, [spec]).expect("an empty seed fits")
    }
}
