//! What an administrator can do to groups, their members and courses.

use std::sync::Arc;

use crate::engine::{AdminInfo, Cx};
use crate::vendor::itslearning::groups::delete;
use crate::vendor::itslearning::memberships;
use crate::vendor::itslearning::roles::Role;
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{
    Course, Group, Membership, State, keyless, set_role, types,
};

const ROW: (&str, bool, &str) = ("group", true, "sync key of the group, or # and its number");
const PERSON: (&str, bool, &str) = (
    "person",
    true,
    "sync key of the person, or # and its number",
);

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[
    AdminInfo {
        name: "create_group_by_hand",
        about: "makes a group without sync key, which no call can reach (ITS-067)",
        arguments: &[
            ("title", true, "title"),
            (
                "parent",
                false,
                "sync key of the parent, or # and its number; the site when left out",
            ),
            (
                "type",
                false,
                "Unspecified or School; Unspecified when left out",
            ),
        ],
    },
    AdminInfo {
        name: "delete_group_by_hand",
        about: "deletes a group with everything below it; courses stay, without a key (ITS-066)",
        arguments: &[ROW],
    },
    AdminInfo {
        name: "add_member_by_hand",
        about: "makes somebody a member of a group, without sync key until a read gives one (ITS-050), or changes the role",
        arguments: &[
            ROW,
            PERSON,
            (
                "role",
                false,
                "role, by word or number; Learner when left out",
            ),
        ],
    },
    AdminInfo {
        name: "remove_member_by_hand",
        about: "ends somebody's membership of a group",
        arguments: &[ROW, PERSON],
    },
    AdminInfo {
        name: "make_course_template",
        about: "makes a course template with a sync key, from which calls can make courses (ITS-064)",
        arguments: &[
            ("id", true, "sync key of the template"),
            ("title", true, "title"),
            ("code", false, "code"),
            ("credits", false, "credits"),
        ],
    },
];

/// Carries a step out.
pub(super) fn run(
    _settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    let argument = |name: &str| {
        let mut named = arguments.iter().filter(|(n, _)| *n == name);
        named.next().map(|(_, value)| *value)
    };
    let word = |name: &str| argument(name).unwrap_or_default();
    match step {
        "create_group_by_hand" => {
            let kind = argument("type").unwrap_or(types::UNSPECIFIED);
            create(state, cx, word("title"), argument("parent"), kind)
        }
        "delete_group_by_hand" => delete::by_hand(state, cx, word("group")),
        "add_member_by_hand" => {
            let role = argument("role").unwrap_or("Learner");
            add_member(state, cx, word("group"), word("person"), role)
        }
        "remove_member_by_hand" => {
            let (group, person) = (word("group"), word("person"));
            let found = state.membership_between(person, group).cloned();
            let key = found.ok_or_else(|| format!("'{person}' is no member of '{group}'"))?;
            memberships::remove(state, cx, &key);
            Ok(())
        }
        "make_course_template" => {
            let key = word("id");
            let known = state.hierarchies.courses.get(key);
            if known.is_some_and(|row| !row.is_template.value) || key.starts_with('#') {
                return Err(format!("'{key}' cannot be the key of a template"));
            }
            let origin = cx.origin();
            let mut row = known.map_or_else(Course::default, |row| (**row).clone());
            if row.course_id.value == 0 {
                row.course_id.set(state.new_course_id(), &origin);
            }
            row.sync_key.set_text(key, &origin);
            row.title.set_text(word("title"), &origin);
            row.is_template.set(true, &origin);
            for (field, name) in [(&mut row.code, "code"), (&mut row.credits, "credits")] {
                field.set(argument(name).map(Arc::from), &origin);
            }
            state.hierarchies.courses.put(&mut cx.tx, key, row);
            Ok(())
        }
        _ => Err(format!("there is no step '{step}'")),
    }
}

fn create(
    state: &mut State,
    cx: &mut Cx<'_>,
    title: &str,
    parent: Option<&str>,
    kind: &str,
) -> Result<(), String> {
    let parent = parent.map_or_else(|| state.root().to_string(), str::to_owned);
    known(state, &parent)?;
    if !matches!(kind, types::UNSPECIFIED | types::SCHOOL) {
        return Err(format!(
            "'{kind}' cannot be made by hand here: Unspecified and School can"
        ));
    }
    let origin = cx.origin();
    let number = state.new_group_id();
    let mut row = Group::default();
    row.group_id.set(number, &origin);
    row.organisation_type.set_text(kind, &origin);
    row.parent.set_text(&parent, &origin);
    row.title.set_text(title, &origin);
    state
        .hierarchies
        .groups
        .put(&mut cx.tx, &keyless(number), row);
    Ok(())
}

fn add_member(
    state: &mut State,
    cx: &mut Cx<'_>,
    group: &str,
    person: &str,
    role: &str,
) -> Result<(), String> {
    known(state, group)?;
    if state.people.persons.get(person).is_none() {
        return Err(format!("there is no person '{person}'"));
    }
    if Role::parse(role).is_none() {
        return Err(format!("'{role}' is no role"));
    }
    let origin = cx.origin();
    let known = state.membership_between(person, group).cloned();
    let row = known
        .as_ref()
        .and_then(|key| state.hierarchies.memberships.get(key));
    let mut row = row.map_or_else(Membership::default, |row| (**row).clone());
    if row.membership_id.value == 0 {
        row.membership_id.set(state.new_membership_id(), &origin);
        row.person.set_text(person, &origin);
        row.group.set_text(group, &origin);
    }
    set_role(&mut row, role, &origin);
    let key = known.unwrap_or_else(|| keyless(row.membership_id.value).into());
    state.hierarchies.memberships.put(&mut cx.tx, &key, row);
    Ok(())
}

fn known(state: &State, group: &str) -> Result<(), String> {
    let found = state.hierarchies.groups.get(group);
    found
        .map(|_| ())
        .ok_or_else(|| format!("there is no group '{group}'"))
}
