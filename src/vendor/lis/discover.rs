//! `discoverXIds`: a query language of our own, since the standard has none.
//!
//! A bare text is looked for among ids, user names, e-mail addresses, titles and labels. `field=value`, joined by `&`, or
//! a JSON object of fields asks for records in which every field is equal. Fields are those of the short form; items of
//! lists need no number.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::kinds::{LAYOUT, links};
use super::outcomes::{Answer, Refusal, ids, refuse};
use super::quirks::{LIS_057, LIS_058};
use crate::base::Value;
use crate::engine::Cx;
use crate::model::{Call, FieldInfo, RecordKind, Shape, record_fields};
use crate::store::AnyRow;
use crate::vendor::reference::State;

pub(super) fn discover(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let query = call.argument("queryObject").unwrap_or("");
    let found = match parse(kind, query) {
        Ok(Query::Bare(text)) => bare(state, kind, text),
        Ok(Query::Fields(fields)) => by_fields(state, kind, &fields),
        Err(refusal) => {
            cx.quirk(LIS_058);
            return Err(refusal);
        }
    };
    cx.quirk(LIS_057);
    Ok(ids(cx, found))
}

#[derive(Debug, PartialEq)]
enum Query<'q> {
    Bare(&'q str),
    Fields(Vec<(String, String)>),
}

fn parse(kind: RecordKind, query: &str) -> Result<Query<'_>, Refusal> {
    let no = |why: String| refuse("unknownquery", why);
    let query = query.trim();
    let mut fields = Vec::new();
    if query.is_empty() {
        return Err(no("queryObject is empty".to_owned()));
    } else if query.starts_with('{') {
        let json: serde_json::Value = serde_json::from_str(query)
            .map_err(|error| no(format!("queryObject is no JSON object: {error}")))?;
        let Some(Value::Map(map)) = Value::from_json(&json) else {
            return Err(no("queryObject is no JSON object".to_owned()));
        };
        for (path, value) in map {
            let Value::Text(text) = value else {
                return Err(no(format!("'{path}' of the query must be a text")));
            };
            fields.push((path, text));
        }
    } else if query.contains('=') {
        for pair in query.split('&') {
            let Some((path, text)) = pair.split_once('=') else {
                return Err(no(format!("'{pair}' is not field=value")));
            };
            fields.push((path.trim().to_owned(), text.trim().to_owned()));
        }
    } else {
        return Ok(Query::Bare(query));
    }
    if fields.is_empty() {
        return Err(no("queryObject names no field".to_owned()));
    }
    if let Some((path, _)) = fields
        .iter()
        .find(|(path, _)| !can_be_asked(record_fields(kind), path))
    {
        return Err(no(format!("'{path}' is not a text of a {}", kind.words())));
    }
    Ok(Query::Fields(fields))
}

/// Whether a path leads to a text. Passwords are not asked for.
fn can_be_asked(table: &'static [FieldInfo], path: &str) -> bool {
    let (head, rest) = path
        .split_once('.')
        .map_or((path, None), |(head, rest)| (head, Some(rest)));
    let Some(field) = table.iter().find(|field| field.name == head) else {
        return false;
    };
    match (field.shape, rest) {
        (Shape::Text | Shape::Boolean | Shape::Texts, None) => true,
        (Shape::Open, Some(rest)) => !rest.is_empty(),
        (Shape::Map(inner) | Shape::List(inner), Some(rest)) => can_be_asked(inner, rest),
        _ => false,
    }
}

fn bare(state: &State, kind: RecordKind, text: &str) -> Vec<Arc<str>> {
    let mut found = BTreeSet::new();
    if let Some((id, _)) = state.table(kind).get_key(text) {
        found.insert(Arc::clone(id));
    }
    for (n, link) in links(kind).iter().enumerate() {
        if link.name {
            found.extend(state.table(kind).keys_in(n, text).cloned());
        }
    }
    found.into_iter().collect()
}

fn by_fields(state: &State, kind: RecordKind, fields: &[(String, String)]) -> Vec<Arc<str>> {
    let table = state.table(kind);
    // One indexed field is enough to look at few rows; only a query without any looks at all.
    let narrow = fields.iter().find_map(|(path, text)| {
        if path == "id" {
            let found = table.get_key(text);
            return Some(found.map(|(id, _)| Arc::clone(id)).into_iter().collect());
        }
        LAYOUT
            .link(kind, path)
            .map(|n| table.keys_in(n, text).cloned().collect())
    });
    let mut found: Vec<Arc<str>> = narrow.unwrap_or_else(|| state.ids(kind));
    found.retain(|id| {
        let Some(row) = table.get(id) else {
            return false;
        };
        let shown = row.show();
        fields.iter().all(|(path, text)| has(&shown, path, text))
    });
    found
}

/// Whether a text stands at a path, in any item of the lists on the way.
fn has(value: &Value, path: &str, text: &str) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| has(item, path, text)),
        Value::Text(own) => path.is_empty() && own == text,
        Value::Secret(_) => false,
        Value::Map(map) => {
            // Names of extension fields may have dots in them.
            if let Some(value) = map.get(path) {
                return has(value, "", text);
            }
            path.match_indices('.').any(|(dot, _)| {
                map.get(&path[..dot])
                    .is_some_and(|inner| has(inner, &path[dot + 1..], text))
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(query: &str) -> Option<Vec<(String, String)>> {
        match parse(RecordKind::Person, query) {
            Ok(Query::Fields(fields)) => Some(fields),
            _ => None,
        }
    }

    #[test]
    fn queries_are_read() {
        assert!(matches!(
            parse(RecordKind::Person, " ada@example.org "),
            Ok(Query::Bare("ada@example.org"))
        ));
        let pairs = fields("name.last = Byron & role=Student").expect("pairs");
        assert_eq!(
            pairs,
            fields(r#"{"name.last":"Byron","role":"Student"}"#).expect("json")
        );
        assert!(fields("roles.role=Student").is_some());
        assert!(fields("extension.Some.Name=1").is_some());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for query in [
            "",
            "{",
            "[]=",
            "{}",
            "nmae.last=Byron",
            "name=x",
            "password=x",
            "a=b&c",
            r#"{"name":{}}"#,
        ] {
            let refused = parse(RecordKind::Person, query);
            assert!(refused.is_err(), "{query}: {refused:?}");
        }
    }
}
