//! The System Log and the Audit Log of a source system.

use std::collections::VecDeque;

use crate::base::Value;
use crate::engine::TableInfo;
use crate::model::{FieldInfo, Shape};

/// How many lines of a log are kept.
const LINES: usize = 10_000;

const fn field(name: &'static str, source: &'static str) -> FieldInfo {
    FieldInfo {
        name,
        shape: Shape::Text,
        source,
        shorthand: false,
    }
}

const FIELDS: &[FieldInfo] = &[
    field("level", "error, warning or information"),
    field("message", "the line as the log has it"),
];

/// The logs, as scenarios name them.
pub(super) const TABLES: &[TableInfo] = &[
    TableInfo {
        name: "system_log",
        key: "",
        about: "the System Log (errors and warnings), oldest line first",
        fields: FIELDS,
        log: true,
    },
    TableInfo {
        name: "audit_log",
        key: "",
        about: "the Audit Log (what IPSIS has done), oldest line first",
        fields: FIELDS,
        log: true,
    },
];

/// Lines of a log, oldest first. They stay when a message is refused: that is what they are for.
#[derive(Debug, Default)]
pub(in super::super) struct Log(VecDeque<(&'static str, String)>);

impl Log {
    /// Adds a line; the oldest goes when there are too many.
    pub(in super::super) fn add(&mut self, level: &'static str, message: String) {
        if self.0.len() == LINES {
            self.0.pop_front();
        }
        self.0.push_back((level, message));
    }

    /// As scenarios see it.
    pub(super) fn show(&self) -> Value {
        let lines = self.0.iter().map(|(level, message)| {
            let mut line = Value::map();
            line.insert("level", Value::text(*level));
            line.insert("message", Value::text(message.as_str()));
            line
        });
        Value::List(lines.collect())
    }
}
