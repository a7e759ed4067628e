//! The handshake, and why it failed, in words for whoever set up the client.

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::{AlertDescription, PeerIncompatible};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::Tls;
use super::overheard::Overheard;

/// A connection after its handshake.
type Secured = TlsStream<Overheard>;

/// A handshake that failed.
pub(in crate::server) struct Failed {
    /// Why.
    pub(in crate::server) reason: String,
    /// What the client had sent.
    pub(in crate::server) bytes: Vec<u8>,
}

/// Where a client gets what it must trust.
const CURE: &str = "it must trust the CA that GET /__admin/v1/ca.pem gives";

/// Looks at the first byte of a connection without taking it; waits until there is one. No HTTP request begins with the
/// type of a TLS handshake record.
pub(in crate::server) async fn begins_with_tls(stream: &TcpStream) -> bool {
    let mut first = [0];
    matches!(stream.peek(&mut first).await, Ok(1)) && first == [0x16]
}

/// The server's side of a handshake, which must be over in time.
pub(in crate::server) async fn accept(
    tls: &Tls,
    stream: TcpStream,
    limit: Duration,
) -> Result<Secured, Failed> {
    let (stream, heard) = Overheard::new(stream);
    let reason = match tokio::time::timeout(limit, tls.acceptor.accept(stream)).await {
        Ok(Ok(mut stream)) => {
            stream.get_mut().0.forget();
            return Ok(stream);
        }
        Ok(Err(error)) => reason(&error),
        Err(_) => "the TLS handshake was not over in time".to_owned(),
    };
    Err(Failed {
        reason,
        bytes: heard.take(),
    })
}

/// Why a client may have left between the handshake and its first request; `error` is what reading ended with.
pub(in crate::server) fn left(error: Option<&(dyn Error + 'static)>) -> String {
    match error.and_then(cause) {
        Some(error) => failure(error),
        // Some look at the certificate only when the handshake is over, and say nothing.
        None => format!(
            "the client left after the TLS handshake, before any request; if it does not trust the certificate: {CURE}"
        ),
    }
}

fn reason(error: &io::Error) -> String {
    match cause(error) {
        Some(error) => failure(error),
        // Node does this when it does not trust the certificate: no alert, only the end.
        None if gone(error.kind()) => format!(
            "the client left during the TLS handshake; if it does not trust the certificate: {CURE}"
        ),
        None => format!("the TLS handshake failed: {error}"),
    }
}

fn gone(kind: io::ErrorKind) -> bool {
    use io::ErrorKind;
    matches!(
        kind,
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
    )
}

/// What rustls found, below whatever wraps it.
fn cause<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

fn failure(error: &rustls::Error) -> String {
    use AlertDescription as Alert;
    use PeerIncompatible as Peer;
    let unsaid = || format!("the TLS handshake failed: {error}");
    match error {
        rustls::Error::AlertReceived(alert) => match alert {
            Alert::UnknownCA => {
                format!("the client does not trust the certificate (alert: unknown CA); {CURE}")
            }
            Alert::BadCertificate | Alert::CertificateUnknown | Alert::UnsupportedCertificate => {
                format!(
                    "the client refuses the certificate (alert: {alert:?}): it does not trust it, or misses in it the \
                     name it calls; {CURE}"
                )
            }
            Alert::CertificateExpired => {
                "the client finds the certificate expired: compare both clocks".to_owned()
            }
            alert => format!("the client broke off the TLS handshake (alert: {alert:?})"),
        },
        rustls::Error::PeerIncompatible(problem) => match problem {
            // Clients older than TLS 1.2 do not send that extension, and it is the first thing missed.
            Peer::SignatureAlgorithmsExtensionRequired
            | Peer::SupportedVersionsExtensionRequired
            | Peer::ServerDoesNotSupportTls12Or13
            | Peer::ServerTlsVersionIsDisabledByOurConfig
            | Peer::Tls12NotOffered
            | Peer::Tls12NotOfferedOrEnabled => {
                "the client offers no version of TLS that this port speaks (1.2 and 1.3)".to_owned()
            }
            Peer::NoCipherSuitesInCommon
            | Peer::NoKxGroupsInCommon
            | Peer::NamedGroupsExtensionRequired
            | Peer::NoSignatureSchemesInCommon => {
                format!("client and server share no cipher ({problem:?})")
            }
            _ => unsaid(),
        },
        rustls::Error::NoApplicationProtocol => {
            "the client wants another protocol than HTTP/1.1 (by ALPN), such as HTTP/2 only"
                .to_owned()
        }
        rustls::Error::InvalidMessage(_)
        | rustls::Error::InappropriateMessage { .. }
        | rustls::Error::InappropriateHandshakeMessage { .. } => {
            format!("it begins like TLS and is none: {error}")
        }
        _ => unsaid(),
    }
}
