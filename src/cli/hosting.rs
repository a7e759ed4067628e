//! A server for the command under test, as long as a scenario runs.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::greeting::url;
use super::tls::{CaFile, Https};
use crate::admin::{AdminDesk, Guard};
use crate::base::{Limits, Masker};
use crate::runner::{self, End, RunCommand};
use crate::server::{self, App, Log, Sessions, Stop, Surface};
use crate::session::Session;

/// A server for the command under test.
pub(super) struct Hosting {
    runtime: Runtime,
    app: Arc<App>,
    base: String,
    /// Variables about the certificate.
    trust: Vec<(String, String)>,
    server: tokio::task::JoinHandle<()>,
    ticking: tokio::task::JoinHandle<()>,
}

impl Hosting {
    /// Listens, and serves the session.
    pub(super) fn start(
        listen: &str,
        https: Option<&(Https, Option<CaFile>)>,
        session: &Arc<Session>,
    ) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("cannot start threads: {error}"))?;
        let listener = runtime
            .block_on(TcpListener::bind(listen))
            .map_err(|error| format!("cannot listen at {listen}: {error} (see --listen)"))?;
        let addr = listener
            .local_addr()
            .map_err(|error| format!("cannot listen at {listen}: {error}"))?;
        let limits = Limits::default();
        let desk = AdminDesk {
            guard: Guard { token: None },
            keep_secrets: false,
            masker: Masker::default(),
        };
        let app = Arc::new(App {
            sessions: Sessions::new(Arc::clone(session)),
            limits,
            tls: https.map(|(https, _)| Arc::clone(&https.tls)),
            log: Log::silent(),
            stop: Stop::default(),
            desk: Box::new(desk),
        });
        let stopped = app.stop.stopped();
        let server = runtime.spawn(server::run(
            listener,
            Arc::clone(&app),
            Surface::All,
            stopped,
        ));
        let ticking = runtime.spawn(server::tick(Arc::clone(&app)));
        Ok(Self {
            runtime,
            app,
            base: url(https.is_some(), addr),
            trust: match https {
                Some((_, Some(file))) => {
                    runner::trust(&file.path().display().to_string(), |name| {
                        std::env::var_os(name).is_some()
                    })
                }
                _ => Vec::new(),
            },
            server,
            ticking,
        })
    }

    /// Runs a command that finds the doubles in its environment.
    pub(super) fn run(
        &self,
        session: &Session,
        line: &[String],
        timeout: Duration,
        quiet_stdout: bool,
    ) -> Result<End, String> {
        let mut environment = runner::environment(session, &self.base, &self.base);
        environment.extend_from_slice(&self.trust);
        self.runtime.block_on(runner::run_command(RunCommand {
            line,
            environment: &environment,
            timeout,
            quiet_stdout,
        }))
    }

    /// Finishes what is under way.
    pub(super) fn stop(self) {
        self.app.stop.stop();
        _ = self.runtime.block_on(self.server);
        _ = self.runtime.block_on(self.ticking);
        // A call that still hangs is nobody's any more.
        self.runtime.shutdown_background();
    }
}
