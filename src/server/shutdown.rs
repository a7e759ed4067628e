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

/// Ends at the first SIGTERM or SIGINT (Ctrl-C).
pub async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut term), Ok(mut int)) = (
            signal(SignalKind::terminate()),
            signal(SignalKind::interrupt()),
        ) {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
