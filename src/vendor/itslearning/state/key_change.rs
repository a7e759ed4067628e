//! Changing keys: whatever refers to an object follows, because references are to the object and not to its key.

use std::sync::Arc;

use super::{BY_ITSLEARNING, BY_SIS, State, in_groups, in_people, relationship_key};
use crate::store::{Field, Origin, Row, Table, Tx};
use crate::vendor::itslearning::keys::is_generated;

impl State {
    /// Gives a person another key. Whatever refers to the person follows: references are to the account.
    pub(in super::super) fn rekey_person(
        &mut self,
        tx: &mut Tx,
        old: &str,
        new: &str,
        origin: &Origin,
    ) {
        let Some(row) = self.people.persons.remove(tx, old) else {
            return;
        };
        let mut person = (*row).clone();
        set_key(&mut person.sync_key, &mut person.sync_source, new, origin);
        self.people.persons.put(tx, new, person);
        let memberships = owned(self.memberships_of(old).map(|(key, _)| key));
        change(&mut self.hierarchies.memberships, tx, &memberships, |m| {
            m.person.set_text(new, origin);
        });
        let courses = owned(self.hierarchies.courses.keys_in(in_groups::OWNER, old));
        change(&mut self.hierarchies.courses, tx, &courses, |course| {
            course.owner.set_text(new, origin);
        });
        for grouping in [in_people::PARENT, in_people::CHILD] {
            for key in owned(self.people.relationships.keys_in(grouping, old)) {
                let Some(row) = self.people.relationships.remove(tx, &key) else {
                    continue;
                };
                let mut row = (*row).clone();
                for field in [&mut row.parent, &mut row.child] {
                    if field.text() == Some(old) {
                        field.set_text(new, origin);
                    }
                }
                let key = relationship_key(
                    row.child.text().unwrap_or_default(),
                    row.parent.text().unwrap_or_default(),
                );
                self.people.relationships.put(tx, &key, row);
            }
        }
    }

    /// Gives a group another key. What is below it, its course, its members and those who are at home there follow.
    pub(in super::super) fn rekey_group(
        &mut self,
        tx: &mut Tx,
        old: &str,
        new: &str,
        origin: &Origin,
    ) {
        let Some(row) = self.hierarchies.groups.remove(tx, old) else {
            return;
        };
        let mut group = (*row).clone();
        group.sync_key.set_text(new, origin);
        self.hierarchies.groups.put(tx, new, group);
        let below = owned(self.below(old));
        change(&mut self.hierarchies.groups, tx, &below, |group| {
            group.parent.set_text(new, origin);
        });
        let members = owned(self.memberships_in(old).map(|(key, _)| key));
        change(&mut self.hierarchies.memberships, tx, &members, |m| {
            m.group.set_text(new, origin);
        });
        for table in [&mut self.people.persons, &mut self.people.trash] {
            let home = owned(table.keys_in(in_people::HOME, old));
            change(table, tx, &home, |person| {
                person.home_organisation.set_text(new, origin);
            });
        }
        for key in owned(self.hierarchies.courses.keys_in(in_groups::CONNECTED, old)) {
            if let Some(row) = self.hierarchies.courses.remove(tx, &key) {
                let mut course = (*row).clone();
                course.sync_key.set_text(new, origin);
                course.group.set_text(new, origin);
                self.hierarchies.courses.put(tx, new, course);
            }
        }
        if *self.root == *old {
            self.root = new.into();
        }
    }

    /// Gives a membership another key, or its first.
    pub(in super::super) fn rekey_membership(
        &mut self,
        tx: &mut Tx,
        old: &str,
        new: &str,
        origin: &Origin,
    ) {
        if let Some(row) = self.hierarchies.memberships.remove(tx, old) {
            let mut membership = (*row).clone();
            membership.sync_key.set_text(new, origin);
            self.hierarchies.memberships.put(tx, new, membership);
        }
    }
}

type TextField = Field<Option<Arc<str>>>;

/// Writes a person's key and who gave it.
pub(in super::super) fn set_key(
    key: &mut TextField,
    by: &mut TextField,
    text: &str,
    origin: &Origin,
) {
    key.set_text(text, origin);
    let source = if is_generated(text) {
        BY_ITSLEARNING
    } else {
        BY_SIS
    };
    by.set_text(source, origin);
}

fn owned<'k>(keys: impl Iterator<Item = &'k Arc<str>>) -> Vec<Arc<str>> {
    keys.map(Arc::clone).collect()
}

/// Writes the same into several rows.
fn change<R: Row>(
    table: &mut Table<R>,
    tx: &mut Tx,
    keys: &[Arc<str>],
    mut with: impl FnMut(&mut R),
) {
    for key in keys {
        if let Some(row) = table.get(key) {
            let mut row = (**row).clone();
            with(&mut row);
            table.put(tx, key, row);
        }
    }
}
