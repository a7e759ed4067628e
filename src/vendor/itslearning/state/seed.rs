//! Putting a seed in: what it leaves out is filled in, and what cannot be is told.

use std::sync::Arc;

use super::{
    BY_ITSLEARNING, BY_SIS, Counter, Course, Group, Membership, Person, Profile, Relationship,
    State, keyless, set_role, types,
};
use crate::base::Value;
use crate::engine::Cx;
use crate::store::{Field, Origin, Row};
use crate::vendor::itslearning::keys::is_generated;
use crate::vendor::itslearning::settings::Settings;

impl State {
    /// Puts a seed in.
    pub(in super::super) fn seed(
        &mut self,
        cx: &mut Cx<'_>,
        seed: &Value,
        settings: &Settings,
    ) -> Result<(), String> {
        let origin = cx.origin();
        if seed.get("profiles").is_some() {
            for profile in &settings.profiles {
                self.people.profiles.remove(&mut cx.tx, &profile.name);
            }
            for (name, value) in rows(seed, "profiles") {
                let row = Profile::from_seed(value, &origin);
                self.people.profiles.put(&mut cx.tx, name, row);
            }
        }
        for (key, value) in rows(seed, "counters") {
            let row = Counter::from_seed(value, &origin);
            self.hierarchies.counters.put(&mut cx.tx, key, row);
        }
        self.seed_groups(cx, seed, &origin)?;
        self.seed_persons(cx, seed, settings, &origin)?;
        self.seed_courses(cx, seed, &origin)?;
        self.seed_memberships(cx, seed, &origin)?;
        self.seed_relationships(cx, seed, &origin)
    }

    fn seed_groups(
        &mut self,
        cx: &mut Cx<'_>,
        seed: &Value,
        origin: &Origin,
    ) -> Result<(), String> {
        for (key, value) in rows(seed, "groups") {
            let mut group = Group::from_seed(value, origin);
            let is_root = *self.root == *key;
            fill_key(&mut group.sync_key, key, origin);
            match self.hierarchies.groups.get(key) {
                Some(known) if group.group_id.value == 0 => {
                    group.group_id.clone_from(&known.group_id);
                }
                _ => number(&mut group.group_id, &mut self.next_group, key, origin),
            }
            let default = if is_root {
                types::SITE
            } else {
                types::UNSPECIFIED
            };
            fill(&mut group.organisation_type, default, origin);
            let kind = group.organisation_type.text().unwrap_or_default();
            if !types::ALL.contains(&kind) {
                return Err(format!("groups.{key}: '{kind}' is no organisation type"));
            }
            if (kind == types::SITE) != is_root {
                return Err(format!(
                    "groups.{key}: the root '{}', and nothing else, is of type Site",
                    self.root
                ));
            }
            if !is_root {
                fill(&mut group.parent, &self.root, origin);
            } else if group.parent.value.is_some() {
                return Err(format!("groups.{key}: the root has no parent"));
            }
            fill(&mut group.title, key, origin);
            self.hierarchies.groups.put(&mut cx.tx, key, group);
        }
        for (key, _) in rows(seed, "groups").filter(|(key, _)| **key != *self.root) {
            if self.ancestors(key).last() != Some(&&*self.root) {
                return Err(format!(
                    "groups.{key} does not hang below the root '{}'",
                    self.root
                ));
            }
        }
        Ok(())
    }

    fn seed_persons(
        &mut self,
        cx: &mut Cx<'_>,
        seed: &Value,
        settings: &Settings,
        origin: &Origin,
    ) -> Result<(), String> {
        for (trashed, table) in [(false, "persons"), (true, "trash")] {
            for (key, value) in rows(seed, table) {
                let mut person = Person::from_seed(value, origin);
                fill_key(&mut person.sync_key, key, origin);
                if let Some(key) = person.sync_key.value.clone() {
                    let by = if is_generated(&key) {
                        BY_ITSLEARNING
                    } else {
                        BY_SIS
                    };
                    fill(&mut person.sync_source, by, origin);
                }
                number(&mut person.person_id, &mut self.next_person, key, origin);
                fill(&mut person.created, &cx.now.rfc3339(), origin);
                fill(&mut person.profile, &settings.site_default_profile, origin);
                let blocks = settings.trashed_username_blocks;
                for (what, owner) in [
                    (
                        "username",
                        person
                            .username
                            .text()
                            .and_then(|name| self.username_owner(name, blocks)),
                    ),
                    (
                        "anonymous_id",
                        person
                            .anonymous_id
                            .text()
                            .and_then(|id| self.anonymous_id_owner(id, blocks)),
                    ),
                ] {
                    if let Some(other) = owner.filter(|other| ***other != *key) {
                        return Err(format!("{table}.{key} has the {what} of {other}"));
                    }
                }
                if let Some(home) = person.home_organisation.text()
                    && !self.can_be_home(home)
                {
                    return Err(format!(
                        "{table}.{key}: home_organisation '{home}' is no school"
                    ));
                }
                let people = if trashed {
                    &mut self.people.trash
                } else {
                    &mut self.people.persons
                };
                people.put(&mut cx.tx, key, person);
            }
        }
        Ok(())
    }

    fn seed_courses(
        &mut self,
        cx: &mut Cx<'_>,
        seed: &Value,
        origin: &Origin,
    ) -> Result<(), String> {
        for (key, value) in rows(seed, "courses") {
            let mut course = Course::from_seed(value, origin);
            fill_key(&mut course.sync_key, key, origin);
            number(&mut course.course_id, &mut self.next_course, key, origin);
            let same_key = self.hierarchies.groups.get(key).is_some();
            if same_key && !course.is_template.value {
                fill(&mut course.group, key, origin);
            }
            if let Some(group) = course.group.text()
                && self.type_of(group) != types::COURSE
            {
                return Err(format!("courses.{key}: group '{group}' is no course"));
            }
            fill(&mut course.title, key, origin);
            self.hierarchies.courses.put(&mut cx.tx, key, course);
        }
        Ok(())
    }

    fn seed_memberships(
        &mut self,
        cx: &mut Cx<'_>,
        seed: &Value,
        origin: &Origin,
    ) -> Result<(), String> {
        for (key, value) in rows(seed, "memberships") {
            let mut row = Membership::from_seed(value, origin);
            fill_key(&mut row.sync_key, key, origin);
            number(
                &mut row.membership_id,
                &mut self.next_membership,
                key,
                origin,
            );
            let person = row.person.text().unwrap_or_default();
            let group = row.group.text().unwrap_or_default();
            let people = &self.people;
            if people.persons.get(person).is_none() && people.trash.get(person).is_none() {
                return Err(format!("memberships.{key}: there is no person '{person}'"));
            }
            if self.hierarchies.groups.get(group).is_none() {
                return Err(format!("memberships.{key}: there is no group '{group}'"));
            }
            if let Some(other) = self
                .membership_between(person, group)
                .filter(|other| ***other != *key)
            {
                return Err(format!(
                    "memberships {other} and {key} are both of {person} in {group}"
                ));
            }
            let role = row
                .role
                .value
                .clone()
                .unwrap_or_else(|| Arc::from("Learner"));
            if !set_role(&mut row, &role, origin) {
                return Err(format!("memberships.{key}: '{role}' is no role"));
            }
            self.hierarchies.memberships.put(&mut cx.tx, key, row);
        }
        Ok(())
    }

    fn seed_relationships(
        &mut self,
        cx: &mut Cx<'_>,
        seed: &Value,
        origin: &Origin,
    ) -> Result<(), String> {
        for (key, value) in rows(seed, "relationships") {
            let (child, parent) = key
                .split_once('>')
                .ok_or_else(|| format!("relationships: key '{key}' is not child>parent"))?;
            for person in [child, parent] {
                let people = &self.people;
                if people.persons.get(person).is_none() && people.trash.get(person).is_none() {
                    return Err(format!(
                        "relationships.{key}: there is no person '{person}'"
                    ));
                }
            }
            let mut row = Relationship::from_seed(value, origin);
            row.child.set_text(child, origin);
            row.parent.set_text(parent, origin);
            self.people.relationships.put(&mut cx.tx, key, row);
        }
        Ok(())
    }
}

fn rows<'v>(seed: &'v Value, table: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    let map = match seed.get(table) {
        Some(Value::Map(map)) => Some(map),
        _ => None,
    };
    map.into_iter().flatten()
}

fn fill(field: &mut Field<Option<Arc<str>>>, default: &str, origin: &Origin) {
    if field.value.is_none() {
        field.set_text(default, origin);
    }
}

/// A row's sync key is what it stands under; under `#` and a number it has none.
fn fill_key(field: &mut Field<Option<Arc<str>>>, key: &str, origin: &Origin) {
    if number_of(key).is_some() {
        field.set(None, origin);
    } else {
        field.set_text(key, origin);
    }
}

/// The number in the key of a row without sync key.
fn number_of(key: &str) -> Option<u64> {
    let number = key.strip_prefix('#')?.parse().ok()?;
    (keyless(number) == key).then_some(number)
}

/// Gives a row its number, and keeps numbers that were given from being given again.
fn number(field: &mut Field<u64>, next: &mut u64, key: &str, origin: &Origin) {
    if field.value == 0 {
        field.set(number_of(key).unwrap_or(*next), origin);
    }
    *next = (*next).max(field.value + 1);
}
