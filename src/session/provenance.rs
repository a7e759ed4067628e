//! The live state with the origin of every field.

use super::Session;
use crate::base::{Masker, Value};
use crate::engine::Double;
use crate::journal::{FieldView, quirk_name};

impl Session {
    /// Every field of the state of every instance, with who wrote it; emptied fields too, because that is what people
    /// ask about. Logs have no origins and are left out.
    pub fn provenance(&self) -> Vec<FieldView> {
        let masker = Masker::default();
        self.instances()
            .flat_map(|double| fields(double, &masker))
            .collect()
    }
}

fn fields(double: &dyn Double, masker: &Masker) -> Vec<FieldView> {
    let state = double.state();
    let info = double.info();
    let mut out = Vec::new();
    for table in info.tables.iter().filter(|t| !t.log) {
        let Some(Value::Map(rows)) = state.get(table.name) else {
            continue;
        };
        for (key, row) in rows {
            for field in table.fields {
                let Some(origin) = double.origin(table.name, key, field.name) else {
                    continue;
                };
                let Some(source) = origin.source else {
                    continue;
                };
                out.push(FieldView {
                    instance: double.name().to_owned(),
                    vendor: info.name.to_owned(),
                    table: table.name.to_owned(),
                    key: key.clone(),
                    field: field.name.to_owned(),
                    value: row.get(field.name).map(|value| shown(value, masker)),
                    seq: source.seq,
                    time: source.time.rfc3339(),
                    operation: source.operation.to_owned(),
                    quirk: origin.quirk.and_then(|quirk| quirk_name(info, quirk)),
                });
            }
        }
    }
    out
}

fn shown(value: &Value, masker: &Masker) -> String {
    match value {
        Value::Text(text) => masker.text(text).into_owned(),
        Value::Secret(secret) => masker.mask(secret.reveal()),
        other => other.to_json(masker).to_string(),
    }
}
