//! Certificates made and given.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{CertificateParams, KeyPair};

use super::*;
use crate::base::Clock;

/// A file that goes when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    fn with(text: &str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("mocklms-tls-{}-{n}.pem", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

/// Certificate and key of one who vouches for himself.
fn self_signed() -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    (pem(certificate.der()), key_pem(&key))
}

fn key_pem(key: &KeyPair) -> String {
    let text = STANDARD.encode(key.serialize_der());
    format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
}

fn given(cert: &str, key: &str) -> Result<Tls, String> {
    let (cert, key) = (Scratch::with(cert), Scratch::with(key));
    Tls::given(&cert.0, &key.0).map_err(|error| error.to_string())
}

#[test]
fn a_made_ca_is_told_as_pem_and_fingerprint() {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let made = Tls::made(&names, Clock::real().now()).unwrap();
    let pem = made.ca_pem().unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----\n"));
    assert!(pem.lines().all(|line| line.len() <= 64));
    let print = made.fingerprint();
    assert_eq!(print.len(), 32 * 3 - 1);
    assert!(
        print
            .split(':')
            .all(|byte| u8::from_str_radix(byte, 16).is_ok())
    );
    let other = Tls::made(&names, Clock::real().now()).unwrap();
    assert_ne!(other.fingerprint(), print);
    let bad = Tls::made(&["späti".to_owned()], Clock::real().now()).unwrap_err();
    assert!(bad.to_string().contains("späti"), "{bad}");
}

#[test]
fn a_given_certificate_is_its_own_ca_when_it_signed_itself() {
    let (cert, key) = self_signed();
    let tls = given(&cert, &key).unwrap();
    assert_eq!(tls.ca_pem().as_deref(), Some(&*cert));
    // One file for both is usual, too.
    let both = format!("{key}{cert}");
    assert!(given(&both, &both).is_ok());
}

#[test]
fn the_ca_of_a_given_chain_is_its_last_certificate_or_unknown() {
    let names = ["localhost".to_owned()];
    let made = made::make(&names, Clock::real().now()).unwrap();
    let text = STANDARD.encode(made.key.secret_der());
    let key = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    let (leaf, ca) = (pem(&made.leaf), pem(&made.ca));
    assert!(given::is_self_issued(&made.ca));
    assert!(!given::is_self_issued(&made.leaf));
    assert_eq!(given(&leaf, &key).unwrap().ca_pem(), None);
    let chain = given(&format!("{leaf}{ca}"), &key).unwrap();
    assert_eq!(chain.ca_pem(), Some(ca.clone()));
    let reversed = given(&format!("{ca}{leaf}"), &key).unwrap_err();
    assert!(reversed.contains("does not fit"), "{reversed}");
}

#[test]
fn files_that_do_not_serve_are_named_with_the_reason() {
    let (cert, key) = self_signed();
    let (_, other) = self_signed();
    let broken = cert.replacen("MI", "*&", 1);
    let encrypted = key.replace("PRIVATE", "ENCRYPTED PRIVATE");
    let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let cases = [
        (&*cert, &*other, "does not fit the certificate"),
        (&key, &key, "no certificate in it"),
        ("", &key, "no certificate in it"),
        (&cert, &cert, "no private key in it"),
        (&cert, &encrypted, "encrypted"),
        (&broken, &key, "PEM is broken"),
        (nonsense, &key, "cannot be used"),
    ];
    for (cert, key, reason) in cases {
        let error = given(cert, key).unwrap_err();
        assert!(error.contains(reason) && error.contains(".pem"), "{error}");
    }
    let missing = Tls::given(Path::new("nowhere.pem"), Path::new("k.pem")).unwrap_err();
    assert!(
        missing.to_string().contains("cannot read nowhere.pem"),
        "{missing}"
    );
}
