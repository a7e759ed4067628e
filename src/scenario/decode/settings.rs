//! `settings:` against the vendor's table.

use super::cx::Cx;
use crate::base::Value;
use crate::engine::{COMMON_SETTINGS, Kind as Takes, SettingInfo, VendorInfo};
use crate::scenario::matcher::check_regex;
use crate::scenario::node::{Entry, Kind, Node};
use crate::scenario::text::{all_of, any_of, nearest_unique, quoted};

/// The settings a vendor takes: its own first, so that it can redefine a common one.
pub(crate) fn known(vendor: &VendorInfo) -> Vec<&'static SettingInfo> {
    let mut all: Vec<&'static SettingInfo> = vendor.settings.iter().collect();
    let own = all.len();
    for common in COMMON_SETTINGS {
        if !all[..own].iter().any(|s| s.name == common.name) {
            all.push(common);
        }
    }
    all
}

/// Decodes `settings:` of an instance.
pub(super) fn settings(cx: &mut Cx<'_>, node: &Node, vendor: &VendorInfo) -> Value {
    let table = known(vendor);
    let help = format!("the settings are {}", all_of(table.iter().map(|s| s.name)));
    let entries = cx.entries(node, "`settings`", &help);
    group(cx, entries, &table, "", vendor)
}

fn group(
    cx: &mut Cx<'_>,
    entries: &[Entry],
    table: &[&'static SettingInfo],
    prefix: &str,
    vendor: &VendorInfo,
) -> Value {
    let mut map = Value::map();
    for entry in entries {
        let path = format!("{prefix}{}", entry.key);
        let Some(info) = table.iter().find(|s| s.name == entry.key) else {
            unknown(cx, entry, table, prefix, vendor);
            continue;
        };
        if entry.value.is_null() {
            let help = match info.default {
                "" => "take the key out".to_owned(),
                default => format!("take the key out for the default, `{default}`"),
            };
            cx.wrong_type(
                &entry.value,
                &format!("the setting `{path}`"),
                "given",
                &help,
            );
            continue;
        }
        if let Some(value) = setting(cx, &entry.value, info, &path, vendor) {
            map.insert(&*entry.key, value);
        }
    }
    map
}

fn unknown(
    cx: &mut Cx<'_>,
    entry: &Entry,
    table: &[&'static SettingInfo],
    prefix: &str,
    vendor: &VendorInfo,
) {
    let names: Vec<&str> = table.iter().map(|s| s.name).collect();
    let others: Vec<&str> = cx
        .outside
        .vendors
        .iter()
        .filter(|v| {
            v.settings
                .iter()
                .any(|s| prefix.is_empty() && s.name == entry.key)
        })
        .map(|v| v.name)
        .collect();
    let help = if let Some(near) = nearest_unique(&entry.key, &names) {
        format!("did you mean `{prefix}{near}`?")
    } else if others.is_empty() {
        format!(
            "the settings{} are {}; see `mocklms explain settings {}`",
            if prefix.is_empty() { "" } else { " here" },
            all_of(names),
            vendor.name
        )
    } else {
        format!("it is a setting of {}", any_of(others))
    };
    cx.error(
        "unknown-setting",
        entry.place,
        format!(
            "`{prefix}{}` is not a setting of {}",
            entry.key, vendor.name
        ),
        help,
    );
}

fn setting(
    cx: &mut Cx<'_>,
    node: &Node,
    info: &'static SettingInfo,
    path: &str,
    vendor: &VendorInfo,
) -> Option<Value> {
    let what = format!("the setting `{path}`");
    match info.kind {
        Takes::Bool => {
            let word = node.scalar().map(str::to_ascii_lowercase);
            let word = word.filter(|w| matches!(&**w, "true" | "false"));
            if word.is_none() {
                cx.wrong_type(node, &what, "`true` or `false`", info.about);
            }
            word.map(Value::text)
        }
        Takes::OneOf(words) => cx.word(node, &what, words).map(Value::text),
        Takes::Text => cx.text(node, &what).map(Value::text),
        Takes::Regex => {
            let text = cx.raw_text(node, &what)?;
            match check_regex(text) {
                Ok(()) => Some(Value::text(text)),
                Err(bad) => {
                    cx.bad(bad, node.place);
                    None
                }
            }
        }
        Takes::TextMap => {
            let Kind::Map(entries) = &node.kind else {
                let help = format!("for example {{ {path}: {} }}", example(info));
                cx.wrong_type(node, &what, "a map from text to text", &help);
                return None;
            };
            let mut map = Value::map();
            for entry in entries {
                let what = format!("the value of `{}`", entry.key);
                if let Some(text) = cx.text(&entry.value, &what) {
                    map.insert(&*entry.key, Value::text(text));
                }
            }
            Some(map)
        }
        Takes::TextList => {
            let items = list(cx, node, &what, "write `[a, b]`")?;
            Some(Value::List(
                items
                    .iter()
                    .filter_map(|item| cx.text(item, &format!("an item of {what}")))
                    .map(Value::text)
                    .collect(),
            ))
        }
        Takes::WordList(words) => {
            let help = format!("the words are {}", all_of(words.iter().copied()));
            let items = list(cx, node, &what, &help)?;
            let mut seen: Vec<&str> = Vec::new();
            for item in items {
                let Some(word) = cx.word(item, &format!("an item of {what}"), words) else {
                    continue;
                };
                if seen.contains(&word) {
                    cx.error(
                        "duplicate-word",
                        item.place,
                        format!("{} stands twice in {what}", quoted(word)),
                        "keep one of the two",
                    );
                } else {
                    seen.push(word);
                }
            }
            Some(Value::List(seen.into_iter().map(Value::text).collect()))
        }
        Takes::Group(inner) => {
            let Kind::Map(entries) = &node.kind else {
                let help = format!("its keys are {}", all_of(inner.iter().map(|s| s.name)));
                cx.wrong_type(node, &what, "a map", &help);
                return None;
            };
            let inner: Vec<&'static SettingInfo> = inner.iter().collect();
            Some(group(cx, entries, &inner, &format!("{path}."), vendor))
        }
    }
}

fn list<'n>(cx: &mut Cx<'_>, node: &'n Node, what: &str, help: &str) -> Option<&'n [Node]> {
    let Kind::List(items) = &node.kind else {
        cx.wrong_type(node, what, "a list", help);
        return None;
    };
    Some(items)
}

fn example(info: &SettingInfo) -> &'static str {
    if info.default.starts_with('{') && info.default.len() > 2 {
        info.default
    } else {
        "{ Student: Learner }"
    }
}
