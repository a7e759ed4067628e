//! What holds for all inputs.
//!
//! The inputs are the same in every run. `PROPTEST_CASES=5000 cargo test --test suite properties` looks at so many others.

mod bodies;
mod enrollments;
mod es;
mod hierarchies;
mod lis;
mod operations;
mod org_units;
mod records;
mod trees;

use proptest::test_runner::{Config, RngSeed};

/// How inputs are drawn.
fn config(cases: u32) -> Config {
    let mut config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
        config.rng_seed = RngSeed::Fixed(2026);
    }
    config
}
