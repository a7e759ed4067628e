//! The living sessions, by name.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use dashmap::{DashMap, DashSet};

use crate::session::Session;
use crate::wire::Trouble;

/// The default session at the plain paths, and any number of others at `/s/<name>/…`.
///
/// A session is cloned out of the map at once; nothing holds on to the map while a request is handled.
#[derive(Debug)]
pub struct Sessions {
    /// Swapped when the scenario file that is served changes.
    default: RwLock<Arc<Session>>,
    named: DashMap<Box<str>, Arc<Session>>,
    /// Names that were in use once: a late request to one is a stray, not a typing mistake.
    ended: DashSet<Box<str>>,
    strays: AtomicU64,
}

impl Sessions {
    /// A server's sessions, the default one to begin with.
    pub fn new(default: Arc<Session>) -> Self {
        Self {
            default: RwLock::new(default),
            named: DashMap::new(),
            ended: DashSet::new(),
            strays: AtomicU64::new(0),
        }
    }

    /// The session at the plain paths.
    pub fn default(&self) -> Arc<Session> {
        Arc::clone(&self.default.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another session at the plain paths, whole: requests under way finish on the old one.
    pub fn swap_default(&self, session: Arc<Session>) {
        *self.default.write().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// The session of that name; `default` is the default one.
    pub fn get(&self, name: &str) -> Option<Arc<Session>> {
        if name == "default" {
            return Some(self.default());
        }
        self.named.get(name).map(|found| Arc::clone(&found))
    }

    /// The names in use, the default one first, the others in their order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.named.iter().map(|s| s.key().to_string()).collect();
        names.sort_unstable();
        names.insert(0, "default".to_owned());
        names
    }

    /// The sessions in which something is to be done that no request asks for.
    pub(super) fn with_work(&self) -> Vec<Arc<Session>> {
        let named = self.named.iter();
        let named = named.filter(|s| s.has_work()).map(|s| Arc::clone(&s));
        let default = Some(self.default()).filter(|s| s.has_work());
        default.into_iter().chain(named).collect()
    }

    /// Opens a session under its name. False when the name is taken.
    pub fn open(&self, session: Arc<Session>) -> bool {
        if session.name == "default" {
            return false;
        }
        match self.named.entry(session.name.as_str().into()) {
            dashmap::Entry::Occupied(_) => false,
            dashmap::Entry::Vacant(vacant) => {
                self.ended.remove(session.name.as_str());
                vacant.insert(session);
                true
            }
        }
    }

    /// Ends a session; requests that come later are answered with 410 and counted. `None` when there is none.
    pub fn end(&self, name: &str) -> Option<Arc<Session>> {
        let (name, session) = self.named.remove(name)?;
        self.ended.insert(name);
        Some(session)
    }

    /// How many requests came for sessions that were over.
    pub fn strays(&self) -> u64 {
        self.strays.load(Ordering::Relaxed)
    }

    /// The session a request is for. Where there is none the default one records it, with the reason.
    pub(super) fn route(&self, target: &str) -> (Arc<Session>, Option<Trouble>) {
        let Some(rest) = target.strip_prefix("/s/") else {
            return (self.default(), None);
        };
        let name = rest.split(['/', '?']).next().unwrap_or("");
        match self.get(name) {
            Some(session) => (session, None),
            None if self.ended.contains(name) => {
                self.strays.fetch_add(1, Ordering::Relaxed);
                (self.default(), Some(Trouble::SessionEnded))
            }
            None => (self.default(), Some(Trouble::NoSession)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::JournalLimits;

    fn session(name: &str) -> Arc<Session> {
        Arc::new(Session::stub(name, JournalLimits::default()))
    }

    #[test]
    fn paths_lead_to_sessions() {
        let sessions = Sessions::new(session("default"));
        assert!(sessions.open(session("a")));
        assert!(!sessions.open(session("a")) && !sessions.open(session("default")));
        let to = |target| {
            let (session, trouble) = sessions.route(target);
            (session.name.clone(), trouble)
        };
        assert_eq!(to("/lis/pms"), ("default".to_owned(), None));
        assert_eq!(to("/s/a/lis/pms?wsdl"), ("a".to_owned(), None));
        assert_eq!(to("/s/a?wsdl"), ("a".to_owned(), None));
        assert_eq!(
            to("/s/b/x"),
            ("default".to_owned(), Some(Trouble::NoSession))
        );
        assert!(sessions.end("a").is_some() && sessions.end("a").is_none());
        assert_eq!(
            to("/s/a/lis"),
            ("default".to_owned(), Some(Trouble::SessionEnded))
        );
        assert_eq!(sessions.strays(), 1);
        assert!(sessions.open(session("a")));
        assert_eq!(to("/s/a/lis"), ("a".to_owned(), None));
        assert_eq!(sessions.names(), ["default", "a"]);
    }
}
