//! Reading a request body into one piece of memory.

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};

use super::tap::Notes;
use crate::wire::Trouble;

/// How much of a body beyond the limit is kept, to show what it was.
const KEPT_OF_TOO_LARGE: usize = 64 * 1024;

/// What is set aside at once for a body of declared length; clients can declare anything.
const AT_ONCE: u64 = 1024 * 1024;

/// Reads a body to its end into `into`, which keeps what has arrived when this future is dropped.
///
/// A body that is too large is read on (and thrown away) until its end or until the time is up, because a client that
/// is still sending does not see an answer. Only one that waits for `100 Continue` is spared the effort.
pub(super) async fn collect(
    mut body: Incoming,
    limit: usize,
    expects_continue: bool,
    notes: &Notes,
    into: &mut Vec<u8>,
) -> Result<(), Trouble> {
    if body.is_end_stream() {
        return Ok(());
    }
    let declared = body.size_hint().exact();
    let mut too_large = declared.is_some_and(|n| n > limit as u64);
    if too_large && expects_continue {
        return Err(Trouble::TooLarge);
    }
    if let Some(n) = declared.filter(|_| !too_large) {
        into.reserve_exact(usize::try_from(n.min(AT_ONCE)).unwrap_or(0));
    }
    while let Some(frame) = body.frame().await {
        match frame.map(hyper::body::Frame::into_data) {
            Ok(Ok(data)) => {
                too_large |= into.len() + data.len() > limit;
                if too_large {
                    let room = KEPT_OF_TOO_LARGE.saturating_sub(into.len());
                    into.extend_from_slice(&data[..data.len().min(room)]);
                    into.truncate(KEPT_OF_TOO_LARGE);
                } else {
                    into.extend_from_slice(&data);
                }
            }
            Ok(Err(_trailers)) => {}
            Err(_) if too_large => break,
            Err(_) if notes.expired() => return Err(Trouble::Timeout),
            Err(_) => return Err(Trouble::Truncated),
        }
    }
    if too_large {
        Err(Trouble::TooLarge)
    } else {
        Ok(())
    }
}

/// The bytes, without the room that was set aside for more.
pub(super) fn freeze(mut bytes: Vec<u8>) -> Bytes {
    if bytes.capacity() - bytes.len() > bytes.len() / 4 {
        bytes.shrink_to_fit();
    }
    Bytes::from(bytes)
}
