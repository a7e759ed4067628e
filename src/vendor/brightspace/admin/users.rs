//! What an administrator can do to users and roles.

use crate::engine::{AdminInfo, Cx};
use crate::vendor::brightspace::persons::relationships;
use crate::vendor::brightspace::state::{Relationship, State, User};

const ID: (&str, bool, &str) = ("id", true, "the user's OrgDefinedId");

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[
    AdminInfo {
        name: "delete_user_by_hand",
        about: "deletes a user in Manage Users; IPSIS still maps the person to it (D2L-031)",
        arguments: &[ID],
    },
    AdminInfo {
        name: "set_preferred_name_by_hand",
        about: "sets preferred names in Manage Users; an empty name removes it, one left out stays",
        arguments: &[
            ID,
            ("first", false, "preferred first name"),
            ("last", false, "preferred last name"),
        ],
    },
    AdminInfo {
        name: "rename_user_by_hand",
        about: "changes the legal name in Manage Users",
        arguments: &[
            ID,
            ("first", false, "legal first name"),
            ("last", false, "legal last name"),
        ],
    },
    AdminInfo {
        name: "deactivate_user_by_hand",
        about: "sets a user inactive",
        arguments: &[ID],
    },
    AdminInfo {
        name: "activate_user_by_hand",
        about: "sets a user active",
        arguments: &[ID],
    },
    AdminInfo {
        name: "create_user_by_hand",
        about: "creates a user that IPSIS knows nothing of",
        arguments: &[
            ID,
            ("username", false, "user name; the id when left out"),
            ("first", false, "legal first name"),
            ("last", false, "legal last name"),
            ("role", false, "Brightspace role"),
        ],
    },
    AdminInfo {
        name: "delete_role",
        about: "deletes a role of the LMS; mappings to it stay (D2L-034)",
        arguments: &[("role", true, "Brightspace role")],
    },
    AdminInfo {
        name: "map_role",
        about: "maps a SIS role text to a Brightspace role",
        arguments: &[
            ("sis", true, "role text that the SIS sends"),
            ("role", true, "Brightspace role"),
        ],
    },
    AdminInfo {
        name: "unmap_role",
        about: "removes the mapping of a SIS role text (D2L-033)",
        arguments: &[("sis", true, "role text that the SIS sends")],
    },
    AdminInfo {
        name: "add_relationship_by_hand",
        about: "makes somebody the parent or auditor of a user",
        arguments: &[
            ("child", true, "the child's OrgDefinedId"),
            ("parent", true, "the parent's OrgDefinedId"),
            ("role", false, "the parent's role"),
            ("kind", false, "parent (default) or auditor"),
        ],
    },
];

/// Carries a step out.
pub(super) fn run(
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    let argument = |name: &str| {
        arguments
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, value)| *value)
    };
    let id = argument("id").unwrap_or("");
    let origin = cx.origin();
    match step {
        "delete_user_by_hand" => {
            let user = state
                .users
                .remove(&mut cx.tx, id)
                .ok_or_else(|| no_user(id))?;
            state.deleted_users.put(&mut cx.tx, id, User::clone(&user));
        }
        "create_user_by_hand" => {
            if state.users.get(id).is_some() {
                return Err(format!("user '{id}' is there already"));
            }
            let mut user = User::default();
            user.user_id.set(state.new_user_id(), &origin);
            user.username
                .set_text(argument("username").unwrap_or(id), &origin);
            user.legal_first_name
                .set(argument("first").map(Into::into), &origin);
            user.legal_last_name
                .set(argument("last").map(Into::into), &origin);
            user.role.set(argument("role").map(Into::into), &origin);
            user.is_active.set(true, &origin);
            if let Some(other) = user.username.text().and_then(|name| state.owner_of(name)) {
                return Err(format!("user name is taken by '{other}'"));
            }
            state.users.put(&mut cx.tx, id, user);
        }
        "delete_role" => {
            let name = argument("role").unwrap_or("");
            let role = state
                .roles
                .get(name)
                .ok_or_else(|| format!("there is no role '{name}'"))?;
            let mut role = (**role).clone();
            role.deleted.set(true, &origin);
            state.roles.put(&mut cx.tx, name, role);
        }
        "map_role" => state.map_role(
            &mut cx.tx,
            argument("sis").unwrap_or(""),
            argument("role").unwrap_or(""),
            &origin,
        ),
        "unmap_role" => {
            let sis = argument("sis").unwrap_or("");
            state
                .role_mappings
                .remove(&mut cx.tx, sis)
                .ok_or_else(|| format!("'{sis}' is not mapped"))?;
        }
        "add_relationship_by_hand" => {
            let (child, parent) = (
                argument("child").unwrap_or(""),
                argument("parent").unwrap_or(""),
            );
            for id in [child, parent] {
                state.users.get(id).ok_or_else(|| no_user(id))?;
            }
            let mut row = Relationship::default();
            row.child.set_text(child, &origin);
            row.parent.set_text(parent, &origin);
            row.role.set(argument("role").map(Into::into), &origin);
            row.kind
                .set_text(argument("kind").unwrap_or("parent"), &origin);
            row.by.set_text("hand", &origin);
            state
                .relationships
                .put(&mut cx.tx, &relationships::key(child, parent), row);
        }
        _ => {
            let user = state.users.get(id).ok_or_else(|| no_user(id))?;
            let mut user = User::clone(user);
            match step {
                "activate_user_by_hand" => user.is_active.set(true, &origin),
                "deactivate_user_by_hand" => user.is_active.set(false, &origin),
                "set_preferred_name_by_hand" => {
                    for (name, field) in [
                        ("first", &mut user.preferred_first_name),
                        ("last", &mut user.preferred_last_name),
                    ] {
                        if let Some(text) = argument(name) {
                            field.set(
                                Some(text).filter(|t| !t.is_empty()).map(Into::into),
                                &origin,
                            );
                        }
                    }
                }
                "rename_user_by_hand" => {
                    for (name, field) in [
                        ("first", &mut user.legal_first_name),
                        ("last", &mut user.legal_last_name),
                    ] {
                        if let Some(text) = argument(name) {
                            field.set_text(text, &origin);
                        }
                    }
                }
                other => return Err(format!("there is no step '{other}'")),
            }
            state.users.put(&mut cx.tx, id, user);
        }
    }
    Ok(())
}

fn no_user(id: &str) -> String {
    format!("there is no user '{id}'")
}
