//! Where a unit hangs: which parents a message means, whether they may change, and what follows in the LMS.

use std::sync::Arc;

use super::replace::Job;
use super::{Object, unknown};
use crate::engine::Cx;
use crate::vendor::brightspace::answers::{Failure, refuse};
use crate::vendor::brightspace::quirks::{D2L_041, D2L_042, D2L_043, D2L_045};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{ImUnit, State, Unit, kind};

impl Job<'_> {
    pub(super) fn validate(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let request = self.request;
        match self.object {
            Object::Group => self.group_parents(cx)?,
            Object::Template => {
                if let Some(id) = &request.department {
                    self.below_kind(cx, "department", id, kind::DEPARTMENT)?;
                } else if let Some((row, unit)) = self.as_it_was() {
                    cx.quirk(D2L_041.part("optional"));
                    let (parents, places) = (row.parents.value.clone(), unit.parents.value.clone());
                    (self.parents, self.places) = (parents, places);
                }
            }
            Object::Offering => {
                for id in &request.parents {
                    self.below(cx, "template", id, Object::Template)?;
                }
                if let Some(id) = &request.semester {
                    self.below_kind(cx, "semester", id, kind::SEMESTER)?;
                } else {
                    self.keep_semesters(cx);
                }
            }
            Object::Section => {
                for id in &request.parents {
                    self.below(cx, "offering", id, Object::Offering)?;
                }
                if !self.settings.units.ilp {
                    cx.quirk(D2L_041.part("section-department"));
                }
            }
            Object::Association => {}
        }
        if self.places.is_empty() {
            let organization = Arc::clone(&self.state.organization);
            self.parents.push(Arc::clone(&organization));
            self.places.push(organization);
        }
        if self.object == Object::Section {
            self.places = section_places(self.settings, self.state, cx, &request.id, &self.places);
        }
        Ok(())
    }

    /// Mapping and unit of an update. What an optional translator finds nothing for stays as it is.
    fn as_it_was(&self) -> Option<(&ImUnit, &Unit)> {
        let row = self.row.as_ref().filter(|row| !row.deleted.value)?;
        Some((row, self.unit.as_ref()?))
    }

    fn keep_semesters(&mut self, cx: &mut Cx<'_>) {
        let Some((row, _)) = self.as_it_was() else {
            return;
        };
        let units = &self.state.units;
        let semesters = row.parents.value.iter().filter_map(|id| {
            let unit = units.mapped(id)?;
            let semester = unit.type_name.text() == Some(kind::SEMESTER);
            semester.then(|| (Arc::clone(id), unit.code.value.clone()))
        });
        for (id, code) in semesters.collect::<Vec<_>>() {
            cx.quirk(D2L_041.part("optional"));
            self.parents.push(id);
            self.places.extend(code);
        }
    }

    /// Parents of a group that are known; without any, the organization is the only one.
    fn group_parents(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        for id in &self.request.parents {
            cx.quirk(D2L_042.part("relation"));
            if **id == *self.state.organization {
                self.parents.push(Arc::clone(&self.state.organization));
                self.places.push(Arc::clone(&self.state.organization));
                continue;
            }
            let units = &self.state.units;
            let known = units.mapped(id).and_then(|unit| unit.code.value.clone());
            // What hangs below the unit itself cannot be above it.
            let circle = known
                .as_ref()
                .is_some_and(|code| units.is_below(code, &self.request.id));
            if circle {
                cx.quirk(D2L_042.part("circle"));
            }
            if let Some(code) = known.filter(|_| !circle) {
                self.parents.push(id.as_str().into());
                self.places.push(code);
            } else if !cx.quirk(D2L_042) {
                return Err(unknown(self.settings, cx, "parent", id));
            }
        }
        if self.places.is_empty() {
            cx.quirk(D2L_042);
            let organization = &self.state.organization;
            let elsewhere =
                |(_, unit): (&ImUnit, &Unit)| unit.parents.value != [Arc::clone(organization)];
            if self.as_it_was().is_some_and(elsewhere) {
                cx.quirk(D2L_042.part("update"));
            }
        }
        Ok(())
    }

    /// Hangs the unit below another one that came through a service of its own.
    fn below(
        &mut self,
        cx: &mut Cx<'_>,
        what: &str,
        id: &str,
        object: Object,
    ) -> Result<(), Failure> {
        let units = &self.state.units;
        let row = units.live(id).filter(|row| object.owns(row));
        let Some(parent) = row.and_then(|row| units.behind(row)).cloned() else {
            return Err(unknown(self.settings, cx, what, id));
        };
        self.parents.push(id.into());
        let places = below_or_beside(cx, Some(&self.type_name), &parent);
        self.places.extend(places);
        Ok(())
    }

    /// Hangs the unit below a group of a certain kind.
    fn below_kind(
        &mut self,
        cx: &mut Cx<'_>,
        what: &str,
        id: &str,
        wanted: &str,
    ) -> Result<(), Failure> {
        let code = self.code_of_kind(cx, what, id, wanted)?;
        self.parents.push(id.into());
        self.places.push(code);
        Ok(())
    }

    fn code_of_kind(
        &self,
        cx: &mut Cx<'_>,
        what: &str,
        id: &str,
        wanted: &str,
    ) -> Result<Arc<str>, Failure> {
        let unit = self.state.units.mapped(id);
        let unit = unit.filter(|unit| unit.type_name.text() == Some(wanted));
        match unit.and_then(|unit| unit.code.value.clone()) {
            Some(code) => Ok(code),
            None => Err(unknown(self.settings, cx, what, id)),
        }
    }

    /// An offering with something below it stays where it is.
    pub(super) fn keep_parents(&self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let (Some(unit), Some(row)) = (&self.unit, &self.row) else {
            return Ok(());
        };
        if row.deleted.value || same(&row.parents.value, &self.parents) {
            return Ok(());
        }
        let units = &self.state.units;
        let code = unit.code.text().unwrap_or("");
        let has_children = units.im_children(&self.request.id).next().is_some()
            || units.children(code).next().is_some();
        if has_children && cx.quirk(D2L_043) {
            let text = format!(
                "course offering {} has children; its parents cannot change",
                self.request.id
            );
            let rule = Some(D2L_043);
            return Err(refuse(self.settings, cx, rule, "invaliddata", text));
        }
        Ok(())
    }

    /// The department of an offering becomes one of its template's.
    pub(super) fn update_departments(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let (Some(department), Some(template)) =
            (&self.request.department, self.request.parents.first())
        else {
            return Ok(());
        };
        let code = self.code_of_kind(cx, "department", department, kind::DEPARTMENT)?;
        let Some(unit) = self.state.units.mapped(template) else {
            return Ok(());
        };
        if unit.parents.value.contains(&code) {
            return Ok(());
        }
        let mut unit = Unit::clone(unit);
        let organization = Arc::clone(&self.state.organization);
        let mut parents = unit.parents.value.clone();
        parents.retain(|parent| *parent != organization);
        parents.push(code);
        unit.parents.set(parents, &cx.origin());
        let key = unit.code.value.clone().unwrap_or_default();
        self.state.units.org_units.put(&mut cx.tx, &key, unit);
        Ok(())
    }
}

/// Where a unit hangs whose parent is known: below it. Offerings do not hang below offerings, though: one that the SIS
/// calls a section stands beside its own.
pub(super) fn below_or_beside(
    cx: &mut Cx<'_>,
    type_name: Option<&str>,
    parent: &Unit,
) -> Vec<Arc<str>> {
    let offering = Some(kind::OFFERING);
    if type_name == offering && parent.type_name.text() == offering {
        cx.quirk(D2L_045.part("hierarchy"));
        return parent.parents.value.clone();
    }
    parent.code.value.iter().cloned().collect()
}

/// Where a section hangs in the LMS: below the associations that list it, else below its own offering.
pub(super) fn section_places(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    section: &str,
    own: &[Arc<str>],
) -> Vec<Arc<str>> {
    let units = &state.units;
    let associations = units.associations_of(section);
    let mut places: Vec<Arc<str>> = associations
        .filter_map(|id| units.mapped(id)?.code.value.clone())
        .collect();
    if places.is_empty() {
        return own.to_vec();
    }
    cx.setting("former_offering");
    if settings.units.keep_former_offering {
        places.extend(own.iter().cloned());
    }
    places
}

fn same(left: &[Arc<str>], right: &[Arc<str>]) -> bool {
    left.len() == right.len() && left.iter().all(|parent| right.contains(parent))
}
