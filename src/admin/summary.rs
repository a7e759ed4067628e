//! The instances of a session, as people are told about them.

use serde::Serialize;

use crate::engine::{Auth, Double};
use crate::session::Session;

/// One LMS that is being stood in for, as people are told about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstanceSummary {
    /// Its name.
    pub name: String,
    /// The vendor's word, such as `brightspace`.
    pub vendor: String,
    /// The product's name.
    pub title: String,
    /// `basic`, `username_token` or `off`.
    pub auth: &'static str,
    /// The user name callers must send.
    pub username: String,
    /// Where it answers.
    pub endpoints: Vec<EndpointSummary>,
}

/// One endpoint of an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EndpointSummary {
    /// `PMS`, …
    pub service: &'static str,
    /// Its path on this server, from the root.
    pub path: String,
    /// Path and query at which its WSDL is served.
    pub wsdl: String,
    /// Operations that are carried out.
    pub operations: &'static [&'static str],
}

impl InstanceSummary {
    /// The instances of a session, in their order.
    pub fn all(session: &Session) -> Vec<Self> {
        let mut seen: Vec<&str> = Vec::new();
        session
            .instances()
            .map(|double| {
                let vendor = double.info().name;
                // The first of its vendor also answers at the plain paths.
                let prefix = if seen.contains(&vendor) {
                    format!("/i/{}", double.name())
                } else {
                    String::new()
                };
                seen.push(vendor);
                Self::of(double, &prefix)
            })
            .collect()
    }

    fn of(double: &dyn Double, prefix: &str) -> Self {
        let info = double.info();
        Self {
            name: double.name().to_owned(),
            vendor: info.name.to_owned(),
            title: info.title.to_owned(),
            auth: match double.auth() {
                Auth::Off => "off",
                Auth::Basic => "basic",
                Auth::UsernameToken => "username_token",
            },
            username: double.common().username.clone(),
            endpoints: info
                .endpoints
                .iter()
                .map(|endpoint| EndpointSummary {
                    service: endpoint.service.abbreviation(),
                    path: format!("{prefix}{}", endpoint.path),
                    wsdl: format!("{prefix}{}?wsdl", endpoint.path),
                    operations: endpoint.operations,
                })
                .collect(),
        }
    }
}
