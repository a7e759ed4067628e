//! The page at `/`: what this is and where things are, readable with and without a browser.

use std::fmt::Write as _;

use super::InstanceSummary;
use super::routes::listing;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color-scheme:light dark}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem 1rem .2rem 0;\
vertical-align:top}code{font-size:.9em}";

pub(super) fn page(instances: &[InstanceSummary]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>mocklms</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>{STYLE}</style>\n<h1>mocklms {}</h1>\n\
         <p>This stands in for a learning-management system: it takes the SOAP messages of a student information \
         system as that LMS would, and keeps what it was sent.\n",
        env!("CARGO_PKG_VERSION")
    );
    for instance in instances {
        _ = write!(
            out,
            "<h2>{} <small>({})</small></h2>\n<p>{}\n<table>\n<tr><th>Service<th>Endpoint<th>WSDL\n",
            escape(&instance.name),
            escape(&instance.title),
            credentials(instance),
        );
        for endpoint in &instance.endpoints {
            let (path, wsdl) = (escape(&endpoint.path), escape(&endpoint.wsdl));
            _ = writeln!(
                out,
                "<tr><td>{}<td><code>{path}</code><td><a href=\"{wsdl}\">?wsdl</a>",
                escape(endpoint.service),
            );
        }
        out.push_str("</table>\n");
    }
    out.push_str("<h2>Asking about it</h2>\n<table>\n");
    for (method, path, about) in listing() {
        let shown = match method {
            "GET" if !path.ends_with('/') => format!("<a href=\"{path}\">{path}</a>"),
            _ => path,
        };
        _ = writeln!(
            out,
            "<tr><td>{method}<td><code>{shown}</code><td>{}",
            escape(about)
        );
    }
    out.push_str("</table>\n");
    out
}

fn credentials(instance: &InstanceSummary) -> String {
    let user = escape(&instance.username);
    match instance.auth {
        "off" => "Takes messages from anybody.".to_owned(),
        "username_token" => {
            format!("Wants a WS-Security UsernameToken for user <code>{user}</code>.")
        }
        _ => format!("Wants HTTP Basic credentials for user <code>{user}</code>."),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::EndpointSummary;

    #[test]
    fn names_are_escaped_and_wsdls_are_linked() {
        let page = page(&[InstanceSummary {
            name: "<script>".to_owned(),
            vendor: "lis".to_owned(),
            title: "LIS".to_owned(),
            auth: "basic",
            username: "sis".to_owned(),
            endpoints: vec![EndpointSummary {
                service: "PMS",
                path: "/lis/pms".to_owned(),
                wsdl: "/lis/pms?wsdl".to_owned(),
                operations: &[],
            }],
        }]);
        assert!(!page.contains("<script>"));
        assert!(page.contains("<a href=\"/lis/pms?wsdl\">"));
        assert!(page.contains("/__admin/v1/journal"));
    }
}
