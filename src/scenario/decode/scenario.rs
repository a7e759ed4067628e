//! The top level of the file.

use std::sync::Arc;

use indexmap::IndexMap;

use super::cx::Cx;
use super::{expect, instance, lint, seed, steps};
use crate::base::Time;
use crate::scenario::model::{Case, ClockSpec, Expect, Scenario};
use crate::scenario::node::{Kind, Node, Place};
use crate::scenario::table::{CLOCK, SCENARIO};
use crate::scenario::text::{nearest_unique, quoted};

/// Whether a file can be read at all: a map of a known version.
pub(crate) fn readable(cx: &mut Cx<'_>, root: &Node) -> bool {
    if !matches!(root.kind, Kind::Map(_)) {
        cx.error(
            "not-a-map",
            root.place,
            format!("a scenario is a map, not {}", root.found()),
            "begin the file with `mocklms: 1` and write `key: value` lines",
        );
        return false;
    }
    version(cx, root)
}

/// Decodes one scenario. What it returns is complete only when there are no errors.
pub(crate) fn scenario(cx: &mut Cx<'_>, root: &Node, case: Option<Case>) -> Option<Scenario> {
    let keys = cx.object(root, root.place, &SCENARIO)?;
    let title = keys
        .get("scenario")
        .and_then(|n| cx.raw_text(n, "`scenario`"));
    let about = keys.get("about").and_then(|n| cx.raw_text(n, "`about`"));
    let tags = keys.get("tags").map(|n| tags(cx, n)).unwrap_or_default();
    let mut instances = match keys.entry("lms") {
        Some(entry) => instance::instances(cx, entry),
        None => Vec::new(),
    };
    if let Some(node) = keys.get("seed") {
        for (index, value) in seed::seeds(cx, node) {
            if let Some(instance) = instances
                .iter_mut()
                .find(|i| i.name == cx.instances[index].name)
            {
                instance.seed = value;
            }
        }
    }
    let clock = keys.get("clock").map(|n| clock(cx, n)).unwrap_or_default();
    let commands = keys
        .get("commands")
        .map(|n| commands(cx, n))
        .unwrap_or_default();
    let steps = keys
        .get("steps")
        .map(|n| steps::steps(cx, n))
        .unwrap_or_default();
    cx.moment = usize::MAX;
    let expect = match keys.entry("expect") {
        Some(entry) => expect::expect(cx, &entry.value, entry.place),
        None => Expect::default(),
    };
    captures_are_met(cx);
    let title = title.unwrap_or_default();
    let scenario = Scenario {
        source: Arc::clone(cx.source(Place::default())),
        title: match &case {
            Some(case) => format!("{title} [{}]", case.name),
            None => title.to_owned(),
        },
        case,
        tags,
        about: about.unwrap_or_default().trim_end().to_owned(),
        instances,
        clock,
        commands,
        steps,
        expect,
    };
    lint::lint(cx, root, &scenario);
    Some(scenario)
}

fn tags(cx: &mut Cx<'_>, node: &Node) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for item in cx.items(node, "`tags`", "write `tags: [sync, slow]`") {
        let Some(tag) = cx.raw_text(item, "a tag") else {
            continue;
        };
        let good = tag.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        if !good {
            let words: Vec<String> = tag
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|w| !w.is_empty())
                .map(str::to_ascii_lowercase)
                .collect();
            let help = match &words[..] {
                [] => "use lower-case letters and digits".to_owned(),
                words => format!("write `{}`", words.join("-")),
            };
            cx.error(
                "bad-name",
                item.place,
                format!(
                    "{} is no tag: a tag is made of lower-case words with `-` between them",
                    quoted(tag)
                ),
                help,
            );
        } else if tags.iter().any(|t| t == tag) {
            cx.warn(
                "duplicate-word",
                item.place,
                format!("the tag `{tag}` is given twice"),
                "keep one of the two",
            );
        } else {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// Whether the version of the language is known.
pub(crate) fn version(cx: &mut Cx<'_>, root: &Node) -> bool {
    let Some(entry) = root.entry("mocklms") else {
        // The table asks for the key, too; but its absence deserves better words.
        return true;
    };
    if entry.value.scalar() == Some("1") {
        return true;
    }
    cx.error(
        "version",
        entry.value.place,
        match entry.value.scalar() {
            Some(text) => format!("version {} of the scenario language is not known", quoted(text)),
            None => "`mocklms` must be the version of the scenario language".to_owned(),
        },
        "this program reads version 1: write `mocklms: 1`; a file for a later version needs a later mocklms",
    );
    false
}

fn clock(cx: &mut Cx<'_>, node: &Node) -> ClockSpec {
    let Some(keys) = cx.object(node, node.place, &CLOCK) else {
        return ClockSpec::default();
    };
    let start = keys.get("start").and_then(|node| {
        let text = cx.raw_text(node, "`start`")?;
        let time = Time::parse(text);
        if time.is_none() {
            let day = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
            cx.error(
                "bad-time",
                node.place,
                format!("{} is no moment", quoted(text)),
                if day {
                    format!("add the time of day and the zone: `{text}T08:00:00Z`")
                } else {
                    "write an RFC 3339 time with its zone, such as `2026-01-05T08:00:00Z`"
                        .to_owned()
                },
            );
        }
        time
    });
    ClockSpec { start }
}

fn commands(cx: &mut Cx<'_>, node: &Node) -> IndexMap<String, Vec<String>> {
    const HOW: &str = "write each as a list of words: `sync: [./sync, --full]`";
    let mut commands = IndexMap::new();
    for entry in cx.entries(node, "`commands`", HOW) {
        cx.commands.push(entry.key.clone());
        let name = &entry.key;
        if name == "default" {
            cx.error(
                "reserved-name",
                entry.place,
                "`default` stands for the command after `--` and cannot be defined",
                "choose another name",
            );
        }
        let what = format!("the command `{name}`");
        let words: Vec<String> = match &entry.value.kind {
            Kind::List(items) if !items.is_empty() => items
                .iter()
                .filter_map(|item| cx.text(item, "a word of a command"))
                .collect(),
            Kind::Scalar { text, .. }
                if !text.is_empty() && !text.contains(char::is_whitespace) =>
            {
                cx.text(&entry.value, &what).into_iter().collect()
            }
            Kind::Scalar { text, .. } => {
                let words: Vec<&str> = text.split_whitespace().collect();
                let help = format!(
                    "no shell is involved: write `{name}: [{}]`",
                    words.join(", ")
                );
                cx.wrong_type(&entry.value, &what, "a list of words", &help);
                continue;
            }
            _ => {
                cx.wrong_type(&entry.value, &what, "a list of words", HOW);
                continue;
            }
        };
        commands.insert(name.clone(), words);
    }
    commands
}

/// Every `${ref:x}` needs a `${capture:x}` earlier in the story.
fn captures_are_met(cx: &mut Cx<'_>) {
    let mut known: Vec<String> = cx.captured.keys().cloned().collect();
    known.sort();
    let names: Vec<&str> = known.iter().map(|n| &**n).collect();
    for used in std::mem::take(&mut cx.referenced) {
        let name = &used.name;
        match cx.captured.get(name).copied() {
            None => {
                let help = match nearest_unique(name, &names) {
                    Some(near) => format!("did you mean `${{ref:{near}}}`?"),
                    None => format!("write `${{capture:{name}}}` where the value is first seen"),
                };
                cx.error(
                    "never-captured",
                    used.place,
                    format!("`${{ref:{name}}}` asks for a value that nothing captures"),
                    help,
                );
            }
            Some((moment, first))
                if moment > used.moment || (used.before && moment == used.moment) =>
            {
                let when = match (used.before, moment == used.moment) {
                    (true, true) => "by the answer to this very step",
                    (true, false) => "later",
                    (false, _) => "later in the story",
                };
                cx.error(
                    "captured-too-late",
                    used.place,
                    format!(
                        "`${{ref:{name}}}` is needed here, but captured {when}, on line {}",
                        first.line
                    ),
                    format!("write `${{capture:{name}}}` in an earlier step"),
                );
            }
            Some(_) => {}
        }
    }
}
