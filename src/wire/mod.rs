//! HTTP as data. The engine reads [`Request`]s and produces [`Reply`]s; sockets live in `server` only.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

/// One HTTP request as it arrived. The bytes are kept untouched.
#[derive(Clone)]
pub struct Request {
    /// `POST`, `GET`, …
    pub method: String,
    /// Path and query as sent, with the session and instance prefixes still in place.
    pub target: String,
    /// The head as parsed: one `name: value` per line, separated by CR LF, names in the case they were sent in.
    pub head: Box<str>,
    /// The body, exactly as received (still compressed if it was).
    pub body: Bytes,
    /// Who sent it (`127.0.0.1:51234`), when it came over a socket.
    pub caller: Option<Arc<str>>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Why it is not a whole request, or not one for a living session. The answer follows from it.
    pub trouble: Option<Trouble>,
}

/// What the server found wrong with a request before anybody looked into its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The body is larger than the limit; what was kept of it ends there.
    TooLarge,
    /// The connection ended, or the framing broke, inside the body. Usually nobody reads the answer.
    Truncated,
    /// The body did not arrive in the time allowed.
    Timeout,
    /// The path names a session that does not exist.
    NoSession,
    /// The path names a session that is over.
    SessionEnded,
}

impl fmt::Debug for Request {
    /// Neither head nor body: both can hold credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Request({} {}, {} bytes)",
            self.method,
            self.target,
            self.body.len()
        )
    }
}

impl Request {
    /// A request built by the program itself (scenario steps, tests).
    pub fn post(target: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        let mut head = String::new();
        for (name, value) in headers {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        }
        Self {
            method: "POST".to_owned(),
            target: target.to_owned(),
            head: head.into_boxed_str(),
            body: body.into(),
            caller: None,
            tls: false,
            trouble: None,
        }
    }

    /// The headers in order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines().filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name, value.trim()))
        })
    }

    /// The lines of the head; a carriage return may still stand at the end.
    fn lines(&self) -> impl Iterator<Item = &str> {
        let mut rest = &*self.head;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let line = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or("");
            Some(line)
        })
    }

    /// The first header of that name, in any letter case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.lines().find_map(|line| {
            let (own, rest) = line.split_at_checked(name.len())?;
            let value = rest.strip_prefix(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or("")
    }

    /// The query without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, q)| q)
    }
}

/// What is sent back.
#[derive(Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers besides `Content-Length` and `Date`.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

impl Reply {
    /// A reply of one content type.
    pub fn new(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", content_type)],
            body: body.into(),
        }
    }

    /// Plain text, for what is outside SOAP.
    pub fn text(status: u16, body: impl Into<String>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body.into())
    }
}
