//! Calls that LMSs make, and what they do on their own: which calls are allowed, who carries them, who is told.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Lent, Session};
use crate::engine::{Arrival, Exchange, Outgoing};
use crate::wire::Request;

/// How many calls one round makes at most. Two doubles that call each other for ever are cut short, not followed.
const ROUND: usize = 10_000;

/// How much of its own work a session remembers for whoever wants to be told; nobody may ever ask.
const UNTOLD: usize = 1_000;

/// Whoever carries calls out of the program.
pub trait Courier: Debug + Send + Sync {
    /// Makes a call and waits for what comes of it. The address has been found to be covered by one of `allowed`; they are
    /// handed over for what can only be seen on the way.
    fn carry(&self, request: &Request, allowed: &[String]) -> Arrival;
}

/// Carries nothing: for sessions that live in memory only.
#[derive(Clone, Copy, Debug)]
pub struct NoCourier;

impl Courier for NoCourier {
    fn carry(&self, _request: &Request, _allowed: &[String]) -> Arrival {
        Err("nothing here makes calls to the outside".to_owned())
    }
}

/// Background work that was done while somebody waited for something else, and that nobody has been told of yet.
#[derive(Debug, Default)]
pub(super) struct Untold(Mutex<VecDeque<Arc<Exchange>>>);

impl Untold {
    fn add(&self, exchange: Arc<Exchange>) {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if list.len() == UNTOLD {
            list.pop_front();
        }
        list.push_back(exchange);
    }

    fn is_empty(&self) -> bool {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.is_empty()
    }

    fn tell(&self, seen: &mut dyn FnMut(&Arc<Exchange>)) {
        let list = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        list.iter().for_each(seen);
    }
}

impl Session {
    /// Carries out the background work that has become due, instance by instance.
    pub fn catch_up(&self) {
        for double in &self.instances {
            while double.due().is_some_and(|due| due <= self.clock.peek()) {
                let lent = Lent(&self.around, &self.clock);
                let Some(exchange) = double.background(&lent) else {
                    break;
                };
                self.untold.add(self.keep(exchange));
            }
        }
    }

    /// Whether [`Session::work`] would find something to do. Costs next to nothing.
    pub fn has_work(&self) -> bool {
        let now = self.clock.peek();
        let mut doubles = self.instances.iter();
        doubles.any(|double| double.waiting() || double.due().is_some_and(|due| due <= now))
            || !self.untold.is_empty()
    }

    /// Makes the calls that wait to be made, until none is left, and does what becomes due meanwhile. Blocks while others
    /// answer. `seen` is told of every exchange that an LMS began, those included that have happened since the last time.
    pub fn work(&self, seen: &mut dyn FnMut(&Arc<Exchange>)) {
        for _ in 0..ROUND {
            self.catch_up();
            self.untold.tell(seen);
            let mut idle = true;
            for double in &self.instances {
                for outgoing in double.outgoing() {
                    idle = false;
                    let (arrival, inside) = self.carry(&double.common().outgoing, &outgoing);
                    let lent = Lent(&self.around, &self.clock);
                    let exchange = double.arrived(&lent, outgoing, arrival);
                    if let Some(inside) = inside {
                        seen(&inside);
                    }
                    seen(&self.keep(exchange));
                }
            }
            if idle {
                return;
            }
        }
    }

    /// What comes of a call, and the exchange it led to when it was for another LMS of this session.
    fn carry(&self, allowed: &[String], outgoing: &Outgoing) -> (Arrival, Option<Arc<Exchange>>) {
        let target = &outgoing.request.target;
        if !allowed.iter().any(|prefix| covers(prefix, target)) {
            let reason =
                format!("{target} is not allowed: add a prefix of it to the setting `outgoing`");
            return (Err(reason), None);
        }
        if target.starts_with("/i/") {
            let exchange = self.handle(outgoing.request.clone());
            return (Ok(exchange.reply.clone()), Some(exchange));
        }
        (self.courier.carry(&outgoing.request, allowed), None)
    }
}

/// Whether an allowed prefix covers an address: up to a boundary, and without a way back up.
fn covers(prefix: &str, target: &str) -> bool {
    let Some(rest) = target.strip_prefix(prefix) else {
        return false;
    };
    let boundary = prefix.ends_with('/') || rest.is_empty() || rest.starts_with(['/', '?', '#']);
    let path = target.split(['?', '#']).next().unwrap_or("");
    let climbs = path.split(['/', '\\']).any(|step| {
        let step = step.to_ascii_lowercase().replace("%2e", ".");
        step == ".." || step.contains("%2f") || step.contains("%5c")
    });
    !prefix.is_empty() && boundary && !climbs
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_prefix_ends_at_a_boundary() {
        for (prefix, target, expected) in [
            ("http://sis.example", "http://sis.example/out/a.xml", true),
            ("http://sis.example", "http://sis.example", true),
            ("http://sis.example", "http://sis.example?a", true),
            ("http://sis.example", "http://sis.example.evil/a", false),
            ("http://sis.example", "http://sis.example@evil/a", false),
            ("http://sis.example:80/", "http://sis.example:8080/a", false),
            ("file:bulk/", "file:bulk/persons.xml", true),
            ("file:bulk/", "file:bulk/../secret", false),
            ("file:bulk/", "file:bulk/%2E%2e/secret", false),
            ("file:bulk/", "file:bulk/..%2fsecret", false),
            ("file:bulk/", "file:bulk/a%5C..%5Csecret", false),
            ("file:bulk/", "file:bulk/..\\secret", false),
            ("/i/sis", "/i/sis/lis/bdems", true),
            ("/i/sis", "/i/sister/lis/bdems", false),
            ("", "http://anything/", false),
        ] {
            assert_eq!(covers(prefix, target), expected, "{prefix} {target}");
        }
    }
}
