//! A message that arrived, as an expectation.

use super::yaml::Yaml;
use crate::base::Value;
use crate::journal::Entry;
use crate::model::PERSON_FIELDS;
use crate::standard;

/// Operation, id and the record in its short form.
pub(super) fn expectation(entry: &Entry) -> Yaml {
    let text = |text: &str| Yaml::Text(text.to_owned());
    let mut keys = Vec::new();
    if let Some(operation) = &entry.operation {
        keys.push(("operation".to_owned(), text(operation)));
    }
    if let Some(id) = &entry.id {
        keys.push(("id".to_owned(), text(id)));
    }
    if let Some(Value::Map(mut record)) = record(entry) {
        // What the record repeats, or has no field for, need not be said.
        record.retain(|key, _| {
            key != "id"
                && PERSON_FIELDS
                    .iter()
                    .any(|f| f.name == key && !f.shorthand && f.name != "leftovers")
        });
        if !record.is_empty() {
            keys.push(("record".to_owned(), Yaml::of(&Value::Map(record))));
        }
    }
    Yaml::Map(keys)
}

fn record(entry: &Entry) -> Option<Value> {
    let content_type = entry
        .request_headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.as_str());
    let body = entry.request_body.bytes()?;
    Some(standard::request(content_type, &body)?.record)
}
