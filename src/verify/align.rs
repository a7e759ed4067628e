//! Which items of one sequence belong to which items of another.

use std::ops::Range;

/// Above this many comparisons the middle of two long sequences is paired by place alone.
const MAX_WORK: usize = 250_000;

/// What becomes of the items of two sequences.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Pairs that are the same, in order on both sides.
    pub(super) same: Vec<(usize, usize)>,
    /// Pairs that are the same but stand in another order.
    pub(super) moved: Vec<(usize, usize)>,
    /// Pairs that take each other's place: not the same, but between the same neighbours.
    pub(super) changed: Vec<(usize, usize)>,
    /// Items of the expected sequence without a partner.
    pub(super) missing: Vec<usize>,
    /// Items of the received sequence without a partner.
    pub(super) extra: Vec<usize>,
}

/// Aligns by longest common subsequence, so that one missing item does not make its successors differ.
///
/// `same` says that two items are one and the same; `cost` how far one is from having become the other, if it can.
pub(super) fn align(
    expected: usize,
    received: usize,
    mut same: impl FnMut(usize, usize) -> bool,
    mut cost: impl FnMut(usize, usize) -> Option<usize>,
) -> Alignment {
    let mut result = Alignment::default();
    let shorter = expected.min(received);
    let mut head = 0;
    while head < shorter && same(head, head) {
        result.same.push((head, head));
        head += 1;
    }
    let mut tail = 0;
    while tail < shorter - head && same(expected - 1 - tail, received - 1 - tail) {
        tail += 1;
    }
    let (e_end, r_end) = (expected - tail, received - tail);
    result
        .same
        .extend(middle(head..e_end, head..r_end, &mut same));
    result
        .same
        .extend((0..tail).map(|n| (e_end + n, r_end + n)));

    let mut e_free: Vec<usize> = unpaired(expected, result.same.iter().map(|p| p.0));
    let mut r_free: Vec<usize> = unpaired(received, result.same.iter().map(|p| p.1));
    if e_free.len().saturating_mul(r_free.len()) <= MAX_WORK {
        pair_off(&mut e_free, &mut r_free, &mut result.moved, |e, r| {
            same(e, r).then_some(0)
        });
        pair_off(&mut e_free, &mut r_free, &mut result.changed, |e, r| {
            let gaps = (gap(&result.same, e, true), gap(&result.same, r, false));
            if gaps.0 == gaps.1 { cost(e, r) } else { None }
        });
    }
    result.missing = e_free;
    result.extra = r_free;
    result
}

fn unpaired(len: usize, paired: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut free = vec![true; len];
    for index in paired {
        free[index] = false;
    }
    (0..len).filter(|i| free[*i]).collect()
}

fn pair_off(
    left: &mut Vec<usize>,
    right: &mut Vec<usize>,
    pairs: &mut Vec<(usize, usize)>,
    mut cost: impl FnMut(usize, usize) -> Option<usize>,
) {
    left.retain(|&e| {
        let best = right
            .iter()
            .enumerate()
            .filter_map(|(at, &r)| Some((cost(e, r)?, at)))
            .min();
        match best {
            Some((_, at)) => {
                pairs.push((e, right.remove(at)));
                false
            }
            None => true,
        }
    });
}

/// Between which two of the pairs an item stands.
fn gap(pairs: &[(usize, usize)], index: usize, expected: bool) -> usize {
    pairs.partition_point(|&(e, r)| if expected { e < index } else { r < index })
}

/// The longest common subsequence of two stretches.
fn middle(
    expected: Range<usize>,
    received: Range<usize>,
    same: &mut impl FnMut(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let (rows, columns) = (expected.len(), received.len());
    if rows.saturating_mul(columns) > MAX_WORK {
        return expected
            .zip(received)
            .filter(|&(e, r)| same(e, r))
            .collect();
    }
    let equal: Vec<bool> = expected
        .clone()
        .flat_map(|e| received.clone().map(move |r| (e, r)))
        .map(|(e, r)| same(e, r))
        .collect();
    // At row and column: the length of the longest common subsequence of what follows.
    let width = columns + 1;
    let mut length = vec![0_u32; (rows + 1) * width];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let below = (row + 1) * width + column;
            let right = row * width + column + 1;
            length[right - 1] = if equal[row * columns + column] {
                1 + length[below + 1]
            } else {
                length[below].max(length[right])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::new();
    while row < rows && column < columns {
        if equal[row * columns + column] {
            pairs.push((expected.start + row, received.start + column));
            row += 1;
            column += 1;
        } else if length[(row + 1) * width + column] >= length[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str, received: &str) -> Alignment {
        let e: Vec<char> = expected.chars().collect();
        let r: Vec<char> = received.chars().collect();
        align(e.len(), r.len(), |i, j| e[i] == r[j], |_, _| Some(0))
    }

    #[test]
    fn one_missing_item_leaves_its_successors_alone() {
        let a = check("abcd", "acd");
        assert_eq!(a.missing, [1]);
        assert_eq!(a.same, [(0, 0), (2, 1), (3, 2)]);
        assert!(a.changed.is_empty() && a.extra.is_empty() && a.moved.is_empty());
    }

    #[test]
    fn another_item_in_the_same_place_is_a_change() {
        let a = check("abc", "axc");
        assert_eq!(a.changed, [(1, 1)]);
    }

    #[test]
    fn a_swapped_item_has_moved_once() {
        let a = check("abc", "bca");
        assert_eq!(a.moved, [(0, 2)]);
        assert_eq!(a.same, [(1, 0), (2, 1)]);
    }

    #[test]
    fn an_item_elsewhere_is_missing_and_extra() {
        let a = check("abc", "bcx");
        assert_eq!((a.missing, a.extra), (vec![0], vec![2]));
    }
}
