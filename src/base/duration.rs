//! Durations as people write them: `31 days`, `90s`, `2h 30m`, `1 week`.

use std::time::Duration;

use super::text::{nearest_unique, quoted};

const UNITS: &[(&[&str], u64)] = &[
    (&["ms", "millisecond", "milliseconds"], 1),
    (&["s", "sec", "second", "seconds"], 1000),
    (&["m", "min", "minute", "minutes"], 60_000),
    (&["h", "hour", "hours"], 3_600_000),
    (&["d", "day", "days"], 86_400_000),
    (&["w", "week", "weeks"], 604_800_000),
];

/// The longest advance: a hundred years.
const MOST: u64 = 100 * 366 * 86_400_000;

/// What a duration is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The clock moves by it.
    Advance,
    /// Something is waited for.
    Wait,
    /// Something happens so much later; at once is allowed.
    Delay,
}

/// Reads a duration; the error says what is wrong with it, and how to put it right.
///
/// # Errors
///
/// The reason and the help, both for people.
pub fn parse(text: &str, usage: Use) -> Result<Duration, (String, String)> {
    const HOW: &str =
        "write numbers with units, such as `31 days`, `90s` or `2h 30m` (ms, s, m, h, d, w)";
    let fail = |reason: String, help: &str| {
        Err((
            format!("{} is no duration: {reason}", quoted(text)),
            help.to_owned(),
        ))
    };
    let mut total: u64 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return fail("it is empty".to_owned(), HOW);
    }
    if rest.starts_with('-') {
        let reason = match usage {
            Use::Advance => "the clock moves forward only",
            Use::Wait => "nobody can wait less than no time",
            Use::Delay => "nothing happens before its cause",
        };
        return fail(reason.to_owned(), HOW);
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        if number.is_empty() {
            return fail(format!("a number is missing before {}", quoted(rest)), HOW);
        }
        if behind.starts_with(['.', ',']) {
            return fail(
                "fractions are not read".to_owned(),
                "use the next smaller unit: `1h 30m` instead of `1.5h`",
            );
        }
        let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (unit, behind) = behind.split_at(letters);
        if unit.is_empty() {
            return fail(format!("the unit of `{number}` is missing"), HOW);
        }
        let lower = unit.to_ascii_lowercase();
        let Some((_, size)) = UNITS.iter().find(|(names, _)| names.contains(&&*lower)) else {
            if ["month", "year"]
                .iter()
                .any(|u| lower.trim_end_matches('s') == *u)
            {
                return fail(
                    format!("a {} has no fixed length", lower.trim_end_matches('s')),
                    "write it in days",
                );
            }
            let names: Vec<&str> = UNITS.iter().flat_map(|(n, _)| n.iter().copied()).collect();
            let help = match nearest_unique(&lower, &names).filter(|_| lower.len() > 2) {
                Some(near) => format!("did you mean `{number} {near}`?"),
                None => HOW.to_owned(),
            };
            return fail(format!("`{unit}` is not a unit"), &help);
        };
        let sum = number
            .parse::<u64>()
            .ok()
            .and_then(|n| n.checked_mul(*size))
            .and_then(|n| n.checked_add(total))
            .filter(|n| *n <= MOST);
        match sum {
            Some(sum) => total = sum,
            None => return fail("it is longer than a hundred years".to_owned(), HOW),
        }
        rest = behind.trim_start();
    }
    match usage {
        Use::Advance if total == 0 => fail("it moves nothing".to_owned(), HOW),
        Use::Wait if total == 0 => fail("it is no time at all".to_owned(), HOW),
        _ => Ok(Duration::from_millis(total)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Use, parse};

    #[test]
    fn durations_people_write() {
        for (text, millis) in [
            ("31 days", 31 * 86_400_000),
            ("90s", 90_000),
            ("2h 30m", 9_000_000),
            ("2h30m", 9_000_000),
            ("1 week", 604_800_000),
            ("1 Day 2 hours", 93_600_000),
            ("500ms", 500),
        ] {
            assert_eq!(
                parse(text, Use::Advance).map(|d| d.as_millis()),
                Ok(millis),
                "{text}"
            );
        }
    }

    #[test]
    fn only_a_delay_may_be_nothing() {
        assert_eq!(parse("0s", Use::Delay), Ok(std::time::Duration::ZERO));
        assert!(parse("0s", Use::Wait).is_err());
        assert!(parse("-1s", Use::Delay).is_err());
    }

    #[test]
    fn mistakes_are_named() {
        for (text, reason) in [
            ("", "it is empty"),
            ("90", "the unit of `90` is missing"),
            ("days", "a number is missing before `days`"),
            ("31 dayz", "`dayz` is not a unit"),
            ("1.5h", "fractions are not read"),
            ("1 month", "a month has no fixed length"),
            ("-1 day", "the clock moves forward only"),
            ("0s", "it moves nothing"),
            (
                "99999999999999999999 days",
                "it is longer than a hundred years",
            ),
        ] {
            let (message, _) = parse(text, Use::Advance).expect_err(text);
            assert!(message.ends_with(reason), "{text}: {message}");
        }
        assert_eq!(
            parse("31 dayz", Use::Advance).expect_err("no unit").1,
            "did you mean `31 day`?"
        );
    }
}
