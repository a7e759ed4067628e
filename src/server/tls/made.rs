//! A certificate made at the start, and a CA that signs it and nothing else.

use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PublicKeyData as _, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::base::Time;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Long enough for a server that is left running, too short to become a habit.
const VALID_DAYS: u32 = 42;

pub(super) struct Made {
    pub(super) ca: CertificateDer<'static>,
    pub(super) leaf: CertificateDer<'static>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// ECDSA on P-256: what every TLS 1.2 client of the last ten years knows, and made in no time.
pub(super) fn make(names: &[String], now: Time) -> Result<Made, rcgen::Error> {
    let ca_key = KeyPair::generate()?;
    let mut ca = params(Vec::new(), now)?;
    // A name of its own: two CAs of one name in one store make clients try the wrong one.
    let id: String = ca_key
        .der_bytes()
        .iter()
        .rev()
        .take(4)
        .fold(String::new(), |name, byte| format!("{name}{byte:02x}"));
    ca.distinguished_name = named(&format!("mocklms test CA {id}"));
    ca.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ca_certificate = ca.self_signed(&ca_key)?;

    let key = KeyPair::generate()?;
    let mut leaf = params(names.to_vec(), now)?;
    leaf.distinguished_name = named("mocklms");
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Python 3.13 and newer ask for it.
    leaf.use_authority_key_identifier_extension = true;
    let leaf = leaf.signed_by(&key, &Issuer::new(ca, ca_key))?;
    Ok(Made {
        ca: ca_certificate.der().clone(),
        leaf: leaf.der().clone(),
        key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
    })
}

fn params(names: Vec<String>, now: Time) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    let today = date_time_ymd(1970, 1, 1) + Duration::from_nanos(now.0.unsigned_abs());
    // Clocks of containers and virtual machines are often a little late.
    params.not_before = today - DAY;
    params.not_after = today + DAY * VALID_DAYS;
    Ok(params)
}

fn named(name: &str) -> DistinguishedName {
    let mut out = DistinguishedName::new();
    out.push(DnType::CommonName, name);
    out
}
