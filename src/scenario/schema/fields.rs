//! Records, parameters, answers and rows: what follows from field tables.

use serde_json::{Map, Value as Json, json};

use super::root::reference;
use crate::engine::VendorInfo;
use crate::model::{FieldInfo, Operation, RecordKind, Shape, record_fields};
use crate::scenario::decode::operations;
use crate::scenario::table::{COUNT, EXACT};
use crate::standard::{self, ANSWER_FIELDS, lis};

/// Records, answers, and what of them belongs to which operation.
pub(super) fn records(defs: &mut Map<String, Json>, vendors: &[&'static VendorInfo]) {
    defs.insert(
        "answer".to_owned(),
        fields(ANSWER_FIELDS, Use::Expect, "an answer"),
    );
    let rows = rows(vendors);
    let kinds: Vec<Json> = RecordKind::ALL
        .into_iter()
        .chain([RecordKind::Bulk])
        .filter_map(|kind| {
            let names = names(&rows, |row| row.record == kind);
            (!names.is_empty()).then(|| {
                let about = format!("a {} record", kind.words());
                for usage in [Use::Send, Use::Expect] {
                    let form = fields(record_fields(kind), usage, &about);
                    defs.insert(def(usage, kind), form);
                }
                let operations = format!("operation_{}", kind.element());
                defs.insert(operations.clone(), json!({ "enum": names }));
                reference(&operations)
            })
        })
        .collect();
    defs.insert("operation".to_owned(), json!({ "anyOf": kinds }));
    for (step, usage) in [("send_step", Use::Send), ("message", Use::Expect)] {
        let rules: Vec<Json> = by_kind(&rows, usage)
            .into_iter()
            .chain(by_parameters(&rows, usage))
            .collect();
        if let Some(step) = defs.get_mut(step).filter(|_| !rules.is_empty()) {
            step["allOf"] = json!(rules);
        }
    }
}

/// Every operation of every vendor, each name once.
fn rows(vendors: &[&'static VendorInfo]) -> Vec<&'static Operation> {
    let mut rows: Vec<&'static Operation> = Vec::new();
    for vendor in vendors {
        for name in operations(vendor) {
            if let Some(row) = vendor.operation(name)
                && rows.iter().all(|known| known.name != name)
            {
                rows.push(row);
            }
        }
    }
    rows
}

fn names(rows: &[&'static Operation], which: impl Fn(&Operation) -> bool) -> Vec<&'static str> {
    let rows = rows.iter().filter(|row| which(row));
    rows.map(|row| row.name).collect()
}

/// The definition of a kind's records.
/// The definition of a record's fields.
pub(super) fn def(usage: Use, kind: RecordKind) -> String {
    let word = match usage {
        Use::Send => "sent",
        Use::Expect => "expected",
    };
    format!("{word}_{}", kind.element())
}

/// What an operation's record and answer can hold.
fn by_kind(rows: &[&'static Operation], usage: Use) -> Vec<Json> {
    let kinds = RecordKind::ALL.into_iter().chain([RecordKind::Bulk]);
    let kinds = kinds.filter(|kind| rows.iter().any(|row| row.record == *kind));
    kinds
        .map(|kind| {
            let mut record = reference(&def(usage, kind));
            if rows
                .iter()
                .any(|row| row.record == kind && row.arity == crate::model::Arity::Many && row.carries_record())
            {
                let list = json!({ "type": "array", "items": record });
                record = json!({ "anyOf": [record, list] });
            }
            let read = reference(&def(Use::Expect, kind));
            let list = json!({ "type": "array", "items": or_matcher(read.clone()) });
            let mut then = Map::new();
            then.insert("record".to_owned(), record);
            if rows.iter().any(|row| row.record == kind && gives_records(row)) {
                then.insert(
                    "answer".to_owned(),
                    json!({ "properties": { "record": or_matcher(read), "records": or_matcher(list) } }),
                );
            }
            let operations = reference(&format!("operation_{}", kind.element()));
            rule(operations, Json::Object(then))
        })
        .collect()
}

fn gives_records(row: &Operation) -> bool {
    row.response.iter().any(|p| {
        p.name == "personCore"
            || matches!(
                lis::param_kind(p.name),
                lis::ParamKind::Record(_) | lis::ParamKind::Records(_)
            )
    })
}

/// What can stand under `with`, for the operations that take the same.
fn by_parameters(rows: &[&'static Operation], usage: Use) -> Vec<Json> {
    let mut groups: Vec<(Vec<FieldInfo>, Vec<&str>)> = Vec::new();
    for row in rows {
        let with = standard::with_fields(row);
        if with.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(known, _)| *known == with) {
            Some((_, names)) => names.push(row.name),
            None => groups.push((with, vec![row.name])),
        }
    }
    groups
        .into_iter()
        .map(|(with, names)| {
            let mut form = fields(&with, usage, "");
            for field in &with {
                // The records have definitions of their own.
                if let lis::ParamKind::Records(kind) = lis::param_kind(field.name) {
                    let mut item = reference(&def(usage, kind));
                    if usage == Use::Expect {
                        item = or_matcher(item);
                    }
                    form["properties"][field.name] = json!({ "type": "array", "items": item });
                }
            }
            rule(json!({ "enum": names }), json!({ "with": form }))
        })
        .collect()
}

/// What holds of the keys of a step or message when its operation is one of these.
fn rule(operations: Json, then: Json) -> Json {
    json!({
        "if": { "properties": { "operation": operations }, "required": ["operation"] },
        "then": { "properties": then },
    })
}

/// Whether a map is sent or set, or asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Send,
    Expect,
}

/// A map over the fields of a table.
pub(super) fn fields(table: &[FieldInfo], usage: Use, about: &str) -> Json {
    let mut properties = Map::new();
    let mut dotted = Vec::new();
    for field in table {
        let mut form = shape(field.shape, usage);
        form["description"] = json!(field.source);
        properties.insert(field.name.to_owned(), form);
        if matches!(field.shape, Shape::Map(_) | Shape::Open) {
            dotted.push(field.name);
        }
    }
    if usage == Use::Expect {
        properties.insert(EXACT.to_owned(), reference("exact"));
        properties.insert(COUNT.to_owned(), reference("count"));
    }
    let mut out = Map::new();
    if !about.is_empty() {
        out.insert("description".to_owned(), json!(about));
    }
    out.insert("type".to_owned(), json!("object"));
    out.insert("properties".to_owned(), Json::Object(properties));
    out.insert("additionalProperties".to_owned(), json!(false));
    if !dotted.is_empty() {
        let pattern = format!(r"^({})\..+$", dotted.join("|"));
        out.insert("patternProperties".to_owned(), json!({ pattern: {} }));
    }
    Json::Object(out)
}

fn shape(shape: Shape, usage: Use) -> Json {
    let text = || reference("text_pattern");
    let form = match (shape, usage) {
        (Shape::Boolean, Use::Send) => return reference("boolean"),
        (Shape::Text | Shape::Secret, _) | (Shape::Boolean, Use::Expect) => return text(),
        (Shape::Map(inner), _) => fields(inner, usage, ""),
        (Shape::Open, Use::Send) => json!({ "type": "object", "additionalProperties": text() }),
        (Shape::Open, Use::Expect) => return json!({}),
        (Shape::Texts, _) => json!({ "type": "array", "items": text() }),
        (Shape::List(inner), _) => json!({ "type": "array", "items": fields(inner, usage, "") }),
    };
    match usage {
        Use::Send => form,
        Use::Expect => or_matcher(form),
    }
}

/// A form, or a matcher or `null` in its place.
fn or_matcher(form: Json) -> Json {
    json!({ "anyOf": [form, reference("whole")] })
}
