//! A message that arrived, as an expectation.

use super::yaml::Yaml;
use crate::base::Value;
use crate::journal::Entry;
use crate::model::{Operation, record_fields_of};
use crate::standard::{self, RequestView, lis};

/// Operation, id, and the record and the other parameters in their short form.
pub(super) fn expectation(entry: &Entry) -> Yaml {
    let text = |text: &str| Yaml::Text(text.to_owned());
    let mut keys = Vec::new();
    if let Some(operation) = &entry.operation {
        keys.push(("operation".to_owned(), text(operation)));
    }
    if let Some(id) = &entry.id {
        keys.push(("id".to_owned(), text(id)));
    }
    if let (Some(view), Some(row)) = (view(entry), row(entry)) {
        if let Value::Map(mut record) = view.record {
            let fields = record_fields_of(row.service.standard(), row.record);
            // What the record repeats, or has no field for, need not be said.
            record.retain(|key, _| {
                let mut fields = fields.iter();
                key != "id"
                    && fields.any(|f| f.name == key && !f.shorthand && f.name != "leftovers")
            });
            if !record.is_empty() {
                keys.push(("record".to_owned(), Yaml::of(&Value::Map(record))));
            }
        }
        if let Value::Map(mut with) = view.with {
            with.retain(|name, _| entry.id.is_none() || row.id_parameter() != Some(name));
            if !with.is_empty() {
                keys.push(("with".to_owned(), Yaml::of(&Value::Map(with))));
            }
        }
    }
    Yaml::Map(keys)
}

/// The row of the operation, which says what its records have.
fn row(entry: &Entry) -> Option<&'static Operation> {
    lis::find_anywhere(&format!("{}Request", entry.operation.as_deref()?))
}

fn view(entry: &Entry) -> Option<RequestView> {
    let content_type = entry
        .request_headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.as_str());
    let body = entry.request_body.bytes()?;
    standard::request(content_type, &body)
}
