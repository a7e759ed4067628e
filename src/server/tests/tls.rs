//! HTTPS beside HTTP.

use std::sync::OnceLock;

use rustls::client::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};

use super::*;
use crate::base::Clock;
use crate::server::Tls;

type Client = StreamOwned<ClientConnection, TcpStream>;

fn identity() -> Arc<Tls> {
    static ONE: OnceLock<Arc<Tls>> = OnceLock::new();
    let make = || {
        let names = ["localhost", "127.0.0.1"].map(str::to_owned);
        Arc::new(Tls::made(&names, Clock::real().now()).unwrap())
    };
    Arc::clone(ONE.get_or_init(make))
}

fn server(limits: Limits) -> Server {
    Server::with_tls(limits, Some(identity()))
}

fn quick() -> Server {
    server(Limits {
        read_seconds: 1,
        ..Limits::default()
    })
}

/// What a client believes and offers.
struct Offer {
    trusts: bool,
    provider: CryptoProvider,
    versions: Vec<&'static SupportedProtocolVersion>,
    protocols: &'static [&'static str],
}

impl Default for Offer {
    fn default() -> Self {
        Self {
            trusts: true,
            provider: ring::default_provider(),
            versions: rustls::ALL_VERSIONS.to_vec(),
            protocols: &[],
        }
    }
}

impl Offer {
    fn connect(self, server: &Server) -> Client {
        let mut roots = RootCertStore::empty();
        let ca = if self.trusts {
            identity()
        } else {
            Arc::new(Tls::made(&[], Clock::real().now()).unwrap())
        };
        let pem = ca.ca_pem().unwrap();
        roots
            .add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
            .unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(self.provider))
            .with_protocol_versions(&self.versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = self
            .protocols
            .iter()
            .map(|p| p.as_bytes().to_vec())
            .collect();
        let name = ServerName::try_from("localhost").unwrap();
        let session = ClientConnection::new(Arc::new(config), name).unwrap();
        StreamOwned::new(session, server.connect())
    }
}

fn connect(server: &Server) -> Client {
    Offer::default().connect(server)
}

/// Shakes hands, which must fail for the client; tells why it did for the server, and what that had heard.
fn refused(server: &Server, mut client: Client) -> (String, Vec<u8>) {
    assert!(client.conn.complete_io(&mut client.sock).is_err());
    drop(client);
    let entry = server.entries(1).remove(0);
    assert_eq!(entry.kind, EntryKind::NotHttp);
    assert!(entry.caller.is_some());
    let bytes = entry.request_body.bytes().unwrap().to_vec();
    (entry.outcome, bytes)
}

#[test]
fn http_and_https_share_a_port() {
    let server = server(Limits::default());
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let mut client = Offer {
            versions: vec![version],
            protocols: &["h2", "http/1.1"],
            ..Offer::default()
        }
        .connect(&server);
        // Kept alive, and with the head as it was sent.
        for _ in 0..2 {
            client.write_all(post(&call()).as_bytes()).unwrap();
            assert_eq!(status(&answer(&mut client)), "200");
        }
        assert_eq!(client.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    }
    assert_eq!(status(&server.exchange(post(&call()).as_bytes())), "200");
    let entries = server.entries(5);
    for entry in &entries {
        assert_eq!(entry.kind, EntryKind::Message);
        assert_eq!(entry.request_headers[0].0, "hOST");
        assert_eq!(entry.request_body, Body::Text(call()));
    }
}

#[test]
fn a_wsdl_gives_the_address_with_the_scheme_it_was_asked_by() {
    let server = server(Limits::default());
    let ask = format!(
        "GET {}?wsdl HTTP/1.1\r\nHost: lms.test:1\r\nConnection: close\r\n\r\n",
        path()
    );
    let mut client = connect(&server);
    client.write_all(ask.as_bytes()).unwrap();
    let secure = rest(&mut client);
    assert!(secure.contains("https://lms.test:1/"), "{secure}");
    assert!(!secure.contains("http://lms.test:1/"));
    let plain = server.exchange(ask.as_bytes());
    assert!(plain.contains("http://lms.test:1/"));
    assert!(!plain.contains("https://lms.test:1/"));
}

#[test]
fn a_client_that_does_not_trust_the_ca_is_one_entry_that_tells_the_cure() {
    let server = server(Limits::default());
    let client = Offer {
        trusts: false,
        ..Offer::default()
    };
    let (reason, bytes) = refused(&server, client.connect(&server));
    assert!(reason.contains("does not trust"), "{reason}");
    assert!(reason.contains("/__admin/v1/ca.pem"), "{reason}");
    assert_eq!(bytes[0], 0x16);
}

#[test]
fn clients_that_offer_nothing_in_common_are_told_apart() {
    let server = server(Limits::default());
    let client = Offer {
        protocols: &["h2"],
        ..Offer::default()
    };
    let (reason, _) = refused(&server, client.connect(&server));
    assert!(reason.contains("HTTP/2"), "{reason}");

    let server = self::server(Limits::default());
    let mut provider = ring::default_provider();
    // The certificate has an ECDSA key.
    provider.cipher_suites = vec![ring::cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256];
    let client = Offer {
        provider,
        versions: vec![&rustls::version::TLS12],
        ..Offer::default()
    };
    let (reason, _) = refused(&server, client.connect(&server));
    assert!(reason.contains("share no cipher"), "{reason}");
}

/// A first message of a client as OpenSSL 0.9.8 sends it: TLS 1.0, no extensions.
fn old_hello() -> Vec<u8> {
    let mut body = vec![3, 1];
    body.extend([7; 32]);
    // No session; two cipher suites; no compression.
    body.extend([0, 0, 4, 0, 0x2F, 0, 0x35, 1, 0]);
    let length = body.len() as u8;
    let mut out = vec![0x16, 3, 1, 0, length + 4, 1, 0, 0, length];
    out.extend(body);
    out
}

#[test]
fn what_only_begins_like_tls_is_one_entry_with_its_bytes() {
    let server = quick();
    let old = old_hello();
    let cases: [(&[u8], &str); 5] = [
        (
            b"\x16\x03\x01\x00\x10GET / HTTP/1.1\r\n\r\n",
            "begins like TLS",
        ),
        (b"\x16\x16\x16\x16\x16\x16\x16\x16\x16", "begins like TLS"),
        (&old, "no version of TLS"),
        (&old[..20], "left during the TLS handshake"),
        (b"\x16", "left during the TLS handshake"),
    ];
    for (n, (bytes, reason)) in cases.into_iter().enumerate() {
        let mut stream = server.connect();
        stream.write_all(bytes).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        _ = stream.read_to_end(&mut Vec::new());
        let entry = server.entries(n + 1).remove(n);
        assert_eq!(entry.kind, EntryKind::NotHttp);
        assert!(entry.outcome.contains(reason), "{}", entry.outcome);
        assert_eq!(&*entry.request_body.bytes().unwrap(), bytes);
    }
    let mut client = connect(&server);
    client.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut client)), "200");
}

#[test]
fn a_handshake_has_the_time_that_reading_has() {
    let server = quick();
    let mut stream = server.connect();
    stream.write_all(&old_hello()[..9]).unwrap();
    assert_eq!(rest(&mut stream), "");
    let entry = server.entries(1).remove(0);
    assert!(entry.outcome.contains("in time"), "{}", entry.outcome);
    assert_eq!(entry.request_body.bytes().unwrap().len(), 9);
}

#[test]
fn leaving_between_handshake_and_request_is_told_and_leaving_later_is_not() {
    let server = server(Limits::default());
    let mut client = connect(&server);
    client.conn.complete_io(&mut client.sock).unwrap();
    drop(client);
    let entry = server.entries(1).remove(0);
    assert!(
        entry.outcome.contains("before any request"),
        "{}",
        entry.outcome
    );
    let mut client = connect(&server);
    client.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut client)), "200");
    // Without a word of goodbye.
    drop(client);
    std::thread::sleep(Duration::from_millis(100));
    server.entries(2);
}

#[test]
fn limits_hold_inside_tls() {
    let server = server(Limits {
        read_seconds: 1,
        head_bytes: 10_000,
        ..Limits::default()
    });
    let mut large = connect(&server);
    let head = format!("GET /x HTTP/1.1\r\nA: {}\r\n\r\n", "b".repeat(20_000));
    large.write_all(head.as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut large)), "431");
    let mut in_head = connect(&server);
    in_head.write_all(b"POST /x HTTP/1.1\r\nHos").unwrap();
    assert_eq!(status(&rest(&mut in_head)), "408");
    let mut in_body = connect(&server);
    in_body.write_all(&raw("Content-Length: 9", "<a")).unwrap();
    assert_eq!(status(&rest(&mut in_body)), "500");
    // Cut off inside the head, without TLS's own goodbye.
    let mut cut = connect(&server);
    cut.write_all(b"POST /x HT").unwrap();
    drop(cut);
    let outcomes: Vec<String> = server.entries(4).into_iter().map(|e| e.outcome).collect();
    assert!(outcomes[0].contains("larger"), "{outcomes:?}");
    assert_eq!(outcomes[1], "the request head did not arrive in time");
    assert!(outcomes[2].contains("took longer"), "{outcomes:?}");
    assert!(
        outcomes[3].contains("inside the request head"),
        "{outcomes:?}"
    );
}

#[test]
fn one_connection_too_many_gets_503_over_tls_too() {
    let server = server(Limits {
        connections: 1,
        ..Limits::default()
    });
    let mut first = connect(&server);
    first.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut first)), "200");
    let mut second = connect(&server);
    second.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut second)), "503");
    let mut third = server.connect();
    third.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut third)), "503");
}

#[test]
fn stopping_lets_a_request_over_tls_finish() {
    let server = server(Limits::default());
    let mut idle = connect(&server);
    idle.write_all(post(&call()).as_bytes()).unwrap();
    assert_eq!(status(&answer(&mut idle)), "200");
    let mut busy = connect(&server);
    let request = post(&call());
    let (first, last) = request.as_bytes().split_at(request.len() - 2);
    busy.write_all(first).unwrap();
    // One that has not even begun its handshake does not hold the server up.
    let _silent = server.connect();
    std::thread::sleep(Duration::from_millis(50));
    server.app.stop.stop();
    // Ended properly: reading is not cut short.
    assert_eq!(idle.read(&mut [0]).unwrap(), 0);
    busy.write_all(last).unwrap();
    assert_eq!(status(&rest(&mut busy)), "200");
    server.stop();
}
