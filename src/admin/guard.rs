//! Who may ask.

use std::fmt;
use std::net::IpAddr;

use crate::base::Secret;
use crate::wire::Request;

/// What must be shown when the port can be reached from other machines.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(<redacted>)")
    }
}

impl Token {
    /// A token somebody chose.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(Secret::new(text))
    }

    /// The token itself, to be printed once for whoever started the server.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// Compares without telling by its time how much was right.
    fn is(&self, other: &str) -> bool {
        let (a, b) = (self.0.reveal().as_bytes(), other.as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
    }
}

/// Decides who may use the admin paths.
#[derive(Clone, Debug)]
pub struct Guard {
    /// `None` on loopback.
    pub token: Option<Token>,
}

/// Why somebody may not: status, title, detail.
pub(super) type Refusal = (u16, &'static str, String);

impl Guard {
    /// Checks a request.
    pub(super) fn check(&self, request: &Request) -> Result<(), Refusal> {
        let host = request.header("host").unwrap_or("");
        if let Some(site) = request.header("sec-fetch-site")
            && !matches!(site, "same-origin" | "none")
        {
            return Err(forbidden(format!(
                "a web page from elsewhere sent this (Sec-Fetch-Site: {site})"
            )));
        }
        if let Some(origin) = request.header("origin") {
            let authority = origin.split_once("://").map(|(_, rest)| rest);
            if authority.is_none_or(|a| !a.eq_ignore_ascii_case(host)) {
                return Err(forbidden(format!(
                    "a web page from elsewhere sent this (Origin: {origin})"
                )));
            }
        }
        match &self.token {
            // The token keeps out what the Host check keeps out, and other machines call this one by any name.
            Some(token) => match bearer(request) {
                Some(shown) if token.is(shown) => Ok(()),
                Some(_) => Err((401, "wrong token", "the bearer token is not the one printed at the start".to_owned())),
                None => Err((
                    401,
                    "token required",
                    "send `Authorization: Bearer <token>`; the token was printed when the server started".to_owned(),
                )),
            },
            None if is_loopback_name(host) => Ok(()),
            None => Err(forbidden(format!(
                "the Host header `{host}` is no name of this machine; use localhost or 127.0.0.1"
            ))),
        }
    }
}

fn forbidden(detail: String) -> Refusal {
    (403, "forbidden", detail)
}

fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// `localhost`, `*.localhost`, `127.0.0.1`, `[::1]`, each with or without a port. HTTP/1.0 clients send no `Host`;
/// browsers always do, and they are whom this is about.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    host.is_empty()
        || name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(guard: &Guard, headers: &[(&str, &str)]) -> u16 {
        match guard.check(&Request::post("/__admin/v1/state", headers, "")) {
            Ok(()) => 200,
            Err((status, ..)) => status,
        }
    }

    #[test]
    fn only_names_of_this_machine_are_hosts() {
        let guard = Guard { token: None };
        for host in [
            "localhost:8723",
            "127.0.0.1",
            "127.1.2.3:1",
            "[::1]:8723",
            "a.localhost",
            "",
        ] {
            assert_eq!(ask(&guard, &[("Host", host)]), 200, "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "10.0.0.1:8723",
            "[fe80::1]:1",
        ] {
            assert_eq!(ask(&guard, &[("Host", host)]), 403, "{host}");
        }
    }

    #[test]
    fn pages_from_elsewhere_are_kept_out() {
        let guard = Guard { token: None };
        let host = ("Host", "localhost:8723");
        assert_eq!(
            ask(&guard, &[host, ("Origin", "http://localhost:8723")]),
            200
        );
        assert_eq!(
            ask(&guard, &[host, ("Origin", "http://localhost:9000")]),
            403
        );
        assert_eq!(ask(&guard, &[host, ("Origin", "null")]), 403);
        assert_eq!(ask(&guard, &[host, ("Sec-Fetch-Site", "none")]), 200);
        assert_eq!(ask(&guard, &[host, ("Sec-Fetch-Site", "cross-site")]), 403);
    }

    #[test]
    fn off_loopback_the_token_counts() {
        let guard = Guard {
            token: Some(Token::new("abc")),
        };
        let host = ("Host", "mocklms:8723");
        assert_eq!(ask(&guard, &[host]), 401);
        assert_eq!(ask(&guard, &[host, ("Authorization", "Bearer abd")]), 401);
        assert_eq!(ask(&guard, &[host, ("Authorization", "bearer abc")]), 200);
    }
}
