//! `mocklms wsdl`: the service description that a vendor's double serves.

use indexmap::IndexMap;

use super::quirks::find_vendor;
use crate::base::Value;
use crate::base::text::nearest;
use crate::diag::Problem;
use crate::vendor::VENDORS;

/// Prints the WSDL a vendor's double serves
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mocklms wsdl brightspace > pms.wsdl\n  mocklms wsdl brightspace PMS --answer-body element"
)]
pub(super) struct Args {
    /// The vendor
    vendor: String,
    /// The service, such as PMS [default: the vendor's first]
    service: Option<String>,
    /// The address to write into it; the service's own path is added
    #[arg(long, value_name = "URL", default_value = super::DEFAULT_URL)]
    base: String,
    /// What the Body of a write's answer holds: as the vendor sends it, nothing, or the response element
    #[arg(long, value_name = "WHAT", default_value = "vendor", value_parser = ["vendor", "empty", "element"])]
    answer_body: String,
}

/// The document.
pub(super) fn wsdl(args: &Args) -> Result<String, Problem> {
    let info = find_vendor(VENDORS, &args.vendor)?;
    let wanted = args.service.as_deref();
    let endpoint = info
        .endpoints
        .iter()
        .find(|e| wanted.is_none_or(|w| e.service.abbreviation().eq_ignore_ascii_case(w)))
        .ok_or_else(|| {
            let names = || info.endpoints.iter().map(|e| e.service.abbreviation());
            let wanted = wanted.unwrap_or_default();
            let help = nearest(wanted, names()).map_or_else(
                || format!("it has {}", names().collect::<Vec<_>>().join(", ")),
                |n| format!("did you mean {n}?"),
            );
            Problem::error(
                "unknown-service",
                None,
                format!("{} has no service '{wanted}'", info.title),
            )
            .with_help(help)
        })?;
    let mut settings = Value::map();
    settings.insert("answer_body", Value::text(args.answer_body.as_str()));
    let double = (info.open)(info.name, &settings, &IndexMap::new());
    let address = format!("{}{}", args.base.trim_end_matches('/'), endpoint.path);
    double.wsdl(endpoint.service, &address).ok_or_else(|| {
        Problem::error(
            "no-wsdl",
            None,
            format!(
                "there is no service description of {} yet",
                endpoint.service.abbreviation()
            ),
        )
    })
}
