//! What an update does to a person: typed parts go to the part of their type.

use super::merge::{keyed, leftovers, merge_fields};
use crate::model::{Demographics, Person, PersonRecord, Roles, Standard, Token, UserId};

/// Writes what an update gives into a person's record.
pub(in crate::vendor) fn merge<'t>(
    standard: Standard,
    old: &mut PersonRecord<'t>,
    new: PersonRecord<'t>,
) {
    set(&mut old.ref_agent, new.ref_agent);
    if let Some(new) = new.person {
        person(standard, old.person.get_or_insert_default(), new);
    }
    leftovers(&mut old.leftovers, new.leftovers);
}

fn person<'t>(standard: Standard, old: &mut Person<'t>, mut new: Person<'t>) {
    // What ES has once is the same thing whatever its type.
    let once = standard == Standard::Es;
    if once {
        // Its schema asks for a `formatName` in every message; one of nothing says nothing.
        new.formnames.retain(|f| f.value.filled().is_some());
    }
    keyed(
        &mut old.formnames,
        new.formnames,
        |f| kind(&f.kind),
        |o, n| *o = n,
    );
    keyed(
        &mut old.names,
        new.names,
        |name| name.kind().filter(|_| !once),
        |old, new| {
            if !once || new.kind != Token::default() {
                old.kind = new.kind;
            }
            parts(&mut old.parts, new.parts);
        },
    );
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
    keyed(
        &mut old.roles,
        new.roles,
        |r| kind(&r.kind),
        |old, new| roles(once, old, new),
    );
    set(&mut old.data_source, new.data_source);
    set(&mut old.url, new.url);
    set(&mut old.comments, new.comments);
    set(&mut old.photo, new.photo);
    if !new.relationships.is_empty() {
        old.relationships = new.relationships;
    }
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

fn roles<'t>(once: bool, old: &mut Roles<'t>, new: Roles<'t>) {
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
        |id| id.kind.as_ref().filter(|_| !once)?.filled(),
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
