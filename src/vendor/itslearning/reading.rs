//! How the server reads a message: what it does not notice, what it cannot read, and what is too much.

use std::ops::Range;

use super::persons::{GENDERS, is_date};
use super::profiles::in_enumeration;
use super::quirks::{ITS_020, ITS_021, ITS_022, ITS_023, ITS_101};
use super::roles::Role;
use super::settings::Settings;
use crate::base::Time;
use crate::engine::Cx;
use crate::model::{Call, Service, Verb};
use crate::soap::{Cause, Fault};
use crate::standard::es;
use crate::xml::Element;

/// The words of telType.
const TEL_TYPES: [&str; 8] = ["1", "2", "3", "4", "Voice", "Fax", "Mobile", "Pager"];
/// The words of relation.
const RELATIONS: [&str; 6] = ["KnownAs", "Parent", "Child", "1", "2", "3"];
/// The records.
const RECORDS: [&str; 3] = ["person", "group", "membership"];

/// Which namespace an element belongs in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Message,
    Data,
    Common,
}

/// The elements below a payload that are in a wrong namespace and so are not noticed.
pub(super) fn passes_over(
    cx: &mut Cx<'_>,
    service: Service,
    payload: Element<'_>,
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    look(cx, service, payload, (Level::Message, false), &mut out);
    out
}

fn look(
    cx: &mut Cx<'_>,
    service: Service,
    parent: Element<'_>,
    (level, extends): (Level, bool),
    out: &mut Vec<Range<usize>>,
) {
    let names = es::namespaces(service);
    for child in parent.children() {
        let local = child.local();
        let person = service == Service::EsPerson;
        let common =
            es::is_common(local) || local == "identifierPair" || local == "relationship" && person;
        let own = match level {
            Level::Common => Level::Common,
            _ if common => Level::Common,
            Level::Message if RECORDS.contains(&parent.local()) => Level::Data,
            level => level,
        };
        let extends = extends || local == "extension";
        let namespace = match own {
            Level::Message => names.messages,
            Level::Data => names.data,
            Level::Common => es::COMMON,
        };
        let astray = child.namespace() != namespace
            && if extends {
                cx.quirk(ITS_101)
            } else {
                cx.quirk(ITS_020)
            };
        if astray {
            out.push(child.span());
        } else {
            look(cx, service, child, (own, extends), out);
        }
    }
}

/// A finding about too many operations at a time.
pub(super) fn load(settings: &Settings, cx: &mut Cx<'_>, under_way: usize) {
    if under_way + 1 >= settings.max_unprocessed_operations {
        cx.setting("max_unprocessed_operations");
        cx.note(
            "many-under-way",
            format!("{under_way} operations are not yet answered"),
            "wait for answers before you send more: fewer than 10 at a time are asked for",
        );
    }
}

/// Refuses what the server's serializer cannot read. Nothing of such a message is carried out.
pub(super) fn readable(
    settings: &Settings,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
    payload: Element<'_>,
) -> Result<(), Fault> {
    let writes = matches!(
        call.operation.verb,
        Verb::Create | Verb::Update | Verb::Replace
    );
    check(settings, cx, payload, writes)
}

fn check(
    settings: &Settings,
    cx: &mut Cx<'_>,
    element: Element<'_>,
    writes: bool,
) -> Result<(), Fault> {
    for child in element.children() {
        if !child.is_nil() {
            value(settings, cx, child)?;
        }
        let person = child.local() == "person" && child.has_children();
        if writes && person && child.child("formatName").is_none() && !cx.quirk(ITS_023) {
            return Err(unreadable(child, "has no formatName"));
        }
        check(settings, cx, child, writes)?;
    }
    Ok(())
}

fn value(settings: &Settings, cx: &mut Cx<'_>, element: Element<'_>) -> Result<(), Fault> {
    let name = element.local();
    let words: &[&str] = match name {
        "gender" => &GENDERS,
        "telType" => &TEL_TYPES,
        "relation" => &RELATIONS,
        "roleType" | "bday" | "institutionRoleType" | "PageIndex" | "PageSize" | "CreatedFrom" => {
            &[]
        }
        "primaryRoleType" | "OnlyManuallyCreatedUsers" | "ConvertFromManual" => {
            &["true", "false", "1", "0"]
        }
        _ => return Ok(()),
    };
    let text = element.text();
    let text = text.trim();
    let (fits, rule) = match name {
        "roleType" => (Role::parse(text).is_some(), Some(ITS_021)),
        "bday" => (is_date(text), Some(ITS_022)),
        "institutionRoleType" => {
            let fits = text.is_empty() || in_enumeration(text);
            if !fits && settings.strict_role_enum {
                cx.setting("strict_role_enum");
            }
            (fits || !settings.strict_role_enum, None)
        }
        "PageIndex" | "PageSize" => (text.parse::<i32>().is_ok(), None),
        "CreatedFrom" => (text.get(..10).is_some_and(is_date), None),
        "gender" | "telType" | "relation" => (words.contains(&text), Some(ITS_021)),
        _ => (words.contains(&text), None),
    };
    if fits || rule.is_some_and(|rule| !cx.quirk(rule)) {
        return Ok(());
    }
    Err(unreadable(element, "has a value that cannot be read"))
}

fn unreadable(element: Element<'_>, why: &str) -> Fault {
    Fault::client(format!("{} {why}", element.local())).with_cause(Cause::Message)
}

/// A time as it is sent; without a zone it is UTC.
pub(super) fn time(text: &str) -> Option<Time> {
    Time::parse(text).or_else(|| Time::parse(&format!("{text}Z")))
}
