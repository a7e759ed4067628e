//! Which ids go with something: those of a person, a collection, an academic session, a line item.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::kinds::COLLECTIONS;
use super::outcomes::{Answer, Refusal, done, ids, unknown, with};
use super::quirks::{LIS_059, LIS_060, LIS_061, LIS_064};
use super::write::argument;
use crate::engine::Cx;
use crate::model::{AnyRecord, Call, OutcomeBody, RecordKind};
use crate::vendor::reference::Kept;
use crate::vendor::reference::State;

use RecordKind as K;

/// The operations whose answer is a set of ids (and two whose answer is one id).
pub(super) fn sets(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    let kind = call.operation.record;
    let mut arg = |name| argument(cx, call, name);
    let found = match call.operation.name {
        "readGroupIdsForPerson" => {
            let person = arg("personSourcedId")?;
            known(state, cx, &[K::Person], person)?;
            groups_of(state, person)
        }
        "readMembershipIdsForPerson" => {
            let person = arg("personSourcedId")?;
            known(state, cx, &[K::Person], person)?;
            state.found(kind, "person", person)
        }
        "readMembershipIdsForPersonWithRole" => {
            let (person, role) = (arg("personSourcedId")?, arg("role")?);
            cx.quirk(LIS_060);
            known(state, cx, &[K::Person], person)?;
            let mut ids = state.found(kind, "person", person);
            ids.retain(|id| has(state, kind, id, |row| has_role(row, role)));
            ids
        }
        "readMembershipIdsForCollection" => {
            let (id, word) = (arg("groupSourcedId")?, arg("collection")?);
            known(state, cx, COLLECTIONS, id)?;
            let mut ids = state.found(kind, "collection", id);
            ids.retain(|id| has(state, kind, id, |row| is(row, "collection_type", word)));
            ids
        }
        "readCourseOfferingIdsForCourseTemplate" => {
            let id = arg("sourcedId")?;
            known(state, cx, &[K::CourseTemplate], id)?;
            state.found(kind, "parent_template", id)
        }
        "readCourseSectionIdsForCourseOffering" => {
            let id = arg("sourcedId")?;
            known(state, cx, &[K::CourseOffering], id)?;
            state.found(kind, "parent_offering", id)
        }
        "readAllActiveCourseOfferingIdsForAcademicSession" => {
            let session = arg("academicSession")?;
            cx.quirk(LIS_061);
            let mut ids = state.found(kind, "academic_session", session);
            ids.retain(|id| has(state, kind, id, |row| !is_inactive(row)));
            ids
        }
        "readResultValueIdForLineItem" => {
            return one_value(state, cx, K::LineItem, "lineItemSourcedId", call);
        }
        "readResultValueIdForResult" => {
            return one_value(state, cx, K::Result, "resultSourcedId", call);
        }
        name if kind == K::LineItem && name != "readAllLineItemIds" => line_items(state, cx, call)?,
        name if kind == K::Result && name != "readAllResultIds" => results(state, cx, call)?,
        _ => state.ids(kind),
    };
    Ok(ids(cx, found))
}

/// Whether something unknown is asked about: by LIS-059 that is an empty set.
fn known(state: &State, cx: &mut Cx<'_>, kinds: &[RecordKind], id: &str) -> Result<(), Refusal> {
    if kinds.iter().any(|kind| state.has(*kind, id)) || cx.quirk(LIS_059) {
        return Ok(());
    }
    Err(unknown(kinds[0], id))
}

fn line_items(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Vec<Arc<str>>, Refusal> {
    let kind = K::LineItem;
    Ok(match call.operation.name {
        "readLineItemIdsForPerson" => {
            let person = argument(cx, call, "personSourcedId")?;
            known(state, cx, &[K::Person], person)?;
            cx.quirk(LIS_064);
            let results = state.found(K::Result, "person", person);
            let items: BTreeSet<Arc<str>> = results
                .iter()
                .filter_map(|id| text(&*state.get(K::Result, id)?, "line_item"))
                .map(Arc::from)
                .filter(|id: &Arc<str>| state.has(kind, id))
                .collect();
            items.into_iter().collect()
        }
        "readLineItemIdsForCourseOffering" => {
            let id = argument(cx, call, "offeringSourcedId")?;
            known(state, cx, &[K::CourseOffering], id)?;
            state.found(kind, "context.id", id)
        }
        "readLineItemIdsWithLineItemType" => {
            let word = argument(cx, call, "lineItemType")?;
            state.found(kind, "line_item_type.value", word)
        }
        name => {
            let id = argument(cx, call, "sectionSourcedId")?;
            known(state, cx, &[K::CourseSection], id)?;
            let mut ids = state.found(kind, "context.id", id);
            if name == "readLineItemIdsForCourseSectionWithLineItemType" {
                let word = argument(cx, call, "lineItemType")?;
                ids.retain(|id| has(state, kind, id, |row| is(row, "line_item_type.value", word)));
            }
            ids
        }
    })
}

fn results(state: &State, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Vec<Arc<str>>, Refusal> {
    let kind = K::Result;
    let below = |items: Vec<Arc<str>>| -> Vec<Arc<str>> {
        let all: BTreeSet<_> = items
            .iter()
            .flat_map(|item| state.found(kind, "line_item", item))
            .collect();
        all.into_iter().collect()
    };
    let mut context = |name, of: &[RecordKind]| {
        let id = argument(cx, call, name)?;
        known(state, cx, of, id)?;
        Ok(state.found(K::LineItem, "context.id", id))
    };
    let mut ids = match call.operation.name {
        "readResultIdsForPerson" => {
            let person = argument(cx, call, "personSourcedId")?;
            known(state, cx, &[K::Person], person)?;
            state.found(kind, "person", person)
        }
        "readResultIdsForLineItem" => {
            let item = argument(cx, call, "lineItemSourcediId")?;
            known(state, cx, &[K::LineItem], item)?;
            state.found(kind, "line_item", item)
        }
        "readResultIdsForCourseOffering" => {
            below(context("courseOfferingSourcedId", &[K::CourseOffering])?)
        }
        "readResultIdsForLineItemWithLineItemType" => {
            let mut items = context("contextSourcedId", COLLECTIONS)?;
            let word = argument(cx, call, "lineItemType")?;
            items.retain(|id| {
                has(state, K::LineItem, id, |row| {
                    is(row, "line_item_type.value", word)
                })
            });
            below(items)
        }
        _ => below(context("courseSectionSourcedId", &[K::CourseSection])?),
    };
    if call
        .operation
        .request
        .iter()
        .any(|p| p.name == "resultStatus")
    {
        let word = argument(cx, call, "resultStatus")?;
        ids.retain(|id| has(state, kind, id, |row| is(row, "status.value", word)));
    }
    Ok(ids)
}

/// The result value that a line item or a result names. One that is written out in the record has no id.
fn one_value(
    state: &State,
    cx: &mut Cx<'_>,
    kind: RecordKind,
    name: &'static str,
    call: &Call<'_>,
) -> Answer {
    let id = argument(cx, call, name)?;
    let row = state.get(kind, id).ok_or_else(|| unknown(kind, id))?;
    Ok(match text(&row, "result_value_id") {
        Some(value) => with(cx, OutcomeBody::Id(value)),
        None => done(cx),
    })
}

fn groups_of(state: &State, person: &str) -> Vec<Arc<str>> {
    let memberships = state.found(K::Membership, "person", person);
    let groups: BTreeSet<Arc<str>> = memberships
        .iter()
        .filter_map(|id| state.get(K::Membership, id))
        .filter(|row| is(row, "collection_type", "group"))
        .filter_map(|row| text(&row, "collection"))
        .map(Arc::from)
        .collect();
    groups.into_iter().collect()
}

fn has(state: &State, kind: RecordKind, id: &str, test: impl Fn(&Kept) -> bool) -> bool {
    state.get(kind, id).is_some_and(|row| test(&row))
}

fn text(row: &Kept, path: &str) -> Option<String> {
    match row.record() {
        AnyRecord::Other(record) => record.view().text(path).map(str::to_owned),
        AnyRecord::Person(_) => None,
    }
}

/// The words of the standard's lists are compared whatever their case: senders differ.
fn is(row: &Kept, path: &str, word: &str) -> bool {
    text(row, path).is_some_and(|text| text.eq_ignore_ascii_case(word))
}

fn is_inactive(row: &Kept) -> bool {
    is(row, "status", "Inactive")
}

fn has_role(row: &Kept, role: &str) -> bool {
    let AnyRecord::Other(record) = row.record() else {
        return false;
    };
    let roles = record.view().list("roles");
    roles.iter().any(|r| r.text("role") == Some(role))
}
