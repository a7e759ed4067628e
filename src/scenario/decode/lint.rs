//! What is well-formed, but can never hold or never matter.

use super::cx::Cx;
use crate::base::Value;
use crate::diag::{Severity, Span};
use crate::engine::Default as Switch;
use crate::scenario::model::{
    Expect, ExpectedMessage, Instance, MatchKind, Order, Pattern, Scenario, Step, StepKind,
};
use crate::scenario::node::{Node, Place};
use crate::scenario::text::quoted;

/// Looks at one whole scenario.
pub(super) fn lint(cx: &mut Cx<'_>, root: &Node, scenario: &Scenario) {
    let place = |key: &str| root.entry(key).map_or(root.place, |e| e.place);
    let has_errors = cx.problems.iter().any(|p| p.severity == Severity::Error);
    // With errors, what could not be read may have been the expectation that is missed.
    if has_errors {
    } else if !expects_something(scenario) {
        let help = if scenario.steps.is_empty() {
            "it can be served; for `mocklms run` add `expect:`, or steps with `answer:`"
        } else {
            "add `answer:` to a step, or `expect:`"
        };
        cx.warn(
            "expects-nothing",
            place("scenario"),
            "this scenario expects nothing, so it cannot fail",
            help,
        );
    } else {
        idle_instances(cx, scenario);
    }
    let mut run = false;
    for step in &scenario.steps {
        match &step.kind {
            StepKind::Run(_) => run = true,
            StepKind::Expect(expect) => {
                switched_off(cx, expect, scenario);
                if !run && (expect.within.is_some() || expect.settle.is_some()) {
                    let key = if expect.within.is_some() {
                        "within"
                    } else {
                        "settle"
                    };
                    let place = cx.place(&step.span);
                    cx.warn(
                        "waits-for-nothing",
                        place,
                        format!("`{key}` waits, but no command has run before this step"),
                        "what the scenario sends itself has been answered by now: take it out",
                    );
                }
            }
            _ => {}
        }
    }
    switched_off(cx, &scenario.expect, scenario);
}

fn expects_something(scenario: &Scenario) -> bool {
    scenario.expect.says_something()
        || scenario.steps.iter().any(|step| match &step.kind {
            StepKind::Send(send) => send.answer.is_some(),
            StepKind::Run(_) | StepKind::Expect(_) => true,
            StepKind::Admin(_) | StepKind::Advance(_) => false,
        })
}

/// An LMS that nothing is sent to and nothing is expected of; a command may speak to it, but nobody would notice.
fn idle_instances(cx: &mut Cx<'_>, scenario: &Scenario) {
    if scenario.instances.len() < 2 {
        return;
    }
    for (index, instance) in scenario.instances.iter().enumerate() {
        let expected = |expect: &Expect| {
            expect.requests.iter().any(|(i, _)| *i == index)
                || expect.state.iter().any(|(i, _)| *i == index)
        };
        let met = |step: &Step| match &step.kind {
            StepKind::Send(send) => send.to == index,
            StepKind::Admin(admin) => admin.at == index,
            StepKind::Expect(expect) => expected(expect),
            StepKind::Advance(_) | StepKind::Run(_) => false,
        };
        if !expected(&scenario.expect)
            && !scenario.steps.iter().any(met)
            && !may_be_called(scenario, &instance.name)
        {
            let place = cx.place(&instance.span);
            cx.warn(
                "idle-instance",
                place,
                format!(
                    "nothing is sent to `{}`, and nothing is expected of it",
                    instance.name
                ),
                "expect something of it, `unexpected: fail` for no message at all, or take it out",
            );
        }
    }
}

/// Whether another LMS may call this one by itself.
fn may_be_called(scenario: &Scenario, name: &str) -> bool {
    let mut prefixes =
        scenario
            .instances
            .iter()
            .flat_map(|other| match other.settings.get("outgoing") {
                Some(Value::List(list)) => list.iter().filter_map(Value::as_text).collect(),
                _ => Vec::new(),
            });
    prefixes.any(|prefix| {
        let called = prefix.strip_prefix("/i/");
        called.is_some_and(|called| called.split('/').next() == Some(name))
    })
}

/// A rule that must act but is switched off wherever it could.
fn switched_off(cx: &mut Cx<'_>, expect: &Expect, scenario: &Scenario) {
    let Some(quirks) = &expect.quirks else {
        return;
    };
    for (reference, span) in &quirks.fired {
        let id = reference.split('/').next().unwrap_or(reference);
        let mut owners = scenario
            .instances
            .iter()
            .filter(|i| i.vendor.quirk(id).is_some())
            .peekable();
        let Some(first) = owners.peek().copied() else {
            continue;
        };
        let off = |instance: &Instance| {
            let default = instance.vendor.quirk(id).map(|q| q.default);
            let on = instance.quirks.get(id).copied();
            !on.unwrap_or(default != Some(Switch::Off))
        };
        if owners.all(off) {
            let why = if first.quirks.contains_key(id) {
                "`lms:` switches it off"
            } else {
                "it is off unless it is switched on"
            };
            unreachable(
                cx,
                span,
                format!("the quirk `{id}` must act, but {why}"),
                format!("write `quirks: {{ {id}: on }}` in `lms:`, or move it to `not_fired`"),
            );
        }
    }
}

/// Messages that are listed behind one after which nothing may follow.
pub(super) fn after_the_last(cx: &mut Cx<'_>, messages: &[ExpectedMessage], order: Order) {
    if order == Order::Any {
        return;
    }
    let id = |message: &ExpectedMessage| match &message.id {
        Some(Pattern::Text(id, _)) => Some(id.clone()),
        _ => None,
    };
    for (at, last) in messages.iter().enumerate() {
        let (Some(_), Some(about), true) = (&last.then_nothing, id(last), last.times.min > 0)
        else {
            continue;
        };
        for later in &messages[at + 1..] {
            if later.times.min > 0 && id(later).as_ref() == Some(&about) {
                unreachable(
                    cx,
                    &later.span,
                    format!(
                        "this message can never be met: nothing may follow {} {} of line {}",
                        last.operation,
                        quoted(&about),
                        last.span.line
                    ),
                    "list it before that one, or take `then: nothing` out there".to_owned(),
                );
            }
        }
    }
}

/// `$count` against what is listed beside it.
pub(super) fn count(cx: &mut Cx<'_>, pattern: &Pattern) {
    let Pattern::Map {
        entries,
        exact,
        count: Some(count),
        span,
    } = pattern
    else {
        return;
    };
    let certain = |wanted: &Pattern| !matches!(wanted, Pattern::Matcher(m, _) if matches!(m.kind, MatchKind::Absent | MatchKind::Any));
    let there = entries.iter().filter(|e| certain(&e.value)).count();
    if there > *count {
        unreachable(
            cx,
            span,
            format!("`$count: {count}` can never hold: {there} entries are listed here"),
            format!("write `$count: {there}` or more"),
        );
    } else if *exact && entries.len() < *count {
        unreachable(
            cx,
            span,
            format!(
                "`$count: {count}` can never hold: `$exact` allows only what is listed, {}",
                entries.len()
            ),
            "take one of the two out".to_owned(),
        );
    }
}

fn unreachable(cx: &mut Cx<'_>, span: &Span, message: String, help: String) {
    let place: Place = cx.place(span);
    cx.error("unreachable-expectation", place, message, help);
}
