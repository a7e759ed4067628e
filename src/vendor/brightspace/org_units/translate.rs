//! The translators of IPSIS: from a LIS record to the neutral request that the handlers work on.

use super::Object;
use crate::engine::Cx;
use crate::model::{Call, Payload, Record, View};
use crate::vendor::brightspace::answers::{Failure, incomplete};
use crate::vendor::brightspace::quirks::{D2L_040, D2L_041, D2L_060};
use crate::vendor::brightspace::settings::Settings;

/// What a replace asks for, after translation.
#[derive(Clone, Debug, Default)]
pub(super) struct UnitRequest {
    /// The sourcedId.
    pub(super) id: String,
    /// The code in the LMS, where it is not the sourcedId.
    pub(super) code: Option<String>,
    /// Type of the message: a key of the type map.
    pub(super) sis_type: String,
    pub(super) name: Option<String>,
    /// The template of an offering, the offering of a section, the parents of a group.
    pub(super) parents: Vec<String>,
    pub(super) semester: Option<String>,
    pub(super) department: Option<String>,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) active: Option<bool>,
    /// The sections of an association.
    pub(super) sections: Vec<String>,
}

/// The record of a call; an empty one when there is none.
pub(super) fn record<'c, 't>(call: &'c Call<'t>, empty: &'c Record<'t>) -> &'c Record<'t> {
    match &call.payload {
        Payload::Record(record) => record,
        _ => empty,
    }
}

/// Runs the configured translators over a record.
pub(super) fn request(
    settings: &Settings,
    cx: &mut Cx<'_>,
    object: Object,
    record: &Record<'_>,
) -> Result<UnitRequest, Failure> {
    let element = object.record().element();
    let Some(id) = record.id.as_deref().filter(|id| !id.is_empty()) else {
        let text = format!("{element}.sourcedGUID.sourcedId is missing");
        return Err(incomplete(cx, text));
    };
    let units = &settings.units;
    let translators = match object {
        Object::Group => &units.group_translators,
        Object::Template => &units.template_translators,
        Object::Offering => &units.offering_translators,
        Object::Section => &units.section_translators,
        Object::Association => &units.association_translators,
    };
    let mut request = UnitRequest {
        id: id.to_owned(),
        sis_type: object.key().to_owned(),
        ..UnitRequest::default()
    };
    let view = record.view();
    for translator in translators {
        // The name of each translator is that of its service, `Request`, what it does, and `Translator`.
        let work = translator
            .split_once("Request")
            .map_or("", |(_, work)| work);
        translate(cx, work, &view, &mut request)?;
    }
    if object == Object::Group {
        let relations = view.list("relationships");
        let parents = relations.iter().filter(|r| {
            r.text("relation")
                .is_some_and(|r| r.eq_ignore_ascii_case("Parent"))
        });
        request.parents = parents
            .filter_map(|r| r.text("id").map(str::to_owned))
            .collect();
    }
    if request.name.is_none() && cx.quirk(D2L_040) {
        request.name = Some(request.id.clone());
    }
    Ok(request)
}

fn translate(
    cx: &mut Cx<'_>,
    work: &str,
    view: &View<'_, '_>,
    request: &mut UnitRequest,
) -> Result<(), Failure> {
    let text = |path: &str| view.text(path).map(str::to_owned);
    match work {
        "TypeValueIdRequiredTranslator" => {
            let id = group_type(cx, view);
            request.sis_type = required(cx, "groupType.typevalue.id", id)?.unwrap_or_default();
        }
        "NameShortDescRequiredTranslator" => {
            let name = text("short_description");
            request.name = required(cx, "description.shortDescription", name)?;
        }
        "NameTitleRequiredTranslator" => {
            request.name = required(cx, "title", text("title"))?;
        }
        "NameTitleOptionalTranslator" => request.name = text("title"),
        "NameRequiredTranslator" => {
            let name = text("title").or_else(|| text("label"));
            request.name = required(cx, "title", name)?;
        }
        "TemplateRequiredTranslator" => {
            let id = required(cx, "parentTemplateId", text("parent_template"))?;
            request.parents.extend(id);
        }
        "ParentOfferingIdRequiredTranslator" => {
            let id = required(cx, "parentOfferingId", text("parent_offering"))?;
            request.parents.extend(id);
        }
        "DepOrgNameOptionalTranslator" => request.department = text("org.name"),
        "DepartmentRequiredTranslator" => {
            let id = text("org.name").or_else(|| text("org.unit"));
            let id = id.or_else(|| text("org.id"));
            request.department = required(cx, "org.orgName", id)?;
        }
        "SemesterOptionalTranslator" => request.semester = text("academic_session"),
        "StartDateEndDateOptionalTranslator" => (request.start, request.end) = dates(view),
        "StartDateEndDateRequiredTranslator" => {
            let (start, end) = dates(view);
            request.start = required(cx, "timeFrame.begin", start)?;
            request.end = required(cx, "timeFrame.end", end)?;
        }
        "StatusOptionalTranslator" => request.active = status(cx, view.text("status"))?,
        "SectionIdRequiredTranslator" => {
            for id in view.texts("sections") {
                // An id that stands twice is meant once.
                if !request.sections.iter().any(|other| other == id) {
                    request.sections.push(id.to_owned());
                }
            }
            let first = request.sections.first().cloned();
            required(cx, "courseSectionIdList.courseSectionId", first)?;
        }
        // The base translator's work is done by then: nothing goes on without a key.
        _ => {}
    }
    Ok(())
}

fn required(cx: &mut Cx<'_>, path: &str, text: Option<String>) -> Result<Option<String>, Failure> {
    if text.is_none() && cx.quirk(D2L_041) {
        return Err(incomplete(cx, format!("required {path} is missing")));
    }
    Ok(text)
}

/// The `id` of the first type value of the first type: a Text, as documented, or the word itself, as Ellucian sends it.
fn group_type(cx: &mut Cx<'_>, view: &View<'_, '_>) -> Option<String> {
    let types = view.list("types");
    let values = types.first()?.list("values");
    let value = values.first()?;
    let id = value.text("id")?;
    let plain = value.whole("id").is_some_and(|id| id.language.is_none());
    (!plain || cx.quirk(D2L_060)).then(|| id.to_owned())
}

/// Begin and end of the first time frame, as they were sent.
fn dates(view: &View<'_, '_>) -> (Option<String>, Option<String>) {
    let frames = view.list("time_frames");
    let text = |field| frames.first()?.text(field).map(str::to_owned);
    (text("begin"), text("end"))
}

fn status(cx: &mut Cx<'_>, text: Option<&str>) -> Result<Option<bool>, Failure> {
    match text {
        None => Ok(None),
        Some(word) if word.eq_ignore_ascii_case("Active") => Ok(Some(true)),
        Some(word) if word.eq_ignore_ascii_case("Inactive") => Ok(Some(false)),
        Some(word) => {
            let text = format!("status is '{word}', not Active or Inactive");
            Err(incomplete(cx, text))
        }
    }
}
