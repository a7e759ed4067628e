//! Which messages an expectation has to be held against at all.

use std::collections::HashMap;

use super::messages::Messages;
use super::wanted::Wanted;
use crate::base::Value;

/// Messages that one or more expectations have in view, in order of arrival.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// Indexes of messages.
    pub(super) list: Vec<usize>,
    /// Everything before this place of the list is taken.
    pub(super) start: usize,
    /// All share operation and id.
    pub(super) one_record: bool,
}

/// The buckets of one instance.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    /// All buckets; number 0 is empty.
    pub(super) all: Vec<Bucket>,
    /// The bucket of every expectation.
    pub(super) home: Vec<usize>,
}

impl Buckets {
    /// Sorts messages by operation and id; for expectations without an id by one literal value of the record.
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
            home: Vec::with_capacity(wanted.len()),
        };
        let mut id_numbers: HashMap<(&str, &str), usize> = HashMap::new();
        let mut operation_numbers: HashMap<&str, usize> = HashMap::new();
        let mut landmarks: HashMap<(&str, Vec<&str>), HashMap<String, usize>> = HashMap::new();
        for one in wanted {
            let operation = one.expected.operation.as_str();
            let home = if let Some(id) = one.id {
                *id_numbers.entry((operation, id)).or_insert_with(|| {
                    buckets.add(by_id.remove(&(operation, id)).unwrap_or_default(), true)
                })
            } else if let Some((path, text)) = one.landmark() {
                let list = by_operation.get(operation).map_or(&[][..], Vec::as_slice);
                let values = landmarks
                    .entry((operation, path.clone()))
                    .or_insert_with(|| buckets.by_value(list, &path, messages));
                values.get(text).copied().unwrap_or(0)
            } else {
                *operation_numbers.entry(operation).or_insert_with(|| {
                    let list = by_operation.get(operation).cloned().unwrap_or_default();
                    buckets.add(list, false)
                })
            };
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

    fn by_value(
        &mut self,
        list: &[usize],
        path: &[&str],
        messages: &Messages<'_>,
    ) -> HashMap<String, usize> {
        let mut numbers = HashMap::new();
        for &message in list {
            let record = messages.record(message);
            let value = path.iter().try_fold(&*record, |value, key| value.get(key));
            if let Some(text) = value.and_then(Value::as_text) {
                let number = match numbers.get(text) {
                    Some(number) => *number,
                    None => {
                        let number = self.add(Vec::new(), false);
                        numbers.insert(text.to_owned(), number);
                        number
                    }
                };
                self.all[number].list.push(message);
            }
        }
        numbers
    }
}
