//! What can be done to a reference target by hand: this is how it and the SIS drift apart.

use super::merge::merge;
use super::state::State;
use crate::base::Value;
use crate::engine::{AdminInfo, Cx};
use crate::model::{AnyRecord, FieldInfo, RecordKind, Shape};

const TABLE: (&str, bool, &str) = ("table", true, "the table, such as persons");
const ID: (&str, bool, &str) = ("id", true, "the record's sourcedId");

/// The steps, as scenarios name them.
pub(in crate::vendor) const STEPS: &[AdminInfo] = &[
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
pub(in crate::vendor) fn run(
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
    let layout = state.layout();
    let place = layout.tables.iter().position(|t| t.name == table);
    let kind = place.map(|n| layout.kinds[n]);
    let kind = kind.ok_or_else(|| {
        let names: Vec<_> = layout.tables.iter().map(|t| t.name).collect();
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
            let leads = FieldInfo::find(layout.fields(kind), field);
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
            let new = AnyRecord::from_value_in(layout.standard, kind, &value);
            merge(layout.standard, &mut record, new);
            match happened {
                Some(happened) => state.put_bulk(cx, id, &record, happened),
                None => state.put_some(cx, id, &record, &[]),
            }
            Ok(())
        }
        other => Err(format!("there is no step '{other}'")),
    }
}
