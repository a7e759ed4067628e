//! `expect: requests:` of one instance.

use std::collections::HashSet;

use super::difference::{Difference, DifferenceKind, Shown};
use super::followed::{self, Followed};
use super::judge::Checked;
use super::messages::{self, Messages};
use super::near::Search;
use super::order;
use super::pair::{Differing, Pairs, pair};
use super::verdict::{Failure, FailureKind, Link, LinkKind, NearMiss};
use super::wanted::{Wanted, n_times, name};
use crate::base::Value;
use crate::base::text::plural;
use crate::journal::{Entry, EntryKind};
use crate::scenario::{Captures, Instance, RequestsExpect, Unexpected};

/// Exchanges that a failure lists by number.
const MAX_LISTED: usize = 10;
/// Values whose place in the request is looked up.
const MAX_LOCATED: usize = 200;

/// Checks what arrived at one instance.
pub(super) fn check(
    expect: &RequestsExpect,
    instance: &Instance,
    entries: &[Entry],
    captured: &mut Captures,
    checked: &mut Checked,
) {
    let messages = Messages::of(&instance.name, entries);
    let wanted: Vec<Wanted<'_>> = expect
        .messages
        .iter()
        .map(|message| Wanted::new(message, instance.vendor))
        .collect();
    checked.expectations += wanted.len();
    if messages.is_empty() && wanted.iter().any(|w| w.expected.times.min > 0) {
        let needed = wanted.iter().filter(|w| w.expected.times.min > 0).count();
        checked.met += wanted.len() - needed;
        checked
            .failures
            .push(nothing_arrived(expect, instance, entries, needed));
        return;
    }
    let pairs = pair(&wanted, &messages, captured);
    let mut report = Report {
        instance: &instance.name,
        wanted: &wanted,
        messages: &messages,
        search: Search::new(&wanted, &messages),
        captured,
        located: 0,
    };
    let followed = followed::check(&wanted, &pairs, &messages);
    report.write(expect, &pairs, &followed, checked);
    checked.failures.extend(followed.failures);
    checked
        .failures
        .extend(order::check(expect.order, &wanted, &pairs, &messages));
}

struct Report<'a, 's, 'e> {
    instance: &'a str,
    wanted: &'a [Wanted<'s>],
    messages: &'a Messages<'e>,
    search: Search<'a, 's, 'e>,
    captured: &'a mut Captures,
    located: usize,
}

impl Report<'_, '_, '_> {
    fn write(
        &mut self,
        expect: &RequestsExpect,
        pairs: &Pairs,
        followed: &Followed,
        checked: &mut Checked,
    ) {
        let unclaimed: HashSet<usize> = pairs.unclaimed.iter().copied().collect();
        // Messages that were named as the nearest to what is missing need not be named again.
        let mut told: HashSet<usize> = followed.messages.clone();
        let mut differing = pairs.differing.iter().peekable();
        for (w, one) in self.wanted.iter().enumerate() {
            let claimed = &pairs.claimed[w];
            self.link(w, claimed, checked);
            self.link(w, &pairs.surplus[w], checked);
            if let Some(pair) = differing.next_if(|d| d.wanted == w) {
                self.link(w, &[pair.message], checked);
                let failure = self.differs(pair);
                checked.failures.push(failure);
            } else if pairs.surplus[w].iter().any(|m| !told.contains(m)) {
                let mut all = claimed.clone();
                all.extend(&pairs.surplus[w]);
                all.sort_unstable();
                checked.failures.push(self.count(w, &all));
            } else if claimed.len() >= one.expected.times.min as usize {
                checked.met += usize::from(!followed.broken.contains(&w));
            } else if claimed.is_empty() {
                let free = |m: usize| unclaimed.contains(&m) && !told.contains(&m);
                let mut near = self.search.messages_near(w, free, self.captured);
                if let Some(best) = near.first_mut().filter(|n| n.close && free(n.index)) {
                    best.miss.told = true;
                    told.insert(best.index);
                }
                let title = format!("{}: {} never arrived", self.instance, one.name());
                let mut failure = self.about(FailureKind::Missing, title, w);
                if one.expected.times.min > 1 {
                    failure
                        .notes
                        .push(format!("it was expected {}", one.times()));
                }
                failure.near = near.into_iter().map(|n| n.miss).collect();
                checked.failures.push(failure);
            } else {
                checked.failures.push(self.count(w, claimed));
            }
        }
        if expect.unexpected != Unexpected::Ignore {
            for &message in pairs.unclaimed.iter().filter(|m| !told.contains(m)) {
                let failure = self.unexpected(expect, message);
                match expect.unexpected {
                    Unexpected::Fail => checked.failures.push(failure),
                    Unexpected::Warn | Unexpected::Ignore => checked.warnings.push(failure),
                }
            }
        }
    }

    fn link(&self, w: usize, messages: &[usize], checked: &mut Checked) {
        let span = &self.wanted[w].expected.span;
        checked.links.extend(messages.iter().map(|m| Link {
            seq: self.messages.get(*m).seq,
            kind: LinkKind::Expectation,
            span: span.clone(),
        }));
    }

    fn about(&self, kind: FailureKind, title: String, w: usize) -> Failure {
        let one = &self.wanted[w];
        let mut failure = Failure::new(kind, title, Some(&one.expected.span));
        failure.instance = Some(self.instance.to_owned());
        failure.operation = Some(one.expected.operation.clone());
        failure.id = one.shown_id().map(str::to_owned);
        failure
    }

    fn differs(&mut self, pair: &Differing) -> Failure {
        let one = &self.wanted[pair.wanted];
        let entry = self.messages.get(pair.message);
        let mut differences = pair.comparison.differences.clone();
        for difference in &mut differences {
            if self.located < MAX_LOCATED {
                self.located += 1;
                place(difference, entry);
            }
        }
        let subject = format!(
            "{}: {} (exchange {})",
            self.instance,
            name(&one.expected.operation, entry.id.as_deref()),
            entry.seq
        );
        let title = sentence(&subject, &differences);
        let mut failure = self.about(FailureKind::Differs, title, pair.wanted);
        failure.id.clone_from(&entry.id);
        failure.seq = Some(entry.seq);
        failure.differences = differences;
        failure.equal = pair.comparison.equal;
        failure
    }

    fn count(&self, w: usize, arrived: &[usize]) -> Failure {
        let one = &self.wanted[w];
        let seqs: Vec<u64> = arrived.iter().map(|m| self.messages.get(*m).seq).collect();
        let (expected, received) = (one.times(), n_times(seqs.len()));
        let title = format!(
            "{}: {} arrived {received}, expected {expected}",
            self.instance,
            one.name()
        );
        let mut failure = self.about(FailureKind::Count, title, w);
        failure.seq = seqs.last().copied();
        let number = Value::text(seqs.len().to_string());
        let received = Shown::words(format!("{received}: {}", exchanges(&seqs)));
        failure.differences.push(
            Difference::new(
                DifferenceKind::Count,
                "times",
                Shown::words(expected),
                received,
            )
            .at(Some(&one.expected.span))
            .found(number),
        );
        failure
    }

    fn unexpected(&mut self, expect: &RequestsExpect, message: usize) -> Failure {
        let entry = self.messages.get(message);
        let operation = entry.operation.as_deref().unwrap_or_default();
        let title = format!(
            "{}: {} arrived, but nothing expects it (exchange {})",
            self.instance,
            name(operation, entry.id.as_deref()),
            entry.seq
        );
        let mut failure = Failure::new(FailureKind::Unexpected, title, Some(&expect.span));
        failure.instance = Some(self.instance.to_owned());
        failure.operation.clone_from(&entry.operation);
        failure.id.clone_from(&entry.id);
        failure.seq = Some(entry.seq);
        let near = self.search.wanted_near(message, self.captured);
        failure.near = near
            .into_iter()
            .take(1)
            .filter(|n| n.close)
            .map(|n| n.miss)
            .collect();
        failure
    }
}

/// Finds out where in the request the received value stands.
fn place(difference: &mut Difference, entry: &Entry) {
    difference.position = match (difference.offset, &difference.received) {
        (Some(offset), _) => messages::position(entry, offset),
        (None, Shown::Text(text)) if !difference.path.starts_with("answer") => {
            messages::locate(entry, text)
        }
        _ => None,
    };
}

/// One difference in full, several by their paths.
pub(super) fn sentence(subject: &str, differences: &[Difference]) -> String {
    const NAMED: usize = 4;
    match differences {
        [one] if one.path.is_empty() => format!("{subject} {}", one.says()),
        [one] => format!("{subject}: {} {}", one.path, one.says()),
        many => {
            let paths: Vec<&str> = many.iter().take(NAMED).map(|d| d.path.as_str()).collect();
            let more = match many.len().checked_sub(NAMED) {
                Some(n) if n > 0 => format!(" and {n} more"),
                _ => String::new(),
            };
            let values = plural(many.len(), "value");
            let verb = if many.len() == 1 { "differs" } else { "differ" };
            format!("{subject}: {values} {verb}: {}{more}", paths.join(", "))
        }
    }
}

/// `exchange 3`, `exchanges 3, 5, 9`.
pub(super) fn exchanges(seqs: &[u64]) -> String {
    let listed: Vec<String> = seqs.iter().take(MAX_LISTED).map(u64::to_string).collect();
    let more = if seqs.len() > MAX_LISTED { ", …" } else { "" };
    let noun = if seqs.len() == 1 {
        "exchange"
    } else {
        "exchanges"
    };
    format!("{noun} {}{more}", listed.join(", "))
}

fn nothing_arrived(
    expect: &RequestsExpect,
    instance: &Instance,
    entries: &[Entry],
    needed: usize,
) -> Failure {
    let expected = if needed == 1 {
        "1 was".to_owned()
    } else {
        format!("{needed} were")
    };
    let title = format!("{}: no message arrived, {expected} expected", instance.name);
    let mut failure = Failure::new(FailureKind::NothingArrived, title, Some(&expect.span));
    failure.instance = Some(instance.name.clone());
    failure.notes = refused(&instance.name, entries);
    failure.near = Vec::<NearMiss>::new();
    failure
}

/// What arrived without being a message: the usual reason why none did.
fn refused(instance: &str, entries: &[Entry]) -> Vec<String> {
    let kinds = [
        (
            EntryKind::Unauthorized,
            "was refused for its credentials",
            "were refused for their credentials",
        ),
        (EntryKind::Invalid, "was no SOAP call", "were no SOAP calls"),
        (
            EntryKind::NotServed,
            "went where nothing is served",
            "went where nothing is served",
        ),
        (EntryKind::NotHttp, "was not HTTP", "were not HTTP"),
        (
            EntryKind::Wsdl,
            "fetched the service description",
            "fetched the service description",
        ),
    ];
    kinds
        .into_iter()
        .filter_map(|(kind, one, many)| {
            let mine =
                |e: &&Entry| e.kind == kind && (e.instance == instance || e.instance.is_empty());
            let first = entries.iter().find(mine)?;
            let n = entries.iter().filter(mine).count();
            Some(format!(
                "{} {}: {} {}, {}",
                plural(n, "request"),
                if n == 1 { one } else { many },
                first.method,
                first.target,
                first.outcome
            ))
        })
        .collect()
}
