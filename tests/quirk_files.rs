//! Every rule that is followed has a scenario, every switch is thrown in its own, and no scenario is an orphan.

use std::path::{Path, PathBuf};

use mocklms::engine::{Default, Status};
use mocklms::vendor::VENDORS;

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
            Status::Structural { shows } if shows.ends_with(".yaml") => shows,
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
