//! The admin paths, asked without a socket.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{AdminDesk, Guard};
use crate::base::{Limits, Masker};
use crate::journal::JournalLimits;
use crate::server::{App, Desk as _, Log, Sessions, Stop};
use crate::session::Session;
use crate::wire::Request;

struct Bench {
    app: App,
    desk: AdminDesk,
}

fn desk() -> AdminDesk {
    AdminDesk {
        guard: Guard { token: None },
        keep_secrets: false,
        masker: Masker::default(),
    }
}

fn bench() -> Bench {
    let session = Session::stub("default", JournalLimits::default());
    Bench {
        app: App {
            sessions: Sessions::new(Arc::new(session)),
            limits: Limits::default(),
            tls: None,
            log: Log::silent(),
            stop: Stop::default(),
            desk: Box::new(desk()),
        },
        desk: desk(),
    }
}

impl Bench {
    fn ask(&self, method: &str, target: &str) -> (u16, Json) {
        let mut request = Request::post(target, &[("Host", "localhost")], "");
        request.method = method.to_owned();
        let reply = self.desk.answer(&self.app, &request, false);
        let json = serde_json::from_slice(&reply.body).unwrap();
        (reply.status, json)
    }

    fn send(&self, body: &str) {
        let request = Request::post("/x", &[("Authorization", "Basic YTpi")], body.to_owned());
        self.app.sessions.default().handle(request);
    }
}

#[test]
fn the_journal_is_shown_in_parts_and_masked() {
    let bench = bench();
    bench.send("<password>hidden</password>");
    bench.send("<password>hidden</password>");
    let (status, json) = bench.ask("GET", "/__admin/v1/journal?since=1&limit=5");
    assert_eq!(status, 200);
    let entries = json["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["seq"], 2);
    assert!(!json.to_string().contains("hidden") && !json.to_string().contains("YTpi"));
    let (_, first) = bench.ask("GET", "/__admin/v1/journal/1");
    assert_eq!(first["request_body"], entries[0]["request_body"]);
    let (_, latest) = bench.ask("GET", "/__admin/v1/journal/latest");
    assert_eq!(latest["seq"], 2);
}

#[test]
fn mistakes_are_problem_documents() {
    let bench = bench();
    let cases = [
        (
            "GET",
            "/__admin/v1/journal/7",
            404,
            "nothing has arrived yet",
        ),
        ("GET", "/__admin/v1/nothing", 404, "GET /__admin/v1/health"),
        ("POST", "/__admin/v1/health", 405, "takes GET"),
        ("GET", "/__admin/v1/journal?since=x", 400, "`since=x`"),
        (
            "GET",
            "/__admin/v1/state?session=x",
            404,
            "there are default",
        ),
        ("GET", "/__admin/v1/journal/", 404, "is unknown"),
        ("POST", "/", 404, "no service answers"),
    ];
    for (method, target, status, detail) in cases {
        let (got, json) = bench.ask(method, target);
        assert_eq!(got, status, "{target}");
        assert_eq!(json["status"], status);
        assert!(json["detail"].as_str().unwrap().contains(detail), "{json}");
    }
}

#[tokio::test]
async fn shutdown_stops_the_server() {
    let bench = bench();
    assert_eq!(bench.ask("POST", "/__admin/v1/shutdown").0, 202);
    bench.app.stop.stopped().await;
}
