//! Where in the text a difference stands.

use std::sync::Arc;

use crate::diag::Span;
use crate::scenario::{Layout, Outline, PartId, Scenario};
use crate::verify::{Difference, DifferenceKind};

/// The whole file.
const ROOT: PartId = 0;

/// What an edit is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A value.
    Value(PartId),
    /// The values of several dotted keys, such as `name.first` and `name.last`.
    Dotted(Vec<PartId>),
    /// The number behind `$count`.
    Count(PartId),
    /// A key that a map lacks.
    NewKey { map: PartId, key: String },
    /// An item that a list lacks.
    NewItem { list: PartId },
    /// An item of a list.
    Item { list: PartId, item: PartId },
    /// A fragment of XML.
    Fragment(PartId),
}

/// Finds the place of a difference; the error says why it cannot be edited.
pub(super) fn of(
    outline: &Outline<'_>,
    scenario: &Scenario,
    difference: &Difference,
) -> Result<Place, String> {
    let (line, column) = position(scenario, difference.span.as_ref())?;
    let place = find(outline, line, column, difference).ok_or_else(lost)?;
    let edited = match &place {
        Place::Value(part) | Place::Count(part) | Place::Fragment(part) => vec![*part],
        Place::Dotted(parts) => parts.clone(),
        Place::NewKey { map, .. } => vec![*map],
        Place::NewItem { list } | Place::Item { list, .. } => vec![*list],
    };
    for part in edited {
        check(outline, part)?;
    }
    Ok(place)
}

/// The map at a place, such as an expected message or a step.
pub(super) fn map_at(
    outline: &Outline<'_>,
    scenario: &Scenario,
    span: Option<&Span>,
) -> Result<PartId, String> {
    let (line, column) = position(scenario, span)?;
    let maps = outline.at(line, column).iter().copied();
    let map = maps
        .into_iter()
        .find(|id| matches!(outline.part(*id).shape, Layout::Map { .. }))
        .ok_or_else(lost)?;
    check(outline, map).map(|()| map)
}

/// The text at a place.
pub(super) fn scalar_at(
    outline: &Outline<'_>,
    scenario: &Scenario,
    span: Option<&Span>,
) -> Result<PartId, String> {
    let (line, column) = position(scenario, span)?;
    let scalar = outline
        .at(line, column)
        .iter()
        .copied()
        .find(|id| is_scalar(outline, *id))
        .ok_or_else(lost)?;
    check(outline, scalar).map(|()| scalar)
}

/// The value under the key at a place.
pub(super) fn under_key(
    outline: &Outline<'_>,
    scenario: &Scenario,
    span: Option<&Span>,
) -> Result<PartId, String> {
    let (line, column) = position(scenario, span)?;
    let (_, key) = outline.key_at(line, column).ok_or_else(lost)?;
    check(outline, key.value).map(|()| key.value)
}

fn lost() -> String {
    "its place in the file was not found".to_owned()
}

fn position(scenario: &Scenario, span: Option<&Span>) -> Result<(usize, usize), String> {
    let span = span.ok_or("nothing in the file asks for it")?;
    let same = Arc::ptr_eq(&span.source, &scenario.source) || *span.source == *scenario.source;
    if !same {
        let path = span.source.path.display();
        return Err(format!(
            "it stands in {path}, which other scenarios may use; edit it there"
        ));
    }
    Ok((span.line, span.column))
}

/// Whether a part may be edited.
fn check(outline: &Outline<'_>, id: PartId) -> Result<(), String> {
    let part = outline.part(id);
    if outline.is_shared(id) {
        return Err(
            "an anchor and its aliases share this value: another one here would change it in other places"
                .to_owned(),
        );
    }
    if used_twice(outline, id) {
        return Err("its cell is used in several places of the story".to_owned());
    }
    if is_scalar(outline, id) {
        let text = outline.text[part.range.clone()].trim_matches(['"', '\'']);
        let origins = [
            ("${env:", "the environment"),
            ("${set:", "a variable"),
            ("${case:", "the table of cases"),
        ];
        for (placeholder, origin) in origins {
            if text.replace("$${", "").contains(placeholder) {
                return Err(format!("it comes from {origin} ({text})"));
            }
        }
    }
    if matches!(part.shape, Layout::Nothing) && outline.key_of(id).is_some_and(|k| !k.colon) {
        return Err("its key has no colon".to_owned());
    }
    Ok(())
}

/// Whether a part is a cell of the table of cases that more than one place of the story takes its value from.
fn used_twice(outline: &Outline<'_>, id: PartId) -> bool {
    let Some(cases) = outline.key(ROOT, "cases").map(|k| k.value) else {
        return false;
    };
    let Some(row) = outline.part(id).parent else {
        return false;
    };
    if !outline.around(id).any(|part| part == cases) {
        return false;
    }
    let column = if let Some(key) = outline.key_of(id) {
        Some(key.name.clone())
    } else {
        // A row in the order of the columns begins with its name.
        let place = outline.items(row).iter().position(|item| *item == id);
        let columns = outline.key(cases, "columns").map(|k| k.value);
        place.zip(columns).and_then(|(place, columns)| {
            let column = outline.items(columns).get(place.checked_sub(1)?)?;
            let text = &outline.text[outline.part(*column).range.clone()];
            Some(text.trim_matches(['"', '\'']).to_owned())
        })
    };
    column.is_none_or(|column| {
        let taken = format!("${{case:{column}}}");
        outline.text.matches(&taken).nth(1).is_some()
    })
}

fn is_scalar(outline: &Outline<'_>, id: PartId) -> bool {
    !matches!(
        outline.part(id).shape,
        Layout::List { .. } | Layout::Map { .. } | Layout::Alias
    )
}

fn find(
    outline: &Outline<'_>,
    line: usize,
    column: usize,
    difference: &Difference,
) -> Option<Place> {
    let here = outline.at(line, column);
    let list = || {
        let mut lists = here.iter().copied();
        lists.find(|id| matches!(outline.part(*id).shape, Layout::List { .. }))
    };
    let map = || {
        let mut maps = here.iter().copied();
        maps.find(|id| matches!(outline.part(*id).shape, Layout::Map { .. }))
    };
    let step = difference.steps.last().map_or("", String::as_str);
    let index = difference.found.as_ref().and_then(|f| f.index);
    if difference.path == "operation" {
        return Some(Place::Value(outline.key(map()?, "operation")?.value));
    }
    match difference.kind {
        DifferenceKind::Count => {
            return Some(Place::Count(outline.key(map()?, "$count")?.value));
        }
        DifferenceKind::Extra if index.is_some() => {
            return Some(Place::NewItem { list: list()? });
        }
        _ => {}
    }
    if let Some(values) = dotted(outline, line, column, step) {
        return Some(Place::Dotted(values));
    }
    let stands_under_step = |id: &PartId| outline.key_of(*id).is_some_and(|k| k.name == step);
    let id = here
        .iter()
        .copied()
        .find(stands_under_step)
        .or(here.first().copied())
        .or_else(|| outline.key_at(line, column).map(|(_, key)| key.value))?;
    let part = outline.part(id);
    if outline.key_of(id).is_some_and(|k| k.name == "xml") && is_scalar(outline, id) {
        return Some(Place::Fragment(id));
    }
    let in_map = matches!(part.shape, Layout::Map { .. });
    match (difference.kind, part.parent) {
        (DifferenceKind::Extra, _) if in_map => Some(Place::NewKey {
            map: id,
            key: step.to_owned(),
        }),
        (DifferenceKind::Missing | DifferenceKind::Order, Some(list))
            if matches!(outline.part(list).shape, Layout::List { .. }) =>
        {
            Some(Place::Item { list, item: id })
        }
        _ => Some(Place::Value(id)),
    }
}

/// The values of all keys that begin with the same dotted name as the key at a place, when `step` is a part of it.
fn dotted(outline: &Outline<'_>, line: usize, column: usize, step: &str) -> Option<Vec<PartId>> {
    let (map, key) = outline.key_at(line, column)?;
    let names: Vec<&str> = key.name.split('.').collect();
    let depth = names[..names.len() - 1].iter().position(|n| *n == step)?;
    let head = names[..=depth].join(".");
    let below = |name: &str| {
        name.strip_prefix(&head)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let values = outline.keys(map).iter().filter(|k| below(&k.name));
    Some(values.map(|k| k.value).collect())
}
