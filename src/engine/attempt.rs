//! Vendor code that may fail half-way.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::cx::Cx;
use super::double::Vendor;

/// Runs a part of vendor code on the state. When it panics, or `undo` says so, what this part has changed is taken back;
/// what the exchange had changed before stays. `None` when it panicked.
pub fn attempt<V: Vendor, T>(
    vendor: &V,
    state: &mut V::State,
    cx: &mut Cx<'_>,
    work: impl FnOnce(&mut V::State, &mut Cx<'_>) -> T,
    undo: impl FnOnce(&T) -> bool,
) -> Option<T> {
    let mark = cx.tx.changes.len();
    let result = catch_unwind(AssertUnwindSafe(|| work(state, cx)));
    if result.as_ref().map_or(true, undo) {
        for change in cx.tx.changes.drain(mark..).rev() {
            vendor.restore(state, &change);
        }
    }
    result.ok()
}
