//! replaceSectionAssociation: several sections become one course offering (kb 23731).

use std::sync::Arc;

use super::parents::{below_or_beside, section_places};
use super::replace::Job;
use super::translate::{self, UnitRequest};
use super::{Object, success, unknown};
use crate::engine::Cx;
use crate::model::{Call, Outcome, Record};
use crate::vendor::brightspace::answers::Failure;
use crate::vendor::brightspace::enrollments;
use crate::vendor::brightspace::quirks::{D2L_058, D2L_059};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{ImAssociation, State, Unit};

/// Translate, then do what the handlers do, in their documented order.
pub(super) fn replace(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Failure> {
    let empty = Record::new(Object::Association.record());
    let record = translate::record(call, &empty);
    let mut request = translate::request(settings, cx, Object::Association, record)?;
    check_sections(settings, state, cx, &request)?;
    let inherited = inherit(settings, state, cx, &mut request);
    let mut job = Job::new(settings, state, cx, Object::Association, &request)?;
    job.handle(cx, "Read")?;
    // The first section counts on creation only; later messages leave the offering where it is.
    (job.parents, job.places) = match (&job.row, &job.unit) {
        (Some(row), Some(unit)) if !row.deleted.value => {
            (row.parents.value.clone(), unit.parents.value.clone())
        }
        _ => inherited,
    };
    for work in ["Validate", "CreateLMS", "CreateIM", "SaveLMS", "SaveIM"] {
        job.handle(cx, work)?;
    }
    job.write(cx);

    let before = state
        .units
        .im_section_associations
        .get(&request.id)
        .cloned();
    let mut row = ImAssociation::default();
    let sections: Vec<Arc<str>> = request
        .sections
        .iter()
        .map(|id| id.as_str().into())
        .collect();
    row.sections.set(sections.clone(), &cx.origin());
    state
        .units
        .im_section_associations
        .put(&mut cx.tx, &request.id, row);
    let gone = before.iter().flat_map(|row| &row.sections.value);
    let gone: Vec<_> = gone.filter(|id| !sections.contains(id)).cloned().collect();
    if !gone.is_empty() {
        cx.quirk(D2L_058.part("full-list"));
    }
    for section in sections.iter().chain(&gone) {
        place(settings, state, cx, section);
    }
    Ok(success(settings, cx))
}

fn check_sections(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    request: &UnitRequest,
) -> Result<(), Failure> {
    for id in &request.sections {
        let row = state.units.live(id);
        let section = row.filter(|row| Object::Section.owns(row));
        if section.and_then(|row| state.units.behind(row)).is_none() {
            return Err(unknown(settings, cx, "section", id));
        }
    }
    Ok(())
}

type Places = (Vec<Arc<str>>, Vec<Arc<str>>);

/// Takes dates from the sections, and finds where the first one's own offering hangs.
fn inherit(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    request: &mut UnitRequest,
) -> Places {
    let units = &state.units;
    let existing = units.mapped(&request.id).is_some();
    let rows: Vec<_> = request
        .sections
        .iter()
        .filter_map(|id| units.live(id))
        .collect();
    let Some(first) = rows.first() else {
        return Places::default();
    };
    if settings.units.ilp && cx.quirk(D2L_059) {
        cx.quirk(D2L_059.part("sections"));
        // Dates of one SIS are written alike, so that their order is that of their texts.
        let starts = rows.iter().filter_map(|row| row.start_date.text());
        request.start = starts.min().map(str::to_owned);
        let ends = rows.iter().filter_map(|row| row.end_date.text());
        request.end = ends.max().map(str::to_owned);
    }
    if existing {
        cx.quirk(D2L_058.part("creation"));
        return Places::default();
    }
    if !cx.quirk(D2L_058) {
        return Places::default();
    }
    if request.start.is_none() && request.end.is_none() {
        request.start = first.start_date.text().map(str::to_owned);
        request.end = first.end_date.text().map(str::to_owned);
    }
    if request.active.is_none() {
        request.active = Some(first.is_active.value);
    }
    let offering = first.parents.value.iter().find_map(|id| units.live(id));
    let place = offering.and_then(|row| Some((row, units.behind(row)?)));
    place.map_or_else(Places::default, |(row, unit)| {
        (row.parents.value.clone(), unit.parents.value.clone())
    })
}

/// Hangs a section where it belongs now; its members follow later.
pub(super) fn place(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, section: &str) {
    let units = &state.units;
    let Some(row) = units.live(section) else {
        return;
    };
    let Some(unit) = units.behind(row) else {
        return;
    };
    let mut own: Vec<Arc<str>> = Vec::new();
    for parent in row.parents.value.iter().filter_map(|id| units.mapped(id)) {
        own.extend(below_or_beside(cx, unit.type_name.text(), parent));
    }
    if own.is_empty() {
        own.push(Arc::clone(&state.organization));
    }
    let (mut unit, key) = (
        Unit::clone(unit),
        unit.code.value.clone().unwrap_or_default(),
    );
    let places = section_places(settings, state, cx, section, &own);
    if unit.parents.value == places {
        return;
    }
    unit.parents.set(places, &cx.origin());
    state.units.org_units.put(&mut cx.tx, &key, unit);
    enrollments::move_later(settings, state, cx, section);
}

/// Takes an association away: its sections are released.
pub(super) fn forget(settings: &Settings, state: &mut State, cx: &mut Cx<'_>, id: &str) {
    let Some(row) = state.units.im_section_associations.remove(&mut cx.tx, id) else {
        return;
    };
    cx.setting("deleted_association");
    if settings.units.keep_association_sections {
        return;
    }
    for section in &row.sections.value {
        place(settings, state, cx, section);
    }
}
