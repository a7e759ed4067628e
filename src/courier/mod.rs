//! Carries the calls that LMSs make out of the program: HTTP with and without TLS, and files of this machine.
//!
//! Whether a call is allowed has been decided when it comes here (see [`crate::session`]); what could lead past that
//! decision on the way, a redirect or a symbolic link, is refused here.

mod file;
mod http;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::base::Limits;
use crate::engine::Arrival;
use crate::session::Courier;
use crate::wire::Request;

/// Carries calls over the network and from files.
#[derive(Debug)]
pub struct Carrier {
    /// Where relative `file:` addresses begin.
    folder: PathBuf,
    /// Bytes of an answer.
    limit: usize,
    /// Made for the first call: most runs make none.
    agent: OnceLock<ureq::Agent>,
}

impl Carrier {
    /// A carrier whose relative `file:` addresses begin in `folder`: that of the scenario, or the working directory.
    pub fn new(folder: impl Into<PathBuf>, limits: &Limits) -> Self {
        let folder = folder.into();
        Self {
            folder: if folder.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                folder
            },
            limit: limits.answer_bytes,
            agent: OnceLock::new(),
        }
    }
}

impl Courier for Carrier {
    fn carry(&self, request: &Request, allowed: &[String]) -> Arrival {
        let scheme = request.target.split(':').next().unwrap_or("");
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => {
                let agent = self.agent.get_or_init(http::agent);
                http::carry(agent, request, self.limit)
            }
            "file" => file::fetch(&self.folder, request, allowed, self.limit),
            "ftp" => Err("mocklms does not speak ftp; offer the file by http or file".to_owned()),
            _ => Err(format!(
                "nothing here speaks {}",
                if request.target.contains(':') {
                    scheme
                } else {
                    "to an address without a scheme"
                }
            )),
        }
    }
}

/// What is said about an answer that is larger than the limit.
fn too_large(limit: usize) -> String {
    format!("it is larger than {limit} bytes (see --max-answer)")
}
