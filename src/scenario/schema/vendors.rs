//! What follows from the vendors.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::fields::{Use, def, fields};
use super::root::{object, reference};
use crate::engine::{Default as Switch, Kind, SettingInfo, VendorInfo};
use crate::model::{FieldInfo, RecordKind, lis_record_fields, record_fields};
use crate::scenario::decode::known_settings;
use crate::scenario::table::{ADMIN, COUNT, EXACT};

/// Everything that depends on the vendors: their names, settings, rules, operations, admin steps and tables.
pub(super) fn of_vendors(defs: &mut Map<String, Json>, vendors: &[&'static VendorInfo]) {
    let names: Vec<&str> = vendors.iter().map(|v| v.name).collect();
    let titles: Vec<String> = vendors
        .iter()
        .map(|v| format!("{}: {}", v.name, v.title))
        .collect();
    defs.insert(
        "vendor".to_owned(),
        json!({ "description": titles.join("; "), "enum": names }),
    );
    // An instance is its vendor's name, or a map whose settings and quirks are those of its vendor.
    if let Some(instance) = defs.remove("instance") {
        let rules: Vec<Json> = vendors
            .iter()
            .map(|v| {
                json!({
                    "if": { "properties": { "vendor": { "const": v.name } }, "required": ["vendor"] },
                    "then": { "properties": {
                        "settings": reference(&format!("settings_{}", v.name)),
                        "quirks": reference(&format!("quirks_{}", v.name)),
                    } },
                })
            })
            .collect();
        let mut map = instance;
        map["properties"]["settings"] =
            json!({ "description": "what its administrators have set up" });
        map["properties"]["quirks"] = json!({ "description": "numbered rules switched on or off" });
        if !rules.is_empty() {
            map["allOf"] = json!(rules);
        }
        defs.insert(
            "instance".to_owned(),
            json!({ "anyOf": [reference("vendor"), map] }),
        );
    }
    for vendor in vendors {
        let settings = settings(known_settings(vendor));
        defs.insert(format!("settings_{}", vendor.name), settings);
        defs.insert(format!("quirks_{}", vendor.name), switches(vendor));
    }
    defs.insert(
        "quirk_ref".to_owned(),
        json!({ "anyOf": [
        { "enum": vendors.iter().flat_map(|v| v.quirks).map(|q| q.id).collect::<Vec<_>>() },
        { "type": "string", "pattern": "^[^/]+/.+$" },
    ] }),
    );
    defs.insert(ADMIN.def.to_owned(), admin_step(vendors));
    let seeds = vendors.iter().map(|v| tables(v, Use::Send));
    let file = json!({
        "type": "object",
        "properties": { "file": reference("text") },
        "required": ["file"],
        "additionalProperties": false,
    });
    defs.insert(
        "seed".to_owned(),
        json!({ "anyOf": seeds.chain([file]).collect::<Vec<_>>() }),
    );
    let states: Vec<Json> = vendors.iter().map(|v| tables(v, Use::Expect)).collect();
    defs.insert("state".to_owned(), json!({ "anyOf": states }));
}

fn settings(table: Vec<&'static SettingInfo>) -> Json {
    let properties: Map<String, Json> = table
        .into_iter()
        .map(|setting| {
            let mut form = match setting.kind {
                Kind::Bool => reference("boolean"),
                Kind::OneOf(words) => json!({ "enum": words }),
                Kind::Text => reference("text"),
                Kind::Regex => json!({ "type": "string" }),
                Kind::TextMap => {
                    json!({ "type": "object", "additionalProperties": reference("text") })
                }
                Kind::TextList => json!({ "type": "array", "items": reference("text") }),
                Kind::WordList(words) => {
                    json!({ "type": "array", "items": { "enum": words }, "uniqueItems": true })
                }
                Kind::Group(inner) => settings(inner.iter().collect()),
            };
            let mut about = setting.about.to_owned();
            if !setting.default.is_empty() {
                _ = write!(
                    about,
                    " (default {}, {})",
                    setting.default,
                    setting.evidence.as_str()
                );
            }
            if let Some(quirk) = setting.quirk {
                _ = write!(about, "; {quirk}");
            }
            form["description"] = json!(about);
            (setting.name.to_owned(), form)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn switches(vendor: &VendorInfo) -> Json {
    let properties: Map<String, Json> = vendor
        .quirks
        .iter()
        .filter(|q| q.default != Switch::Always)
        .map(|quirk| {
            let mut form = reference("switch");
            let default = if quirk.default == Switch::On {
                "on"
            } else {
                "off"
            };
            form["description"] = json!(format!("{} (default {default})", quirk.title));
            (quirk.id.to_owned(), form)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn admin_step(vendors: &[&'static VendorInfo]) -> Json {
    let mut steps: Vec<Json> = Vec::new();
    for admin in vendors.iter().flat_map(|v| v.admin) {
        let mut step = object(&ADMIN);
        step["properties"]["admin"] = json!({ "const": admin.name, "description": admin.about });
        let mut required = vec!["admin"];
        for (name, needed, about) in admin.arguments {
            let mut form = reference("text");
            form["description"] = json!(about);
            step["properties"][*name] = form;
            if *needed {
                required.push(name);
            }
        }
        step["required"] = json!(required);
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    if steps.is_empty() {
        return json!(false);
    }
    json!({ "anyOf": steps })
}

/// The form of a row; a vendor that keeps whole records has their form.
fn row(table: &'static [FieldInfo], usage: Use) -> Json {
    let mut kinds = RecordKind::ALL.into_iter();
    match kinds.find(|kind| [record_fields(*kind), lis_record_fields(*kind)].contains(&table)) {
        Some(kind) => reference(&def(usage, kind)),
        None => fields(table, usage, ""),
    }
}

fn tables(vendor: &VendorInfo, usage: Use) -> Json {
    let properties: Map<String, Json> = vendor
        .tables
        .iter()
        .filter(|t| usage == Use::Expect || !t.log)
        .map(|table| {
            let row = row(table.fields, usage);
            let count = json!({ "type": "integer", "description": "how many rows" });
            let mut form = match (usage, table.log) {
                (Use::Send, _) => json!({ "type": "object", "additionalProperties": row }),
                (Use::Expect, true) => json!({ "anyOf": [
                    { "type": "array", "items": row },
                    { "type": "object", "properties": { COUNT: count }, "additionalProperties": false },
                ] }),
                (Use::Expect, false) => json!({
                    "type": "object",
                    "properties": { EXACT: { "type": "boolean" }, COUNT: count },
                    "additionalProperties": { "anyOf": [row, { "type": ["string", "null"] }] },
                }),
            };
            form["description"] = json!(table.about);
            (table.name.to_owned(), form)
        })
        .collect();
    json!({
        "description": vendor.name,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
