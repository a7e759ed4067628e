//! Who calls: HTTP Basic with its challenge, and user name tokens in all their forms.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mocklms::soap::security::{WSSE_NAMESPACE, WSU_NAMESPACE};
use sha1::{Digest as _, Sha1};

use super::{Fault, GOOD, Http, Stored, case, check, ims_header, post, with_header};
use crate::lms;

const TYPE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const ENCODING: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/// A password that must be escaped on its way.
const PASSWORD: &str = "p<a>&\"s'ß:1";
const ESCAPED: &str = "p&lt;a&gt;&amp;\"s'ß:1";

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

#[test]
fn basic_credentials_and_the_challenge() {
    let session = lms::settings(&[
        ("auth", "basic"),
        ("credentials.username", "banner"),
        ("credentials.password", PASSWORD),
    ]);
    let lower = basic("banner", PASSWORD).replacen("Basic", "basic", 1);
    for (what, value, reason) in [
        ("right", basic("banner", PASSWORD), None),
        ("scheme in lower case", lower, None),
        (
            "wrong password",
            basic("banner", "p"),
            Some("wrong password for user 'banner'"),
        ),
        (
            "empty password",
            basic("banner", ""),
            Some("wrong password"),
        ),
        (
            "no password",
            format!("Basic {}", STANDARD.encode("banner")),
            Some("not HTTP Basic"),
        ),
        (
            "wrong user",
            basic("Banner", PASSWORD),
            Some("'Banner' is not 'banner'"),
        ),
        (
            "the defaults",
            basic("sis", "mocklms"),
            Some("'sis' is not 'banner'"),
        ),
        ("no base64", "Basic ***".to_owned(), Some("not HTTP Basic")),
        (
            "another scheme",
            "Bearer abc".to_owned(),
            Some("not HTTP Basic"),
        ),
        (
            "OAuth",
            "OAuth oauth_body_hash=\"x\"".to_owned(),
            Some("not HTTP Basic"),
        ),
    ] {
        let request = post(&[("Authorization", &value)], GOOD);
        let Some(reason) = reason else {
            check(what, &session, request, Stored, &[]);
            continue;
        };
        let exchange = check(what, &session, request, Http(401, reason), &[]);
        let challenge = exchange
            .reply
            .headers
            .iter()
            .find(|(name, _)| *name == "WWW-Authenticate");
        assert_eq!(
            challenge.map(|(_, v)| *v),
            Some("Basic realm=\"mocklms\""),
            "{what}"
        );
        let answer = String::from_utf8_lossy(&exchange.reply.body);
        assert!(!answer.contains(PASSWORD), "{what}: {answer}");
    }
    check(
        "no header",
        &session,
        post(&[], GOOD),
        Http(401, "no Authorization header"),
        &[],
    );
    check(
        "before the body is read",
        &session,
        post(&[], "<"),
        Http(401, "no Authorization header"),
        &[],
    );
    let right = basic("banner", PASSWORD);
    check(
        "the same again with credentials",
        &session,
        post(&[("authorization", &right)], GOOD),
        Stored,
        &[],
    );
}

#[test]
fn credentials_that_nobody_asked_for_do_not_matter() {
    case(
        "Basic",
        post(&[("Authorization", "Basic !")], GOOD),
        Stored,
        &[],
    );
    let request = post(&[], message(&token("<wsse:Username>x</wsse:Username>")));
    case("a token", request, Stored, &[]);
}

fn token(inside: &str) -> String {
    format!(
        "<wsse:Security xmlns:wsse=\"{WSSE_NAMESPACE}\" xmlns:wsu=\"{WSU_NAMESPACE}\" e:mustUnderstand=\"1\">\
         <wsse:UsernameToken wsu:Id=\"t\">{inside}</wsse:UsernameToken></wsse:Security>"
    )
}

fn message(security: &str) -> String {
    with_header(&format!("<e:Header>{}{security}</e:Header>", ims_header()))
}

fn plain(kind: &str, password: &str) -> String {
    token(&format!(
        "<wsse:Username>banner</wsse:Username><wsse:Password{kind}>{password}</wsse:Password>"
    ))
}

fn digest(nonce: &[u8], created: &str, password: &str) -> String {
    STANDARD.encode(
        Sha1::new()
            .chain_update(nonce)
            .chain_update(created)
            .chain_update(password)
            .finalize(),
    )
}

fn digested(kind: &str, digest: &str, nonce: &str, created: &str) -> String {
    token(&format!(
        "<wsse:Username>banner</wsse:Username><wsse:Password Type=\"{kind}\">{digest}</wsse:Password>{nonce}{created}"
    ))
}

#[test]
fn user_name_tokens_in_all_their_forms() {
    let session = lms::settings(&[
        ("auth", "username_token"),
        ("credentials.username", "banner"),
        ("credentials.password", PASSWORD),
    ]);
    let text = format!(" Type=\"{TYPE}#PasswordText\"");
    let lower = format!(" Type=\"{}#passwordtext\"", TYPE.to_ascii_lowercase());
    let upper = format!(" Type=\"{}#PASSWORDTEXT\"", TYPE.to_ascii_uppercase());
    let nonce: &[u8] = b"0123456789abcdef";
    let created = "2026-01-05T08:00:00Z";
    let right = digest(nonce, created, PASSWORD);
    let kind = format!("{TYPE}#PasswordDigest");
    let in_base64 = STANDARD.encode(nonce);
    let with_encoding = format!("<wsse:Nonce EncodingType=\"{ENCODING}\">{in_base64}</wsse:Nonce>");
    let without = format!("<wsse:Nonce>{in_base64}</wsse:Nonce>");
    let hex = nonce
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect::<Vec<_>>()
        .concat();
    let hex_nonce = format!("<wsse:Nonce>{hex}</wsse:Nonce>");
    let at = format!("<wsu:Created>{created}</wsu:Created>");
    let odd = "2026-01-05T10:00:00.123456+00:00";
    let odd_at = format!("<wsu:Created>\n {odd} </wsu:Created>");
    let timestamp = format!(
        "<wsu:Timestamp xmlns:wsu=\"{WSU_NAMESPACE}\"><wsu:Created>2001-01-01T00:00:00Z</wsu:Created></wsu:Timestamp>"
    );
    let accepted = [
        ("PasswordText", plain(&text, ESCAPED)),
        ("no Type", plain("", ESCAPED)),
        ("empty Type", plain(" Type=\"\"", ESCAPED)),
        ("Type in lower case", plain(&lower, ESCAPED)),
        ("Type in capitals", plain(&upper, ESCAPED)),
        ("in CDATA", plain(&text, &format!("<![CDATA[{PASSWORD}]]>"))),
        (
            "PasswordText with Nonce and Created",
            plain(&text, ESCAPED).replace(
                "</wsse:Password>",
                &format!("</wsse:Password>{with_encoding}{at}"),
            ),
        ),
        (
            "a Timestamp of long ago",
            plain(&text, ESCAPED).replace(
                "<wsse:UsernameToken",
                &format!("{timestamp}<wsse:UsernameToken"),
            ),
        ),
        (
            "no mustUnderstand",
            plain(&text, ESCAPED).replace(" e:mustUnderstand=\"1\"", ""),
        ),
        (
            "mustUnderstand in no namespace",
            plain(&text, ESCAPED).replace("e:mustUnderstand=\"1\"", "mustUnderstand=\"true\""),
        ),
        (
            "other prefixes",
            plain(&text, ESCAPED)
                .replace("wsse", "o")
                .replace("wsu", "u"),
        ),
        (
            "a default namespace",
            plain(&text, ESCAPED)
                .replace("wsse:", "")
                .replace("xmlns:wsse", "xmlns"),
        ),
        (
            "digest with EncodingType",
            digested(&kind, &right, &with_encoding, &at),
        ),
        (
            "digest without EncodingType",
            digested(&kind, &right, &without, &at),
        ),
        (
            "digest, Type in lower case",
            digested(&kind.to_ascii_lowercase(), &right, &without, &at),
        ),
        (
            "digest, Nonce in hex",
            digested(&kind, &right, &hex_nonce, &at),
        ),
        (
            "digest, Created first, with an offset and blanks",
            digested(&kind, &digest(nonce, odd, PASSWORD), &odd_at, &without),
        ),
    ];
    for (what, security) in accepted {
        check(what, &session, post(&[], message(&security)), Stored, &[]);
        let first = with_header(&format!("<e:Header>{security}{}</e:Header>", ims_header()));
        check(
            &format!("{what}, in front"),
            &session,
            post(&[], first),
            Stored,
            &[],
        );
    }
    let not_decoded = digest(in_base64.as_bytes(), created, PASSWORD);
    let refused = [
        ("wrong password", plain(&text, "x"), "the password is wrong"),
        ("empty password", plain(&text, ""), "the password is wrong"),
        (
            "blanks around the password",
            plain(&text, &format!(" {ESCAPED} ")),
            "there are blanks around it",
        ),
        (
            "wrong user",
            plain("", ESCAPED).replace("banner", "Banner"),
            "user name 'Banner' is not known",
        ),
        (
            "no password",
            token("<wsse:Username>banner</wsse:Username>"),
            "has no Password",
        ),
        (
            "no user name",
            token("<wsse:Password>x</wsse:Password>"),
            "has no Username",
        ),
        (
            "no token",
            format!("<wsse:Security xmlns:wsse=\"{WSSE_NAMESPACE}\"/>"),
            "no wsse:UsernameToken",
        ),
        ("no Security", String::new(), "no wsse:UsernameToken"),
        (
            "unknown Type",
            plain(" Type=\"urn:x#PasswordKerberos\"", ESCAPED),
            "neither PasswordText nor PasswordDigest",
        ),
        (
            "wrong digest",
            digested(&kind, &digest(nonce, created, "x"), &with_encoding, &at),
            "password digest is wrong",
        ),
        (
            "clear text as digest",
            digested(&kind, ESCAPED, &with_encoding, &at),
            "password digest is wrong",
        ),
        (
            "digest as clear text",
            plain(&text, &right),
            "the password is wrong",
        ),
        (
            "digest of the Nonce as written",
            digested(&kind, &not_decoded, &with_encoding, &at),
            "not of the bytes it stands for",
        ),
        (
            "digest of another time",
            digested(&kind, &right, &with_encoding, &odd_at),
            "password digest is wrong",
        ),
        (
            "digest without Nonce",
            digested(&kind, &right, "", &at),
            "needs Nonce",
        ),
        (
            "digest without Created",
            digested(&kind, &right, &without, ""),
            "needs Created",
        ),
        (
            "a Nonce of neither kind",
            digested(&kind, &right, "<wsse:Nonce>***</wsse:Nonce>", &at),
            "neither base64 nor hex",
        ),
    ];
    for (what, security, reason) in refused {
        let exchange = check(
            what,
            &session,
            post(&[], message(&security)),
            Fault(reason),
            &[],
        );
        let answer = String::from_utf8_lossy(&exchange.reply.body);
        assert!(
            answer.contains("wsse:FailedAuthentication"),
            "{what}: {answer}"
        );
        assert!(
            !answer.contains(ESCAPED) && !answer.contains(&right),
            "{what}: {answer}"
        );
    }
    let both = basic("someone", "else");
    let request = post(&[("Authorization", &both)], message(&plain(&text, ESCAPED)));
    check("Basic beside it", &session, request, Stored, &[]);
}
