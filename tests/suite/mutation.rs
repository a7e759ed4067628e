//! Throwing every switch: a rule's own scenario passes as it is and notices when the rule is turned round.
//!
//! Each rule is turned round three times: in every instance; only where it is on, with the scenario's own word on
//! which rules fired left out, so that behaviour alone must tell; and only where the scenario switches it.

use std::path::Path;

use mocklms::engine::{Default, Quirk, Status};
use mocklms::scenario::Scenario;
use mocklms::vendor::VENDORS;

use crate::support::{failure, load, root, run};

/// Which instances a mutant changes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Where {
    Everywhere,
    /// Instances in which the rule stands as it does by default; nothing is said about fired rules.
    AtItsDefault,
    /// Instances that switch the rule.
    Switched,
}

/// The scenario of a file that holds only one.
fn load_one(file: &Path) -> Result<Scenario, String> {
    let [only] = <[Scenario; 1]>::try_from(load(file)?)
        .map_err(|all| format!("{} scenarios in {}", all.len(), file.display()))?;
    Ok(only)
}

/// Turns a rule round. Says how many instances that changed.
fn mutate(scenario: &mut Scenario, quirk: &Quirk, place: Where) -> usize {
    let default = quirk.default == Default::On;
    let mut changed = 0;
    for instance in &mut scenario.instances {
        let on = instance.quirks.get(quirk.id).copied().unwrap_or(default);
        if match place {
            Where::Everywhere => true,
            Where::AtItsDefault => on == default,
            Where::Switched => on != default,
        } {
            instance.quirks.insert(quirk.id.to_owned(), !on);
            changed += 1;
        }
    }
    if place == Where::AtItsDefault {
        scenario.expect.quirks = None;
    }
    changed
}

#[test]
fn every_switch_is_noticed_by_the_scenario_of_its_rule() {
    let mut survivors = Vec::new();
    let mut mutants = 0;
    for quirk in VENDORS.iter().flat_map(|vendor| vendor.quirks) {
        let Status::Emulated { scenario: file } = quirk.status else {
            continue;
        };
        if quirk.default == Default::Always {
            continue;
        }
        let file = root().join(file);
        let healthy = load_one(&file).and_then(|scenario| run(&scenario));
        if let Some(told) = healthy.map_or_else(Some, |verdict| failure(&verdict)) {
            survivors.push(format!("{}: its scenario fails as it is: {told}", quirk.id));
            continue;
        }
        for place in [Where::Everywhere, Where::AtItsDefault, Where::Switched] {
            let mut scenario = load_one(&file).expect("it was loaded before");
            let changed = mutate(&mut scenario, quirk, place);
            if changed == 0 {
                survivors.push(format!("{}: no instance to change ({place:?})", quirk.id));
                continue;
            }
            mutants += 1;
            // A mutant that cannot even be played is noticed, too.
            if run(&scenario).is_ok_and(|verdict| failure(&verdict).is_none()) {
                survivors.push(format!(
                    "{}: turned round {place:?} and nobody noticed",
                    quirk.id
                ));
            }
        }
    }
    assert!(mutants > 60, "only {mutants} mutants were run");
    assert!(survivors.is_empty(), "{}", survivors.join("\n"));
}
