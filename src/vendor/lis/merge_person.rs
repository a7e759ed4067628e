//! What an update does to a person: typed parts go to the part of their type.

use super::merge::{keyed, leftovers, merge_fields};
use crate::model::{Demographics, Name, Person, PersonRecord, Roles, Token, UserId};

/// Writes what an update gives into a person's record.
pub(super) fn merge<'t>(old: &mut PersonRecord<'t>, new: PersonRecord<'t>) {
    set(&mut old.ref_agent, new.ref_agent);
    if let Some(new) = new.person {
        person(old.person.get_or_insert_default(), new);
    }
    leftovers(&mut old.leftovers, new.leftovers);
}

fn person<'t>(old: &mut Person<'t>, new: Person<'t>) {
    keyed(
        &mut old.formnames,
        new.formnames,
        |f| kind(&f.kind),
        |o, n| *o = n,
    );
    keyed(&mut old.names, new.names, Name::kind, |old, new| {
        old.kind = new.kind;
        parts(&mut old.parts, new.parts);
    });
    keyed(
        &mut old.addresses,
        new.addresses,
        |address| kind(&address.kind),
        |old, new| {
            old.kind = new.kind;
            parts(&mut old.parts, new.parts);
        },
    );
    keyed(
        &mut old.contacts,
        new.contacts,
        |c| kind(&c.kind),
        |o, n| *o = n,
    );
    keyed(
        &mut old.demographics,
        new.demographics,
        |d| kind(&d.kind),
        demographics,
    );
    keyed(
        &mut old.agents,
        new.agents,
        |a| a.id.filled(),
        |o, n| *o = n,
    );
    keyed(&mut old.roles, new.roles, |r| kind(&r.kind), roles);
    set(&mut old.data_source, new.data_source);
    for extension in new.extensions {
        match old.extensions.first_mut() {
            Some(old) => merge_fields(old, extension),
            None => old.extensions.push(extension),
        }
    }
}

fn demographics<'t>(old: &mut Demographics<'t>, new: Demographics<'t>) {
    old.kind = new.kind;
    keyed(
        &mut old.representations,
        new.representations,
        |r| kind(&r.kind),
        |old, new| *old = new,
    );
    parts(&mut old.dates, new.dates);
    set(&mut old.gender, new.gender);
    parts(&mut old.infos, new.infos);
}

fn roles<'t>(old: &mut Roles<'t>, new: Roles<'t>) {
    old.kind = new.kind;
    set(&mut old.system_role, new.system_role);
    keyed(
        &mut old.institution_roles,
        new.institution_roles,
        |role| kind(&role.kind),
        |old, new| *old = new,
    );
    keyed(
        &mut old.user_ids,
        new.user_ids,
        |id| id.kind.as_ref()?.filled(),
        user_id,
    );
}

fn user_id<'t>(old: &mut UserId<'t>, new: UserId<'t>) {
    set(&mut old.value, new.value);
    set(&mut old.kind, new.kind);
    set(&mut old.password, new.password);
    set(&mut old.encryption, new.encryption);
    set(&mut old.authentication, new.authentication);
}

/// Parts of a name or an address, by what they are called.
fn parts<'t>(old: &mut Vec<Token<'t>>, new: Vec<Token<'t>>) {
    keyed(old, new, Token::label, |old, new| *old = new);
}

fn set<T>(old: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *old = new;
    }
}

fn kind<'a>(token: &'a Token<'_>) -> Option<&'a str> {
    token.term().or_else(|| token.id())
}
