//! A certificate and its key from files.

use std::path::Path;

use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::TlsError;

/// The certificates of a file, in their order.
pub(super) fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let text = read(path)?;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<_, _>>()
        .map_err(|error| broken(path, &error))?;
    if chain.is_empty() {
        let reason = "there is no certificate in it (PEM: -----BEGIN CERTIFICATE-----)";
        return Err(content(path, reason));
    }
    Ok(chain)
}

/// The first private key of a file.
pub(super) fn key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let text = read(path)?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|error| match error {
        pem::Error::NoItemsFound if is_encrypted(&text) => {
            content(path, "its key is encrypted; give one without a password")
        }
        pem::Error::NoItemsFound => content(
            path,
            "there is no private key in it (PEM: -----BEGIN PRIVATE KEY-----)",
        ),
        error => broken(path, &error),
    })
}

fn is_encrypted(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"BEGIN ENCRYPTED PRIVATE KEY").is_some()
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read {
        path: path.to_owned(),
        source,
    })
}

fn content(path: &Path, reason: &str) -> TlsError {
    TlsError::Content {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

fn broken(path: &Path, error: &pem::Error) -> TlsError {
    content(path, &format!("its PEM is broken: {error}"))
}

/// Whether a certificate names itself as its issuer: then it is what clients must trust. One that does not says nothing
/// about who is behind it, and trusting it alone would make many clients refuse it.
pub(super) fn is_self_issued(certificate: &[u8]) -> bool {
    names(certificate).is_some_and(|(issuer, subject)| issuer == subject)
}

/// Issuer and subject. Certificate is a sequence whose first part is: version (tagged, may be missing), serial number,
/// algorithm, issuer, validity, subject (RFC 5280, 4.1).
fn names(certificate: &[u8]) -> Option<(&[u8], &[u8])> {
    let (_, outer, _) = element(certificate)?;
    let (_, mut rest, _) = element(outer)?;
    if let (0xA0, _, after) = element(rest)? {
        rest = after;
    }
    let mut next = || {
        let (_, body, after) = element(rest)?;
        rest = after;
        Some(body)
    };
    let _serial = next()?;
    let _algorithm = next()?;
    let issuer = next()?;
    let _validity = next()?;
    Some((issuer, next()?))
}

/// One DER element: its tag, its body, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], mut rest) = bytes.split_first_chunk::<2>()?;
    let mut length = usize::from(first);
    if first >= 0x80 {
        let (digits, after) = rest.split_at_checked(usize::from(first & 0x7F))?;
        if digits.len() > 4 {
            return None;
        }
        length = digits.iter().fold(0, |n, d| n << 8 | usize::from(*d));
        rest = after;
    }
    let (body, after) = rest.split_at_checked(length)?;
    Some((tag, body, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_that_lies_about_its_length_is_refused() {
        assert_eq!(
            element(&[0x30, 2, 1, 2, 3]),
            Some((0x30, &[1, 2][..], &[3][..]))
        );
        assert_eq!(
            element(&[0x04, 0x81, 1, 9]),
            Some((0x04, &[9][..], &[][..]))
        );
        let lies: [&[u8]; 6] = [
            &[],
            &[0x30],
            &[0x30, 3, 1],
            &[0x30, 0x82, 1],
            &[0x30, 0x85, 0, 0, 0, 0, 0],
            &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        ];
        for bytes in lies {
            assert_eq!(element(bytes), None, "{bytes:?}");
            assert!(!is_self_issued(bytes));
        }
    }
}
