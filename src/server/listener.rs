//! Accepting connections.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};

use super::{App, GRACE, Stop, Surface, connection};

/// How many clients at once are told that there are too many; beyond that they are cut off without a word.
const REFUSALS: usize = 64;

/// Serves a bound socket until `shutdown` ends, then lets the requests under way finish (10 seconds at the most).
///
/// The caller owns the socket and the signal, so that tests can bind port 0 and stop when they like.
pub async fn run(
    listener: TcpListener,
    app: Arc<App>,
    surface: Surface,
    shutdown: impl Future<Output = ()>,
) {
    let stop = Arc::new(Stop::default());
    // Every connection holds a sender; when the last is gone, so are the connections.
    let (alive, mut all_gone) = mpsc::channel::<()>(1);
    let accepting = accept(&listener, &app, surface, &stop, &alive);
    tokio::select! {
        () = shutdown => {}
        () = accepting => {}
    }
    drop(listener);
    stop.stop();
    drop(alive);
    _ = tokio::time::timeout(GRACE, all_gone.recv()).await;
}

async fn accept(
    listener: &TcpListener,
    app: &Arc<App>,
    surface: Surface,
    stop: &Arc<Stop>,
    alive: &mpsc::Sender<()>,
) {
    let seats = Arc::new(Semaphore::new(app.limits.connections));
    let refusals = Arc::new(Semaphore::new(REFUSALS));
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) if concerns_one_client(&error) => continue,
            Err(_) => {
                // Out of file descriptors, most likely: others must close theirs first.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let alive = alive.clone();
        if let Ok(seat) = Arc::clone(&seats).try_acquire_owned() {
            let app = Arc::clone(app);
            let stopped = stop.stopped();
            tokio::spawn(async move {
                connection::serve(app, surface, stream, peer, stopped).await;
                drop((seat, alive));
            });
        } else if let Ok(seat) = Arc::clone(&refusals).try_acquire_owned() {
            let app = Arc::clone(app);
            tokio::spawn(async move {
                connection::turn_away(&app, stream).await;
                drop((seat, alive));
            });
        }
    }
}

fn concerns_one_client(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    )
}
