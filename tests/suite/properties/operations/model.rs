//! A Brightspace tenant as the rules of the vendor's pages have it, as naively as can be.

use std::collections::{BTreeMap, BTreeSet};

use super::{Replace, Step};

const DONE: &str = "success/warning/partialdatastorage";
const NOT_TRANSLATED: &str = "failure/status/invaliddata";
const NOT_SAVED: &str = "failure/error/invaliddata";
const NOT_FOUND: &str = "failure/error/unknownobject";

/// A user: the fields that a SIS can see or set, by name, and a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct User {
    pub(super) fields: BTreeMap<&'static str, String>,
    number: u32,
}

impl User {
    fn set(&mut self, field: &'static str, text: Option<&str>) {
        match text {
            Some(text) => drop(self.fields.insert(field, text.to_owned())),
            None => drop(self.fields.remove(field)),
        }
    }
}

/// The tenant as the rules have it.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) users: BTreeMap<String, User>,
    pub(super) deleted: BTreeMap<String, User>,
    /// From SIS person to number of the user.
    pub(super) mapped: BTreeMap<String, u32>,
    pub(super) relationships: BTreeSet<String>,
    role_map: BTreeMap<String, String>,
    deleted_roles: BTreeSet<String>,
    known_roles: BTreeSet<String>,
    last_number: u32,
    /// Whether what a failed message has saved is undone.
    transactional: bool,
}

impl Model {
    pub(super) fn new(transactional: bool) -> Self {
        let pairs = [("Student", "Learner"), ("Faculty", "Instructor")];
        Self {
            users: BTreeMap::new(),
            deleted: BTreeMap::new(),
            mapped: BTreeMap::new(),
            relationships: BTreeSet::new(),
            role_map: pairs
                .map(|(sis, role)| (sis.to_owned(), role.to_owned()))
                .into(),
            deleted_roles: BTreeSet::new(),
            known_roles: ["Administrator", "Instructor", "Learner", "Guardian"]
                .map(str::to_owned)
                .into(),
            last_number: 0,
            transactional,
        }
    }

    fn number(&mut self) -> u32 {
        self.last_number += 1;
        self.last_number
    }

    /// User names belong to one user, a deleted one or not.
    fn taken(&self, username: &str, by_other_than: &str) -> bool {
        let mut all = self.users.iter().chain(&self.deleted);
        all.any(|(id, user)| {
            id != by_other_than
                && user
                    .fields
                    .get("username")
                    .is_some_and(|name| name == username)
        })
    }

    /// The user that the mapping of a person leads to.
    fn user_of(&self, id: &str) -> Option<&User> {
        let number = self.mapped.get(id)?;
        self.users.get(id).filter(|user| user.number == *number)
    }

    pub(super) fn run(&mut self, step: &Step) -> Result<&'static str, ()> {
        match step {
            Step::Replace(replace) => {
                let before = self.clone();
                let outcome = self.replace(replace);
                if outcome != DONE && self.transactional {
                    *self = before;
                }
                Ok(outcome)
            }
            // D2L-036: without mapping there is nobody. D2L-031: a mapping to nobody is an error.
            Step::Delete(id) if self.user_of(id).is_none() => Ok(NOT_FOUND),
            Step::Delete(id) => {
                let user = self.users.remove(*id).expect("it was found");
                self.deleted.insert((*id).to_owned(), user);
                self.mapped.remove(*id);
                let (as_child, as_parent) = (format!("{id}>"), format!(">{id}"));
                self.relationships
                    .retain(|key| !key.starts_with(&as_child) && !key.ends_with(&as_parent));
                Ok("success/status/fullsuccess")
            }
            Step::Read(id) if self.user_of(id).is_some() => Ok(DONE),
            Step::Read(id) if self.mapped.contains_key(*id) => {
                Ok("failure/error/targetreadfailure")
            }
            Step::Read(_) => Ok(NOT_FOUND),
            Step::Admin(name, arguments) => self
                .by_hand(name, &arguments.iter().copied().collect())
                .map(|()| ""),
        }
    }

    fn replace(&mut self, said: &Replace) -> &'static str {
        // D2L-020: both names, on updates, too; blanks are no name.
        let filled = |text: Option<&'static str>| text.filter(|text| !text.trim().is_empty());
        let (Some(first), Some(last)) = (filled(said.first), filled(said.last)) else {
            return NOT_TRANSLATED;
        };
        // D2L-023: four values.
        let active = match said.active.map(str::to_ascii_lowercase).as_deref() {
            None => None,
            Some("1" | "true") => Some(true),
            Some("0" | "false") => Some(false),
            Some(_) => return NOT_TRANSLATED,
        };
        let id = said.id;
        let known = self.user_of(id).is_some();
        // D2L-031: an update of somebody who was deleted by hand.
        if self.mapped.contains_key(id) && !known {
            return NOT_FOUND;
        }
        // D2L-021: the primary role, else the first; D2L-033, D2L-034: it must lead to a role that is there.
        let role = said
            .roles
            .iter()
            .find(|(_, primary)| *primary)
            .or(said.roles.first())
            .map(|(role, _)| *role);
        let role = match role {
            None => None,
            Some(sent) => {
                let same = |(sis, _): &(&String, &String)| sis.eq_ignore_ascii_case(sent);
                let Some((_, role)) = self.role_map.iter().find(same) else {
                    return NOT_FOUND;
                };
                if self.deleted_roles.contains(role) {
                    return NOT_FOUND;
                }
                Some(role.clone())
            }
        };
        let username = filled(said.username);
        let mut user = if known {
            if username.is_some_and(|name| self.taken(name, id)) {
                return NOT_SAVED;
            }
            self.users[id].clone()
        } else {
            // D2L-030, and nobody whom an administrator has created is taken over.
            if self.deleted.contains_key(id)
                || self.users.contains_key(id)
                || self.taken(username.unwrap_or(id), id)
            {
                return NOT_SAVED;
            }
            let mut user = User {
                number: self.number(),
                ..User::default()
            };
            self.mapped.insert(id.to_owned(), user.number);
            user.set("username", Some(id));
            // D2L-022: active unless said otherwise.
            user.set("is_active", Some("true"));
            user
        };
        user.set("legal_first_name", Some(first));
        user.set("legal_last_name", Some(last));
        for (field, text) in [
            ("username", username),
            ("email", filled(said.email)),
            ("role", role.as_deref()),
        ] {
            if text.is_some() {
                user.set(field, text);
            }
        }
        if let Some(active) = active {
            user.set("is_active", Some(if active { "true" } else { "false" }));
        }
        match said.preferred {
            // D2L-028: no block, no preferred names.
            None => ["preferred_first_name", "preferred_last_name"]
                .into_iter()
                .for_each(|field| user.set(field, None)),
            // D2L-027: each by itself.
            Some((first, last)) => {
                for (field, part) in [
                    ("preferred_first_name", first),
                    ("preferred_last_name", last),
                ] {
                    if let Some(text) = part {
                        user.set(field, filled(Some(text)));
                    }
                }
            }
        }
        // D2L-032: the password comes after all that is saved.
        let password = filled(said.password);
        let refused = password.is_some_and(|password| password.chars().count() < 4);
        if !refused && password.is_some() {
            user.set("password", password);
        }
        self.users.insert(id.to_owned(), user);
        if refused {
            return NOT_SAVED;
        }
        self.agents(said);
        DONE
    }

    /// D2L-014: agents behind roles do not count. D2L-037: with the field they are the whole truth.
    fn agents(&mut self, said: &Replace) {
        let behind = |after_roles: bool| after_roles && has_roles(said);
        let named: BTreeSet<String> = said
            .agents
            .iter()
            .filter(|(agent, after_roles)| !behind(*after_roles) && self.users.contains_key(*agent))
            .map(|(agent, _)| format!("{}>{agent}", said.id))
            .collect();
        if matches!(said.synchronize, Some("true" | "1")) {
            let prefix = format!("{}>", said.id);
            self.relationships.retain(|key| !key.starts_with(&prefix));
        }
        self.relationships.extend(named);
    }

    fn by_hand(&mut self, step: &str, arguments: &BTreeMap<&str, &str>) -> Result<(), ()> {
        let id = arguments.get("id").copied().unwrap_or_default();
        match step {
            "delete_user_by_hand" => {
                let user = self.users.remove(id).ok_or(())?;
                self.deleted.insert(id.to_owned(), user);
            }
            "create_user_by_hand" => {
                let username = arguments.get("username").copied().unwrap_or(id);
                if self.users.contains_key(id) || self.taken(username, "") {
                    return Err(());
                }
                let number = self.number();
                let mut user = User {
                    number,
                    ..User::default()
                };
                for (field, text) in [
                    ("username", username),
                    ("legal_first_name", "By"),
                    ("legal_last_name", "Hand"),
                    ("is_active", "true"),
                ] {
                    user.set(field, Some(text));
                }
                self.users.insert(id.to_owned(), user);
            }
            "map_role" => {
                self.role_map
                    .insert(arguments["sis"].to_owned(), arguments["role"].to_owned());
                self.known_roles.insert(arguments["role"].to_owned());
            }
            "unmap_role" => drop(self.role_map.remove(arguments["sis"]).ok_or(())?),
            "delete_role" => {
                let role = self.known_roles.get(arguments["role"]).ok_or(())?;
                self.deleted_roles.insert(role.clone());
            }
            _ => {
                let user = self.users.get_mut(id).ok_or(())?;
                match step {
                    "deactivate_user_by_hand" => user.set("is_active", Some("false")),
                    "activate_user_by_hand" => user.set("is_active", Some("true")),
                    _ => {
                        for (argument, field) in [
                            ("first", "preferred_first_name"),
                            ("last", "preferred_last_name"),
                        ] {
                            if let Some(text) = arguments.get(argument) {
                                user.set(field, Some(*text).filter(|text| !text.is_empty()));
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether the message has a `roles` element at all.
fn has_roles(said: &Replace) -> bool {
    !said.roles.is_empty() || said.username.is_some() || said.password.is_some()
}
