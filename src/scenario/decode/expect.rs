//! `expect:`: requests, state, findings, quirks.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::cx::Cx;
use super::{lint, pattern, quirks, seed, send, with};
use crate::base::duration;
use crate::diag::Span;
use crate::engine::VendorInfo;
use crate::model::FINDINGS as KNOWN_FINDINGS;
use crate::scenario::matcher::misplaced_in_xml;
use crate::scenario::model::{
    Expect, ExpectedMessage, FindingsExpect, Order, Pattern, RequestsExpect, Times, Unexpected,
};
use crate::scenario::node::{Entry, Kind, Node, Place};
use crate::scenario::table::{EXPECT, FINDINGS, MESSAGE, ORDER, REQUESTS, THEN, UNEXPECTED};
use crate::scenario::text::{nearest_unique, quoted};

/// Decodes one `expect:` block.
pub(super) fn expect(cx: &mut Cx<'_>, node: &Node, at: Place) -> Expect {
    let mut expect = Expect::default();
    let Some(keys) = cx.object(node, at, &EXPECT) else {
        return expect;
    };
    if let Some(node) = keys.get("requests") {
        for (index, entry) in seed::by_instance(cx, node, "requests") {
            if let Some(requests) = requests(cx, entry, cx.instances[index].vendor) {
                expect.requests.push((index, requests));
            }
        }
    }
    if let Some(node) = keys.get("state") {
        for (index, entry) in seed::by_instance(cx, node, "state") {
            let vendor = cx.instances[index].vendor;
            if let Some(pattern) = vendor.and_then(|v| seed::state(cx, &entry.value, v)) {
                expect.state.push((index, pattern));
            }
        }
    }
    expect.findings = keys
        .entry("findings")
        .and_then(|e| findings(cx, &e.value, e.place));
    expect.quirks = keys
        .entry("quirks")
        .and_then(|e| quirks::expected(cx, &e.value, e.place));
    expect.within = keys.get("within").and_then(|n| wait(cx, n, "within"));
    expect.settle = keys.get("settle").and_then(|n| wait(cx, n, "settle"));
    expect
}

fn wait(cx: &mut Cx<'_>, node: &Node, key: &str) -> Option<Duration> {
    let Some(text) = node.scalar() else {
        let help = format!("write `{key}: 5s` or `{key}: 500ms`");
        cx.wrong_type(node, &format!("`{key}`"), "a duration", &help);
        return None;
    };
    match duration::parse(text, duration::Use::Wait) {
        Ok(duration) => Some(duration),
        Err((message, help)) => {
            cx.error("bad-duration", node.place, message, help);
            None
        }
    }
}

fn requests(
    cx: &mut Cx<'_>,
    entry: &Entry,
    vendor: Option<&'static VendorInfo>,
) -> Option<RequestsExpect> {
    let keys = cx.object(&entry.value, entry.place, &REQUESTS)?;
    let order = match keys.get("order").and_then(|n| cx.word(n, "`order`", ORDER)) {
        Some("any") => Order::Any,
        Some("strict") => Order::Strict,
        _ => Order::PerRecord,
    };
    let items = match keys.get("messages") {
        Some(node) => cx.items(node, "`messages`", "begin each message with `- `"),
        None => &[],
    };
    let unexpected = match keys
        .get("unexpected")
        .and_then(|n| cx.word(n, "`unexpected`", UNEXPECTED))
    {
        Some("fail") => Unexpected::Fail,
        Some("warn") => Unexpected::Warn,
        Some(_) => Unexpected::Ignore,
        None if items.is_empty() => Unexpected::Ignore,
        None => Unexpected::Fail,
    };
    let before = cx.problems.len();
    let mut messages = Vec::with_capacity(items.len());
    for item in items {
        messages.extend(message(cx, item, vendor));
    }
    if cx.problems.len() == before {
        twice(cx, &messages, order);
        lint::after_the_last(cx, &messages, order);
    }
    Some(RequestsExpect {
        order,
        unexpected,
        messages,
        span: cx.span(entry.place),
    })
}

fn message(
    cx: &mut Cx<'_>,
    node: &Node,
    vendor: Option<&'static VendorInfo>,
) -> Option<ExpectedMessage> {
    if !matches!(node.kind, Kind::Map(_)) {
        cx.wrong_type(
            node,
            "an expected message",
            "a map",
            "write `- { operation: replacePerson, id: … }`",
        );
        return None;
    }
    let keys = cx.object(node, node.place, &MESSAGE)?;
    let operation = keys
        .get("operation")
        .and_then(|n| Some((n, cx.raw_text(n, "`operation`")?)));
    let row = match (operation, vendor) {
        (Some((node, name)), Some(vendor)) => send::operation(cx, name, node.place, vendor),
        _ => None,
    };
    let id = keys
        .entry("id")
        .and_then(|e| pattern::text(cx, &e.value, &"`id`"));
    if let (Some(entry), Some(id), Some(row)) = (keys.entry("id"), &id, row) {
        with::check_expected_id(cx, &entry.value, id, row);
    }
    let outer_id = keys
        .entry("outer_id")
        .and_then(|e| pattern::text(cx, &e.value, &"`outer_id`"));
    let times = keys.get("times").and_then(|n| times(cx, n));
    let record = match (keys.get("record"), row) {
        (Some(node), Some(row)) => send::record(cx, node, row),
        _ => None,
    };
    let with = match (keys.get("with"), row) {
        (Some(node), Some(row)) => with::expected(cx, node, row),
        _ => None,
    };
    let xml = keys.get("xml").and_then(|n| {
        let text = send::xml(cx, n)?;
        if let Some(bad) = misplaced_in_xml(&text) {
            cx.error(bad.code, n.place, bad.message, bad.help);
        }
        Some((text, cx.span(n.place)))
    });
    let answer = keys.get("answer").and_then(|n| send::answer(cx, n, row));
    let then_nothing = keys
        .get("then")
        .and_then(|n| Some((n, cx.word(n, "`then`", THEN)?)))
        .map(|(n, _)| cx.span(n.place));
    let (name_node, name) = operation?;
    if let (Some(vendor), Some(_), false) = (vendor, row, keys.entry("answer").is_some())
        && !vendor.implements(name)
        && times.is_none_or(|t| t.max != Some(0))
    {
        cx.warn(
            "unsupported-operation",
            name_node.place,
            format!("{} answers `{name}` as unsupported", vendor.name),
            "if that is what the story shows, say so: `answer: { code_major: unsupported }`",
        );
    }
    Some(ExpectedMessage {
        operation: name.to_owned(),
        id,
        outer_id,
        times: times.unwrap_or(Times {
            min: 1,
            max: Some(1),
        }),
        record,
        with,
        xml,
        answer,
        then_nothing,
        span: cx.span(node.place),
    })
}

fn times(cx: &mut Cx<'_>, node: &Node) -> Option<Times> {
    const HOW: &str = "write `2`, `1..3`, `1..` or `0` for never";
    let text = node.scalar().unwrap_or_default().trim();
    let times = match text.split_once("..") {
        None => text.parse().ok().map(|n| Times {
            min: n,
            max: Some(n),
        }),
        Some((min, "")) => min.parse().ok().map(|min| Times { min, max: None }),
        Some((min, max)) => min
            .parse()
            .ok()
            .zip(max.parse().ok())
            .map(|(min, max)| Times {
                min,
                max: Some(max),
            }),
    };
    match times {
        Some(times) if times.max.is_some_and(|max| max < times.min) => {
            cx.error(
                "bad-times",
                node.place,
                format!("{} ends before it begins", quoted(text)),
                HOW,
            );
            None
        }
        None => {
            cx.wrong_type(node, "`times`", "a number or a range", HOW);
            None
        }
        times => times,
    }
}

fn findings(cx: &mut Cx<'_>, node: &Node, at: Place) -> Option<FindingsExpect> {
    let keys = cx.object(node, at, &FINDINGS)?;
    let mut names = |key: &str, any: bool| -> Vec<(String, Span)> {
        let Some(node) = keys.get(key) else {
            return Vec::new();
        };
        let items = cx.items(node, &format!("`{key}`"), "write `[name, name]`");
        items
            .iter()
            .filter_map(|item| {
                let name = cx.raw_text(item, "the name of a finding")?.to_owned();
                let known = known_finding(cx, &name, any, item.place);
                known.then(|| (name, cx.span(item.place)))
            })
            .collect()
    };
    let (fail_on, present) = (names("fail_on", true), names("present", false));
    for (name, span) in &present {
        let place = cx.place(span);
        if let Some((other, _)) = fail_on.iter().find(|(n, _)| n == name || n == "any") {
            cx.error(
                "contradiction",
                place,
                format!("`{name}` must occur, but `fail_on` has `{other}`"),
                if other == "any" {
                    "name under `fail_on` the findings that must not occur"
                } else {
                    "take it out of one of them"
                },
            );
        }
    }
    Some(FindingsExpect { fail_on, present })
}

fn known_finding(cx: &mut Cx<'_>, name: &str, any: bool, place: Place) -> bool {
    if KNOWN_FINDINGS.iter().any(|f| f.name == name) || (any && name == "any") {
        return true;
    }
    let names: Vec<&str> = KNOWN_FINDINGS.iter().map(|f| f.name).collect();
    let help = match nearest_unique(name, &names) {
        Some(near) => format!("did you mean `{near}`?"),
        None if name == "any" => "`any` belongs under `fail_on`; here name a finding".to_owned(),
        None => "`mocklms explain findings` lists them".to_owned(),
    };
    cx.error(
        "unknown-finding",
        place,
        format!("{} is not a finding", quoted(name)),
        help,
    );
    false
}

/// Warns about equal expectations, where order cannot give the second one a meaning of its own: `replace`, `delete`,
/// `replace` of one record is a story; `replace`, `replace` is `times: 2`.
fn twice(cx: &mut Cx<'_>, messages: &[ExpectedMessage], order: Order) {
    let mut last: HashMap<String, (String, u32)> = HashMap::new();
    for message in messages {
        let whole = signature(message);
        let slot = match order {
            Order::Any => whole.clone(),
            Order::Strict => String::new(),
            Order::PerRecord => {
                let mut id = String::new();
                write_option(&mut id, message.id.as_ref());
                id
            }
        };
        let line = u32::try_from(message.span.line).unwrap_or(u32::MAX);
        if let Some((before, first)) = last.get(&slot)
            && *before == whole
        {
            let place = cx.place(&message.span);
            cx.warn(
                "duplicate-expectation",
                place,
                format!("the same message is expected on line {first} already"),
                "if it must arrive more than once, write `times: 2` there",
            );
        }
        last.insert(slot, (whole, line));
    }
}

fn signature(message: &ExpectedMessage) -> String {
    let mut out = message.operation.clone();
    for pattern in [
        &message.id,
        &message.outer_id,
        &message.record,
        &message.with,
        &message.answer,
    ] {
        write_option(&mut out, pattern.as_ref());
    }
    _ = write!(out, "{:?}", message.xml.as_ref().map(|(text, _)| text));
    out
}

fn write_option(out: &mut String, pattern: Option<&Pattern>) {
    out.push('|');
    if let Some(pattern) = pattern {
        write_pattern(out, pattern);
    }
}

fn write_pattern(out: &mut String, pattern: &Pattern) {
    match pattern {
        Pattern::Text(text, _) => _ = write!(out, "{text:?}"),
        Pattern::Matcher(matcher, _) => out.push_str(&matcher.text),
        Pattern::List(items, _) => {
            out.push('[');
            for item in items {
                write_pattern(out, item);
                out.push(',');
            }
            out.push(']');
        }
        Pattern::Map {
            entries,
            exact,
            count,
            ..
        } => {
            _ = write!(out, "{{{exact}{count:?}");
            for entry in entries {
                _ = write!(out, "{:?}:", entry.key);
                write_pattern(out, &entry.value);
                out.push(',');
            }
            out.push('}');
        }
    }
}
