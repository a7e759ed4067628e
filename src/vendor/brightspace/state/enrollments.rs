//! Enrollments: those of the LMS, and what IPSIS knows of the memberships that the SIS sent.

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::base::{Time, Value};
use crate::engine::{Cx, TableInfo, tables};
use crate::store::{Change, Row, row};

row! {
    /// A user's enrollment in an org unit of the LMS.
    pub(in super::super) struct Enrollment {
        /// code of the org unit
        org_unit: Option<Arc<str>>,
        /// OrgDefinedId of the user
        user: Option<Arc<str>>,
        /// Brightspace role
        role: Option<Arc<str>>,
        /// sis or hand: who made it
        by: Option<Arc<str>>,
    }
}

row! {
    /// A membership as IPSIS keeps it.
    pub(in super::super) struct ImEnrollment {
        /// sourcedId of the section (or other unit)
        org_unit: Option<Arc<str>>,
        /// sourcedId of the person
        user: Option<Arc<str>>,
        /// role text of the SIS
        sis_role: Option<Arc<str>>,
        /// active, or unenrolled but kept
        is_active: bool,
    }
}

row! {
    /// Work that the background service has yet to do.
    pub(in super::super) struct Pending {
        /// what is to be done: move the enrollments of a section
        work: Option<Arc<str>>,
        /// sourcedId of the section it is about
        org_unit: Option<Arc<str>>,
        /// codes of the offerings that the section hung below before
        offerings: Vec<Arc<str>>,
        /// session time at which it is due
        due: Option<Arc<str>>,
    }
}

tables! {
    /// The tables about enrollments.
    pub(in super::super) struct Tables {
        /// enrollments of the LMS
        enrollments: Enrollment, "code of the org unit/OrgDefinedId of the user (% and / in the code: %25 and %2F)" =>
            |row: &Enrollment, add: &mut dyn FnMut(&str)| row.org_unit.text().into_iter().for_each(add),
            |row: &Enrollment, add: &mut dyn FnMut(&str)| row.user.text().into_iter().for_each(add);
        /// memberships that the SIS sent
        im_enrollments: ImEnrollment, "sourcedId of the membership" =>
            |row: &ImEnrollment, add: &mut dyn FnMut(&str)| row.org_unit.text().into_iter().for_each(add),
            |row: &ImEnrollment, add: &mut dyn FnMut(&str)| row.user.text().into_iter().for_each(add),
            |row: &ImEnrollment, add: &mut dyn FnMut(&str)| add(&row.place());
        /// what the enrollment background service has yet to do
        background_queue: Pending, "number" =>
            |row: &Pending, add: &mut dyn FnMut(&str)| row.org_unit.text().into_iter().for_each(add);
    }
}

/// The key of an enrollment. A slash in the code is escaped, so that no two pairs share a key.
pub(in super::super) fn key(code: &str, user: &str) -> String {
    if code.contains(['%', '/']) {
        let code = code.replace('%', "%25").replace('/', "%2F");
        return format!("{code}/{user}");
    }
    format!("{code}/{user}")
}

/// Code and user out of such a key.
pub(super) fn parts(key: &str) -> Option<(String, &str)> {
    let (code, user) = key.split_once('/')?;
    Some((code.replace("%2F", "/").replace("%25", "%"), user))
}

impl ImEnrollment {
    /// Person and unit as one text: several memberships can be about the same.
    fn place(&self) -> String {
        let (unit, user) = (self.org_unit.text(), self.user.text());
        key(unit.unwrap_or(""), user.unwrap_or(""))
    }
}

/// Everything about enrollments.
#[derive(Debug)]
pub(in super::super) struct Enrollments {
    tables: Tables,
    /// What is in the queue by the time at which it is due, so that asking for the next costs nothing.
    due: BTreeSet<(Time, u64)>,
    /// Number of the next piece of work.
    next: u64,
}

impl Deref for Enrollments {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        &self.tables
    }
}

impl DerefMut for Enrollments {
    fn deref_mut(&mut self) -> &mut Tables {
        &mut self.tables
    }
}

impl Enrollments {
    /// The tables, as scenarios name them.
    pub(super) const TABLES: &'static [TableInfo] = Tables::TABLES;

    /// Nobody is enrolled and nothing waits.
    pub(super) fn new() -> Self {
        Self {
            tables: Tables::new(),
            due: BTreeSet::new(),
            next: 1,
        }
    }

    /// Puts a seed in and fills in what follows from the keys.
    pub(super) fn seed(&mut self, cx: &mut Cx<'_>, seed: &Value) -> Result<(), String> {
        self.tables.seed(cx, seed);
        let origin = cx.origin();
        let rows = |table: &str| match seed.get(table) {
            Some(Value::Map(map)) => map.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
            _ => Vec::new(),
        };
        for (given, value) in rows("enrollments") {
            let mut row = Enrollment::from_seed(&value, &origin);
            let (code, user) = parts(&given)
                .ok_or_else(|| format!("enrollments: key '{given}' is not code/user"))?;
            for (field, text) in [(&mut row.org_unit, &*code), (&mut row.user, user)] {
                if field.text().is_some_and(|said| said != text) {
                    return Err(format!(
                        "enrollments.{given} says another unit or user inside"
                    ));
                }
                field.set_text(text, &origin);
            }
            if row.by.value.is_none() {
                row.by.set_text("sis", &origin);
            }
            if key(&code, user) != given {
                self.tables.enrollments.remove(&mut cx.tx, &given);
            }
            self.tables
                .enrollments
                .put(&mut cx.tx, &key(&code, user), row);
        }
        for (id, value) in rows("im_enrollments") {
            let mut row = ImEnrollment::from_seed(&value, &origin);
            if row.org_unit.value.is_none() || row.user.value.is_none() {
                return Err(format!("im_enrollments.{id} needs org_unit and user"));
            }
            if value.get("is_active").is_none() {
                row.is_active.set(true, &origin);
                self.tables.im_enrollments.put(&mut cx.tx, &id, row);
            }
        }
        for (number, value) in rows("background_queue") {
            let place = format!("background_queue.{number}");
            let row = Pending::from_seed(&value, &origin);
            let number = number
                .parse::<u64>()
                .ok()
                .filter(|n| n.to_string() == number && *n < u64::MAX)
                .ok_or_else(|| format!("{place}: the key is not a number"))?;
            let due = row.due().ok_or_else(|| {
                format!("{place} needs a time in `due`, such as 2026-01-05T08:00:05Z")
            })?;
            self.due.insert((due, number));
            self.next = self.next.max(number + 1);
        }
        Ok(())
    }

    /// Undoes one change; false when the table is another group's.
    pub(super) fn restore(&mut self, change: &Change) -> bool {
        let queue = change.table == "background_queue";
        if queue {
            self.forget_due(&change.key);
        }
        let known = self.tables.restore(change);
        if queue {
            self.note_due(&change.key);
        }
        known
    }

    /// The work that waits for a section, with its number.
    pub(in super::super) fn pending(&self, section: &str) -> Option<(&Arc<str>, &Arc<Pending>)> {
        self.tables.background_queue.rows_in(0, section).next()
    }

    /// When the next piece of work is due, and its number.
    pub(in super::super) fn next_due(&self) -> Option<(Time, u64)> {
        self.due.first().copied()
    }

    /// A number for a new piece of work.
    pub(in super::super) fn new_number(&mut self) -> String {
        self.next += 1;
        (self.next - 1).to_string()
    }

    /// Puts a piece of work into the queue, or writes it anew.
    pub(in super::super) fn queue(&mut self, cx: &mut Cx<'_>, number: &str, work: Pending) {
        self.forget_due(number);
        self.tables.background_queue.put(&mut cx.tx, number, work);
        self.note_due(number);
    }

    /// Takes a piece of work out of the queue.
    pub(in super::super) fn take(&mut self, cx: &mut Cx<'_>, number: &str) -> Option<Arc<Pending>> {
        self.forget_due(number);
        self.tables.background_queue.remove(&mut cx.tx, number)
    }

    fn entry(&self, number: &str) -> Option<(Time, u64)> {
        let row = self.tables.background_queue.get(number)?;
        Some((row.due()?, number.parse().ok()?))
    }

    fn forget_due(&mut self, number: &str) {
        if let Some(entry) = self.entry(number) {
            self.due.remove(&entry);
        }
    }

    fn note_due(&mut self, number: &str) {
        let entry = self.entry(number);
        self.due.extend(entry);
    }
}

impl Pending {
    /// When it is due.
    fn due(&self) -> Option<Time> {
        Time::parse(self.due.text()?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Enrollments, Pending, key};
    use crate::base::{Time, Value};
    use crate::engine::{Cx, Switches};
    use crate::store::AnyRow as _;

    fn due(text: &str) -> Pending {
        let mut row = Pending::default();
        row.due.set_text(text, &crate::store::Origin::default());
        row
    }

    fn next(enrollments: &Enrollments) -> Option<u64> {
        enrollments.next_due().map(|(_, number)| number)
    }

    #[test]
    fn what_is_due_next_follows_writes_and_their_undoing() {
        let switches = Switches::new(&[], []);
        let mut cx = Cx::new(&switches);
        let mut all = Enrollments::new();
        all.queue(&mut cx, "1", due("2026-01-05T08:00:05.000Z"));
        all.queue(&mut cx, "2", due("2026-01-05T08:00:03.000Z"));
        assert_eq!(next(&all), Some(2));
        all.queue(&mut cx, "2", due("2026-01-05T08:00:09.000Z"));
        assert_eq!(next(&all), Some(1));
        assert!(all.take(&mut cx, "1").is_some() && all.take(&mut cx, "1").is_none());
        assert_eq!(next(&all), Some(2));
        let seen: Vec<_> = cx.tx.changes.drain(..).rev().collect();
        let mut path = Vec::new();
        for change in seen {
            assert!(all.restore(&change));
            path.push(next(&all));
        }
        assert_eq!(path, [Some(1), Some(2), Some(1), None]);
        assert_eq!(all.next_due(), None);
    }

    #[test]
    fn a_seed_is_checked_and_filled_in() {
        let switches = Switches::new(&[], []);
        let seeded = |table: &str, key: &str, row: &[(&str, &str)]| {
            let mut fields = Value::map();
            for (name, text) in row {
                fields.insert(*name, Value::text(*text));
            }
            let (mut rows, mut seed) = (Value::map(), Value::map());
            rows.insert(key, fields);
            seed.insert(table, rows);
            let mut all = Enrollments::new();
            let result = all.seed(&mut Cx::new(&switches), &seed);
            result.map(|()| all)
        };
        let all = seeded("enrollments", "A%2FB/P/1", &[]).expect("it fits");
        let row = all
            .enrollments
            .get(&key("A/B", "P/1"))
            .expect("it is there");
        assert_eq!(
            (row.org_unit.text(), row.user.text(), row.by.text()),
            (Some("A/B"), Some("P/1"), Some("sis"))
        );
        assert_eq!(row.show().get("role"), None);
        let all =
            seeded("background_queue", "7", &[("due", "2026-01-05T08:00:05Z")]).expect("it fits");
        assert_eq!(
            all.next_due(),
            Time::parse("2026-01-05T08:00:05Z").map(|time| (time, 7))
        );
        for (table, key, row) in [
            ("enrollments", "A", &[][..]),
            ("enrollments", "A/B", &[("user", "C")]),
            ("im_enrollments", "E-1", &[("user", "P-1")]),
            (
                "background_queue",
                "first",
                &[("due", "2026-01-05T08:00:05Z")],
            ),
            ("background_queue", "1", &[("due", "soon")]),
            (
                "background_queue",
                "18446744073709551615",
                &[("due", "2026-01-05T08:00:05Z")],
            ),
        ] {
            assert!(seeded(table, key, row).is_err(), "{table}.{key}");
        }
    }
}
