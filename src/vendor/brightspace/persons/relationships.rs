//! Parents and auditors: what the agents of a child's message do (kb 17026; Auditor/Auditee relationships).

use super::translate::{AgentRequest, UserRequest};
use crate::engine::Cx;
use crate::store::Origin;
use crate::vendor::brightspace::answers::{Failure, refuse};
use crate::vendor::brightspace::quirks::{D2L_037, D2L_038};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{Relationship, State};

const PARENT: &str = "parent";
const AUDITOR: &str = "auditor";

/// Parent portal: agents are added; with `SynchronizeRelationships` they are the whole truth.
pub(in super::super) fn parents(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    request: &UserRequest,
) -> Result<(), Failure> {
    let origin = if request.synchronize {
        cx.origin_by(D2L_037)
    } else {
        cx.origin()
    };
    let named = put_all(settings, state, cx, request, PARENT, &origin)?;
    if request.synchronize {
        drop_unnamed(state, cx, &request.code, PARENT, &named);
    } else if !named.is_empty() {
        cx.quirk(D2L_037.part("additive"));
    }
    Ok(())
}

/// Auditors: every message names them all; what IPSIS made and is not named goes.
pub(in super::super) fn auditors(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    request: &UserRequest,
) -> Result<(), Failure> {
    let origin = cx.origin_by(D2L_038);
    let named = put_all(settings, state, cx, request, AUDITOR, &origin)?;
    drop_unnamed(state, cx, &request.code, AUDITOR, &named);
    Ok(())
}

/// Removes every relationship of a user, as child and as parent.
pub(in super::super) fn forget(state: &mut State, cx: &mut Cx<'_>, code: &str) {
    let rows = state.relationships.sorted();
    let keys: Vec<_> = rows
        .into_iter()
        .filter(|(_, row)| row.child.text() == Some(code) || row.parent.text() == Some(code))
        .map(|(key, _)| key.clone())
        .collect();
    for key in keys {
        state.relationships.remove(&mut cx.tx, &key);
    }
}

/// A relationship's key in the state.
pub(in super::super) fn key(child: &str, parent: &str) -> String {
    format!("{child}>{parent}")
}

fn put_all(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    request: &UserRequest,
    kind: &str,
    origin: &Origin,
) -> Result<Vec<String>, Failure> {
    let mut named = Vec::new();
    for AgentRequest { id, role } in &request.agents {
        // The user of the message is saved already, but written only when all handlers are done.
        if *id != request.code && state.users.get(id).is_none() {
            cx.setting("unknown_agent");
            let text = format!("Agent {id} of user {} is not a user.", request.code);
            if settings.fail_unknown_agent {
                return Err(refuse(settings, cx, None, "unknownobject", text));
            }
            cx.quirk(D2L_037.part("unknown-agent"));
            state.log("warning", text);
            continue;
        }
        let mut row = Relationship::default();
        row.child.set_text(&request.code, origin);
        row.parent.set_text(id, origin);
        row.role.set_text(role, origin);
        row.kind.set_text(kind, origin);
        row.by.set_text("sis", origin);
        let key = key(&request.code, id);
        let by_hand = state
            .relationships
            .get(&key)
            .is_some_and(|old| old.by.text() == Some("hand"));
        // Of auditors, what an administrator made by hand is not updated.
        if !by_hand || kind != AUDITOR {
            state.relationships.put(&mut cx.tx, &key, row);
        }
        named.push(key);
    }
    Ok(named)
}

fn drop_unnamed(state: &mut State, cx: &mut Cx<'_>, code: &str, kind: &str, named: &[String]) {
    let rows = state.relationships.sorted();
    let gone: Vec<_> = rows
        .into_iter()
        .filter(|(key, row)| {
            row.child.text() == Some(code)
                && row.kind.text() == Some(kind)
                && !(kind == AUDITOR && row.by.text() == Some("hand"))
                && !named.iter().any(|n| **n == ***key)
        })
        .map(|(key, row)| (key.clone(), row.by.text() == Some("hand")))
        .collect();
    if gone.is_empty() || kind == AUDITOR && !cx.quirk(D2L_038) {
        return;
    }
    for (key, by_hand) in gone {
        if by_hand {
            cx.quirk(D2L_037.part("by-hand"));
        }
        state.relationships.remove(&mut cx.tx, &key);
    }
}
