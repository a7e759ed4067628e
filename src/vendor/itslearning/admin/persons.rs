//! What an administrator can do to persons.

use std::sync::Arc;

use crate::base::Secret;
use crate::engine::{AdminInfo, Cx};
use crate::vendor::itslearning::persons::{ALLOWED, MUST_CHANGE, restore, throw_away};
use crate::vendor::itslearning::quirks::{ITS_033, ITS_075};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Person, Relationship, State, keyless, relationship_key};

const ID: (&str, bool, &str) = (
    "id",
    true,
    "the person's sync key, or # and the number of one without key",
);

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[
    AdminInfo {
        name: "create_user_by_hand",
        about: "creates a person without sync key, who stands under # and the number",
        arguments: &[
            ("first", true, "first name"),
            ("last", true, "last name"),
            ("username", false, "user name"),
            ("password", false, "password"),
            ("email", false, "e-mail address"),
            (
                "profile",
                false,
                "profile; the site's default profile when left out",
            ),
        ],
    },
    AdminInfo {
        name: "delete_user_by_hand",
        about: "moves a person to the trash (ITS-033)",
        arguments: &[ID],
    },
    AdminInfo {
        name: "restore_user_by_hand",
        about: "takes a person out of the trash",
        arguments: &[ID],
    },
    AdminInfo {
        name: "set_profile_by_hand",
        about: "gives a person another profile",
        arguments: &[ID, ("profile", true, "name of the profile")],
    },
    AdminInfo {
        name: "add_relationship_by_hand",
        about: "makes somebody the parent of a person",
        arguments: &[
            ("child", true, "the child's sync key, or # and the number"),
            ("parent", true, "the parent's sync key, or # and the number"),
        ],
    },
    AdminInfo {
        name: "log_in",
        about: "a person signs in for the first time or once more (ITS-075)",
        arguments: &[ID],
    },
];

/// Carries a step out.
pub(super) fn run(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    let argument = |name: &str| {
        let mut arguments = arguments.iter();
        arguments.find(|(n, _)| *n == name).map(|(_, value)| *value)
    };
    let id = argument("id").unwrap_or("");
    let origin = cx.origin();
    let text = |name: &str| argument(name).filter(|text| !text.is_empty());
    match step {
        "create_user_by_hand" => {
            let mut person = Person::default();
            let number = state.new_person_id();
            person.person_id.set(number, &origin);
            person.created.set_text(&cx.now.rfc3339(), &origin);
            for (field, name) in [
                (&mut person.first_name, "first"),
                (&mut person.last_name, "last"),
                (&mut person.username, "username"),
                (&mut person.email, "email"),
            ] {
                field.set(text(name).map(Into::into), &origin);
            }
            person
                .password
                .set(text("password").map(Secret::new), &origin);
            let name = text("profile").unwrap_or(&settings.site_default_profile);
            person.profile.set(Some(profile(state, name)?), &origin);
            let blocks = settings.trashed_username_blocks;
            let name = person.username.text();
            if let Some(other) = name.and_then(|name| state.username_owner(name, blocks)) {
                return Err(format!("user name is taken by '{other}'"));
            }
            state
                .people
                .persons
                .put(&mut cx.tx, &keyless(number), person);
        }
        "delete_user_by_hand" => {
            there(state, id)?;
            let keep = cx.quirk(ITS_033);
            throw_away(settings, state, cx, id, keep);
        }
        "restore_user_by_hand" => {
            if state.people.trash.get(id).is_none() {
                return Err(format!("there is no person '{id}' in the trash"));
            }
            restore(state, cx, id);
        }
        "set_profile_by_hand" => {
            let mut person = there(state, id)?;
            let name = profile(state, text("profile").unwrap_or(""))?;
            person.profile.set(Some(name), &origin);
            state.people.persons.put(&mut cx.tx, id, person);
        }
        "add_relationship_by_hand" => {
            let (child, parent) = (
                argument("child").unwrap_or(""),
                argument("parent").unwrap_or(""),
            );
            for person in [child, parent] {
                there(state, person)?;
            }
            let mut row = Relationship::default();
            row.child.set_text(child, &origin);
            row.parent.set_text(parent, &origin);
            let key = relationship_key(child, parent);
            state.people.relationships.put(&mut cx.tx, &key, row);
        }
        "log_in" => {
            let mut person = there(state, id)?;
            if person.password_change.text() == Some(MUST_CHANGE) && cx.quirk(ITS_075) {
                person
                    .password_change
                    .set_text(ALLOWED, &cx.origin_by(ITS_075));
                state.people.persons.put(&mut cx.tx, id, person);
            }
        }
        other => return Err(format!("there is no step '{other}'")),
    }
    Ok(())
}

fn there(state: &State, id: &str) -> Result<Person, String> {
    let person = state.people.persons.get(id);
    let person = person.ok_or_else(|| format!("there is no person '{id}'"))?;
    Ok((**person).clone())
}

fn profile(state: &State, name: &str) -> Result<Arc<str>, String> {
    let found = state.people.profiles.get_key(name);
    let (key, _) = found.ok_or_else(|| format!("there is no profile '{name}'"))?;
    Ok(Arc::clone(key))
}
