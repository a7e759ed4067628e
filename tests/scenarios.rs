//! Every scenario file of the project is a test.

mod support;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let files = ["scenarios", "tests/quirks"].map(|folder| support::files(folder, &["yaml"]));
    let trials = files.into_iter().flatten().map(|file| {
        Trial::test(support::short(&file), move || {
            let verdict = support::run(&support::load(&file)?)?;
            support::failure(&verdict).map_or(Ok(()), |told| Err(Failed::from(told)))
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}
