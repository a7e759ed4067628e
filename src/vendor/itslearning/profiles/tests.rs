//! The decision table, row by row.

use super::*;

const TARGETS: [Target; 3] = [Target::New, Target::Updated, Target::Replaced];

fn default_profiles() -> Vec<Profile<'static>> {
    DEFAULT_PROFILES
        .iter()
        .map(|&(name, map_from)| Profile {
            name,
            map_from,
            deleted: false,
        })
        .collect()
}

fn site<'a>(profiles: &'a [Profile<'a>]) -> Rules<'a> {
    Rules {
        profiles,
        default_external: "Guest",
        site_default: "Pupil",
        exact_case: true,
        strict_enum: false,
        missing: MissingRole::Refuse,
    }
}

fn sent(text: &str) -> [SentRole<'_>; 1] {
    [SentRole {
        role_type: Some(text),
        primary: true,
    }]
}

/// The table of the page, every line of it.
#[test]
fn the_default_table_has_sixteen_rows() {
    let profiles = default_profiles();
    let site = site(&profiles);
    let page = [
        ("Student", "Pupil"),
        ("Faculty", "-"),
        ("Member", "-"),
        ("Learner", "-"),
        ("Instructor", "-"),
        ("Mentor", "-"),
        ("Staff", "Staff"),
        ("Alumni", "-"),
        ("ProspectiveStudent", "-"),
        ("Guest", "Guest"),
        ("Other", "-"),
        ("Administrator", "Administrator"),
        ("Observer", "-"),
        ("Carer", "Parent"),
        ("-", "System Administrator"),
        ("-", "AICC"),
    ];
    assert_eq!(page.map(|row| row.0)[..14], INSTITUTION_ROLES);
    for (role, profile) in page {
        if role == "-" {
            let row = profiles.iter().find(|p| p.name == profile);
            assert_eq!(row.map(|p| p.map_from), Some(None), "{profile}");
            assert_eq!(site.role_of(profile), ("Student", true));
            continue;
        }
        for target in TARGETS {
            let decision = site.decide(&sent(role), target);
            let expected = match profile {
                "-" => (Outcome::Profile("Guest"), Row::Unmapped),
                name => (Outcome::Profile(name), Row::Mapped),
            };
            assert_eq!((decision.outcome, decision.row), expected, "{role}");
        }
        if profile != "-" {
            assert_eq!(site.role_of(profile), (role, false));
        }
    }
}

/// What the role text leads to, by what the default role and Student lead to: 3 × 3 × 3 cases.
#[test]
fn the_first_three_cautions() {
    // The state of one mapping: active, deleted, or not there.
    let states = ["active", "deleted", "none"];
    let mut seen = 0;
    for asked in states {
        for external in states {
            for student in states {
                let mut profiles = Vec::new();
                for (name, from, state) in [
                    ("Teachers", "Teacher", asked),
                    ("Visitors", "Visitor", external),
                    ("Pupil", "Student", student),
                ] {
                    profiles.push(Profile {
                        name,
                        map_from: (state != "none").then_some(from),
                        deleted: state == "deleted",
                    });
                }
                let site = Rules {
                    default_external: "Visitor",
                    site_default: "Everybody",
                    ..site(&profiles)
                };
                let expected = match (asked, external, student) {
                    ("active", ..) => ("Teachers", Row::Mapped),
                    ("none", "active", _) => ("Visitors", Row::Unmapped),
                    ("deleted", "active", _) => ("Visitors", Row::Deleted),
                    (_, _, "active") => ("Pupil", Row::InvalidDefault),
                    _ => ("Everybody", Row::NoStudent),
                };
                for target in TARGETS {
                    let decision = site.decide(&sent("Teacher"), target);
                    let case = format!("{asked}/{external}/{student}/{target:?}");
                    assert_eq!(
                        (decision.outcome, decision.row),
                        (Outcome::Profile(expected.0), expected.1),
                        "{case}"
                    );
                    let deleted = (asked == "deleted").then_some("Teachers");
                    assert_eq!(decision.deleted, deleted, "{case}");
                    assert_eq!(decision.row.is_fallback(), asked != "active", "{case}");
                }
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 27);
}

/// No usable text: empty, white space, no type, no element.
#[test]
fn the_fourth_caution_and_what_is_left_out() {
    let profiles = default_profiles();
    let no_type = SentRole {
        role_type: None,
        primary: true,
    };
    let default = Outcome::Profile("Pupil");
    let (refuse, fill) = (MissingRole::Refuse, MissingRole::SiteDefault);
    #[rustfmt::skip]
    let table: &[(&[SentRole<'_>], Target, MissingRole, Outcome<'_>, Row)] = &[
        (&sent(""),    Target::New,      refuse, default,            Row::Empty),
        (&sent(""),    Target::Updated,  refuse, default,            Row::Empty),
        (&sent(""),    Target::Replaced, refuse, default,            Row::Empty),
        (&sent(" \n"), Target::Updated,  fill,   default,            Row::Empty),
        (&[no_type],   Target::New,      refuse, default,            Row::NoType),
        (&[no_type],   Target::Updated,  refuse, default,            Row::NoType),
        (&[no_type],   Target::Replaced, fill,   default,            Row::NoType),
        (&[],          Target::New,      refuse, Outcome::Missing,   Row::LeftOutOfNew),
        (&[],          Target::New,      fill,   default,            Row::LeftOutOfNew),
        (&[],          Target::Updated,  refuse, Outcome::Unchanged, Row::LeftOut),
        (&[],          Target::Updated,  fill,   Outcome::Unchanged, Row::LeftOut),
        (&[],          Target::Replaced, refuse, Outcome::Missing,   Row::LeftOutOfReplace),
        (&[],          Target::Replaced, fill,   default,            Row::LeftOutOfReplace),
    ];
    for &(sent, target, missing, outcome, row) in table {
        for strict_enum in [false, true] {
            let site = Rules {
                strict_enum,
                missing,
                ..site(&profiles)
            };
            let decision = site.decide(sent, target);
            assert_eq!((decision.outcome, decision.row), (outcome, row), "{sent:?}");
            assert!(!decision.row.is_fallback());
        }
    }
}

#[test]
fn a_customized_text_is_as_good_as_any() {
    let mut profiles = default_profiles();
    profiles.push(Profile {
        name: "Teachers",
        map_from: Some("Teacher"),
        deleted: false,
    });
    profiles[5].map_from = Some("System Administrator");
    let site = site(&profiles);
    for (text, profile) in [
        ("Teacher", "Teachers"),
        (" Teacher ", "Teachers"),
        ("System Administrator", "System Administrator"),
        ("Student", "Pupil"),
    ] {
        let decision = site.decide(&sent(text), Target::New);
        assert_eq!(decision.outcome, Outcome::Profile(profile), "{text}");
        assert_eq!(decision.row, Row::Mapped);
    }
    assert_eq!(site.role_of("Teachers"), ("Teacher", false));
}

#[test]
fn parents_need_the_text_in_their_profile() {
    let mut profiles = default_profiles();
    profiles[4].map_from = None;
    let decision = site(&profiles).decide(&sent("Carer"), Target::New);
    assert_eq!(decision.outcome, Outcome::Profile("Guest"));
    assert_eq!(decision.row, Row::Unmapped);
}

#[test]
fn letter_case_is_a_setting() {
    let profiles = default_profiles();
    let exact = site(&profiles);
    let loose = Rules {
        exact_case: false,
        ..exact
    };
    let of = |site: &Rules<'_>| site.decide(&sent("STAFF"), Target::New).row;
    assert_eq!((of(&exact), of(&loose)), (Row::Unmapped, Row::Mapped));
}

#[test]
fn the_enumeration_is_a_setting() {
    let mut profiles = default_profiles();
    profiles.push(Profile {
        name: "Teachers",
        map_from: Some("Teacher"),
        deleted: false,
    });
    let free = site(&profiles);
    let strict = Rules {
        strict_enum: true,
        ..free
    };
    let teacher = sent("Teacher");
    assert_eq!(free.decide(&teacher, Target::New).row, Row::Mapped);
    for target in TARGETS {
        let decision = strict.decide(&teacher, target);
        assert_eq!(decision.outcome, Outcome::Fault);
        assert_eq!(decision.row, Row::OutsideEnumeration);
    }
    // A role that would not be picked takes the message down as well.
    let [staff] = sent("Staff");
    let second = SentRole {
        primary: false,
        ..teacher[0]
    };
    let both = [staff, second];
    assert_eq!(strict.decide(&both, Target::New).outcome, Outcome::Fault);
    for role in INSTITUTION_ROLES {
        let decision = strict.decide(&sent(role), Target::New);
        assert_ne!(decision.outcome, Outcome::Fault, "{role}");
    }
}

#[test]
fn of_several_roles_the_primary_one_counts() {
    let profiles = default_profiles();
    let site = site(&profiles);
    let role = |text, primary| SentRole {
        role_type: Some(text),
        primary,
    };
    for (roles, profile, picked) in [
        (vec![role("Staff", false)], "Staff", Picked::Only),
        (
            vec![role("Staff", false), role("Carer", true)],
            "Parent",
            Picked::Primary,
        ),
        (
            vec![role("Staff", true), role("Carer", true)],
            "Staff",
            Picked::Primary,
        ),
        (
            vec![role("Staff", false), role("Carer", false)],
            "Staff",
            Picked::First,
        ),
    ] {
        let decision = site.decide(&roles, Target::Updated);
        assert_eq!(decision.outcome, Outcome::Profile(profile));
        assert_eq!(decision.picked, picked);
    }
    assert_eq!(site.decide(&[], Target::Updated).picked, Picked::None);
}

#[test]
fn of_two_profiles_with_one_text_the_one_that_is_not_deleted_counts() {
    let of = |deleted: [bool; 2]| {
        let profiles = [("A", deleted[0]), ("B", deleted[1])].map(|(name, deleted)| Profile {
            name,
            map_from: Some("Teacher"),
            deleted,
        });
        let site = Rules {
            site_default: "C",
            ..site(&profiles)
        };
        match site.decide(&sent("Teacher"), Target::New).outcome {
            Outcome::Profile(name) => name.to_owned(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(of([false, false]), "A");
    assert_eq!(of([true, false]), "B");
    assert_eq!(of([true, true]), "C");
}

#[test]
fn reads_translate_back() {
    let mut profiles = default_profiles();
    profiles[1].deleted = true;
    profiles[2].map_from = Some("");
    let site = site(&profiles);
    for (profile, role) in [
        ("Pupil", ("Student", false)),
        ("Parent", ("Carer", false)),
        ("AICC", ("Student", true)),
        ("Staff", ("Student", true)),
        ("Guest", ("Student", true)),
        ("Unheard of", ("Student", true)),
    ] {
        assert_eq!(site.role_of(profile), role, "{profile}");
    }
    let lost = Rules {
        site_default: "AICC",
        ..site
    };
    assert_eq!(lost.role_of("AICC"), (LAST_RESORT, true));
}

#[test]
fn rows_name_their_caution() {
    for (row, caution, documented) in [
        (Row::Mapped, None, true),
        (Row::Unmapped, Some(1), true),
        (Row::Deleted, Some(2), true),
        (Row::InvalidDefault, Some(3), true),
        (Row::NoStudent, Some(3), false),
        (Row::Empty, Some(4), true),
        (Row::NoType, Some(4), false),
        (Row::LeftOut, Some(4), true),
        (Row::LeftOutOfNew, None, false),
        (Row::LeftOutOfReplace, None, false),
        (Row::OutsideEnumeration, None, false),
    ] {
        assert_eq!(row.caution(), caution, "{row:?}");
        assert_eq!(
            row.evidence() == Evidence::Documented,
            documented,
            "{row:?}"
        );
    }
}
