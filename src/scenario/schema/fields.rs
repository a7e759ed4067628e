//! Records, answers and rows: what follows from field tables.

use serde_json::{Map, Value as Json, json};

use super::root::reference;
use crate::model::{FieldInfo, RecordKind, Shape, record_fields};
use crate::scenario::table::{COUNT, EXACT};
use crate::standard::ANSWER_FIELDS;

/// Records and answers.
pub(super) fn records(defs: &mut Map<String, Json>) {
    defs.insert(
        "answer".to_owned(),
        fields(ANSWER_FIELDS, Use::Expect, "an answer"),
    );
    for (def, usage) in [("sent_record", Use::Send), ("expected_record", Use::Expect)] {
        let kinds = RecordKind::ALL.into_iter().chain([RecordKind::Bulk]);
        let records: Vec<Json> = kinds
            .map(|kind| {
                let about = format!("a {} record", kind.words());
                fields(record_fields(kind), usage, &about)
            })
            .collect();
        let of_any = format!("{def}_of_any_kind");
        let any = reference(&of_any);
        defs.insert(of_any, json!({ "anyOf": records }));
        let list = json!({ "type": "array", "items": any });
        defs.insert(def.to_owned(), json!({ "anyOf": [any, list] }));
    }
}

/// Whether a map is sent or set, or asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Send,
    Expect,
}

/// A map over the fields of a table.
pub(super) fn fields(table: &'static [FieldInfo], usage: Use, about: &str) -> Json {
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
        properties.insert(
            EXACT.to_owned(),
            json!({ "type": "boolean", "description": "no other keys" }),
        );
        properties.insert(
            COUNT.to_owned(),
            json!({ "type": "integer", "description": "how many entries" }),
        );
    }
    let mut out = json!({
        "description": about,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !dotted.is_empty() {
        let pattern = format!(r"^({})\..+$", dotted.join("|"));
        out["patternProperties"] = json!({ pattern: {} });
    }
    out
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
        Use::Expect => json!({ "anyOf": [form, { "type": ["string", "null"] }] }),
    }
}
