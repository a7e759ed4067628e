//! readAllPersons: everybody, page by page, and keys for those who have none.

use std::sync::Arc;

use super::read;
use crate::base::Time;
use crate::engine::Cx;
use crate::model::{Call, CodeMajor, Outcome, OutcomeBody};
use crate::vendor::itslearning::answers::{self, Refusal};
use crate::vendor::itslearning::keys;
use crate::vendor::itslearning::quirks::ITS_043;
use crate::vendor::itslearning::reading;
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{BY_ITSLEARNING, State};
use crate::vendor::itslearning::texts::{Reason, codes};

/// What a message asks for.
struct Asked {
    index: usize,
    /// `None` for everybody.
    size: Option<usize>,
    from: Option<Time>,
    only_manual: bool,
    convert: bool,
}

/// Answers it.
pub(super) fn read(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    call: &Call<'_>,
) -> Result<Outcome, Refusal> {
    if !settings.read_all_persons {
        cx.setting("read_all_persons_enabled");
        return Err(Refusal {
            major: CodeMajor::Unsupported,
            minor: codes::UNSUPPORTED,
            text: Reason::NotEnabled.text().into(),
        });
    }
    let asked = asked(settings, cx, call)?;
    let found = matching(state, &asked);
    let total = found.len();
    let page = match asked.size {
        None => found.clone(),
        Some(size) => {
            let before = (asked.index - 1).saturating_mul(size);
            found.iter().skip(before).take(size).cloned().collect()
        }
    };
    let mut rows = page.clone();
    if asked.convert && asked.only_manual {
        let whole = if cx.quirk(ITS_043) { &page } else { &found };
        convert(state, cx, whole, &mut rows);
    }
    let records = rows
        .iter()
        .map(|row| read::shown(settings, state, cx, row).0)
        .collect();
    Ok(answers::done(OutcomeBody::Page { records, total }))
}

fn asked(settings: &Settings, cx: &mut Cx<'_>, call: &Call<'_>) -> Result<Asked, Refusal> {
    let number = |name| match call.argument(name) {
        None => Ok(None),
        Some(text) => match text.parse::<usize>() {
            Ok(n) if n > 0 => Ok(Some(n)),
            _ => Err(Refusal::because(Reason::InvalidValue)),
        },
    };
    let is = |name| matches!(call.argument(name), Some("true" | "1"));
    let (index, mut size) = (number("PageIndex")?, number("PageSize")?);
    if size == Some(1) {
        cx.setting("page_size_one_means_all");
        size = size.filter(|_| !settings.page_size_one_means_all);
    }
    Ok(Asked {
        index: index.unwrap_or(1),
        size,
        from: call.argument("CreatedFrom").and_then(reading::time),
        only_manual: is("OnlyManuallyCreatedUsers"),
        convert: is("ConvertFromManual"),
    })
}

/// The rows of everybody who fits, in the order in which they were created.
fn matching(state: &State, asked: &Asked) -> Vec<Arc<str>> {
    let mut rows: Vec<_> = state.people.persons.sorted();
    rows.retain(|(_, person)| {
        let created = person.created.text().and_then(Time::parse);
        let manual =
            person.sync_key.text().is_none() || person.sync_source.text() == Some(BY_ITSLEARNING);
        let late = asked
            .from
            .is_none_or(|from| created.is_some_and(|created| created > from));
        late && (manual || !asked.only_manual)
    });
    rows.sort_by_key(|(_, person)| person.person_id.value);
    rows.into_iter().map(|(key, _)| Arc::clone(key)).collect()
}

/// Gives keys to those who have none, and their rows in `shown` the new names.
fn convert(state: &mut State, cx: &mut Cx<'_>, whom: &[Arc<str>], shown: &mut [Arc<str>]) {
    for row in whom {
        let person = state.people.persons.get(row);
        if person.is_none_or(|person| person.sync_key.text().is_some()) {
            continue;
        }
        let key = keys::generate(&mut cx.rng);
        let origin = cx.origin_by(ITS_043);
        state.rekey_person(&mut cx.tx, row, &key, &origin);
        for own in shown.iter_mut().filter(|own| *own == row) {
            *own = key.as_str().into();
        }
    }
}
