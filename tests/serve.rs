//! `mocklms serve` as a process: what it prints, how it stops, and what a recording is worth when it is killed.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use mocklms::journal::{Body, Recording};
use mocklms::model::Service;
use mocklms::standard::lis;

const PATH: &str = "/d2l/im/ipsis/lis/pmsv2p0/PersonManagementServices.svc";

/// A running server; killed when dropped.
struct Serve {
    child: Child,
    out: Option<BufReader<ChildStdout>>,
    ready: serde_json::Value,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mocklms"));
    command.args(arguments).stdin(Stdio::null());
    command
}

impl Serve {
    fn start(arguments: &[&str]) -> Self {
        Self::of("brightspace", arguments)
    }

    /// Serves a vendor, or a scenario file.
    fn of(what: &str, arguments: &[&str]) -> Self {
        let mut child = command(&["serve", what, "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        Self {
            child,
            out: Some(out),
            ready: serde_json::from_str(&line).unwrap(),
        }
    }

    fn addr(&self) -> SocketAddr {
        let url = self.ready["url"].as_str().unwrap();
        url.strip_prefix("http://").unwrap().parse().unwrap()
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_raw(self.child.id().cast_signed()).unwrap();
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// The exit code, and what was printed after the first line.
    fn end(mut self) -> (Option<i32>, String) {
        let mut text = String::new();
        if let Some(mut out) = self.out.take() {
            out.read_to_string(&mut text).unwrap();
        }
        (self.child.wait().unwrap().code(), text)
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A file name of its own, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("mocklms-serve-{}-{n}.ndjson", std::process::id())))
    }

    fn name(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

fn request(id: &str) -> Vec<u8> {
    let read = format!(
        "<ims:readPersonRequest><ims:sourcedId>{id}</ims:sourcedId></ims:readPersonRequest>"
    );
    let body = lis::wrap(Service::Pms, "m-1", Some(("sis", "top-secret")), &read);
    format!(
        "POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Sends a request and reads its answer. `None` when the connection ends before the answer does.
fn call(stream: &mut TcpStream, id: &str) -> Option<String> {
    stream.write_all(&request(id)).ok()?;
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(n) = line.strip_prefix("Content-Length: ") {
            length = n.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    reader.read_exact(&mut vec![0; length]).ok()?;
    Some(head)
}

#[test]
fn off_a_terminal_the_first_line_says_where_and_the_rest_are_exchanges() {
    let serve = Serve::start(&[]);
    assert_eq!(serve.ready["ready"], true);
    let instance = &serve.ready["instances"][0];
    assert_eq!(instance["vendor"], "brightspace");
    let mut stream = TcpStream::connect(serve.addr()).unwrap();
    assert!(call(&mut stream, "1").unwrap().starts_with("HTTP/1.1 200"));
    serve.signal(rustix::process::Signal::TERM);
    let (code, text) = serve.end();
    assert_eq!(code, Some(0));
    let line: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(line["seq"], 1);
    assert!(!text.contains("top-secret"));
}

#[test]
fn a_port_that_is_taken_is_named_with_a_way_out() {
    let serve = Serve::start(&[]);
    let addr = serve.addr().to_string();
    let second = command(&["serve", "brightspace", "--listen", &addr]).output();
    let second = second.unwrap();
    assert_eq!(second.status.code(), Some(3));
    let text = String::from_utf8(second.stderr).unwrap();
    assert!(
        text.contains("is taken") && text.contains("--listen"),
        "{text}"
    );
}

#[test]
fn ready_tells_whether_it_answers() {
    let serve = Serve::start(&[]);
    let url = serve.ready["admin_url"].as_str().unwrap().to_owned();
    let ready = command(&["ready", "--wait", "5s", "--url", &url]).status();
    assert_eq!(ready.unwrap().code(), Some(0));
    drop(serve);
    let gone = command(&["ready", "--url", &url]).output().unwrap();
    assert_eq!(gone.status.code(), Some(3));
}

#[test]
fn a_reader_who_leaves_does_not_stop_the_server() {
    let mut serve = Serve::start(&[]);
    let addr = serve.addr();
    serve.out = None;
    let mut stream = TcpStream::connect(addr).unwrap();
    for n in 0..3 {
        assert!(call(&mut stream, &n.to_string()).is_some());
        std::thread::sleep(std::time::Duration::from_millis(80));
    }
    serve.signal(rustix::process::Signal::INT);
    assert_eq!(serve.end().0, Some(0));
}

#[test]
fn killed_under_load_every_answered_exchange_is_in_the_recording() {
    let file = Scratch::new();
    let serve = Serve::start(&["--record", file.name()]);
    let answered = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|client| {
                let (addr, answered) = (serve.addr(), &answered);
                scope.spawn(move || {
                    let mut stream = TcpStream::connect(addr).unwrap();
                    let mut done = Vec::new();
                    for n in 0.. {
                        let id = format!("client-{client}-{n}");
                        if call(&mut stream, &id).is_none() {
                            break;
                        }
                        done.push(id);
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                    done
                })
            })
            .collect();
        while answered.load(Ordering::Relaxed) < 400 {
            std::thread::yield_now();
        }
        serve.signal(rustix::process::Signal::KILL);
        let recording = || Recording::read(&file.0).unwrap();
        let done: Vec<Vec<String>> = clients.into_iter().map(|c| c.join().unwrap()).collect();
        let recorded: std::collections::HashSet<String> = recording()
            .entries
            .iter()
            .filter_map(|entry| match &entry.request_body {
                Body::Text(text) => {
                    let (_, rest) = text.split_once("sourcedId>")?;
                    Some(rest.split('<').next()?.to_owned())
                }
                Body::Base64(_) => None,
            })
            .collect();
        for id in done.iter().flatten() {
            assert!(recorded.contains(id), "{id} was answered, not recorded");
        }
    });
    let text = std::fs::read_to_string(&file.0).unwrap();
    assert!(!text.contains("top-secret"));
}

#[test]
fn a_scenario_file_that_changes_is_served_anew_and_one_with_errors_is_not() {
    let file = std::env::temp_dir().join(format!("mocklms-watch-{}.yaml", std::process::id()));
    let scenario = |instance: &str| {
        format!("mocklms: 1\nscenario: watched\nlms: {{ {instance}: brightspace }}\n")
    };
    std::fs::write(&file, scenario("first")).unwrap();
    let server = Serve::of(file.to_str().unwrap(), &[]);
    let instances = || {
        let mut stream = TcpStream::connect(server.addr()).unwrap();
        let addr = server.addr();
        write!(
            stream,
            "GET /__admin/v1/instances HTTP/1.0\r\nHost: {addr}\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let wait_for = |name: &str| {
        for _ in 0..200 {
            if instances().contains(name) {
                return true;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        false
    };
    assert!(wait_for("\"first\""));
    std::fs::write(&file, scenario("second-one")).unwrap();
    assert!(wait_for("\"second-one\""), "the changed file is served");
    std::fs::write(&file, "mocklms: 1\nscenario: broken\n").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1200));
    assert!(
        instances().contains("\"second-one\""),
        "a broken file changes nothing"
    );
    std::fs::write(&file, scenario("third")).unwrap();
    assert!(wait_for("\"third\""), "and the next good one is served");
    std::fs::remove_file(&file).unwrap();
}

/// A file with one person, as a SIS offers it.
const PERSONS: &str = "<bulkDataRecord><transactionRecord><transactionOpIdentifier>1</transactionOpIdentifier><operationName>replacePerson</operationName><parameterSet><parameterRecord><parameterName>sourcedId</parameterName><parameterValue>P-1</parameterValue></parameterRecord><parameterRecord><parameterName>personRecord</parameterName><parameterValue><personRecord><sourcedGUID><sourcedId>P-1</sourcedId></sourcedGUID><person><name><partName><instanceName><textString>First</textString></instanceName><instanceValue><textString>Ada</textString></instanceValue></partName><partName><instanceName><textString>Last</textString></instanceName><instanceValue><textString>Byron</textString></instanceValue></partName></name></person></personRecord></parameterValue></parameterRecord></parameterSet></transactionRecord></bulkDataRecord>";

/// One request to a SIS: its head and body.
fn asked(stream: &mut TcpStream) -> (String, String) {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line == "\r\n" || line.is_empty() {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(n) = lower.strip_prefix("content-length: ") {
            length = n.trim().parse().unwrap();
        }
        head.push_str(&lower);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

#[test]
fn a_bulk_file_is_fetched_from_the_sis_and_reported_to_it() {
    let sis = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = sis.local_addr().unwrap();
    let scenario = format!(
        "mocklms: 1
scenario: bulk over HTTP
lms:
  d2l:
    vendor: brightspace
    settings:
      endpoints:
        bulk: {{ url: \"http://{at}/bdems\", auth: basic, username: d2l, password: report-secret }}
        bulk_file_download: {{ username: d2l, password: file-secret }}
      outgoing: [ \"http://{at}/\" ]
"
    );
    let file = std::env::temp_dir().join(format!("mocklms-bulk-{}.yaml", std::process::id()));
    std::fs::write(&file, scenario).unwrap();
    let record = Scratch::new();
    let serve = Serve::of(file.to_str().unwrap(), &["--record", record.name()]);
    std::fs::remove_file(&file).unwrap();

    let mut value = mocklms::base::Value::map();
    let mut offered = mocklms::base::Value::map();
    offered.insert(
        "url",
        mocklms::base::Value::text(format!("http://{at}/out/persons.xml")),
    );
    value.insert("files", mocklms::base::Value::List(vec![offered]));
    let manifest = mocklms::model::AnyRecord::from_value(mocklms::model::RecordKind::Bulk, &value);
    let operation = lis::find(Service::Bdems, "announceBulkDataExchangeRequest").unwrap();
    let parameters = lis::Parameters::new("bulk-1", Some(&manifest));
    let body = lis::encode_request(operation, "m-1", None, parameters);
    let path = "/d2l/im/ipsis/lis/bdemsv1p0/BulkDataExchangeManagementServices.svc";
    let mut stream = TcpStream::connect(serve.addr()).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.0\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("imsx_codeMajor>success"), "{answer}");

    // The SIS: first somebody fetches the file, then the report comes.
    let basic = |password: &str| {
        let code = base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            format!("d2l:{password}"),
        );
        format!("authorization: basic {}", code.to_ascii_lowercase())
    };
    let (mut stream, _) = sis.accept().unwrap();
    let (head, _) = asked(&mut stream);
    assert!(head.starts_with("get /out/persons.xml "), "{head}");
    assert!(head.contains(&basic("file-secret")), "{head}");
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{PERSONS}",
        PERSONS.len()
    )
    .unwrap();
    drop(stream);
    let (mut stream, _) = sis.accept().unwrap();
    let (head, report) = asked(&mut stream);
    assert!(head.starts_with("post /bdems "), "{head}");
    assert!(head.contains(&basic("report-secret")), "{head}");
    assert!(report.contains("reportBulkDataExchangeRequest"), "{report}");
    assert!(report.contains("codeMajor>success"), "{report}");
    // It is stopped while the SIS thinks; the answer still arrives.
    serve.signal(rustix::process::Signal::TERM);
    std::thread::sleep(std::time::Duration::from_millis(200));
    let status = "<imsx_statusInfo><imsx_codeMajor>success</imsx_codeMajor><imsx_severity>status</imsx_severity></imsx_statusInfo>";
    let answer = format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header><imsx_syncResponseHeaderInfo>{status}</imsx_syncResponseHeaderInfo></e:Header><e:Body/></e:Envelope>"
    );
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
        answer.len()
    )
    .unwrap();
    drop(stream);
    let (code, log) = serve.end();
    assert_eq!(code, Some(0));
    // Lines are written by whoever is first: the fetching may have begun before the announcement's line was.
    let mut kinds: Vec<_> = log
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| line["kind"].as_str().unwrap_or("message").to_owned())
        .collect();
    kinds.sort();
    assert_eq!(
        kinds,
        ["background", "message", "outgoing", "outgoing"],
        "{log}"
    );
    let recording = std::fs::read_to_string(&record.0).unwrap();
    assert!(recording.contains("\"Complete\""), "{recording}");
    for text in [&log, &recording] {
        assert!(!text.contains("-secret"), "{text}");
        assert!(!text.contains(&basic("file-secret")[21..]), "{text}");
    }
}
