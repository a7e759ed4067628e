//! Who may call.

use super::config::{Auth, Common};
use crate::soap::security::WSSE_NAMESPACE;
use crate::soap::{self, Envelope, Fault, UsernameToken};
use crate::wire::{Reply, Request};

/// Checks HTTP Basic. The answer to a refusal is a challenge: some clients send nothing before it.
pub(super) fn basic(auth: Auth, common: &Common, request: &Request) -> Result<(), (Reply, String)> {
    if auth != Auth::Basic {
        return Ok(());
    }
    let reason = match request.header("Authorization") {
        None => "no Authorization header".to_owned(),
        Some(value) => match soap::basic(value) {
            None => "an Authorization header that is not HTTP Basic".to_owned(),
            Some((username, password))
                if username == common.username && password == common.password.reveal() =>
            {
                return Ok(());
            }
            Some((username, _)) if username != common.username => {
                format!("user name '{username}' is not '{}'", common.username)
            }
            Some((username, _)) => format!("wrong password for user '{username}'"),
        },
    };
    let mut reply = Reply::text(401, format!("401 Unauthorized: {reason}\n"));
    reply
        .headers
        .push(("WWW-Authenticate", "Basic realm=\"mocklms\""));
    Err((reply, reason))
}

/// Checks a WS-Security UsernameToken.
pub(super) fn token(common: &Common, envelope: &Envelope<'_>) -> Result<(), Fault> {
    let reason = match UsernameToken::find(envelope) {
        None => "the envelope carries no wsse:UsernameToken".to_owned(),
        Some(token) => match token.matches(&common.username, common.password.reveal()) {
            Ok(()) => return Ok(()),
            Err(denied) => denied.to_string(),
        },
    };
    Err(
        Fault::client(format!("authentication failed: {reason}")).with_subcode(
            WSSE_NAMESPACE,
            "wsse",
            "FailedAuthentication",
        ),
    )
}
