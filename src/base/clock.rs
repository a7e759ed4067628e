//! The session clock. The only place that reads the time of day.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment: nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    /// Reads an RFC 3339 time such as `2026-03-02T08:15:30Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let stamp: jiff::Timestamp = text.parse().ok()?;
        i64::try_from(stamp.as_nanosecond()).ok().map(Self)
    }

    /// The moment `by` later.
    pub fn after(self, by: Duration) -> Self {
        let nanos = i64::try_from(by.as_nanos()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(nanos))
    }

    /// RFC 3339 in UTC with milliseconds.
    pub fn rfc3339(self) -> String {
        format!("{:.3}", self.stamp())
    }

    /// The calendar view, in UTC.
    pub fn utc(self) -> jiff::civil::DateTime {
        jiff::tz::Offset::UTC.to_datetime(self.stamp())
    }

    fn stamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_nanosecond(i128::from(self.0))
            .expect("an i64 of nanoseconds is in range")
    }
}

/// Where a session takes its time from. `advance` moves either kind forward.
#[derive(Debug)]
pub struct Clock {
    /// Nanoseconds added to the time of day, or the whole time when `fixed`.
    offset: AtomicI64,
    fixed: bool,
}

impl Clock {
    /// Real time, plus whatever was advanced.
    pub fn real() -> Self {
        Self {
            offset: AtomicI64::new(0),
            fixed: false,
        }
    }

    /// Stands at `start`; every reading moves it on by one millisecond, so that moments differ and runs repeat.
    pub fn fixed(start: Time) -> Self {
        Self {
            offset: AtomicI64::new(start.0),
            fixed: true,
        }
    }

    /// The present moment of the session.
    pub fn now(&self) -> Time {
        if self.fixed {
            return Time(self.offset.fetch_add(1_000_000, Ordering::Relaxed));
        }
        Time(system_nanos() + self.offset.load(Ordering::Relaxed))
    }

    /// The present moment without the step that [`Clock::now`] makes on a fixed clock.
    pub fn peek(&self) -> Time {
        if self.fixed {
            return Time(self.offset.load(Ordering::Relaxed));
        }
        self.now()
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let nanos = i64::try_from(by.as_nanos()).unwrap_or(i64::MAX / 4);
        self.offset.fetch_add(nanos, Ordering::Relaxed);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one reader of the time of day"
)]
fn system_nanos() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

/// Measures how long something takes; never part of what repeats.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts it.
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Microseconds since the start.
    pub fn micros(self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }
}
