//! The whole schema, and what follows from the key tables.

use serde_json::{Map, Value as Json, json};

use super::fields::records;
use super::vendors::of_vendors;
use crate::engine::VendorInfo;
use crate::model::FINDINGS;
use crate::scenario::matcher::{MATCHERS, shown};
use crate::scenario::table::{ADMIN, Form, Key, SCENARIO, STEPS, TABLES, Table};
use crate::vendor::VENDORS;

/// The schema with every vendor.
pub fn schema() -> Json {
    schema_of(VENDORS)
}

/// The schema with these vendors.
pub fn schema_of(vendors: &[&'static VendorInfo]) -> Json {
    let mut defs = Map::new();
    for table in TABLES
        .iter()
        .filter(|t| t.def != "scenario" && t.def != ADMIN.def)
    {
        defs.insert(table.def.to_owned(), object(table));
    }
    leaves(&mut defs);
    records(&mut defs, vendors);
    of_vendors(&mut defs, vendors);
    let steps: Vec<Json> = STEPS.iter().map(|t| reference(t.def)).collect();
    defs.insert("step".to_owned(), json!({ "anyOf": steps }));
    let mut root = Map::new();
    root.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    root.insert("title".to_owned(), json!("mocklms scenario"));
    let Json::Object(scenario) = object(&SCENARIO) else {
        return Json::Null;
    };
    root.extend(scenario);
    root.insert("$defs".to_owned(), Json::Object(defs));
    Json::Object(root)
}

/// A reference to a definition.
pub(super) fn reference(def: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{def}") })
}

/// A map with the keys of a table.
pub(super) fn object(table: &Table) -> Json {
    let properties: Map<String, Json> = table
        .keys
        .iter()
        .map(|k| (k.name.to_owned(), property(k)))
        .collect();
    let required: Vec<&str> = table
        .keys
        .iter()
        .filter(|k| k.required)
        .map(|k| k.name)
        .collect();
    let mut out = json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        out["required"] = json!(required);
    }
    out
}

fn property(key: &Key) -> Json {
    let mut form = match key.form {
        Form::Version => json!({ "const": 1 }),
        Form::Text => reference("text"),
        Form::Words(words) => json!({ "enum": words }),
        Form::TextList => json!({ "type": "array", "items": reference("text") }),
        Form::TextMap => json!({ "type": "object", "additionalProperties": reference("text") }),
        Form::ByOperation => json!({}),
        Form::Def(def) => reference(def),
        Form::ListOf(def) => json!({ "type": "array", "items": reference(def) }),
        Form::MapOf(def) => json!({ "type": "object", "additionalProperties": reference(def) }),
    };
    form["description"] = json!(key.about);
    form
}

/// Scalars and small forms that no table describes.
fn leaves(defs: &mut Map<String, Json>) {
    let matchers: Vec<String> = MATCHERS
        .iter()
        .map(|m| format!("{}: {}", shown(m.name), m.about))
        .collect();
    let mut put = |name: &str, schema: Json| _ = defs.insert(name.to_owned(), schema);
    put(
        "text",
        json!({
            "description": "a text; numbers and booleans are read as they are written",
            "type": ["string", "number", "boolean"],
        }),
    );
    put(
        "text_pattern",
        json!({
            "description": format!("a text or a matcher. {}", matchers.join("; ")),
            "type": ["string", "number", "boolean", "null"],
        }),
    );
    put(
        "whole",
        json!({ "description": "a matcher, or null, for the whole of it", "type": ["string", "null"] }),
    );
    put(
        "exact",
        json!({ "type": "boolean", "description": "no other keys" }),
    );
    put(
        "count",
        json!({ "type": "integer", "description": "how many entries" }),
    );
    put("boolean", json!({ "enum": [true, false, "true", "false"] }));
    put("switch", json!({ "enum": ["on", "off", true, false] }));
    put(
        "duration",
        json!({
            "description": "numbers with units: ms, s, m, h, d, w",
            "type": "string",
            "examples": ["31 days", "90s", "2h 30m"],
        }),
    );
    put(
        "use",
        json!({ "anyOf": [
            reference("text"),
            { "type": "array", "items": reference("text"), "minItems": 1 },
        ] }),
    );
    put(
        "tag",
        json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" }),
    );
    put(
        "variables",
        json!({
            "type": "object",
            "additionalProperties": { "type": ["string", "number", "boolean", "null"] },
        }),
    );
    put(
        "case",
        json!({ "anyOf": [
            { "type": "object", "properties": { "name": reference("text") }, "required": ["name"] },
            { "type": "array", "minItems": 1 },
        ] }),
    );
    let names: Vec<&str> = FINDINGS.iter().map(|f| f.name).collect();
    put("finding", json!({ "enum": names }));
    put(
        "finding_or_any",
        json!({ "anyOf": [reference("finding"), { "const": "any" }] }),
    );
    put("run", json!({ "type": ["string", "null"] }));
    put(
        "exit",
        json!({ "anyOf": [{ "type": "integer" }, { "const": "any" }] }),
    );
    put(
        "times",
        json!({ "anyOf": [
            { "type": "integer", "minimum": 0 },
            { "type": "string", "pattern": r"^\d+(\.\.(\d+)?)?$" },
        ] }),
    );
    put(
        "command",
        json!({ "anyOf": [
            { "type": "array", "items": reference("text"), "minItems": 1 },
            { "type": "string", "pattern": r"^\S+$" },
        ] }),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::{schema, schema_of};
    use crate::scenario::fake::{FAKE, OTHER};
    use crate::scenario::table::TABLES;

    #[test]
    fn the_checked_in_schema_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scenario.schema.json");
        let text = super::super::text::text(&schema());
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs"))
                .expect("docs can be made");
            std::fs::write(path, &text).expect("the schema can be written");
        }
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            there == text,
            "docs/scenario.schema.json is stale: UPDATE_GOLDEN=1 rewrites it"
        );
    }

    #[test]
    fn every_reference_has_its_definition() {
        for schema in [schema_of(&[&FAKE, &OTHER]), schema_of(&[])] {
            let mut stack = vec![&schema];
            while let Some(node) = stack.pop() {
                match node {
                    Json::Object(map) => {
                        if let Some(Json::String(target)) = map.get("$ref") {
                            let pointer = target.trim_start_matches('#');
                            assert!(schema.pointer(pointer).is_some(), "{target}");
                        }
                        stack.extend(map.values());
                    }
                    Json::Array(items) => stack.extend(items),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn an_operation_decides_what_stands_beside_it() {
        let schema = schema_of(&[&FAKE, &OTHER]);
        for (step, def) in [("send_step", "sent"), ("message", "expected")] {
            let rules = schema["$defs"][step]["allOf"]
                .as_array()
                .expect("there are rules");
            let rule = |operation: &str, key: &str| {
                let mut rules = rules.iter().filter(|rule| {
                    let mut names = &rule["if"]["properties"]["operation"];
                    if let Some(target) = names["$ref"].as_str() {
                        let target = schema.pointer(target.trim_start_matches('#'));
                        names = target.expect("it is defined");
                    }
                    let names = names["enum"].as_array().expect("names are listed");
                    names.iter().any(|name| name == operation)
                });
                rules.find_map(|rule| rule["then"]["properties"].get(key))
            };
            let record = rule("replaceMembership", "record").expect("it has a record");
            assert_eq!(record["$ref"], format!("#/$defs/{def}_membershipRecord"));
            let fields = &schema["$defs"][format!("{def}_membershipRecord")];
            assert_eq!(fields["additionalProperties"], false);
            assert!(
                fields["properties"]["person"].is_object()
                    && fields["properties"]["name"].is_null()
            );
            let with = rule("changePersonIdentifier", "with").expect("it has parameters");
            assert_eq!(with["additionalProperties"], false);
            assert!(with["properties"]["newSourcedId"].is_object());
            assert_eq!(rule("readPerson", "with"), None);
        }
    }

    #[test]
    fn it_knows_every_key_of_every_table() {
        let text = schema_of(&[&FAKE]).to_string();
        for key in TABLES.iter().flat_map(|t| t.keys) {
            assert!(text.contains(&format!("\"{}\":", key.name)), "{}", key.name);
        }
        for word in [
            "FK-001",
            "delete_user_by_hand",
            "legal_first_name",
            "replacePersons",
            "id_pattern",
        ] {
            assert!(text.contains(word), "{word}");
        }
    }
}
