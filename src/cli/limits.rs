//! Flags for limits, the same for every command that listens.

use std::fmt;
use std::str::FromStr;

use crate::base::Limits;
use crate::journal::JournalLimits;

/// What a request may cost, and how much is remembered.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Largest request body, as received and after inflating; larger ones are answered with a fault
    #[arg(long, value_name = "SIZE", default_value_t = Size(Limits::default().body_bytes))]
    pub max_body: Size,
    /// Largest request head; larger ones are answered with 431
    #[arg(long, value_name = "SIZE", default_value_t = Size(Limits::default().head_bytes))]
    pub max_head: Size,
    /// How deep elements may nest
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth)]
    pub max_depth: usize,
    /// Attributes and namespace declarations on one element
    #[arg(long, value_name = "N", default_value_t = Limits::default().attributes)]
    pub max_attributes: usize,
    /// Elements in one message
    #[arg(long, value_name = "N", default_value_t = Limits::default().elements)]
    pub max_elements: usize,
    /// Seconds a client may take to send a whole request
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().read_seconds,
          value_parser = clap::value_parser!(u64).range(1..))]
    pub read_timeout: u64,
    /// Connections open at the same time; further ones are answered with 503
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections)]
    pub max_connections: usize,
    /// Largest answer or file that an LMS fetches; of larger ones nothing is taken
    #[arg(long, value_name = "SIZE", default_value_t = Size(Limits::default().answer_bytes))]
    pub max_answer: Size,
    /// Exchanges kept in memory; older ones go, and what needs them is inconclusive
    #[arg(long, value_name = "N", default_value_t = JournalLimits::default().entries)]
    pub journal_entries: usize,
    /// Bytes of exchanges kept in memory
    #[arg(long, value_name = "SIZE", default_value_t = Size(JournalLimits::default().bytes))]
    pub journal_bytes: Size,
}

impl LimitArgs {
    /// What a request may cost.
    pub fn requests(&self) -> Limits {
        Limits {
            body_bytes: self.max_body.0,
            head_bytes: self.max_head.0,
            depth: self.max_depth,
            attributes: self.max_attributes,
            elements: self.max_elements,
            read_seconds: self.read_timeout,
            connections: self.max_connections,
            answer_bytes: self.max_answer.0,
        }
    }

    /// How much is remembered.
    pub fn journal(&self) -> JournalLimits {
        JournalLimits {
            entries: self.journal_entries,
            bytes: self.journal_bytes.0,
        }
    }
}

/// A number of bytes: `65536`, `64k`, `32M`, `1G`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub usize);

const UNITS: [(char, u32); 3] = [('G', 30), ('M', 20), ('k', 10)];

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = UNITS
            .into_iter()
            .find(|(_, bits)| self.0 != 0 && self.0.is_multiple_of(1 << bits));
        match whole {
            Some((unit, bits)) => write!(f, "{}{unit}", self.0 >> bits),
            None => write!(f, "{}", self.0),
        }
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no size; write bytes, or 64k, 32M, 1G");
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = text[digits.len()..].trim();
        let unit = unit
            .strip_suffix("iB")
            .or(unit.strip_suffix('B'))
            .unwrap_or(unit);
        let bits = match unit {
            "" => 0,
            unit => UNITS
                .into_iter()
                .find(|(name, _)| unit.eq_ignore_ascii_case(&name.to_string()))
                .map(|(_, bits)| bits)
                .ok_or_else(wrong)?,
        };
        digits
            .parse::<usize>()
            .ok()
            .and_then(|n| n.checked_mul(1 << bits))
            .map(Self)
            .ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_shown() {
        for (text, bytes, shown) in [
            ("0", 0, "0"),
            ("100", 100, "100"),
            ("64k", 65536, "64k"),
            ("64 KiB", 65536, "64k"),
            ("32M", 32 << 20, "32M"),
            ("1GB", 1 << 30, "1G"),
        ] {
            let size: Size = text.parse().unwrap();
            assert_eq!((size.0, size.to_string().as_str()), (bytes, shown));
        }
        for text in ["", "k", "-1", "1.5M", "12x", "99999999999999999999G"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }
}
