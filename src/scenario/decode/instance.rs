//! `lms:`, the emulated systems.

use std::net::SocketAddr;

use indexmap::IndexMap;

use super::cx::{Cx, InstanceHead};
use super::{quirks, settings};
use crate::base::Value;
use crate::engine::VendorInfo;
use crate::scenario::model::Instance;
use crate::scenario::node::{Entry, Kind, Node, Place};
use crate::scenario::table::INSTANCE;
use crate::scenario::text::{all_of, nearest_unique, quoted};

/// Decodes every instance. Those that cannot be used are known by name, so that what follows is judged all the same.
pub(super) fn instances(cx: &mut Cx<'_>, entry: &Entry) -> Vec<Instance> {
    const HOW: &str = "name each LMS: `lms: { my_lms: brightspace }`";
    let entries = cx.entries(&entry.value, "`lms`", HOW);
    if entries.is_empty() && matches!(entry.value.kind, Kind::Map(_) | Kind::Null) {
        cx.error("missing-key", entry.place, "`lms` names no LMS", HOW);
    }
    let mut instances = Vec::new();
    for entry in entries {
        check_name(cx, entry);
        let instance = instance(cx, entry);
        cx.instances.push(InstanceHead {
            name: entry.key.clone(),
            vendor: instance.as_ref().map(|i| i.vendor),
        });
        instances.extend(instance);
    }
    instances
}

/// The name becomes part of addresses and environment variables.
fn check_name(cx: &mut Cx<'_>, entry: &Entry) {
    let name = &entry.key;
    let good = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if !good {
        cx.error(
            "bad-name",
            entry.place,
            format!("{} cannot name an LMS", quoted(name)),
            "begin with a letter and use letters, digits, `_` and `-`: the name becomes part of addresses",
        );
    }
}

fn instance(cx: &mut Cx<'_>, entry: &Entry) -> Option<Instance> {
    let mut instance = None;
    if let Kind::Scalar { text, .. } = &entry.value.kind {
        let vendor = vendor(cx, text, entry.value.place)?;
        return Some(blank(cx, entry, vendor));
    }
    let keys = cx.object(&entry.value, entry.place, &INSTANCE)?;
    if let Some(found) = keys.entry("vendor") {
        let name = cx.raw_text(&found.value, "`vendor`");
        if let Some(vendor) = name.and_then(|name| vendor(cx, name, found.value.place)) {
            instance = Some(blank(cx, entry, vendor));
        }
    }
    let listen = keys.get("listen").and_then(|node| listen(cx, node));
    let mut instance = instance?;
    instance.listen = listen;
    if let Some(node) = keys.get("settings") {
        instance.settings = settings::settings(cx, node, instance.vendor);
    }
    if let Some(node) = keys.get("quirks") {
        instance.quirks = quirks::switches(cx, node, instance.vendor);
    }
    for complaint in (instance.vendor.check)(&instance.settings, &instance.quirks) {
        let place = place_of(&entry.value, entry.place, &complaint.path);
        cx.error("contradiction", place, complaint.message, complaint.help);
    }
    Some(instance)
}

fn blank(cx: &Cx<'_>, entry: &Entry, vendor: &'static VendorInfo) -> Instance {
    Instance {
        name: entry.key.clone(),
        vendor,
        settings: Value::map(),
        quirks: IndexMap::new(),
        listen: None,
        seed: Value::map(),
        span: cx.span(entry.place),
    }
}

fn vendor(cx: &mut Cx<'_>, name: &str, place: Place) -> Option<&'static VendorInfo> {
    let found = cx.outside.vendors.iter().copied().find(|v| v.name == name);
    if found.is_none() {
        let names: Vec<&str> = cx.outside.vendors.iter().map(|v| v.name).collect();
        let help = match nearest_unique(name, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the vendors are {}", all_of(names)),
        };
        cx.error(
            "unknown-vendor",
            place,
            format!("there is no vendor {}", quoted(name)),
            help,
        );
    }
    found
}

fn listen(cx: &mut Cx<'_>, node: &Node) -> Option<String> {
    let text = cx.text(node, "`listen`")?;
    let (host, port) = text.rsplit_once(':').unwrap_or((&text, ""));
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let good = text.parse::<SocketAddr>().is_ok()
        || (port.parse::<u16>().is_ok()
            && !bare.is_empty()
            && bare
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')));
    if !good {
        cx.error(
            "bad-address",
            node.place,
            format!("{} is no address to listen at", quoted(&text)),
            "write HOST:PORT, such as `127.0.0.1:8080`; port 0 takes any free one",
        );
    }
    good.then_some(text)
}

/// Where a dotted path leads, as far as the file follows it. Keys may themselves hold dots.
fn place_of(node: &Node, at: Place, path: &str) -> Place {
    let Kind::Map(entries) = &node.kind else {
        return at;
    };
    let found = entries.iter().find_map(|entry| {
        let rest = path.strip_prefix(&*entry.key)?;
        match rest.strip_prefix('.') {
            Some(rest) => Some((entry, rest)),
            None if rest.is_empty() => Some((entry, "")),
            None => None,
        }
    });
    match found {
        Some((entry, "")) => entry.place,
        Some((entry, rest)) => place_of(&entry.value, entry.place, rest),
        None => at,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::place_of;
    use crate::diag::Source;
    use crate::scenario::node::Place;
    use crate::scenario::reader::parse;

    #[test]
    fn complaints_land_on_the_key_they_are_about() {
        let source = Arc::new(Source {
            path: "x.yaml".into(),
            text: "settings:\n  role_map: { a.b: c }\nquirks:\n  D2L-001: off\n".to_owned(),
        });
        let node = parse(&source, &mut Vec::new()).expect("it is YAML");
        let at = Place::new(9, 9, 9);
        for (path, line, column) in [
            ("settings.role_map.a.b", 2, 15),
            ("settings.role_map.x", 2, 3),
            ("quirks.D2L-001", 4, 3),
            ("elsewhere", 9, 9),
        ] {
            let place = place_of(&node, at, path);
            assert_eq!((place.line, place.column), (line, column), "{path}");
        }
    }
}
