//! A call that can be pasted into a shell.

use super::open::{OpenInstance, Standard};

const LIS_PMS: &str = "http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0";
const ES_PMS: &str = "http://www.imsglobal.org/services/pms/xsd/imsPersonManMessSchema_v1p0";
const ES_COMMON: &str = "http://www.imsglobal.org/services/common/imsCommonSchema_v1p0";
const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// A `curl` command that reads a person from the instance's person service, if it has one.
pub(super) fn curl(instance: &OpenInstance, base: &str) -> Option<String> {
    let summary = &instance.summary;
    let endpoint = summary.endpoints.iter().find(|e| e.service == "PMS")?;
    let password = instance.password.reveal();
    let (action, call) = match instance.standard {
        Standard::Lis => (
            "http://www.imsglobal.org/soap/lis/pms2p0/readPerson",
            format!(
                r#"<readPersonRequest xmlns="{LIS_PMS}"><sourcedId>demo-1</sourcedId></readPersonRequest>"#
            ),
        ),
        Standard::Es => (
            "http://www.imsglobal.org/soap/pms/readPerson",
            format!(
                r#"<readPersonRequest xmlns="{ES_PMS}"><sourcedId><identifier xmlns="{ES_COMMON}">demo-1</identifier></sourcedId></readPersonRequest>"#
            ),
        ),
    };
    let security = if summary.auth == "username_token" {
        format!(
            r#"<o:Security xmlns:o="{WSSE}"><o:UsernameToken><o:Username>{}</o:Username><o:Password>{}</o:Password></o:UsernameToken></o:Security>"#,
            xml(&summary.username),
            xml(password),
        )
    } else {
        String::new()
    };
    let envelope = format!(
        r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>{security}</s:Header><s:Body>{call}</s:Body></s:Envelope>"#
    );
    let user = if summary.auth == "basic" {
        format!(" -u {}", shell(&format!("{}:{password}", summary.username)))
    } else {
        String::new()
    };
    Some(format!(
        "curl -sS{user} -H 'Content-Type: text/xml; charset=utf-8' -H 'SOAPAction: \"{action}\"' --data-binary {} {}",
        shell(&envelope),
        shell(&format!("{base}{}", endpoint.path)),
    ))
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
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

    fn instance(auth: &str, password: &str) -> OpenInstance {
        OpenInstance {
            summary: InstanceSummary {
                name: "a".to_owned(),
                vendor: "lis".to_owned(),
                title: "LIS".to_owned(),
                auth: auth.to_owned(),
                username: "sis".to_owned(),
                endpoints: vec![EndpointSummary {
                    service: "PMS".to_owned(),
                    path: "/lis/pms".to_owned(),
                    wsdl: "/lis/pms?wsdl".to_owned(),
                    operations: Vec::new(),
                }],
            },
            password: Secret::new(password),
            standard: Standard::Lis,
        }
    }

    #[test]
    fn quotes_in_passwords_survive_the_shell() {
        let line = curl(&instance("basic", "it's"), "http://localhost:1").unwrap();
        assert!(line.contains(r"-u 'sis:it'\''s'"), "{line}");
        assert!(line.ends_with("'http://localhost:1/lis/pms'"));
        let line = curl(&instance("username_token", "a<b"), "http://localhost:1").unwrap();
        assert!(line.contains("<o:Password>a&lt;b</o:Password>"));
        assert!(!line.contains(" -u "));
    }
}
