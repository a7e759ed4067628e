//! One exchange as the page shows it: a row of the list, and what is behind it.

use serde_json::{Map, Value as Json, json};

use crate::base::Value;
use crate::journal::{Body, Entry, EntryKind};
use crate::soap::ContentType;
use crate::{standard, xml};

/// What the list of exchanges shows and filters by.
pub(super) fn row(entry: &Entry) -> Json {
    let mut rules: Vec<String> = entry
        .quirks
        .iter()
        .map(|q| full_id(&q.id, &q.part))
        .chain(entry.changes.iter().filter_map(|c| c.quirk.clone()))
        .collect();
    rules.sort();
    rules.dedup();
    let mut decided: Vec<&str> = entry
        .changes
        .iter()
        .filter_map(|c| c.quirk.as_deref())
        .collect();
    decided.sort_unstable();
    decided.dedup();
    let mut findings: Vec<&str> = entry.findings.iter().map(|f| f.name.as_str()).collect();
    findings.sort_unstable();
    findings.dedup();
    let mut row = Map::new();
    row.insert("seq".into(), entry.seq.into());
    row.insert("what".into(), what(entry).into());
    row.insert("outcome".into(), entry.outcome.as_str().into());
    row.insert("mood".into(), mood(entry).into());
    let optional = [
        ("id", entry.id.as_deref()),
        ("fault", entry.fault.as_deref()),
        (
            "instance",
            Some(entry.instance.as_str()).filter(|i| !i.is_empty()),
        ),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            row.insert(key.into(), value.into());
        }
    }
    if !rules.is_empty() {
        row.insert("rules".into(), rules.into());
    }
    if !decided.is_empty() {
        row.insert("decided".into(), decided.into());
    }
    if !findings.is_empty() {
        row.insert("findings".into(), findings.into());
    }
    row.into()
}

/// What is shown of an exchange once it is chosen.
pub(super) fn detail(entry: &Entry) -> Json {
    let content_type = header(&entry.request_headers, "content-type");
    let record = entry
        .request_body
        .bytes()
        .and_then(|bytes| standard::request(content_type, &bytes))
        .map_or(Json::Null, |view| plain(&view.record));
    let (request, mut request_note) = text(&entry.request_body, content_type);
    if let Some(was) = &entry.request_body_was {
        request_note = format!("sent compressed ({was}), shown unpacked");
    }
    let answer_type = header(&entry.response_headers, "content-type");
    let (answer, answer_note) = text(&entry.response_body, answer_type);
    let answered = match entry.response_body.bytes() {
        Some(bytes) if entry.status > 0 && !bytes.is_empty() => {
            plain(&standard::answer(entry.status, &bytes))
        }
        _ => Json::Null,
    };
    let findings: Vec<Json> = entry
        .findings
        .iter()
        .map(|f| {
            json!({
                "name": f.name, "class": f.class, "line": f.line, "column": f.column,
                "message": f.message, "hint": f.hint,
            })
        })
        .collect();
    let changes: Vec<Json> = entry
        .changes
        .iter()
        .map(|c| {
            json!({
                "table": c.table, "key": c.key, "field": c.field, "old": c.old, "new": c.new,
                "rule": c.quirk,
            })
        })
        .collect();
    let rules: Vec<Json> = entry
        .quirks
        .iter()
        .map(|q| json!({ "id": full_id(&q.id, &q.part), "evidence": q.evidence }))
        .collect();
    json!({
        "time": entry.time,
        "micros": entry.micros,
        "kind": kind(entry.kind),
        "vendor": entry.vendor,
        "by_hand": entry.kind == EntryKind::Admin,
        "caller": entry.caller,
        "outer_id": entry.outer_id,
        "method": entry.method,
        "target": entry.target,
        "status": entry.status,
        "request_headers": entry.request_headers,
        "request": request,
        "request_note": request_note,
        "answer_headers": entry.response_headers,
        "answer": answer,
        "answer_note": answer_note,
        "answered": answered,
        "record": record,
        "findings": findings,
        "changes": changes,
        "rules": rules,
    })
}

fn full_id(id: &str, part: &str) -> String {
    if part.is_empty() {
        id.to_owned()
    } else {
        format!("{id}/{part}")
    }
}

fn what(entry: &Entry) -> &str {
    match (&entry.operation, entry.kind) {
        (Some(operation), _) => operation,
        (None, EntryKind::Message) => "message",
        (None, EntryKind::Wsdl) => "service description",
        (None, EntryKind::Unauthorized) => "refused",
        (None, EntryKind::Invalid) => "no SOAP call",
        (None, EntryKind::NotServed) => "not served",
        (None, EntryKind::NotHttp) => "not HTTP",
        (None, EntryKind::Background | EntryKind::Outgoing) => &entry.target,
        (None, EntryKind::Admin) => entry.target.split(' ').next().unwrap_or("administrator"),
    }
}

const fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Message => "a call of an operation",
        EntryKind::Wsdl => "a read of the service description",
        EntryKind::Unauthorized => "refused for its credentials",
        EntryKind::Invalid => "no SOAP call",
        EntryKind::NotServed => "a path nobody serves",
        EntryKind::NotHttp => "no HTTP",
        EntryKind::Admin => "a step of an administrator, no message",
        EntryKind::Background => "something the LMS did on its own, no message",
        EntryKind::Outgoing => "a call that the LMS made to somebody else",
    }
}

/// How the sender must take the answer.
fn mood(entry: &Entry) -> &'static str {
    let outcome = entry.outcome.as_str();
    let starts = |words: &[&str]| words.iter().any(|word| outcome.starts_with(word));
    if matches!(entry.kind, EntryKind::Admin | EntryKind::Background) {
        "plain"
    } else if starts(&["success/warning"]) {
        "warning"
    } else if starts(&["failure", "unsupported", "fault", "4", "5"])
        || matches!(entry.kind, EntryKind::Invalid | EntryKind::NotHttp)
    {
        "bad"
    } else if starts(&["success", "processing", "2"]) {
        "good"
    } else {
        "plain"
    }
}

fn header<'e>(headers: &'e [(String, String)], name: &str) -> Option<&'e str> {
    headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// A body as text, and what to know about that.
fn text(body: &Body, content_type: Option<&str>) -> (String, String) {
    match body {
        Body::Text(text) => (text.clone(), String::new()),
        Body::Base64(code) => {
            let charset = ContentType::parse(content_type.unwrap_or("")).charset;
            let decoded = body.bytes().and_then(|bytes| {
                let decoded = xml::decode(&bytes, charset.as_deref()).ok()?;
                Some(decoded.text.into_owned())
            });
            match decoded {
                Some(text) => (text, "not UTF-8, shown decoded".to_owned()),
                None => (code.clone(), "not text, shown in base64".to_owned()),
            }
        }
    }
}

/// As JSON; what is still secret after masking stays hidden.
fn plain(value: &Value) -> Json {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Secret(secret) if secret.reveal().starts_with("<secret:") => secret.reveal().into(),
        Value::Secret(_) => "<secret>".into(),
        Value::List(list) => list.iter().map(plain).collect(),
        Value::Map(map) => Json::Object(map.iter().map(|(k, v)| (k.clone(), plain(v))).collect()),
    }
}
