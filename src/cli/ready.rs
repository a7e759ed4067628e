//! `mocklms ready`: waits until a server answers.

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use super::{DEFAULT_URL, exit, style};

/// How long to wait between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// Tells whether a running server answers, or waits until it does
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 it answers, 2 the address is no address, 3 it does not answer"
)]
pub(super) struct Args {
    /// How long to wait: 10s, 500ms, 1m
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = duration)]
    wait: Duration,
    /// Address of the server (of its admin side, if that has a port of its own)
    #[arg(long, value_name = "URL", env = "MOCKLMS_ADMIN_URL", default_value = DEFAULT_URL)]
    url: String,
}

pub(super) fn run(args: &Args) -> u8 {
    let Some(authority) = authority(&args.url) else {
        style::complain(
            &format!("`{}` is no address of a server", args.url),
            Some(&format!("write it like {DEFAULT_URL}")),
        );
        return exit::USAGE;
    };
    let begun = Instant::now();
    loop {
        let problem = match ask(&authority) {
            Ok(()) => return exit::PASSED,
            Err(problem) => problem,
        };
        let left = args.wait.saturating_sub(begun.elapsed());
        if left.is_zero() {
            style::complain(&format!("{} does not answer: {problem}", args.url), None);
            return exit::COULD_NOT_RUN;
        }
        std::thread::sleep(PAUSE.min(left));
    }
}

/// Host and port of an `http://` address.
fn authority(url: &str) -> Option<String> {
    let rest = url.strip_prefix("http://")?;
    let authority = rest.split(['/', '?']).next().filter(|a| !a.is_empty())?;
    let has_port = authority
        .rsplit_once(':')
        .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    Some(if has_port {
        authority.to_owned()
    } else {
        format!("{authority}:80")
    })
}

fn ask(authority: &str) -> std::io::Result<()> {
    let other = std::io::Error::other;
    let addr = authority
        .to_socket_addrs()?
        .next()
        .ok_or_else(|| other("the name has no address"))?;
    let patience = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&addr, patience)?;
    stream.set_read_timeout(Some(patience))?;
    write!(
        stream,
        "GET /__admin/v1/health HTTP/1.0\r\nHost: {authority}\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    if answer.starts_with("HTTP/1.0 200") && answer.contains(r#""status":"up""#) {
        Ok(())
    } else {
        Err(other("something else listens there"))
    }
}

/// `10s`, `500ms`, `2m`, or a plain number of seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let millis = match &text[digits.len()..] {
        "ms" => 1,
        "" | "s" => 1000,
        "m" => 60_000,
        _ => 0,
    };
    match digits
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(millis))
    {
        Some(n) if millis > 0 => Ok(Duration::from_millis(n)),
        _ => Err("write a time like 10s, 500ms or 1m".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_times_are_read() {
        assert_eq!(authority("http://a:1/x").as_deref(), Some("a:1"));
        assert_eq!(authority("http://a").as_deref(), Some("a:80"));
        assert_eq!(authority("http://[::1]:9/").as_deref(), Some("[::1]:9"));
        assert_eq!(authority("https://a"), None);
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("10"), Ok(Duration::from_secs(10)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert!(duration("1h").is_err() && duration("s").is_err());
    }
}
