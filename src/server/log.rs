//! The exchange log: one line per exchange, off the path of the requests.
//!
//! Lines are formatted into a shared buffer; a thread of its own writes it out every 50 ms, or sooner when there is
//! much. A reader who does not keep up loses lines, and is told how many; requests never wait for a reader.

use std::cell::RefCell;
use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::engine::Exchange;
use crate::journal::LineStyle;

/// How long a line may wait for others.
const PAUSE: Duration = Duration::from_millis(50);
/// From here on it does not wait.
const MUCH: usize = 64 * 1024;
/// What the buffer may hold before lines are dropped.
const FULL: usize = 4 * 1024 * 1024;

thread_local! {
    /// The line being written, so that only copying it takes the lock.
    static LINE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where exchange lines go.
pub struct Log {
    shared: Arc<Shared>,
    style: LineStyle,
    writer: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    buffer: Mutex<Buffer>,
    /// Nobody reads any more (broken pipe), or nobody ever did.
    deaf: AtomicBool,
    /// Told when the buffer gets its first line, when it holds much, and when all is over.
    news: Condvar,
}

#[derive(Default)]
struct Buffer {
    lines: Vec<u8>,
    dropped: u64,
    closed: bool,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("style", &self.style)
            .finish_non_exhaustive()
    }
}

impl Log {
    /// Writes to `out` until [`Log::close`].
    pub fn new(out: impl Write + Send + 'static, style: LineStyle) -> Self {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let writer = std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_out(&theirs, out, style))
            .ok();
        if writer.is_none() {
            shared.deaf.store(true, Ordering::Relaxed);
        }
        Self {
            shared,
            style,
            writer: Mutex::new(writer),
        }
    }

    /// Writes nothing.
    pub fn silent() -> Self {
        let shared = Shared::default();
        shared.deaf.store(true, Ordering::Relaxed);
        Self {
            shared: Arc::new(shared),
            style: LineStyle::Json,
            writer: Mutex::new(None),
        }
    }

    /// Adds the line of an exchange.
    pub fn exchange(&self, exchange: &Exchange) {
        if self.shared.deaf.load(Ordering::Relaxed) {
            return;
        }
        let tell = LINE.with_borrow_mut(|line| {
            line.clear();
            exchange.line(line, self.style);
            self.shared.add(line)
        });
        if tell {
            self.shared.news.notify_one();
        }
    }

    /// Writes out what there is and ends. Lines that come later are lost.
    pub fn close(&self) {
        self.shared.lock().closed = true;
        self.shared.news.notify_one();
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer {
            _ = writer.join();
        }
    }
}

impl Shared {
    /// Adds a line; whether the writer should be told.
    fn add(&self, line: &[u8]) -> bool {
        let mut buffer = self.lock();
        let before = buffer.lines.len();
        if before >= FULL {
            buffer.dropped += 1;
            return false;
        }
        buffer.lines.extend_from_slice(line);
        before == 0 || (before < MUCH && buffer.lines.len() >= MUCH)
    }

    fn lock(&self) -> MutexGuard<'_, Buffer> {
        self.buffer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_out(shared: &Shared, mut out: impl Write, style: LineStyle) {
    let mut lines = Vec::new();
    loop {
        let waiting = |b: &mut Buffer| b.lines.is_empty() && !b.closed;
        let buffer = shared.lock();
        let buffer = shared
            .news
            .wait_while(buffer, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        let collecting = |b: &mut Buffer| b.lines.len() < MUCH && !b.closed;
        let (mut buffer, _) = shared
            .news
            .wait_timeout_while(buffer, PAUSE, collecting)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(&mut lines, &mut buffer.lines);
        let dropped = std::mem::take(&mut buffer.dropped);
        let closed = buffer.closed;
        drop(buffer);
        if dropped > 0 {
            _ = match style {
                LineStyle::Json => writeln!(lines, r#"{{"log_lines_dropped":{dropped}}}"#),
                LineStyle::Plain | LineStyle::Color => {
                    writeln!(
                        lines,
                        "({dropped} lines dropped: they came faster than they were read)"
                    )
                }
            };
        }
        if out.write_all(&lines).and_then(|()| out.flush()).is_err() {
            shared.deaf.store(true, Ordering::Relaxed);
            return;
        }
        lines.clear();
        lines.shrink_to(FULL / 4);
        if closed {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn closing_writes_out_every_line() {
        let sink = Sink::default();
        let log = Log::new(sink.clone(), LineStyle::Json);
        for seq in 1..=1000 {
            log.exchange(&Exchange::sample(seq, b""));
        }
        log.close();
        let text = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 1000);
        assert!(text.lines().last().unwrap().contains("1000"));
    }

    #[test]
    fn a_reader_who_stalls_loses_lines_and_is_told() {
        struct Stalled(Arc<Mutex<()>>, Sink);
        impl Write for Stalled {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                drop(self.0.lock());
                self.1.write(bytes)
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let (gate, sink) = (Arc::new(Mutex::new(())), Sink::default());
        let log = Log::new(Stalled(Arc::clone(&gate), sink.clone()), LineStyle::Json);
        let stall = gate.lock().unwrap();
        let one = Exchange::sample(1, b"");
        while log.shared.lock().dropped == 0 {
            log.exchange(&one);
        }
        drop(stall);
        log.close();
        let text = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("\"log_lines_dropped\":1"), "{}", text.len());
    }

    #[test]
    fn a_reader_who_leaves_is_no_error() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let log = Log::new(Gone, LineStyle::Json);
        log.exchange(&Exchange::sample(1, b""));
        log.close();
        log.exchange(&Exchange::sample(2, b""));
        assert!(log.shared.deaf.load(Ordering::Relaxed));
    }
}
