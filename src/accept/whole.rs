//! Changes for failures that are about something else than one value: numbers, messages, orders, names.

use super::change::{Maker, number};
use super::edit::Op;
use super::place;
use super::yaml::Yaml;
use crate::diag::Span;
use crate::scenario::{Layout, PartId};
use crate::verify::Failure;

/// The edits that accept a difference, and those that accept it as volatile.
pub(super) type Both = (Vec<Op>, Option<Vec<Op>>);

/// Edits of something that does not change from run to run.
pub(super) fn definite(ops: Vec<Op>) -> Both {
    (ops, None)
}

impl Maker<'_> {
    fn map_at(&self, span: Option<&Span>) -> Result<PartId, String> {
        place::map_at(self.outline, self.scenario, span)
    }

    pub(super) fn count(&self, failure: &Failure) -> Result<Both, String> {
        let difference = failure.differences.first().ok_or("nothing was counted")?;
        let map = self.map_at(difference.span.as_ref())?;
        let number = number(difference)?;
        let none = number == Yaml::Word("0".to_owned());
        let open = Yaml::Word(if none { "0.." } else { "1.." }.to_owned());
        let volatile = self.key(map, "times", open);
        Ok((vec![self.key(map, "times", number)], Some(vec![volatile])))
    }

    pub(super) fn exit(&self, failure: &Failure) -> Result<Both, String> {
        if failure.span.is_none() {
            return Err("the command after -- must exit with 0".to_owned());
        }
        let map = self.map_at(failure.span.as_ref())?;
        let any = self.key(map, "exit", Yaml::Word("any".to_owned()));
        let number = number(failure.differences.first().ok_or("no command ended")?)?;
        Ok((vec![self.key(map, "exit", number)], Some(vec![any])))
    }

    pub(super) fn missing(&self, failure: &Failure) -> Result<Both, String> {
        let item = self.map_at(failure.span.as_ref())?;
        let list = self.in_list(item)?;
        let maybe = self.key(item, "times", Yaml::Word("0..1".to_owned()));
        Ok((vec![Op::Drop { list, item }], Some(vec![maybe])))
    }

    /// A key of a map gets a value, whether it is there or not.
    fn key(&self, map: PartId, key: &str, value: Yaml) -> Op {
        if let Some(there) = self.outline.key(map, key) {
            return Op::Set {
                part: there.value,
                value,
            };
        }
        let after = ["id", "operation", "run"];
        Op::Insert {
            map,
            key: key.to_owned(),
            value,
            after: after
                .into_iter()
                .find(|k| self.outline.key(map, k).is_some()),
        }
    }

    fn in_list(&self, item: PartId) -> Result<PartId, String> {
        let parent = self.outline.part(item).parent;
        parent
            .filter(|p| matches!(self.outline.part(*p).shape, Layout::List { .. }))
            .ok_or_else(|| "it is no item of a list".to_owned())
    }

    /// The message as an expectation of its own, at the end of the list.
    pub(super) fn append(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let requests = place::under_key(self.outline, self.scenario, failure.span.as_ref())?;
        let entry = self
            .entries
            .iter()
            .find(|e| Some(e.seq) == failure.seq)
            .ok_or("its exchange is not in the journal")?;
        let value = super::message::expectation(entry);
        let messages = self.outline.key(requests, "messages").map(|k| k.value);
        Ok(vec![match messages {
            Some(list) => Op::Append { list, value },
            None => Op::Insert {
                map: requests,
                key: "messages".to_owned(),
                value: Yaml::List(vec![value]),
                after: None,
            },
        }])
    }

    pub(super) fn sort(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let mut order = Vec::new();
        for (span, seq) in failure.arrived.iter() {
            order.push((
                place::map_at(self.outline, self.scenario, Some(span))?,
                *seq,
            ));
        }
        let list = self.in_list(order.first().ok_or("its order is not known")?.0)?;
        Ok(vec![Op::Sort { list, order }])
    }

    pub(super) fn finding(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let (item, list, map) = self.named(failure)?;
        let mut ops = vec![Op::Drop { list, item }];
        if failure.seq.is_some() {
            let text = self.outline.part(item).range.clone();
            let name = self.outline.text[text].trim_matches(['"', '\'']);
            let all = self.entries.iter().flat_map(|e| &e.findings);
            let mut found: Vec<&str> = all
                .map(|f| f.name.as_str())
                .filter(|f| name == "any" || *f == name)
                .collect();
            found.sort_unstable();
            found.dedup();
            ops.extend(found.into_iter().map(|name| Op::Name {
                map,
                key: "present",
                name: name.to_owned(),
            }));
        }
        Ok(ops)
    }

    pub(super) fn quirk(&self, failure: &Failure) -> Result<Vec<Op>, String> {
        let (item, list, map) = self.named(failure)?;
        let text = self.outline.part(item).range.clone();
        let name = self.outline.text[text].trim_matches(['"', '\'']);
        // It is known whether the rule acts, so the scenario goes on saying it.
        let key = if failure.seq.is_some() {
            "fired"
        } else {
            "not_fired"
        };
        Ok(vec![
            Op::Drop { list, item },
            Op::Name {
                map,
                key,
                name: name.to_owned(),
            },
        ])
    }

    /// A name in a list under a key of a map.
    fn named(&self, failure: &Failure) -> Result<(PartId, PartId, PartId), String> {
        let item = place::scalar_at(self.outline, self.scenario, failure.span.as_ref())?;
        let list = self.in_list(item)?;
        let map = self.outline.part(list).parent.ok_or("it is in no map")?;
        Ok((item, list, map))
    }
}
