//! Whether messages arrived in the order in which they are listed.

use std::collections::HashMap;
use std::sync::Arc;

use super::messages::Messages;
use super::pair::Pairs;
use super::verdict::{Failure, FailureKind};
use super::wanted::{Wanted, name};
use crate::scenario::Order;

/// A message at its listed place.
#[derive(Clone, Copy, Debug)]
struct Listed {
    wanted: usize,
    message: usize,
}

/// One failure for every message that would have to move; the others are in order.
pub(super) fn check(
    order: Order,
    wanted: &[Wanted<'_>],
    pairs: &Pairs,
    messages: &Messages<'_>,
) -> Vec<Failure> {
    let mut listed: Vec<Listed> = pairs
        .claimed
        .iter()
        .enumerate()
        .flat_map(|(wanted, list)| list.iter().map(move |&message| Listed { wanted, message }))
        .chain(pairs.differing.iter().map(|d| Listed {
            wanted: d.wanted,
            message: d.message,
        }))
        .collect();
    listed.sort_unstable_by_key(|l| (l.wanted, l.message));
    let groups: Vec<Vec<Listed>> = match order {
        Order::Any => Vec::new(),
        Order::Strict => vec![listed],
        Order::PerRecord => {
            let mut places: HashMap<&str, usize> = HashMap::new();
            let mut groups: Vec<Vec<Listed>> = Vec::new();
            for one in listed {
                if let Some(id) = messages.get(one.message).id.as_deref() {
                    let place = *places.entry(id).or_insert_with(|| {
                        groups.push(Vec::new());
                        groups.len() - 1
                    });
                    groups[place].push(one);
                }
            }
            groups
        }
    };
    groups
        .iter()
        .flat_map(|group| violations(group, wanted, messages))
        .collect()
}

fn violations(group: &[Listed], wanted: &[Wanted<'_>], messages: &Messages<'_>) -> Vec<Failure> {
    let in_order = longest_increasing(group);
    if in_order.len() == group.len() {
        return Vec::new();
    }
    let mut stays = vec![false; group.len()];
    for &place in &in_order {
        stays[place] = true;
    }
    let arrived: Arc<[_]> = group
        .iter()
        .map(|l| {
            let span = &wanted[l.wanted].expected.span;
            (span.clone(), messages.get(l.message).seq)
        })
        .collect();
    (0..group.len())
        .filter(|&place| !stays[place])
        .map(|place| {
            let one = group[place];
            // Against the neighbour in the list that arrived on the wrong side of it.
            let earlier = (0..place)
                .rev()
                .find(|&p| stays[p] && group[p].message > one.message);
            let later =
                (place + 1..group.len()).find(|&p| stays[p] && group[p].message < one.message);
            let (word, other) = match (earlier, later) {
                (Some(p), _) => ("before", group[p]),
                (None, Some(p)) => ("after", group[p]),
                (None, None) => ("out of order with", one),
            };
            let entry = messages.get(one.message);
            let against = messages.get(other.message);
            let describe = |e: &crate::journal::Entry| {
                let operation = e.operation.as_deref().unwrap_or_default();
                format!("{} (exchange {})", name(operation, e.id.as_deref()), e.seq)
            };
            let title = format!(
                "{}: {} arrived {word} {}, listed the other way round",
                entry.instance,
                describe(entry),
                describe(against)
            );
            let span = &wanted[one.wanted].expected.span;
            let mut failure = Failure::new(FailureKind::Order, title, Some(span));
            failure.instance = Some(entry.instance.clone());
            failure.operation.clone_from(&entry.operation);
            failure.id.clone_from(&entry.id);
            failure.seq = Some(entry.seq);
            failure.arrived = Arc::clone(&arrived);
            failure
        })
        .collect()
}

/// Places of a longest subsequence whose messages arrived in order (patience sorting).
fn longest_increasing(group: &[Listed]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; group.len()];
    for place in 0..group.len() {
        let at = tails.partition_point(|&t| group[t].message < group[place].message);
        before[place] = at.checked_sub(1).map(|p| tails[p]);
        if at == tails.len() {
            tails.push(place);
        } else {
            tails[at] = place;
        }
    }
    let mut chain = Vec::new();
    let mut place = tails.last().copied();
    while let Some(p) = place {
        chain.push(p);
        place = before[p];
    }
    chain.reverse();
    chain
}
