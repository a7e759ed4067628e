//! SOAP toolkits that know nothing but the WSDL work with the doubles.
//!
//! The clients are in `tests/interop/`. What they need is installed on first use, in pinned versions, below `.interop/`.
//! Where that is not possible (no network, no PHP) the client is left out and that is said; in CI it is a failure.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The scenarios, what the clients for them are called, and what else `mocklms run` is told.
const STORIES: [(&str, &str, &[&str]); 4] = [
    ("brightspace.yaml", "client", &[]),
    ("lis.yaml", "lis", &[]),
    ("es.yaml", "es", &[]),
    ("es.yaml", "es", &["--tls"]),
];

/// Variables that say whom to trust. A machine may set them for itself; `--tls` sets those that are not set.
const TRUST: [&str; 4] = [
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
];

#[test]
fn zeep() {
    let Some(python) = available("zeep", install_zeep()) else {
        return;
    };
    for (scenario, client, flags) in STORIES {
        let client = format!("zeep_{client}.py");
        run(
            "zeep",
            (scenario, flags),
            Command::new(&python).arg(self::client(&client)),
        );
    }
}

#[test]
fn node_soap() {
    let Some(modules) = available("node-soap", install_node_soap()) else {
        return;
    };
    for (scenario, client, flags) in STORIES {
        let client = format!("node_soap_{client}.js");
        let mut command = Command::new("node");
        command
            .env("NODE_PATH", &modules)
            .arg(self::client(&client));
        run("node-soap", (scenario, flags), &command);
    }
}

#[test]
fn php() {
    let Some(php) = available("php", find_php()) else {
        return;
    };
    for (scenario, client, flags) in STORIES {
        let client = format!("php_{client}.php");
        run(
            "php",
            (scenario, flags),
            Command::new(php).arg(self::client(&client)),
        );
    }
}

fn mocklms() -> &'static str {
    env!("CARGO_BIN_EXE_mocklms")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn client(file: &str) -> PathBuf {
    root().join("tests/interop").join(file)
}

/// Runs a client below mocklms; both the client and the verdict must be content.
fn run(name: &str, (scenario, flags): (&str, &[&str]), under_test: &Command) {
    let mut command = Command::new(mocklms());
    command.arg("run").args(flags);
    command.arg(client(scenario)).arg("--");
    for variable in TRUST {
        command.env_remove(variable);
    }
    command
        .arg(under_test.get_program())
        .args(under_test.get_args());
    for (variable, value) in under_test.get_envs() {
        command.env(variable, value.unwrap_or_default());
    }
    let output = command.output().expect("mocklms starts");
    let told = told(&output);
    assert!(
        output.status.success(),
        "{name}, {scenario} {flags:?}: {}\n{told}",
        output.status
    );
    assert!(
        told.contains(&format!("{name}: done")),
        "{name} did not come to its end\n{told}"
    );
}

/// What a toolkit needs, or a word about its absence, past the test harness, which swallows what passing tests print.
fn available<T>(name: &str, found: Result<T, String>) -> Option<T> {
    let ci = std::env::var("CI").is_ok_and(|ci| !matches!(&*ci, "" | "false" | "0"));
    match found {
        Ok(found) => Some(found),
        Err(why) if ci => panic!("{name} must be tested in CI: {why}"),
        Err(why) => {
            _ = writeln!(io::stderr(), "left out: {name}, because {why}");
            None
        }
    }
}

/// The interpreter of a virtual environment with what `requirements.txt` lists.
fn install_zeep() -> Result<PathBuf, String> {
    let home = root().join(".interop/python");
    let python = home.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let list = client("requirements.txt");
    install(&home, &[&list], || {
        succeed(
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&home),
        )?;
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries",
            "2",
            "--no-deps",
            "-r",
        ];
        succeed(Command::new(&python).args(pip).arg(&list))
    })?;
    Ok(python)
}

/// The `node_modules` with what `package-lock.json` lists.
fn install_node_soap() -> Result<PathBuf, String> {
    let home = root().join(".interop/node");
    let lists = ["package.json", "package-lock.json"];
    succeed(Command::new("node").arg("--version"))?;
    install(
        &home,
        &lists.map(client).each_ref().map(PathBuf::as_path),
        || {
            fs::create_dir_all(&home).map_err(|e| e.to_string())?;
            for list in lists {
                fs::copy(client(list), home.join(list)).map_err(|e| e.to_string())?;
            }
            let npm = [
                "ci",
                "--loglevel=error",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--fetch-retries=2",
                "--fetch-retry-mintimeout=1000",
            ];
            succeed(Command::new("npm").args(npm).current_dir(&home))
        },
    )?;
    Ok(home.join("node_modules"))
}

fn find_php() -> Result<&'static OsStr, String> {
    let modules = succeed(Command::new("php").arg("-m"))?;
    let found = modules
        .lines()
        .any(|module| module.eq_ignore_ascii_case("soap"));
    found
        .then_some(OsStr::new("php"))
        .ok_or_else(|| "this PHP has no soap extension".to_owned())
}

/// Installs unless that was done with these very lists. The mark is written last, so that half an installation counts
/// for nothing.
fn install(
    home: &Path,
    lists: &[&Path],
    how: impl FnOnce() -> Result<String, String>,
) -> Result<(), String> {
    let mark = home.with_extension("installed");
    let wanted: String = lists
        .iter()
        .map(|list| fs::read_to_string(list).expect("the list is there"))
        .collect();
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    how()?;
    fs::write(&mark, wanted).map_err(|e| format!("{}: {e}", mark.display()))
}

/// Runs a command to its end; tells what it printed, or in a line why it failed.
fn succeed(command: &mut Command) -> Result<String, String> {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let output = command
        .output()
        .map_err(|e| format!("{program} does not start: {e}"))?;
    let told = told(&output);
    if output.status.success() {
        return Ok(told);
    }
    let last = told
        .lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or("it does not say why");
    Err(format!("{program} failed: {last}"))
}

fn told(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
