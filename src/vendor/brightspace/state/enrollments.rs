//! Enrollments: those of the LMS, and what IPSIS knows of the memberships that the SIS sent.

use std::sync::Arc;

use crate::engine::tables;
use crate::store::row;

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
        /// what is to be done
        work: Option<Arc<str>>,
        /// sourcedId of the unit it is about
        org_unit: Option<Arc<str>>,
        /// session time at which it is due
        due: Option<Arc<str>>,
    }
}

tables! {
    /// Everything about enrollments.
    pub(in super::super) struct Enrollments {
        /// enrollments of the LMS
        enrollments: Enrollment, "code of the org unit/OrgDefinedId of the user" =>
            |row: &Enrollment, add: &mut dyn FnMut(&str)| row.org_unit.text().into_iter().for_each(add),
            |row: &Enrollment, add: &mut dyn FnMut(&str)| row.user.text().into_iter().for_each(add);
        /// memberships that the SIS sent
        im_enrollments: ImEnrollment, "sourcedId of the membership" =>
            |row: &ImEnrollment, add: &mut dyn FnMut(&str)| row.org_unit.text().into_iter().for_each(add),
            |row: &ImEnrollment, add: &mut dyn FnMut(&str)| row.user.text().into_iter().for_each(add);
        /// what the enrollment background service has yet to do
        background_queue: Pending, "number";
    }
}
