//! What can be asked, as one table.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::{Guard, InstanceSummary, index};
use crate::base::Masker;
use crate::journal::{Entry, mask};
use crate::server::{App, Desk};
use crate::session::Session;
use crate::wire::{Reply, Request};

/// Answers the program's own paths.
#[derive(Debug)]
pub struct AdminDesk {
    /// Who may ask.
    pub guard: Guard,
    /// Show secrets in clear.
    pub keep_secrets: bool,
    /// One for the life of the server, so that a secret has the same number in every answer.
    pub masker: Masker,
}

struct Ask<'a> {
    desk: &'a AdminDesk,
    app: &'a App,
    request: &'a Request,
    /// What follows the route's own path.
    rest: &'a str,
}

struct Route {
    method: &'static str,
    /// A path below `/__admin/v1`; ends in `/` when more follows.
    path: &'static str,
    /// Whether it may be asked without a token: it tells nothing.
    open: bool,
    about: &'static str,
    answer: fn(&Ask<'_>) -> Answer,
}

const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/health",
        open: true,
        about: "whether the server is up",
        answer: health,
    },
    // Everybody may have it: it is shown in every handshake that it signs, and nobody trusts it unless he is told to.
    Route {
        method: "GET",
        path: "/ca.pem",
        open: true,
        about: "the CA that clients must trust for HTTPS, with --tls",
        answer: ca,
    },
    Route {
        method: "GET",
        path: "/instances",
        open: false,
        about: "the LMSs stood in for, their endpoints and operations (?session=)",
        answer: instances,
    },
    Route {
        method: "GET",
        path: "/state",
        open: false,
        about: "what each LMS holds (?session=)",
        answer: state,
    },
    Route {
        method: "GET",
        path: "/provenance",
        open: false,
        about: "every field of the state with who wrote it (?session=)",
        answer: provenance,
    },
    Route {
        method: "GET",
        path: "/journal",
        open: false,
        about: "exchanges in order (?session=, ?since=, ?limit=)",
        answer: journal,
    },
    Route {
        method: "GET",
        path: "/journal/",
        open: false,
        about: "one exchange: a number, or `latest` (?session=)",
        answer: journal_entry,
    },
    Route {
        method: "POST",
        path: "/shutdown",
        open: false,
        about: "finish what is under way and stop",
        answer: shutdown,
    },
];

type Answer = Result<Reply, Problem>;

/// An error, to be shown as a problem document.
struct Problem {
    status: u16,
    title: &'static str,
    detail: String,
}

impl Problem {
    fn new(status: u16, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            title,
            detail: detail.into(),
        }
    }

    fn reply(&self) -> Reply {
        let body = json!({"title": self.title, "status": self.status, "detail": self.detail});
        let mut reply = Reply::new(self.status, "application/problem+json", line(&body));
        if self.status == 401 {
            reply.headers.push(("WWW-Authenticate", "Bearer"));
        }
        reply
    }
}

impl Desk for AdminDesk {
    fn answer(&self, app: &App, request: &Request, dedicated: bool) -> Reply {
        let path = request.path();
        let mut reply = if path == "/" {
            if matches!(request.method.as_str(), "GET" | "HEAD") {
                Reply::new(
                    200,
                    "text/html; charset=utf-8",
                    index::page(&InstanceSummary::all(&app.sessions.default())),
                )
            } else {
                let detail = if dedicated {
                    "this is the admin port; the LMS answers on the other one"
                } else {
                    "no service answers at `/`; GET it for a list of the endpoints"
                };
                Problem::new(404, "not an endpoint", detail).reply()
            }
        } else {
            self.route(app, request, path)
                .unwrap_or_else(|problem| problem.reply())
        };
        reply.headers.push(("Cache-Control", "no-store"));
        reply.headers.push(("X-Content-Type-Options", "nosniff"));
        reply
    }
}

impl AdminDesk {
    fn route(&self, app: &App, request: &Request, path: &str) -> Result<Reply, Problem> {
        let found = path.strip_prefix("/__admin/v1").and_then(|below| {
            ROUTES
                .iter()
                .find_map(|route| match below.strip_prefix(route.path) {
                    Some("") if !route.path.ends_with('/') => Some((route, "")),
                    Some(rest) if route.path.ends_with('/') && !rest.is_empty() => {
                        Some((route, rest))
                    }
                    _ => None,
                })
        });
        if !found.is_some_and(|(route, _)| route.open)
            && let Err((status, title, detail)) = self.guard.check(request)
        {
            return Err(Problem::new(status, title, detail));
        }
        let Some((route, rest)) = found else {
            let known: Vec<String> = ROUTES
                .iter()
                .map(|r| format!("{} /__admin/v1{}", r.method, r.path))
                .collect();
            return Err(Problem::new(
                404,
                "no such path",
                format!("`{path}` is unknown; there are {}", known.join(", ")),
            ));
        };
        if request.method != route.method && !(request.method == "HEAD" && route.method == "GET") {
            return Err(Problem::new(
                405,
                "wrong method",
                format!("`{path}` takes {}", route.method),
            ));
        }
        (route.answer)(&Ask {
            desk: self,
            app,
            request,
            rest,
        })
    }

    fn show(&self, entry: &mut Entry) {
        if !self.keep_secrets {
            mask(entry, &self.masker);
        }
    }
}

impl Ask<'_> {
    fn parameter(&self, name: &str) -> Option<&str> {
        self.request.query()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key == name).then_some(value)
        })
    }

    fn number(&self, name: &str, default: u64) -> Result<u64, Problem> {
        let Some(text) = self.parameter(name) else {
            return Ok(default);
        };
        text.parse().map_err(|_| {
            Problem::new(
                400,
                "not a number",
                format!("`{name}={text}` is not a number"),
            )
        })
    }

    fn session(&self) -> Result<Arc<Session>, Problem> {
        let name = self.parameter("session").unwrap_or("default");
        self.app.sessions.get(name).ok_or_else(|| {
            let known = self.app.sessions.names().join(", ");
            Problem::new(
                404,
                "no such session",
                format!("there is no session `{name}`; there are {known}"),
            )
        })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "all routes have one type")]
fn health(_: &Ask<'_>) -> Answer {
    Ok(ok(
        &json!({"status": "up", "version": env!("CARGO_PKG_VERSION")}),
    ))
}

fn ca(ask: &Ask<'_>) -> Answer {
    let missing = |detail: &str| Problem::new(404, "no CA", detail);
    let tls = ask.app.tls.as_ref();
    let tls = tls.ok_or_else(|| missing("this server speaks HTTP only; start it with --tls"))?;
    let pem = tls.ca_pem().ok_or_else(|| {
        missing("the certificate was given with --tls-cert, and the last one in that file did not sign itself")
    })?;
    Ok(Reply::new(200, "application/pem-certificate-chain", pem))
}

fn instances(ask: &Ask<'_>) -> Answer {
    Ok(ok(
        &json!({"instances": InstanceSummary::all(&*ask.session()?)}),
    ))
}

fn state(ask: &Ask<'_>) -> Answer {
    let tables: Map<String, Json> = ask
        .session()?
        .state()
        .into_iter()
        .map(|(instance, state)| (instance, state.to_json(&ask.desk.masker)))
        .collect();
    Ok(ok(&Json::Object(tables)))
}

fn provenance(ask: &Ask<'_>) -> Answer {
    Ok(ok(&json!(ask.session()?.provenance())))
}

fn journal(ask: &Ask<'_>) -> Answer {
    let session = ask.session()?;
    let since = ask.number("since", 0)?;
    let limit = usize::try_from(ask.number("limit", 1000)?).unwrap_or(usize::MAX);
    let found = session.journal.since(since);
    let more = found.len() > limit;
    let entries: Vec<Entry> = found
        .iter()
        .take(limit)
        .map(|exchange| {
            let mut entry = exchange.entry();
            ask.desk.show(&mut entry);
            entry
        })
        .collect();
    Ok(ok(&json!({
        "session": session.name,
        "evicted": session.evicted(),
        "more": more,
        "entries": entries,
    })))
}

fn journal_entry(ask: &Ask<'_>) -> Answer {
    let session = ask.session()?;
    let found = if ask.rest == "latest" {
        session.journal.latest()
    } else {
        ask.rest
            .parse()
            .ok()
            .and_then(|seq| session.journal.get(seq))
    };
    let Some(exchange) = found else {
        let detail = match session.journal.latest() {
            None => "nothing has arrived yet".to_owned(),
            Some(last) => format!(
                "there is no exchange `{}`; the last is {}, and {} are no longer kept",
                ask.rest,
                last.seq,
                session.evicted()
            ),
        };
        return Err(Problem::new(404, "no such exchange", detail));
    };
    let mut entry = exchange.entry();
    ask.desk.show(&mut entry);
    Ok(ok(&json!(entry)))
}

#[expect(clippy::unnecessary_wraps, reason = "all routes have one type")]
fn shutdown(ask: &Ask<'_>) -> Answer {
    ask.app.stop.stop();
    let mut reply = ok(&json!({"status": "stopping"}));
    reply.status = 202;
    Ok(reply)
}

fn ok(json: &Json) -> Reply {
    Reply::new(200, "application/json", line(json))
}

fn line(json: &Json) -> String {
    format!("{json}\n")
}

/// The routes for people: method, path, meaning.
pub(super) fn listing() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    ROUTES
        .iter()
        .map(|r| (r.method, format!("/__admin/v1{}", r.path), r.about))
}
