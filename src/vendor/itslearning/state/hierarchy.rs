//! Groups, which itslearning calls hierarchies, their courses, and who belongs to them.

use std::sync::Arc;

use crate::engine::tables;
use crate::store::row;
use crate::vendor::itslearning::keys::folded;

row! {
    /// A hierarchy of the site: the site itself, a school, a class, a course, a course group.
    pub(in super::super) struct Group {
        /// number that itslearning gave the hierarchy
        group_id: u64,
        /// synchronization key; none for groups made by hand
        sync_key: Option<Arc<str>>,
        /// organisation type: Unspecified, Site, School, Course or CourseGroup
        organisation_type: Option<Arc<str>>,
        /// key of the parent; only the site has none
        parent: Option<Arc<str>>,
        /// title (descShort)
        title: Option<Arc<str>>,
        /// long description (descLong)
        long_description: Option<Arc<str>>,
        /// full description (descFull)
        full_description: Option<Arc<str>>,
    }
}

row! {
    /// A course. It belongs to the hierarchy with the same key, until that is deleted.
    pub(in super::super) struct Course {
        /// number that itslearning gave the course
        course_id: u64,
        /// synchronization key, the same as the hierarchy's; none when it is not connected
        sync_key: Option<Arc<str>>,
        /// key of the connected hierarchy; none for courses made by hand, templates, and disconnected ones
        group: Option<Arc<str>>,
        /// title (course)
        title: Option<Arc<str>>,
        /// code (course/code)
        code: Option<Arc<str>>,
        /// credits (course/credits or course/credit)
        credits: Option<Arc<str>>,
        /// key of the template that it was copied from
        template: Option<Arc<str>>,
        /// key of the person who owns it (course/template/coursecreatorsynckey)
        owner: Option<Arc<str>>,
        /// a template, not a regular course
        is_template: bool,
    }
}

row! {
    /// Somebody's role in a group.
    pub(in super::super) struct Membership {
        /// number that itslearning gave the membership
        membership_id: u64,
        /// synchronization key; none for memberships made by hand, until a read gives them one
        sync_key: Option<Arc<str>>,
        /// key of the person
        person: Option<Arc<str>>,
        /// key of the group
        group: Option<Arc<str>>,
        /// role as the word that reads return, such as Learner; with ITS-051 off as it was sent
        role: Option<Arc<str>>,
        /// role in the hierarchy: Administrator, Teacher, Student or Guest
        hierarchy_role: Option<Arc<str>>,
    }
}

row! {
    /// What the administration page of the integration counts.
    pub(in super::super) struct Counter {
        /// calls
        requests: u64,
        /// statuses with success
        successes: u64,
        /// statuses with success and a warning
        warnings: u64,
        /// statuses with failure, and faults
        failures: u64,
    }
}

tables! {
    /// Everything about groups.
    pub(in super::super) struct Hierarchies {
        /// hierarchies, the root included; those without a sync key stand under # and their number
        groups: Group, "sync key" =>
            |row: &Group, add: &mut dyn FnMut(&str)| row.sync_key.text().into_iter().for_each(|key| add(&folded(key))),
            |row: &Group, add: &mut dyn FnMut(&str)| row.parent.text().into_iter().for_each(add);
        /// courses and templates; those without a sync key stand under # and their number
        courses: Course, "sync key" =>
            |row: &Course, add: &mut dyn FnMut(&str)| row.group.text().into_iter().for_each(add),
            |row: &Course, add: &mut dyn FnMut(&str)| row.owner.text().into_iter().for_each(add);
        /// memberships; those without a sync key stand under # and their number
        memberships: Membership, "sync key" =>
            |row: &Membership, add: &mut dyn FnMut(&str)| row.sync_key.text().into_iter().for_each(|key| add(&folded(key))),
            |row: &Membership, add: &mut dyn FnMut(&str)| row.person.text().into_iter().for_each(add),
            |row: &Membership, add: &mut dyn FnMut(&str)| row.group.text().into_iter().for_each(add);
        /// the numbers that an administrator of the site sees; a refused call counts, too
        counters: Counter, "the word all";
    }
}

/// Numbers of the groupings.
pub(super) mod by {
    /// Of groups and memberships.
    pub(in super::super) const KEY: usize = 0;
    /// Of groups.
    pub(in super::super) const PARENT: usize = 1;
    /// Of courses.
    pub(in super::super) const CONNECTED: usize = 0;
    /// Of courses.
    pub(in super::super) const OWNER: usize = 1;
    /// Of memberships.
    pub(in super::super) const PERSON: usize = 1;
    /// Of memberships.
    pub(in super::super) const GROUP: usize = 2;
}
