//! A map of records, and what the standard says about it in as few words as possible.

use std::collections::BTreeMap;

use mocklms::base::Value;
use mocklms::model::{AnyRecord, RecordKind};
use mocklms::vendor;

type Key = (usize, String);

/// Fields of an answer with the values they must have.
pub(super) type Wanted = Vec<(&'static str, Value)>;

/// One record: its short form, and the record itself unless it was changed since it was sent.
#[derive(Clone, Debug)]
struct Kept {
    short: Value,
    exact: Option<AnyRecord<'static>>,
}

/// What a reference target must hold.
#[derive(Debug, Default)]
pub(super) struct Model {
    records: BTreeMap<Key, Kept>,
}

fn key(kind: RecordKind, id: &str) -> Key {
    (kind as usize, id.to_owned())
}

fn success(minor: &str) -> Wanted {
    status("success", minor)
}

fn failure(minor: &str) -> Wanted {
    status("failure", minor)
}

fn status(major: &str, minor: &str) -> Wanted {
    vec![
        ("code_major", Value::text(major)),
        ("code_minor", Value::text(minor)),
    ]
}

fn ids<'i>(ids: impl Iterator<Item = &'i str>) -> (&'static str, Value) {
    ("ids", Value::List(ids.map(Value::text).collect()))
}

/// Where a record of that kind refers to another.
fn refers(short: &Value, from: usize, kind: RecordKind) -> Option<&'static str> {
    let is = |k: RecordKind| from == k as usize;
    let collection = || short.get("collection_type").and_then(Value::as_text);
    match kind {
        RecordKind::Person if is(RecordKind::Membership) || is(RecordKind::Result) => {
            Some("person")
        }
        RecordKind::Group if is(RecordKind::Membership) => {
            (collection() == Some("group")).then_some("collection")
        }
        RecordKind::CourseSection if is(RecordKind::Membership) => {
            (collection() == Some("courseSection")).then_some("collection")
        }
        RecordKind::LineItem if is(RecordKind::Result) => Some("line_item"),
        _ => None,
    }
}

impl Model {
    fn put(&mut self, record: &AnyRecord<'static>) -> bool {
        let kept = Kept {
            short: record.to_value(),
            exact: Some(record.clone()),
        };
        let key = key(record.kind(), record.id().unwrap_or_default());
        self.records.insert(key, kept).is_none()
    }

    pub(super) fn create(&mut self, record: &AnyRecord<'static>) -> Wanted {
        let key = key(record.kind(), record.id().unwrap_or_default());
        if self.records.contains_key(&key) {
            return failure("idallocinusefail");
        }
        self.put(record);
        success("fullsuccess")
    }

    pub(super) fn replace(&mut self, record: &AnyRecord<'static>) -> Wanted {
        let new = self.put(record);
        let outcomes = [
            RecordKind::LineItem,
            RecordKind::Result,
            RecordKind::ResultValue,
        ];
        if new && outcomes.contains(&record.kind()) {
            return success("createsuccess");
        }
        success("fullsuccess")
    }

    pub(super) fn update(&mut self, kind: RecordKind, id: &str, field: &str, text: &str) -> Wanted {
        let Some(kept) = self.records.get_mut(&key(kind, id)) else {
            return failure("unknownobject");
        };
        kept.short.insert(field, Value::text(text));
        kept.exact = None;
        success("fullsuccess")
    }

    pub(super) fn delete(&mut self, kind: RecordKind, id: &str) -> Wanted {
        if self.records.remove(&key(kind, id)).is_none() {
            return failure("unknownobject");
        }
        let mut results = Vec::new();
        self.records.retain(|(from, key), kept| {
            let goes = refers(&kept.short, *from, kind)
                .is_some_and(|field| kept.short.get(field).and_then(Value::as_text) == Some(id));
            if goes {
                results.push(key.clone());
            }
            !goes
        });
        let mut wanted = success("fullsuccess");
        if kind == RecordKind::LineItem {
            wanted.push(ids(results.iter().map(String::as_str)));
        }
        wanted
    }

    pub(super) fn rename(&mut self, kind: RecordKind, old: &str, new: &str) -> Wanted {
        if !self.records.contains_key(&key(kind, old)) {
            return failure("unknownobject");
        }
        if self.records.contains_key(&key(kind, new)) {
            return failure("idallocinusefail");
        }
        let mut kept = self.records.remove(&key(kind, old)).expect("it is there");
        kept.short.insert("id", Value::text(new));
        kept.exact = None;
        self.records.insert(key(kind, new), kept);
        for ((from, _), kept) in &mut self.records {
            if let Some(field) = refers(&kept.short, *from, kind)
                && kept.short.get(field).and_then(Value::as_text) == Some(old)
            {
                kept.short.insert(field, Value::text(new));
                kept.exact = None;
            }
        }
        success("fullsuccess")
    }

    pub(super) fn exact(&self, kind: RecordKind, id: &str) -> Option<&AnyRecord<'static>> {
        self.records.get(&key(kind, id))?.exact.as_ref()
    }

    pub(super) fn read(&self, kind: RecordKind, id: &str) -> Wanted {
        let Some(kept) = self.records.get(&key(kind, id)) else {
            return failure("unknownobject");
        };
        let mut wanted = success("fullsuccess");
        wanted.push(("record", kept.short.clone()));
        wanted
    }

    pub(super) fn all(&self, kind: RecordKind) -> Wanted {
        let mut wanted = success("fullsuccess");
        let of_kind = self.records.keys().filter(|(k, _)| *k == kind as usize);
        wanted.push(ids(of_kind.map(|(_, id)| id.as_str())));
        wanted
    }

    /// The memberships whose fields say that.
    pub(super) fn memberships(&self, fields: &[(&str, &str)]) -> Wanted {
        let mut wanted = success("fullsuccess");
        let found = self.records.iter().filter(|((kind, _), kept)| {
            let says = |(field, text): &(&str, &str)| {
                kept.short.get(field).and_then(Value::as_text) == Some(text)
            };
            *kind == RecordKind::Membership as usize && fields.iter().all(says)
        });
        wanted.push(ids(found.map(|((_, id), _)| id.as_str())));
        wanted
    }

    /// As the target exports it.
    pub(super) fn state(&self) -> Value {
        let mut out = Value::map();
        for (kind, table) in vendor::lis::INFO.tables.iter().enumerate() {
            let mut rows = Value::map();
            for ((_, id), kept) in self.records.iter().filter(|((k, _), _)| *k == kind) {
                rows.insert(id.clone(), kept.short.clone());
            }
            out.insert(table.name, rows);
        }
        out
    }
}
