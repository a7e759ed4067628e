//! Small numbers for repeated texts.

use std::borrow::Cow;
use std::collections::HashMap;

/// Above this many texts a hash table is faster than looking at each.
const SCANNED: usize = 24;

/// Gives equal texts equal numbers.
///
/// A message has a handful of prefixes and namespaces, used over and over: a sixteen-place memory answers nearly all
/// questions, a scan the others. The table is there so that a hostile message costs no more than a friendly one.
pub(super) struct Interner<'t> {
    texts: Vec<Cow<'t, str>>,
    recent: [u16; 16],
    table: HashMap<Cow<'t, str>, u16>,
}

impl<'t> Interner<'t> {
    /// Numbers the given texts from 0.
    pub(super) fn new(texts: &[&'t str]) -> Self {
        let mut list = Vec::with_capacity(16);
        list.extend(texts.iter().map(|text| Cow::Borrowed(*text)));
        Self {
            texts: list,
            recent: [0; 16],
            table: HashMap::new(),
        }
    }

    /// The number of a text seen before.
    pub(super) fn find(&mut self, text: &str) -> Option<u16> {
        let place = Self::place(text);
        let guess = self.recent[place];
        if self.texts[usize::from(guess)] == text {
            return Some(guess);
        }
        let found = if self.table.is_empty() {
            self.texts
                .iter()
                .position(|known| known == text)
                .map(|n| n as u16)
        } else {
            self.table.get(text).copied()
        };
        if let Some(id) = found {
            self.recent[place] = id;
        }
        found
    }

    /// The number of a text, a new one if need be; `None` when the numbers are used up.
    pub(super) fn intern(&mut self, text: Cow<'t, str>) -> Option<u16> {
        if let Some(id) = self.find(&text) {
            return Some(id);
        }
        // The last number is left to users as a mark of their own.
        let id = u16::try_from(self.texts.len())
            .ok()
            .filter(|id| *id != u16::MAX)?;
        if self.texts.len() == SCANNED {
            self.table = self.texts.iter().cloned().zip(0..).collect();
        }
        if self.texts.len() >= SCANNED {
            self.table.insert(text.clone(), id);
        }
        self.recent[Self::place(&text)] = id;
        self.texts.push(text);
        Some(id)
    }

    pub(super) fn into_texts(self) -> Vec<Cow<'t, str>> {
        self.texts
    }

    fn place(text: &str) -> usize {
        let last = text.as_bytes().last().copied().unwrap_or(0);
        (text.len() ^ usize::from(last)) & 15
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_equal_numbers_on_both_sides_of_the_table() {
        let mut interner = Interner::new(&["", "xml"]);
        for round in 0..2 {
            for n in 0..200_u16 {
                assert_eq!(
                    interner.intern(Cow::Owned(format!("p{n}"))),
                    Some(n + 2),
                    "round {round}"
                );
            }
        }
        assert_eq!(interner.find("xml"), Some(1));
        assert_eq!(interner.find("absent"), None);
    }

    #[test]
    fn numbers_run_out_cleanly() {
        let mut interner = Interner::new(&[""]);
        let last = (0..70_000)
            .map_while(|n| interner.intern(Cow::Owned(n.to_string())))
            .last();
        assert_eq!(last, Some(u16::MAX - 1));
        assert_eq!(interner.find("5"), Some(6));
    }
}
