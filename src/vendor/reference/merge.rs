//! What an update does to a record: what is given is set, what is left out stays.
//!
//! Groups of elements are merged, and so are named fields. A list without names is one thing: it is replaced as a whole.

use super::merge_person;
use crate::model::{AnyRecord, Entry, Extension, Item, Leftover, Node, NodeKind, Standard, Tree};

/// Writes what an update gives into a record.
pub(in crate::vendor) fn merge<'t>(
    standard: Standard,
    old: &mut AnyRecord<'t>,
    new: AnyRecord<'t>,
) {
    match (old, new) {
        (AnyRecord::Person(old), AnyRecord::Person(new)) => {
            merge_person::merge(standard, old, *new);
        }
        (AnyRecord::Other(old), AnyRecord::Other(new)) => {
            old.ref_agent = new.ref_agent.or(old.ref_agent.take());
            merge_tree(
                old.nodes(),
                old.tree.get_or_insert_default(),
                new.tree.unwrap_or_default(),
            );
            leftovers(&mut old.leftovers, new.leftovers);
        }
        _ => {}
    }
}

/// Elements that no reader knows, by their paths.
pub(in crate::vendor) fn leftovers<'t>(old: &mut Vec<Leftover<'t>>, new: Vec<Leftover<'t>>) {
    old.retain(|o| new.iter().all(|n| n.path != o.path));
    old.extend(new);
}

fn merge_tree<'t>(nodes: &'static [Node], old: &mut Tree<'t>, new: Tree<'t>) {
    let mut lists = Vec::new();
    for entry in new {
        let node = &nodes[usize::from(entry.node)];
        let here = old.iter_mut().find(|o| o.node == entry.node);
        match (&node.kind, here.map(|o| &mut o.item), entry.item) {
            (
                NodeKind::Group(inner, _) | NodeKind::Inline(inner),
                Some(Item::Tree(old)),
                Item::Tree(new),
            ) if !node.many => merge_tree(inner, old, new),
            (NodeKind::Fields { .. }, Some(Item::Fields(old)), Item::Fields(new)) => {
                merge_fields(old, *new);
            }
            (_, _, item) => {
                // The first of a list makes room for all.
                if !lists.contains(&entry.node) {
                    lists.push(entry.node);
                    old.retain(|o| o.node != entry.node);
                }
                insert(old, entry.node, item);
            }
        }
    }
}

/// Puts an element behind those that stand before it in the table.
pub(in crate::vendor) fn insert<'t>(tree: &mut Tree<'t>, node: u8, item: Item<'t>) {
    let place = tree
        .iter()
        .rposition(|e| e.node <= node)
        .map_or(0, |n| n + 1);
    tree.insert(place, Entry { node, item });
}

/// Named fields: those that are given are set.
pub(in crate::vendor) fn merge_fields<'t>(old: &mut Extension<'t>, new: Extension<'t>) {
    old.name_vocabulary = new.name_vocabulary.or(old.name_vocabulary.take());
    old.value_vocabulary = new.value_vocabulary.or(old.value_vocabulary.take());
    keyed(
        &mut old.fields,
        new.fields,
        |field| field.name.as_deref(),
        |old, new| *old = new,
    );
}

/// Items with a name: each goes to the one of its name that has not got one yet, or to the end.
pub(in crate::vendor) fn keyed<T>(
    old: &mut Vec<T>,
    new: Vec<T>,
    key: impl Fn(&T) -> Option<&str>,
    merge: impl Fn(&mut T, T),
) {
    let mut taken = vec![false; old.len()];
    for item in new {
        let place = (0..taken.len()).find(|&n| !taken[n] && key(&old[n]) == key(&item));
        match place {
            Some(n) => {
                taken[n] = true;
                merge(&mut old[n], item);
            }
            None => old.push(item),
        }
    }
}

/// The elements under a field that may stand several times, and the field's number there; the container is made when
/// it is missing.
pub(in crate::vendor) fn list<'o, 't>(
    nodes: &'static [Node],
    tree: &'o mut Tree<'t>,
    field: &str,
) -> Option<(u8, &'o mut Tree<'t>)> {
    for (place, node) in nodes.iter().enumerate() {
        let place = u8::try_from(place).ok()?;
        if node.field == field {
            return Some((place, tree));
        }
        if let NodeKind::Inline(inner) = &node.kind
            && inner.iter().any(|node| node.field == field)
        {
            if !tree.iter().any(|e| e.node == place) {
                insert(tree, place, Item::Tree(Vec::new()));
            }
            let inside = tree.iter_mut().find(|e| e.node == place)?;
            let Item::Tree(inside) = &mut inside.item else {
                return None;
            };
            return list(inner, inside, field);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::keyed;

    #[test]
    fn items_of_one_name_go_to_one_each() {
        let mut old = vec![("a", 1), ("b", 2), ("a", 3)];
        let new = vec![("a", 10), ("a", 20), ("a", 30), ("c", 40)];
        keyed(&mut old, new, |item| Some(item.0), |old, new| *old = new);
        let all = [("a", 10), ("b", 2), ("a", 20), ("a", 30), ("c", 40)];
        assert_eq!(old, all);
    }
}
