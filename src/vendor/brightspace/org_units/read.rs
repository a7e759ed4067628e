//! readGroup, readCourseTemplate, readCourseOffering, readCourseSection, readSectionAssociation.

use std::borrow::Cow;

use super::{Object, success, unknown, wrong_service};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, CodeMajor, Item, Node, NodeKind, Outcome, OutcomeBody, Record, Severity, Tree,
    nodes,
};
use crate::vendor::brightspace::answers::{Failure, done, key_of, operation, refuse};
use crate::vendor::brightspace::quirks::{D2L_008, D2L_051, D2L_061};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{ImUnit, State, kind};

/// What IPSIS has of a unit; the LMS fills in what it lacks.
pub(super) fn read(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
    object: Object,
) -> Result<Outcome, Failure> {
    let id = key_of(cx, call)?;
    let Some(row) = state.units.live(&id) else {
        return Err(unknown(settings, cx, "org unit", &id));
    };
    if !object.owns(row) && cx.quirk(D2L_051) {
        return Err(wrong_service(settings, cx, object, &id, row));
    }
    let Some(unit) = state.units.behind(row) else {
        let text = format!("org unit {id} is not in Brightspace any more");
        return Err(refuse(settings, cx, None, "targetreadfailure", text));
    };
    let mut value = Value::map();
    value.insert("id", Value::text(id.as_str()));
    let name = row.name.text().or(unit.name.text());
    if object == Object::Group {
        group(cx, row, &mut value);
        value.insert_text("short_description", name);
    } else {
        value.insert_text("title", name);
        let active = if row.is_active.value {
            "Active"
        } else {
            "Inactive"
        };
        value.insert("status", Value::text(active));
        parents(state, object, row, &mut value);
        if matches!(object, Object::Offering | Object::Section) {
            value.insert_text("begin", row.start_date.text());
            value.insert_text("end", row.end_date.text());
        }
    }
    if object == Object::Association
        && let Some(association) = state.units.im_section_associations.get(&id)
    {
        let sections = association.sections.value.iter();
        let sections = sections.map(|section| Value::text(&**section)).collect();
        value.insert("sections", Value::List(sections));
    }
    let mut record = Record::from_value(object.record(), &value);
    if let Some(tree) = &mut record.tree {
        in_english(nodes(object.record()), tree);
    }
    let mut outcome = if object == Object::Group {
        done(CodeMajor::Success, Severity::Warning, "partialdatastorage")
    } else {
        success(settings, cx)
    };
    if cx.quirk(D2L_008.part("other-reads")) {
        outcome.status.description = operation(call).into();
    }
    outcome.body = OutcomeBody::Record(AnyRecord::Other(Box::new(record)));
    Ok(outcome)
}

/// The type of a group: the mapping's id, and blanks around it.
fn group(cx: &mut Cx<'_>, row: &ImUnit, out: &mut Value) {
    let id = row.sis_type.text().unwrap_or("");
    let blank = if cx.quirk(D2L_061) { "" } else { id };
    let mut value = Value::map();
    value.insert("id", Value::text(id));
    value.insert("type", Value::text(blank));
    value.insert("level", Value::text(blank));
    let mut group_type = Value::map();
    group_type.insert("scheme", Value::text(blank));
    group_type.insert("values", Value::List(vec![value]));
    out.insert("types", Value::List(vec![group_type]));
}

/// The parents, each in the element that it was sent in.
fn parents(state: &State, object: Object, row: &ImUnit, out: &mut Value) {
    for id in &row.parents.value {
        let Some(parent) = state.units.live(id) else {
            continue;
        };
        let unit = state.units.behind(parent);
        match unit.and_then(|unit| unit.type_name.text()) {
            Some(kind::SEMESTER) if object == Object::Offering => {
                out.insert("academic_session", Value::text(&**id));
            }
            Some(kind::DEPARTMENT) if object == Object::Template => {
                let mut org = Value::map();
                org.insert("name", Value::text(&**id));
                out.insert("org", org);
            }
            _ if object == Object::Offering => {
                out.insert("parent_template", Value::text(&**id));
            }
            _ if object == Object::Section => {
                out.insert("parent_offering", Value::text(&**id));
            }
            _ => {}
        }
    }
}

/// Every text that has a language has Brightspace's own; what may be plain or a text is a text.
fn in_english(nodes: &'static [Node], tree: &mut Tree<'_>) {
    for entry in tree {
        let node = &nodes[usize::from(entry.node)];
        match (&node.kind, &mut entry.item) {
            (NodeKind::Lang | NodeKind::Either, Item::Text(text)) => {
                text.language = Some(Cow::Borrowed("en-US"));
            }
            (NodeKind::Group(inner, _) | NodeKind::Inline(inner), Item::Tree(tree)) => {
                in_english(inner, tree);
            }
            _ => {}
        }
    }
}
