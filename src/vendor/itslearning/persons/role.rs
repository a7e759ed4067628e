//! From the role of a message to the profile of a person.

use super::decode::Sent;
use crate::engine::Cx;
use crate::vendor::itslearning::answers::Refusal;
use crate::vendor::itslearning::profiles::{Outcome, Picked, Profile, Row, Rules, Target};
use crate::vendor::itslearning::quirks::{ITS_080, ITS_081};
use crate::vendor::itslearning::settings::Settings;
use crate::vendor::itslearning::state::{Person, State};
use crate::vendor::itslearning::texts::{Field, Reason, codes, missing_field};

/// How the site assigns profiles.
pub(in super::super) fn rules<'a>(
    settings: &'a Settings,
    profiles: &'a [Profile<'a>],
) -> Rules<'a> {
    Rules {
        profiles,
        default_external: &settings.default_external_role,
        site_default: &settings.site_default_profile,
        exact_case: settings.role_case_exact,
        strict_enum: settings.strict_role_enum,
        missing: settings.missing_role,
    }
}

/// Writes the profile. True when a default was used in place of what the role asked for.
pub(super) fn assign(
    settings: &Settings,
    state: &State,
    cx: &mut Cx<'_>,
    person: &mut Person,
    sent: &Sent<'_>,
    target: Target,
) -> Result<bool, Refusal> {
    let profiles = state.profiles();
    let rules = rules(settings, &profiles);
    let mut decision = rules.decide(&sent.roles, target);
    if matches!(decision.row, Row::Empty | Row::NoType) && !cx.quirk(ITS_081) {
        let filled: Vec<_> = sent
            .roles
            .iter()
            .copied()
            .filter(|role| role.role_type.is_some_and(|text| !text.is_empty()))
            .collect();
        decision = rules.decide(&filled, target);
    }
    note(cx, decision.row, decision.picked);
    let origin = match decision.row {
        Row::Empty | Row::NoType => cx.origin_by(ITS_081),
        row if row.is_fallback() => cx.origin_by(ITS_080),
        _ => cx.origin(),
    };
    if decision.row.is_fallback() && !cx.quirk(ITS_080) {
        return Err(Refusal::because(Reason::UnknownRole));
    }
    match decision.outcome {
        Outcome::Profile(name) => {
            person.profile.set_text(name, &origin);
        }
        Outcome::Unchanged => {}
        Outcome::Missing => {
            return Err(Refusal::new(
                codes::INVALID_DATA,
                missing_field(Field::Profile),
            ));
        }
        // Such a message is not let through to here.
        Outcome::Fault => return Err(Refusal::because(Reason::InvalidValue)),
    }
    Ok(decision.row.is_fallback())
}

/// Leaves in the trace what else decided.
fn note(cx: &mut Cx<'_>, row: Row, picked: Picked) {
    match row {
        Row::NoType => {
            cx.quirk(ITS_081.part("no-type"));
        }
        Row::LeftOutOfNew | Row::LeftOutOfReplace => cx.setting("missing_role_on_create"),
        Row::Unmapped | Row::Deleted | Row::InvalidDefault | Row::NoStudent => {
            cx.setting("default_external_role");
            cx.setting("role_case");
        }
        _ => {}
    }
    if matches!(picked, Picked::Primary | Picked::First) {
        cx.quirk(ITS_080.part("several"));
    }
}
