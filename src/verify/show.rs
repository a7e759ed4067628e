//! Values and patterns in short form, secrets hidden.

use super::difference::Shown;
use super::schema::Schema;
use crate::base::Value;
use crate::base::text::truncate;
use crate::scenario::{MatchKind, Pattern};

/// Characters of a map or list that are shown.
const MAX_INLINE: usize = 160;

/// Keys that tell the items of a list apart, the most telling first.
const IDENTITY: [&str; 7] = ["id", "type", "role", "key", "name", "value", "operation"];

/// A value in short form.
pub(super) fn show(value: &Value) -> Shown {
    match value {
        Value::Text(text) => Shown::Text(text.clone()),
        Value::Secret(_) => Shown::Secret,
        Value::List(_) | Value::Map(_) => {
            let mut out = String::new();
            inline(value, &mut out);
            Shown::Inline(truncate(&out, MAX_INLINE).into_owned())
        }
    }
}

fn inline(value: &Value, out: &mut String) {
    // What is cut off anyway need not be written.
    if out.len() > 4 * MAX_INLINE {
        return;
    }
    match value {
        Value::Text(text) if text.is_empty() => out.push_str("\"\""),
        Value::Text(text) => out.push_str(text),
        Value::Secret(_) => out.push_str("<secret>"),
        Value::List(list) => {
            out.push('[');
            for (n, item) in list.iter().enumerate() {
                out.push_str(if n > 0 { ", " } else { "" });
                inline(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (n, (key, item)) in map.iter().enumerate() {
                out.push_str(if n > 0 { ", " } else { "" });
                out.push_str(key);
                out.push_str(": ");
                inline(item, out);
            }
            out.push('}');
        }
    }
}

/// A pattern in short form.
pub(super) fn show_pattern(pattern: &Pattern, schema: Schema) -> Shown {
    match pattern {
        _ if matches!(schema, Schema::Secret) => Shown::Secret,
        Pattern::Text(text, _) => Shown::Text(text.clone()),
        Pattern::Matcher(matcher, _) => match &matcher.kind {
            MatchKind::Absent => Shown::Absent,
            _ => Shown::words(matcher.text.clone()),
        },
        Pattern::Map { .. } | Pattern::List(..) => {
            let mut out = String::new();
            inline_pattern(pattern, schema, &mut out);
            Shown::Inline(truncate(&out, MAX_INLINE).into_owned())
        }
    }
}

fn inline_pattern(pattern: &Pattern, schema: Schema, out: &mut String) {
    if out.len() > 4 * MAX_INLINE {
        return;
    }
    match pattern {
        Pattern::Map { entries, .. } => {
            out.push('{');
            for (n, entry) in entries.iter().enumerate() {
                out.push_str(if n > 0 { ", " } else { "" });
                out.push_str(&entry.key);
                out.push_str(": ");
                inline_pattern(&entry.value, schema.child(&entry.key), out);
            }
            out.push('}');
        }
        Pattern::List(items, _) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                out.push_str(if n > 0 { ", " } else { "" });
                inline_pattern(item, schema.item(), out);
            }
            out.push(']');
        }
        Pattern::Text(text, _) if text.is_empty() && !matches!(schema, Schema::Secret) => {
            out.push_str("\"\"");
        }
        scalar => out.push_str(&show_pattern(scalar, schema).to_string()),
    }
}

/// What to call an item of a list, so that no path needs a position.
pub(super) fn label(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Map(map) => IDENTITY
            .iter()
            .find_map(|key| plain(map.get(*key)?))
            .or_else(|| map.values().find_map(plain)),
        Value::Secret(_) | Value::List(_) => None,
    }
}

fn plain(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// What to call an expected item of a list.
pub(super) fn pattern_label(pattern: &Pattern) -> Option<&str> {
    match pattern {
        Pattern::Text(text, _) => Some(text),
        Pattern::Map { entries, .. } => IDENTITY.iter().find_map(|key| {
            let entry = entries.iter().find(|e| e.key == *key)?;
            match &entry.value {
                Pattern::Text(text, _) => Some(text.as_str()),
                _ => None,
            }
        }),
        Pattern::Matcher(..) | Pattern::List(..) => None,
    }
}
