//! What an administrator can do to org units and to the type map.

use std::sync::Arc;

use crate::engine::{AdminInfo, Cx};
use crate::vendor::brightspace::org_units::throw_away;
use crate::vendor::brightspace::state::{State, Unit, kind};

const ID: (&str, bool, &str) = ("id", true, "code of the org unit");

/// The steps, as scenarios name them.
pub(super) const STEPS: &[AdminInfo] = &[
    AdminInfo {
        name: "delete_org_unit_by_hand",
        about: "moves an org unit to the recycle bin, with the sections or groups that hang below it alone; IPSIS still maps to it (D2L-052)",
        arguments: &[ID],
    },
    AdminInfo {
        name: "restore_org_unit_by_hand",
        about: "takes an org unit out of the recycle bin, the one deleted last if there are several; its enrollments do not come back",
        arguments: &[ID],
    },
    AdminInfo {
        name: "rename_org_unit_by_hand",
        about: "changes the name of an org unit",
        arguments: &[ID, ("name", true, "the new name")],
    },
    AdminInfo {
        name: "create_org_unit_by_hand",
        about: "creates an org unit that IPSIS knows nothing of",
        arguments: &[
            ID,
            ("type", true, "kind of org unit, such as Course Offering"),
            ("name", false, "name; the code when left out"),
            (
                "parent",
                false,
                "code of the unit above; the organization when left out",
            ),
        ],
    },
    AdminInfo {
        name: "map_type",
        about: "maps a type that the SIS sends to a kind of org unit",
        arguments: &[
            (
                "sis",
                true,
                "type that the SIS sends, or CourseTemplate, CourseOffering, …",
            ),
            ("type", true, "kind of org unit"),
        ],
    },
    AdminInfo {
        name: "unmap_type",
        about: "removes the mapping of a type that the SIS sends (D2L-044)",
        arguments: &[("sis", true, "type that the SIS sends")],
    },
];

/// Carries a step out.
pub(super) fn run(
    state: &mut State,
    cx: &mut Cx<'_>,
    step: &str,
    arguments: &[(&str, &str)],
) -> Result<(), String> {
    let argument = |name: &str| {
        let mut named = arguments.iter().filter(|(n, _)| *n == name);
        named.next().map(|(_, value)| *value)
    };
    let id = argument("id").unwrap_or("");
    let sis = argument("sis").unwrap_or("");
    let type_name = argument("type").unwrap_or("");
    let origin = cx.origin();
    match step {
        "delete_org_unit_by_hand" => return delete(state, cx, id),
        "restore_org_unit_by_hand" => return restore(state, cx, id),
        "rename_org_unit_by_hand" => {
            let mut unit = Unit::clone(found(state, id)?);
            unit.name.set_text(argument("name").unwrap_or(""), &origin);
            state.units.org_units.put(&mut cx.tx, id, unit);
        }
        "create_org_unit_by_hand" => {
            if state.units.org_units.get(id).is_some() {
                return Err(format!("org unit '{id}' is there already"));
            }
            let parent = match argument("parent") {
                Some(parent) => {
                    found(state, parent)?;
                    Arc::from(parent)
                }
                None => Arc::clone(&state.organization),
            };
            let mut unit = Unit::default();
            unit.unit_id.set(state.new_unit_id(), &origin);
            unit.code.set_text(id, &origin);
            unit.type_name.set_text(type_name, &origin);
            unit.name.set_text(argument("name").unwrap_or(id), &origin);
            unit.parents.set(vec![parent], &origin);
            unit.is_active.set(true, &origin);
            state.units.org_units.put(&mut cx.tx, id, unit);
        }
        "map_type" => state.units.map_type(&mut cx.tx, sis, type_name, &origin),
        "unmap_type" => {
            let table = &mut state.units.org_type_mappings;
            table
                .remove(&mut cx.tx, sis)
                .ok_or_else(|| format!("'{sis}' is not mapped"))?;
        }
        other => return Err(format!("there is no step '{other}'")),
    }
    Ok(())
}

fn found<'s>(state: &'s State, code: &str) -> Result<&'s Arc<Unit>, String> {
    let unit = state.units.org_units.get(code);
    unit.ok_or_else(|| format!("there is no org unit '{code}'"))
}

/// Sections and groups go with their course; anything else below must be deleted first.
fn delete(state: &mut State, cx: &mut Cx<'_>, code: &str) -> Result<(), String> {
    if *code == *state.organization {
        return Err("the organization cannot be deleted".to_owned());
    }
    let unit = Arc::clone(found(state, code)?);
    let mut along = Vec::new();
    for (child, row) in state.units.org_units.rows_in(0, code) {
        let part = matches!(row.type_name.text(), Some(kind::SECTION | kind::GROUP));
        if !part {
            return Err(format!("org unit '{code}' has '{child}' below it"));
        }
        along.push(Arc::clone(row));
    }
    for row in along {
        if row.parents.value.len() == 1 {
            throw_away(state, cx, &row);
            continue;
        }
        let (mut row, key) = (Unit::clone(&row), row.code.text().unwrap_or("").to_owned());
        let mut parents = row.parents.value.clone();
        parents.retain(|parent| **parent != *code);
        row.parents.set(parents, &cx.origin());
        state.units.org_units.put(&mut cx.tx, &key, row);
    }
    throw_away(state, cx, &unit);
    Ok(())
}

fn restore(state: &mut State, cx: &mut Cx<'_>, code: &str) -> Result<(), String> {
    let bin = &state.units.recycle_bin;
    let rows = bin.rows_in(0, code);
    let last = rows.max_by_key(|(_, unit)| unit.unit_id.value);
    let Some((number, unit)) = last.map(|(number, unit)| (Arc::clone(number), Arc::clone(unit)))
    else {
        return Err(format!("there is no org unit '{code}' in the recycle bin"));
    };
    if state.units.org_units.get(code).is_some() {
        return Err(format!("another org unit has the code '{code}' by now"));
    }
    for parent in &unit.parents.value {
        found(state, parent).map_err(|problem| format!("{problem} to put it below"))?;
    }
    state.units.recycle_bin.remove(&mut cx.tx, &number);
    let units = &mut state.units.org_units;
    units.put(&mut cx.tx, code, Unit::clone(&unit));
    Ok(())
}
