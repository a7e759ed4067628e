//! The published fields of records: one list for both standards, because what is one thing has one name.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::es_tables;
use super::tables::lis_record_fields;
use crate::model::{FieldInfo, PERSON_FIELDS, RecordKind, Shape, Standard};

/// The published fields of a kind of record: what scenarios can send and expect, in messages of either standard.
pub fn record_fields(kind: RecordKind) -> &'static [FieldInfo] {
    static GROUP: OnceLock<&[FieldInfo]> = OnceLock::new();
    static MEMBERSHIP: OnceLock<&[FieldInfo]> = OnceLock::new();
    let place = match kind {
        RecordKind::Group => &GROUP,
        RecordKind::Membership => &MEMBERSHIP,
        RecordKind::Person => return PERSON_FIELDS,
        _ => return lis_record_fields(kind),
    };
    place.get_or_init(|| {
        union(
            lis_record_fields(kind),
            record_fields_of(Standard::Es, kind),
        )
    })
}

/// Fields of persons that ES has no place for.
const NOT_IN_ES: [&str; 6] = [
    "ref_agent",
    "agents",
    "enterprise_role",
    "addresses.type",
    "demographics.type",
    "demographics.representations",
];

/// The fields of a kind of record that messages of one standard have.
pub fn record_fields_of(standard: Standard, kind: RecordKind) -> &'static [FieldInfo] {
    static GROUP: OnceLock<&[FieldInfo]> = OnceLock::new();
    static MEMBERSHIP: OnceLock<&[FieldInfo]> = OnceLock::new();
    static PERSON: OnceLock<&[FieldInfo]> = OnceLock::new();
    if let (Standard::Es, RecordKind::Person) = (standard, kind) {
        return PERSON.get_or_init(|| without(PERSON_FIELDS, ""));
    }
    let (Standard::Es, Some(table)) = (standard, es_tables::table(kind)) else {
        return lis_record_fields(kind);
    };
    let place = match kind {
        RecordKind::Group => &GROUP,
        _ => &MEMBERSHIP,
    };
    // ES has no agents that keep the references.
    let own = table.fields.iter().filter(|f| f.name != "ref_agent");
    place.get_or_init(|| own.copied().collect::<Vec<_>>().leak())
}

/// The fields of a kind of record in ES, for tables that are constants; what stands inside of others is there whether or
/// not ES has a place for it.
pub const fn es_record_fields(kind: RecordKind) -> &'static [FieldInfo] {
    const PERSON: &[FieldInfo] = &left::<{ PERSON_FIELDS.len() - 3 }>(PERSON_FIELDS);
    const GROUP: &[FieldInfo] = of_table(RecordKind::Group);
    const MEMBERSHIP: &[FieldInfo] = of_table(RecordKind::Membership);
    match kind {
        RecordKind::Person => PERSON,
        RecordKind::Group => const { &left::<{ GROUP.len() - 1 }>(GROUP) },
        RecordKind::Membership => const { &left::<{ MEMBERSHIP.len() - 1 }>(MEMBERSHIP) },
        kind => lis_record_fields(kind),
    }
}

const fn of_table(kind: RecordKind) -> &'static [FieldInfo] {
    match es_tables::table(kind) {
        Some(table) => table.fields,
        None => &[],
    }
}

/// A list without what ES has no place for; does not compile when `N` is not what is left.
const fn left<const N: usize>(fields: &[FieldInfo]) -> [FieldInfo; N] {
    let mut out = [fields[0]; N];
    let (mut from, mut to) = (0, 0);
    while from < fields.len() {
        let (mut n, mut there) = (0, true);
        while n < NOT_IN_ES.len() {
            there = there && !same(NOT_IN_ES[n].as_bytes(), fields[from].name.as_bytes());
            n += 1;
        }
        if there {
            out[to] = fields[from];
            to += 1;
        }
        from += 1;
    }
    assert!(to == N, "another number is left");
    out
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut n = 0;
    while n < one.len() && n < other.len() && one[n] == other[n] {
        n += 1;
    }
    n == one.len() && n == other.len()
}

/// A list without what ES has no place for, at any depth.
fn without(fields: &[FieldInfo], parent: &str) -> &'static [FieldInfo] {
    let mut out = Vec::with_capacity(fields.len());
    for field in fields {
        let path = format!("{parent}{}", field.name);
        if NOT_IN_ES.contains(&&*path) {
            continue;
        }
        let inside = format!("{path}.");
        let shape = match field.shape {
            Shape::Map(inner) => Shape::Map(without(inner, &inside)),
            Shape::List(inner) => Shape::List(without(inner, &inside)),
            shape => shape,
        };
        out.push(FieldInfo { shape, ..*field });
    }
    out.leak()
}

/// All fields of both. Made once for each kind, and kept for good like the tables it comes from.
fn union(lis: &'static [FieldInfo], es: &'static [FieldInfo]) -> &'static [FieldInfo] {
    let mut out: Vec<FieldInfo> = Vec::with_capacity(lis.len() + es.len());
    for field in lis {
        let Some(other) = es.iter().find(|f| f.name == field.name) else {
            out.push(*field);
            continue;
        };
        let shape = match (field.shape, other.shape) {
            (Shape::Map(lis), Shape::Map(es)) => Shape::Map(union(lis, es)),
            (Shape::List(lis), Shape::List(es)) => Shape::List(union(lis, es)),
            (shape, _) => shape,
        };
        // A shorthand's is the place it stands for.
        let source = if field.source == other.source || field.shorthand {
            Cow::Borrowed(field.source)
        } else {
            Cow::Owned(format!("{}; in ES {}", field.source, other.source))
        };
        out.push(FieldInfo {
            shape,
            source: kept(source),
            ..*field
        });
    }
    for field in es
        .iter()
        .filter(|f| lis.iter().all(|known| known.name != f.name))
    {
        let source = Cow::Owned(format!("in ES only: {}", field.source));
        // Where what was there is listed: behind the fields, before what no reader knows.
        let at = out.iter().position(|f| f.name == "leftovers");
        let at = at.unwrap_or(out.len());
        let field = FieldInfo {
            source: kept(source),
            ..*field
        };
        out.insert(at, field);
    }
    out.leak()
}

fn kept(text: Cow<'static, str>) -> &'static str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => text.leak(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(kind: RecordKind, name: &str) -> &'static str {
        let field = record_fields(kind).iter().find(|f| f.name == name);
        field.unwrap_or_else(|| panic!("no field {name}")).source
    }

    #[test]
    fn one_list_has_the_fields_of_both_standards_and_says_which() {
        let membership = |name| source(RecordKind::Membership, name);
        assert_eq!(
            membership("collection"),
            "collectionSourcedId; in ES groupSourcedId"
        );
        assert_eq!(membership("collection_type"), "membershipIdType");
        assert_eq!(membership("member_type"), "in ES only: idType");
        for kind in [RecordKind::Group, RecordKind::Membership] {
            for standard in [Standard::Lis, Standard::Es] {
                for field in record_fields_of(standard, kind) {
                    assert!(record_fields(kind).iter().any(|f| f.name == field.name));
                }
            }
        }
        let find = |path| FieldInfo::find(record_fields(RecordKind::Membership), path);
        assert_eq!(find("roles.0.user_id.password"), Some(Shape::Secret));
        assert_eq!(find("roles.0.credit_hours"), Some(Shape::Text));
        assert_eq!(find("roles.0.begin_restrict"), Some(Shape::Boolean));
        for (path, lis, es) in [
            ("email", true, true),
            ("photo.ref", false, true),
            ("agents", true, false),
            ("addresses.0.type", true, false),
            ("addresses.0.city", true, true),
        ] {
            let has = |standard| {
                FieldInfo::find(record_fields_of(standard, RecordKind::Person), path).is_some()
            };
            assert_eq!((has(Standard::Lis), has(Standard::Es)), (lis, es), "{path}");
        }
        let es = record_fields_of(Standard::Es, RecordKind::Group);
        assert_eq!(FieldInfo::find(es, "ref_agent"), None);
        assert_eq!(FieldInfo::find(es, "org.units"), Some(Shape::Texts));
    }
}
