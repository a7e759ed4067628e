//! Steps that send a message; operations, records and answers as steps and expectations share them.

use indexmap::IndexMap;

use super::cx::{Cx, Object};
use super::fields::{Of, Path, Subject};
use super::pattern::{self, Sent};
use super::with;
use crate::base::Value;
use crate::engine::VendorInfo;
use crate::model::{Arity, Operation, RecordKind, Shape, record_fields_of};
use crate::scenario::model::{Late, MatchKind, Pattern, SendBody, SendStep};
use crate::scenario::node::{Kind, Node, Place};
use crate::scenario::table::SEND;
use crate::scenario::text::{all_of, any_of, nearest_unique, quoted};
use crate::standard::{self, ANSWER_FIELDS};

/// Decodes a step that sends.
pub(super) fn send(cx: &mut Cx<'_>, node: &Node) -> Option<SendStep> {
    let keys = cx.object(node, node.place, &SEND)?;
    let to = cx.instance(keys.get("to"), node.place, "to");
    let vendor = to.and_then(|to| cx.instances[to].vendor);
    let operation = keys
        .get("operation")
        .and_then(|n| Some((n, cx.raw_text(n, "`operation`")?)));
    let row = match (operation, vendor) {
        (Some((node, name)), Some(vendor)) => self::operation(cx, name, node.place, vendor),
        _ => None,
    };
    let mut late = Vec::new();
    let id = keys
        .get("id")
        .and_then(|n| cx.step_text(n, "`id`", &["id"], &mut late));
    let with = with(cx, &keys, row, &mut late);
    if let (Some(id), Some(row), false) = (keys.get("id"), row, has_envelope(&keys)) {
        with::check_id(cx, id, with.as_ref(), row);
    }
    let body = body(cx, &keys, node.place, operation.is_some(), row, &mut late);
    let headers = keys
        .get("headers")
        .map(|n| headers(cx, n))
        .unwrap_or_default();
    let answer = keys.get("answer").and_then(|n| answer(cx, n, row));
    Some(SendStep {
        to: to?,
        operation: operation.map(|(_, name)| name.to_owned()),
        id,
        body: body?,
        with: with.unwrap_or_else(Value::map),
        headers,
        answer,
        late,
    })
}

/// What is sent is written out by the scenario.
fn has_envelope(keys: &Object<'_>) -> bool {
    keys.get("file").is_some() || keys.get("xml").is_some()
}

/// `with:`; what has no operation of its own has no parameters to give.
fn with(
    cx: &mut Cx<'_>,
    keys: &Object<'_>,
    row: Option<&'static Operation>,
    late: &mut Vec<Late>,
) -> Option<Value> {
    let node = keys.get("with")?;
    if has_envelope(keys) {
        cx.error(
            "two-bodies",
            node.place,
            "the parameters under `with` go into a message that mocklms writes, but this one is written out",
            "keep either `with` or the `file` or `xml`",
        );
        return None;
    }
    with::sent(cx, node, row?, late)
}

fn body(
    cx: &mut Cx<'_>,
    keys: &Object<'_>,
    at: Place,
    named: bool,
    row: Option<&'static Operation>,
    late: &mut Vec<Late>,
) -> Option<SendBody> {
    let given: Vec<&str> = ["record", "file", "xml"]
        .into_iter()
        .filter(|k| keys.get(k).is_some())
        .collect();
    if given.len() > 1 {
        cx.error(
            "two-bodies",
            at,
            format!("a step sends one thing, but this one has {}", all_of(given)),
            "keep exactly one of `record`, `file` and `xml`",
        );
        return None;
    }
    if let Some(node) = keys.get("file") {
        let name = cx.text(node, "`file`")?;
        return cx
            .file(&name, node.place)
            .map(|(path, bytes)| SendBody::File(path, bytes));
    }
    if let Some(node) = keys.get("xml") {
        return xml(cx, node).map(SendBody::Xml);
    }
    if !named {
        cx.error(
            "missing-key",
            at,
            "this step does not say what is sent",
            "add `operation:`, with `record:` or `id:`; or `file:` or `xml:` with a whole envelope",
        );
    }
    let Some(node) = keys.get("record") else {
        return Some(SendBody::Record(Value::map()));
    };
    let row = row?;
    let fields = record_fields_of(row.service.standard(), row.record);
    let pattern = record(cx, node, row)?;
    let mut sent = Some(Sent {
        path: vec!["record".to_owned()],
        late,
    });
    let value = pattern::to_value(cx, pattern, Shape::Map(fields), &mut sent)?;
    let only_id = matches!(&value, Value::Map(map) if map.keys().all(|k| k == "id"));
    if !row.carries_record() && !only_id {
        let with = standard::with_fields(row);
        let help = match (row.id_parameter(), with.first()) {
            (_, Some(field)) => format!("it takes `with: {{ {}: … }}`", field.name),
            (Some(_), None) => "give the id alone: `id: …`".to_owned(),
            (None, None) => "take it out".to_owned(),
        };
        cx.error(
            "record-not-carried",
            node.place,
            format!("`{}` carries no record", row.name),
            help,
        );
    }
    Some(SendBody::Record(value))
}

/// An XML text that is not empty; whether it is well-formed is the receiver's business.
pub(super) fn xml(cx: &mut Cx<'_>, node: &Node) -> Option<String> {
    let text = cx.raw_text(node, "`xml`")?;
    if !text.trim_start().starts_with('<') {
        cx.wrong_type(
            node,
            "`xml`",
            "an XML element",
            "write it as a block: `xml: |` and the element in the lines below",
        );
        return None;
    }
    Some(text.to_owned())
}

fn headers(cx: &mut Cx<'_>, node: &Node) -> IndexMap<String, String> {
    let mut headers = IndexMap::new();
    for entry in cx.entries(
        node,
        "`headers`",
        "write `headers: { SOAPAction: '\"x\"' }`",
    ) {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if entry.key.is_empty() || !entry.key.chars().all(token) {
            cx.error(
                "bad-header",
                entry.place,
                format!("{} cannot name an HTTP header", quoted(&entry.key)),
                "use letters, digits and `-`",
            );
        }
        let Some(value) = cx.text(&entry.value, &format!("the header `{}`", entry.key)) else {
            continue;
        };
        if value.chars().any(|c| c.is_control() && c != '\t') {
            cx.error(
                "bad-header",
                entry.value.place,
                format!(
                    "the header `{}` holds a line break or control character",
                    entry.key
                ),
                "write it in one line",
            );
        }
        headers.insert(entry.key.clone(), value);
    }
    headers
}

/// The operation of that name, when the vendor has it.
pub(super) fn operation(
    cx: &mut Cx<'_>,
    name: &str,
    place: Place,
    vendor: &'static VendorInfo,
) -> Option<&'static Operation> {
    let found = vendor.operation(name);
    if found.is_some() {
        return found;
    }
    let names = operations(vendor);
    let others: Vec<&str> = cx
        .outside
        .vendors
        .iter()
        .filter(|v| v.operation(name).is_some())
        .map(|v| v.name)
        .collect();
    let help = if !others.is_empty() {
        format!(
            "{} has it; a message for it cannot arrive here",
            any_of(others)
        )
    } else if let Some(near) = nearest_unique(name, &names) {
        format!("did you mean `{near}`?")
    } else {
        format!("its operations are {}", all_of(names))
    };
    cx.error(
        "unknown-operation",
        place,
        format!("{} is not an operation of {}", quoted(name), vendor.name),
        help,
    );
    None
}

/// The names of a vendor's operations, each once.
pub(crate) fn operations(vendor: &VendorInfo) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for operation in vendor
        .endpoints
        .iter()
        .flat_map(|e| (vendor.operations)(e.service))
    {
        if !names.contains(&operation.name) {
            names.push(operation.name);
        }
    }
    names
}

/// `record:`: a map, or for an operation on many a list of maps.
pub(super) fn record(cx: &mut Cx<'_>, node: &Node, row: &'static Operation) -> Option<Pattern> {
    let (fields, name) = (standard::carried_fields(row), row.record.words());
    let what = match row.record {
        RecordKind::Bulk => format!("the record of {}", row.name),
        _ => format!("a {name} record"),
    };
    let see = format!("mocklms explain fields {name}");
    let subject = Subject {
        what: &what,
        see: &see,
        of: Of::Record,
    };
    match &node.kind {
        Kind::List(items) if row.arity == Arity::Many => {
            pattern::list(cx, items, node.place, |cx, item| {
                pattern::fields(cx, item, &fields, &Path::TOP, &subject)
            })
        }
        _ => pattern::fields(cx, node, &fields, &Path::TOP, &subject),
    }
}

/// `answer:`: a map over the answer's fields.
pub(super) fn answer(
    cx: &mut Cx<'_>,
    node: &Node,
    row: Option<&'static Operation>,
) -> Option<Pattern> {
    if let Some(text) = node.scalar() {
        if text == "lost" {
            cx.not_offered(node.place, "`answer: lost` (like other faults)");
            return None;
        }
        let help = "write `answer: { code_major: success }`";
        cx.wrong_type(node, "`answer`", "a map", help);
        return None;
    }
    let subject = Subject {
        what: "an answer",
        see: "mocklms explain answer",
        of: Of::Answer(row),
    };
    let pattern = pattern::fields(cx, node, ANSWER_FIELDS, &Path::TOP, &subject)?;
    if let Pattern::Map { entries, .. } = &pattern {
        for entry in entries {
            let words: &[&str] = match &*entry.key {
                "code_major" => &["success", "processing", "failure", "unsupported"],
                "severity" => &["status", "warning", "error"],
                _ => continue,
            };
            let given: Vec<&String> = match &entry.value {
                Pattern::Text(text, _) => vec![text],
                Pattern::Matcher(matcher, _) => match &matcher.kind {
                    MatchKind::OneOf(texts) => texts.iter().collect(),
                    _ => continue,
                },
                _ => continue,
            };
            for text in given.into_iter().filter(|t| !words.contains(&&***t)) {
                let help = match nearest_unique(text, words) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "the words of the standard are {}",
                        all_of(words.iter().copied())
                    ),
                };
                let place = cx.place(&entry.span);
                cx.warn(
                    "unknown-word",
                    place,
                    format!("`{}` is never {} in the standard", entry.key, quoted(text)),
                    help,
                );
            }
        }
    }
    Some(pattern)
}
