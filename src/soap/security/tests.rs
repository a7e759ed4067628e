use super::*;
use crate::base::Limits;
use crate::soap::open;
use crate::xml::read;

const TYPE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const CREATED: &str = "2026-03-02T08:15:30.123456+00:00";

fn envelope(token: &str) -> String {
    format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header><h/>\
         <o:Security xmlns:o='{WSSE_NAMESPACE}' xmlns:wsu='{WSU_NAMESPACE}' e:mustUnderstand='1'>\
         <wsu:Timestamp><wsu:Created>1999</wsu:Created></wsu:Timestamp>{token}</o:Security></e:Header><e:Body/></e:Envelope>"
    )
}

fn with_token<T>(token: &str, look: impl FnOnce(&UsernameToken<'_>) -> T) -> T {
    let text = envelope(token);
    let tree = read(&text, &Limits::default()).unwrap();
    let envelope = open(&tree, &mut Vec::new()).unwrap();
    look(&UsernameToken::find(&envelope).expect("there is a token"))
}

/// What comes of a token with these children for user `sis` with password `p&<"ü`.
#[track_caller]
fn check(children: &str, expected: Result<(), Denied>) {
    let token = format!("<o:UsernameToken wsu:Id='x'>{children}</o:UsernameToken>");
    assert_eq!(
        with_token(&token, |token| token.matches("sis", "p&<\"ü")),
        expected,
        "{children}"
    );
}

fn digest(nonce: &[u8]) -> String {
    BASE64.encode(
        Sha1::new()
            .chain_update(nonce)
            .chain_update(CREATED)
            .chain_update("p&<\"ü")
            .finalize(),
    )
}

fn with_digest(nonce: &str, encoding_type: &str, digest: &str) -> String {
    format!(
        "<o:Username>sis</o:Username><o:Password Type='{TYPE}#PasswordDigest'>{digest}</o:Password>\
         <o:Nonce {encoding_type}>{nonce}</o:Nonce><wsu:Created>{CREATED}</wsu:Created>"
    )
}

#[test]
fn the_published_example_of_the_digest() {
    // A widely copied vector: nonce and created as sent, password `password`.
    let nonce = BASE64.decode("LKqI6G/AikKCQrN0zqZFlg==").unwrap();
    let hash = Sha1::new()
        .chain_update(&nonce)
        .chain_update("2010-09-16T07:50:45Z")
        .chain_update("userpassword")
        .finalize();
    assert_eq!(BASE64.encode(hash), "tuOSpGlFlIXsozq4HFNeeGeFLEI=");
}

#[test]
fn passwords_in_clear() {
    let name = "<o:Username>sis</o:Username>";
    let password = "p&amp;&lt;&quot;ü";
    for kind in [
        String::new(),
        "Type=''".to_owned(),
        format!("Type='{TYPE}#PasswordText'"),
        format!("Type='{}#PASSWORDTEXT'", TYPE.to_uppercase()),
        "Type='wsse:PasswordText'".to_owned(),
    ] {
        check(
            &format!("{name}<o:Password {kind}>{password}</o:Password>"),
            Ok(()),
        );
    }
    check(
        &format!("<o:Nonce>x</o:Nonce><o:Password><![CDATA[p&<\"ü]]></o:Password>{name}"),
        Ok(()),
    );
}

#[test]
fn what_does_not_fit_is_told() {
    check("<o:Password>x</o:Password>", Err(Denied::NoUsername));
    check("<o:Username>sis</o:Username>", Err(Denied::NoPassword));
    let username = |sent: &str, blanks_only| {
        Err(Denied::Username {
            sent: sent.to_owned(),
            blanks_only,
        })
    };
    check("<o:Username>other</o:Username>", username("other", false));
    check("<o:Username>\nsis </o:Username>", username("\nsis ", true));
    let name = "<o:Username>sis</o:Username>";
    check(
        &format!("{name}<o:Password>x</o:Password>"),
        Err(Denied::Password { blanks_only: false }),
    );
    check(
        &format!("{name}<o:Password> p&amp;&lt;\"ü</o:Password>"),
        Err(Denied::Password { blanks_only: true }),
    );
    check(
        &format!("{name}<o:Password Type='x#Secret'>x</o:Password>"),
        Err(Denied::PasswordType("x#Secret".to_owned())),
    );
    assert_eq!(
        Denied::Password { blanks_only: true }.to_string(),
        "the password is wrong; there are blanks around it"
    );
}

#[test]
fn digests() {
    let nonce = b"\x00\x01nonce bytes\xFF";
    let encoded = BASE64.encode(nonce);
    let fits = digest(nonce);
    check(&with_digest(&encoded, "", &fits), Ok(()));
    check(
        &with_digest(&format!("\n {encoded}\n"), "", &format!(" {fits}\n")),
        Ok(()),
    );
    check(
        &with_digest(&encoded, "EncodingType='http://x#Base64Binary'", &fits),
        Ok(()),
    );
    check(
        &with_digest(&encoded, "", &digest(b"other")),
        Err(Denied::Digest {
            nonce_not_decoded: false,
        }),
    );
    check(
        &with_digest(&encoded, "", &digest(encoded.as_bytes())),
        Err(Denied::Digest {
            nonce_not_decoded: true,
        }),
    );
    check(&with_digest("?!", "", &fits), Err(Denied::Nonce));
    let no_created = with_digest(&encoded, "", &fits).replace("Created", "Made");
    check(&no_created, Err(Denied::DigestPart { missing: "Created" }));
    let no_nonce = with_digest(&encoded, "", &fits).replace("Nonce", "Once");
    check(&no_nonce, Err(Denied::DigestPart { missing: "Nonce" }));
}

#[test]
fn a_nonce_in_hex() {
    let nonce = b"\x9F\x01abcdefgh\xFF\x10";
    let hex = nonce.map(|b| format!("{b:02x}")).concat();
    check(&with_digest(&hex, "", &digest(nonce)), Ok(()));
    check(
        &with_digest(&hex.to_uppercase(), "", &digest(nonce)),
        Ok(()),
    );
    check(
        &with_digest(&hex, "EncodingType='http://x#HexBinary'", &digest(nonce)),
        Ok(()),
    );
    // Declared as base64 it is base64, whatever it looks like.
    let as_base64 = BASE64.decode(&hex).unwrap();
    check(
        &with_digest(
            &hex,
            "EncodingType='http://x#Base64Binary'",
            &digest(&as_base64),
        ),
        Ok(()),
    );
    check(
        &with_digest(&hex, "EncodingType='http://x#Base64Binary'", &digest(nonce)),
        Err(Denied::Digest {
            nonce_not_decoded: false,
        }),
    );
}

#[test]
fn debug_output_keeps_secrets() {
    let token = "<o:UsernameToken><o:Username>sis</o:Username><o:Password>hush</o:Password>\
                 <o:Nonce>bm9uY2U=</o:Nonce></o:UsernameToken>";
    let shown = with_token(token, |token| format!("{token:?}"));
    assert!(
        !shown.contains("hush") && !shown.contains("bm9uY2U"),
        "{shown}"
    );
    assert!(
        shown.contains("sis") && shown.contains("<redacted>"),
        "{shown}"
    );
}

#[test]
fn no_token() {
    let text = envelope("");
    let tree = read(&text, &Limits::default()).unwrap();
    assert!(UsernameToken::find(&open(&tree, &mut Vec::new()).unwrap()).is_none());
}
