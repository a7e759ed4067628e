//! `with:`: the parameters of an operation beside its id and its record.

use super::cx::Cx;
use super::fields::{Of, Path, Subject};
use super::pattern::{self, Sent};
use crate::base::Value;
use crate::model::{Operation, Shape};
use crate::scenario::model::{Late, MatchKind, Pattern};
use crate::scenario::node::{Entry, Kind, Node};
use crate::scenario::table::{COUNT, EXACT};
use crate::scenario::text::{all_of, nearest_unique};
use crate::standard;

/// A map over the parameters of an operation.
pub(super) fn expected(cx: &mut Cx<'_>, node: &Node, row: &'static Operation) -> Option<Pattern> {
    let fields = standard::with_fields(row);
    let names: Vec<&str> = fields.iter().map(|f| f.name).collect();
    let Kind::Map(entries) = &node.kind else {
        let help = match names.first() {
            Some(name) => format!("write `with: {{ {name}: … }}`"),
            None => format!("take it out: {}", nothing_else(row)),
        };
        cx.wrong_type(node, "`with`", "a map", &help);
        return None;
    };
    let known = |entry: &&Entry| {
        let head = entry.key.split('.').next().unwrap_or_default();
        matches!(head, EXACT | COUNT) || names.contains(&head)
    };
    for entry in entries.iter().filter(|e| !known(e)) {
        unknown(cx, entry, row, &names);
    }
    let node = Node {
        place: node.place,
        kind: Kind::Map(entries.iter().filter(known).cloned().collect()),
    };
    let what = format!("the parameters of {}", row.name);
    let see = format!("mocklms explain fields {}", row.record.words());
    let subject = Subject {
        what: &what,
        see: &see,
        of: Of::Record,
    };
    pattern::fields(cx, &node, &fields, &Path::TOP, &subject)
}

/// The same for a message that is sent: matchers are refused, but for references.
pub(super) fn sent(
    cx: &mut Cx<'_>,
    node: &Node,
    row: &'static Operation,
    late: &mut Vec<Late>,
) -> Option<Value> {
    let Pattern::Map {
        entries,
        exact,
        count,
        span,
    } = expected(cx, node, row)?
    else {
        return None;
    };
    pattern::refuse_exact(cx, exact || count.is_some(), &span);
    let mut sent = Some(Sent {
        path: vec!["with".to_owned()],
        late,
    });
    let mut out = Value::map();
    for entry in entries {
        let shape = standard::with_shape(&entry.key).unwrap_or(Shape::Text);
        if let Some(sent) = &mut sent {
            sent.path.push(entry.key.clone());
        }
        let value = pattern::to_value(cx, entry.value, shape, &mut sent);
        if let Some(sent) = &mut sent {
            sent.path.pop();
        }
        if let Some(value) = value {
            out.insert(entry.key, value);
        }
    }
    Some(out)
}

/// `id:` of a step, held against what the operation takes.
pub(super) fn check_id(cx: &mut Cx<'_>, id: &Node, with: Option<&Value>, row: &'static Operation) {
    let Some(name) = row.id_parameter() else {
        return no_id(cx, id, row);
    };
    if with.is_some_and(|with| with.get(name).is_some()) {
        cx.error(
            "duplicate-key",
            id.place,
            format!("`id` is the same as `{name}` under `with`, which is given, too"),
            "keep one of the two",
        );
    }
}

/// `id:` where there is none.
fn no_id(cx: &mut Cx<'_>, id: &Node, row: &'static Operation) {
    let help = if row.carries_record() {
        "its record has one: `record: { id: … }`".to_owned()
    } else {
        let names = standard::with_fields(row);
        match names.first() {
            Some(field) => format!("it takes `with: {{ {}: … }}`", field.name),
            None => "take it out".to_owned(),
        }
    };
    cx.error(
        "no-id",
        id.place,
        format!("`{}` has no parameter for an id", row.name),
        help,
    );
}

/// `id:` of an expected message: the key the vendor uses, which may be the one in the record.
pub(super) fn check_expected_id(
    cx: &mut Cx<'_>,
    id: &Node,
    pattern: &Pattern,
    row: &'static Operation,
) {
    let none = matches!(pattern, Pattern::Matcher(m, _) if matches!(m.kind, MatchKind::Any | MatchKind::Absent));
    if row.id_parameter().is_none() && !row.carries_record() && !none {
        no_id(cx, id, row);
    }
}

/// A name that is no parameter, or one that is written elsewhere.
fn unknown(cx: &mut Cx<'_>, entry: &Entry, row: &'static Operation, names: &[&str]) {
    let key = entry.key.as_str();
    let head = key.split('.').next().unwrap_or_default();
    let is_param = row.request.iter().any(|p| p.name == head);
    let near = nearest_unique(head, names);
    let (message, help) = if is_param && head == "sourcedId" {
        (
            format!("`{head}` does not stand under `with`"),
            "write it beside it: `id: …`".to_owned(),
        )
    } else if is_param || key == "record" {
        (
            format!("`{head}` does not stand under `with`"),
            "the record stands beside it: `record: { … }`".to_owned(),
        )
    } else {
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => format!("take it out: {}", nothing_else(row)),
            None => format!("it takes {} under `with`", all_of(names.iter().copied())),
        };
        (format!("`{head}` is not a parameter of {}", row.name), help)
    };
    cx.error("unknown-parameter", entry.place, message, help);
}

/// What an operation takes that has nothing to put under `with`.
fn nothing_else(row: &'static Operation) -> String {
    let mut has = Vec::new();
    if row.id_parameter().is_some() {
        has.push("`id`");
    }
    if row.carries_record() {
        has.push("`record`");
    }
    match has[..] {
        [] => format!("{} takes nothing at all", row.name),
        _ => format!("{} takes nothing beside {}", row.name, has.join(" and ")),
    }
}
