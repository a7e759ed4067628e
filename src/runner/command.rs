//! The command under test: its environment, its end, its time limit.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::engine::Double;
use crate::session::Session;

/// A command line.
#[derive(Clone, Debug)]
pub struct RunCommand<'c> {
    /// Program and arguments.
    pub line: &'c [String],
    /// Variables to add to the environment.
    pub environment: &'c [(String, String)],
    /// When it is ended.
    pub timeout: Duration,
    /// Send its standard output to standard error, because standard output holds a machine-readable report.
    pub quiet_stdout: bool,
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The command line, for people.
    pub command: String,
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
}

/// How long stragglers may still arrive after the command has ended.
const SETTLE: Duration = Duration::from_millis(250);

/// The variables from which a command learns where the doubles are. `base` is scheme, host and port.
pub fn environment(session: &Session, base: &str, admin: &str) -> Vec<(String, String)> {
    let mut out = vec![
        ("MOCKLMS_URL".to_owned(), base.to_owned()),
        ("MOCKLMS_ADMIN_URL".to_owned(), admin.to_owned()),
    ];
    for double in session.instances() {
        let prefix = format!("MOCKLMS_{}", variable(double.name()));
        let url = format!("{base}/i/{}", double.name());
        for (service, path) in services(double) {
            out.push((format!("{prefix}_{service}_URL"), format!("{url}{path}")));
        }
        out.push((format!("{prefix}_URL"), url));
        out.push((
            format!("{prefix}_USERNAME"),
            double.common().username.clone(),
        ));
        out.push((
            format!("{prefix}_PASSWORD"),
            double.common().password.reveal().to_owned(),
        ));
    }
    out
}

/// Variables by which programs find further CAs to trust, each known to some: OpenSSL and what is built on it, Go, .NET on
/// Linux; Python's requests; curl; Node.
const TRUST: [&str; 4] = [
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
];

/// The variables from which a command learns what to trust. What its user has set himself (`is_set`) stays as it is.
pub fn trust(ca_file: &str, is_set: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    std::iter::once("MOCKLMS_CA_FILE")
        .chain(TRUST.into_iter().filter(|name| !is_set(name)))
        .map(|name| (name.to_owned(), ca_file.to_owned()))
        .collect()
}

/// Those of the variables that say whom to trust which the user has set himself.
pub fn trusted_already(is_set: impl Fn(&str) -> bool) -> Vec<&'static str> {
    TRUST.into_iter().filter(|name| is_set(name)).collect()
}

fn services(double: &dyn Double) -> impl Iterator<Item = (&'static str, &'static str)> {
    double
        .info()
        .endpoints
        .iter()
        .map(|e| (e.service.abbreviation(), e.path))
}

/// A name as part of an environment variable: `my-lms` to `MY_LMS`.
fn variable(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect()
}

/// Runs a command to its end. Its output passes through; when its time is up, its whole process group is ended.
///
/// # Errors
///
/// Why it could not be started, or that it took too long.
pub async fn run(command: RunCommand<'_>) -> Result<End, String> {
    let [program, arguments @ ..] = command.line else {
        return Err("the command is empty".to_owned());
    };
    let shown = command.line.join(" ");
    let mut process = Command::new(program);
    process
        .args(arguments)
        .envs(command.environment.iter().map(|(k, v)| (k, v)))
        .stdin(Stdio::null());
    if command.quiet_stdout {
        process.stdout(std::io::stderr());
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut process, 0);
    let mut child = tokio::process::Command::from(process)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("cannot start '{program}': {error}"))?;
    let status = tokio::select! {
        status = child.wait() => status.map_err(|error| format!("cannot wait for '{shown}': {error}"))?,
        () = tokio::time::sleep(command.timeout) => {
            end_group(&child);
            _ = child.kill().await;
            return Err(format!("'{shown}' took longer than {} s and was ended (see --timeout)", command.timeout.as_secs()));
        }
    };
    tokio::time::sleep(SETTLE).await;
    Ok(End {
        command: shown,
        code: status.code(),
    })
}

/// Ends the command and whatever it has started.
#[cfg(unix)]
fn end_group(child: &tokio::process::Child) {
    if let Some(group) = child
        .id()
        .and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()))
    {
        _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

/// Elsewhere only the command itself can be ended, which the caller does.
#[cfg(not(unix))]
fn end_group(_child: &tokio::process::Child) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_trusts_already_is_not_replaced() {
        let names = |set: &[&str]| -> Vec<String> {
            let all = trust("/ca.pem", |name| set.contains(&name));
            assert!(all.iter().all(|(_, file)| file == "/ca.pem"));
            all.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(&[]).len(), 5);
        assert_eq!(
            names(&["SSL_CERT_FILE", "CURL_CA_BUNDLE", "MOCKLMS_CA_FILE"]),
            [
                "MOCKLMS_CA_FILE",
                "REQUESTS_CA_BUNDLE",
                "NODE_EXTRA_CA_CERTS"
            ]
        );
    }
}
