//! Org units: those of the LMS, and what IPSIS knows of those that the SIS sent.

use std::sync::Arc;

use crate::engine::tables;
use crate::store::row;

row! {
    /// An org unit of the LMS: organization, department, semester, course template, course offering, section, group, …
    pub(in super::super) struct Unit {
        /// number that the LMS gave the unit
        unit_id: u64,
        /// kind of org unit: Department, Semester, Course Template, Course Offering, Section, Group, …
        type_name: Option<Arc<str>>,
        /// name
        name: Option<Arc<str>>,
        /// codes of the units it hangs below; the organization where nothing else is there
        parents: Vec<Arc<str>>,
        /// start date, as it was sent
        start_date: Option<Arc<str>>,
        /// end date, as it was sent
        end_date: Option<Arc<str>>,
        /// whether it is active
        is_active: bool,
        /// code of the unit whose content was copied into it on creation
        copied_from: Option<Arc<str>>,
    }
}

row! {
    /// What IPSIS knows of a unit that the SIS sent.
    pub(in super::super) struct ImUnit {
        /// the unit's number in the LMS
        unit_id: u64,
        /// key of the type map: CourseTemplate, CourseOffering, CourseSection, SectionAssociation, or a group's type text
        sis_type: Option<Arc<str>>,
        /// code: the sourcedId
        code: Option<Arc<str>>,
        /// name
        name: Option<Arc<str>>,
        /// sourcedIds of its parents, as far as IPSIS knows them
        parents: Vec<Arc<str>>,
        /// start date
        start_date: Option<Arc<str>>,
        /// end date
        end_date: Option<Arc<str>>,
        /// whether it is active
        is_active: bool,
        /// deleted by the SIS; the LMS may still have the unit
        deleted: bool,
    }
}

row! {
    /// The sections of a section association.
    pub(in super::super) struct ImAssociation {
        /// sourcedIds of the sections, in the order of the message
        sections: Vec<Arc<str>>,
    }
}

row! {
    /// A row of the org unit type mapping.
    pub(in super::super) struct TypeMapping {
        /// kind of org unit in Brightspace
        type_name: Option<Arc<str>>,
    }
}

tables! {
    /// Everything about org units.
    pub(in super::super) struct Units {
        /// org units of the LMS
        org_units: Unit, "code" => |unit: &Unit, add: &mut dyn FnMut(&str)| unit.parents.value.iter().for_each(|p| add(p));
        /// org units that were deleted in the LMS
        recycle_bin: Unit, "unit_id";
        /// IPSIS's mapping from what the SIS sent to org units; seeding org_units without it maps them all
        im_org_units: ImUnit, "sourcedId" => |unit: &ImUnit, add: &mut dyn FnMut(&str)| unit.parents.value.iter().for_each(|p| add(p));
        /// the sections that section associations hold together
        im_section_associations: ImAssociation, "sourcedId of the association" => |row: &ImAssociation, add: &mut dyn FnMut(&str)| row.sections.value.iter().for_each(|s| add(s));
        /// IPSIS's mapping from types that the SIS sends to kinds of org unit; seeding it replaces the setting org_type_map
        org_type_mappings: TypeMapping, "SIS type text";
    }
}
