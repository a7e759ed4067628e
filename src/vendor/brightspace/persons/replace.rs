//! replacePerson: the handlers of `IReplaceUserHandler`, in the configured order.

use std::sync::Arc;

use super::preferred::{self, Protected};
use super::relationships;
use super::translate::UserRequest;
use crate::base::Secret;
use crate::engine::Cx;
use crate::vendor::brightspace::answers::{Failure, refuse};
use crate::vendor::brightspace::quirks::{
    D2L_020, D2L_021, D2L_022, D2L_026, D2L_030, D2L_031, D2L_032,
};
use crate::vendor::brightspace::roles;
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::{Mapping, State, User};

/// A replace on its way through the handlers.
struct Job<'j> {
    settings: &'j Settings,
    state: &'j mut State,
    request: UserRequest,
    /// The user as it is to be; written when the handlers are done, or stopped after saving something.
    user: User,
    mapped: bool,
    exists: bool,
    /// The role to give.
    role: Option<String>,
    protected: Protected,
    dirty: bool,
}

/// Runs the handlers. What was saved before a handler failed stays, unless `transactional` is set.
pub(in super::super) fn run(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    request: UserRequest,
) -> Result<(), Failure> {
    let mut job = Job {
        settings,
        state,
        request,
        user: User::default(),
        mapped: false,
        exists: false,
        role: None,
        protected: Protected::default(),
        dirty: false,
    };
    let result = settings
        .replace_handlers
        .iter()
        .try_for_each(|handler| job.handle(cx, handler));
    if job.dirty && (result.is_ok() || !settings.transactional) {
        job.state.users.put(&mut cx.tx, &job.request.code, job.user);
    }
    if result.is_err() && settings.transactional {
        cx.setting("transactional");
    }
    result
}

/// The user that a person is mapped to was deleted in the LMS (D2L-031).
pub(in super::super) fn account_gone(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    code: &str,
) -> Failure {
    let lms_id = state.mappings.get(code).map_or(0, |m| m.lms_user_id.value);
    let text = format!(
        "Error with update of user with code {code}. Account mapped to invalid LMS UserId {lms_id}. The account may have been deleted."
    );
    refuse(settings, cx, Some(D2L_031), "unknownobject", text)
}

impl Job<'_> {
    fn handle(&mut self, cx: &mut Cx<'_>, handler: &str) -> Result<(), Failure> {
        match handler {
            "ReplaceUserReadIPSISHandler" => {
                self.mapped = self.state.mappings.get(&self.request.code).is_some();
            }
            "ReplaceUserReadLMSHandler" => return self.read_lms(cx),
            "ReplaceUserStatusDefaultActiveHandler" => self.default_status(cx),
            "ReplaceUserRoleDefaultFirstRoleHandler" => self.choose_role(cx),
            "ReplaceUserValidateBaseHandler" => return self.validate(cx),
            "ReplaceUserCreateLMSHandler" if !self.exists => return self.create(cx),
            "ReplaceUserCreateIPSISHandler" if !self.mapped => self.map(cx),
            "ReplaceUserSaveLMSHandler" => return self.save(cx),
            "ReplaceUserSavePasswordPlainTextHandler" => return self.save_password(cx),
            "ReplaceUserPreferredFirstNameNoUpdateHandler" => self.protected.first = true,
            "ReplaceUserPreferredLastNameNoUpdateHandler" => self.protected.last = true,
            "ParentPortalCreateRelationshipHandler" => {
                return relationships::parents(self.settings, self.state, cx, &self.request);
            }
            "ReplaceUserUpdateAuditorsHandler" => {
                return relationships::auditors(self.settings, self.state, cx, &self.request);
            }
            // ReplaceUserSaveIPSISHandler has nothing left to save: a mapping is whole from the start.
            _ => {}
        }
        Ok(())
    }

    fn read_lms(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        if !self.mapped {
            return Ok(());
        }
        let code = &self.request.code;
        if let Some(user) = self.state.mapped_user(code) {
            self.user = User::clone(user);
            self.exists = true;
            return Ok(());
        }
        if cx.quirk(D2L_031) {
            return Err(account_gone(self.settings, self.state, cx, code));
        }
        self.mapped = false;
        self.state.mappings.remove(&mut cx.tx, code);
        self.state.deleted_users.remove(&mut cx.tx, code);
        Ok(())
    }

    fn default_status(&mut self, cx: &mut Cx<'_>) {
        if self.request.is_active.is_some() {
            return;
        }
        if !self.exists {
            self.request.is_active = Some(cx.quirk(D2L_022));
        } else if self.settings.active_on_update {
            cx.setting("status_default_on_update");
            self.request.is_active = Some(true);
        }
    }

    /// The role marked primary, else the first one.
    fn choose_role(&mut self, cx: &mut Cx<'_>) {
        let roles = &self.request.roles;
        let primary = roles.iter().find(|(_, primary)| *primary);
        self.role = match (primary, roles.first()) {
            (Some((role, _)), _) => Some(role.clone()),
            (None, Some((first, _))) if cx.quirk(D2L_021) => Some(first.clone()),
            _ => None,
        };
    }

    fn validate(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let lacks_name = self.request.first.is_none() || self.request.last.is_none();
        if lacks_name && !self.exists {
            return Err(refuse(
                self.settings,
                cx,
                None,
                "invaliddata",
                "a new user needs first and last name",
            ));
        }
        let Some(sis_role) = self.role.clone() else {
            return Ok(());
        };
        self.role = roles::resolve(self.settings, self.state, cx, &sis_role)?;
        Ok(())
    }

    fn create(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let code = self.request.code.clone();
        if self.state.deleted_users.get(&code).is_some() {
            if cx.quirk(D2L_030) {
                let text = "Unable to create user.";
                return Err(refuse(
                    self.settings,
                    cx,
                    Some(D2L_030),
                    "invaliddata",
                    text,
                ));
            }
            self.state.deleted_users.remove(&mut cx.tx, &code);
        }
        let username = if let Some(username) = &self.request.username {
            username.clone()
        } else {
            cx.setting("username_fallback");
            if !self.settings.username_fallback {
                let text = "Unable to create user. It has no user name.";
                return Err(refuse(self.settings, cx, None, "invaliddata", text));
            }
            code.clone()
        };
        // A user without mapping under this very code is one that was created by hand.
        let by_hand = self.state.users.get(&code).is_some();
        let in_use = self.state.users.key_of(&username).cloned();
        let candidate = in_use.or_else(|| by_hand.then(|| Arc::from(code.as_str())));
        let deleted = self.state.deleted_users.key_of(&username).is_some();
        if candidate.is_some() || deleted {
            cx.setting("username_conflict");
            // Only a user whom nothing is mapped to can be adopted, and only without pushing another one aside.
            let adopted = candidate.filter(|other| {
                self.settings.adopt
                    && !deleted
                    && self.state.mappings.get(other).is_none()
                    && (!by_hand || **other == *code)
            });
            let Some(other) = adopted else {
                return Err(refuse(
                    self.settings,
                    cx,
                    None,
                    "invaliddata",
                    "Unable to create user.",
                ));
            };
            let taken = self
                .state
                .users
                .remove(&mut cx.tx, &other)
                .expect("users are found by name or key");
            self.user = User::clone(&taken);
        } else {
            let id = self.state.new_user_id();
            self.user.user_id.set(id, &cx.origin());
        }
        self.user.username.set_text(&username, &cx.origin());
        self.exists = true;
        self.dirty = true;
        Ok(())
    }

    fn map(&mut self, cx: &mut Cx<'_>) {
        let mut mapping = Mapping::default();
        mapping
            .lms_user_id
            .set(self.user.user_id.value, &cx.origin());
        self.state
            .mappings
            .put(&mut cx.tx, &self.request.code, mapping);
        self.mapped = true;
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        if !self.exists {
            return Ok(());
        }
        let origin = cx.origin();
        if let Some(username) = &self.request.username {
            let owner = self.state.owner_of(username);
            if owner.is_some_and(|owner| **owner != *self.request.code) {
                cx.setting("username_conflict");
                let text = format!("Unable to update user. User name {username} is taken.");
                return Err(refuse(self.settings, cx, None, "invaliddata", text));
            }
            self.user.username.set_text(username, &origin);
        }
        let stays = |sent: bool, stored: bool| stored && !sent;
        if stays(
            self.request.email.is_some(),
            self.user.email.value.is_some(),
        ) || stays(self.role.is_some(), self.user.role.value.is_some())
        {
            cx.quirk(D2L_020.part("optional"));
        }
        for (sent, field) in [
            (&self.request.first, &mut self.user.legal_first_name),
            (&self.request.last, &mut self.user.legal_last_name),
            (&self.request.email, &mut self.user.email),
        ] {
            if let Some(text) = sent {
                field.set_text(text, &origin);
            }
        }
        match (&self.role, &self.settings.missing_role) {
            (Some(role), _) => self.user.role.set_text(role, &origin),
            (None, Some(role)) if self.user.role.value.is_none() => {
                cx.setting("missing_role_on_create");
                self.user.role.set_text(role, &origin);
            }
            _ => {}
        }
        if let Some(active) = self.request.is_active {
            self.user.is_active.set(active, &origin);
        }
        preferred::apply(
            self.settings,
            cx,
            &self.request.preferred,
            self.protected,
            &mut self.user,
        );
        self.dirty = true;
        Ok(())
    }

    fn save_password(&mut self, cx: &mut Cx<'_>) -> Result<(), Failure> {
        let Some(password) = self.request.password.take().filter(|_| self.exists) else {
            return Ok(());
        };
        if let Some(rule) = &self.settings.password_regex
            && !rule.is_match(&password)
            && cx.quirk(D2L_032)
        {
            let mut failure = refuse(
                self.settings,
                cx,
                Some(D2L_032),
                "invaliddata",
                "password is not valid Parameter name: password.",
            );
            failure.log =
                Some("Unhandled Exception in LIS PMS.replacePerson: password is not valid Parameter name: password.".into());
            cx.quirk(D2L_032.part("partial-effect"));
            return Err(failure);
        }
        cx.quirk(D2L_026);
        let origin = cx.origin_by(D2L_026);
        self.user.password.set(Some(Secret::new(password)), &origin);
        if self.request.encryption.is_some() || self.user.password_encryption.value.is_some() {
            self.user
                .password_encryption
                .set(self.request.encryption.as_deref().map(Into::into), &origin);
        }
        self.dirty = true;
        Ok(())
    }
}
