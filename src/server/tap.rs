//! Listening in on what a client sends.
//!
//! hyper gives headers in lower case, grouped by name, and says nothing about requests it refuses. The journal shows
//! what was sent. So the bytes pass through a [`Tap`] on their way to hyper: it copies each request head, follows
//! the framing of bodies just far enough to know where the next head begins, and knows since when a request has been
//! on its way. It never changes what hyper reads, with one exception: when the time is up, reading fails.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::framing::Framing;

/// A stream whose incoming bytes are noted: a socket, or what TLS makes of one. Code is made for each of them, so that
/// plain sockets do not pay for the other.
pub(super) struct Tap<S> {
    stream: S,
    notes: Notes,
}

/// What was noted; shared with the connection's task, which is the only other holder.
#[derive(Clone)]
pub(super) struct Notes(Arc<Mutex<State>>);

struct State {
    framing: Framing,
    /// Whole heads that no request has claimed yet; more than one only when the client pipelines.
    heads: VecDeque<Vec<u8>>,
    /// A head's allocation, to be used again.
    spare: Option<Vec<u8>>,
    /// When the first byte of the request under way came; `None` between requests.
    since: Option<Instant>,
    /// When the last bytes came.
    heard: Instant,
    expired: bool,
}

/// How far a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Between requests, since so long.
    Idle(Duration),
    /// Inside a head, since so long.
    Head(Duration),
    /// Inside a body, since so long (counted from the first byte of its head).
    Body(Duration),
}

impl<S> Tap<S> {
    pub(super) fn new(stream: S) -> (Self, Notes) {
        let notes = Notes(Arc::new(Mutex::new(State {
            framing: Framing::default(),
            heads: VecDeque::with_capacity(1),
            spare: None,
            since: None,
            heard: Instant::now(),
            expired: false,
        })));
        let tap = Self {
            stream,
            notes: notes.clone(),
        };
        (tap, notes)
    }

    /// The stream, for the last words.
    pub(super) fn into_stream(self) -> S {
        self.stream
    }
}

impl Notes {
    /// The head of the request that hyper has just handed out: header lines as they were sent. `None` when what was
    /// noted does not begin with that method, so that a request never gets the head of another.
    pub(super) fn take_head(&self, method: &str) -> Option<Box<str>> {
        let mut state = self.lock();
        let head = state.heads.pop_front()?;
        let fits = head.starts_with(method.as_bytes()) && head.get(method.len()) == Some(&b' ');
        let lines = fits.then(|| header_lines(&head));
        state.spare = Some(head);
        lines
    }

    /// How far the connection is.
    pub(super) fn progress(&self) -> Progress {
        let state = self.lock();
        match state.since {
            None => Progress::Idle(state.heard.elapsed()),
            Some(since) if state.framing.in_head() => Progress::Head(since.elapsed()),
            Some(since) => Progress::Body(since.elapsed()),
        }
    }

    /// Whether nothing was sent that begins a request.
    pub(super) fn silent(&self) -> bool {
        let state = self.lock();
        state.spare.is_none() && state.heads.is_empty() && state.framing.partial_head().is_empty()
    }

    /// From now on reading fails.
    pub(super) fn expire(&self) {
        self.lock().expired = true;
    }

    /// Whether reading failed because the time was up.
    pub(super) fn expired(&self) -> bool {
        self.lock().expired
    }

    /// The beginning of what hyper did not take for a request.
    pub(super) fn refused(&self) -> Vec<u8> {
        let mut state = self.lock();
        let mut bytes = state.heads.drain(..).collect::<Vec<_>>().concat();
        bytes.extend_from_slice(state.framing.partial_head());
        bytes
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn hear(&mut self, bytes: &[u8]) {
        self.heard = Instant::now();
        let mut rest = bytes;
        while !rest.is_empty() {
            let spare = &mut self.spare;
            let heads = &mut self.heads;
            rest = self.framing.feed(rest, |parts| {
                let mut head = spare.take().unwrap_or_default();
                head.clear();
                for part in parts {
                    head.extend_from_slice(part);
                }
                heads.push_back(head);
            });
        }
        self.since = match self.since {
            _ if self.framing.between_requests() => None,
            None => Some(self.heard),
            // A pipelined request began inside these bytes, or the same one goes on.
            since => since,
        };
    }
}

/// The lines of a head after its first, each ended by CR LF.
fn header_lines(head: &[u8]) -> Box<str> {
    let first = memchr::memchr(b'\n', head).map_or(head.len(), |i| i + 1);
    let mut lines = &head[first..];
    if let Some(cut) = lines.strip_suffix(b"\n") {
        lines = cut.strip_suffix(b"\r").unwrap_or(cut);
    }
    let bare = memchr::memchr_iter(b'\n', lines).any(|i| i == 0 || lines[i - 1] != b'\r');
    let text = match std::str::from_utf8(lines) {
        Ok(text) if !bare => return text.into(),
        Ok(text) => text.to_owned(),
        // Header bytes beyond ASCII are ISO-8859-1 by tradition.
        Err(_) => lines.iter().copied().map(char::from).collect(),
    };
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.lines() {
        out.push_str(line);
        out.push_str("\r\n");
    }
    out.into_boxed_str()
}

impl<S: AsyncRead + Unpin> AsyncRead for Tap<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let tap = self.get_mut();
        if tap.notes.expired() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buf.filled().len();
        let polled = Pin::new(&mut tap.stream).poll_read(cx, buf);
        let new = &buf.filled()[before..];
        if !new.is_empty() {
            tap.notes.lock().hear(new);
        }
        match polled {
            // Many clients end a TLS connection without saying so. What was cut off is seen from lengths and chunks, as
            // on a plain socket, which never gives this error.
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Poll::Ready(Ok(()))
            }
            polled => polled,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Tap<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_keep_case_and_order_and_end_in_cr_lf() {
        let lines = header_lines(b"POST / HTTP/1.1\r\nSoapaction: x\r\nHOST: a\r\n\r\n");
        assert_eq!(&*lines, "Soapaction: x\r\nHOST: a\r\n");
        assert_eq!(
            &*header_lines(b"GET / HTTP/1.0\nA: 1\nB: 2\n\n"),
            "A: 1\r\nB: 2\r\n"
        );
        assert_eq!(
            &*header_lines(b"GET / HTTP/1.1\r\nA: \xE9\r\n\r\n"),
            "A: \u{e9}\r\n"
        );
        assert_eq!(&*header_lines(b"GET / HTTP/1.1\r\n\r\n"), "");
    }
}
