//! Every rule that is followed has a scenario, no scenario is an orphan, and a scenario fails when the switch that it
//! is about stands the wrong way on either side.

use std::path::{Path, PathBuf};

use mocklms::diag;
use mocklms::engine::{Default, Status};
use mocklms::runner;
use mocklms::scenario::{self, Scenario};
use mocklms::vendor::VENDORS;
use mocklms::verify::Outcome;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_followed_rule_has_a_scenario_and_every_switch_is_thrown_there() {
    let mut missing = Vec::new();
    for quirk in VENDORS.iter().flat_map(|v| v.quirks) {
        let scenario = match quirk.status {
            Status::Emulated { scenario } => scenario,
            Status::Structural { shows } if shows.starts_with("tests/") => shows,
            _ => continue,
        };
        let text = std::fs::read_to_string(root().join(scenario)).unwrap_or_default();
        if text.is_empty() {
            missing.push(format!("{}: no file {scenario}", quirk.id));
        }
        let thrown = match quirk.default {
            Default::On => Some("off"),
            Default::Off => Some("on"),
            Default::Always => None,
        };
        if let Some(thrown) = thrown.map(|word| format!("{}: {word}", quirk.id))
            && !text.contains(&thrown)
        {
            missing.push(format!("{scenario}: no instance with `{thrown}`"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_scenario_of_a_rule_names_a_rule_that_is_followed() {
    for vendor in VENDORS {
        for file in scenarios(&root().join("tests/quirks").join(vendor.name)) {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            let id: Vec<&str> = stem.splitn(3, '-').take(2).collect();
            let quirk = vendor.quirk(&id.join("-"));
            assert!(
                quirk.is_some_and(|q| !matches!(q.status, Status::NotEmulated { .. })),
                "{}: no such rule, or not emulated",
                file.display()
            );
        }
    }
}

/// Which instances of a scenario get the rule the wrong way round.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    /// Those that throw the switch: it does nothing.
    Thrown,
    /// Those that leave it alone: the rule is not followed.
    LeftAlone,
}

#[test]
fn a_scenario_fails_when_its_switch_stands_the_wrong_way() {
    let mut useless = Vec::new();
    for quirk in VENDORS.iter().flat_map(|v| v.quirks) {
        let (Status::Emulated { scenario }, Default::On | Default::Off) =
            (quirk.status, quirk.default)
        else {
            continue;
        };
        for wrong in [Wrong::Thrown, Wrong::LeftAlone] {
            let loaded = scenario::load_file(&root().join(scenario), &[]);
            let problems = diag::render(&loaded.problems);
            let [mut loaded] = <[Scenario; 1]>::try_from(loaded.scenarios)
                .unwrap_or_else(|all| panic!("{scenario}: {} scenarios\n{problems}", all.len()));
            // Whether a rule fired would give it away; the difference must be seen from outside.
            loaded.expect.quirks = None;
            let default = quirk.default == Default::On;
            for instance in &mut loaded.instances {
                let thrown = instance.quirks.get(quirk.id) == Some(&!default);
                match wrong {
                    Wrong::Thrown if thrown => {
                        instance.quirks.shift_remove(quirk.id);
                    }
                    Wrong::LeftAlone if !thrown => {
                        instance.quirks.insert(quirk.id.to_owned(), !default);
                    }
                    _ => {}
                }
            }
            if outcome(&loaded) != Outcome::Failed {
                useless.push(format!("{}: {scenario} does not fail, {wrong:?}", quirk.id));
            }
        }
    }
    assert!(useless.is_empty(), "{}", useless.join("\n"));
}

fn outcome(scenario: &Scenario) -> Outcome {
    let (verdict, _) = runner::rehearse(scenario).expect("it opens");
    verdict.outcome
}
