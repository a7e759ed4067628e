//! Who is enrolled where, said as plainly as possible: by sets that are worked out anew after every step.

use std::collections::{BTreeMap, BTreeSet};

use super::Step;

type Pair = (&'static str, &'static str);

/// What the SIS said last about one membership.
#[derive(Clone, Copy, Debug)]
struct Membership {
    section: &'static str,
    user: &'static str,
    active: bool,
}

/// The model.
#[derive(Debug)]
pub(super) struct Model {
    sections: &'static [(&'static str, &'static [&'static str])],
    memberships: BTreeMap<&'static str, Membership>,
    /// Unit and user, enrolled by an administrator.
    by_hand: BTreeSet<Pair>,
    /// Offering and user: nothing but a role with access to all sections holds them there.
    kept: BTreeSet<Pair>,
    /// The last role given to a user in a unit.
    roles: BTreeMap<Pair, &'static str>,
}

impl Model {
    pub(super) fn new(sections: &'static [(&'static str, &'static [&'static str])]) -> Self {
        Self {
            sections,
            memberships: BTreeMap::new(),
            by_hand: BTreeSet::new(),
            kept: BTreeSet::new(),
            roles: BTreeMap::new(),
        }
    }

    fn above(&self, section: &str) -> &'static [&'static str] {
        let found = self.sections.iter().find(|(name, _)| *name == section);
        found.map_or(&[], |(_, offerings)| offerings)
    }

    /// Whether the user is in the section.
    fn in_section(&self, section: &'static str, user: &'static str) -> bool {
        let mut all = self.memberships.values();
        all.any(|m| (m.section, m.user, m.active) == (section, user, true))
            || self.by_hand.contains(&(section, user))
    }

    /// Whether the user is in the offering.
    fn in_offering(&self, offering: &'static str, user: &'static str) -> bool {
        self.held(offering, user)
            || self.by_hand.contains(&(offering, user))
            || self.kept.contains(&(offering, user))
    }

    /// Whether some section holds the user in the offering.
    fn held(&self, offering: &str, user: &'static str) -> bool {
        let mut sections = self.sections.iter();
        sections.any(|(section, above)| above.contains(&offering) && self.in_section(section, user))
    }

    /// Carries the step out; says whether it succeeds.
    pub(super) fn run(&mut self, step: Step) -> bool {
        match step {
            Step::Replace {
                id,
                section,
                user,
                role,
                status,
            } => {
                let role = match role {
                    "Student" => "Learner",
                    "Faculty" => "Instructor",
                    _ => return false,
                };
                if section == "nowhere" || user == "nobody" || status == Some("maybe") {
                    return false;
                }
                let active = status != Some("Inactive");
                let now = Membership {
                    section,
                    user,
                    active,
                };
                let before = self.memberships.get(id).copied();
                let ended = before.filter(|b| !active || (b.section, b.user) != (section, user));
                let ended = ended.into_iter().chain((!active).then_some(now));
                self.end(ended.collect(), |model| {
                    model.memberships.insert(id, now);
                    if active {
                        let units = model.above(section).iter().chain([&section]);
                        model.roles.extend(units.map(|unit| ((*unit, user), role)));
                    }
                });
                true
            }
            Step::Delete(id) => {
                let gone = self.memberships.get(id).copied();
                self.end(gone.into_iter().collect(), |model| {
                    model.memberships.remove(id);
                });
                true
            }
            Step::Hand(unit, user, role) => {
                let above = self.above(unit).iter().copied();
                let new: Vec<_> = above.filter(|o| !self.in_offering(o, user)).collect();
                for unit in new.into_iter().chain([unit]) {
                    self.by_hand.insert((unit, user));
                    self.roles.insert((unit, user), role);
                }
                true
            }
        }
    }

    /// Makes a change that ends these memberships. Who is left without a section stays with a role that sees all.
    fn end(&mut self, ended: Vec<Membership>, change: impl FnOnce(&mut Self)) {
        let mut was = Vec::new();
        for membership in &ended {
            for offering in self.above(membership.section) {
                if self.in_offering(offering, membership.user) {
                    was.push((*offering, membership.user));
                }
            }
        }
        change(self);
        for pair in was {
            if self.held(pair.0, pair.1) || self.by_hand.contains(&pair) {
                continue;
            }
            if self.roles.get(&pair) == Some(&"Instructor") {
                self.kept.insert(pair);
            } else {
                self.kept.remove(&pair);
            }
        }
    }

    /// Unit, user, role and who made it, for every enrollment there must be.
    pub(super) fn enrollments(&self) -> Vec<[String; 4]> {
        let pairs: BTreeSet<Pair> = self.roles.keys().copied().collect();
        let there = pairs.into_iter().filter(|(unit, user)| {
            let is_section = self.sections.iter().any(|(section, _)| section == unit);
            if is_section {
                self.in_section(unit, user)
            } else {
                self.in_offering(unit, user)
            }
        });
        let mut rows: Vec<_> = there
            .map(|pair| {
                let by = if self.by_hand.contains(&pair) {
                    "hand"
                } else {
                    "sis"
                };
                [pair.0, pair.1, self.roles[&pair], by].map(str::to_owned)
            })
            .collect();
        rows.sort_unstable();
        rows
    }

    /// Section, person and status of every membership.
    pub(super) fn memberships(&self) -> Vec<[String; 3]> {
        let mut rows: Vec<_> = self
            .memberships
            .values()
            .map(|m| {
                let active = if m.active { "true" } else { "false" };
                [m.section, m.user, active].map(str::to_owned)
            })
            .collect();
        rows.sort_unstable();
        rows
    }
}
