//! TLS: which certificate the server shows, whom clients must trust for it, and what becomes of a handshake.

mod given;
mod handshake;
mod made;
mod overheard;

use std::fmt;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ServerConfig;
use tokio_rustls::TlsAcceptor;

use crate::base::Time;

pub(super) use handshake::{accept, begins_with_tls, left};

/// What a server needs for HTTPS.
pub struct Tls {
    acceptor: TlsAcceptor,
    /// The certificate that clients must trust, where it is known.
    ca: Option<CertificateDer<'static>>,
    leaf: CertificateDer<'static>,
}

/// Why there is no HTTPS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{}: {reason}", .path.display())]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The key is another certificate's.
    #[error("the key in {} does not fit the certificate in {}", .key.display(), .cert.display())]
    Mismatch {
        /// The file with the key.
        key: PathBuf,
        /// The file with the certificate.
        cert: PathBuf,
    },
    /// The certificate cannot be made.
    #[error("cannot make a certificate for {names}: {reason}")]
    Make {
        /// The names it was to hold.
        names: String,
        /// Why not.
        reason: String,
    },
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("fingerprint", &self.fingerprint())
            .finish_non_exhaustive()
    }
}

impl Tls {
    /// With a certificate made on the spot, for these names and addresses. Its CA can sign nothing else: the CA's key is
    /// gone when this returns.
    ///
    /// # Errors
    ///
    /// A name is none.
    pub fn made(names: &[String], now: Time) -> Result<Self, TlsError> {
        let failed = |reason: String| TlsError::Make {
            names: names.join(", "),
            reason,
        };
        for name in names {
            // One that no client would find in a certificate is a typing mistake.
            ServerName::try_from(name.strip_prefix("*.").unwrap_or(name))
                .map_err(|_| failed(format!("`{name}` is neither a host name nor an address")))?;
        }
        let made = made::make(names, now).map_err(|error| failed(error.to_string()))?;
        let leaf = made.leaf.clone();
        let config = config(vec![made.leaf], made.key).map_err(|e| failed(e.to_string()))?;
        Ok(Self {
            acceptor: TlsAcceptor::from(config),
            ca: Some(made.ca),
            leaf,
        })
    }

    /// With a certificate, the chain behind it and its key from PEM files.
    ///
    /// # Errors
    ///
    /// What is wrong with them.
    pub fn given(cert: &Path, key: &Path) -> Result<Self, TlsError> {
        let chain = given::chain(cert)?;
        let content = |reason: String| TlsError::Content {
            path: cert.to_owned(),
            reason,
        };
        let Some(leaf) = chain.first().cloned() else {
            return Err(content("there is no certificate in it".to_owned()));
        };
        let ca = chain.last().filter(|c| given::is_self_issued(c)).cloned();
        let config = config(chain, given::key(key)?).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => TlsError::Mismatch {
                key: key.to_owned(),
                cert: cert.to_owned(),
            },
            rustls::Error::InvalidCertificate(error) => {
                content(format!("its certificate cannot be used: {error}"))
            }
            error => TlsError::Content {
                path: key.to_owned(),
                reason: format!("its key cannot be used: {error}"),
            },
        })?;
        Ok(Self {
            acceptor: TlsAcceptor::from(config),
            ca,
            leaf,
        })
    }

    /// The certificate that clients must trust, as PEM. `None` when the given files do not have it.
    pub fn ca_pem(&self) -> Option<String> {
        self.ca.as_deref().map(pem)
    }

    /// SHA-256 of the certificate that clients must trust (else of the server's own), as other tools write it.
    pub fn fingerprint(&self) -> String {
        fingerprint(self.ca.as_ref().unwrap_or(&self.leaf))
    }
}

/// What rustls is told. Every version it has (1.2 and 1.3), no client certificates.
fn config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    // A client that wants HTTP/2 and nothing else is told in the handshake, where it understands it.
    config.alpn_protocols = vec![b"http/1.1".to_vec(), b"http/1.0".to_vec()];
    Ok(Arc::new(config))
}

fn fingerprint(certificate: &[u8]) -> String {
    let rustls::SupportedCipherSuite::Tls13(suite) = ring::cipher_suite::TLS13_AES_128_GCM_SHA256
    else {
        return String::new();
    };
    let mut out = String::with_capacity(3 * 32);
    for byte in suite.common.hash_provider.hash(certificate).as_ref() {
        let colon = if out.is_empty() { "" } else { ":" };
        _ = write!(out, "{colon}{byte:02X}");
    }
    out
}

fn pem(certificate: &[u8]) -> String {
    let text = STANDARD.encode(certificate);
    let mut out = "-----BEGIN CERTIFICATE-----\n".to_owned();
    for line in text.as_bytes().chunks(64) {
        out.extend(line.iter().copied().map(char::from));
        out.push('\n');
    }
    out.push_str("-----END CERTIFICATE-----\n");
    out
}

#[cfg(test)]
mod tests;
