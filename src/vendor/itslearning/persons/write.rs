//! Creating, updating and replacing persons, and changing their keys.

use std::sync::Arc;

use super::decode::{self, Sent};
use super::extensions::{self, Use};
use super::fields::{Writer, longest};
use super::{logins, relationships, role, trash};
use crate::engine::Cx;
use crate::model::{Call, Outcome, OutcomeBody, Verb};
use crate::vendor::itslearning::answers::{self, Refusal};
use crate::vendor::itslearning::keys;
use crate::vendor::itslearning::profiles::Target;
use crate::vendor::itslearning::quirks::{
    ITS_021, ITS_022, ITS_025, ITS_026, ITS_027, ITS_028, ITS_031, ITS_032, ITS_033,
};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Person, State, keyless, set_key};
use crate::vendor::itslearning::texts::{self, Field, Reason, codes, missing_field};

/// What is to be told although it went well: minor code and text.
type Warning = (&'static str, &'static str);

/// The genders of the schema.
pub(in super::super) const GENDERS: [&str; 3] = ["Male", "Female", "Gender"];

/// Carries out a create, update or replace.
pub(super) fn write(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let key = checked_key(settings, cx, call.outer_id.as_deref())?;
    let sent = decode::sent(cx, call);
    let verb = call.operation.verb;
    if let Some(key) = key {
        note_key(settings, state, cx, key);
    }
    let (row, target, told) = find(settings, state, cx, key, verb)?;
    let person = state.people.persons.get(&row);
    let mut person = person.map_or_else(Person::default, |row| (**row).clone());
    // An update that changes only what it names (ITS-028), and a replace that clears what it does not (ITS-030).
    let partial = verb != Verb::Update || target != Target::Updated || cx.quirk(ITS_028);
    let write = Writer {
        settings,
        origin: cx.origin(),
        replaces: target == Target::Replaced || !partial,
    };
    let row = if target == Target::New {
        start(state, &mut person, key, &write, cx)
    } else {
        row
    };
    if target != Target::Updated {
        names_there(cx, &sent)?;
    }
    texts_of(cx, &write, &mut person, &sent)?;
    let by_default = role::assign(settings, state, cx, &mut person, &sent, target)?;
    logins::assign(&write, state, cx, &mut person, &row, &sent)?;
    let this = Use {
        write: &write,
        state,
        own: &row,
        verb,
    };
    extensions::assign(&this, cx, &mut person, &sent.fields)?;
    state.people.persons.put(&mut cx.tx, &row, person);
    let replaces = verb == Verb::Replace;
    let related = relationships::link(settings, state, cx, &row, &sent, replaces)?;
    let by_default = by_default.then(|| {
        cx.setting("default_profile_severity");
        let reason = Reason::DefaultProfile;
        settings
            .warn_about_default_profile
            .then(|| (reason.code(), reason.text()))
    });
    let warning = related.or(told).or(by_default.flatten());
    Ok(match warning {
        Some((code, text)) => answers::warned(code, text, OutcomeBody::Empty),
        None => answers::done(OutcomeBody::Empty),
    })
}

/// The key of a message; `None` when it is empty and that is let pass.
fn checked_key<'k>(
    settings: &Settings,
    cx: &mut Cx<'_>,
    key: Option<&'k str>,
) -> Result<Option<&'k str>, Refusal> {
    match keys::check(key, settings.max_key.person) {
        Ok(key) => Ok(Some(key)),
        Err(keys::KeyProblem::Empty) if !cx.quirk(ITS_032) => Ok(None),
        Err(problem) => {
            if problem == keys::KeyProblem::TooLong {
                cx.setting("max_sync_key_person");
            }
            Err(Refusal::new(problem.code(), problem.text()))
        }
    }
}

/// A finding about a key.
fn note_key(settings: &Settings, state: &State, cx: &mut Cx<'_>, key: &str) {
    let alike = state.person(key, false);
    if alike.is_some() && state.person(key, true).is_none() {
        cx.setting("sync_key_case");
        if settings.key_case_exact {
            cx.note(
                "keys-differ-by-case",
                format!("key '{key}' differs from another one by letter case only"),
                "give people keys that differ otherwise: the server may not tell these apart",
            );
        }
    }
}

/// The row that a message is about, what happens to it, and what is to be told about that.
fn find(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    key: Option<&str>,
    verb: Verb,
) -> Result<(Arc<str>, Target, Option<Warning>), Refusal> {
    let exact = settings.key_case_exact;
    let known = |target| match verb {
        Verb::Replace => Target::Replaced,
        _ => target,
    };
    if let Some(key) = key {
        if let Some(row) = state.person(key, exact).map(Arc::clone) {
            let told = if verb == Verb::Create {
                if !cx.quirk(ITS_025) {
                    return Err(Refusal::because(Reason::KeyInUse));
                }
                cx.setting("create_existing_severity");
                let reason = Reason::UpdatedInstead;
                settings
                    .warn_create_existing
                    .then(|| (reason.code(), reason.text()))
            } else {
                None
            };
            return Ok((row, known(Target::Updated), told));
        }
        if let Some(row) = state.trashed(key, exact).map(Arc::clone)
            && cx.quirk(ITS_033)
        {
            trash::restore(state, cx, &row);
            return Ok((row, known(Target::Updated), None));
        }
    }
    let inserts = match verb {
        Verb::Update => Some(cx.quirk(ITS_026)),
        Verb::Replace => Some(cx.quirk(ITS_027)),
        _ => None,
    };
    let told = match inserts {
        Some(false) => return Err(Refusal::because(Reason::UnknownObject)),
        Some(true) => Some((codes::UNKNOWN_OBJECT, texts::INSERTED)),
        None => None,
    };
    Ok((key.unwrap_or_default().into(), Target::New, told))
}

/// Gives a new person what itslearning gives. Says under what the person stands.
fn start(
    state: &mut State,
    person: &mut Person,
    key: Option<&str>,
    write: &Writer<'_>,
    cx: &Cx<'_>,
) -> Arc<str> {
    let id = state.new_person_id();
    person.person_id.set(id, &write.origin);
    person.created.set_text(&cx.now.rfc3339(), &write.origin);
    let Some(key) = key else {
        return keyless(id).into();
    };
    set_key(
        &mut person.sync_key,
        &mut person.sync_source,
        key,
        &write.origin,
    );
    key.into()
}

/// First and last name are needed of whoever comes into being or is replaced.
fn names_there(cx: &mut Cx<'_>, sent: &Sent<'_>) -> Result<(), Refusal> {
    for (text, field) in [(sent.first, Field::FirstName), (sent.last, Field::LastName)] {
        let missing = text.is_none_or(str::is_empty);
        if missing && cx.quirk(ITS_031) {
            return Err(Refusal::new(codes::INVALID_DATA, missing_field(field)));
        }
    }
    Ok(())
}

fn texts_of(
    cx: &mut Cx<'_>,
    write: &Writer<'_>,
    person: &mut Person,
    sent: &Sent<'_>,
) -> Result<(), Refusal> {
    for (field, text) in [
        (&mut person.first_name, sent.first),
        (&mut person.last_name, sent.last),
    ] {
        // An empty name counts as one that was left out.
        let text = text.filter(|text| !text.is_empty());
        write.text(cx, field, text, longest::NAME)?;
    }
    write.text(cx, &mut person.nickname, sent.nick, longest::NICK)?;
    write.text(cx, &mut person.email, sent.email, longest::ANY)?;
    write.optional(cx, &mut person.prefix, sent.prefix, longest::PREFIX)?;
    write.optional(cx, &mut person.post_code, sent.postcode, longest::POSTCODE)?;
    for (field, text) in [
        (&mut person.phone, sent.phone),
        (&mut person.cellular_phone, sent.mobile),
        (&mut person.address_1, sent.streets[0]),
        (&mut person.address_2, sent.streets[1]),
        (&mut person.town, sent.town),
    ] {
        write.optional(cx, field, text, longest::ANY)?;
    }
    // What cannot be read has not come this far, unless it is passed over.
    let date = sent
        .birth_date
        .filter(|text| is_date(text) || cx.quirk(ITS_022));
    write.cleared(cx, &mut person.birth_date, date.is_some());
    if let Some(date) = date {
        person.birth_date.set_text(date, &write.origin);
    }
    let gender = sent
        .gender
        .filter(|text| GENDERS.contains(text) || cx.quirk(ITS_021));
    if let Some(gender) = gender {
        person.gender.set_text(gender, &write.origin);
    }
    Ok(())
}

/// Whether a text is a date as `YYYY-MM-DD`.
pub(in super::super) fn is_date(text: &str) -> bool {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
    if !form {
        return false;
    }
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Gives a person another key.
pub(super) fn change_key(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    let exact = settings.key_case_exact;
    let old = keys::check(call.outer_id.as_deref(), usize::MAX);
    let new = keys::check(call.argument("newSourcedId"), settings.max_key.person);
    let refused = |problem: keys::KeyProblem| Refusal::new(problem.code(), problem.text());
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(problem), _) | (_, Err(problem)) => {
            cx.quirk(ITS_032);
            return Err(refused(problem));
        }
    };
    let row = state.person(old, exact).map(Arc::clone);
    let row = row.ok_or_else(|| Refusal::because(Reason::UnknownObject))?;
    let owner = state
        .person(new, exact)
        .or_else(|| state.trashed(new, exact));
    if owner.is_some_and(|owner| *owner != row) {
        return Err(Refusal::because(Reason::KeyInUse));
    }
    let origin = cx.origin();
    state.rekey_person(&mut cx.tx, &row, new, &origin);
    Ok(answers::done(OutcomeBody::Empty))
}
