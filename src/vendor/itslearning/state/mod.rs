//! What an itslearning site holds: persons and the trash, profiles, hierarchies with their courses, memberships.
//!
//! A row stands under its sync key, which is how a SIS and a scenario name it. What was made by hand has no key and stands
//! under `#` and its number until it gets one; rows that refer to it follow.

mod hierarchy;
mod key_change;
mod people;
mod seed;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::{Time, Value};
use crate::engine::TableInfo;
use crate::store::{Change, Origin, Row, Source, Table, Tx};

use super::keys::folded;
use super::profiles;
use super::roles::Role;
use super::settings::Settings;

pub(super) use self::hierarchy::{Counter, Course, Group, Hierarchies, Membership};
pub(super) use self::key_change::set_key;
pub(super) use self::people::by::HOME;
pub(super) use self::people::{People, Person, Profile, Relationship};
use self::{hierarchy::by as in_groups, people::by as in_people};

/// Who gave a key: a SIS.
pub(super) const BY_SIS: &str = "Import Application";
/// Who gave a key: itslearning.
pub(super) const BY_ITSLEARNING: &str = "ITSL";
/// The row of the counters.
const ALL: &str = "all";

/// Types of hierarchies.
pub(super) mod types {
    pub(in super::super) const UNSPECIFIED: &str = "Unspecified";
    pub(in super::super) const SITE: &str = "Site";
    pub(in super::super) const SCHOOL: &str = "School";
    pub(in super::super) const COURSE: &str = "Course";
    pub(in super::super) const COURSE_GROUP: &str = "CourseGroup";
    /// All of them.
    pub(in super::super) const ALL: [&str; 5] = [UNSPECIFIED, SITE, SCHOOL, COURSE, COURSE_GROUP];
}

/// The tables, as scenarios name them.
pub(super) const TABLES: &[TableInfo] = &join();

const WIDTH: usize = People::TABLES.len() + Hierarchies::TABLES.len();

const fn join() -> [TableInfo; WIDTH] {
    let mut all = [People::TABLES[0]; WIDTH];
    let mut next = 0;
    while next < WIDTH {
        all[next] = if next < People::TABLES.len() {
            People::TABLES[next]
        } else {
            Hierarchies::TABLES[next - People::TABLES.len()]
        };
        next += 1;
    }
    all
}

/// The state of one site.
#[derive(Debug)]
pub(super) struct State {
    pub(super) people: People,
    pub(super) hierarchies: Hierarchies,
    root: Arc<str>,
    next_person: u64,
    next_group: u64,
    next_course: u64,
    next_membership: u64,
}

/// What one call adds to the counters of the administration page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) successes: u64,
    pub(super) warnings: u64,
    pub(super) failures: u64,
}

impl State {
    /// A site with its root and its profiles, and nobody in it but system users where there are any.
    pub(super) fn new(settings: &Settings) -> Self {
        let mut state = Self {
            people: People::new(),
            hierarchies: Hierarchies::new(),
            root: settings.root_group_id.as_str().into(),
            next_person: 1,
            next_group: 1,
            next_course: 1,
            next_membership: 1,
        };
        let origin = Origin {
            source: Some(Arc::new(Source {
                seq: 0,
                time: Time::default(),
                operation: "settings",
            })),
            quirk: None,
        };
        let mut tx = Tx::default();
        let root = Arc::clone(&state.root);
        let mut site = Group::default();
        site.group_id.set(state.new_group_id(), &origin);
        site.sync_key.set_text(&root, &origin);
        site.organisation_type.set_text(types::SITE, &origin);
        site.title.set_text("Site", &origin);
        state.hierarchies.groups.put(&mut tx, &root, site);
        for profile in &settings.profiles {
            let mut row = Profile::default();
            if let Some(text) = &profile.map_from {
                row.map_from.set_text(text, &origin);
            }
            row.deleted.set(profile.deleted, &origin);
            state.people.profiles.put(&mut tx, &profile.name, row);
        }
        if settings.system_users {
            for name in ["itslearning_support", "itslearning_services"] {
                state.add_system_user(&mut tx, name, &origin);
            }
        }
        state
    }

    fn add_system_user(&mut self, tx: &mut Tx, name: &str, origin: &Origin) {
        let mut person = Person::default();
        let id = self.new_person_id();
        person.person_id.set(id, origin);
        person.created.set_text(&Time::default().rfc3339(), origin);
        person.profile.set_text("System Administrator", origin);
        person.first_name.set_text("itslearning", origin);
        let last = name.rsplit('_').next().unwrap_or(name);
        person.last_name.set_text(last, origin);
        person.username.set_text(name, origin);
        let key = keyless(id);
        self.people.persons.put(tx, &key, person);
        let mut membership = Membership::default();
        let id = self.new_membership_id();
        let root = Arc::clone(&self.root);
        membership.membership_id.set(id, origin);
        membership.person.set_text(&key, origin);
        membership.group.set_text(&root, origin);
        set_role(&mut membership, "Administrator", origin);
        self.hierarchies
            .memberships
            .put(tx, &keyless(id), membership);
    }

    /// A number for a new person.
    pub(super) fn new_person_id(&mut self) -> u64 {
        next(&mut self.next_person)
    }

    /// A number for a new group.
    pub(super) fn new_group_id(&mut self) -> u64 {
        next(&mut self.next_group)
    }

    /// A number for a new course.
    pub(super) fn new_course_id(&mut self) -> u64 {
        next(&mut self.next_course)
    }

    /// A number for a new membership.
    pub(super) fn new_membership_id(&mut self) -> u64 {
        next(&mut self.next_membership)
    }

    /// The row of the person with that sync key. `exact` is the setting `sync_key_case`.
    pub(super) fn person(&self, key: &str, exact: bool) -> Option<&Arc<str>> {
        by_key(&self.people.persons, |p| p.sync_key.text(), key, exact)
    }

    /// The same in the trash.
    pub(super) fn trashed(&self, key: &str, exact: bool) -> Option<&Arc<str>> {
        by_key(&self.people.trash, |p| p.sync_key.text(), key, exact)
    }

    /// The same for groups, the root included.
    pub(super) fn group(&self, key: &str, exact: bool) -> Option<&Arc<str>> {
        by_key(&self.hierarchies.groups, |g| g.sync_key.text(), key, exact)
    }

    /// The same for memberships.
    pub(super) fn membership(&self, key: &str, exact: bool) -> Option<&Arc<str>> {
        by_key(
            &self.hierarchies.memberships,
            |m| m.sync_key.text(),
            key,
            exact,
        )
    }

    /// Whose user name this is. People in the trash count where the setting `trashed_username` says so.
    pub(super) fn username_owner(&self, name: &str, with_trash: bool) -> Option<&Arc<str>> {
        self.owner(in_people::USERNAME, name, with_trash)
    }

    /// Whose anonymous id this is, with the same reservation.
    pub(super) fn anonymous_id_owner(&self, id: &str, with_trash: bool) -> Option<&Arc<str>> {
        self.owner(in_people::ANONYMOUS_ID, id, with_trash)
    }

    fn owner(&self, grouping: usize, text: &str, with_trash: bool) -> Option<&Arc<str>> {
        let text = folded(text);
        let living = self.people.persons.keys_in(grouping, &text).next();
        living.or_else(|| {
            let mut trash = self.people.trash.keys_in(grouping, &text);
            trash.next().filter(|_| with_trash)
        })
    }

    /// The rows of a person's children, in the order of their keys.
    pub(super) fn children_of(&self, person: &str) -> Vec<&str> {
        let rows = self.people.relationships.rows_in(in_people::PARENT, person);
        rows.filter_map(|(_, row)| row.child.text()).collect()
    }

    /// The rows of a person's parents, in the order of their keys.
    pub(super) fn parents_of(&self, person: &str) -> Vec<&str> {
        let rows = self.people.relationships.rows_in(in_people::CHILD, person);
        rows.filter_map(|(_, row)| row.parent.text()).collect()
    }

    /// The profiles in the order of their names, as the decision about profiles wants them.
    pub(super) fn profiles(&self) -> Vec<profiles::Profile<'_>> {
        let rows = self.people.profiles.sorted();
        rows.into_iter()
            .map(|(name, row)| profiles::Profile {
                name,
                map_from: row.map_from.text(),
                deleted: row.deleted.value,
            })
            .collect()
    }

    /// The row of the root.
    pub(super) fn root(&self) -> &Arc<str> {
        &self.root
    }

    /// The groups above a group, the nearest first.
    pub(super) fn ancestors<'s>(&'s self, group: &'s str) -> Vec<&'s str> {
        let mut above = Vec::new();
        let mut seen = BTreeSet::from([group]);
        let mut at = self.parent_of(group);
        while let Some(parent) = at.filter(|parent| seen.insert(parent)) {
            above.push(parent);
            at = self.parent_of(parent);
        }
        above
    }

    /// The group right above a group.
    pub(super) fn parent_of(&self, group: &str) -> Option<&str> {
        let parent = self.group_row(group)?.parent.text()?;
        self.group_row(parent).is_some().then_some(parent)
    }

    /// The groups below a group, parents before their children.
    pub(super) fn descendants(&self, group: &str) -> Vec<&Arc<str>> {
        let mut below: Vec<&Arc<str>> = self.below(group).collect();
        let mut seen: BTreeSet<&str> = below.iter().map(|key| &***key).collect();
        seen.insert(group);
        let mut at = 0;
        while let Some(key) = below.get(at) {
            for child in self.below(key) {
                if seen.insert(child) {
                    below.push(child);
                }
            }
            at += 1;
        }
        below
    }

    /// The groups directly below a group, in the order of their keys.
    pub(super) fn below(&self, group: &str) -> impl Iterator<Item = &Arc<str>> {
        self.hierarchies.groups.keys_in(in_groups::PARENT, group)
    }

    /// The type of a group.
    pub(super) fn type_of(&self, group: &str) -> &str {
        let row = self.group_row(group);
        row.and_then(|row| row.organisation_type.text())
            .unwrap_or(types::UNSPECIFIED)
    }

    /// Whether a group is connected to a course.
    pub(super) fn is_course(&self, group: &str) -> bool {
        self.course_of(group).is_some()
    }

    /// The course that is connected to a group, with its key.
    pub(super) fn course_of(&self, group: &str) -> Option<(&Arc<str>, &Arc<Course>)> {
        let courses = &self.hierarchies.courses;
        courses.rows_in(in_groups::CONNECTED, group).next()
    }

    /// The nearest school above a group.
    pub(super) fn school_above<'s>(&'s self, group: &'s str) -> Option<&'s str> {
        let mut above = self.ancestors(group).into_iter();
        above.find(|key| self.type_of(key) == types::SCHOOL)
    }

    /// The first school below a group.
    pub(super) fn school_below(&self, group: &str) -> Option<&Arc<str>> {
        let mut below = self.descendants(group).into_iter();
        below.find(|key| self.type_of(key) == types::SCHOOL)
    }

    /// Whether a group can be somebody's home organisation.
    pub(super) fn can_be_home(&self, group: &str) -> bool {
        matches!(self.type_of(group), types::SITE | types::SCHOOL)
    }

    /// The group that is a person's home organisation: the root where nothing else is said.
    pub(super) fn home_of(&self, person: &str) -> &str {
        let row = self.people.persons.get(person);
        let home = row.and_then(|row| row.home_organisation.text());
        home.unwrap_or(&self.root)
    }

    /// The persons whose home organisation a group other than the root is.
    pub(super) fn at_home_in(&self, group: &str) -> impl Iterator<Item = &Arc<str>> {
        self.people.persons.keys_in(HOME, group)
    }

    /// A person's memberships, in the order of their keys.
    pub(super) fn memberships_of(
        &self,
        person: &str,
    ) -> impl Iterator<Item = (&Arc<str>, &Arc<Membership>)> {
        self.hierarchies
            .memberships
            .rows_in(in_groups::PERSON, person)
    }

    /// A group's memberships, in the order of their keys.
    pub(super) fn memberships_in(
        &self,
        group: &str,
    ) -> impl Iterator<Item = (&Arc<str>, &Arc<Membership>)> {
        self.hierarchies
            .memberships
            .rows_in(in_groups::GROUP, group)
    }

    /// The membership of a person in a group.
    pub(super) fn membership_between(&self, person: &str, group: &str) -> Option<&Arc<str>> {
        let mut memberships = self.memberships_of(person);
        let found = memberships.find(|(_, row)| row.group.text() == Some(group));
        found.map(|(key, _)| key)
    }

    /// Counts a call. It stays counted when the call is undone, so it is no change of the exchange.
    pub(super) fn count(&mut self, counted: Counted, origin: &Origin) {
        let row = self.hierarchies.counters.get(ALL);
        let mut counter = row.map(|row| (**row).clone()).unwrap_or_default();
        for (field, more) in [
            (&mut counter.requests, 1),
            (&mut counter.successes, counted.successes),
            (&mut counter.warnings, counted.warnings),
            (&mut counter.failures, counted.failures),
        ] {
            let sum = field.value + more;
            field.set(sum, origin);
        }
        let mut untold = Tx::default();
        self.hierarchies.counters.put(&mut untold, ALL, counter);
    }

    /// The state as scenarios see it.
    pub(super) fn export(&self) -> Value {
        let mut out = Value::map();
        self.people.export(&mut out);
        self.hierarchies.export(&mut out);
        out
    }

    /// Where a field came from.
    pub(super) fn origin(&self, table: &str, key: &str, field: &str) -> Option<Origin> {
        let people = self.people.origin(table, key, field);
        people.or_else(|| self.hierarchies.origin(table, key, field))
    }

    /// Undoes one change.
    pub(super) fn restore(&mut self, change: &Change) {
        let known = self.people.restore(change) || self.hierarchies.restore(change);
        assert!(known, "no table '{}' is ever written", change.table);
        // The root is the group without a parent; its key may have been changed and is changed back.
        if change.table == "groups" && change.before.is_some() {
            let row = self.group_row(&change.key);
            if row.is_some_and(|row| row.parent.value.is_none()) {
                self.root = Arc::clone(&change.key);
            }
        }
    }

    fn group_row(&self, key: &str) -> Option<&Arc<Group>> {
        self.hierarchies.groups.get(key)
    }
}

/// The row under which something without a key stands.
pub(super) fn keyless(number: u64) -> String {
    format!("#{number}")
}

/// The row of a parent and a child.
pub(super) fn relationship_key(child: &str, parent: &str) -> String {
    format!("{child}>{parent}")
}

/// Writes a role, known by word or number, in both of its forms.
pub(super) fn set_role(row: &mut Membership, role: &str, origin: &Origin) -> bool {
    let Some(role) = Role::parse(role) else {
        return false;
    };
    row.role.set_text(role.word, origin);
    row.hierarchy_role.set_text(role.hierarchy.as_str(), origin);
    true
}

fn next(counter: &mut u64) -> u64 {
    *counter += 1;
    *counter - 1
}

/// The row with that sync key. What has no sync key is never found, whatever it stands under.
fn by_key<'t, R: Row>(
    table: &'t Table<R>,
    sync_key: fn(&R) -> Option<&str>,
    key: &str,
    exact: bool,
) -> Option<&'t Arc<str>> {
    let alike = |row: &R| sync_key(row) == Some(key);
    let key = folded(key);
    let mut same = table.rows_in(in_groups::KEY, &key);
    let first = table.keys_in(in_groups::KEY, &key).next();
    let found = same.find(|(_, row)| alike(row)).map(|(found, _)| found);
    found.or(first.filter(|_| !exact))
}

#[cfg(test)]
mod tests;
