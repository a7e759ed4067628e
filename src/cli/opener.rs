//! From vendor names, or a scenario file, to an open session.

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;

use super::open::{OpenInstance, OpenOptions, Opened, Standard};
use super::quirks::find_vendor;
use crate::admin::{EndpointSummary, InstanceSummary};
use crate::base::Value;
use crate::diag::{Problem, Severity};
use crate::engine::{Auth, Double};
use crate::scenario;
use crate::session::{InstanceSpec, Opening, Session};
use crate::vendor::VENDORS;

/// Opens the default session for what the user named: vendors, or one scenario file (whose seed is the state).
///
/// # Errors
///
/// Unknown vendors, problems of the file, seeds that do not fit.
pub fn open(what: &[String], options: &OpenOptions) -> Result<Opened, Vec<Problem>> {
    let opening = Opening { limits: options.limits.clone(), journal: options.journal, ..Opening::real_time() };
    let session = match what {
        [file] if is_file(file) => {
            let (scenario, problems) = scenario::load_file(Path::new(file));
            let errors = problems.into_iter().filter(|p| p.severity == Severity::Error).collect();
            let Some(scenario) = scenario else { return Err(errors) };
            let specs = scenario.instances.iter().map(|instance| InstanceSpec {
                name: &instance.name,
                vendor: instance.vendor,
                settings: &instance.settings,
                quirks: &instance.quirks,
                seed: &instance.seed,
            });
            Session::open(opening, specs)
        }
        names => {
            let mut problems = Vec::new();
            let mut vendors = Vec::new();
            for name in names {
                match find_vendor(VENDORS, name) {
                    Ok(vendor) => vendors.push(vendor),
                    Err(problem) => problems.push(problem),
                }
            }
            if !problems.is_empty() {
                return Err(problems);
            }
            let (none, quirks) = (Value::map(), IndexMap::new());
            let specs = vendors.into_iter().map(|vendor| InstanceSpec {
                name: vendor.name,
                vendor,
                settings: &none,
                quirks: &quirks,
                seed: &none,
            });
            Session::open(opening, specs)
        }
    };
    let session = session.map_err(|reason| vec![Problem::error("bad-seed", None, reason)])?;
    let instances = summaries(&session);
    Ok(Opened { session: Arc::new(session), instances })
}

/// What people must know to talk to the instances of a session.
pub(super) fn summaries(session: &Session) -> Vec<OpenInstance> {
    let mut served = Vec::new();
    session.instances().map(|double| instance(double, &mut served)).collect()
}

fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "yaml" || e == "yml")
}

/// The first instance of its vendor is told at the plain paths, which are easier to paste.
fn instance(double: &dyn Double, served: &mut Vec<&'static str>) -> OpenInstance {
    let info = double.info();
    let prefix = if served.contains(&info.name) { format!("/i/{}", double.name()) } else { String::new() };
    served.push(info.name);
    let auth = match double.auth() {
        Auth::Off => "off",
        Auth::Basic => "basic",
        Auth::UsernameToken => "username_token",
    };
    OpenInstance {
        summary: InstanceSummary {
            name: double.name().to_owned(),
            vendor: info.name.to_owned(),
            title: info.title.to_owned(),
            auth: auth.to_owned(),
            username: double.common().username.clone(),
            endpoints: info
                .endpoints
                .iter()
                .map(|endpoint| {
                    let path = format!("{prefix}{}", endpoint.path);
                    EndpointSummary {
                        service: endpoint.service.abbreviation().to_owned(),
                        wsdl: format!("{path}?wsdl"),
                        operations: endpoint.operations.iter().map(|o| (*o).to_owned()).collect(),
                        path,
                    }
                })
                .collect(),
        },
        password: double.common().password.clone(),
        standard: Standard::Lis,
    }
}
