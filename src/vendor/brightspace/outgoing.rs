//! Calls that Brightspace makes at the SIS's endpoints, and files that it fetches.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::settings::{Endpoint, EndpointAuth};
use crate::base::{Secret, Value};
use crate::engine::{Arrival, Outgoing};
use crate::model::{AnyRecord, Operation, Service};
use crate::standard;
use crate::standard::lis::{self, Parameters};
use crate::wire::Request;

/// A SOAP call at an endpoint of the SIS.
pub(super) fn call(
    endpoint: &Endpoint,
    operation: &'static Operation,
    message_id: &str,
    (id, record): (&str, Option<&AnyRecord<'_>>),
) -> Outgoing {
    let token = (endpoint.auth == EndpointAuth::Wsse)
        .then(|| (endpoint.username.as_str(), endpoint.password.reveal()));
    let parameters = Parameters::new(id, record);
    let body = lis::encode_request(operation, message_id, token, parameters);
    let action = format!("\"{}\"", lis::action(operation.service, operation.name));
    let mut headers = vec![
        ("Content-Type", "text/xml; charset=utf-8"),
        ("SOAPAction", action.as_str()),
    ];
    let basic = (endpoint.auth == EndpointAuth::Basic)
        .then(|| basic(&endpoint.username, &endpoint.password));
    headers.extend(basic.as_deref().map(|basic| ("Authorization", basic)));
    Outgoing {
        ticket: id.to_owned(),
        purpose: "call the SIS",
        operation: Some(operation),
        request: Request::post(&endpoint.url, &headers, body),
    }
}

/// A file to be fetched. `ticket` comes back with it.
pub(super) fn fetch(ticket: &str, url: &str, credentials: Option<&(String, Secret)>) -> Outgoing {
    let basic = credentials.map(|(username, password)| basic(username, password));
    let headers: Vec<_> = basic
        .iter()
        .map(|b| ("Authorization", b.as_str()))
        .collect();
    let mut request = Request::post(url, &headers, "");
    "GET".clone_into(&mut request.method);
    Outgoing {
        ticket: ticket.to_owned(),
        purpose: "fetch a bulk file",
        operation: None,
        request,
    }
}

fn basic(username: &str, password: &Secret) -> String {
    let pair = format!("{username}:{}", password.reveal());
    format!("Basic {}", STANDARD.encode(pair))
}

/// Whether the SIS took a call; why not, in a few words.
pub(super) fn accepted(arrival: &Arrival) -> Result<(), String> {
    let reply = arrival.as_ref().map_err(Clone::clone)?;
    let answer = standard::answer(reply.status, &reply.body);
    let word = |key: &str| answer.get(key).and_then(Value::as_text);
    match (word("code_major"), word("fault_string")) {
        (Some("success"), _) => Ok(()),
        (Some(major), _) => {
            let rest = ["severity", "code_minor", "description"];
            let rest = rest.into_iter().filter_map(word).filter(|w| !w.is_empty());
            Err(rest.fold(major.to_owned(), |text, word| format!("{text}/{word}")))
        }
        (None, Some(fault)) => Err(format!("a fault: {fault}")),
        (None, None) => Err(format!("HTTP {} without a status header", reply.status)),
    }
}

/// The row of an operation that Brightspace calls.
pub(super) fn operation(service: Service, name: &str) -> &'static Operation {
    let mut all = lis::operations(service).iter();
    all.find(|operation| operation.name == name)
        .expect("the operation is in the table of its service")
}
