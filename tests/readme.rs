//! README.md tells the truth: its `console` blocks are played, in order, in one folder, and must print what stands
//! there. A text behind `<!-- file: NAME -->` is written to that file first. `[...]` on a line of its own stands for
//! any lines; times, clocks and ports may differ.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use regex::Regex;

/// The address that README.md shows.
const SHOWN: &str = "http://127.0.0.1:8723";
/// How long a line of `serve` may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn the_readme_prints_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("README.md")).expect("README.md is there");
    let folder = Folder::new();
    copy(&root.join("scenarios"), &folder.0.join("scenarios"));
    let mut served: Option<Served> = None;
    let mut waiting: Vec<(String, String)> = Vec::new();
    let mut played = 0;
    for block in blocks(&text) {
        match block {
            Block::File { name, text } => write(&folder.0.join(name), text),
            Block::Console(text) => {
                for (command, expected) in commands(text) {
                    played += 1;
                    if command.starts_with("mocklms serve") {
                        served = Some(Served::start(&command, &folder.0));
                        // Its lines are compared once the commands that cause them have run.
                        waiting.push((command, expected));
                        continue;
                    }
                    let url = served.as_ref().map_or(SHOWN, |s| &s.url);
                    let printed = run(&command.replace(SHOWN, url), url, &folder.0);
                    compare(&command, &expected, &printed.replace(url, SHOWN));
                }
            }
        }
    }
    for (command, expected) in waiting {
        let server = served.as_ref().expect("it was started");
        let mut printed = String::new();
        let last = normal(expected.lines().last().unwrap_or_default());
        while normal(printed.lines().last().unwrap_or_default()) != last {
            let line = server.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("`{command}` printed only:\n{printed}"));
            printed.push_str(&line.replace(&server.url, SHOWN));
            printed.push('\n');
        }
        compare(&command, &expected, &printed);
    }
    assert!(played >= 7, "only {played} commands were found");
}

enum Block<'t> {
    File { name: &'t str, text: &'t str },
    Console(&'t str),
}

/// The blocks that are played, in order.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut before = "";
    while let Some(start) = rest.find("```") {
        before = rest[..start].lines().last().unwrap_or(before);
        let (info, body) = rest[start + 3..]
            .split_once('\n')
            .expect("a fence is a line");
        let end = body.find("```").expect("every block is closed");
        let name = before
            .strip_prefix("<!-- file: ")
            .and_then(|l| l.strip_suffix(" -->"));
        match name {
            Some(name) => found.push(Block::File {
                name,
                text: &body[..end],
            }),
            None if info == "console" => found.push(Block::Console(&body[..end])),
            None => {}
        }
        rest = &body[end + 3..];
    }
    found
}

/// The commands of a block with what they print.
fn commands(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => {
                output.push_str(line);
                output.push('\n');
            }
            (None, None) => panic!("a console block begins with a command: {line}"),
        }
    }
    found
}

fn shell(command: &str, folder: &Path) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_mocklms"));
    let mut path = binary
        .parent()
        .expect("it is in a folder")
        .as_os_str()
        .to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", path);
    shell.env("NO_COLOR", "1").stdin(Stdio::null());
    // Whoever reads it has not set these.
    for name in [
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "NODE_EXTRA_CA_CERTS",
    ] {
        shell.env_remove(name);
    }
    shell
}

fn run(command: &str, url: &str, folder: &Path) -> String {
    let output = shell(command, folder)
        .env("MOCKLMS_ADMIN_URL", url)
        .output();
    let output = output.expect("there is a shell");
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).expect("what is printed is UTF-8")
}

/// A running `mocklms serve`, on a free port and as on a terminal.
struct Served {
    child: Child,
    url: String,
    lines: Receiver<String>,
}

impl Served {
    fn start(command: &str, folder: &Path) -> Self {
        let command = format!("exec {command} --listen 127.0.0.1:0 --format text");
        let mut child = shell(&command, folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (to, lines) = channel();
        let (to_first, first) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                _ = to_first.send(line.clone());
                _ = to.send(line);
            }
        });
        let first: String = first
            .recv_timeout(PATIENCE)
            .expect("it says that it is ready");
        let url = first
            .split_whitespace()
            .last()
            .expect("an address")
            .to_owned();
        Self { child, url, lines }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Compares line by line.
#[track_caller]
fn compare(command: &str, expected: &str, printed: &str) {
    let wanted: Vec<String> = expected.lines().map(normal).collect();
    let got: Vec<String> = printed.lines().map(normal).collect();
    assert!(
        fits(&wanted, &got),
        "`{command}` prints something else than README.md says:\n{printed}"
    );
}

fn fits(wanted: &[String], got: &[String]) -> bool {
    match wanted {
        [] => got.is_empty(),
        [any, rest @ ..] if any == "[...]" => (0..=got.len()).any(|n| fits(rest, &got[n..])),
        [line, rest @ ..] => got.first() == Some(line) && fits(rest, &got[1..]),
    }
}

/// A line without what differs from run to run.
fn normal(line: &str) -> String {
    let time = Regex::new(r"\s+<?[0-9.]+ (ms|µs|s)\b").expect("it is one");
    let clock = Regex::new(r"\d\d:\d\d:\d\d\.\d{3}").expect("it is one");
    // How many rules there are changes with every version.
    let rules = Regex::new(r"^(rules exercised: .* of) \d+$").expect("it is one");
    let line = time.replace_all(line, " [time]");
    let line = clock.replace_all(&line, "[clock]");
    rules.replace_all(line.trim_end(), "$1 [all]").into_owned()
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("the folder can be written");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be written");
    for entry in fs::read_dir(from).expect("it is a folder").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("the folder can be written");
        }
    }
}

/// A folder that goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("readme-{}", std::process::id()));
        fs::create_dir_all(&path).expect("the folder can be written");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}
