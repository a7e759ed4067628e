//! What LMSs do without being asked: work that becomes due, and calls that they make.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::{App, GRACE};
use crate::session::Session;

/// How often it is looked whether there is something to do. Looking costs a few loads per session.
const TICK: Duration = Duration::from_millis(25);

/// Lets the LMSs of all sessions work until the server stops; what is under way then may end (10 seconds at the most).
///
/// Calls block while others answer, so each session that has something to do gets a thread of its own for as long.
pub async fn tick(app: Arc<App>) {
    let mut at_work: Vec<(Arc<Session>, JoinHandle<()>)> = Vec::new();
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let stopped = app.stop.stopped();
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            () = &mut stopped => break,
            _ = ticks.tick() => {}
        }
        at_work.retain(|(_, task)| !task.is_finished());
        for session in app.sessions.with_work() {
            if at_work
                .iter()
                .any(|(other, _)| Arc::ptr_eq(other, &session))
            {
                continue;
            }
            let (worker, app) = (Arc::clone(&session), Arc::clone(&app));
            let task = tokio::task::spawn_blocking(move || {
                worker.work(&mut |exchange| app.log.exchange(exchange));
            });
            at_work.push((session, task));
        }
    }
    let all = async {
        for (_, task) in at_work {
            _ = task.await;
        }
    };
    _ = tokio::time::timeout(GRACE, all).await;
}
