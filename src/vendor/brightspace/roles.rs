//! The role map of the source system: from the role texts of a SIS to roles of the LMS.

use std::sync::Arc;

use super::answers::{Failure, refuse};
use super::quirks::{D2L_033, D2L_034};
use super::settings::Settings;
use super::state::State;
use crate::engine::Cx;

/// The role that a text stands for; `None` only while D2L-033 is off and the text is not mapped.
pub(super) fn resolve(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    sis_role: &str,
) -> Result<Option<String>, Failure> {
    let Some((role, role_id)) = mapped(settings, state, cx, sis_role) else {
        if cx.quirk(D2L_033) {
            let text = format!("Invalid Configuration: Missing Role Mapping for Role {sis_role}.");
            return Err(refuse(settings, cx, Some(D2L_033), "unknownobject", text));
        }
        return Ok(None);
    };
    let deleted = state.roles.get(&role).is_none_or(|r| r.deleted.value);
    if deleted && cx.quirk(D2L_034) {
        let text = format!(
            "Invalid Configuration: Role Mapping for Role {sis_role}. Desire2Learn RoleId {role_id} does not exist."
        );
        return Err(refuse(settings, cx, Some(D2L_034), "unknownobject", text));
    }
    Ok(Some(role))
}

/// The mapping of a text: the role's name, and its number when it was mapped.
pub(super) fn mapped(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    sis_role: &str,
) -> Option<(String, u64)> {
    let table = &state.role_mappings;
    let exact = table.get(sis_role).cloned();
    let row = exact.or_else(|| {
        if settings.role_case_exact {
            return None;
        }
        let rows = table.sorted();
        let (_, row) = rows
            .into_iter()
            .find(|(sis, _)| sis.eq_ignore_ascii_case(sis_role))?;
        cx.setting("role_case");
        Some(Arc::clone(row))
    })?;
    Some((row.role.text()?.to_owned(), row.role_id.value))
}
