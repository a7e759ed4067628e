//! What a report on exchanges is made from: more than the verdict says.

use std::sync::Arc;

use crate::base::Masker;
use crate::diag::Source;
use crate::engine::{COMMON_SETTINGS, VendorInfo};
use crate::journal::{self, Entry};
use crate::scenario::Scenario;
use crate::verify::{Rule, Verdict};

use super::secrets;

/// A verdict and what was exchanged, secrets masked.
#[derive(Clone, Debug)]
pub struct Case {
    /// The verdict.
    pub verdict: Verdict,
    /// The exchanges, in the order of their numbers.
    pub(super) entries: Vec<Entry>,
    /// The scenario as it was written.
    pub(super) source: String,
    /// The rules and settings that decided something, by id without part, with their titles.
    pub(super) rules: Vec<Rule>,
}

impl Case {
    /// Takes the exchanges of a run. One masker for a whole suite keeps equal secrets visibly equal.
    pub fn new(
        verdict: Verdict,
        scenario: &Scenario,
        mut entries: Vec<Entry>,
        masker: &Masker,
    ) -> Self {
        for entry in &mut entries {
            journal::mask(entry, masker);
        }
        let source: &Arc<Source> = &scenario.source;
        Self {
            rules: rules(scenario, &entries),
            source: secrets::masked(&source.text, masker),
            verdict,
            entries,
        }
    }
}

impl From<Verdict> for Case {
    /// Without exchanges.
    fn from(verdict: Verdict) -> Self {
        Self {
            verdict,
            entries: Vec::new(),
            source: String::new(),
            rules: Vec::new(),
        }
    }
}

fn rules(scenario: &Scenario, entries: &[Entry]) -> Vec<Rule> {
    let fired = entries.iter().flat_map(|entry| {
        let vendor = scenario
            .instances
            .iter()
            .map(|i| i.vendor)
            .find(|v| v.name == entry.vendor);
        let decided = entry.quirks.iter().map(|q| q.id.as_str());
        let wrote = entry.changes.iter().filter_map(|c| c.quirk.as_deref());
        decided.chain(wrote).map(move |id| (vendor, bare(id)))
    });
    let mut rules: Vec<Rule> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for (vendor, id) in fired {
        if known.insert(id) {
            rules.push(rule(vendor, id));
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    rules
}

fn bare(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}

fn rule(vendor: Option<&VendorInfo>, id: &str) -> Rule {
    let title = match (id.strip_prefix("setting:"), vendor) {
        (None, Some(vendor)) => vendor.quirk(id).map(|q| q.title),
        (Some(name), Some(vendor)) => vendor
            .settings
            .iter()
            .chain(COMMON_SETTINGS)
            .find(|s| s.name == name)
            .map(|s| s.about),
        (_, None) => None,
    };
    Rule {
        id: id.to_owned(),
        evidence: String::new(),
        title: title.unwrap_or_default().to_owned(),
    }
}
