//! Settings about bulk exchange, and the SIS's endpoints that Brightspace calls.

use std::time::Duration;

use super::inferred;
use crate::base::{Secret, Value};
use crate::engine::{Evidence, Kind, SettingInfo};

const fn documented(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    about: &'static str,
) -> SettingInfo {
    SettingInfo {
        evidence: Evidence::Documented,
        ..inferred(name, kind, default, about)
    }
}

const USERNAME: SettingInfo = documented("username", Kind::Text, "", "who calls");
const PASSWORD: SettingInfo = documented("password", Kind::Text, "", "with what");

/// An endpoint of the SIS.
const ENDPOINT: Kind = Kind::Group(&[
    documented(
        "url",
        Kind::Text,
        "",
        "its address, or the path of another LMS of the session: /i/<name>/…; empty for none",
    ),
    documented(
        "auth",
        Kind::OneOf(&["none", "basic", "wsse"]),
        "none",
        "how Brightspace identifies itself there",
    ),
    USERNAME,
    PASSWORD,
]);

const ENDPOINTS: Kind = Kind::Group(&[
    documented(
        "bulk",
        ENDPOINT,
        "",
        "the Bulk endpoint: takes requests for data and reports; without it no bulk exchange can be requested",
    ),
    documented(
        "bulk_file_download",
        Kind::Group(&[USERNAME, PASSWORD]),
        "",
        "the Bulk File Download endpoint: HTTP Basic credentials for fetching files; anonymous without a user name",
    ),
    documented(
        "outcome",
        ENDPOINT,
        "",
        "the Outcome endpoint: takes pushed grades",
    ),
    documented(
        "outcome2",
        ENDPOINT,
        "",
        "the Outcome 2 endpoint: takes pushed grades, too",
    ),
]);

/// What can be set.
pub(super) const SETTINGS: &[SettingInfo] = &[
    documented(
        "endpoints",
        ENDPOINTS,
        "",
        "the SIS's endpoints that Brightspace calls; `outgoing` must allow their addresses",
    ),
    inferred(
        "source_system",
        Kind::Text,
        "SIS",
        "the name of the source system that this SIS is, in the table source_systems",
    ),
    inferred(
        "bulk_answer",
        Kind::OneOf(&["success", "processing"]),
        "success",
        "the major code of the answer to announceBulkDataExchange (D2L-070)",
    ),
    inferred(
        "bulk_delay",
        Kind::Text,
        "0s",
        "how long after the announcement, in seconds of the session clock, the files are fetched (D2L-070)",
    ),
    inferred(
        "bulk_total_size",
        Kind::OneOf(&["warn", "fail"]),
        "warn",
        "what a file gets that is of another size than totalSize says: a line in the System Log, or no processing",
    ),
    SettingInfo {
        quirk: Some("D2L-075"),
        ..inferred(
            "realtime_in_bulk",
            Kind::OneOf(&["allow", "busy"]),
            "allow",
            "what a call in real time gets while the source system is in bulk mode (D2L-075)",
        )
    },
];

/// How Brightspace identifies itself at the SIS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum EndpointAuth {
    None,
    Basic,
    Wsse,
}

/// An endpoint of the SIS.
#[derive(Clone, Debug)]
pub(in super::super) struct Endpoint {
    pub(in super::super) url: String,
    pub(in super::super) auth: EndpointAuth,
    pub(in super::super) username: String,
    pub(in super::super) password: Secret,
}

/// The same as types.
#[derive(Clone, Debug)]
pub(in super::super) struct BulkSettings {
    pub(in super::super) busy_in_bulk: bool,
    pub(in super::super) source_system: String,
    /// Who calls, as far as anybody knows: the user name that callers send.
    pub(in super::super) caller: String,
    pub(in super::super) answer_processing: bool,
    pub(in super::super) delay: Duration,
    pub(in super::super) size_fails: bool,
    pub(in super::super) endpoint: Option<Endpoint>,
    /// User name and password.
    pub(in super::super) download: Option<(String, Secret)>,
    pub(in super::super) outcomes: Vec<Endpoint>,
}

impl BulkSettings {
    /// Reads settings that the loader has checked.
    pub(super) fn from_value(settings: &Value) -> Self {
        let word = |path: &str| {
            let word = settings.at(path).and_then(Value::as_text);
            word.filter(|word| !word.is_empty())
        };
        let user = |name: &str| {
            let of = |key: &str| word(&format!("endpoints.{name}.{key}")).unwrap_or("");
            (of("username").to_owned(), Secret::new(of("password")))
        };
        let endpoint = |name: &str| {
            let url = word(&format!("endpoints.{name}.url"))?.to_owned();
            let (username, password) = user(name);
            Some(Endpoint {
                url,
                auth: match word(&format!("endpoints.{name}.auth")) {
                    Some("basic") => EndpointAuth::Basic,
                    Some("wsse") => EndpointAuth::Wsse,
                    _ => EndpointAuth::None,
                },
                username,
                password,
            })
        };
        let outcomes = [endpoint("outcome"), endpoint("outcome2")];
        Self {
            busy_in_bulk: word("realtime_in_bulk") == Some("busy"),
            source_system: word("source_system").unwrap_or("SIS").to_owned(),
            caller: word("credentials.username").unwrap_or("sis").to_owned(),
            answer_processing: word("bulk_answer") == Some("processing"),
            delay: word("bulk_delay").and_then(seconds).unwrap_or_default(),
            size_fails: word("bulk_total_size") == Some("fail"),
            endpoint: endpoint("bulk"),
            download: Some(user("bulk_file_download")).filter(|(name, _)| !name.is_empty()),
            outcomes: outcomes.into_iter().flatten().collect(),
        }
    }
}

/// `90s`.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    Some(Duration::from_secs(text.strip_suffix('s')?.parse().ok()?))
}
