//! `expect: state:` of one instance, and what wrote the values that differ.

use std::collections::HashMap;

use super::diff::{Comparison, compare_into};
use super::difference::{Difference, Provenance, Rule};
use super::judge::Checked;
use super::requests::sentence;
use super::schema::Schema;
use super::verdict::{Failure, FailureKind};
use crate::base::Value;
use crate::engine::VendorInfo;
use crate::journal::{ChangeEntry, Entry, EntryKind};
use crate::scenario::{Captures, Instance, Pattern};

/// Checks what one instance holds.
pub(super) fn check(
    pattern: &Pattern,
    instance: &Instance,
    state: Option<&Value>,
    entries: &[Entry],
    captured: &mut Captures,
    checked: &mut Checked,
) {
    let nothing = Value::map();
    let schema = Schema::Tables(instance.vendor.tables);
    let mut found = Comparison::default();
    let state = state.unwrap_or(&nothing);
    compare_into(&mut found, pattern, Some(state), schema, "", captured);

    // One failure for each row: what is wrong with one record belongs together.
    let mut groups: Vec<Vec<Difference>> = Vec::new();
    let row = |d: &Difference| d.steps.iter().take(2).cloned().collect::<Vec<_>>();
    for difference in found.differences {
        match groups.last_mut() {
            Some(group) if row(&group[0]) == row(&difference) => group.push(difference),
            _ => groups.push(vec![difference]),
        }
    }
    let rows = rows(pattern);
    checked.expectations += rows;
    checked.met += rows.saturating_sub(groups.len());
    if groups.is_empty() {
        return;
    }
    let writers = Writers::new(&instance.name, entries);
    for mut differences in groups {
        for difference in &mut differences {
            difference.written_by = writers.of(&difference.steps, instance.vendor);
        }
        let title = sentence(&instance.name, &differences);
        let mut failure = Failure::new(FailureKind::State, title, differences[0].span.as_ref());
        failure.instance = Some(instance.name.clone());
        failure.id = differences[0].steps.get(1).cloned();
        failure.equal = found.equal;
        failure.differences = differences;
        checked.failures.push(failure);
    }
}

/// How many rows (or whole tables) a state pattern speaks about.
fn rows(pattern: &Pattern) -> usize {
    match pattern {
        Pattern::Map { entries, .. } => entries
            .iter()
            .map(|table| match &table.value {
                Pattern::Map { entries, .. } => entries.len().max(1),
                _ => 1,
            })
            .sum(),
        _ => 1,
    }
}

/// Recorded changes by table and key, in their order.
struct Writers<'e> {
    by_row: HashMap<(&'e str, &'e str), Vec<(&'e Entry, &'e ChangeEntry)>>,
}

impl<'e> Writers<'e> {
    fn new(instance: &str, entries: &'e [Entry]) -> Self {
        let mut by_row: HashMap<_, Vec<_>> = HashMap::new();
        for entry in entries.iter().filter(|e| e.instance == instance) {
            for change in &entry.changes {
                by_row
                    .entry((change.table.as_str(), change.key.as_str()))
                    .or_default()
                    .push((entry, change));
            }
        }
        Self { by_row }
    }

    /// The last change of a field, or of the field it is in. That its row came explains nothing about a field that was
    /// never set; that its row went does.
    fn of(&self, steps: &[String], vendor: &VendorInfo) -> Option<Provenance> {
        let [table, key, rest @ ..] = steps else {
            return None;
        };
        let field = rest.join(".");
        let (entry, change) = self
            .by_row
            .get(&(table.as_str(), key.as_str()))?
            .iter()
            .rev()
            .find(|(_, change)| touches(change, &field))?;
        Some(Provenance {
            seq: entry.seq,
            operation: match (&entry.operation, entry.kind) {
                (Some(operation), _) => operation.clone(),
                (None, EntryKind::Admin) => "an administrator step".to_owned(),
                (None, EntryKind::Background) => entry.target.clone(),
                (None, _) => entry.outcome.clone(),
            },
            rule: change
                .quirk
                .as_ref()
                .map(|id| rule(id, Some(entry), vendor)),
        })
    }
}

fn touches(change: &ChangeEntry, field: &str) -> bool {
    let changed = change.field.as_str();
    if changed.is_empty() {
        return field.is_empty() || change.new.is_none();
    }
    let within = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    field.is_empty() || within(field, changed) || within(changed, field)
}

/// A rule with its title (a part with its claim) and its evidence: as the exchange recorded it, else as the vendor's table has it.
pub(super) fn rule(id: &str, entry: Option<&Entry>, vendor: &VendorInfo) -> Rule {
    let (bare, part) = id.split_once('/').unwrap_or((id, ""));
    let evidence = entry
        .and_then(|entry| {
            entry
                .quirks
                .iter()
                .find(|q| q.id == bare && (part.is_empty() || q.part == part))
        })
        .map(|q| q.evidence.clone());
    let known = vendor.quirk(bare);
    Rule {
        id: id.to_owned(),
        evidence: evidence
            .or_else(|| known.map(|q| q.evidence(part).as_str().to_owned()))
            .unwrap_or_default(),
        title: known
            .map(|q| {
                let claim = q.parts.iter().find(|p| !part.is_empty() && p.name == part);
                claim.map_or(q.title, |p| p.says).to_owned()
            })
            .unwrap_or_default(),
    }
}

/// The rules that fired in an exchange.
pub(super) fn rules(entry: &Entry, vendor: &VendorInfo) -> Vec<Rule> {
    let mut ids: Vec<String> = entry
        .quirks
        .iter()
        .map(|q| super::judge::full_id(&q.id, &q.part))
        .collect();
    ids.dedup();
    ids.iter().map(|id| rule(id, Some(entry), vendor)).collect()
}
