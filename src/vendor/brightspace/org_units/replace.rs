//! replaceGroup, replaceCourseTemplate, replaceCourseOffering, replaceCourseSection: the handlers, in their order.

use std::sync::Arc;

use super::translate::{self, UnitRequest};
use super::{Object, audit, copy, ilp, mapped_type, success, wrong_service};
use crate::engine::Cx;
use crate::model::{Call, Outcome, Record, View};
use crate::store::Origin;
use crate::vendor::brightspace::answers::{Failure, refuse};
use crate::vendor::brightspace::enrollments;
use crate::vendor::brightspace::quirks::{D2L_035, D2L_046, D2L_051, D2L_052};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{ImUnit, State, Unit};

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

    fn create(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let code = self.request.code.as_ref().unwrap_or(&self.request.id);
        let by_hand = self.state.units.org_units.get(code).cloned();
        let origin = cx.origin();
        let mut unit = Unit::default();
        if let Some(found) = by_hand {
            cx.setting("org_unit_conflict");
            let same_kind = found.type_name.text() == Some(&self.type_name);
            let mapped = self.state.units.is_sent(&found);
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
