//! WS-Security user name tokens, as clients in the field send them.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sha1::{Digest, Sha1};

use super::envelope::Envelope;
use crate::xml::{Element, trim};

/// The namespace of `Security` and `UsernameToken`.
pub const WSSE_NAMESPACE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/// The namespace of `Created` and `Timestamp`.
pub const WSU_NAMESPACE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

/// Base64 with or without its padding.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A user name token. `Debug` shows neither password nor digest.
#[derive(Clone)]
pub struct UsernameToken<'t> {
    /// The `UsernameToken` element.
    pub element: Element<'t>,
    username: Option<Cow<'t, str>>,
    password: Option<Password<'t>>,
    nonce: Option<Nonce<'t>>,
    created: Option<Cow<'t, str>>,
}

#[derive(Clone)]
struct Password<'t> {
    kind: PasswordKind,
    value: Cow<'t, str>,
}

/// How the password is given, by the `Type` of `Password`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// In clear; also when there is no `Type`.
    Text,
    /// As base64(SHA-1(nonce + created + password)).
    Digest,
    /// A type that WS-Security does not have.
    Other(String),
}

impl PasswordKind {
    /// By the end of the address, in any letter case: clients misspell the rest.
    fn from_type(uri: Option<&str>) -> Self {
        let Some(uri) = uri.map(trim).filter(|uri| !uri.is_empty()) else {
            return Self::Text;
        };
        match uri
            .rsplit(['#', ':', '/'])
            .next()
            .unwrap_or("")
            .to_ascii_lowercase()
            .as_str()
        {
            "passwordtext" => Self::Text,
            "passworddigest" => Self::Digest,
            _ => Self::Other(uri.to_owned()),
        }
    }
}

#[derive(Clone)]
struct Nonce<'t> {
    literal: Cow<'t, str>,
    /// What `EncodingType` names, in lower case: `base64binary`.
    encoding: Option<String>,
}

impl Nonce<'_> {
    /// The bytes it may stand for. Without an encoding that is base64 by the standard, but one toolkit sends hex, which
    /// can be read as base64 too.
    fn readings(&self) -> impl Iterator<Item = Vec<u8>> {
        let literal: String = self
            .literal
            .chars()
            .filter(|c| !c.is_ascii_whitespace())
            .collect();
        let base64 = self.encoding.as_deref() != Some("hexbinary");
        let hex = matches!(self.encoding.as_deref(), None | Some("hexbinary"));
        let as_base64 = base64.then(|| BASE64.decode(&literal).ok()).flatten();
        let as_hex = hex.then(|| decode_hex(&literal)).flatten();
        as_base64.into_iter().chain(as_hex)
    }
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).map(|d| d as u8))
        .collect();
    let (pairs, rest) = digits.as_ref()?.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// Why a token does not fit. Displays as a lowercase fragment without secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denied {
    /// There is no `Username`.
    #[error("the UsernameToken has no Username")]
    NoUsername,
    /// There is no `Password`.
    #[error("the UsernameToken has no Password")]
    NoPassword,
    /// The user name is another one.
    #[error("user name '{sent}' is not known{}", blanks_hint(*.blanks_only))]
    Username {
        /// What was sent.
        sent: String,
        /// Without the blanks around it, it would be right.
        blanks_only: bool,
    },
    /// The password in clear is another one.
    #[error("the password is wrong{}", blanks_hint(*.blanks_only))]
    Password {
        /// Without the blanks around it, it would be right.
        blanks_only: bool,
    },
    /// A digest without `Nonce` or `Created`.
    #[error("a password digest needs {missing}, which is missing")]
    DigestPart {
        /// `Nonce` or `Created`.
        missing: &'static str,
    },
    /// The nonce cannot be decoded.
    #[error("the Nonce is neither base64 nor hex")]
    Nonce,
    /// The digest is of something else.
    #[error("the password digest is wrong{}", if *.nonce_not_decoded {
        "; it was made of the Nonce as written, not of the bytes it stands for"
    } else {
        ""
    })]
    Digest {
        /// The digest is right if the nonce is not decoded first: a frequent mistake of clients.
        nonce_not_decoded: bool,
    },
    /// A password type that WS-Security does not have.
    #[error("password type '{0}' is neither PasswordText nor PasswordDigest")]
    PasswordType(String),
}

fn blanks_hint(blanks_only: bool) -> &'static str {
    if blanks_only {
        "; there are blanks around it"
    } else {
        ""
    }
}

impl<'t> UsernameToken<'t> {
    /// The token in the header of an envelope. Prefixes, attribute order and the place among the header blocks do not
    /// matter; neither does the namespace, of which old drafts are in use.
    pub fn find(envelope: &Envelope<'t>) -> Option<Self> {
        envelope
            .header_blocks()
            .filter(|block| block.local() == "Security")
            .find_map(Self::read)
    }

    /// The token in a `Security` header block.
    pub fn read(security: Element<'t>) -> Option<Self> {
        let element = security.child("UsernameToken")?;
        Some(Self {
            element,
            username: element.child("Username").map(Element::text),
            password: element.child("Password").map(|password| Password {
                kind: PasswordKind::from_type(password.attribute("", "Type").as_deref()),
                value: password.text(),
            }),
            nonce: element.child("Nonce").map(|nonce| Nonce {
                literal: nonce.text(),
                encoding: nonce
                    .attribute("", "EncodingType")
                    .and_then(|uri| {
                        uri.rsplit('#')
                            .next()
                            .map(|end| trim(end).to_ascii_lowercase())
                    })
                    .filter(|encoding| !encoding.is_empty()),
            }),
            created: element.child("Created").map(Element::text),
        })
    }

    /// The user name as sent.
    pub fn username(&self) -> Option<&str> {
        self.username.as_deref()
    }

    /// How the password is given; `None` when there is none.
    pub fn password_kind(&self) -> Option<&PasswordKind> {
        self.password.as_ref().map(|password| &password.kind)
    }

    /// `Created` as sent, without blanks around it.
    pub fn created(&self) -> Option<&str> {
        self.created.as_deref().map(trim)
    }

    /// Compares the token with what is expected.
    ///
    /// # Errors
    ///
    /// Which part does not fit.
    pub fn matches(&self, username: &str, password: &str) -> Result<(), Denied> {
        let sent = self.username.as_deref().ok_or(Denied::NoUsername)?;
        if sent != username {
            return Err(Denied::Username {
                sent: sent.to_owned(),
                blanks_only: trim(sent) == username,
            });
        }
        let given = self.password.as_ref().ok_or(Denied::NoPassword)?;
        match &given.kind {
            PasswordKind::Text if given.value == password => Ok(()),
            PasswordKind::Text => Err(Denied::Password {
                blanks_only: trim(&given.value) == password,
            }),
            PasswordKind::Digest => self.matches_digest(trim(&given.value), password),
            PasswordKind::Other(uri) => Err(Denied::PasswordType(uri.clone())),
        }
    }

    fn matches_digest(&self, given: &str, password: &str) -> Result<(), Denied> {
        let nonce = self
            .nonce
            .as_ref()
            .ok_or(Denied::DigestPart { missing: "Nonce" })?;
        let created = self
            .created()
            .ok_or(Denied::DigestPart { missing: "Created" })?;
        let fits = |nonce: &[u8]| {
            let hash = Sha1::new()
                .chain_update(nonce)
                .chain_update(created)
                .chain_update(password)
                .finalize();
            BASE64
                .decode(given)
                .is_ok_and(|bytes| bytes[..] == hash[..])
        };
        let mut readable = false;
        for reading in nonce.readings() {
            if fits(&reading) {
                return Ok(());
            }
            readable = true;
        }
        if fits(trim(&nonce.literal).as_bytes()) {
            return Err(Denied::Digest {
                nonce_not_decoded: true,
            });
        }
        Err(if readable {
            Denied::Digest {
                nonce_not_decoded: false,
            }
        } else {
            Denied::Nonce
        })
    }
}

impl fmt::Debug for UsernameToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsernameToken")
            .field("username", &self.username)
            .field("password", &self.password.as_ref().map(|_| "<redacted>"))
            .field("kind", &self.password_kind())
            .field("nonce", &self.nonce.as_ref().map(|_| "<redacted>"))
            .field("created", &self.created)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
