//! Reading a recording.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::record::{Continued, Header};
use super::{Entry, MAJOR, Secrets};

/// Why a recording cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file system refuses.
    #[error("cannot read: {0}")]
    Io(#[from] io::Error),
    /// There is nothing in it, not even the header.
    #[error("the file is empty")]
    Empty,
    /// The first line is no header of a recording.
    #[error("line 1 is no header of a mocklms recording ({0})")]
    NotARecording(String),
    /// A later program wrote it.
    #[error(
        "the recording has format {0}, and this program reads up to {MAJOR}; use a newer mocklms"
    )]
    Newer(u32),
    /// A line inside the file makes no sense.
    #[error("line {line}, column {column}: {message}")]
    Broken {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What is wrong with it.
        message: String,
    },
}

/// A line whose end is missing, because the program that wrote it was killed in the middle. Its exchange was not
/// answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Torn {
    /// Line, from 1.
    pub line: usize,
    /// How many bytes of it there are.
    pub bytes: usize,
}

/// A recording as it was read.
#[derive(Clone, Debug)]
pub struct Recording {
    /// The program that wrote it.
    pub by: String,
    /// When its first run began.
    pub started: String,
    /// Whether secrets are in clear.
    pub secrets: Secrets,
    /// The exchanges: run after run, in the order of their numbers.
    pub entries: Vec<Entry>,
    /// How many runs it holds. Each counts its exchanges from 1.
    pub runs: usize,
    /// Lines that were cut off; to be told to the reader.
    pub torn: Vec<Torn>,
}

impl Recording {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        Self::read_from(BufReader::with_capacity(1 << 18, File::open(path)?))
    }

    /// Reads from any source of bytes.
    pub fn read_from(mut reader: impl BufRead) -> Result<Self, ReadError> {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        let header = header(&line)?;
        let mut recording = Self {
            by: header.by,
            started: header.started,
            secrets: header.secrets,
            entries: Vec::new(),
            runs: 1,
            torn: Vec::new(),
        };
        let mut number = 1;
        let mut run_starts_at = 0;
        // A line that makes no sense is an error unless it turns out to be the last of its run.
        let mut doubtful: Option<(Torn, ReadError)> = None;
        loop {
            line.clear();
            number += 1;
            if reader.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            let whole = line.ends_with(b"\n");
            if line.trim_ascii().is_empty() {
                continue;
            }
            if line.starts_with(b"{\"mocklms_recording_continued\"")
                && serde_json::from_slice::<Continued>(&line).is_ok()
            {
                recording.torn.extend(doubtful.take().map(|(torn, _)| torn));
                recording.in_order(run_starts_at);
                run_starts_at = recording.entries.len();
                recording.runs += 1;
                continue;
            }
            if let Some((_, error)) = doubtful.take() {
                return Err(error);
            }
            match serde_json::from_slice::<Entry>(&line) {
                Ok(entry) => recording.entries.push(entry),
                Err(error) => {
                    let torn = Torn {
                        line: number,
                        bytes: line.trim_ascii_end().len(),
                    };
                    let error = ReadError::Broken {
                        line: number,
                        column: error.column(),
                        message: error.to_string(),
                    };
                    if !whole {
                        recording.torn.push(torn);
                        break;
                    }
                    doubtful = Some((torn, error));
                }
            }
        }
        if let Some((_, error)) = doubtful {
            return Err(error);
        }
        recording.in_order(run_starts_at);
        Ok(recording)
    }

    /// Threads write as they finish, so lines of one run stand in nearly, not quite, the order of their numbers.
    fn in_order(&mut self, from: usize) {
        self.entries[from..].sort_by(|a, b| (&a.session, a.seq).cmp(&(&b.session, b.seq)));
    }
}

/// The header, from the first line.
pub(super) fn header(line: &[u8]) -> Result<Header, ReadError> {
    if line.trim_ascii().is_empty() {
        return Err(ReadError::Empty);
    }
    // The version first: the rest of a newer header may look different.
    let json: serde_json::Value =
        serde_json::from_slice(line).map_err(|e| ReadError::NotARecording(e.to_string()))?;
    let major = json["mocklms_recording"]["major"].as_u64().ok_or_else(|| {
        ReadError::NotARecording("no `mocklms_recording` with a `major`".to_owned())
    })?;
    if major > u64::from(MAJOR) {
        return Err(ReadError::Newer(u32::try_from(major).unwrap_or(u32::MAX)));
    }
    serde_json::from_value(json).map_err(|e| ReadError::NotARecording(e.to_string()))
}
