//! Asking the admin side of a running server.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::ClientConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConnection, RootCertStore, StreamOwned};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    https: bool,
    host: String,
    /// Host and port.
    authority: String,
}

/// Reads an `http://` or `https://` address.
pub(super) fn address(url: &str) -> Option<Address> {
    let (https, rest) = match url.strip_prefix("http://") {
        Some(rest) => (false, rest),
        None => (true, url.strip_prefix("https://")?),
    };
    let authority = rest.split(['/', '?']).next().filter(|a| !a.is_empty())?;
    let port = authority
        .rsplit_once(':')
        .filter(|(_, port)| port.parse::<u16>().is_ok());
    let host = port.map_or(authority, |(host, _)| host);
    Some(Address {
        https,
        host: host.trim_matches(['[', ']']).to_owned(),
        authority: match port {
            Some(_) => authority.to_owned(),
            None => format!("{authority}:{}", if https { 443 } else { 80 }),
        },
    })
}

/// Status and body of a GET. HTTP/1.0, so that the end of the connection is the end of the answer.
pub(super) fn get(address: &Address, path: &str) -> io::Result<(u16, String)> {
    let addr = address
        .authority
        .to_socket_addrs()?
        .next()
        .ok_or_else(|| io::Error::other("the name has no address"))?;
    let session = address.https.then(|| session(&address.host)).transpose()?;
    let stream = TcpStream::connect_timeout(&addr, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    match session {
        Some(session) => ask(StreamOwned::new(session, stream), address, path),
        None => ask(stream, address, path),
    }
}

fn ask(mut stream: impl Read + Write, address: &Address, path: &str) -> io::Result<(u16, String)> {
    let token = std::env::var("MOCKLMS_ADMIN_TOKEN").ok();
    let token = token.map_or(String::new(), |token| {
        format!("Authorization: Bearer {token}\r\n")
    });
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nHost: {}\r\n{token}\r\n",
        address.authority
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| io::Error::other("something else listens there"))?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("something else listens there"))?;
    Ok((status, body.to_owned()))
}

/// A TLS session that trusts what `MOCKLMS_CA_FILE` holds and nothing else: a server of ours has no other CA.
fn session(host: &str) -> io::Result<ClientConnection> {
    let file = std::env::var_os("MOCKLMS_CA_FILE").ok_or_else(|| {
        io::Error::other(
            "for https:// set MOCKLMS_CA_FILE to the server's CA (`serve --tls-ca-file FILE` writes it), or write \
             http://, which the same port answers",
        )
    })?;
    let unusable = |why: &dyn std::fmt::Display| {
        io::Error::other(format!("MOCKLMS_CA_FILE ({}): {why}", file.display()))
    };
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(&file).map_err(|error| unusable(&error))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unusable(&error))?;
        roots.add(certificate).map_err(|error| unusable(&error))?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let read = |url| address(url).map(|a| (a.https, a.host, a.authority));
        let expect = |https, host: &str, authority: &str| {
            Some((https, host.to_owned(), authority.to_owned()))
        };
        assert_eq!(read("http://a:1/x"), expect(false, "a", "a:1"));
        assert_eq!(read("http://a"), expect(false, "a", "a:80"));
        assert_eq!(read("http://[::1]:9/"), expect(false, "::1", "[::1]:9"));
        assert_eq!(read("https://a?b"), expect(true, "a", "a:443"));
        assert_eq!(read("https://[::1]"), expect(true, "::1", "[::1]:443"));
        assert_eq!(read("ftp://a"), None);
        assert_eq!(read("https:///x"), None);
    }
}
