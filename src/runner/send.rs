//! The message of a `send` step as an HTTP request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::late::Said;
use crate::base::Value;
use crate::engine::{Auth, Double};
use crate::model::{AnyRecord, Operation, Service};
use crate::scenario::{Instance, SendBody, SendStep};
use crate::session::Session;
use crate::standard;
use crate::standard::lis::Parameters;
use crate::wire::Request;
use crate::xml;

/// Builds the request from what it says as it is known now. `number` makes the message identifier: `step-3`.
///
/// # Errors
///
/// What cannot be written from the short form, for people.
pub(super) fn request(
    session: &Session,
    instance: &Instance,
    step: &SendStep,
    said: &Said<'_>,
    number: usize,
) -> Result<Request, String> {
    let double = session
        .instance(&instance.name)
        .ok_or("the session lacks this instance")?;
    let token = (double.auth() == Auth::UsernameToken).then(|| {
        (
            double.common().username.as_str(),
            double.common().password.reveal(),
        )
    });
    let mut operation = step
        .operation
        .as_deref()
        .and_then(|name| instance.vendor.operation(name));
    let body = match &step.body {
        SendBody::File(_, bytes) => bytes.clone(),
        SendBody::Record(_) => {
            let operation = operation.ok_or("a record needs an operation")?;
            let message_id = format!("step-{number}");
            from_record(operation, said, &message_id, token).into_bytes()
        }
        SendBody::Xml(text) => match root_name(text).as_deref() {
            Some("Envelope") => text.clone().into_bytes(),
            root => {
                let found = root.and_then(|name| name.strip_suffix("Request"));
                operation = operation.or_else(|| instance.vendor.operation(found?));
                let service = operation.map_or(Service::Pms, |o| o.service);
                standard::wrap(service, &format!("step-{number}"), token, text).into_bytes()
            }
        },
    };
    let at = |service| {
        let mut endpoints = instance.vendor.endpoints.iter();
        endpoints.find(|e| e.service == service)
    };
    let endpoint = match operation {
        // Where all services have one address, too, operations may be known there alone.
        Some(operation) => at(operation.service).or_else(|| at(Service::EsCombined)),
        None => at(Service::Pms).or(instance.vendor.endpoints.first()),
    };
    let path = endpoint
        .ok_or_else(|| {
            format!(
                "{} has no {} service",
                instance.vendor.title,
                operation.map_or("PMS", |o| o.service.abbreviation())
            )
        })?
        .path;
    let mut headers = vec![(
        "Content-Type".to_owned(),
        "text/xml; charset=utf-8".to_owned(),
    )];
    if let Some(operation) = operation {
        headers.push((
            "SOAPAction".to_owned(),
            format!("\"{}\"", standard::action(operation)),
        ));
    }
    if let Some(value) = basic(double) {
        headers.push(("Authorization".to_owned(), value));
    }
    for (name, value) in &step.headers {
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.clone(), value.clone()));
    }
    let headers: Vec<_> = headers
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    Ok(Request::post(
        &format!("/i/{}{path}", instance.name),
        &headers,
        body,
    ))
}

/// What a caller of this instance sends in `Authorization`, if anything.
fn basic(double: &dyn Double) -> Option<String> {
    let common = double.common();
    let pair = format!("{}:{}", common.username, common.password.reveal());
    (double.auth() == Auth::Basic).then(|| format!("Basic {}", STANDARD.encode(pair)))
}

fn from_record(
    operation: &Operation,
    said: &Said<'_>,
    message_id: &str,
    token: Option<(&str, &str)>,
) -> String {
    let inner = said.record.get("id").and_then(Value::as_text);
    let standard = operation.service.standard();
    let record = AnyRecord::from_value_in(standard, operation.record, &said.record);
    let parameters = Parameters {
        id: said.id.as_deref().or(inner),
        record: Some(&record),
        with: Some(&said.with),
    };
    standard::encode_request(operation, message_id, token, parameters)
}

fn root_name(text: &str) -> Option<String> {
    let tree = xml::read(text, &crate::base::Limits::default()).ok()?;
    Some(tree.root().local().to_owned())
}
