//! The first thing `serve` prints: for people how to talk to it, for programs one JSON object.

use std::fmt::Write as _;
use std::net::SocketAddr;

use serde_json::json;

use super::open::OpenInstance;
use super::sample::curl;
use super::style::{FAINT, GOOD, LITERAL, STRONG};
use super::tls::Https;
use crate::admin::Token;
use crate::base::text::visible;

/// What is told.
pub(super) struct Greeting<'a> {
    pub(super) instances: &'a [OpenInstance],
    pub(super) addr: SocketAddr,
    pub(super) admin: SocketAddr,
    pub(super) token: Option<&'a Token>,
    pub(super) record: Option<&'a str>,
    pub(super) https: Option<&'a Https>,
}

/// The address under which a socket is reached from this machine.
pub(super) fn url(https: bool, addr: SocketAddr) -> String {
    let mut addr = addr;
    if addr.ip().is_unspecified() {
        let loopback = match addr {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        };
        addr.set_ip(loopback);
    }
    let scheme = if https { "https" } else { "http" };
    format!("{scheme}://{addr}")
}

/// What a client on the command line is given to trust.
struct Ca {
    file: String,
    /// How to get that file first.
    fetch: Option<String>,
}

impl Greeting<'_> {
    fn url(&self, addr: SocketAddr) -> String {
        url(self.https.is_some(), addr)
    }

    /// Where the CA is served, for those who do not trust it yet.
    fn ca_url(&self) -> String {
        format!("{}/__admin/v1/ca.pem", url(false, self.admin))
    }

    fn ca(&self, https: &Https) -> Option<Ca> {
        https.tls.ca_pem()?;
        let file = https
            .ca_file
            .as_ref()
            .map(|path| path.display().to_string());
        let fetch = match file {
            Some(_) => None,
            None => Some(format!("curl -sS -o mocklms-ca.pem {}", self.ca_url())),
        };
        Some(Ca {
            file: file.unwrap_or_else(|| "mocklms-ca.pem".to_owned()),
            fetch,
        })
    }

    /// One JSON object on one line.
    pub(super) fn json(&self) -> String {
        let url = self.url(self.addr);
        let instances: Vec<_> = self
            .instances
            .iter()
            .map(|instance| {
                let summary = &instance.summary;
                let endpoints: Vec<_> = summary
                    .endpoints
                    .iter()
                    .map(|e| {
                        json!({
                            "service": e.service,
                            "url": format!("{url}{}", e.path),
                            "wsdl": format!("{url}{}", e.wsdl),
                        })
                    })
                    .collect();
                json!({
                    "name": summary.name,
                    "vendor": summary.vendor,
                    "auth": summary.auth,
                    "username": summary.username,
                    "password": instance.password.reveal(),
                    "endpoints": endpoints,
                })
            })
            .collect();
        let mut object = json!({
            "ready": true,
            "url": url,
            "admin_url": self.url(self.admin),
            "version": env!("CARGO_PKG_VERSION"),
            "instances": instances,
        });
        if let Some(https) = self.https {
            object["tls"] = json!({
                "fingerprint_sha256": https.tls.fingerprint(),
                "ca_url": https.tls.ca_pem().map(|_| self.ca_url()),
                "ca_file": https.ca_file,
            });
        }
        if let Some(token) = self.token {
            object["admin_token"] = token.reveal().into();
        }
        if let Some(record) = self.record {
            object["record"] = record.into();
        }
        format!("{object}\n")
    }

    /// Lines for people.
    pub(super) fn text(&self) -> String {
        let base = self.url(self.addr);
        let mut out = format!(
            "{GOOD}ready{GOOD:#}  {STRONG}mocklms {}{STRONG:#} at {LITERAL}{base}{LITERAL:#}\n",
            env!("CARGO_PKG_VERSION")
        );
        let wide = self
            .instances
            .iter()
            .flat_map(|i| &i.summary.endpoints)
            .map(|e| e.service.len())
            .max()
            .unwrap_or(0)
            .max("login".len());
        for instance in self.instances {
            let summary = &instance.summary;
            _ = writeln!(
                out,
                "\n{STRONG}{}{STRONG:#}  {FAINT}{}{FAINT:#}",
                visible(&summary.name),
                visible(&summary.title)
            );
            for endpoint in &summary.endpoints {
                _ = writeln!(
                    out,
                    "  {:wide$}  {base}{}",
                    endpoint.service,
                    visible(&endpoint.path),
                );
            }
            _ = writeln!(
                out,
                "  {:wide$}  {FAINT}of each: add ?wsdl{FAINT:#}",
                "WSDL"
            );
            if summary.auth == "off" {
                _ = writeln!(out, "  {:wide$}  none needed", "login");
            } else {
                let way = match summary.auth {
                    "username_token" => "WS-Security UsernameToken",
                    _ => "HTTP Basic",
                };
                _ = writeln!(
                    out,
                    "  {:wide$}  user {STRONG}{}{STRONG:#}  password {STRONG}{}{STRONG:#}  {FAINT}{way}{FAINT:#}",
                    "login",
                    visible(&summary.username),
                    visible(instance.password.reveal()),
                );
            }
        }
        let ca = self.https.and_then(|https| self.ca(https));
        let file = ca.as_ref().map(|ca| ca.file.as_str());
        if let Some(line) = self.instances.iter().find_map(|i| curl(i, &base, file)) {
            _ = writeln!(
                out,
                "\nTry it (nobody is there yet, and the answer says so):"
            );
            let fetch = ca.as_ref().and_then(|ca| ca.fetch.as_deref());
            for line in fetch.into_iter().chain([&*line]) {
                _ = writeln!(out, "{LITERAL}{}{LITERAL:#}", visible(line));
            }
        }
        out.push('\n');
        if let Some(https) = self.https {
            let (whose, where_) = match &ca {
                Some(_) => ("CA", self.ca_url()),
                None => ("certificate", "http:// answers on the same port".to_owned()),
            };
            _ = writeln!(
                out,
                "{FAINT}https{FAINT:#}   {whose} SHA-256 {}\n        {where_}",
                https.tls.fingerprint()
            );
        }
        let admin = self.url(self.admin);
        _ = writeln!(out, "{FAINT}page{FAINT:#}    {admin}/");
        if let Some(token) = self.token {
            _ = writeln!(
                out,
                "{FAINT}token{FAINT:#}   {}  (other machines can reach this port: admin calls need `Authorization: Bearer`)",
                visible(token.reveal())
            );
        }
        if let Some(record) = self.record {
            _ = writeln!(out, "{FAINT}record{FAINT:#}  {}", visible(record));
        }
        _ = writeln!(out, "{FAINT}stop{FAINT:#}    Ctrl-C\n");
        out
    }
}
