//! Holds reports against `docs/report.schema.json`, as far as that file uses JSON schema.

use serde_json::Value;

const SCHEMA: &str = include_str!("../../../docs/report.schema.json");

#[track_caller]
pub(super) fn check(report: &Value) {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut problems = Vec::new();
    hold(&schema, &schema, report, "", &mut problems);
    assert!(problems.is_empty(), "{problems:#?}");
}

fn hold(root: &Value, schema: &Value, value: &Value, path: &str, problems: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        return hold(root, target, value, path, problems);
    }
    let mut complain = |holds: bool, what: &str| {
        if !holds {
            problems.push(format!("{path}: {what}: {value}"));
        }
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |t: &Value| t == kind || (t == "number" && kind == "integer");
    match &schema["type"] {
        Value::Null => {}
        Value::Array(types) => complain(types.iter().any(is), "type"),
        one => complain(is(one), "type"),
    }
    complain(schema.get("const").is_none_or(|c| c == value), "const");
    complain(
        schema["enum"].as_array().is_none_or(|e| e.contains(value)),
        "enum",
    );
    for key in schema["required"].as_array().into_iter().flatten() {
        complain(
            value.get(key.as_str().unwrap()).is_some(),
            &format!("{key} is required"),
        );
    }
    for item in value.as_array().into_iter().flatten() {
        hold(root, &schema["items"], item, &format!("{path}[]"), problems);
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let below = format!("{path}.{key}");
        match (
            schema["properties"].get(key),
            &schema["additionalProperties"],
        ) {
            (Some(known), _) => hold(root, known, inner, &below, problems),
            (None, Value::Bool(false)) => problems.push(format!("{below}: not in the schema")),
            (None, other) => hold(root, other, inner, &below, problems),
        }
    }
}
