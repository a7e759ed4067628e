//! A Brightspace in a session of its own, without a socket, on a clock that stands still.

use std::sync::Arc;

use bytes::Bytes;
use indexmap::IndexMap;
use mocklms::base::{Clock, Limits, Time, Value};
use mocklms::engine::Exchange;
use mocklms::journal::JournalLimits;
use mocklms::session::{InstanceSpec, Opening, Session};
use mocklms::vendor::brightspace;
use mocklms::wire::Request;

/// The path of the person service.
pub(crate) const PMS: &str = "/d2l/im/ipsis/lis/pmsv2p0/PersonManagementServices.svc";

/// A session as [`Session::open`] wants it, with everything but the instance by default.
pub(crate) fn opening() -> Opening {
    Opening {
        name: "default".to_owned(),
        clock: Clock::fixed(Time::parse("2026-01-05T08:00:00Z").expect("it is a time")),
        seed: 1,
        limits: Limits::default(),
        journal: JournalLimits::default(),
        courier: Arc::new(mocklms::session::NoCourier),
    }
}

/// A session with one instance `d2l`.
pub(crate) fn open_with(
    settings: &Value,
    quirks: &IndexMap<String, bool>,
    seed: &Value,
) -> Session {
    let spec = InstanceSpec {
        name: "d2l",
        vendor: &brightspace::INFO,
        settings,
        quirks,
        seed,
    };
    Session::open(opening(), [spec]).expect("the seed fits")
}

/// The same with nothing said and nobody in it.
pub(crate) fn open() -> Session {
    settings(&[])
}

/// The same with settings; `credentials.username` is two maps.
pub(crate) fn settings(pairs: &[(&str, &str)]) -> Session {
    open_with(&values(pairs), &IndexMap::new(), &Value::map())
}

/// A map of texts from dotted paths of at most two steps.
pub(crate) fn values(pairs: &[(&str, &str)]) -> Value {
    let mut out = Value::map();
    for (path, text) in pairs {
        match path.split_once('.') {
            None => out.insert(*path, Value::text(*text)),
            Some((outer, inner)) => {
                let mut map = out.get(outer).cloned().unwrap_or_else(Value::map);
                map.insert(inner, Value::text(*text));
                out.insert(outer, map);
            }
        }
    }
    out
}

/// Sends a body as a well-behaved client would.
pub(crate) fn send(session: &Session, body: impl Into<Bytes>) -> Arc<Exchange> {
    session.handle(Request::post(
        PMS,
        &[("Content-Type", "text/xml; charset=utf-8")],
        body,
    ))
}

/// The state of the one instance.
pub(crate) fn state(session: &Session) -> Value {
    session.state().remove(0).1
}
