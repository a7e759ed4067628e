//! The course that hangs on a group, and the extension fields that make it.

use super::refuse;
use crate::engine::Cx;
use crate::model::View;
use crate::store::Origin;
use crate::vendor::itslearning::answers::Refusal;
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Course, State, keyless};
use crate::vendor::itslearning::texts::{Reason, codes};

/// What a message says about a course; none of it when it has no title for one.
#[derive(Debug)]
pub(super) struct Wanted<'r> {
    title: &'r str,
    code: Option<&'r str>,
    credits: Option<&'r str>,
    template: Option<&'r str>,
    creator: Option<&'r str>,
}

/// Reads the fields.
pub(super) fn wanted<'r>(group: View<'r, '_>) -> Option<Wanted<'r>> {
    let field = |name: &str| group.extension_field(name).map(str::trim);
    let filled = |name: &str| field(name).filter(|text| !text.is_empty());
    Some(Wanted {
        title: filled("course")?,
        code: field("course/code"),
        // Two pages spell it differently.
        credits: field("course/credits").or_else(|| field("course/credit")),
        template: filled("course/template/synckey"),
        creator: filled("course/template/coursecreatorsynckey"),
    })
}

/// Connects a course to a group, or changes the one that is connected.
pub(super) fn write(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    group: &str,
    wanted: &Wanted<'_>,
    replace: bool,
) -> Result<(), Refusal> {
    let origin = cx.origin();
    let known = state.course_of(group).map(|(_, row)| (**row).clone());
    let is_new = known.is_none();
    if is_new && state.hierarchies.courses.get(group).is_some() {
        // A template has the key.
        return Err(refuse(Reason::KeyInUse));
    }
    let mut course = known.unwrap_or_default();
    if is_new {
        course.course_id.set(state.new_course_id(), &origin);
        course.sync_key.set_text(group, &origin);
        course.group.set_text(group, &origin);
        if let Some(template) = wanted.template {
            copy(state, template, &mut course, &origin)?;
        }
        if let Some(creator) = wanted.creator {
            let Some(person) = state.person(creator, settings.key_case_exact) else {
                return Err(unknown("course/template/coursecreatorsynckey"));
            };
            course.owner.set_text(person, &origin);
        }
    }
    course.title.set_text(wanted.title, &origin);
    for (field, sent) in [
        (&mut course.code, wanted.code),
        (&mut course.credits, wanted.credits),
    ] {
        match sent {
            Some("") => field.set(None, &origin),
            Some(text) => field.set_text(text, &origin),
            None if replace && !is_new => field.set(None, &origin),
            None => {}
        }
    }
    state.hierarchies.courses.put(&mut cx.tx, group, course);
    Ok(())
}

/// A course from a template is what that is now; later changes of the template do not follow.
fn copy(
    state: &State,
    template: &str,
    course: &mut Course,
    origin: &Origin,
) -> Result<(), Refusal> {
    let Some((key, row)) = state.hierarchies.courses.get_key(template) else {
        return Err(unknown("course/template/synckey"));
    };
    if !row.is_template.value || row.sync_key.value.is_none() {
        return Err(Refusal::new(
            codes::INVALID_DATA,
            "The course is not a template",
        ));
    }
    for (field, from) in [
        (&mut course.code, &row.code),
        (&mut course.credits, &row.credits),
    ] {
        if let Some(text) = from.text() {
            field.set_text(text, origin);
        }
    }
    course.template.set_text(key, origin);
    Ok(())
}

fn unknown(field: &str) -> Refusal {
    let text = Reason::UnknownObject.text();
    Refusal::new(codes::UNKNOWN_OBJECT, format!("{text}: {field}"))
}

/// Takes the course off a group that goes: it is kept, without a key.
pub(super) fn disconnect(state: &mut State, cx: &mut Cx<'_>, group: &str, origin: &Origin) {
    let Some(key) = state.course_of(group).map(|(key, _)| key.clone()) else {
        return;
    };
    if let Some(row) = state.hierarchies.courses.remove(&mut cx.tx, &key) {
        let mut course = (*row).clone();
        course.sync_key.set(None, origin);
        course.group.set(None, origin);
        let key = keyless(course.course_id.value);
        state.hierarchies.courses.put(&mut cx.tx, &key, course);
    }
}
