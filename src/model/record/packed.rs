//! Records in little room: one text, from which the texts of the record are borrowed again.
//!
//! A record as its types hold it is some dozens of small allocations. An LMS that keeps a million of them whole cannot
//! afford that; packed, a person is one allocation of a few hundred bytes.

use std::borrow::Cow;

use super::{AnyRecord, Entry, Item, Record};
use crate::model::person::{
    Address, Agent, Contact, Demographics, Description, Extension, ExtensionField, FormName,
    FullDescription, InstitutionRole, Leftover, Name, Person, PersonRecord, Photo, Relationship,
    Representation, Roles, Text, Token, UserId,
};
use crate::model::{RecordKind, Standard};

/// A record, packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(Box<str>);

impl Packed {
    /// Packs a record. Nothing of it is lost.
    pub fn new(record: &AnyRecord<'_>) -> Self {
        let mut out = String::with_capacity(512);
        match record {
            AnyRecord::Person(record) => {
                number(0, &mut out);
                record.put(&mut out);
            }
            AnyRecord::Other(record) => {
                number(1, &mut out);
                record.put(&mut out);
            }
        }
        Self(out.into_boxed_str())
    }

    /// The record, its texts borrowed from here.
    pub fn open(&self) -> AnyRecord<'_> {
        let mut from = &*self.0;
        match take_number(&mut from) {
            0 => AnyRecord::Person(Pack::take(&mut from)),
            _ => AnyRecord::Other(Pack::take(&mut from)),
        }
    }
}

/// Something that can be packed. Taking back what was not packed by the same type gives nonsense, but never a panic.
trait Pack<'t>: Sized {
    fn put(&self, out: &mut String);
    fn take(from: &mut &'t str) -> Self;
}

/// Six bits to a character, the lowest first; the seventh says that more follow. So the whole stays a text.
fn number(mut n: usize, out: &mut String) {
    loop {
        let low = (n & 63) as u8;
        n >>= 6;
        out.push(char::from(if n == 0 { low } else { low | 64 }));
        if n == 0 {
            return;
        }
    }
}

fn take_number(from: &mut &str) -> usize {
    let (mut n, mut shift) = (0, 0);
    while let Some(byte) = from.bytes().next() {
        *from = from.get(1..).unwrap_or("");
        n |= usize::from(byte & 63) << shift;
        shift += 6;
        if byte & 64 == 0 || shift > 54 {
            break;
        }
    }
    n
}

fn take_text<'t>(from: &mut &'t str) -> &'t str {
    let length = take_number(from);
    let (text, rest) = from.split_at_checked(length).unwrap_or((from, ""));
    *from = rest;
    text
}

impl<'t> Pack<'t> for Cow<'t, str> {
    fn put(&self, out: &mut String) {
        number(self.len(), out);
        out.push_str(self);
    }

    fn take(from: &mut &'t str) -> Self {
        Cow::Borrowed(take_text(from))
    }
}

impl<'t> Pack<'t> for String {
    fn put(&self, out: &mut String) {
        number(self.len(), out);
        out.push_str(self);
    }

    fn take(from: &mut &'t str) -> Self {
        take_text(from).to_owned()
    }
}

impl<'t> Pack<'t> for bool {
    fn put(&self, out: &mut String) {
        number(usize::from(*self), out);
    }

    fn take(from: &mut &'t str) -> Self {
        take_number(from) == 1
    }
}

impl<'t> Pack<'t> for u8 {
    fn put(&self, out: &mut String) {
        number(usize::from(*self), out);
    }

    fn take(from: &mut &'t str) -> Self {
        take_number(from) as Self
    }
}

impl<'t> Pack<'t> for RecordKind {
    fn put(&self, out: &mut String) {
        let place = Self::ALL.iter().position(|kind| kind == self);
        number(place.unwrap_or(Self::ALL.len()), out);
    }

    fn take(from: &mut &'t str) -> Self {
        let place = take_number(from);
        Self::ALL.get(place).copied().unwrap_or(Self::Bulk)
    }
}

impl<'t> Pack<'t> for Standard {
    fn put(&self, out: &mut String) {
        number(usize::from(*self == Self::Es), out);
    }

    fn take(from: &mut &'t str) -> Self {
        match take_number(from) {
            0 => Self::Lis,
            _ => Self::Es,
        }
    }
}

impl<'t, T: Pack<'t>> Pack<'t> for Option<T> {
    fn put(&self, out: &mut String) {
        number(usize::from(self.is_some()), out);
        if let Some(inner) = self {
            inner.put(out);
        }
    }

    fn take(from: &mut &'t str) -> Self {
        (take_number(from) == 1).then(|| T::take(from))
    }
}

impl<'t, T: Pack<'t>> Pack<'t> for Vec<T> {
    fn put(&self, out: &mut String) {
        number(self.len(), out);
        for item in self {
            item.put(out);
        }
    }

    fn take(from: &mut &'t str) -> Self {
        let mut items = Self::new();
        for _ in 0..take_number(from) {
            if from.is_empty() {
                break;
            }
            items.push(T::take(from));
        }
        items
    }
}

impl<'t, T: Pack<'t>> Pack<'t> for Box<T> {
    fn put(&self, out: &mut String) {
        (**self).put(out);
    }

    fn take(from: &mut &'t str) -> Self {
        Self::new(T::take(from))
    }
}

impl<'t> Pack<'t> for Item<'t> {
    fn put(&self, out: &mut String) {
        match self {
            Self::Text(text) => {
                number(0, out);
                text.put(out);
            }
            Self::Tree(tree) => {
                number(1, out);
                tree.put(out);
            }
            Self::Fields(fields) => {
                number(2, out);
                fields.put(out);
            }
        }
    }

    fn take(from: &mut &'t str) -> Self {
        match take_number(from) {
            0 => Self::Text(Pack::take(from)),
            1 => Self::Tree(Pack::take(from)),
            _ => Self::Fields(Pack::take(from)),
        }
    }
}

/// Field by field. One that is forgotten does not compile.
macro_rules! packed {
    ($( $Type:ident { $( $field:ident ),+ } )+) => { $(
        impl<'t> Pack<'t> for $Type<'t> {
            fn put(&self, out: &mut String) {
                $( self.$field.put(out); )+
            }

            fn take(from: &mut &'t str) -> Self {
                $( let $field = Pack::take(from); )+
                Self { $( $field ),+ }
            }
        }
    )+ };
}

packed! {
    Text { language, text }
    Token { identifier, vocabulary, name, value }
    PersonRecord { id, ref_agent, person, leftovers }
    Person { formnames, names, addresses, contacts, demographics, agents, roles, data_source, extensions, url, photo, comments, relationships }
    Photo { kind, reference }
    Relationship { relation, id, label }
    FormName { kind, value }
    Name { kind, parts }
    Address { kind, parts }
    Contact { kind, value }
    Demographics { kind, representations, dates, gender, infos }
    Representation { kind, date, description }
    Description { short, long, full }
    FullDescription { mediamode, content_ref_type, mime_type, text }
    Agent { kind, id, domain, description, after_roles }
    Roles { kind, system_role, institution_roles, user_ids }
    InstitutionRole { kind, primary }
    UserId { value, kind, password, encryption, authentication }
    Extension { name_vocabulary, value_vocabulary, fields }
    ExtensionField { name, kind, value }
    Leftover { path, xml }
    Entry { node, item }
    Record { kind, standard, id, ref_agent, tree, leftovers }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Value;

    #[test]
    fn a_record_comes_back_as_it_was() {
        let json = serde_json::json!({
            "id": "P-ä1", "name": { "first": "Zoë", "last": "" }, "email": "z@example.org",
            "roles": [{ "role": "Student", "primary": "true" }], "username": "zoë",
            "extension": { "long": "x".repeat(5000) },
        });
        let value = Value::from_json(&json).expect("a map");
        let record = AnyRecord::from_value(RecordKind::Person, &value);
        assert_eq!(Packed::new(&record).open(), record);
        let json = serde_json::json!({ "id": "M", "person": "P", "role": "Learner", "begin": "" });
        let value = Value::from_json(&json).expect("a map");
        for standard in [Standard::Lis, Standard::Es] {
            let record = AnyRecord::from_value_in(standard, RecordKind::Membership, &value);
            assert_eq!(Packed::new(&record).open(), record);
        }
    }

    #[test]
    fn bytes_of_another_type_do_not_panic() {
        for text in ["", "\u{1}", "\u{1}\u{7f}\u{7f}ä", "\u{0}\u{1}\u{3}ää"] {
            _ = Packed(text.into()).open();
        }
    }

    #[test]
    fn a_person_takes_some_hundred_bytes() {
        let json = serde_json::json!({
            "id": "P-1", "name": { "first": "Ada", "last": "Byron" }, "email": "ada@example.org",
            "role": "Student", "username": "ada",
        });
        let value = Value::from_json(&json).expect("a map");
        let packed = Packed::new(&AnyRecord::from_value(RecordKind::Person, &value));
        assert!(packed.0.len() < 700, "{} bytes", packed.0.len());
    }
}
