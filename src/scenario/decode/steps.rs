//! `steps:`.

use indexmap::IndexMap;

use super::cx::Cx;
use super::{expect, send};
use crate::base::duration;
use crate::engine::AdminInfo;
use crate::scenario::model::{AdminStep, Late, RunStep, Step, StepKind};
use crate::scenario::node::{Entry, Kind, Node};
use crate::scenario::table::{ADMIN, ADVANCE, CHECK, EXPECT, RUN, SEND, STEP_MARKS, STEPS, Table};
use crate::scenario::text::{all_of, nearest_unique, quoted, suggest};

/// Decodes every step.
pub(super) fn steps(cx: &mut Cx<'_>, node: &Node) -> Vec<Step> {
    const HOW: &str = "begin each step with `- `";
    let mut steps = Vec::new();
    for item in cx.items(node, "`steps`", HOW) {
        let span = cx.span(item.place);
        cx.moment += 1;
        steps.extend(step(cx, item).map(|kind| Step { kind, span }));
    }
    steps
}

fn step(cx: &mut Cx<'_>, node: &Node) -> Option<StepKind> {
    let Kind::Map(entries) = &node.kind else {
        let marks = all_of(["operation", "admin", "advance", "run", "expect"]);
        cx.wrong_type(
            node,
            "a step",
            "a map",
            &format!("a step is told by one of {marks}"),
        );
        return None;
    };
    let table = kind(cx, node, entries)?;
    match table.def {
        "admin_step" => admin(cx, node, entries).map(StepKind::Admin),
        "advance_step" => {
            let keys = cx.object(node, node.place, &ADVANCE)?;
            let node = &keys.entry("advance")?.value;
            let Some(text) = node.scalar() else {
                cx.wrong_type(
                    node,
                    "`advance`",
                    "a duration",
                    "write `31 days`, `90s` or `2h 30m`",
                );
                return None;
            };
            match duration::parse(text, duration::Use::Advance) {
                Ok(duration) => Some(StepKind::Advance(duration)),
                Err((message, help)) => {
                    cx.error("bad-duration", node.place, message, help);
                    None
                }
            }
        }
        "run_step" => run(cx, node).map(StepKind::Run),
        "expect_step" => {
            misplaced(cx, entries);
            let keys = cx.object_but(node, node.place, &CHECK, &EXPECT)?;
            let entry = keys.entry("expect")?;
            let expect = expect::expect(cx, &entry.value, entry.place);
            Some(StepKind::Expect(Box::new(expect)))
        }
        _ => send::send(cx, node).map(|send| StepKind::Send(Box::new(send))),
    }
}

/// `within` beside `expect`, where it belongs inside.
fn misplaced(cx: &mut Cx<'_>, entries: &[Entry]) {
    for entry in entries {
        if EXPECT.has(&entry.key) {
            let shown = entry.value.scalar().unwrap_or("…");
            cx.error(
                "unknown-key",
                entry.place,
                format!(
                    "`{}` stands beside `expect`, but belongs inside it",
                    entry.key
                ),
                format!("write `expect: {{ {}: {shown}, … }}`", entry.key),
            );
        }
    }
}

/// Which kind of step a map is: an admin step can have arguments of any name, so `admin` decides first.
fn kind(cx: &mut Cx<'_>, node: &Node, entries: &[Entry]) -> Option<&'static Table> {
    let marks: Vec<(&str, &'static Table)> = STEP_MARKS
        .iter()
        .copied()
        .filter(|(mark, _)| entries.iter().any(|e| e.key == *mark))
        .collect();
    if let Some((first, table)) = marks.first().copied() {
        let other = marks.iter().find(|(_, t)| t.def != table.def);
        if let (Some((second, _)), false) = (other, table.def == ADMIN.def) {
            cx.error(
                "two-steps",
                node.place,
                format!("a step does one thing, but this one has `{first}` and `{second}`"),
                "make two steps of it",
            );
            return None;
        }
        return Some(table);
    }
    if entries.iter().any(|e| SEND.has(&e.key)) {
        return Some(&SEND);
    }
    let mut names: Vec<&str> = STEPS.iter().flat_map(|t| t.keys).map(|k| k.name).collect();
    names.dedup();
    if entries.is_empty() {
        cx.error(
            "wrong-type",
            node.place,
            "this step is empty",
            suggest("", &names, "keys of steps"),
        );
        return None;
    }
    for entry in entries {
        if SEND.later.contains(&&*entry.key) || entry.key == "fault" {
            cx.not_offered(entry.place, &format!("`{}` in a step", entry.key));
        } else {
            cx.error(
                "unknown-key",
                entry.place,
                format!("`{}` is not a key of a step", entry.key),
                match nearest_unique(&entry.key, &names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "a step is told by one of {}",
                        all_of(STEP_MARKS.iter().map(|(mark, _)| *mark))
                    ),
                },
            );
        }
    }
    None
}

fn admin(cx: &mut Cx<'_>, node: &Node, entries: &[Entry]) -> Option<AdminStep> {
    let at_node = node.entry("at").map(|e| &e.value);
    let at = cx.instance(at_node, node.place, "at")?;
    let vendor = cx.instances[at].vendor?;
    let name_node = &node.entry("admin")?.value;
    let name = cx.raw_text(name_node, "`admin`")?;
    let Some(info) = vendor.admin.iter().find(|a| a.name == name) else {
        let names: Vec<&str> = vendor.admin.iter().map(|a| a.name).collect();
        cx.error(
            "unknown-admin-step",
            name_node.place,
            format!(
                "{} is nothing an administrator of {} can do",
                quoted(name),
                vendor.name
            ),
            format!(
                "{}; see `mocklms explain admin {}`",
                suggest(name, &names, "admin steps"),
                vendor.name
            ),
        );
        return None;
    };
    let mut late = Vec::new();
    let arguments = arguments(cx, node, entries, info, &mut late);
    Some(AdminStep {
        at,
        name: name.to_owned(),
        arguments,
        late,
    })
}

fn arguments(
    cx: &mut Cx<'_>,
    node: &Node,
    entries: &[Entry],
    info: &'static AdminInfo,
    late: &mut Vec<Late>,
) -> IndexMap<String, String> {
    let names: Vec<&str> = info.arguments.iter().map(|(name, _, _)| *name).collect();
    let mut arguments = IndexMap::new();
    for entry in entries.iter().filter(|e| !ADMIN.has(&e.key)) {
        if !names.contains(&&*entry.key) {
            cx.unknown_key(entry, &ADMIN, &names);
        } else if !entry.value.is_null()
            && let Some(text) = cx.step_text(
                &entry.value,
                &format!("`{}`", entry.key),
                &[&entry.key],
                late,
            )
        {
            arguments.insert(entry.key.clone(), text);
        }
    }
    for (name, required, meaning) in info.arguments {
        let given = node.entry(name).is_some_and(|e| !e.value.is_null());
        if *required && !given {
            cx.error(
                "missing-key",
                node.place,
                format!("the admin step `{}` lacks its `{name}`", info.name),
                format!("add `{name}:` ({meaning})"),
            );
        }
    }
    arguments
}

fn run(cx: &mut Cx<'_>, node: &Node) -> Option<RunStep> {
    let keys = cx.object(node, node.place, &RUN)?;
    let mut command = None;
    if let Some(node) = keys.get("run") {
        let name = cx.raw_text(node, "`run`")?;
        if !matches!(name, "" | "default") {
            if !cx.commands.iter().any(|c| c == name) {
                let known: Vec<&str> = cx.commands.iter().map(|c| &**c).collect();
                let help = match nearest_unique(name, &known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "define it, `commands: {{ {name}: [./program, --flag] }}`, or leave it empty for the command after `--`"
                    ),
                };
                cx.error(
                    "unknown-command",
                    node.place,
                    format!("there is no command {} under `commands:`", quoted(name)),
                    help,
                );
            }
            command = Some(name.to_owned());
        }
    }
    let exit = match keys.get("exit") {
        None => Some(0),
        Some(node) => match node.scalar() {
            Some("any") => None,
            text => {
                let code = text.and_then(|t| t.parse().ok());
                if code.is_none() {
                    cx.wrong_type(
                        node,
                        "`exit`",
                        "an exit code or `any`",
                        "0 is expected when it is left out",
                    );
                }
                code
            }
        },
    };
    Some(RunStep { command, exit })
}
