//! Which type a group is given, and where it may stand.

use super::refuse;
use crate::engine::Cx;
use crate::model::View;
use crate::vendor::itslearning::answers::Refusal;
use crate::vendor::itslearning::quirks::{ITS_061, ITS_062, ITS_063, ITS_064, ITS_065, ITS_069};
use crate::vendor::itslearning::state::{State, types};
use crate::vendor::itslearning::texts::Reason;

/// The scheme of the types that itslearning knows.
pub(super) const SCHEME: &str = "ItslearningOrganisationTypes";

/// The levels that are known.
const LEVELS: [(&str, &str); 3] = [
    (types::UNSPECIFIED, "-1"),
    (types::SITE, "0"),
    (types::SCHOOL, "1"),
];

/// The level of a type, where it is known.
pub(super) fn level_of(kind: &str) -> Option<&'static str> {
    let mut levels = LEVELS.iter();
    levels
        .find(|(own, _)| *own == kind)
        .map(|(_, level)| *level)
}

/// The type that a message names; none when it names none that counts.
pub(super) fn named(cx: &mut Cx<'_>, group: View<'_, '_>) -> Result<Option<&'static str>, Refusal> {
    let Some(found) = group.list("types").into_iter().next() else {
        return Ok(None);
    };
    let Some(value) = found.list("values").into_iter().next() else {
        return Ok(None);
    };
    let (word, level) = (value.text("type"), value.text("level"));
    if word.is_none() && level.is_none() {
        return Ok(None);
    }
    let scheme = found.text("scheme").unwrap_or_default();
    if !scheme.eq_ignore_ascii_case(SCHEME) && cx.quirk(ITS_063) {
        return Ok(None);
    }
    let by_level = LEVELS.iter().find(|(_, own)| Some(*own) == level);
    let by_level = by_level.map(|(kind, _)| *kind);
    let Some(word) = word else {
        return by_level.map(Some).ok_or(refuse(Reason::InvalidValue));
    };
    let Some(kind) = types::ALL.into_iter().find(|kind| *kind == word) else {
        return Err(refuse(Reason::InvalidValue));
    };
    let disagree = level.is_some() && level_of(kind).is_some() && by_level != Some(kind);
    if disagree && cx.quirk(ITS_062) {
        return Err(refuse(Reason::TypeAndLevel));
    }
    Ok(Some(kind))
}

/// The type of a group that is new.
pub(super) fn of_new(
    cx: &mut Cx<'_>,
    named: Option<&'static str>,
    course: bool,
) -> Result<&'static str, Refusal> {
    match named {
        // There is one site, and it is there from the start.
        Some(types::SITE) if cx.quirk(ITS_065) => Err(refuse(Reason::TypeChange)),
        Some(types::COURSE) if !course => Err(refuse(Reason::InvalidValue)),
        Some(kind) if kind != types::COURSE && course && cx.quirk(ITS_064.part("other-type")) => {
            Err(refuse(Reason::InvalidValue))
        }
        Some(kind) => Ok(kind),
        None if course && cx.quirk(ITS_064) => Ok(types::COURSE),
        None => Ok(types::UNSPECIFIED),
    }
}

/// The type of a group that exists, after a write.
pub(super) fn of_known(
    cx: &mut Cx<'_>,
    current: &str,
    named: Option<&'static str>,
    course: bool,
    replace: bool,
) -> Result<String, Refusal> {
    let wanted = match named {
        Some(kind) => kind,
        None if course && current != types::COURSE && cx.quirk(ITS_064) => types::COURSE,
        None if !replace && cx.quirk(ITS_069) => return Ok(current.to_owned()),
        None if may_become(current, types::UNSPECIFIED) => types::UNSPECIFIED,
        None => return Ok(current.to_owned()),
    };
    if !may_become(current, wanted) && cx.quirk(ITS_065) {
        return Err(refuse(Reason::TypeChange));
    }
    Ok(wanted.to_owned())
}

fn may_become(current: &str, wanted: &str) -> bool {
    current == wanted
        || matches!(
            (current, wanted),
            (types::SCHOOL, types::UNSPECIFIED)
                | (types::UNSPECIFIED, types::SCHOOL | types::COURSE)
        )
}

/// Whether a group of that type may stand below that parent; `key` is its row when it exists.
pub(super) fn placed(
    state: &State,
    cx: &mut Cx<'_>,
    key: Option<&str>,
    kind: &str,
    parent: &str,
) -> Result<(), Refusal> {
    let school = |group: &str| state.type_of(group) == types::SCHOOL;
    let below_school = school(parent) || state.school_above(parent).is_some();
    let has_school = key.is_some_and(|key| state.school_below(key).is_some());
    let is_school = kind == types::SCHOOL;
    if ((below_school && (is_school || has_school)) || (is_school && has_school))
        && cx.quirk(ITS_061)
    {
        return Err(refuse(Reason::SchoolBelowSchool));
    }
    let lost = kind == types::COURSE_GROUP && state.type_of(parent) != types::COURSE;
    if lost && cx.quirk(ITS_065) {
        return Err(refuse(Reason::CourseGroupParent));
    }
    Ok(())
}
