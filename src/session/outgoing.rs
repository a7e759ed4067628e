//! Calls that LMSs make: which are allowed, who carries them, and what the journal says about them.

use std::fmt::Debug;
use std::sync::Arc;

use super::{Lent, Session};
use crate::engine::{Arrival, Exchange, Outgoing};
use crate::wire::Request;

/// How many calls one round makes at most. Two doubles that call each other for ever are cut short, not followed.
const ROUND: usize = 10_000;

/// Whoever carries calls out of the program.
pub trait Courier: Debug + Send + Sync {
    /// Makes a call and waits for what comes of it.
    fn carry(&self, request: &Request) -> Arrival;
}

/// Carries nothing: for sessions that live in memory only.
#[derive(Clone, Copy, Debug)]
pub struct NoCourier;

impl Courier for NoCourier {
    fn carry(&self, _request: &Request) -> Arrival {
        Err("nothing here makes calls to the outside".to_owned())
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
                self.keep(exchange);
            }
        }
    }

    /// Makes the calls that wait to be made, until none is left, and does what becomes due meanwhile. Blocks while others
    /// answer. `seen` is told of every exchange of ours with the outside.
    pub fn work(&self, seen: &mut dyn FnMut(&Arc<Exchange>)) {
        for _ in 0..ROUND {
            self.catch_up();
            let mut idle = true;
            for double in &self.instances {
                for outgoing in double.outgoing() {
                    idle = false;
                    let arrival = self.carry(&double.common().outgoing, &outgoing);
                    let lent = Lent(&self.around, &self.clock);
                    let exchange = double.arrived(&lent, outgoing, arrival);
                    seen(&self.keep(exchange));
                }
            }
            if idle {
                return;
            }
        }
    }

    fn carry(&self, allowed: &[String], outgoing: &Outgoing) -> Arrival {
        let target = &outgoing.request.target;
        if !allowed.iter().any(|prefix| covers(prefix, target)) {
            return Err(format!(
                "{target} is not allowed: add a prefix of it to the setting `outgoing`"
            ));
        }
        if target.starts_with("/i/") {
            let exchange = self.handle(outgoing.request.clone());
            return Ok(exchange.reply.clone());
        }
        self.courier.carry(&outgoing.request)
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
            ("/i/sis", "/i/sis/lis/bdems", true),
            ("/i/sis", "/i/sister/lis/bdems", false),
            ("", "http://anything/", false),
        ] {
            assert_eq!(covers(prefix, target), expected, "{prefix} {target}");
        }
    }
}
