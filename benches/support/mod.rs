//! What the benches share.
//!
//! A bench that needs a server starts one as a process of its own, so that its CPU time and memory can be read from
//! `/proc`: the real `mocklms`, or itself with `--bare` ([`bare`]). The bench's own process is the client.

#![allow(dead_code, reason = "every bench uses its own part of this")]
#![allow(clippy::print_stdout, reason = "a bench prints its table")]

pub(crate) mod bare;
pub(crate) mod batch;
pub(crate) mod double;
pub(crate) mod load;
pub(crate) mod message;
pub(crate) mod night;
pub(crate) mod process;
pub(crate) mod table;

/// The middle one; 0 when there are none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// The value that `share` of all do not exceed.
pub(crate) fn quantile(values: &mut [u32], share: f64) -> f64 {
    values.sort_unstable();
    #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
    let at = (values.len() as f64 * share) as usize;
    values
        .get(at.min(values.len().saturating_sub(1)))
        .map_or(0.0, |value| f64::from(*value))
}

/// Whether an argument was given.
pub(crate) fn flag(name: &str) -> bool {
    std::env::args().any(|arg| arg == name)
}

/// What stands behind an argument.
pub(crate) fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|arg| arg != name).nth(1)
}
