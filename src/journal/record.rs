//! Writing a recording: one header line, then one line per exchange, each in the file before its answer is sent.

use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::{Entry, ReadError, mask};
use crate::base::{Masker, Time};

/// The format this version writes, and the newest it reads. A newer major is refused.
pub const MAJOR: u32 = 1;
/// Grows with additions that older readers may ignore.
pub const MINOR: u32 = 0;

/// Whether secrets are in clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrets {
    /// Numbered masks stand for them.
    Masked,
    /// They are written as they came.
    Kept,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) major: u32,
    pub(super) minor: u32,
}

/// The first line of a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) mocklms_recording: Version,
    /// The program that wrote it.
    #[serde(default)]
    pub(super) by: String,
    #[serde(default)]
    pub(super) started: String,
    pub(super) secrets: Secrets,
}

/// Stands before the exchanges of every further run in one file. The line before it may be torn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Continued {
    pub(super) mocklms_recording_continued: String,
}

/// Why a recording cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file system refuses.
    #[error("cannot write the recording {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is a file already, and it is none of ours or cannot be read.
    #[error("{} exists and cannot be continued: {source}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// There is a recording already, with another way of keeping secrets.
    #[error(
        "{} exists with secrets {}, and this run would write them {}; name another file",
        path.display(), word(*theirs), word(*ours)
    )]
    OtherSecrets {
        /// The file.
        path: PathBuf,
        /// What the file says.
        theirs: Secrets,
        /// What was asked for.
        ours: Secrets,
    },
}

fn word(secrets: Secrets) -> &'static str {
    match secrets {
        Secrets::Masked => "masked",
        Secrets::Kept => "in clear",
    }
}

/// A recording that is being written. Lines are appended, never rewritten.
///
/// An exchange is one `write(2)`, so what was answered survives the end of the process, even by SIGKILL. (Not the
/// end of the machine: there is no `fsync`.)
#[derive(Debug)]
pub struct Recorder {
    path: PathBuf,
    secrets: Secrets,
    masker: Masker,
    /// Held for one write, so that lines do not mix.
    file: Mutex<File>,
    failure: OnceLock<String>,
    lost: AtomicU64,
}

thread_local! {
    /// The line being built, reused from exchange to exchange.
    static LINE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Recorder {
    /// Creates the file, or continues the recording it holds.
    pub fn open(path: &Path, secrets: Secrets, started: Time) -> Result<Self, RecordError> {
        let io = |source| RecordError::Io {
            path: path.to_owned(),
            source,
        };
        let mut options = OpenOptions::new();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        if secrets == Secrets::Kept {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut file = options.open(path).map_err(io)?;
        let masker = Masker::default();
        let started = started.rfc3339();
        let metadata = file.metadata().map_err(io)?;
        let first = if metadata.is_file() && metadata.len() > 0 {
            let old = survey(&file).map_err(|source| RecordError::Foreign {
                path: path.to_owned(),
                source,
            })?;
            if old.secrets != secrets {
                return Err(RecordError::OtherSecrets {
                    path: path.to_owned(),
                    theirs: old.secrets,
                    ours: secrets,
                });
            }
            // Numbers go on where the file left off; one mask must not stand for two secrets.
            for n in 0..old.masks {
                masker.mask(&format!("\0 of an earlier run {n}"));
            }
            let line = serde_json::to_string(&Continued {
                mocklms_recording_continued: started,
            });
            line.map(|line| {
                if old.ends_in_newline {
                    line
                } else {
                    format!("\n{line}")
                }
            })
        } else {
            serde_json::to_string(&Header {
                mocklms_recording: Version {
                    major: MAJOR,
                    minor: MINOR,
                },
                by: concat!("mocklms ", env!("CARGO_PKG_VERSION")).to_owned(),
                started,
                secrets,
            })
        };
        let mut first = first.map_err(|e| io(e.into()))?;
        first.push('\n');
        file.write_all(first.as_bytes()).map_err(io)?;
        Ok(Self {
            path: path.to_owned(),
            secrets,
            masker,
            file: Mutex::new(file),
            failure: OnceLock::new(),
            lost: AtomicU64::new(0),
        })
    }

    /// Writes one exchange. After a failed write nothing more is written: half a line must stay the last one.
    pub fn append(&self, mut entry: Entry) {
        if self.failure.get().is_some() {
            self.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if self.secrets == Secrets::Masked {
            mask(&mut entry, &self.masker);
        }
        let written = LINE.with_borrow_mut(|line| {
            line.clear();
            serde_json::to_writer(&mut *line, &entry)?;
            line.push(b'\n');
            let result = self
                .file
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .write_all(line);
            line.shrink_to(1 << 20);
            result
        });
        if let Err(error) = written {
            self.lost.fetch_add(1, Ordering::Relaxed);
            _ = self.failure.set(error.to_string());
        }
    }

    /// Where it goes.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why writing stopped and how many exchanges are missing, if it did.
    pub fn failure(&self) -> Option<(&str, u64)> {
        let why = self.failure.get()?;
        Some((why, self.lost.load(Ordering::Relaxed)))
    }
}

/// What must be known of a file to continue it.
struct Survey {
    secrets: Secrets,
    masks: usize,
    ends_in_newline: bool,
}

fn survey(mut file: &File) -> Result<Survey, ReadError> {
    file.rewind()?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut line = Vec::new();
    // A header is short; a foreign file may be one endless line.
    (&mut reader).take(64 * 1024).read_until(b'\n', &mut line)?;
    let header = super::read::header(&line)?;
    let mut survey = Survey {
        secrets: header.secrets,
        masks: 0,
        ends_in_newline: line.ends_with(b"\n"),
    };
    let finder = memmem::Finder::new(b"secret:");
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(survey);
        }
        survey.ends_in_newline = line.ends_with(b"\n");
        for at in finder.find_iter(&line) {
            let digits = line[at + finder.needle().len()..]
                .iter()
                .take_while(|b| b.is_ascii_digit());
            // Whatever a client wrote after `secret:` itself must not make us count for ever.
            let n = digits
                .take(6)
                .fold(0, |n, d| n * 10 + usize::from(d - b'0'));
            survey.masks = survey.masks.max(n);
        }
    }
}
