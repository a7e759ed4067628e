//! The body as bytes: trouble with reading it, and compression.

use std::borrow::Cow;
use std::io::Read as _;

use crate::base::Limits;
use crate::soap::Fault;
use crate::wire::{Request, Trouble};

/// The body as it was before compression. What kept it from arriving whole becomes a fault.
pub(super) fn inflate<'r>(request: &'r Request, limits: &Limits) -> Result<Cow<'r, [u8]>, Fault> {
    match request.trouble {
        Some(Trouble::TooLarge) => return Err(too_large(limits.body_bytes)),
        Some(Trouble::Truncated) => {
            let got = request.body.len();
            return Err(Fault::client(format!(
                "the request body broke off after {got} bytes"
            )));
        }
        Some(Trouble::Timeout) => {
            let seconds = limits.read_seconds;
            return Err(Fault::client(format!(
                "the request took longer than {seconds} s to arrive"
            )));
        }
        // The session answers the other two itself.
        Some(Trouble::NoSession | Trouble::SessionEnded) | None => {}
    }
    let Some(coding) = request.header("Content-Encoding") else {
        return Ok(Cow::Borrowed(&request.body));
    };
    let limit = limits.body_bytes as u64 + 1;
    let mut out = Vec::new();
    let result = match coding.to_ascii_lowercase().as_str() {
        "identity" | "none" | "" => return Ok(Cow::Borrowed(&request.body)),
        "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(&*request.body)
            .take(limit)
            .read_to_end(&mut out),
        "deflate" => flate2::read::ZlibDecoder::new(&*request.body)
            .take(limit)
            .read_to_end(&mut out),
        other => {
            return Err(Fault::client(format!(
                "Content-Encoding '{other}' is not gzip or deflate"
            )));
        }
    };
    if let Err(error) = result {
        return Err(Fault::client(format!(
            "the body does not inflate as {coding}: {error}"
        )));
    }
    if out.len() > limits.body_bytes {
        return Err(too_large(limits.body_bytes));
    }
    Ok(Cow::Owned(out))
}

fn too_large(limit: usize) -> Fault {
    Fault::client(format!(
        "the request body is larger than {limit} bytes (see --max-body)"
    ))
}
