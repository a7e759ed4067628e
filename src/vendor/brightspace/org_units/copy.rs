//! `ReplaceCourseOfferingCopyCourseHandler`: a new offering gets the content of another course (kb 23644).

use std::sync::Arc;

use super::audit;
use super::replace::Job;
use crate::engine::Cx;
use crate::model::View;
use crate::vendor::brightspace::quirks::D2L_063;

/// The field for the number of the source, as the vendor's page prints it and as it is probably meant.
const BY_ID: [&str; 2] = ["CoupCourseSourceOrgUnitId", "CopyCourseSourceOrgUnitId"];

/// Copies on creation only. What is named, is copied; without a name it is the template. A sibling whose code is that of
/// the template would do, too, but here no two units share a code.
pub(super) fn run(job: &mut Job<'_>, cx: &mut Cx<'_>, view: &View<'_, '_>) {
    if !job.created {
        return;
    }
    cx.setting("replace_offering_handlers");
    let (by, source) = source(job, cx, view);
    let Some(unit) = &mut job.unit else {
        return;
    };
    let code = unit.code.value.clone().unwrap_or_default();
    match source {
        Some(source) => {
            let origin = cx.origin_by(D2L_063);
            unit.copied_from.set(Some(Arc::clone(&source)), &origin);
            audit(
                job.state,
                &format!("Copied {source} ({by}) into"),
                &job.type_name,
                &code,
            );
        }
        None => job.state.log(
            "warning",
            format!("Nothing was copied into course offering {code}: {by} leads nowhere."),
        ),
    }
}

/// Which field decided, and the code that it leads to.
fn source(job: &Job<'_>, cx: &mut Cx<'_>, view: &View<'_, '_>) -> (&'static str, Option<Arc<str>>) {
    let field = |name: &str| {
        let text = view.extension_field(name)?.trim();
        (!text.is_empty()).then_some(text)
    };
    let units = &job.state.units;
    if let Some(id) = field("CopyCourseSourceExternalId") {
        let code = units.mapped(id).and_then(|unit| unit.code.value.clone());
        return ("CopyCourseSourceExternalId", code);
    }
    if let Some(code) = field("CopyCourseSourceOrgUnitCode") {
        let code = units.org_units.get(code).and_then(|u| u.code.value.clone());
        return ("CopyCourseSourceOrgUnitCode", code);
    }
    let [odd, meant] = BY_ID;
    let odd_one = field(odd).filter(|_| cx.quirk(D2L_063));
    let by_id = odd_one.map(|id| (odd, id)).or_else(|| {
        let id = field(meant)?;
        cx.quirk(D2L_063.part("spelling"));
        Some((meant, id))
    });
    if let Some((by, id)) = by_id {
        // Numbers are no key, but copying is rare.
        let rows = units.org_units.sorted();
        let mut found = rows
            .into_iter()
            .filter(|(_, unit)| unit.unit_id.value.to_string() == id);
        return (by, found.next().map(|(code, _)| Arc::clone(code)));
    }
    let by = if field("CopyCourseParent").is_some() {
        "CopyCourseParent"
    } else {
        cx.quirk(D2L_063.part("implicit"));
        "the parent template"
    };
    let template = job.request.parents.first();
    let code = template.and_then(|id| units.mapped(id)?.code.value.clone());
    (by, code)
}
