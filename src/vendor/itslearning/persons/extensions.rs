//! The extension fields of a person.

use std::sync::Arc;

use super::fields::{Writer, longest};
use super::write::is_date;
use crate::engine::Cx;
use crate::model::{ExtensionField, Verb};
use crate::store::Field;
use crate::vendor::itslearning::answers::Refusal;
use crate::vendor::itslearning::keys::folded;
use crate::vendor::itslearning::quirks::{
    ITS_030, ITS_070, ITS_071, ITS_072, ITS_073, ITS_074, ITS_076, ITS_096, ITS_099, ITS_100,
};
use crate::vendor::itslearning::state::{Person, State};
use crate::vendor::itslearning::texts::Reason;

/// The names of the fields, as the pages spell them.
pub(super) mod names {
    pub(in super::super) const NATIONAL_ID: &str = "nationalidentitynumber";
    pub(in super::super) const CUSTOM: [&str; 5] = [
        "customstring0",
        "customstring1",
        "customstring2",
        "customstring3",
        "customstring4",
    ];
    pub(in super::super) const MAIL_EMAIL: &str = "emailserver/email";
    pub(in super::super) const MAIL_LOGIN: &str = "emailserver/userid";
    pub(in super::super) const MAIL_PASSWORD: &str = "emailserver/userid/@password";
    pub(in super::super) const MAIL_SERVER: &str = "emailserver/server";
    pub(in super::super) const MAIL_PORT: &str = "emailserver/port";
    pub(in super::super) const MAIL_TYPE: &str = "emailserver/type";
    pub(in super::super) const CLOUD_LOGIN: &str = "cloudaccount/login";
    pub(in super::super) const CLOUD_TYPE: &str = "cloudaccount/accounttype";
    pub(in super::super) const EXTERNAL: &str = "IsExternalUser";
    pub(in super::super) const PRIVACY: &str = "privacyprotection";
    pub(in super::super) const PASSWORD_CHANGE: &str = "passwordchange";
    pub(in super::super) const HEADMASTER: &str = "frenchcalendarmanagement/isheadmaster";
    pub(in super::super) const ECK_ID: &str = "eckid";
    pub(in super::super) const DIGI_DELIVERY_ID: &str = "digiDeliveryId";
    pub(in super::super) const ANONYMOUS_ID: &str = "anonymousid";
    pub(in super::super) const EXPIRES: &str = "expires";
    /// All of them but the custom strings.
    pub(in super::super) const OTHERS: [&str; 17] = [
        NATIONAL_ID,
        MAIL_EMAIL,
        MAIL_LOGIN,
        MAIL_PASSWORD,
        MAIL_SERVER,
        MAIL_PORT,
        MAIL_TYPE,
        CLOUD_LOGIN,
        CLOUD_TYPE,
        EXTERNAL,
        PRIVACY,
        PASSWORD_CHANGE,
        HEADMASTER,
        ECK_ID,
        DIGI_DELIVERY_ID,
        ANONYMOUS_ID,
        EXPIRES,
    ];
}

/// The only type of cloud account.
const GSUITE: &str = "GSuite";
/// The values of `passwordchange`.
const PASSWORD_CHANGES: [&str; 3] = ["Allowed", "NotAllowed", MUST_CHANGE];
/// The one that turns into the first with a login.
pub(in super::super) const MUST_CHANGE: &str = "MustChangeOnNextLogin";
/// What it turns into.
pub(in super::super) const ALLOWED: &str = PASSWORD_CHANGES[0];

/// The message that the fields stand in.
pub(super) struct Use<'a> {
    pub(super) write: &'a Writer<'a>,
    pub(super) state: &'a State,
    /// The row of the person.
    pub(super) own: &'a str,
    pub(super) verb: Verb,
}

/// A field with its name as the pages spell it.
struct Named<'m> {
    name: &'static str,
    value: &'m str,
}

/// Writes the fields in the order of the message.
pub(super) fn assign(
    this: &Use<'_>,
    cx: &mut Cx<'_>,
    person: &mut Person,
    fields: &[&ExtensionField<'_>],
) -> Result<(), Refusal> {
    let named: Vec<Named<'_>> = fields.iter().filter_map(|f| known(cx, f)).collect();
    clear(this, cx, person, &named);
    let cloud = cloud_counts(cx, &named);
    for field in &named {
        match field.name {
            names::CLOUD_LOGIN | names::CLOUD_TYPE if !cloud => {}
            _ => one(this, cx, person, field)?,
        }
    }
    Ok(())
}

/// The field, if its name is one that is known; an empty value where there is none (ITS-096).
fn known<'m>(cx: &mut Cx<'_>, field: &'m ExtensionField<'_>) -> Option<Named<'m>> {
    let sent = field.name.as_deref().unwrap_or("");
    let mut all = names::OTHERS.into_iter().chain(names::CUSTOM);
    let name = all.find(|name| folded(name) == folded(sent))?;
    let value = match field.value.as_deref() {
        Some(value) => value.trim(),
        None if cx.quirk(ITS_096) => "",
        None => return None,
    };
    Some(Named { name, value })
}

/// What a replace clears because it does not name it.
fn clear(this: &Use<'_>, cx: &mut Cx<'_>, person: &mut Person, named: &[Named<'_>]) {
    let write = this.write;
    if !write.replaces {
        return;
    }
    let has = |name: &str| named.iter().any(|field| field.name == name);
    let custom = [
        &mut person.custom_string_1,
        &mut person.custom_string_2,
        &mut person.custom_string_3,
        &mut person.custom_string_4,
        &mut person.custom_string_5,
    ];
    for (at, field) in custom.into_iter().enumerate() {
        let sent = has(names::CUSTOM[at]) || at == 0 && has(names::NATIONAL_ID);
        write.cleared(cx, field, sent);
    }
    for (field, name) in [
        (&mut person.mail_account_email, names::MAIL_EMAIL),
        (&mut person.mail_account_login, names::MAIL_LOGIN),
        (&mut person.mail_account_server, names::MAIL_SERVER),
        (&mut person.mail_account_port, names::MAIL_PORT),
        (&mut person.mail_account_type, names::MAIL_TYPE),
        (&mut person.cloud_login, names::CLOUD_LOGIN),
        (&mut person.cloud_type, names::CLOUD_TYPE),
        (&mut person.password_change, names::PASSWORD_CHANGE),
        (&mut person.anonymous_id, names::ANONYMOUS_ID),
        (&mut person.expires, names::EXPIRES),
    ] {
        write.cleared(cx, field, has(name));
    }
    let password = &mut person.mail_account_password;
    if password.value.is_some() && !has(names::MAIL_PASSWORD) && cx.quirk(ITS_030) {
        password.set(None, &cx.origin_by(ITS_030));
    }
    if person.is_headmaster.value && !has(names::HEADMASTER) && cx.quirk(ITS_030) {
        person.is_headmaster.set(false, &cx.origin_by(ITS_030));
    }
    if person.privacy_protection.value && !has(names::PRIVACY) && !cx.quirk(ITS_070) {
        person.privacy_protection.set(false, &write.origin);
    }
}

/// Whether a cloud account is of a type that there is.
fn cloud_counts(cx: &mut Cx<'_>, named: &[Named<'_>]) -> bool {
    let mut types = named.iter().filter(|field| field.name == names::CLOUD_TYPE);
    let Some(other) = types.find(|field| !matches!(field.value, GSUITE | "")) else {
        return true;
    };
    if !cx.quirk(ITS_099) {
        return true;
    }
    cx.note(
        "cloud-account-type",
        format!("there are no cloud accounts of type '{}'", other.value),
        "the only type is GSuite: nothing was connected",
    );
    false
}

fn one(
    this: &Use<'_>,
    cx: &mut Cx<'_>,
    person: &mut Person,
    field: &Named<'_>,
) -> Result<(), Refusal> {
    let write = this.write;
    let settings = write.settings;
    let value = field.value;
    let place = match field.name {
        names::MAIL_EMAIL => &mut person.mail_account_email,
        names::MAIL_LOGIN => &mut person.mail_account_login,
        names::MAIL_SERVER => &mut person.mail_account_server,
        names::MAIL_PORT => &mut person.mail_account_port,
        names::MAIL_TYPE => &mut person.mail_account_type,
        names::CLOUD_LOGIN => &mut person.cloud_login,
        names::CLOUD_TYPE => &mut person.cloud_type,
        names::MAIL_PASSWORD => {
            write.secret(cx, &mut person.mail_account_password, Some(value));
            return Ok(());
        }
        names::PRIVACY => {
            let sets = value == "1" || value == "true" && !cx.quirk(ITS_070);
            person.privacy_protection.set(sets, &write.origin);
            return Ok(());
        }
        names::EXTERNAL => {
            if !cx.quirk(ITS_076) {
                let external = value.eq_ignore_ascii_case("true");
                person.is_external.set(external, &write.origin);
            }
            return Ok(());
        }
        names::HEADMASTER => {
            headmaster(this, cx, person, value);
            return Ok(());
        }
        names::PASSWORD_CHANGE => {
            if !settings.allow_passwords {
                cx.setting("allow_passwords");
            } else if PASSWORD_CHANGES.contains(&value) {
                person.password_change.set_text(value, &write.origin);
            }
            return Ok(());
        }
        names::ECK_ID => return country_id(this, cx, &mut person.eck_id, value, "eck_id"),
        names::DIGI_DELIVERY_ID => {
            let place = &mut person.digi_delivery_id;
            return country_id(this, cx, place, value, "digi_delivery_id");
        }
        names::ANONYMOUS_ID => return anonymous_id(this, cx, person, value),
        names::EXPIRES => return expires(this, cx, person, value),
        name => {
            let Some(place) = custom(cx, person, name) else {
                return Ok(());
            };
            return write.text(cx, place, Some(value), longest::CUSTOM);
        }
    };
    write.text(cx, place, Some(value), longest::ANY)
}

/// The field behind a custom string or the national number, which are numbered from 0 (ITS-071).
fn custom<'p>(
    cx: &mut Cx<'_>,
    person: &'p mut Person,
    name: &str,
) -> Option<&'p mut Field<Option<Arc<str>>>> {
    let number = match names::CUSTOM.iter().position(|custom| *custom == name) {
        Some(at) => at + 1,
        None => 1,
    };
    let national = name == names::NATIONAL_ID;
    let number = match cx.quirk(ITS_071) {
        true => number,
        false if national => return None,
        false => number - 1,
    };
    Some(match number {
        1 => &mut person.custom_string_1,
        2 => &mut person.custom_string_2,
        3 => &mut person.custom_string_3,
        4 => &mut person.custom_string_4,
        5 => &mut person.custom_string_5,
        _ => return None,
    })
}

/// `eckid` and `digiDeliveryId`, which count where the customer has them, and not in a replace (ITS-072).
fn country_id(
    this: &Use<'_>,
    cx: &mut Cx<'_>,
    place: &mut Field<Option<Arc<str>>>,
    value: &str,
    setting: &'static str,
) -> Result<(), Refusal> {
    let settings = this.write.settings;
    let enabled = match setting {
        "eck_id" => settings.eck_id,
        _ => settings.digi_delivery_id,
    };
    if !enabled {
        cx.setting(setting);
        return Ok(());
    }
    if this.verb == Verb::Replace && cx.quirk(ITS_072) {
        return Ok(());
    }
    this.write.text(cx, place, Some(value), longest::ANY)
}

fn headmaster(this: &Use<'_>, cx: &mut Cx<'_>, person: &mut Person, value: &str) {
    let is = match value {
        "true" => true,
        "false" => false,
        _ => return,
    };
    if !this.write.settings.french_calendar {
        cx.setting("french_calendar");
        if cx.quirk(ITS_100) {
            return;
        }
    }
    person.is_headmaster.set(is, &this.write.origin);
}

fn anonymous_id(
    this: &Use<'_>,
    cx: &mut Cx<'_>,
    person: &mut Person,
    value: &str,
) -> Result<(), Refusal> {
    let taken = |with_trash| {
        let owner = this.state.anonymous_id_owner(value, with_trash);
        !value.is_empty() && owner.is_some_and(|owner| **owner != *this.own)
    };
    if taken(true) && !taken(false) {
        cx.setting("trashed_username");
    }
    let blocks = this.write.settings.trashed_username_blocks;
    if taken(blocks) && cx.quirk(ITS_073) {
        return Err(Refusal::because(Reason::AnonymousIdTaken));
    }
    let place = &mut person.anonymous_id;
    this.write
        .text(cx, place, Some(value), longest::ANONYMOUS_ID)
}

fn expires(
    this: &Use<'_>,
    cx: &mut Cx<'_>,
    person: &mut Person,
    value: &str,
) -> Result<(), Refusal> {
    if value.is_empty() {
        if person.expires.value.is_some() && cx.quirk(ITS_074) {
            person.expires.set(None, &cx.origin_by(ITS_074));
        }
        return Ok(());
    }
    if !is_date(value) {
        cx.quirk(ITS_074.part("no-date"));
        return Err(Refusal::because(Reason::InvalidValue));
    }
    person.expires.set_text(value, &this.write.origin);
    Ok(())
}
