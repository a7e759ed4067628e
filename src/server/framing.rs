//! Where HTTP/1 requests begin and end in a stream of bytes.
//!
//! This is no parser: hyper judges what is a request. It finds the blank line after a head and skips the body by its
//! `Content-Length` or its chunks. Where hyper and this disagree, hyper refuses the request or the head is rebuilt
//! from what hyper parsed, so nothing hangs on it but the letter case of header names.

use memchr::{memchr, memchr_iter};

/// Follows one connection.
#[derive(Debug, Default)]
pub(super) struct Framing {
    phase: Phase,
    /// The head so far, when it comes in several reads.
    head: Vec<u8>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Inside a head, or before it.
    #[default]
    Head,
    /// So many bytes of a body of known length are missing.
    Length(u64),
    /// Inside the line that gives a chunk's size; the digits so far, and whether they are over.
    Size { size: u64, digits_over: bool },
    /// So many bytes of a chunk are missing, its line end included.
    Chunk(u64),
    /// Inside the lines after the last chunk; whether the present line is empty so far.
    Trailer { empty: bool },
}

impl Framing {
    /// Takes bytes up to the end of a head, or all of them; returns the rest. `done` gets a whole head in parts.
    pub(super) fn feed<'b>(&mut self, bytes: &'b [u8], done: impl FnOnce([&[u8]; 2])) -> &'b [u8] {
        match self.phase {
            Phase::Head => self.feed_head(bytes, done),
            Phase::Length(missing) => {
                let (rest, missing) = skip(bytes, missing);
                self.phase = if missing == 0 {
                    Phase::Head
                } else {
                    Phase::Length(missing)
                };
                rest
            }
            Phase::Size { size, digits_over } => self.feed_size(bytes, size, digits_over),
            Phase::Chunk(missing) => {
                let (rest, missing) = skip(bytes, missing);
                self.phase = if missing == 0 {
                    Phase::Size {
                        size: 0,
                        digits_over: false,
                    }
                } else {
                    Phase::Chunk(missing)
                };
                rest
            }
            Phase::Trailer { mut empty } => {
                for (i, b) in bytes.iter().enumerate() {
                    match b {
                        b'\n' if empty => {
                            self.phase = Phase::Head;
                            return &bytes[i + 1..];
                        }
                        b'\n' => empty = true,
                        b'\r' => {}
                        _ => empty = false,
                    }
                }
                self.phase = Phase::Trailer { empty };
                &[]
            }
        }
    }

    /// Whether no request is under way.
    pub(super) fn between_requests(&self) -> bool {
        self.phase == Phase::Head && self.head.is_empty()
    }

    /// Whether a head is under way.
    pub(super) fn in_head(&self) -> bool {
        self.phase == Phase::Head
    }

    /// The head so far.
    pub(super) fn partial_head(&self) -> &[u8] {
        &self.head
    }

    fn feed_head<'b>(&mut self, bytes: &'b [u8], done: impl FnOnce([&[u8]; 2])) -> &'b [u8] {
        let mut bytes = bytes;
        if self.head.is_empty() {
            // Blank lines before a request are no part of it.
            let blank = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
            bytes = &bytes[blank.count()..];
        }
        let Some(end) = head_end(&self.head, bytes) else {
            self.head.extend_from_slice(bytes);
            return &[];
        };
        let (last, rest) = bytes.split_at(end);
        if self.head.is_empty() {
            self.phase = body_of(last);
        } else {
            let before = self.head.len();
            self.head.extend_from_slice(last);
            self.phase = body_of(&self.head);
            self.head.truncate(before);
        }
        done([&self.head, last]);
        self.head.clear();
        self.head.shrink_to(4096);
        rest
    }

    fn feed_size<'b>(&mut self, bytes: &'b [u8], mut size: u64, mut digits_over: bool) -> &'b [u8] {
        for (i, b) in bytes.iter().enumerate() {
            match (b, char::from(*b).to_digit(16)) {
                (b'\n', _) => {
                    self.phase = if size == 0 {
                        Phase::Trailer { empty: true }
                    } else {
                        Phase::Chunk(size.saturating_add(2))
                    };
                    return &bytes[i + 1..];
                }
                (_, Some(digit)) if !digits_over => {
                    size = size.saturating_mul(16).saturating_add(u64::from(digit));
                }
                _ => digits_over = true,
            }
        }
        self.phase = Phase::Size { size, digits_over };
        &[]
    }
}

/// How many of `bytes` belong to the head that `before` begins: up to and including its blank line.
fn head_end(before: &[u8], bytes: &[u8]) -> Option<usize> {
    let at = |i: usize| {
        let before_len = before.len();
        if i < before_len {
            before[i]
        } else {
            bytes[i - before_len]
        }
    };
    memchr_iter(b'\n', bytes)
        .map(|i| before.len() + i)
        .find(|&i| match i.checked_sub(1).map(at) {
            Some(b'\n') => true,
            Some(b'\r') => i >= 2 && at(i - 2) == b'\n',
            _ => false,
        })
        .map(|i| i + 1 - before.len())
}

/// What follows a head.
fn body_of(head: &[u8]) -> Phase {
    let mut length = 0;
    let mut rest = head;
    while let Some(end) = memchr(b'\n', rest) {
        let line = &rest[..end];
        rest = &rest[end + 1..];
        match line.first() {
            Some(b'C' | b'c') => {
                if let Some(value) = value_of(line, b"content-length") {
                    length = std::str::from_utf8(value)
                        .ok()
                        .and_then(|v| v.parse().ok())
                        .unwrap_or(0);
                }
            }
            Some(b'T' | b't') => {
                let chunked = value_of(line, b"transfer-encoding").is_some_and(|value| {
                    let last = value.len().saturating_sub(b"chunked".len());
                    value[last..].eq_ignore_ascii_case(b"chunked")
                });
                if chunked {
                    return Phase::Size {
                        size: 0,
                        digits_over: false,
                    };
                }
            }
            _ => {}
        }
    }
    match length {
        0 => Phase::Head,
        n => Phase::Length(n),
    }
}

fn value_of<'l>(line: &'l [u8], name: &[u8]) -> Option<&'l [u8]> {
    let (before, after) = line.split_at_checked(name.len())?;
    let value = after.strip_prefix(b":")?;
    before
        .eq_ignore_ascii_case(name)
        .then(|| value.trim_ascii())
}

fn skip(bytes: &[u8], missing: u64) -> (&[u8], u64) {
    let take = usize::try_from(missing).map_or(bytes.len(), |n| n.min(bytes.len()));
    (&bytes[take..], missing - take as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STREAM: &[u8] = b"\r\nPOST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nGET /POST /b HTTP/1.1\r\n\
        Transfer-Encoding: gzip, Chunked\r\n\r\n4;x=\"A\"\r\nGET \r\n0a\r\n\r\n\r\nHTTP/\r\n\r\n0\r\nTrailer: 1\r\n\r\n\
        GET /c HTTP/1.0\nA: b\n\nGET /d HTTP/1.1\r\n\r\n";

    fn heads(pieces: impl IntoIterator<Item = Vec<u8>>) -> (Vec<String>, Framing) {
        let mut framing = Framing::default();
        let mut out = Vec::new();
        for piece in pieces {
            let mut rest = &piece[..];
            while !rest.is_empty() {
                rest = framing.feed(rest, |parts| {
                    let text = parts.concat();
                    let line = text.split(|b| *b == b'\n').next().unwrap();
                    out.push(String::from_utf8_lossy(line).trim().to_owned());
                });
            }
        }
        (out, framing)
    }

    #[test]
    fn every_head_of_a_pipelined_stream_is_found() {
        let (heads, framing) = heads([STREAM.to_vec()]);
        assert_eq!(
            heads,
            [
                "POST /a HTTP/1.1",
                "POST /b HTTP/1.1",
                "GET /c HTTP/1.0",
                "GET /d HTTP/1.1"
            ]
        );
        assert!(framing.between_requests());
    }

    #[test]
    fn a_head_cut_short_is_under_way() {
        let (_, framing) = heads([b"POST / HTTP/1.1\r\nA".to_vec()]);
        assert!(framing.in_head() && !framing.between_requests());
        assert_eq!(framing.partial_head(), b"POST / HTTP/1.1\r\nA");
        let (_, framing) = heads([b"POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\nabc".to_vec()]);
        assert!(!framing.in_head());
    }

    proptest! {
        #[test]
        fn how_the_bytes_are_cut_makes_no_difference(cuts in prop::collection::vec(1usize..20, 0..80)) {
            let mut rest = STREAM;
            let mut pieces = Vec::new();
            for cut in cuts {
                let (piece, tail) = rest.split_at(cut.min(rest.len()));
                pieces.push(piece.to_vec());
                rest = tail;
            }
            pieces.push(rest.to_vec());
            prop_assert_eq!(heads(pieces).0, heads([STREAM.to_vec()]).0);
        }

        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(prop::sample::select(b"\r\n:0aFGET /Content-Length Transfer-Encoding chunked".to_vec()), 0..300)) {
            heads([bytes]);
        }
    }
}
