//! One exchange as one line of the log.

use std::fmt::Write as _;
use std::io::Write as _;

use super::convert::is_bad;
use crate::base::secret::hidden;
use crate::base::text::{plural, truncate, visible};
use crate::engine::{Ending, Exchange, ExchangeKind};

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStyle {
    /// Aligned text.
    Plain,
    /// Aligned text with colors.
    Color,
    /// One JSON object.
    Json,
}

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

/// An address as a log may have it.
fn shown(target: &str) -> String {
    hidden(target, |_| "…".to_owned()).into_owned()
}

impl Exchange {
    /// Appends one log line.
    pub fn line(&self, out: &mut Vec<u8>, style: LineStyle) {
        match style {
            LineStyle::Json => self.json_line(out),
            LineStyle::Plain | LineStyle::Color => self.text_line(out, style == LineStyle::Color),
        }
    }

    fn text_line(&self, out: &mut Vec<u8>, color: bool) {
        let paint = |code: &'static str| if color { code } else { "" };
        let utc = self.time.utc();
        let what = match self.operation {
            Some(operation) if self.kind == ExchangeKind::Outgoing => {
                &*format!("→ {}", operation.name)
            }
            Some(operation) => operation.name,
            None => match self.kind {
                ExchangeKind::Wsdl => "wsdl",
                ExchangeKind::NotHttp => "not HTTP",
                ExchangeKind::Unauthorized => "refused",
                ExchangeKind::Invalid => "no SOAP call",
                ExchangeKind::Admin => "by hand",
                ExchangeKind::Background => "background",
                ExchangeKind::Outgoing => &*format!("→ {}", self.request.method),
                _ => self.request.method.as_str(),
            },
        };
        let subject = self.subject();
        let color = match &self.ending {
            ending if is_bad(ending) => paint(RED),
            Ending::Status(status) if status.severity.as_str() == "warning" => paint(YELLOW),
            _ => paint(GREEN),
        };
        let mut ending = self.ending.text();
        if let Ending::Status(status) = &self.ending
            && is_bad(&self.ending)
            && !status.description.is_empty()
        {
            _ = write!(ending, " {}", status.description);
        }
        let ending = shown(&ending);
        _ = write!(
            out,
            "{}{:02}:{:02}:{:02}.{:03}{} {:>5}  {:<10} {:<14} {:<32} {color}{}{}",
            paint(DIM),
            utc.hour(),
            utc.minute(),
            utc.second(),
            utc.subsec_nanosecond() / 1_000_000,
            paint(RESET),
            self.seq,
            self.instance,
            visible(what),
            visible(&truncate(&subject, 32)),
            visible(&truncate(&ending, 160)),
            paint(RESET),
        );
        let quirks = self.deciding_quirks();
        if !quirks.is_empty() {
            _ = write!(out, "  {}", quirks.join(" "));
        }
        if !self.findings.is_empty() {
            _ = write!(
                out,
                "  {}{}{}",
                paint(YELLOW),
                plural(self.findings.len(), "finding"),
                paint(RESET)
            );
        }
        _ = writeln!(out, "  {}{} µs{}", paint(DIM), self.micros, paint(RESET));
    }

    fn subject(&self) -> String {
        if self.kind == ExchangeKind::Outgoing && self.operation.is_none() {
            return shown(&self.request.target);
        }
        match (&self.id, &self.about, self.operation) {
            (Some(id), Some(about), _) => format!("{id} ({about})"),
            (Some(id), None, _) => id.to_string(),
            (None, Some(about), _) => about.to_string(),
            (None, None, Some(_)) => String::new(),
            (None, None, None) => shown(&self.request.target),
        }
    }

    /// The rules that changed what a plain reading of the standard would have done to the state.
    fn deciding_quirks(&self) -> Vec<&'static str> {
        let Some(vendor) = self.vendor else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        for change in &self.changes {
            for (row, _) in change.fields().into_iter().filter_map(|field| field.quirk) {
                let id = vendor.quirks[usize::from(row)].id;
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        ids
    }

    fn json_line(&self, out: &mut Vec<u8>) {
        _ = write!(
            out,
            r#"{{"seq":{},"time":"{}","#,
            self.seq,
            self.time.rfc3339()
        );
        string(out, "instance", &self.instance);
        match self.kind {
            ExchangeKind::Outgoing => string(out, "kind", "outgoing"),
            ExchangeKind::Background => string(out, "kind", "background"),
            _ => {}
        }
        if let Some(operation) = self.operation {
            string(out, "operation", operation.name);
        } else {
            string(out, "method", &self.request.method);
            string(out, "target", &shown(&self.request.target));
        }
        if let Some(id) = &self.id {
            string(out, "id", id);
        }
        string(out, "outcome", &shown(&self.ending.text()));
        _ = write!(out, r#""status":{},"#, self.reply.status);
        if let Some(vendor) = self.vendor
            && !self.trace.quirks.is_empty()
        {
            out.extend_from_slice(br#""quirks":["#);
            let mut last = None;
            for quirk in &self.trace.quirks {
                let id = vendor.quirks[usize::from(quirk.row)].id;
                if last == Some(id) {
                    continue;
                }
                _ = write!(out, "{}\"{id}\"", if last.is_some() { "," } else { "" });
                last = Some(id);
            }
            out.extend_from_slice(b"],");
        }
        if !self.findings.is_empty() {
            out.extend_from_slice(br#""findings":["#);
            for (n, finding) in self.findings.iter().enumerate() {
                _ = write!(out, "{}\"{}\"", if n > 0 { "," } else { "" }, finding.name);
            }
            out.extend_from_slice(b"],");
        }
        _ = writeln!(out, r#""micros":{}}}"#, self.micros);
    }
}

/// `"key":"value",` with the value escaped.
fn string(out: &mut Vec<u8>, key: &str, value: &str) {
    _ = write!(out, "\"{key}\":");
    // A plain text needs no escaping, and nearly all are plain.
    if value
        .bytes()
        .all(|b| b >= b' ' && b != b'"' && b != b'\\' && b != 0x7f)
    {
        out.push(b'"');
        out.extend_from_slice(value.as_bytes());
        out.push(b'"');
    } else {
        _ = serde_json::to_writer(&mut *out, value);
    }
    out.push(b',');
}
