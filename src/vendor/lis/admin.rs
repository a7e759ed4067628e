//! What can be done to the reference target by hand: this is how it and the SIS drift apart.

use super::kinds::TABLES;
use super::merge::merge;
use super::state::State;
use crate::base::Value;
use crate::engine::{AdminInfo, Cx};
use crate::model::{AnyRecord, FieldInfo, RecordKind, Shape, record_fields};

const TABLE: (&str, bool, &str) = ("table", true, "the table, such as persons");
const ID: (&str, bool, &str) = ("id", true, "the record's sourcedId");

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[
    AdminInfo {
        name: "delete_by_hand",
        about: "deletes a record; nothing goes with it, and no message tells of it",
        arguments: &[TABLE, ID],
    },
    AdminInfo {
        name: "set_by_hand",
        about: "sets one field of a record that is there",
        arguments: &[
            TABLE,
            ID,
            ("field", true, "the field, such as email or name.first"),
            ("value", true, "its new text"),
        ],
    },
];

/// Carries a step out.
pub(super) fn run(
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    let argument = |name: &str| {
        let found = arguments.iter().find(|(n, _)| *n == name);
        found.map_or("", |(_, value)| *value)
    };
    let (table, id) = (argument("table"), argument("id"));
    let place = TABLES.iter().position(|t| t.name == table);
    let kind = place.map(|n| RecordKind::ALL.get(n).copied().unwrap_or(RecordKind::Bulk));
    let kind = kind.ok_or_else(|| {
        let names: Vec<_> = TABLES.iter().map(|t| t.name).collect();
        format!(
            "there is no table '{table}': the tables are {}",
            names.join(", ")
        )
    })?;
    let row = state
        .get(kind, id)
        .ok_or_else(|| format!("there is no {} '{id}'", kind.words()))?;
    match step {
        "delete_by_hand" => {
            state.remove(cx, kind, id);
            Ok(())
        }
        "set_by_hand" => {
            let (field, text) = (argument("field"), argument("value"));
            let leads = FieldInfo::find(record_fields(kind), field);
            if field == "id" || !matches!(leads, Some(Shape::Text | Shape::Boolean | Shape::Secret))
            {
                return Err(format!("'{field}' is not a text of a {}", kind.words()));
            }
            let mut value = Value::text(text);
            for name in field.rsplit('.') {
                let mut map = Value::map();
                map.insert(name, value);
                value = map;
            }
            let happened = (kind == RecordKind::Bulk).then(|| row.happened().to_vec());
            let mut record = row.record();
            merge(&mut record, AnyRecord::from_value(kind, &value));
            match happened {
                Some(happened) => state.put_bulk(cx, id, &record, happened),
                None => state.put_some(cx, id, &record, &[]),
            }
            Ok(())
        }
        other => Err(format!("there is no step '{other}'")),
    }
}
