//! Following the scenario file that is served: it is swapped whole when it changes, and kept as it was on error.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::open::{OpenOptions, open};
use super::style;
use crate::diag;
use crate::journal::Recorder;
use crate::server::App;

/// How often the file is looked at. Its time and size are two system calls, cheaper than a watcher's thread.
const PAUSE: Duration = Duration::from_millis(500);

/// A file that is served.
pub(super) struct Watch {
    file: String,
    options: OpenOptions,
    recorder: Option<Arc<Recorder>>,
    seen: Option<(SystemTime, u64)>,
    /// How often the file was taken anew.
    times: u32,
}

impl Watch {
    pub(super) fn new(file: &str, options: OpenOptions, recorder: Option<Arc<Recorder>>) -> Self {
        let seen = stamp(file);
        Self {
            file: file.to_owned(),
            options,
            recorder,
            seen,
            times: 0,
        }
    }

    /// Looks at the file until the server stops.
    pub(super) async fn run(mut self, app: Arc<App>) {
        let stopped = app.stop.stopped();
        tokio::pin!(stopped);
        loop {
            tokio::select! {
                () = &mut stopped => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
            let now = stamp(&self.file);
            // While an editor replaces it, the file is away for a moment.
            if now.is_some() && now != self.seen {
                self.seen = now;
                self.reload(&app);
            }
        }
    }

    fn reload(&mut self, app: &App) {
        let opened = match open(std::slice::from_ref(&self.file), self.options.clone()) {
            Ok(opened) => opened,
            Err(problems) => {
                style::warn(&diag::render(&problems));
                style::warn(&format!(
                    "{} has errors: serving what it was before\n",
                    self.file
                ));
                return;
            }
        };
        style::warn(&diag::render(&opened.warnings));
        self.times += 1;
        if let Some(recorder) = &self.recorder {
            // It counts its exchanges from 1 again; a name keeps them apart from those before.
            let name = format!("reload {}", self.times);
            opened
                .session
                .journal
                .record_to(Arc::clone(recorder), &name);
        }
        app.sessions.swap_default(Arc::new(opened.session));
        style::warn(&format!(
            "{} changed: serving it anew, state and journal begin again\n",
            self.file
        ));
    }
}

fn stamp(file: &str) -> Option<(SystemTime, u64)> {
    let meta = std::fs::metadata(PathBuf::from(file)).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}
