//! Header values of HTTP that belong to SOAP: `SOAPAction`, `Content-Type`, `Authorization: Basic`.

use std::borrow::Cow;

use base64::Engine as _;

use super::envelope::Version;
use super::security::BASE64;
use crate::model::{Finding, FindingClass};

/// What the `SOAPAction` header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoapAction<'h> {
    /// There is no header.
    Absent,
    /// The header is empty, or an empty pair of quotes.
    Empty,
    /// An address, without its quotes.
    Uri(&'h str),
}

impl<'h> SoapAction<'h> {
    /// Reads the header's value: quoted, as SOAP 1.1 demands, or not, as some clients send it.
    pub fn parse(header: Option<&'h str>) -> Self {
        let Some(value) = header else {
            return Self::Absent;
        };
        let value = value.trim();
        let value = value.strip_prefix('"').unwrap_or(value);
        match value.strip_suffix('"').unwrap_or(value).trim() {
            "" => Self::Empty,
            uri => Self::Uri(uri),
        }
    }

    /// The address, if there is one.
    pub fn uri(self) -> Option<&'h str> {
        match self {
            Self::Uri(uri) => Some(uri),
            _ => None,
        }
    }

    /// The last step of the address, which names the operation: `createPerson`.
    pub fn operation(self) -> Option<&'h str> {
        self.uri()?
            .rsplit(['/', '#', ':'])
            .next()
            .filter(|step| !step.is_empty())
    }
}

/// A parsed `Content-Type`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentType<'h> {
    /// In lower case: `text/xml`.
    pub media_type: Cow<'h, str>,
    /// The `charset` parameter as written, without quotes; `None` when absent or empty.
    pub charset: Option<Cow<'h, str>>,
    /// The `action` parameter, which takes the place of `SOAPAction` in SOAP 1.2; may be empty.
    pub action: Option<Cow<'h, str>>,
}

impl<'h> ContentType<'h> {
    /// Reads a header's value: any case, with or without quotes and blanks; parameters it does not know are skipped.
    /// Of a parameter that stands twice the first counts.
    pub fn parse(value: &'h str) -> Self {
        let mut parts = Parts { rest: value };
        let media_type = lowercase(parts.next().unwrap_or("").trim());
        let mut parsed = Self {
            media_type,
            ..Self::default()
        };
        for part in parts {
            let Some((name, value)) = part.split_once('=') else {
                continue;
            };
            let value = unquoted(value.trim());
            match &*lowercase(name.trim()) {
                "charset" if parsed.charset.is_none() && !value.is_empty() => {
                    parsed.charset = Some(value);
                }
                "action" if parsed.action.is_none() => parsed.action = Some(value),
                _ => {}
            }
        }
        parsed
    }

    /// Whether it is a type under which SOAP comes at all.
    pub fn is_xml(&self) -> bool {
        matches!(
            &*self.media_type,
            "text/xml" | "application/xml" | "application/soap+xml"
        ) || self.media_type.ends_with("+xml")
    }

    /// The finding for a media type that does not fit the envelope.
    pub fn mismatch(&self, version: Version) -> Option<Finding> {
        if self.media_type == version.media_type() {
            return None;
        }
        let seen = if self.media_type.is_empty() {
            "no Content-Type".into()
        } else {
            format!("'{}'", self.media_type)
        };
        Some(Finding {
            name: "content-type-mismatch",
            class: FindingClass::Protocol,
            offset: None,
            message: format!("a SOAP {} envelope came with {seen}", version.number()).into(),
            hint: format!("send Content-Type: {}", version.content_type()).into(),
        })
    }
}

/// Borrowed when it is in lower case already.
fn lowercase(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// The parts between semicolons that are not within quotes.
struct Parts<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Parts<'h> {
    type Item = &'h str;

    fn next(&mut self) -> Option<&'h str> {
        if self.rest.is_empty() {
            return None;
        }
        let (mut quoted, mut escaped) = (false, false);
        let end = self.rest.bytes().position(|b| {
            if escaped {
                escaped = false;
                return false;
            }
            escaped = quoted && b == b'\\';
            quoted ^= b == b'"';
            b == b';' && !quoted
        });
        let (part, rest) = match end {
            Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
            None => (self.rest, ""),
        };
        self.rest = rest;
        Some(part)
    }
}

/// A parameter's value: a token, or a quoted string with backslashes before what is special.
fn unquoted(value: &str) -> Cow<'_, str> {
    let Some(inner) = value.strip_prefix('"') else {
        return Cow::Borrowed(value.trim_matches('\''));
    };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner.trim());
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' {
            chars.next().unwrap_or(c)
        } else {
            c
        });
    }
    Cow::Owned(out)
}

/// User name and password of an `Authorization` header with scheme Basic; `None` for other schemes and for what
/// cannot be decoded. Credentials are UTF-8, and ISO-8859-1 where they cannot be (RFC 7617, and what was before it).
pub fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, token) = header.trim().split_once([' ', '\t'])?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = BASE64.decode(token.trim()).ok()?;
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|e| e.as_bytes().iter().map(|b| char::from(*b)).collect());
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, media_type: &str, charset: Option<&str>, action: Option<&str>) {
        let parsed = ContentType::parse(value);
        assert_eq!(
            (
                &*parsed.media_type,
                parsed.charset.as_deref(),
                parsed.action.as_deref()
            ),
            (media_type, charset, action),
            "{value}"
        );
    }

    #[test]
    fn content_types_as_clients_spell_them() {
        check("text/xml; charset=utf-8", "text/xml", Some("utf-8"), None);
        check("text/xml;charset=UTF-8", "text/xml", Some("UTF-8"), None);
        check(
            "text/xml; charset=\"utf-8\"",
            "text/xml",
            Some("utf-8"),
            None,
        );
        check(
            "Text/XML;Charset = 'utf-8' ;",
            "text/xml",
            Some("utf-8"),
            None,
        );
        check("text/xml", "text/xml", None, None);
        check("", "", None, None);
        check("text/xml; charset=", "text/xml", None, None);
        check(
            "text/xml; charset=\"\"; charset=x",
            "text/xml",
            Some("x"),
            None,
        );
        check(
            "application/soap+xml; charset=utf-8; action=\"urn:a;b\"",
            "application/soap+xml",
            Some("utf-8"),
            Some("urn:a;b"),
        );
        check(
            "application/soap+xml; action=\"\"",
            "application/soap+xml",
            None,
            Some(""),
        );
        check(
            "a/b; action=\"x\\\"y;z\"; charset=c",
            "a/b",
            Some("c"),
            Some("x\"y;z"),
        );
        check(
            "a/b; action=\"unclosed; charset=c",
            "a/b",
            None,
            Some("unclosed; charset=c"),
        );
    }

    #[test]
    fn a_media_type_that_does_not_fit_is_reported() {
        let mismatch = |value: &str, version| {
            ContentType::parse(value)
                .mismatch(version)
                .map(|f| f.message.into_owned())
        };
        assert_eq!(mismatch("text/xml", Version::V11), None);
        assert_eq!(
            mismatch("text/xml", Version::V12).as_deref(),
            Some("a SOAP 1.2 envelope came with 'text/xml'")
        );
        assert_eq!(
            mismatch("", Version::V11).as_deref(),
            Some("a SOAP 1.1 envelope came with no Content-Type")
        );
        assert!(
            ContentType::parse("application/xml").is_xml()
                && !ContentType::parse("application/json").is_xml()
        );
    }

    #[test]
    fn actions_with_and_without_quotes() {
        let uri = "http://www.imsglobal.org/soap/pms/createPerson";
        for value in [
            format!("\"{uri}\""),
            uri.to_owned(),
            format!(" \" {uri} \" "),
            format!("\"{uri}"),
        ] {
            let action = SoapAction::parse(Some(&value));
            assert_eq!(
                (action, action.operation()),
                (SoapAction::Uri(uri), Some("createPerson")),
                "{value}"
            );
        }
        assert_eq!(SoapAction::parse(None), SoapAction::Absent);
        for value in ["", "\"\"", " \" \" ", "\""] {
            assert_eq!(SoapAction::parse(Some(value)), SoapAction::Empty, "{value}");
        }
        assert_eq!(
            SoapAction::Uri("urn:createPerson").operation(),
            Some("createPerson")
        );
        assert_eq!(SoapAction::Uri("http://x/").operation(), None);
    }

    #[test]
    fn basic_credentials() {
        let pair = |user: &str, password: &str| Some((user.to_owned(), password.to_owned()));
        assert_eq!(basic("Basic dXNlcjpwYTpzcw=="), pair("user", "pa:ss"));
        assert_eq!(basic("bAsIc   dXNlcjpwYTpzcw"), pair("user", "pa:ss"));
        // `ü` as UTF-8 and as ISO-8859-1.
        assert_eq!(basic("Basic dTrDvA=="), pair("u", "ü"));
        assert_eq!(basic("Basic dTr8"), pair("u", "ü"));
        assert_eq!(basic("Basic Og=="), pair("", ""));
        for other in [
            "",
            "Basic",
            "Basic !",
            "Basic dXNlcg==",
            "Bearer dXNlcjpwYTpzcw==",
            "OAuth x",
        ] {
            assert_eq!(basic(other), None, "{other}");
        }
    }
}
