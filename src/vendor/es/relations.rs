//! Taking a relationship away from a group.

use super::outcomes::{Answer, done, own, refuse, unknown};
use super::quirks::ES_031;
use super::write::{argument, id};
use crate::engine::Cx;
use crate::model::{AnyRecord, Call, Item, NodeKind, RecordKind, View};
use crate::vendor::reference::State;

/// `deleteGroupRelationship`.
pub(super) fn remove(state: &mut State, cx: &mut Cx<'_>, call: &Call<'_>) -> Answer {
    const KIND: RecordKind = RecordKind::Group;
    let id = id(cx, call)?;
    let other = argument(cx, call, "relationId")?;
    cx.quirk(ES_031);
    let row = state.get(KIND, id).ok_or_else(|| unknown(KIND, id))?;
    let mut record = own(row.record());
    let AnyRecord::Other(group) = &mut record else {
        return Ok(done(cx));
    };
    let nodes = group.nodes();
    let mut taken = false;
    group.tree.get_or_insert_default().retain(|entry| {
        let node = &nodes[usize::from(entry.node)];
        let (NodeKind::Group(inner, _), Item::Tree(tree)) = (&node.kind, &entry.item) else {
            return true;
        };
        let is_it =
            node.field == "relationships" && View::new(inner, tree).text("id") == Some(other);
        taken |= is_it;
        !is_it
    });
    if !taken {
        let why = format!("group '{id}' has no relationship to '{other}'");
        return Err(refuse("unknownobject", why));
    }
    state.put_some(cx, id, &record, &["relationships"]);
    Ok(done(cx))
}
