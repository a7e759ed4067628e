//! Ellucian ILP: one section message makes a whole course (kb 23834).
//!
//! The fields mean other things then: the title is the sourcedId of the offering, the label its code, and the parent is
//! the template.

use super::replace;
use super::translate::UnitRequest;
use super::{Object, unknown};
use crate::engine::Cx;
use crate::model::View;
use crate::vendor::brightspace::answers::Failure;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{State, kind};

/// Makes department, template and offering where they are missing, and hangs the section below the offering.
pub(super) fn make_course(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    view: &View<'_, '_>,
    section: &mut UnitRequest,
) -> Result<(), Failure> {
    cx.setting("profile");
    let text = |path: &str| view.text(path).map(str::to_owned);
    let Some(title) = text("title").or_else(|| section.name.clone()) else {
        return Ok(());
    };
    let department = text("org.id").or_else(|| section.department.clone());
    if let Some(id) = &department
        && state.units.mapped(id).is_none()
    {
        let mappings = state.units.org_type_mappings.sorted();
        let mut departments = mappings
            .into_iter()
            .filter(|(_, row)| row.type_name.text() == Some(kind::DEPARTMENT));
        let Some((sis_type, _)) = departments.next() else {
            return Err(unknown(settings, cx, "type mapping to", kind::DEPARTMENT));
        };
        let request = UnitRequest {
            id: id.clone(),
            sis_type: sis_type.to_string(),
            name: text("org.name").or_else(|| Some(id.clone())),
            // Said outright, so that D2L-042 need not find it.
            parents: vec![state.organization.to_string()],
            ..UnitRequest::default()
        };
        replace::run(settings, state, cx, Object::Group, &request, None)?;
    }
    let template = section.parents.first().cloned();
    if let Some(id) = &template
        && state.units.mapped(id).is_none()
    {
        let request = UnitRequest {
            id: id.clone(),
            sis_type: Object::Template.key().to_owned(),
            name: Some(id.clone()),
            department,
            ..UnitRequest::default()
        };
        replace::run(settings, state, cx, Object::Template, &request, None)?;
    }
    let request = UnitRequest {
        id: title.clone(),
        code: text("label"),
        sis_type: Object::Offering.key().to_owned(),
        name: Some(title.clone()),
        parents: template.into_iter().collect(),
        semester: section.semester.clone(),
        start: section.start.clone(),
        end: section.end.clone(),
        active: section.active,
        ..UnitRequest::default()
    };
    replace::run(settings, state, cx, Object::Offering, &request, None)?;
    section.parents = vec![title];
    Ok(())
}
