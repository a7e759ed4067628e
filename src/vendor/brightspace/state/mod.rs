//! What a Brightspace tenant holds: the objects of the LMS on one side, the mapping tables of IPSIS (IM) on the other.
//!
//! Many rules are about the two disagreeing, so they are never merged into one.

mod bulk;
mod enrollments;
mod grades;
mod log;
mod persons;
mod units;

use std::sync::Arc;

use super::settings::Settings;
use crate::base::Value;
use crate::engine::{Cx, TableInfo};
use crate::store::{Change, Origin, Row, Source, Table};

pub(super) use self::bulk::{
    Bulk, BulkFile, BulkFilter, BulkJob, BulkResult, Outbox, SourceSystem,
};
use self::enrollments::Enrollments;
pub(super) use self::enrollments::{ImEnrollment, Pending, key as enrollment_key};
pub(super) use self::grades::Grade;
use self::grades::Grades;
use self::log::Log;
pub(super) use self::persons::{Mapping, Relationship, Role, RoleMapping, User};
use self::units::Units;
pub(super) use self::units::{ImAssociation, ImUnit, Unit, kind};

/// The tables, as scenarios name them.
pub(super) const TABLES: &[TableInfo] = &join::<{ width(&GROUPS) }>(&GROUPS);

const GROUPS: [&[TableInfo]; 6] = [
    persons::TABLES,
    Units::TABLES,
    Enrollments::TABLES,
    Bulk::TABLES,
    Grades::TABLES,
    log::TABLES,
];

const fn width(groups: &[&[TableInfo]]) -> usize {
    let (mut n, mut sum) = (0, 0);
    while n < groups.len() {
        sum += groups[n].len();
        n += 1;
    }
    sum
}

const fn join<const N: usize>(groups: &[&[TableInfo]]) -> [TableInfo; N] {
    let mut all = [groups[0][0]; N];
    let (mut group, mut next) = (0, 0);
    while group < groups.len() {
        let mut row = 0;
        while row < groups[group].len() {
            all[next] = groups[group][row];
            next += 1;
            row += 1;
        }
        group += 1;
    }
    all
}

/// The state of one tenant.
#[derive(Debug)]
pub(super) struct State {
    pub(super) users: Table<User>,
    pub(super) deleted_users: Table<User>,
    pub(super) mappings: Table<Mapping>,
    pub(super) relationships: Table<Relationship>,
    pub(super) roles: Table<Role>,
    pub(super) role_mappings: Table<RoleMapping>,
    pub(super) units: Units,
    pub(super) enrollments: Enrollments,
    pub(super) bulk: Bulk,
    pub(super) grades: Grades,
    pub(super) outbox: Outbox,
    pub(super) system_log: Log,
    pub(super) audit_log: Log,
    /// Code of the org unit above all others.
    pub(super) organization: Arc<str>,
    /// Names of roles that have access to all groups and sections.
    access_all_roles: Vec<String>,
    next_unit_id: u64,
    next_user_id: u64,
    next_role_id: u64,
}

impl State {
    /// A tenant with its roles, its organization, and nobody in it.
    pub(super) fn new(settings: &Settings) -> Self {
        let mut state = Self {
            users: Table::with_index("users", |user| user.username.text()),
            deleted_users: Table::with_index("deleted_users", |user| user.username.text()),
            mappings: Table::new("im_users"),
            relationships: Table::new("relationships"),
            roles: Table::new("roles"),
            role_mappings: Table::new("role_mappings"),
            units: Units::new(),
            enrollments: Enrollments::new(),
            bulk: Bulk::new(),
            grades: Grades::new(),
            outbox: Outbox::default(),
            system_log: Log::default(),
            audit_log: Log::default(),
            organization: settings.units.organization.as_str().into(),
            access_all_roles: settings.enrollments.access_all_roles.clone(),
            next_unit_id: 6606,
            next_user_id: 1001,
            next_role_id: 101,
        };
        let origin = Origin {
            source: Some(Arc::new(Source {
                seq: 0,
                time: crate::base::Time::default(),
                operation: "settings",
            })),
            quirk: None,
        };
        let mut tx = crate::store::Tx::default();
        for role in ["Administrator", "Instructor", "Learner", "Guardian"] {
            state.add_role(&mut tx, role, &origin);
        }
        for (sis, role) in &settings.role_map {
            state.map_role(&mut tx, sis, role, &origin);
        }
        let (unit_id, organization) = (state.new_unit_id(), Arc::clone(&state.organization));
        let units = &mut state.units;
        units.add_organization(&mut tx, &organization, unit_id, &origin);
        for (sis, type_name) in &settings.units.org_type_map {
            units.map_type(&mut tx, sis, type_name, &origin);
        }
        state
    }

    /// The user that IPSIS's mapping leads to: one with the same key but another number is somebody else.
    pub(super) fn mapped_user(&self, code: &str) -> Option<&Arc<User>> {
        let mapping = self.mappings.get(code)?;
        self.users
            .get(code)
            .filter(|user| user.user_id.value == mapping.lms_user_id.value)
    }

    /// Whose user name this is, deleted users included.
    pub(super) fn owner_of(&self, username: &str) -> Option<&Arc<str>> {
        self.users
            .key_of(username)
            .or_else(|| self.deleted_users.key_of(username))
    }

    /// A number for a new user.
    pub(super) fn new_user_id(&mut self) -> u64 {
        self.next_user_id += 1;
        self.next_user_id - 1
    }

    /// A number for a new org unit.
    pub(super) fn new_unit_id(&mut self) -> u64 {
        self.next_unit_id += 1;
        self.next_unit_id - 1
    }

    /// Adds a line to the System Log. It stays when the message is refused.
    pub(super) fn log(&mut self, level: &'static str, message: String) {
        self.system_log.add(level, message);
    }

    /// Adds a role of the LMS.
    pub(super) fn add_role(
        &mut self,
        tx: &mut crate::store::Tx,
        name: &str,
        origin: &Origin,
    ) -> u64 {
        let mut role = Role::default();
        role.role_id.set(self.next_role_id, origin);
        role.deleted.set(false, origin);
        role.access_all.set(self.has_access_all(name), origin);
        self.next_role_id += 1;
        self.roles.put(tx, name, role);
        self.next_role_id - 1
    }

    /// Whether a role has access to all groups and sections before anybody changes it.
    fn has_access_all(&self, name: &str) -> bool {
        self.access_all_roles.iter().any(|role| role == name)
    }

    /// Maps a SIS role text to a role of the LMS, which is added when it is new.
    pub(super) fn map_role(
        &mut self,
        tx: &mut crate::store::Tx,
        sis: &str,
        role: &str,
        origin: &Origin,
    ) {
        let role_id = match self.roles.get(role) {
            Some(known) => known.role_id.value,
            None => self.add_role(tx, role, origin),
        };
        let mut mapping = RoleMapping::default();
        mapping.role.set_text(role, origin);
        mapping.role_id.set(role_id, origin);
        self.role_mappings.put(tx, sis, mapping);
    }

    /// The state as scenarios see it.
    pub(super) fn export(&self) -> Value {
        let mut out = Value::map();
        out.insert("users", self.users.show());
        out.insert("deleted_users", self.deleted_users.show());
        out.insert("im_users", self.mappings.show());
        out.insert("relationships", self.relationships.show());
        out.insert("roles", self.roles.show());
        out.insert("role_mappings", self.role_mappings.show());
        self.units.export(&mut out);
        self.enrollments.export(&mut out);
        self.bulk.export(&mut out);
        self.grades.export(&mut out);
        out.insert("system_log", self.system_log.show());
        out.insert("audit_log", self.audit_log.show());
        out
    }

    /// Puts a seed in.
    pub(super) fn seed(&mut self, cx: &mut Cx<'_>, seed: &Value) -> Result<(), String> {
        let origin = cx.origin();
        let rows = |table: &str| match seed.get(table) {
            Some(Value::Map(map)) => map.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
            _ => Vec::new(),
        };
        for (name, value) in rows("roles") {
            let mut role = Role::from_seed(&value, &origin);
            if value.get("access_all").is_none() {
                role.access_all.set(self.has_access_all(&name), &origin);
            }
            if role.role_id.value == 0 {
                role.role_id.set(self.next_role_id, &origin);
                self.next_role_id += 1;
            }
            self.next_role_id = self.next_role_id.max(role.role_id.value + 1);
            self.roles.put(&mut cx.tx, &name, role);
        }
        if seed.get("role_mappings").is_some() {
            for (sis, _) in self
                .role_mappings
                .sorted()
                .into_iter()
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect::<Vec<_>>()
            {
                self.role_mappings.remove(&mut cx.tx, &sis);
            }
            for (sis, value) in rows("role_mappings") {
                let row = RoleMapping::from_seed(&value, &origin);
                let role = row
                    .role
                    .text()
                    .ok_or_else(|| format!("role_mappings.{sis} names no role"))?
                    .to_owned();
                self.map_role(&mut cx.tx, &sis, &role, &origin);
                if row.role_id.value != 0 {
                    self.role_mappings.put(&mut cx.tx, &sis, row);
                }
            }
        }
        for (deleted, table) in [(false, "users"), (true, "deleted_users")] {
            for (key, value) in rows(table) {
                let mut user = User::from_seed(&value, &origin);
                if value.get("is_active").is_none() {
                    user.is_active.set(true, &origin);
                }
                if user.username.text().is_none() {
                    user.username.set_text(&key, &origin);
                }
                if user.user_id.value == 0 {
                    let id = self.new_user_id();
                    user.user_id.set(id, &origin);
                }
                self.next_user_id = self.next_user_id.max(user.user_id.value + 1);
                if deleted {
                    self.deleted_users.put(&mut cx.tx, &key, user);
                    continue;
                }
                let username = user.username.text().unwrap_or_default();
                if let Some(other) = self.users.key_of(username).filter(|other| ***other != *key) {
                    return Err(format!(
                        "users {other} and {key} have the same username '{username}'"
                    ));
                }
                if seed.get("im_users").is_none() {
                    let mut mapping = Mapping::default();
                    mapping.lms_user_id.set(user.user_id.value, &origin);
                    self.mappings.put(&mut cx.tx, &key, mapping);
                }
                self.users.put(&mut cx.tx, &key, user);
            }
        }
        for (key, value) in rows("im_users") {
            let mut mapping = Mapping::from_seed(&value, &origin);
            if mapping.lms_user_id.value == 0 {
                let user = self
                    .users
                    .get(&key)
                    .or_else(|| self.deleted_users.get(&key));
                mapping
                    .lms_user_id
                    .set(user.map_or(0, |u| u.user_id.value), &origin);
            }
            self.mappings.put(&mut cx.tx, &key, mapping);
        }
        for (key, value) in rows("relationships") {
            let mut row = Relationship::from_seed(&value, &origin);
            let (child, parent) = key
                .split_once('>')
                .ok_or_else(|| format!("relationships: key '{key}' is not child>parent"))?;
            row.child.set_text(child, &origin);
            row.parent.set_text(parent, &origin);
            for (field, default) in [(&mut row.kind, "parent"), (&mut row.by, "sis")] {
                if field.value.is_none() {
                    field.set_text(default, &origin);
                }
            }
            self.relationships.put(&mut cx.tx, &key, row);
        }
        let organization = Arc::clone(&self.organization);
        self.units
            .seed_whole(cx, seed, &organization, &mut self.next_unit_id);
        self.enrollments.seed(cx, seed)?;
        self.bulk.seed(cx, seed);
        self.grades.seed(cx, seed);
        self.grades.complete(&mut cx.tx);
        Ok(())
    }

    /// Where a field came from.
    pub(super) fn origin(&self, table: &str, key: &str, field: &str) -> Option<Origin> {
        match table {
            "users" => self.users.get(key)?.origin(field),
            "deleted_users" => self.deleted_users.get(key)?.origin(field),
            "im_users" => self.mappings.get(key)?.origin(field),
            "relationships" => self.relationships.get(key)?.origin(field),
            "roles" => self.roles.get(key)?.origin(field),
            "role_mappings" => self.role_mappings.get(key)?.origin(field),
            _ => self
                .units
                .origin(table, key, field)
                .or_else(|| self.enrollments.origin(table, key, field))
                .or_else(|| self.bulk.origin(table, key, field))
                .or_else(|| self.grades.origin(table, key, field)),
        }
    }

    /// Undoes one change.
    pub(super) fn restore(&mut self, change: &Change) {
        match change.table {
            "users" => self.users.restore(change),
            "deleted_users" => self.deleted_users.restore(change),
            "im_users" => self.mappings.restore(change),
            "relationships" => self.relationships.restore(change),
            "roles" => self.roles.restore(change),
            "role_mappings" => self.role_mappings.restore(change),
            other => {
                let known = self.units.restore(change)
                    || self.enrollments.restore(change)
                    || self.bulk.restore(change)
                    || self.grades.restore(change);
                assert!(known, "no table '{other}' is ever written");
            }
        }
    }
}
