//! Parents and children.

use std::sync::Arc;

use super::decode::Sent;
use crate::engine::Cx;
use crate::model;
use crate::vendor::itslearning::answers::Refusal;
use crate::vendor::itslearning::quirks::{ITS_077, ITS_078, ITS_079};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Relationship, State, relationship_key};
use crate::vendor::itslearning::texts::{self, Reason};

/// The only relation that can be written.
const CHILD: &str = "Child";
/// The other one that can be read.
const PARENT: &str = "Parent";

/// Links the children that a message names. Gives the text and code of the warning, if there is something to warn of.
pub(super) fn link(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    parent: &str,
    sent: &Sent<'_>,
    replaces: bool,
) -> Result<Option<(&'static str, &'static str)>, Refusal> {
    let is_child = |other: &&model::Relationship<'_>| other.relation.as_deref() == Some(CHILD);
    if sent.relationships.iter().any(|other| !is_child(&other)) {
        cx.note(
            "relation-not-written",
            "a relationship has another relation than Child".to_owned(),
            "link children to their parent: the other direction is made by itslearning",
        );
    }
    let children: Vec<_> = sent.relationships.iter().filter(is_child).collect();
    if children.is_empty() {
        return Ok(None);
    }
    if !settings.parent_portal {
        cx.setting("parent_portal");
        if cx.quirk(ITS_078) {
            return Ok(Some((texts::codes::UNSUPPORTED, texts::PORTAL_OFF)));
        }
    }
    if replaces {
        let old: Vec<Arc<str>> = state
            .children_of(parent)
            .into_iter()
            .map(|child| relationship_key(child, parent).into())
            .collect();
        for key in old {
            state.people.relationships.remove(&mut cx.tx, &key);
        }
    }
    let mut warning = None;
    let origin = cx.origin();
    for child in children {
        let key = child.id.as_deref().unwrap_or("");
        let Some(child) = state.person(key, settings.key_case_exact).map(Arc::clone) else {
            let reason = Reason::UnknownChild;
            if !cx.quirk(ITS_077) {
                return Err(Refusal::because(reason));
            }
            warning = Some((reason.code(), reason.text()));
            continue;
        };
        let mut row = Relationship::default();
        row.parent.set_text(parent, &origin);
        row.child.set_text(&child, &origin);
        let key = relationship_key(&child, parent);
        state.people.relationships.put(&mut cx.tx, &key, row);
    }
    Ok(warning)
}

/// The relatives that a read shows: children, then parents.
pub(super) fn shown(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    person: &str,
) -> Vec<model::Relationship<'static>> {
    let children = state.children_of(person).into_iter();
    let parents = state.parents_of(person).into_iter();
    let both = children
        .map(|key| (CHILD, key))
        .chain(parents.map(|key| (PARENT, key)));
    let mut out = Vec::new();
    for (relation, key) in both {
        let Some(row) = state.people.persons.get(key) else {
            continue;
        };
        if !settings.parent_portal {
            cx.setting("parent_portal");
            if cx.quirk(ITS_078) {
                return Vec::new();
            }
        }
        let id = row.sync_key.text();
        if id.is_none() && !cx.quirk(ITS_079) {
            continue;
        }
        out.push(model::Relationship {
            relation: Some(relation.into()),
            id: Some(id.unwrap_or("").to_owned().into()),
            label: None,
        });
    }
    out
}
