//! Which messages an expectation has to be held against at all.

use std::collections::HashMap;

use super::messages::Messages;
use super::wanted::{Landmark, Wanted};
use crate::base::Value;

/// Messages that one or more expectations have in view, in order of arrival.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// Indexes of messages.
    pub(super) list: Vec<usize>,
    /// Everything before this place of the list is taken.
    pub(super) start: usize,
    /// All share operation and id, which the expectations name.
    pub(super) one_record: bool,
}

/// The buckets of one instance.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    /// All buckets; number 0 is empty.
    pub(super) all: Vec<Bucket>,
    /// By expectation: the bucket with all that can fit.
    pub(super) home: Vec<usize>,
    /// By expectation: the bucket with all that can come near.
    pub(super) wide: Vec<usize>,
}

/// Buckets with more messages are divided by one literal value of the record.
const MAX_UNDIVIDED: usize = 64;

impl Buckets {
    /// Sorts messages by operation and id; where there is no id, or a crowd, by a value of the record too.
    pub(super) fn new(wanted: &[Wanted<'_>], messages: &Messages<'_>) -> Self {
        let mut by_operation: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_id: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (index, entry) in messages.iter().enumerate() {
            let operation = entry.operation.as_deref().unwrap_or_default();
            by_operation.entry(operation).or_default().push(index);
            if let Some(id) = &entry.id {
                by_id.entry((operation, id)).or_default().push(index);
            }
        }
        let mut buckets = Self {
            all: vec![Bucket::default()],
            ..Self::default()
        };
        let mut numbers: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        let mut divided: HashMap<(usize, Landmark<'_>), HashMap<String, usize>> = HashMap::new();
        for one in wanted {
            let operation = one.expected.operation.as_str();
            let wide = *numbers.entry((operation, one.id)).or_insert_with(|| {
                let list = match one.id {
                    Some(id) => by_id.remove(&(operation, id)),
                    None => by_operation.remove(operation),
                };
                buckets.add(list.unwrap_or_default(), one.id.is_some())
            });
            let crowded = buckets.all[wide].list.len() > MAX_UNDIVIDED;
            let home = match one.landmark().filter(|_| crowded) {
                None => wide,
                Some((mark, text)) => {
                    let values = divided
                        .entry((wide, mark.clone()))
                        .or_insert_with(|| buckets.divide(wide, &mark, messages));
                    values.get(text).copied().unwrap_or(0)
                }
            };
            buckets.wide.push(wide);
            buckets.home.push(home);
        }
        buckets
    }

    /// The bucket of an expectation.
    pub(super) fn of(&mut self, wanted: usize) -> &mut Bucket {
        &mut self.all[self.home[wanted]]
    }

    fn add(&mut self, list: Vec<usize>, one_record: bool) -> usize {
        self.all.push(Bucket {
            list,
            start: 0,
            one_record,
        });
        self.all.len() - 1
    }

    fn divide(
        &mut self,
        wide: usize,
        mark: &Landmark<'_>,
        messages: &Messages<'_>,
    ) -> HashMap<String, usize> {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let one_record = self.all[wide].one_record;
        for message in self.all[wide].list.clone() {
            let said = messages.said(message);
            let side = if mark.in_with {
                &said.with
            } else {
                &said.record
            };
            let value = mark.path.iter().try_fold(side, |value, key| value.get(key));
            if let Some(text) = value.and_then(Value::as_text) {
                let number = *numbers
                    .entry(text.to_owned())
                    .or_insert_with(|| self.add(Vec::new(), one_record));
                self.all[number].list.push(message);
            }
        }
        numbers
    }
}
