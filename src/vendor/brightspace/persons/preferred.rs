//! The decision about preferred names: ten shapes of the message by four states of the user.
//!
//! Source: Brightspace Community kb 23829, "Preferred First and Last Names". First and last name are decided each for
//! itself; the six sentences of the page leave three cases open, which are parts of D2L-027 with inferred evidence.

use super::translate::{Preferred, PreferredPart};
use crate::engine::Cx;
use crate::vendor::brightspace::quirks::{D2L_027, D2L_028};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::User;

/// Which of the two names a NoUpdate handler protects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Protected {
    pub(super) first: bool,
    pub(super) last: bool,
}

/// Applies what the message says to the user.
pub(super) fn apply(
    settings: &Settings,
    cx: &mut Cx<'_>,
    asked: &Preferred,
    protected: Protected,
    user: &mut User,
) {
    let (first, last) = match asked {
        Preferred::NotRead => return,
        Preferred::NoBlock => {
            let wipes = user.preferred_first_name.value.is_some() && !protected.first
                || user.preferred_last_name.value.is_some() && !protected.last;
            if wipes && cx.quirk(D2L_028) {
                let origin = cx.origin_by(D2L_028);
                if !protected.first {
                    user.preferred_first_name.set(None, &origin);
                }
                if !protected.last {
                    user.preferred_last_name.set(None, &origin);
                }
            }
            return;
        }
        Preferred::Block(first, last) => (first, last),
    };
    if !cx.quirk(D2L_027) {
        return;
    }
    let mut by = D2L_027;
    if (first, last) == (&PreferredPart::Absent, &PreferredPart::Absent) {
        by = D2L_027.part("no-parts");
        cx.quirk(by);
        if settings.clear_without_parts {
            let origin = cx.origin_by(by);
            user.preferred_first_name.set(None, &origin);
            user.preferred_last_name.set(None, &origin);
        }
        return;
    }
    if (*first == PreferredPart::Empty) != (*last == PreferredPart::Empty) {
        by = D2L_027.part("mixed");
        cx.quirk(by);
    }
    let origin = cx.origin_by(by);
    for (part, field, protected) in [
        (first, &mut user.preferred_first_name, protected.first),
        (last, &mut user.preferred_last_name, protected.last),
    ] {
        match part {
            _ if protected => {
                cx.quirk(D2L_027.part("no-update"));
            }
            PreferredPart::Absent => {}
            PreferredPart::Empty => {
                if field.value.is_none() {
                    cx.quirk(D2L_027.part("empty-on-none"));
                }
                field.set(None, &origin);
            }
            PreferredPart::Value(name) => field.set_text(name, &origin),
        }
    }
}
