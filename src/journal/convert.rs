//! From the engine's exchange to the stored shape, secrets still in clear (see [`mask`](super::mask())).

use super::entry::{Body, ChangeEntry, Entry, EntryKind, FindingEntry, QuirkEntry};
use crate::base::{Masker, Value};
use crate::engine::{COMMON_SETTINGS, Ending, Exchange, ExchangeKind, VendorInfo};
use crate::model::FindingClass;
use crate::soap::ContentType;
use crate::xml;

impl Exchange {
    /// As it is recorded and judged.
    pub fn entry(&self) -> Entry {
        let body = &self.request.body;
        Entry {
            seq: self.seq,
            time: self.time.rfc3339(),
            instance: self.instance.to_string(),
            vendor: self.vendor.map_or(String::new(), |v| v.name.to_owned()),
            kind: kind(self.kind),
            caller: self.request.caller.as_deref().map(str::to_owned),
            method: self.request.method.clone(),
            target: self.request.target.clone(),
            request_headers: self
                .request
                .headers()
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect(),
            request_body: Body::of(body),
            operation: self.operation.map(|o| o.name.to_owned()),
            id: self.id.as_deref().map(str::to_owned),
            outer_id: self.outer_id.as_deref().map(str::to_owned),
            findings: self.finding_entries(),
            quirks: self.quirk_entries(),
            changes: self.change_entries(),
            status: self.reply.status,
            response_headers: self
                .reply
                .headers
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            response_body: Body::of(&self.reply.body),
            outcome: self.ending.text(),
            micros: self.micros,
            ..Entry::default()
        }
    }

    /// The findings with line and column.
    pub fn finding_entries(&self) -> Vec<FindingEntry> {
        if self.findings.is_empty() {
            return Vec::new();
        }
        let content_type = ContentType::parse(self.request.header("Content-Type").unwrap_or(""));
        let decoded = xml::decode(&self.request.body, content_type.charset.as_deref()).ok();
        let text = decoded.as_ref().map_or("", |d| d.text.as_ref());
        let entries = self.findings.iter().map(|finding| {
            let place = finding
                .offset
                .map(|offset| xml::position(text, offset as usize));
            FindingEntry {
                name: finding.name.to_owned(),
                class: class(finding.class).to_owned(),
                line: place.map_or(0, |p| p.line),
                column: place.map_or(0, |p| p.column),
                message: finding.message.to_string(),
                hint: finding.hint.to_string(),
            }
        });
        entries.collect()
    }

    /// What decided: rules, then settings whose value was the default.
    fn quirk_entries(&self) -> Vec<QuirkEntry> {
        let Some(vendor) = self.vendor else {
            return Vec::new();
        };
        let quirks = self.trace.quirks.iter().map(|quirk| {
            let row = &vendor.quirks[usize::from(quirk.row)];
            QuirkEntry {
                id: row.id.to_owned(),
                part: quirk.part.to_owned(),
                evidence: row.evidence(quirk.part).as_str().to_owned(),
            }
        });
        let settings = self.trace.settings.iter().filter_map(|name| {
            let info = vendor
                .settings
                .iter()
                .chain(COMMON_SETTINGS)
                .find(|s| s.name == *name)?;
            Some(QuirkEntry {
                id: format!("setting:{name}"),
                part: String::new(),
                evidence: info.evidence.as_str().to_owned(),
            })
        });
        quirks.chain(settings).collect()
    }

    fn change_entries(&self) -> Vec<ChangeEntry> {
        // Equal passwords may show as equal, others never show: a mask per exchange is enough for a change list.
        let masker = Masker::default();
        let mut entries = Vec::new();
        for change in &self.changes {
            let whole = |old: Option<&str>, new: Option<&str>| ChangeEntry {
                table: change.table.to_owned(),
                key: change.key.to_string(),
                field: String::new(),
                old: old.map(str::to_owned),
                new: new.map(str::to_owned),
                quirk: None,
            };
            match (&change.before, &change.after) {
                (None, Some(_)) => entries.push(whole(None, Some("created"))),
                (Some(_), None) => entries.push(whole(Some("removed"), None)),
                _ => {}
            }
            for field in change.fields() {
                let shown = |value: Option<Value>| {
                    Some(match value? {
                        Value::Text(text) => masker.text(&text).into_owned(),
                        Value::Secret(secret) => masker.mask(secret.reveal()),
                        other => other.to_json(&masker).to_string(),
                    })
                };
                entries.push(ChangeEntry {
                    field: field.field.to_owned(),
                    old: shown(field.old),
                    new: shown(field.new),
                    quirk: field.quirk.and_then(|q| quirk_name(self.vendor?, q)),
                    ..whole(None, None)
                });
            }
        }
        entries
    }
}

/// `D2L-027/mixed`, by row and part.
pub fn quirk_name(vendor: &VendorInfo, (row, part): (u16, &str)) -> Option<String> {
    let id = vendor.quirks.get(usize::from(row))?.id;
    Some(if part.is_empty() {
        id.to_owned()
    } else {
        format!("{id}/{part}")
    })
}

fn kind(kind: ExchangeKind) -> EntryKind {
    match kind {
        ExchangeKind::Message => EntryKind::Message,
        ExchangeKind::Wsdl => EntryKind::Wsdl,
        ExchangeKind::Unauthorized => EntryKind::Unauthorized,
        ExchangeKind::Invalid => EntryKind::Invalid,
        ExchangeKind::NotServed => EntryKind::NotServed,
        ExchangeKind::NotHttp => EntryKind::NotHttp,
        ExchangeKind::Admin => EntryKind::Admin,
        ExchangeKind::Background => EntryKind::Background,
        ExchangeKind::Outgoing => EntryKind::Outgoing,
    }
}

const fn class(class: FindingClass) -> &'static str {
    match class {
        FindingClass::Protocol => "protocol",
        FindingClass::Schema => "schema",
        FindingClass::Note => "note",
    }
}

/// Whether an ending is one that a caller must take as "not done".
pub(super) fn is_bad(ending: &Ending) -> bool {
    match ending {
        Ending::Status(status) => {
            status.major.as_str() == "failure" || status.major.as_str() == "unsupported"
        }
        Ending::Fault(..) => true,
        // Of a call that we made, the other side's words stand here.
        Ending::Plain(text) => {
            let bad = ["4", "5", "failure/", "unsupported/", "fault:", "no answer"];
            bad.iter().any(|word| text.starts_with(word))
        }
    }
}
