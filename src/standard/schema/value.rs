//! The form of values.

use std::borrow::Cow;

use super::table::Type;
use crate::xml::trim;

/// What should have been sent instead; `None` when the text is fine. Blanks around it do not matter here.
pub(super) fn mismatch(kind: &Type, text: &str) -> Option<Cow<'static, str>> {
    let value = trim(text);
    let (fine, wanted) = match kind {
        Type::Text | Type::Sequence(_) | Type::TextOr(_) => return None,
        Type::Boolean => (
            matches!(value, "true" | "false" | "1" | "0"),
            "`true`, `false`, `1` or `0`",
        ),
        Type::Date => (is_date(value), "a date such as `2026-01-31`"),
        Type::DateTime => (
            is_date_time(value),
            "a date and time such as `2026-01-31T08:30:00Z`",
        ),
        Type::Integer => (is_integer(value), "a whole number"),
        Type::Decimal => (is_decimal(value), "a number such as `12.5`"),
        Type::OneOf(words) => {
            let fine = words.iter().any(|word| **word == *value);
            return (!fine).then(|| {
                let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
                Cow::Owned(format!("one of {}", words.join(", ")))
            });
        }
    };
    (!fine).then_some(Cow::Borrowed(wanted))
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Digits with at most one point among them.
fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    whole.len() + fraction.len() > 0
        && [whole, fraction]
            .iter()
            .all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

/// `-?YYYY-MM-DD` with an optional zone.
fn is_date(value: &str) -> bool {
    date(value).is_some_and(is_zone)
}

/// `-?YYYY-MM-DDThh:mm:ss(.s+)?` with an optional zone.
fn is_date_time(value: &str) -> bool {
    date(value)
        .and_then(|rest| rest.strip_prefix('T'))
        .and_then(time)
        .is_some_and(is_zone)
}

/// Takes a date off the front.
fn date(value: &str) -> Option<&str> {
    let value = value.strip_prefix('-').unwrap_or(value);
    let (year, rest) = value.split_once('-')?;
    let long_enough = year.len() == 4 || (year.len() > 4 && !year.starts_with('0'));
    if !long_enough || !year.bytes().all(|b| b.is_ascii_digit()) || year == "0000" {
        return None;
    }
    let (month, rest) = two_digits(rest)?;
    let (day, rest) = two_digits(rest.strip_prefix('-')?)?;
    // Whether a year leaps depends on its last four digits only.
    let year: u32 = year[year.len() - 4..].parse().ok()?;
    let leaps = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let days = match month {
        2 => 28 + u32::from(leaps),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some(rest)
}

/// Takes a time of day off the front.
fn time(value: &str) -> Option<&str> {
    let (hour, rest) = two_digits(value)?;
    let (minute, rest) = two_digits(rest.strip_prefix(':')?)?;
    let (second, mut rest) = two_digits(rest.strip_prefix(':')?)?;
    let mut fraction = "";
    if let Some(digits) = rest.strip_prefix('.') {
        let len = digits.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 {
            return None;
        }
        (fraction, rest) = digits.split_at(len);
    }
    let midnight = hour == 24 && minute == 0 && second == 0 && fraction.bytes().all(|b| b == b'0');
    ((hour < 24 && minute < 60 && second < 60) || midnight).then_some(rest)
}

/// Nothing, `Z`, or an offset of at most 14 hours.
fn is_zone(value: &str) -> bool {
    let offset = || {
        let (hour, rest) = two_digits(value.strip_prefix(['+', '-'])?)?;
        let (minute, rest) = two_digits(rest.strip_prefix(':')?)?;
        Some(rest.is_empty() && (hour < 14 && minute < 60 || hour == 14 && minute == 0))
    };
    matches!(value, "" | "Z") || offset().unwrap_or(false)
}

fn two_digits(value: &str) -> Option<(u32, &str)> {
    let (digits, rest) = value.split_at_checked(2)?;
    let number = digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_date_time, is_decimal, is_integer};

    #[test]
    fn dates() {
        for fine in [
            "2026-01-31",
            "2024-02-29",
            "2026-01-31Z",
            "2026-01-31+14:00",
            "-0044-03-15",
            "12026-01-31",
        ] {
            assert!(is_date(fine), "{fine}");
        }
        for wrong in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-1-31",
            "31.01.2026",
            "0000-01-01",
            "02026-01-01",
            "2026-01-31+14:01",
            "2026-01-31 ",
            "2026-01-3é",
        ] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }

    #[test]
    fn dates_and_times() {
        for fine in [
            "2026-01-31T08:30:00",
            "2026-01-31T08:30:00.123Z",
            "2026-01-31T24:00:00",
            "2026-01-31T08:30:00-05:00",
        ] {
            assert!(is_date_time(fine), "{fine}");
        }
        for wrong in [
            "2026-01-31",
            "2026-01-31 08:30:00",
            "2026-01-31T8:30:00",
            "2026-01-31T08:30",
            "2026-01-31T08:30:00.",
            "2026-01-31T24:00:01",
            "2026-01-31T08:60:00",
        ] {
            assert!(!is_date_time(wrong), "{wrong}");
        }
    }

    #[test]
    fn integers() {
        assert!(["0", "-12", "+3", "007"].into_iter().all(is_integer));
        assert!(!["", "-", "1.0", "1e3", "٣"].into_iter().any(is_integer));
    }

    #[test]
    fn decimals() {
        assert!(
            ["0", "-12", "+3.50", "007", ".5", "5."]
                .into_iter()
                .all(is_decimal)
        );
        assert!(
            !["", "-", ".", "1,5", "1e3", "1.2.3", "NaN"]
                .into_iter()
                .any(is_decimal)
        );
    }
}
