//! A carrier against small servers and files of its own.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

use super::Carrier;
use crate::base::Limits;
use crate::engine::Arrival;
use crate::session::Courier as _;
use crate::wire::Request;

/// Answers one request with these bytes, and gives back what it was asked.
fn server(answer: &str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let answer = answer.to_owned();
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let n = stream.read(&mut buffer).unwrap();
            asked.extend_from_slice(&buffer[..n]);
            let text = String::from_utf8_lossy(&asked);
            let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                let length = head.lines().find_map(|l| {
                    l.to_ascii_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                });
                body.len() >= length.unwrap_or(0)
            });
            if n == 0 || whole {
                break;
            }
        }
        _ = stream.write_all(answer.as_bytes());
        String::from_utf8_lossy(&asked).into_owned()
    });
    (base, thread)
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn carrier(folder: &Path, limit: usize) -> Carrier {
    let limits = Limits {
        answer_bytes: limit,
        ..Limits::default()
    };
    Carrier::new(folder, &limits)
}

fn get(target: &str) -> Request {
    let mut request = Request::post(target, &[("Authorization", "Basic eDp5")], "");
    "GET".clone_into(&mut request.method);
    request
}

fn carry(request: &Request, limit: usize) -> Arrival {
    carrier(Path::new("."), limit).carry(request, &[])
}

#[test]
fn a_get_comes_back_with_its_body_and_takes_headers_along() {
    let (base, asked) = server(&ok("hello"));
    let reply = carry(&get(&format!("{base}/out/a.xml")), 5).unwrap();
    assert_eq!((reply.status, &reply.body[..]), (200, &b"hello"[..]));
    let asked = asked.join().unwrap().to_ascii_lowercase();
    assert!(asked.starts_with("get /out/a.xml http/1.1\r\n"), "{asked}");
    assert!(asked.contains("authorization: basic edp5"), "{asked}");
}

#[test]
fn a_post_carries_its_body_and_a_refusal_is_an_answer() {
    let (base, asked) = server("HTTP/1.1 500 No\r\nContent-Length: 1\r\n\r\nx");
    let request = Request::post(&base, &[("SOAPAction", "\"a\"")], "<soap/>");
    assert_eq!(carry(&request, 100).unwrap().status, 500);
    let asked = asked.join().unwrap();
    assert!(asked.ends_with("\r\n\r\n<soap/>"), "{asked}");
}

#[test]
fn redirects_are_reported_and_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let to = elsewhere.local_addr().unwrap();
    for status in ["301", "302", "307", "308"] {
        let (base, _) = server(&format!(
            "HTTP/1.1 {status} Moved\r\nLocation: http://{to}/secret\r\nContent-Length: 0\r\n\r\n"
        ));
        let reason = carry(&get(&base), 100).unwrap_err();
        assert!(reason.contains("redirects are not followed"), "{reason}");
        assert!(reason.contains(&to.to_string()), "{reason}");
    }
    assert!(elsewhere.accept().is_err(), "nobody went there");
}

#[test]
fn what_is_too_large_is_not_taken() {
    let (base, _) = server(&ok("hello!"));
    let reason = carry(&get(&base), 5).unwrap_err();
    assert!(reason.contains("larger than 5 bytes"), "{reason}");
    // An answer that says nothing about its length, either.
    let (base, _) = server("HTTP/1.0 200 OK\r\n\r\nhello!");
    let reason = carry(&get(&base), 5).unwrap_err();
    assert!(reason.contains("larger than 5 bytes"), "{reason}");
}

#[test]
fn nobody_there_and_no_such_scheme_are_reasons() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    assert!(carry(&get(&format!("http://{address}/")), 9).is_err());
    for (target, expected) in [
        ("ftp://sis.example/a", "does not speak ftp"),
        ("sftp://sis.example/a", "nothing here speaks sftp"),
        ("gopher:a", "nothing here speaks gopher"),
        ("persons.xml", "without a scheme"),
        ("http://", ""),
        ("http://a b/", ""),
    ] {
        let reason = carry(&get(target), 9).unwrap_err();
        assert!(reason.contains(expected), "{target}: {reason}");
    }
}

/// A folder of its own with `in/a.xml` and, outside, `secret`; removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("mocklms-courier-{}-{n}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("in/deep er")).unwrap();
        std::fs::write(folder.join("in/a.xml"), "<a/>").unwrap();
        std::fs::write(folder.join("in/deep er/b.xml"), "<b/>").unwrap();
        std::fs::write(folder.join("secret"), "secret").unwrap();
        Self(folder)
    }

    fn fetch(&self, target: &str, allowed: &str) -> Arrival {
        carrier(&self.0, 100).carry(&get(target), &[allowed.to_owned()])
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn files_below_the_folder_are_read() {
    let scratch = Scratch::new();
    let base = scratch.0.display();
    for (target, allowed) in [
        ("file:in/a.xml".to_owned(), "file:in/".to_owned()),
        ("file:in/a.xml".to_owned(), "file:in/a.xml".to_owned()),
        (
            format!("file://{base}/in/a.xml"),
            format!("file://{base}/in/"),
        ),
        (format!("file:{base}/in/a.xml"), format!("file:{base}/in/")),
        (
            format!("file://localhost{base}/in/a.xml"),
            format!("file:{base}/in/"),
        ),
    ] {
        let reply = scratch.fetch(&target, &allowed).unwrap();
        assert_eq!(&reply.body[..], b"<a/>", "{target}");
    }
    let blank = scratch
        .fetch("file:in/deep%20er/b.xml", "file:in/")
        .unwrap();
    assert_eq!(&blank.body[..], b"<b/>");
}

#[test]
fn files_elsewhere_are_not() {
    let scratch = Scratch::new();
    let base = scratch.0.display();
    for target in [
        "file:secret".to_owned(),
        "file:in/../secret".to_owned(),
        "file:in/%2e%2e/secret".to_owned(),
        "file:in/%2e%2E%2fsecret".to_owned(),
        "file:in/a.xml?/../../secret".to_owned(),
        "file:in/a.xml%00".to_owned(),
        "file:in/%zz".to_owned(),
        "file:in".to_owned(),
        "file:in/none.xml".to_owned(),
        format!("file://{base}/secret"),
        format!("file://elsewhere{base}/in/a.xml"),
        "file:".to_owned(),
    ] {
        assert!(scratch.fetch(&target, "file:in/").is_err(), "{target}");
    }
    let post = Request::post("file:in/a.xml", &[], "");
    let written = carrier(&scratch.0, 100).carry(&post, &["file:in/".to_owned()]);
    assert!(written.is_err());
    let large = carrier(&scratch.0, 3).carry(&get("file:in/a.xml"), &["file:in/".to_owned()]);
    assert!(large.unwrap_err().contains("larger than 3 bytes"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_refused_and_others_followed() {
    let scratch = Scratch::new();
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(scratch.0.join(to), scratch.0.join("in").join(name)).unwrap();
    };
    link("secret", "out.xml");
    link("in/a.xml", "same.xml");
    link("", "up");
    for target in ["file:in/out.xml", "file:in/up/secret"] {
        let reason = scratch.fetch(target, "file:in/").unwrap_err();
        assert!(reason.contains("leads out of"), "{reason}");
    }
    assert!(scratch.fetch("file:in/same.xml", "file:in/").is_ok());
    let dev =
        carrier(Path::new("/"), 100).carry(&get("file:/dev/zero"), &["file:/dev/".to_owned()]);
    assert!(dev.unwrap_err().contains("is no file"));
}
