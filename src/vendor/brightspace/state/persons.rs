//! Users, roles and relationships.

use std::sync::Arc;

use crate::base::Secret;
use crate::engine::TableInfo;
use crate::store::{Row, row};

row! {
    /// A user, as Manage Users shows it.
    pub(in super::super) struct User {
        /// number that the LMS gave the user
        user_id: u64,
        /// user name
        username: Option<Arc<str>>,
        /// legal first name
        legal_first_name: Option<Arc<str>>,
        /// legal last name
        legal_last_name: Option<Arc<str>>,
        /// preferred first name, if there is one
        preferred_first_name: Option<Arc<str>>,
        /// preferred last name, if there is one
        preferred_last_name: Option<Arc<str>>,
        /// e-mail address
        email: Option<Arc<str>>,
        /// Brightspace role
        role: Option<Arc<str>>,
        /// whether the account is active
        is_active: bool,
        /// password
        password: Option<Secret>,
        /// kept beside the password only while D2L-026 is off
        password_encryption: Option<Arc<str>>,
    }
}

row! {
    /// A row of `IM_USER_MAPPINGS`.
    pub(in super::super) struct Mapping {
        /// the user's number in the LMS
        lms_user_id: u64,
    }
}

row! {
    /// A relationship between two users.
    pub(in super::super) struct Relationship {
        /// sourcedId of the child (or auditee)
        child: Option<Arc<str>>,
        /// sourcedId of the parent (or auditor)
        parent: Option<Arc<str>>,
        /// the parent's role, as agentDomain says it
        role: Option<Arc<str>>,
        /// parent or auditor
        kind: Option<Arc<str>>,
        /// sis or hand: who made it
        by: Option<Arc<str>>,
    }
}

row! {
    /// A Brightspace role.
    pub(in super::super) struct Role {
        /// number of the role
        role_id: u64,
        /// deleted by an administrator
        deleted: bool,
        /// has access to all groups and sections: leaving the last section does not leave the offering (D2L-055)
        access_all: bool,
    }
}

row! {
    /// A row of `IM_ROLE_MAPPINGS`.
    pub(in super::super) struct RoleMapping {
        /// Brightspace role
        role: Option<Arc<str>>,
        /// number of that role when it was mapped
        role_id: u64,
    }
}

/// The tables, as scenarios name them.
pub(super) const TABLES: &[TableInfo] = &[
    TableInfo {
        name: "users",
        key: "OrgDefinedId (the person's sourcedId)",
        about: "users of the LMS",
        fields: User::FIELDS,
        log: false,
    },
    TableInfo {
        name: "deleted_users",
        key: "OrgDefinedId",
        about: "users that were deleted; their user names stay taken",
        fields: User::FIELDS,
        log: false,
    },
    TableInfo {
        name: "im_users",
        key: "sourcedId",
        about: "IPSIS's mapping from SIS persons to LMS users; seeding users without it maps them all",
        fields: Mapping::FIELDS,
        log: false,
    },
    TableInfo {
        name: "relationships",
        key: "child>parent",
        about: "parents and auditors of users",
        fields: Relationship::FIELDS,
        log: false,
    },
    TableInfo {
        name: "roles",
        key: "role name",
        about: "the roles of the LMS",
        fields: Role::FIELDS,
        log: false,
    },
    TableInfo {
        name: "role_mappings",
        key: "SIS role text",
        about: "IPSIS's mapping from SIS roles to LMS roles; seeding it replaces the setting role_map",
        fields: RoleMapping::FIELDS,
        log: false,
    },
];
