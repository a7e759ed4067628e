//! replaceGroup, replaceCourseTemplate, replaceCourseOffering, replaceCourseSection: the handlers, in their order.

use std::sync::Arc;

use super::translate::{self, UnitRequest};
use super::{Object, audit, copy, ilp, mapped_type, success, unknown, wrong_service};
use crate::engine::Cx;
use crate::model::{Call, Outcome, Record, View};
use crate::store::Origin;
use crate::vendor::brightspace::answers::{Failure, refuse};
use crate::vendor::brightspace::enrollments;
use crate::vendor::brightspace::quirks::{
    D2L_035, D2L_042, D2L_043, D2L_045, D2L_046, D2L_051, D2L_052,
};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{ImUnit, State, Unit, kind};

/// What the replace handlers of groups do, in the documented order (kb 23646, 23734, 23649); those of templates and
/// sections are not public and taken to be the same.
const HANDLERS: &[&str] = &[
    "Read",
    "Validate",
    "CreateLMS",
    "CreateIM",
    "SaveLMS",
    "SaveIM",
];

/// Translate, then handle.
pub(super) fn replace(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
    object: Object,
) -> Result<Outcome, Failure> {
    let empty = Record::new(object.record());
    let record = translate::record(call, &empty);
    let mut request = translate::request(settings, cx, object, record)?;
    if object == Object::Section && settings.units.ilp {
        ilp::make_course(settings, state, cx, &record.view(), &mut request)?;
    }
    run(settings, state, cx, object, &request, Some(&record.view()))?;
    Ok(success(settings, cx))
}

/// A replace on its way through the handlers.
pub(super) struct Job<'j> {
    pub(super) settings: &'j Settings,
    pub(super) state: &'j mut State,
    pub(super) request: &'j UnitRequest,
    pub(super) object: Object,
    pub(super) type_name: String,
    /// The mapping as it was.
    pub(super) known: Option<Arc<ImUnit>>,
    /// The unit as it is to be; written when the handlers are done.
    pub(super) unit: Option<Unit>,
    pub(super) created: bool,
    /// The mapping as it is to be.
    pub(super) row: Option<ImUnit>,
    /// sourcedIds of the parents.
    pub(super) parents: Vec<Arc<str>>,
    /// Codes of the parents in the LMS.
    pub(super) places: Vec<Arc<str>>,
}

/// Runs the handlers.
pub(super) fn run(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    object: Object,
    request: &UnitRequest,
    view: Option<&View<'_, '_>>,
) -> Result<(), Failure> {
    let mut job = Job::new(settings, state, cx, object, request)?;
    if object == Object::Offering {
        for handler in &settings.units.offering_handlers {
            let work = handler
                .strip_prefix("ReplaceCourseOffering")
                .and_then(|work| work.strip_suffix("Handler"));
            match (work, view) {
                (Some("CopyCourse"), Some(view)) => copy::run(&mut job, cx, view),
                (work, _) => job.handle(cx, work.unwrap_or(""))?,
            }
        }
    } else {
        for work in HANDLERS {
            job.handle(cx, work)?;
        }
    }
    job.write(cx);
    Ok(())
}

impl<'j> Job<'j> {
    /// A job for a type that is mapped.
    pub(super) fn new(
        settings: &'j Settings,
        state: &'j mut State,
        cx: &mut Cx<'_>,
        object: Object,
        request: &'j UnitRequest,
    ) -> Result<Self, Failure> {
        let type_name = mapped_type(settings, state, cx, object, &request.sis_type)?;
        Ok(Self {
            settings,
            state,
            request,
            object,
            type_name,
            known: None,
            unit: None,
            created: false,
            row: None,
            parents: Vec::new(),
            places: Vec::new(),
        })
    }

    /// Does what one handler does.
    pub(super) fn handle(&mut self, cx: &mut Cx<'_>, work: &str) -> Result<(), Failure> {
        match work {
            "Read" => return self.read(cx),
            "Validate" => return self.validate(cx),
            "DisallowParentChangesIfChildrenExist" => return self.keep_parents(cx),
            "TemplateUpdateDepartmentsLMS" => return self.update_departments(cx),
            "CreateLMS" if self.unit.is_none() => return self.create(cx),
            "CreateIM" if self.row.is_none() => self.map(cx),
            "SaveLMS" => self.save(cx),
            "SaveIM" => self.save_mapping(cx),
            _ => {}
        }
        Ok(())
    }

    /// Loads both sides, and finds out when they have drifted apart.
    fn read(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let units = &self.state.units;
        let id = &self.request.id;
        let Some(row) = units.im_org_units.get(id) else {
            return Ok(());
        };
        let (row, unit) = (Arc::clone(row), units.behind(row).cloned());
        let other_type = unit
            .as_ref()
            .is_some_and(|unit| unit.type_name.text() != Some(&self.type_name));
        if !self.object.owns(&row) {
            cx.quirk(D2L_051.part("replace"));
            return Err(wrong_service(self.settings, cx, self.object, id, &row));
        }
        if let Some(other) = unit.as_ref().filter(|_| other_type) {
            cx.quirk(D2L_051.part("replace"));
            let is = other.type_name.text().unwrap_or("");
            let text = format!("org unit {id} is a {is}, not a {}", self.type_name);
            let rule = Some(D2L_051);
            return Err(refuse(self.settings, cx, rule, "unknownobject", text));
        }
        if row.deleted.value && unit.is_some() {
            cx.quirk(D2L_046.part("again"));
        }
        if unit.is_none() && !row.deleted.value {
            self.orphan(cx)?;
        }
        self.row = Some(ImUnit::clone(&row));
        self.unit = unit.map(|unit| Unit::clone(&unit));
        self.known = Some(row);
        Ok(())
    }

    /// The unit was deleted in the LMS.
    fn orphan(&self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        cx.setting("orphan_org_unit");
        if self.settings.units.orphan_is_error {
            cx.quirk(D2L_035);
            let text = format!(
                "Error with update of org unit with code {}",
                self.request.id
            );
            let rule = Some(D2L_035);
            return Err(refuse(self.settings, cx, rule, "unknownobject", text));
        }
        cx.quirk(D2L_052);
        Ok(())
    }

    fn validate(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let request = self.request;
        match self.object {
            Object::Group => self.group_parents(cx)?,
            Object::Template => {
                if let Some(id) = &request.department {
                    self.below_kind(cx, "department", id, kind::DEPARTMENT)?;
                }
            }
            Object::Offering => {
                for id in &request.parents {
                    self.below(cx, "template", id, Object::Template)?;
                }
                if let Some(id) = &request.semester {
                    self.below_kind(cx, "semester", id, kind::SEMESTER)?;
                }
            }
            Object::Section => {
                for id in &request.parents {
                    self.below(cx, "offering", id, Object::Offering)?;
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

    /// Parents of a group that are known; without any, the organization is the only one.
    fn group_parents(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        for id in &self.request.parents {
            if **id == *self.state.organization {
                self.parents.push(Arc::clone(&self.state.organization));
                self.places.push(Arc::clone(&self.state.organization));
                continue;
            }
            let known = self
                .state
                .units
                .mapped(id)
                .filter(|_| *id != self.request.id);
            if let Some(code) = known.and_then(|unit| unit.code.value.clone()) {
                self.parents.push(id.as_str().into());
                self.places.push(code);
            } else if !cx.quirk(D2L_042) {
                return Err(unknown(self.settings, cx, "parent", id));
            }
        }
        if self.places.is_empty() {
            cx.quirk(D2L_042);
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
    fn keep_parents(&self, cx: &mut Cx<'_>) -> Result<(), Failure> {
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
    fn update_departments(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
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

    fn create(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let code = self.request.code.as_ref().unwrap_or(&self.request.id);
        let by_hand = self.state.units.org_units.get(code).cloned();
        let origin = cx.origin();
        let mut unit = Unit::default();
        if let Some(found) = by_hand {
            cx.setting("org_unit_conflict");
            let same_kind = found.type_name.text() == Some(&self.type_name);
            let mapped = self.state.units.mapped(code).is_some();
            if !self.settings.units.adopt || !same_kind || mapped {
                let text = format!("Unable to create org unit. Code {code} is taken.");
                return Err(refuse(self.settings, cx, None, "invaliddata", text));
            }
            unit = Unit::clone(&found);
        } else {
            unit.unit_id.set(self.state.new_unit_id(), &origin);
            unit.is_active.set(true, &origin);
            self.created = true;
        }
        unit.code.set_text(code, &origin);
        unit.type_name.set_text(&self.type_name, &origin);
        unit.parents.set(self.places.clone(), &origin);
        self.unit = Some(unit);
        Ok(())
    }

    fn map(&mut self, cx: &Cx<'_>) {
        let mut row = ImUnit::default();
        row.is_active.set(true, &cx.origin());
        self.row = Some(row);
    }

    fn save(&mut self, cx: &Cx<'_>) {
        let Some(unit) = &mut self.unit else {
            return;
        };
        let origin = cx.origin();
        let request = self.request;
        unit.name
            .set(request.name.as_deref().map(Into::into), &origin);
        for (sent, field) in [
            (&request.start, &mut unit.start_date),
            (&request.end, &mut unit.end_date),
        ] {
            if let Some(date) = sent {
                field.set_text(date, &origin);
            }
        }
        if let Some(active) = request.active {
            unit.is_active.set(active, &origin);
        }
        if unit.parents.value != self.places {
            unit.parents.set(self.places.clone(), &origin);
        }
    }

    fn save_mapping(&mut self, cx: &Cx<'_>) {
        let (Some(row), Some(unit)) = (&mut self.row, &self.unit) else {
            return;
        };
        remember(
            row,
            unit,
            &self.request.sis_type,
            &self.parents,
            &cx.origin(),
        );
    }

    /// Writes both sides, and says so in the Audit Log.
    pub(super) fn write(self, cx: &mut Cx<'_>) {
        let Self {
            settings,
            state,
            request,
            object,
            ..
        } = self;
        if let Some(row) = self.row.filter(|row| row.unit_id.value != 0) {
            state.units.im_org_units.put(&mut cx.tx, &request.id, row);
        }
        let Some(unit) = self.unit else {
            return;
        };
        let code = unit.code.value.clone().unwrap_or_default();
        let before = state.units.org_units.get(&code);
        let moved = before.is_some_and(|before| before.parents.value != unit.parents.value);
        state.units.org_units.put(&mut cx.tx, &code, unit);
        let done = if self.created { "Created" } else { "Updated" };
        audit(state, done, &self.type_name, &code);
        if moved && object == Object::Section {
            enrollments::move_later(settings, state, cx, &request.id);
        }
    }
}

/// What IPSIS keeps of a unit.
pub(super) fn remember(
    row: &mut ImUnit,
    unit: &Unit,
    sis_type: &str,
    parents: &[Arc<str>],
    origin: &Origin,
) {
    row.unit_id.set(unit.unit_id.value, origin);
    row.sis_type.set_text(sis_type, origin);
    row.code.set(unit.code.value.clone(), origin);
    row.name.set(unit.name.value.clone(), origin);
    row.parents.set(parents.to_vec(), origin);
    row.start_date.set(unit.start_date.value.clone(), origin);
    row.end_date.set(unit.end_date.value.clone(), origin);
    row.is_active.set(unit.is_active.value, origin);
    row.deleted.set(false, origin);
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
