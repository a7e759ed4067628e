//! HTTPS as processes meet it: what `serve --tls` prints and serves, and whether clients that know nothing of mocklms
//! trust what `run --tls` puts into their environment.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use mocklms::model::Service;
use mocklms::standard::lis;

const SCENARIO: &str = "mocklms: 1
scenario: somebody is read over HTTPS
lms: { d2l: brightspace }
expect: { requests: { d2l: { messages: [{ operation: readPerson, id: S-1 }] } } }
";

/// A folder that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("https-{name}"));
        _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The program, in an environment that trusts nothing special.
fn mocklms() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mocklms"));
    for name in [
        "MOCKLMS_CA_FILE",
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "NODE_EXTRA_CA_CERTS",
    ] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a client below `run --tls`.
fn run(name: &str, flags: &[&str], line: &[&str], set: &[(&str, &str)]) -> Output {
    let folder = Folder::new(name);
    let body = "<ims:readPersonRequest><ims:sourcedId>S-1</ims:sourcedId></ims:readPersonRequest>";
    mocklms()
        .arg("run")
        .arg(folder.write("story.yaml", SCENARIO))
        .args(flags)
        .arg("--")
        .args(line)
        .env("BODY", lis::wrap(Service::Pms, "m-1", None, body))
        // Where the CA is put, so that this test sees it go.
        .env("TMPDIR", &folder.0)
        .envs(set.iter().copied())
        .output()
        .inspect(|_| {
            let left: Vec<_> = std::fs::read_dir(&folder.0).unwrap().flatten().collect();
            assert_eq!(left.len(), 1, "the temporary file is gone: {left:?}");
        })
        .unwrap()
}

#[track_caller]
fn passed(output: &Output) {
    assert!(output.status.success(), "{}", told(output));
}

fn told(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// Whether a client is there; if not, that is said past the test harness.
fn available(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        _ = writeln!(std::io::stderr(), "left out: {program} is not installed");
    }
    found
}

/// Once by the file, once by what OpenSSL finds by itself; the WSDL in between.
const PYTHON: &str = r#"
import os, ssl, urllib.request
url, body = os.environ["MOCKLMS_D2L_PMS_URL"], os.environ["BODY"].encode()
assert url.startswith("https://"), url
assert os.environ["MOCKLMS_URL"].startswith("https://")
trusting = ssl.create_default_context(cafile=os.environ["MOCKLMS_CA_FILE"])
# As Python 3.13 and newer do by themselves.
trusting.verify_flags |= ssl.VERIFY_X509_STRICT
wsdl = urllib.request.urlopen(url + "?wsdl", context=trusting).read().decode()
assert 'location="' + url in wsdl, wsdl
request = urllib.request.Request(url, body, {"Content-Type": "text/xml; charset=utf-8"})
assert urllib.request.urlopen(request).status == 200
"#;

#[test]
fn python_trusts_the_file_and_what_openssl_finds() {
    if available("python3") {
        passed(&run("python", &["--tls"], &["python3", "-c", PYTHON], &[]));
    }
}

#[test]
fn a_client_that_does_not_trust_the_ca_is_told_of_in_the_verdict() {
    if available("python3") {
        let line = [
            "python3",
            "-c",
            "import os, ssl, urllib.request\n\
             os.environ.pop('SSL_CERT_FILE')\n\
             urllib.request.urlopen(os.environ['MOCKLMS_URL'])",
        ];
        let output = run("untrusting", &["--tls"], &line, &[]);
        assert!(!output.status.success());
        let told = told(&output);
        assert!(told.contains("CERTIFICATE_VERIFY_FAILED"), "{told}");
        assert!(told.contains("does not trust the certificate"), "{told}");
    }
}

const NODE: &str = r#"
const https = require("https");
const url = process.env.MOCKLMS_D2L_PMS_URL;
const headers = { "Content-Type": "text/xml; charset=utf-8" };
const request = https.request(url, { method: "POST", headers }, (answer) => {
  answer.resume();
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
});
request.end(process.env.BODY);
"#;

#[test]
fn node_trusts_what_the_environment_names() {
    if available("node") {
        passed(&run("node", &["--tls"], &["node", "-e", NODE], &[]));
    }
}

const CURL: &str = r#"curl -fsS -o answer.xml -H 'Content-Type: text/xml; charset=utf-8' \
    --data-binary "$BODY" "$MOCKLMS_D2L_PMS_URL" && rm answer.xml"#;

#[test]
fn curl_trusts_what_the_environment_names() {
    if available("curl") {
        let line = ["sh", "-c", &format!("cd \"$TMPDIR\" && {CURL}")];
        passed(&run("curl", &["--tls"], &line, &[]));
    }
}

#[test]
fn what_the_user_trusts_stays_and_plain_runs_name_nothing() {
    let show = [
        "sh",
        "-c",
        "echo \"[$SSL_CERT_FILE][$CURL_CA_BUNDLE][$MOCKLMS_CA_FILE][$MOCKLMS_URL]\"",
    ];
    let output = run("kept", &["--tls"], &show, &[("SSL_CERT_FILE", "/mine.pem")]);
    let text = told(&output);
    assert!(text.contains("[/mine.pem][/"), "{text}");
    assert!(text.contains(".pem][https://127.0.0.1:"), "{text}");
    assert!(text.contains("SSL_CERT_FILE set already"), "{text}");
    let output = run("plain", &[], &show, &[]);
    let text = told(&output);
    assert!(text.contains("[][][][http://127.0.0.1:"), "{text}");
}

/// A running server; killed when dropped.
struct Serve {
    child: Child,
    ready: serde_json::Value,
}

impl Serve {
    fn start(arguments: &[&str]) -> Self {
        let mut child = mocklms()
            .args(["serve", "brightspace", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        Self {
            child,
            ready: serde_json::from_str(&line).unwrap(),
        }
    }

    fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    /// Asks over plain HTTP.
    fn get(&self, path: &str) -> String {
        let addr = self.url().strip_prefix("https://").unwrap();
        let mut stream = TcpStream::connect(addr).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {addr}\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn serve_tells_the_ca_by_file_address_and_fingerprint() {
    let folder = Folder::new("serve");
    let file = folder.0.join("ca.pem");
    let serve = Serve::start(&["--tls", "--tls-ca-file", file.to_str().unwrap()]);
    let tls = &serve.ready["tls"];
    assert_eq!(tls["fingerprint_sha256"].as_str().unwrap().len(), 95);
    assert_eq!(tls["ca_file"].as_str(), file.to_str());
    let written = std::fs::read_to_string(&file).unwrap();
    let answer = serve.get("/__admin/v1/ca.pem");
    assert!(answer.ends_with(&format!("\r\n\r\n{written}")), "{answer}");
    assert!(answer.contains("Content-Type: application/pem-certificate-chain"));

    let ready = |ca: Option<&PathBuf>| {
        let mut command = mocklms();
        command.args(["ready", "--url", serve.url()]);
        command.envs(ca.map(|file| ("MOCKLMS_CA_FILE", file)));
        command.output().unwrap()
    };
    passed(&ready(Some(&file)));
    let told = told(&ready(None));
    assert!(told.contains("set MOCKLMS_CA_FILE"), "{told}");
    let other = folder.0.join("other.pem");
    let second = Serve::start(&["--tls-ca-file", other.to_str().unwrap()]);
    assert_ne!(second.ready["tls"], serve.ready["tls"]);
    assert_eq!(ready(Some(&other)).status.code(), Some(3));
}

#[test]
fn without_tls_there_is_no_ca_and_the_answer_says_how() {
    let mut serve = Serve::start(&[]);
    let url = serve.url().replace("http://", "https://");
    serve.ready["url"] = url.into();
    let answer = serve.get("/__admin/v1/ca.pem");
    assert!(
        answer.starts_with("HTTP/1.0 404") && answer.contains("--tls"),
        "{answer}"
    );
    assert!(serve.ready.get("tls").is_none());
}

#[test]
fn files_that_do_not_serve_are_told_before_anything_is_printed() {
    let folder = Folder::new("files");
    let empty = folder.write("empty.pem", "nothing\n");
    let empty = empty.to_str().unwrap();
    let cases = [
        (
            &["--tls-cert", "nowhere.pem", "--tls-key", empty][..],
            3,
            "cannot read nowhere.pem",
        ),
        (
            &["--tls-cert", empty, "--tls-key", empty],
            3,
            "no certificate in it",
        ),
        (&["--tls-cert", empty], 2, "--tls-key"),
        (&["--tls-name", "no name"], 3, "no name"),
        (
            &["--tls-ca-file", "/nowhere/ca.pem"],
            3,
            "cannot write the CA to /nowhere",
        ),
    ];
    for (flags, code, reason) in cases {
        let output = mocklms()
            .args(["serve", "brightspace", "--listen", "127.0.0.1:0"])
            .args(flags)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", told(&output));
        assert!(output.stdout.is_empty());
        assert!(told(&output).contains(reason), "{}", told(&output));
    }
}
