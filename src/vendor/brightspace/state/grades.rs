//! Final grades, as instructors release them.

use std::sync::Arc;

use super::enrollments::parts;
use crate::engine::tables;
use crate::store::row;

row! {
    /// The final grade of a user in an org unit.
    pub(in super::super) struct Grade {
        /// code of the org unit; from the key when left out
        org_unit: Option<Arc<str>>,
        /// OrgDefinedId of the user; from the key when left out
        user: Option<Arc<str>>,
        /// FinalCalculated (when left out) or FinalAdjusted
        grade_type: Option<Arc<str>>,
        /// points
        points: Option<Arc<str>>,
        /// points that could be had
        out_of: Option<Arc<str>>,
        /// symbol of the grade scheme
        symbol: Option<Arc<str>>,
        /// whether it is released
        released: bool,
        /// whether it is excluded, and so never pushed
        excluded: bool,
    }
}

tables! {
    /// Everything about grades.
    pub(in super::super) struct Grades {
        /// final grades of users in sections
        grades: Grade, "code of the org unit/OrgDefinedId of the user (% and / in the code: %25 and %2F)" =>
            |row: &Grade, add: &mut dyn FnMut(&str)| row.org_unit.text().into_iter().for_each(add);
    }
}

impl Grades {
    /// Completes seeded rows by their keys.
    pub(in super::super) fn complete(&mut self, tx: &mut crate::store::Tx) {
        let rows = self.grades.sorted().into_iter();
        let rows: Vec<_> = rows.map(|(k, r)| (Arc::clone(k), Arc::clone(r))).collect();
        for (key, row) in rows {
            let mut row = Grade::clone(&row);
            let Some((unit, user)) = parts(&key) else {
                continue;
            };
            let origin = row.released.origin.clone();
            for (field, text) in [(&mut row.org_unit, &*unit), (&mut row.user, user)] {
                if field.text().is_none() {
                    field.set_text(text, &origin);
                }
            }
            if row.grade_type.text().is_none() {
                row.grade_type.set_text("FinalCalculated", &origin);
            }
            self.grades.put(tx, &key, row);
        }
    }
}
