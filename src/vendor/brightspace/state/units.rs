//! Org units: those of the LMS, and what IPSIS knows of those that the SIS sent.

use std::sync::Arc;

use crate::base::Value;
use crate::engine::{Cx, tables};
use crate::store::{Origin, Tx, row};

row! {
    /// An org unit of the LMS: organization, department, semester, course template, course offering, section, group, …
    pub(in super::super) struct Unit {
        /// number that the LMS gave the unit
        unit_id: u64,
        /// code: its key in org_units
        code: Option<Arc<str>>,
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
        recycle_bin: Unit, "unit_id" => |unit: &Unit, add: &mut dyn FnMut(&str)| unit.code.text().into_iter().for_each(add);
        /// IPSIS's mapping from what the SIS sent to org units; seeding org_units without it maps them all
        im_org_units: ImUnit, "sourcedId" => |unit: &ImUnit, add: &mut dyn FnMut(&str)| unit.parents.value.iter().for_each(|p| add(p)),
            |unit: &ImUnit, add: &mut dyn FnMut(&str)| unit.code.text().into_iter().for_each(add);
        /// the sections that section associations hold together
        im_section_associations: ImAssociation, "sourcedId of the association" => |row: &ImAssociation, add: &mut dyn FnMut(&str)| row.sections.value.iter().for_each(|s| add(s));
        /// IPSIS's mapping from types that the SIS sends to kinds of org unit; seeding it replaces the setting org_type_map
        org_type_mappings: TypeMapping, "SIS type text";
    }
}

/// Kinds of org unit, as Brightspace calls them.
pub(in super::super) mod kind {
    /// The one unit above all others.
    pub(in super::super::super) const ORGANIZATION: &str = "Organization";
    /// A department.
    pub(in super::super::super) const DEPARTMENT: &str = "Department";
    /// A semester.
    pub(in super::super::super) const SEMESTER: &str = "Semester";
    /// A course template.
    pub(in super::super::super) const TEMPLATE: &str = "Course Template";
    /// A course offering.
    pub(in super::super::super) const OFFERING: &str = "Course Offering";
    /// A section.
    pub(in super::super::super) const SECTION: &str = "Section";
    /// A group, which may stand for a section.
    pub(in super::super::super) const GROUP: &str = "Group";
}

impl Units {
    /// What IPSIS knows of a unit that the SIS sent and has not deleted.
    pub(in super::super) fn live(&self, sourced_id: &str) -> Option<&Arc<ImUnit>> {
        let row = self.im_org_units.get(sourced_id);
        row.filter(|row| !row.deleted.value)
    }

    /// The unit that a mapping leads to: one with the same code but another number has taken its place by hand.
    pub(in super::super) fn behind(&self, mapping: &ImUnit) -> Option<&Arc<Unit>> {
        let unit = self.org_units.get(mapping.code.text()?)?;
        (unit.unit_id.value == mapping.unit_id.value).then_some(unit)
    }

    /// The unit in the LMS that a sourcedId stands for.
    pub(in super::super) fn mapped(&self, sourced_id: &str) -> Option<&Arc<Unit>> {
        self.behind(self.live(sourced_id)?)
    }

    /// Whether the SIS has sent a unit, under its code or under another sourcedId.
    pub(in super::super) fn is_sent(&self, unit: &Unit) -> bool {
        let mut rows = self.im_org_units.rows_in(1, unit.code.text().unwrap_or(""));
        rows.any(|(_, row)| !row.deleted.value && row.unit_id.value == unit.unit_id.value)
    }

    /// sourcedIds of the units that IPSIS has below another one. Deleted ones have no parents.
    pub(in super::super) fn im_children(
        &self,
        sourced_id: &str,
    ) -> impl Iterator<Item = &Arc<str>> {
        self.im_org_units.keys_in(0, sourced_id)
    }

    /// Codes of the units that the LMS has below another one.
    pub(in super::super) fn children(&self, code: &str) -> impl Iterator<Item = &Arc<str>> {
        self.org_units.keys_in(0, code)
    }

    /// Whether a unit of the LMS is another one, or hangs somewhere below it.
    pub(in super::super) fn is_below(&self, code: &str, above: &str) -> bool {
        let (mut seen, mut next) = (Vec::new(), vec![code]);
        while let Some(code) = next.pop() {
            if code == above {
                return true;
            }
            // A seed may have made a circle.
            if !seen.contains(&code) {
                seen.push(code);
                let unit = self.org_units.get(code);
                next.extend(
                    unit.into_iter()
                        .flat_map(|u| &u.parents.value)
                        .map(|p| &**p),
                );
            }
        }
        false
    }

    /// sourcedIds of the associations that list a section.
    pub(in super::super) fn associations_of(
        &self,
        section: &str,
    ) -> impl Iterator<Item = &Arc<str>> {
        self.im_section_associations.keys_in(0, section)
    }

    /// Codes of the course offerings that the section with that sourcedId hangs below in the LMS: where its members are
    /// enrolled, too. None when the SIS's sections are offerings themselves (D2L-045).
    pub(in super::super) fn offerings_above(&self, section: &str) -> Vec<Arc<str>> {
        let unit = self.mapped(section).and_then(|unit| unit.code.text());
        unit.map_or_else(Vec::new, |code| self.offerings_over(code))
    }

    /// The same for the unit with that code.
    pub(in super::super) fn offerings_over(&self, code: &str) -> Vec<Arc<str>> {
        let Some(unit) = self.org_units.get(code) else {
            return Vec::new();
        };
        if unit.type_name.text() == Some(kind::OFFERING) {
            return Vec::new();
        }
        let parents = unit.parents.value.iter();
        parents
            .filter(|code| self.is_offering(code))
            .cloned()
            .collect()
    }

    /// Whether the unit with that code is a course offering.
    pub(in super::super) fn is_offering(&self, code: &str) -> bool {
        let unit = self.org_units.get(code);
        unit.is_some_and(|u| u.type_name.text() == Some(kind::OFFERING))
    }

    /// Puts the unit above all others in.
    pub(super) fn add_organization(
        &mut self,
        tx: &mut Tx,
        code: &str,
        unit_id: u64,
        origin: &Origin,
    ) {
        let mut unit = Unit::default();
        unit.unit_id.set(unit_id, origin);
        unit.code.set_text(code, origin);
        unit.type_name.set_text(kind::ORGANIZATION, origin);
        unit.name.set_text(code, origin);
        unit.is_active.set(true, origin);
        self.org_units.put(tx, code, unit);
    }

    /// Maps a type that the SIS sends to a kind of org unit.
    pub(in super::super) fn map_type(
        &mut self,
        tx: &mut Tx,
        sis: &str,
        type_name: &str,
        origin: &Origin,
    ) {
        let mut row = TypeMapping::default();
        row.type_name.set_text(type_name, origin);
        self.org_type_mappings.put(tx, sis, row);
    }

    /// Puts a seed in and fills in what it left out. `next_id` is the next free number of a unit.
    pub(super) fn seed_whole(
        &mut self,
        cx: &mut Cx<'_>,
        seed: &Value,
        organization: &str,
        next_id: &mut u64,
    ) {
        if seed.get("org_type_mappings").is_some() {
            for sis in keys(self.org_type_mappings.sorted()) {
                self.org_type_mappings.remove(&mut cx.tx, &sis);
            }
        }
        self.seed(cx, seed);
        let origin = cx.origin();
        let said = |table: &str, key: &str, field: &str| {
            let row = seed.get(table).and_then(|rows| rows.get(key));
            row.is_some_and(|row| row.get(field).is_some())
        };
        for (key, unit) in rows(self.org_units.sorted()) {
            *next_id = (*next_id).max(unit.unit_id.value + 1);
            if unit.code.text() != Some(&key) {
                // The key is the code; a seed cannot say otherwise.
                let mut unit = unit;
                unit.code.set_text(&key, &origin);
                self.org_units.put(&mut cx.tx, &key, unit);
            }
        }
        for (_, unit) in rows(self.recycle_bin.sorted()) {
            *next_id = (*next_id).max(unit.unit_id.value + 1);
        }
        for (key, mut unit) in rows(self.org_units.sorted()) {
            if seed
                .get("org_units")
                .and_then(|rows| rows.get(&key))
                .is_none()
            {
                continue;
            }
            if unit.unit_id.value == 0 {
                unit.unit_id.set(*next_id, &origin);
                *next_id += 1;
            }
            if unit.name.value.is_none() {
                unit.name.set_text(&key, &origin);
            }
            if unit.type_name.value.is_none() && *key == *organization {
                unit.type_name.set_text(kind::ORGANIZATION, &origin);
            }
            if !said("org_units", &key, "is_active") {
                unit.is_active.set(true, &origin);
            }
            if unit.parents.value.is_empty() && *key != *organization {
                unit.parents.set(vec![organization.into()], &origin);
            }
            if seed.get("im_org_units").is_none() && *key != *organization {
                let row = self.as_sent(&unit, &origin);
                self.im_org_units.put(&mut cx.tx, &key, row);
            }
            self.org_units.put(&mut cx.tx, &key, unit);
        }
        for (key, mut row) in rows(self.im_org_units.sorted()) {
            if row.code.value.is_none() {
                row.code.set_text(&key, &origin);
            }
            let unit = row.code.text().and_then(|code| self.org_units.get(code));
            if let Some(unit) = unit.filter(|_| row.sis_type.value.is_none()) {
                row.sis_type.set(self.sis_type_of(unit), &origin);
            }
            if row.unit_id.value == 0 {
                row.unit_id
                    .set(unit.map_or(0, |u| u.unit_id.value), &origin);
            }
            if seed.get("im_org_units").is_some() && !said("im_org_units", &key, "is_active") {
                row.is_active.set(true, &origin);
            }
            self.im_org_units.put(&mut cx.tx, &key, row);
        }
    }

    /// As which type the SIS has sent a unit that is seeded: the first that is mapped to its kind.
    fn sis_type_of(&self, unit: &Unit) -> Option<Arc<str>> {
        let mappings = self.org_type_mappings.sorted();
        let mut sent_as = mappings.into_iter().filter(|(sis, row)| {
            // Both CourseOffering and SectionAssociation lead to offerings; a seed means the plain one.
            row.type_name.text() == unit.type_name.text() && &***sis != "SectionAssociation"
        });
        let sis_type = sent_as.next().map(|(sis, _)| Arc::clone(sis));
        sis_type.or_else(|| unit.type_name.value.clone())
    }

    /// A mapping for a unit that was seeded without one, as if the SIS had sent it.
    fn as_sent(&self, unit: &Unit, origin: &Origin) -> ImUnit {
        let mut row = ImUnit::default();
        row.unit_id.set(unit.unit_id.value, origin);
        row.sis_type.set(self.sis_type_of(unit), origin);
        row.code = unit.code.clone();
        row.name = unit.name.clone();
        row.parents = unit.parents.clone();
        row.start_date = unit.start_date.clone();
        row.end_date = unit.end_date.clone();
        row.is_active = unit.is_active.clone();
        row.deleted.set(false, origin);
        row
    }
}

fn keys<R>(rows: Vec<(&Arc<str>, &Arc<R>)>) -> Vec<Arc<str>> {
    rows.into_iter().map(|(key, _)| Arc::clone(key)).collect()
}

fn rows<R: Clone>(rows: Vec<(&Arc<str>, &Arc<R>)>) -> Vec<(Arc<str>, R)> {
    let owned = rows
        .into_iter()
        .map(|(key, row)| (Arc::clone(key), R::clone(row)));
    owned.collect()
}
