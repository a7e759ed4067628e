//! User names and passwords: imported or generated, as the integration is set up.

use super::decode::Sent;
use super::fields::{Writer, longest};
use crate::base::Secret;
use crate::engine::Cx;
use crate::vendor::itslearning::answers::Refusal;
use crate::vendor::itslearning::quirks::ITS_037;
use crate::vendor::itslearning::settings::Mode;
use crate::vendor::itslearning::state::{Person, State};
use crate::vendor::itslearning::texts::Reason;

/// Writes both. `own` is the row of the person.
pub(super) fn assign(
    write: &Writer<'_>,
    state: &State,
    cx: &mut Cx<'_>,
    person: &mut Person,
    own: &str,
    sent: &Sent<'_>,
) -> Result<(), Refusal> {
    let settings = write.settings;
    match settings.username_mode {
        Mode::Import => {
            let name = sent.username.filter(|name| !name.is_empty());
            let same = |name: &str| person.username.text() == Some(name);
            if let Some(name) = name.filter(|name| !same(name)) {
                free(write, state, cx, own, name)?;
            }
            write.text(cx, &mut person.username, sent.username, longest::ANY)?;
        }
        Mode::Generate => {
            if sent.username.is_some() {
                cx.setting("username_mode");
            }
            if person.username.value.is_none() {
                cx.setting("username_mode");
                let name = username(write, state, person);
                person.username.set_text(&name, &write.origin);
            }
        }
    }
    match settings.password_mode {
        Mode::Import => write.secret(cx, &mut person.password, sent.password),
        Mode::Generate => {
            if sent.password.is_some() {
                cx.setting("password_mode");
            }
            if person.password.value.is_none() {
                cx.setting("password_mode");
                let word = cx.rng.uuid();
                let made = Secret::new(&word[..8]);
                person.password.set(Some(made), &write.origin);
            }
        }
    }
    Ok(())
}

/// Refuses a user name that is somebody else's.
fn free(
    write: &Writer<'_>,
    state: &State,
    cx: &mut Cx<'_>,
    own: &str,
    name: &str,
) -> Result<(), Refusal> {
    let taken = |with_trash| {
        let owner = state.username_owner(name, with_trash);
        owner.is_some_and(|owner| **owner != *own)
    };
    if taken(true) && !taken(false) {
        cx.setting("trashed_username");
    }
    if taken(write.settings.trashed_username_blocks) && cx.quirk(ITS_037) {
        return Err(Refusal::because(Reason::UsernameTaken));
    }
    Ok(())
}

/// A user name that nobody has: first name, a dot, the first letter of the last name, a number if need be.
fn username(write: &Writer<'_>, state: &State, person: &Person) -> String {
    let word = |text: Option<&str>| {
        let letters = text.unwrap_or("").chars().filter(|c| c.is_alphanumeric());
        letters.collect::<String>().to_lowercase()
    };
    let first = word(person.first_name.text());
    let last: String = word(person.last_name.text()).chars().take(1).collect();
    let base = format!("{first}.{last}");
    let blocks = write.settings.trashed_username_blocks;
    let numbers = (1_u64..).map(|n| match n {
        1 => base.clone(),
        n => format!("{base}{n}"),
    });
    let mut free = numbers.filter(|name| state.username_owner(name, blocks).is_none());
    free.next().unwrap_or_default()
}
