//! Faults: what a server says when it could not process a message at all.

use super::envelope::{Envelope, Tags, Version, write};
use crate::xml::{Element, ReadError, Writer, trim};

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultCode {
    /// The sender's (`Client`; in SOAP 1.2 `Sender`).
    Client,
    /// The receiver's (`Server`; in SOAP 1.2 `Receiver`).
    Server,
    /// The envelope is of another SOAP.
    VersionMismatch,
    /// A header block that had to be understood is not.
    MustUnderstand,
}

impl FaultCode {
    /// The local name of the code.
    pub fn local(self, version: Version) -> &'static str {
        match (self, version) {
            (Self::Client, Version::V11) => "Client",
            (Self::Client, Version::V12) => "Sender",
            (Self::Server, Version::V11) => "Server",
            (Self::Server, Version::V12) => "Receiver",
            (Self::VersionMismatch, _) => "VersionMismatch",
            (Self::MustUnderstand, _) => "MustUnderstand",
        }
    }
}

/// A code of the vendor's own, such as `wsse:FailedAuthentication`. In SOAP 1.1 it takes the place of the code, in
/// SOAP 1.2 it stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subcode {
    /// Its namespace.
    pub namespace: String,
    /// The prefix that is declared for it.
    pub prefix: String,
    /// Its local name.
    pub local: String,
}

/// What led to a fault, for servers that have words of their own for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// Anything that is not in this list.
    #[default]
    Other,
    /// The caller did not say who it is, or not in a form that can be read.
    Security,
    /// The caller is not who it says.
    Credentials,
    /// Nothing here carries the action out.
    Action,
    /// The message cannot be read as what it should be.
    Message,
}

/// A SOAP fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Whose fault it is.
    pub code: FaultCode,
    /// The vendor's own code.
    pub subcode: Option<Box<Subcode>>,
    /// What happened, in words.
    pub string: String,
    /// The content of `detail`: XML that is ready.
    pub detail: Option<String>,
    /// The HTTP status of the answer.
    pub http_status: u16,
    /// What led to it.
    pub cause: Cause,
    /// The action that nothing carries out, as it was sent.
    pub action: Option<String>,
    /// `xml:lang` of the words, in SOAP 1.1.
    pub language: Option<&'static str>,
    /// The answer is the HTTP status alone.
    pub bare: bool,
}

impl Fault {
    fn new(code: FaultCode, string: impl Into<String>) -> Self {
        Self {
            code,
            subcode: None,
            string: string.into(),
            detail: None,
            http_status: 500,
            cause: Cause::Other,
            action: None,
            language: None,
            bare: false,
        }
    }

    /// The sender's fault. HTTP 500, as SOAP 1.1 demands of every fault.
    pub fn client(string: impl Into<String>) -> Self {
        Self::new(FaultCode::Client, string)
    }

    /// The receiver's fault.
    pub fn server(string: impl Into<String>) -> Self {
        Self::new(FaultCode::Server, string)
    }

    /// The envelope is of a SOAP that is not spoken here.
    pub fn version_mismatch(string: impl Into<String>) -> Self {
        Self::new(FaultCode::VersionMismatch, string)
    }

    /// A header block had to be understood and is not.
    pub fn must_understand(block: Element<'_>) -> Self {
        Self::new(
            FaultCode::MustUnderstand,
            format!("header block '{}' is not understood", block.name()),
        )
    }

    /// The body is not readable XML. `read_from` is what the error's offset counts in: the body for errors of
    /// decoding, the text for those of reading.
    pub fn unreadable(error: &ReadError, read_from: impl AsRef<[u8]>) -> Self {
        Self::client(format!(
            "the request is not readable XML: {error} ({})",
            error.position(read_from)
        ))
    }

    /// With a code of the vendor's own.
    #[must_use]
    pub fn with_subcode(mut self, namespace: &str, prefix: &str, local: &str) -> Self {
        self.subcode = Some(Box::new(Subcode {
            namespace: namespace.into(),
            prefix: prefix.into(),
            local: local.into(),
        }));
        self
    }

    /// With the content of `detail`, which is ready XML.
    #[must_use]
    pub fn with_detail(mut self, xml: impl Into<String>) -> Self {
        self.detail = Some(xml.into());
        self
    }

    /// With what led to it.
    #[must_use]
    pub fn with_cause(mut self, cause: Cause) -> Self {
        self.cause = cause;
        self
    }

    /// With the action that was asked for.
    #[must_use]
    pub fn with_action(mut self, action: Option<&str>) -> Self {
        self.action = action.map(str::to_owned);
        self
    }

    /// With another HTTP status. (The HTTP binding of SOAP 1.2 wants 400 for the sender's faults.)
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.http_status = status;
        self
    }
}

/// The whole answer, without XML declaration. `soap_prefix` may be empty.
pub fn encode(fault: &Fault, version: Version, soap_prefix: &str) -> String {
    let mut xml = Writer::with_capacity(
        512 + fault.string.len() + fault.detail.as_ref().map_or(0, String::len),
    );
    let tags = Tags::new(soap_prefix);
    write(
        &mut xml,
        version,
        soap_prefix,
        None::<fn(&mut Writer)>,
        |xml| {
            xml.open(&tags.name("Fault"));
            match version {
                Version::V11 => content_11(xml, fault, &tags),
                Version::V12 => content_12(xml, fault, &tags),
            }
            xml.close(&tags.name("Fault"));
        },
    );
    xml.into_string()
}

fn content_11(xml: &mut Writer, fault: &Fault, tags: &Tags<'_>) {
    // The children are in no namespace, which must be said when SOAP's is the default one.
    let open = |xml: &mut Writer, name: &str| {
        xml.open(name);
        if tags.is_default() {
            xml.attr("xmlns", "");
        }
    };
    match &fault.subcode {
        // Without a prefix the code would fall out of its namespace together with its element.
        None if tags.is_default() => {
            open(xml, "faultcode");
            xml.attr("xmlns:soap", Version::V11.namespace());
            xml.text("soap:");
            xml.text(fault.code.local(Version::V11));
        }
        None => {
            open(xml, "faultcode");
            xml.text(&tags.name(fault.code.local(Version::V11)));
        }
        Some(subcode) => {
            open(xml, "faultcode");
            write_subcode(xml, subcode);
        }
    }
    xml.close("faultcode");
    open(xml, "faultstring");
    if let Some(language) = fault.language {
        xml.attr("xml:lang", language);
    }
    xml.text(&fault.string);
    xml.close("faultstring");
    if let Some(detail) = &fault.detail {
        open(xml, "detail");
        xml.raw(detail);
        xml.close("detail");
    }
}

fn content_12(xml: &mut Writer, fault: &Fault, tags: &Tags<'_>) {
    xml.open(&tags.name("Code"));
    xml.leaf(
        &tags.name("Value"),
        &tags.name(fault.code.local(Version::V12)),
    );
    if let Some(subcode) = &fault.subcode {
        xml.open(&tags.name("Subcode"));
        xml.open(&tags.name("Value"));
        write_subcode(xml, subcode);
        xml.close(&tags.name("Value"));
        xml.close(&tags.name("Subcode"));
    }
    xml.close(&tags.name("Code"));
    xml.open(&tags.name("Reason"));
    xml.open(&tags.name("Text"));
    xml.attr("xml:lang", "en");
    xml.text(&fault.string);
    xml.close(&tags.name("Text"));
    xml.close(&tags.name("Reason"));
    if let Some(detail) = &fault.detail {
        xml.open(&tags.name("Detail"));
        xml.raw(detail);
        xml.close(&tags.name("Detail"));
    }
}

/// The content of an element that has just been opened: the declaration of the prefix, and the qualified name.
fn write_subcode(xml: &mut Writer, subcode: &Subcode) {
    xml.attr(&format!("xmlns:{}", subcode.prefix), &subcode.namespace);
    xml.text(&subcode.prefix);
    xml.text(":");
    xml.text(&subcode.local);
}

/// Code (without its prefix) and words of the fault in an answer; `None` when the answer is no fault.
pub fn read(envelope: &Envelope<'_>) -> Option<(String, String)> {
    let fault = envelope
        .payload
        .filter(|payload| payload.is(envelope.version.namespace(), "Fault"))?;
    let (code, string) = match envelope.version {
        Version::V11 => (fault.child("faultcode"), fault.child("faultstring")),
        Version::V12 => (
            fault.child("Code").and_then(|code| code.child("Value")),
            fault
                .child("Reason")
                .and_then(|reason| reason.child("Text")),
        ),
    };
    let text = |element: Option<Element<'_>>| {
        element
            .map(|e| trim(&e.text()).to_owned())
            .unwrap_or_default()
    };
    let code = text(code);
    let local = code
        .rsplit_once(':')
        .map_or(code.as_str(), |(_, local)| local);
    Some((local.to_owned(), text(string)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Limits;
    use crate::soap::open;

    #[track_caller]
    fn check(fault: &Fault, version: Version, prefix: &str, expected: &str) {
        let text = encode(fault, version, prefix);
        assert_eq!(text, expected);
        let tree = crate::xml::read(&text, &Limits::default()).unwrap();
        let envelope = open(&tree, &mut Vec::new()).unwrap();
        let (_, string) = read(&envelope).unwrap();
        assert_eq!(string, fault.string);
    }

    #[test]
    fn soap_11() {
        check(
            &Fault::client("no <Body>").with_detail("<d:why xmlns:d=\"u\">x</d:why>"),
            Version::V11,
            "soap",
            "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><soap:Fault>\
             <faultcode>soap:Client</faultcode><faultstring>no &lt;Body&gt;</faultstring>\
             <detail><d:why xmlns:d=\"u\">x</d:why></detail></soap:Fault></soap:Body></soap:Envelope>",
        );
        check(
            &Fault::server("x").with_subcode("u", "w", "FailedAuthentication"),
            Version::V11,
            "s",
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>\
             <faultcode xmlns:w=\"u\">w:FailedAuthentication</faultcode><faultstring>x</faultstring>\
             </s:Fault></s:Body></s:Envelope>",
        );
    }

    #[test]
    fn soap_12() {
        check(
            &Fault::client("x")
                .with_subcode("u", "w", "Sub")
                .with_detail("<d/>"),
            Version::V12,
            "e",
            "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body><e:Fault>\
             <e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value xmlns:w=\"u\">w:Sub</e:Value></e:Subcode></e:Code>\
             <e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason><e:Detail><d/></e:Detail>\
             </e:Fault></e:Body></e:Envelope>",
        );
    }

    #[test]
    fn children_of_a_fault_stay_out_of_the_default_namespace() {
        check(
            &Fault::version_mismatch("x"),
            Version::V11,
            "",
            "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"><Body><Fault>\
             <faultcode xmlns=\"\" xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">soap:VersionMismatch</faultcode>\
             <faultstring xmlns=\"\">x</faultstring></Fault></Body></Envelope>",
        );
    }

    #[test]
    fn faults_of_others_are_read() {
        let text = "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body><S:Fault>\
                    <faultcode> S:Server.Userexception\n</faultcode><faultstring>\n it broke</faultstring>\
                    </S:Fault></S:Body></S:Envelope>";
        let tree = crate::xml::read(text, &Limits::default()).unwrap();
        let envelope = open(&tree, &mut Vec::new()).unwrap();
        assert_eq!(
            read(&envelope),
            Some(("Server.Userexception".to_owned(), "it broke".to_owned()))
        );
    }

    #[test]
    fn an_unreadable_body_is_explained() {
        let text = "<a>\n&nbsp;</a>";
        let error = crate::xml::read(text, &Limits::default()).unwrap_err();
        assert_eq!(
            Fault::unreadable(&error, text).string,
            "the request is not readable XML: entity '&nbsp;' is not one of &amp; &lt; &gt; &quot; &apos; (line 2, column 1)"
        );
    }
}
