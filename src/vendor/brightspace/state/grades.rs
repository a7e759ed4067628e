//! Final grades, as instructors release them.

use std::sync::Arc;

use crate::engine::tables;
use crate::store::row;

row! {
    /// The final grade of a user in an org unit.
    pub(in super::super) struct Grade {
        /// code of the org unit
        org_unit: Option<Arc<str>>,
        /// OrgDefinedId of the user
        user: Option<Arc<str>>,
    }
}

tables! {
    /// Everything about grades.
    pub(in super::super) struct Grades {
        /// final grades of users in sections
        grades: Grade, "code of the org unit/OrgDefinedId of the user" =>
            |row: &Grade, add: &mut dyn FnMut(&str)| row.org_unit.text().into_iter().for_each(add);
    }
}
