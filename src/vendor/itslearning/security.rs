//! Who may call, and how faults are worded: the server stack's own way with both.

use super::quirks::{ITS_004, ITS_005, ITS_007, ITS_008, ITS_009};
use crate::base::Time;
use crate::engine::{Common, Cx};
use crate::model::Call;
use crate::soap::security::{Denied, WSSE_NAMESPACE};
use crate::soap::{self, Cause, Envelope, Fault, UsernameToken};
use crate::standard;
use crate::wire::Request;
use crate::xml::Element;

/// The namespace of the code for actions.
const ADDRESSING: &str = "http://schemas.microsoft.com/ws/2005/05/addressing/none";
/// The namespace of the code for everything that goes wrong inside.
const DISPATCHER: &str =
    "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher";
/// The language of the words of faults.
const LANGUAGE: &str = "en-US";

/// Looks at the security header of a request.
pub(super) fn identify(
    common: &Common,
    cx: &mut Cx<'_>,
    request: &Request,
    envelope: &Envelope<'_>,
    now: Time,
) -> Result<(), Fault> {
    if let Some(value) = request.header("Authorization") {
        let right = |(name, password): (String, String)| {
            name == common.username && password == common.password.reveal()
        };
        if !cx.quirk(ITS_007) && soap::basic(value).is_some_and(right) {
            return Ok(());
        }
    }
    let mut blocks = envelope.header_blocks();
    let Some(security) = blocks.find(|block| block.local() == "Security") else {
        return if cx.quirk(ITS_009) {
            Err(malformed("the envelope carries no wsse:Security"))
        } else {
            Ok(())
        };
    };
    timely(cx, security, now)?;
    let Some(token) = UsernameToken::find(envelope) else {
        return Err(malformed("wsse:Security holds no wsse:UsernameToken"));
    };
    let password = token.element.child("Password");
    if password.is_some_and(|p| p.attribute("", "Type").is_none()) && !cx.quirk(ITS_005) {
        return Err(malformed("wsse:Password has no Type"));
    }
    let wrong = match token.matches(&common.username, common.password.reveal()) {
        Ok(()) => return Ok(()),
        Err(wrong) => wrong,
    };
    let told = format!("authentication failed: {wrong}");
    match wrong {
        Denied::Username { .. } | Denied::Password { .. } | Denied::Digest { .. } => {
            if cx.quirk(ITS_008) {
                Err(Fault::client(told).with_cause(Cause::Credentials))
            } else {
                Ok(())
            }
        }
        _ => Err(malformed(&told)),
    }
}

/// A timestamp need not be there; one that has expired is refused.
fn timely(cx: &mut Cx<'_>, security: Element<'_>, now: Time) -> Result<(), Fault> {
    let Some(timestamp) = security.child("Timestamp") else {
        return if cx.quirk(ITS_004) {
            Ok(())
        } else {
            Err(malformed("wsse:Security holds no wsu:Timestamp"))
        };
    };
    let expires = timestamp.child("Expires").map(Element::text);
    let expires = expires.and_then(|text| Time::parse(text.trim()));
    if expires.is_some_and(|expires| expires < now) {
        cx.quirk(ITS_009);
        return Err(malformed("the wsu:Timestamp has expired"));
    }
    Ok(())
}

fn malformed(text: &str) -> Fault {
    Fault::client(text).with_cause(Cause::Security)
}

/// The fault for an operation that the service does not have.
pub(super) fn not_dispatched(call: &Call<'_>) -> Fault {
    let action = standard::action(call.operation);
    Fault::client(format!("itslearning has no {}", call.operation.name))
        .with_cause(Cause::Action)
        .with_action(Some(&action))
}

/// A fault as the server stack words it.
pub(super) fn dress(fault: Fault) -> Fault {
    let (namespace, code, text) = match fault.cause {
        Cause::Credentials => (
            WSSE_NAMESPACE,
            "FailedAuthentication",
            "At least one security token in the message could not be validated.".to_owned(),
        ),
        Cause::Security => (
            WSSE_NAMESPACE,
            "InvalidSecurity",
            "An error occurred when verifying security for the message.".to_owned(),
        ),
        Cause::Action => (
            ADDRESSING,
            "ActionNotSupported",
            format!(
                "The message with Action '{}' cannot be processed at the receiver, due to a ContractFilter mismatch \
                at the EndpointDispatcher.",
                fault.action.as_deref().unwrap_or("").trim_matches('"')
            ),
        ),
        Cause::Message if fault.http_status == 415 => {
            return Fault {
                bare: true,
                ..fault
            };
        }
        Cause::Message => (
            DISPATCHER,
            "InternalServiceFault",
            "The server was unable to process the request due to an internal error.".to_owned(),
        ),
        Cause::Other => return fault,
    };
    Fault {
        string: text,
        language: Some(LANGUAGE),
        ..fault.with_subcode(namespace, "a", code)
    }
}
