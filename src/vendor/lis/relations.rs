//! Relationships of groups and sections of associations, one at a time.

use std::borrow::Cow;

use super::outcomes::{Answer, Refusal, done, incomplete, own, refuse, unknown};
use super::quirks::{LIS_037, LIS_038};
use super::write::argument;
use crate::engine::Cx;
use crate::model::{
    AnyRecord, Call, Entry, IntoOwned, Item, Node, NodeKind, Payload, RecordKind, Text, Tree, Verb,
    View, nodes,
};
use crate::vendor::reference::State;
use crate::vendor::reference::merge::{insert, list};

/// The operations that add one or take one away.
pub(super) fn relations(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    match (call.operation.record, call.operation.verb) {
        (RecordKind::Group, Verb::Add) => add_relationship(state, cx, call)?,
        (RecordKind::Group, _) => remove_relationship(state, cx, call)?,
        (_, verb) => sections(state, cx, call, verb == Verb::Add)?,
    }
    Ok(done(cx))
}

type Done = Result<(), Refusal>;

/// Changes the elements of a list field. The closure gets the list's elements with the field's number among them.
fn change<'t>(
    state: &mut State,
    cx: &mut Cx<'_>,
    (kind, id): (RecordKind, &str),
    field: &'static str,
    with: impl FnOnce(u8, &mut Vec<Entry<'t>>) -> Done,
) -> Done {
    let row = state.get(kind, id).ok_or_else(|| unknown(kind, id))?;
    let mut record = own(row.record());
    let AnyRecord::Other(other) = &mut record else {
        return Ok(());
    };
    let tree: &mut Tree<'static> = other.tree.get_or_insert_default();
    if let Some((place, inside)) = list(nodes(kind), tree, field) {
        // Lifetimes of the record and of what is added meet here.
        let mut entries: Vec<Entry<'t>> = std::mem::take(inside);
        with(place, &mut entries)?;
        *inside = entries.owned();
    }
    state.put_some(cx, id, &record, &[field]);
    Ok(())
}

fn add_relationship(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Done {
    let id = argument(cx, call, "sourcedId")?;
    cx.quirk(LIS_038);
    let mut new: Vec<Entry<'_>> = match &call.payload {
        Payload::Record(group) => group.tree.clone().unwrap_or_default(),
        _ => Vec::new(),
    };
    let said = new.pop().map(|entry| entry.item);
    let said = said.filter(|item| !matches!(item, Item::Tree(tree) if tree.is_empty()));
    let Some(relationship) = said else {
        return Err(incomplete(cx, "relationship"));
    };
    let name = relation_id(&relationship);
    change(
        state,
        cx,
        (RecordKind::Group, id),
        "relationships",
        |place, entries| {
            // One of the same relationId takes the other's place.
            entries.retain(|e| e.node != place || name.is_none() || relation_id(&e.item) != name);
            insert(entries, place, relationship);
            Ok(())
        },
    )
}

fn remove_relationship(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Done {
    let id = argument(cx, call, "sourcedId")?;
    let name = argument(cx, call, "relationId")?;
    cx.quirk(LIS_038);
    change(
        state,
        cx,
        (RecordKind::Group, id),
        "relationships",
        |place, entries| {
            let before = entries.len();
            entries.retain(|e| e.node != place || relation_id(&e.item).as_deref() != Some(name));
            if entries.len() == before {
                return Err(refuse(
                    "unknownobject",
                    format!("group '{id}' has no relationship '{name}'"),
                ));
            }
            Ok(())
        },
    )
}

fn relation_id(item: &Item<'_>) -> Option<String> {
    let Item::Tree(tree) = item else {
        return None;
    };
    let node: &'static Node = nodes(RecordKind::Group)
        .iter()
        .find(|node| node.field == "relationships")?;
    let NodeKind::Group(inner, _) = &node.kind else {
        return None;
    };
    View::new(inner, tree)
        .text("relation_id")
        .map(str::to_owned)
}

fn sections(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>, add: bool) -> Done {
    let id = argument(cx, call, "sectionAssociationSourcedId")?;
    let section = argument(cx, call, "courseSectionSourcedId")?;
    cx.quirk(LIS_037);
    let is_it = |e: &Entry<'_>| match &e.item {
        Item::Text(text) => text.filled().map(str::trim) == Some(section),
        _ => false,
    };
    change(
        state,
        cx,
        (RecordKind::SectionAssociation, id),
        "sections",
        |place, entries| {
            let there = entries.iter().any(is_it);
            if add && !there {
                let text = Text {
                    language: None,
                    text: Some(Cow::Borrowed(section)),
                };
                insert(entries, place, Item::Text(text));
            } else if !add && !there {
                return Err(refuse(
                    "unknownobject",
                    format!("section association '{id}' has no section '{section}'"),
                ));
            } else if !add {
                entries.retain(|e| !is_it(e));
            }
            Ok(())
        },
    )
}
