//! Bulk exchange and grades by hand.

use crate::engine::{AdminInfo, Cx};
use crate::vendor::brightspace::settings::Settings;
use crate::vendor::brightspace::state::State;
use crate::vendor::brightspace::{bulk, grades};

const SECTION: (&str, bool, &str) = ("section", true, "sourcedId of the section");

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[
    AdminInfo {
        name: "request_bulk",
        about: "asks the SIS at its Bulk endpoint for data (D2L-073); refused without one",
        arguments: &[
            ("id", true, "transactionId of the new job"),
            (
                "entity_types",
                false,
                "kinds of entity, such as `Person, Membership`; a filter rule for each",
            ),
            (
                "save_point",
                false,
                "changes from here on, as YYYY-MM-DDTHH:MM:SS.NNN; several, with commas between them, must be equal",
            ),
        ],
    },
    AdminInfo {
        name: "cancel_bulk",
        about: "stops a bulk job and tells the SIS (D2L-072)",
        arguments: &[("id", true, "transactionId of the job")],
    },
    AdminInfo {
        name: "set_grade",
        about: "gives a user a final grade in a section, or changes it",
        arguments: &[
            SECTION,
            ("user", true, "the user's OrgDefinedId"),
            ("points", false, "points"),
            ("out_of", false, "points that could be had"),
            ("symbol", false, "symbol of the grade scheme"),
            (
                "grade_type",
                false,
                "FinalCalculated (default) or FinalAdjusted",
            ),
            ("released", false, "true or false"),
            (
                "excluded",
                false,
                "true or false; excluded grades are never pushed",
            ),
        ],
    },
    AdminInfo {
        name: "release_grades",
        about: "releases all final grades of a section",
        arguments: &[SECTION],
    },
    AdminInfo {
        name: "push_grades",
        about: "sends the released final grades of a section to the SIS's Outcome endpoints",
        arguments: &[SECTION],
    },
];

/// Carries a step out.
pub(super) fn run(
    settings: &Settings,
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    let argument = |name: &str| {
        let found = arguments.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    };
    let text = |name: &str| argument(name).unwrap_or("");
    let (id, section) = (text("id"), text("section"));
    match step {
        "request_bulk" => {
            let rules = (text("entity_types"), text("save_point"));
            bulk::request(settings, state, cx, id, rules)
        }
        "cancel_bulk" => bulk::cancel(settings, state, cx, id),
        "set_grade" => grades::set(state, cx, (section, text("user")), &argument),
        "release_grades" => grades::release(state, cx, section),
        "push_grades" => grades::push(settings, state, cx, section),
        other => Err(format!("there is no step '{other}'")),
    }
}
