//! Rule ids: as switches of an instance, and in expectations.

use indexmap::IndexMap;

use super::cx::Cx;
use crate::diag::Span;
use crate::engine::{Default as Switch, Quirk, Status, VendorInfo};
use crate::scenario::model::QuirksExpect;
use crate::scenario::node::{Node, Place};
use crate::scenario::table::FIRED;
use crate::scenario::text::{all_of, nearest_unique, quoted};

use super::settings::known;

/// `quirks:` of an instance.
pub(super) fn switches(
    cx: &mut Cx<'_>,
    node: &Node,
    vendor: &'static VendorInfo,
) -> IndexMap<String, bool> {
    let mut switches = IndexMap::new();
    for entry in cx.entries(node, "`quirks`", "write `quirks: { ID: off }`") {
        let Some(quirk) = find(cx, &entry.key, entry.place, &[vendor]) else {
            continue;
        };
        if quirk.default == Switch::Always {
            no_switch(cx, quirk, entry.place, vendor);
            continue;
        }
        match entry.value.scalar().map(str::to_ascii_lowercase).as_deref() {
            Some("on" | "true") => _ = switches.insert(entry.key.clone(), true),
            Some("off" | "false") => _ = switches.insert(entry.key.clone(), false),
            _ => cx.wrong_type(
                &entry.value,
                &format!("the quirk `{}`", quirk.id),
                "`on` or `off`",
                &format!(
                    "without a word it is {}",
                    if quirk.default == Switch::On {
                        "on"
                    } else {
                        "off"
                    }
                ),
            ),
        }
    }
    switches
}

fn no_switch(cx: &mut Cx<'_>, quirk: &Quirk, place: Place, vendor: &VendorInfo) {
    let setting = known(vendor)
        .into_iter()
        .find(|s| s.quirk == Some(quirk.id))
        .map(|s| s.name);
    let help = match (setting, quirk.status) {
        (Some(setting), _) => format!("it follows from the setting `{setting}`"),
        (None, Status::Emulated { .. }) => "this LMS always does so".to_owned(),
        (None, Status::Structural { shows }) => {
            format!("it is part of how the double is built: {shows}")
        }
        (None, Status::NotEmulated { reason }) => format!("it is not emulated: {reason}"),
    };
    cx.error(
        "not-a-switch",
        place,
        format!("the quirk `{}` cannot be switched", quirk.id),
        help,
    );
}

/// The rule of that id among some vendors' rules.
fn find(
    cx: &mut Cx<'_>,
    id: &str,
    place: Place,
    vendors: &[&'static VendorInfo],
) -> Option<&'static Quirk> {
    let found = vendors.iter().find_map(|v| v.quirk(id));
    if found.is_some() {
        return found;
    }
    let names = all_of(vendors.iter().map(|v| v.name));
    let owner = cx.outside.vendors.iter().find(|v| v.quirk(id).is_some());
    if let Some(owner) = owner {
        cx.error(
            "quirk-of-another-vendor",
            place,
            format!(
                "the quirk `{id}` belongs to `{}`, not to {names}",
                owner.name
            ),
            format!(
                "`mocklms quirks {}` lists those that are known here",
                vendors[0].name
            ),
        );
        return None;
    }
    let near = vendors
        .iter()
        .flat_map(|v| v.quirks)
        .find(|q| same_number(q.id, id));
    let help = match near {
        Some(near) => format!("did you mean `{}` ({})?", near.id, near.title),
        None => format!("`mocklms quirks {}` lists them", vendors[0].name),
    };
    cx.error(
        "unknown-quirk",
        place,
        format!("{} is not a quirk of {names}", quoted(id)),
        help,
    );
    None
}

/// Whether two ids differ only in how prefix and number are written: a near number would be another rule.
fn same_number(id: &str, other: &str) -> bool {
    let split = |id: &str| {
        let digits = id.len() - id.bytes().rev().take_while(u8::is_ascii_digit).count();
        let prefix = id[..digits]
            .trim_end_matches(['-', '_', ' '])
            .to_uppercase();
        Some((prefix, id[digits..].parse::<u64>().ok()?))
    };
    match (split(id), split(other)) {
        (Some((a, n)), Some((b, m))) => n == m && nearest_unique(&b, &[&a]).is_some(),
        _ => false,
    }
}

/// `quirks:` under `expect:`.
pub(super) fn expected(cx: &mut Cx<'_>, node: &Node, at: Place) -> Option<QuirksExpect> {
    let keys = cx.object(node, at, &FIRED)?;
    let fired = keys
        .get("fired")
        .map(|n| references(cx, n, true))
        .unwrap_or_default();
    let not_fired: Vec<(String, Span)> = keys
        .get("not_fired")
        .map(|n| references(cx, n, false))
        .unwrap_or_default();
    for (id, span) in &not_fired {
        let part = fired
            .iter()
            .find(|(other, _)| other.split_once('/').is_some_and(|(whole, _)| whole == id));
        if let Some((part, _)) = part {
            let place = cx.place(span);
            cx.error(
                "contradiction",
                place,
                format!("`{id}` must not act, but its part `{part}` must"),
                "take one of them out",
            );
        }
        if fired.iter().any(|(other, _)| other == id) {
            let place = cx.place(span);
            cx.error(
                "contradiction",
                place,
                format!("`{id}` stands under both `fired` and `not_fired`"),
                "take it out of one of them",
            );
        }
    }
    Some(QuirksExpect { fired, not_fired })
}

fn references(cx: &mut Cx<'_>, node: &Node, must_fire: bool) -> Vec<(String, Span)> {
    let key = if must_fire { "`fired`" } else { "`not_fired`" };
    let mut vendors: Vec<&'static VendorInfo> = Vec::new();
    for vendor in cx.instances.iter().filter_map(|i| i.vendor) {
        if !vendors.iter().any(|v| v.name == vendor.name) {
            vendors.push(vendor);
        }
    }
    let mut found = Vec::new();
    for item in cx.items(node, key, "write `[ID, ID/part]`") {
        let Some(text) = cx.raw_text(item, "a quirk id") else {
            continue;
        };
        // Without a known vendor there is nothing to judge by; that problem is already listed.
        if vendors.is_empty() {
            continue;
        }
        let (id, part) = text
            .split_once('/')
            .map_or((text, None), |(i, p)| (i, Some(p)));
        let Some(quirk) = find(cx, id, item.place, &vendors) else {
            continue;
        };
        if let Some(part) = part {
            let parts: Vec<&str> = quirk
                .parts
                .iter()
                .map(|p| p.name)
                .filter(|p| !p.is_empty())
                .collect();
            if !parts.contains(&part) {
                let help = match nearest_unique(part, &parts) {
                    Some(near) => format!("did you mean `{id}/{near}`?"),
                    None if parts.is_empty() => format!("it has none; write `{id}`"),
                    None => format!("its parts are {}", all_of(parts)),
                };
                cx.error(
                    "unknown-quirk",
                    item.place,
                    format!("the quirk `{id}` has no part {}", quoted(part)),
                    help,
                );
                continue;
            }
        }
        never_fires(cx, quirk, item.place, must_fire);
        found.push((text.to_owned(), cx.span(item.place)));
    }
    found
}

fn never_fires(cx: &mut Cx<'_>, quirk: &Quirk, place: Place, must_fire: bool) {
    let id = quirk.id;
    match quirk.status {
        Status::Emulated { .. } => {}
        Status::NotEmulated { reason } if must_fire => cx.error(
            "never-fires",
            place,
            format!("the quirk `{id}` is not emulated and can never act"),
            format!("take it out; the reason: {reason}"),
        ),
        Status::NotEmulated { reason } => cx.warn(
            "never-fires",
            place,
            format!("the quirk `{id}` is not emulated: it never acts, whatever happens"),
            format!("take it out; the reason: {reason}"),
        ),
        Status::Structural { shows } => cx.warn(
            "never-fires",
            place,
            format!(
                "the quirk `{id}` is part of how the double is built, no decision that is traced"
            ),
            format!("take it out; it can be seen here: {shows}"),
        ),
    }
}
