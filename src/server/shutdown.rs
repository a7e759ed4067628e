//! Stopping.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;

/// How long requests under way may take after a stop was asked for.
pub const GRACE: Duration = Duration::from_secs(10);

/// A stop that anybody can ask for and everybody can wait for.
#[derive(Debug)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stop {
    /// Asks for it. Asking again changes nothing.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Ends when it was asked for.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut receiver = self.0.subscribe();
        async move {
            // The sender lives as long as the program; if it is gone, so is the reason to go on.
            _ = receiver.wait_for(|stop| *stop).await;
        }
    }
}

/// SIGTERM and SIGINT (Ctrl-C), caught from the moment this exists.
#[derive(Debug)]
pub struct Signals {
    #[cfg(unix)]
    term: tokio::signal::unix::Signal,
    #[cfg(unix)]
    int: tokio::signal::unix::Signal,
}

impl Signals {
    /// Catches them. Must be called within a runtime.
    pub fn install() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self {
                term: signal(SignalKind::terminate())?,
                int: signal(SignalKind::interrupt())?,
            })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Ends when one arrives.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.int.recv() => {}
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
