//! A call that can be pasted into a shell.

use super::open::OpenInstance;
use crate::model::Service;
use crate::standard::lis;

/// A `curl` command that reads a person from the instance's person service, if it has one.
/// `ca` is a file with what it must trust.
pub(super) fn curl(instance: &OpenInstance, base: &str, ca: Option<&str>) -> Option<String> {
    let summary = &instance.summary;
    let service = Service::Pms;
    let endpoint = summary
        .endpoints
        .iter()
        .find(|e| e.service == service.abbreviation())?;
    let login = (summary.username.as_str(), instance.password.reveal());
    let envelope = lis::wrap(
        service,
        "hello-1",
        (summary.auth == "username_token").then_some(login),
        "<ims:readPersonRequest><ims:sourcedId>demo-1</ims:sourcedId></ims:readPersonRequest>",
    );
    let user = if summary.auth == "basic" {
        format!(" -u {}", shell(&format!("{}:{}", login.0, login.1)))
    } else {
        String::new()
    };
    let trust = ca.map_or(String::new(), |file| format!(" --cacert {}", shell(file)));
    Some(format!(
        "curl -sS{trust}{user} -H 'Content-Type: text/xml; charset=utf-8' --data-binary {} {}",
        shell(&envelope),
        shell(&format!("{base}{}", endpoint.path)),
    ))
}

/// In single quotes, for any POSIX shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::{EndpointSummary, InstanceSummary};
    use crate::base::Secret;

    fn instance(auth: &'static str, password: &str) -> OpenInstance {
        OpenInstance {
            summary: InstanceSummary {
                name: "a".to_owned(),
                vendor: "lis".to_owned(),
                title: "LIS".to_owned(),
                auth,
                username: "sis".to_owned(),
                endpoints: vec![EndpointSummary {
                    service: "PMS",
                    path: "/lis/pms".to_owned(),
                    wsdl: "/lis/pms?wsdl".to_owned(),
                    operations: &[],
                }],
            },
            password: Secret::new(password),
        }
    }

    #[test]
    fn quotes_in_passwords_survive_the_shell() {
        let line = curl(&instance("basic", "it's"), "http://localhost:1", None).unwrap();
        assert!(line.contains(r"-u 'sis:it'\''s'"), "{line}");
        assert!(line.ends_with("'http://localhost:1/lis/pms'"));
        let line = curl(
            &instance("username_token", "a<b"),
            "https://localhost:1",
            Some("a b.pem"),
        )
        .unwrap();
        assert!(line.starts_with("curl -sS --cacert 'a b.pem' -H"), "{line}");
        assert!(
            line.contains("<wsse:Password>a&lt;b</wsse:Password>"),
            "{line}"
        );
        assert!(!line.contains(" -u ") && !line.contains('\n'));
    }
}
