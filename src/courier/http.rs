//! HTTP and HTTPS.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use ureq::http;
use ureq::tls::{RootCerts, TlsConfig};

use super::too_large;
use crate::engine::Arrival;
use crate::wire::{Reply, Request};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a whole call may take.
const WHOLE: Duration = Duration::from_secs(60);

/// The one client of a carrier.
pub(super) fn agent() -> ureq::Agent {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    let config = ureq::Agent::config_builder()
        .tls_config(tls)
        // A status is an answer, whatever it says.
        .http_status_as_error(false)
        // Where a redirect leads was not asked about.
        .max_redirects(0)
        .max_redirects_will_error(false)
        // What `outgoing` allows is the address itself, not somebody who passes it on.
        .proxy(None)
        .user_agent("mocklms")
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(WHOLE))
        .build();
    config.into()
}

/// Makes a call and takes its whole answer.
pub(super) fn carry(agent: &ureq::Agent, request: &Request, limit: usize) -> Arrival {
    let mut call = http::Request::builder()
        .method(request.method.as_str())
        .uri(&request.target);
    for (name, value) in request.headers() {
        call = call.header(name, value);
    }
    let answer = if request.method == "GET" {
        let call = call.body(()).map_err(|error| error.to_string())?;
        agent.run(call)
    } else {
        let call = call
            .body(&request.body[..])
            .map_err(|error| error.to_string())?;
        agent.run(call)
    };
    let mut answer = answer.map_err(|error| error.to_string())?;
    let status = answer.status();
    if status.is_redirection() {
        let to = answer.headers().get("location");
        let to = to.and_then(|l| l.to_str().ok()).unwrap_or("elsewhere");
        return Err(format!(
            "it redirects to {to} ({}); redirects are not followed, so give the final address",
            status.as_u16()
        ));
    }
    let mut body = Vec::new();
    let mut reader = answer.body_mut().as_reader().take(limit as u64 + 1);
    reader
        .read_to_end(&mut body)
        .map_err(|error| format!("the answer broke off: {error}"))?;
    if body.len() > limit {
        return Err(too_large(limit));
    }
    Ok(Reply {
        status: status.as_u16(),
        headers: Vec::new(),
        body: body.into(),
    })
}
