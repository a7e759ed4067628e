//! Records that outlive the request they came in.

use std::borrow::Cow;

use super::{AnyRecord, Entry, Item, Record};
use crate::model::person::{
    Address, Agent, Contact, Demographics, Description, Extension, ExtensionField, FormName,
    FullDescription, InstitutionRole, Leftover, Name, Person, PersonRecord, Photo, Relationship,
    Representation, Roles, Text, Token, UserId,
};

/// Makes every borrowed text an owned one.
pub trait IntoOwned {
    /// The same without a lifetime.
    type Static;

    /// Copies what is borrowed.
    fn owned(self) -> Self::Static;
}

impl IntoOwned for Cow<'_, str> {
    type Static = Cow<'static, str>;

    fn owned(self) -> Self::Static {
        Cow::Owned(Cow::into_owned(self))
    }
}

impl<T: IntoOwned> IntoOwned for Option<T> {
    type Static = Option<T::Static>;

    fn owned(self) -> Self::Static {
        self.map(IntoOwned::owned)
    }
}

impl<T: IntoOwned> IntoOwned for Vec<T> {
    type Static = Vec<T::Static>;

    fn owned(self) -> Self::Static {
        self.into_iter().map(IntoOwned::owned).collect()
    }
}

impl<T: IntoOwned> IntoOwned for Box<T> {
    type Static = Box<T::Static>;

    fn owned(self) -> Self::Static {
        Box::new((*self).owned())
    }
}

/// Field by field; those behind the `;` hold no texts.
macro_rules! owned {
    ($( $Type:ident { $( $field:ident ),+ $( ; $( $copy:ident ),+ )? } )+) => { $(
        impl IntoOwned for $Type<'_> {
            type Static = $Type<'static>;

            fn owned(self) -> Self::Static {
                $Type {
                    $( $field: self.$field.owned(), )+
                    $( $( $copy: self.$copy, )+ )?
                }
            }
        }
    )+ };
}

owned! {
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
    Agent { kind, id, domain, description; after_roles }
    Roles { kind, system_role, institution_roles, user_ids }
    InstitutionRole { kind; primary }
    UserId { value, kind, password, encryption, authentication }
    Extension { name_vocabulary, value_vocabulary, fields }
    ExtensionField { name, kind, value }
    Leftover { xml; path }
    Entry { item; node }
    Record { id, ref_agent, tree, leftovers; kind, standard }
}

impl IntoOwned for Item<'_> {
    type Static = Item<'static>;

    fn owned(self) -> Self::Static {
        match self {
            Item::Text(text) => Item::Text(text.owned()),
            Item::Tree(tree) => Item::Tree(tree.owned()),
            Item::Fields(fields) => Item::Fields(fields.owned()),
        }
    }
}

impl IntoOwned for AnyRecord<'_> {
    type Static = AnyRecord<'static>;

    fn owned(self) -> Self::Static {
        match self {
            AnyRecord::Person(record) => AnyRecord::Person(record.owned()),
            AnyRecord::Other(record) => AnyRecord::Other(record.owned()),
        }
    }
}
