//! `mocklms ready`: waits until a server answers.

use std::time::{Duration, Instant};

use super::fetch::{self, Address, address};
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
    let Some(address) = address(&args.url) else {
        style::complain(
            &format!("`{}` is no address of a server", args.url),
            Some(&format!("write it like {DEFAULT_URL}")),
        );
        return exit::USAGE;
    };
    let begun = Instant::now();
    loop {
        let problem = match ask(&address) {
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

fn ask(address: &Address) -> std::io::Result<()> {
    let (status, body) = fetch::get(address, "/__admin/v1/health")?;
    if status == 200 && body.contains(r#""status":"up""#) {
        Ok(())
    } else {
        Err(std::io::Error::other("something else listens there"))
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
    fn times_are_read() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("10"), Ok(Duration::from_secs(10)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert!(duration("1h").is_err() && duration("s").is_err());
    }
}
