//! The schema as a table.

use std::collections::{BTreeSet, HashMap};

use crate::base::Limits;
use crate::xml::{Element, read};

/// The number of a type in [`Schema::types`].
pub(super) type TypeId = u16;

/// What may stand in an element.
#[derive(Debug)]
pub(super) enum Type {
    /// Any text.
    Text,
    /// `xs:boolean`.
    Boolean,
    /// `xs:date`.
    Date,
    /// `xs:dateTime`.
    DateTime,
    /// `xs:integer`.
    Integer,
    /// `xs:decimal`.
    Decimal,
    /// One of these words.
    OneOf(Box<[Box<str>]>),
    /// These elements in this order.
    Sequence(Box<[Child]>),
    /// Either text or these elements in this order.
    TextOr(Box<[Child]>),
}

/// An element in a sequence.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) name: Box<str>,
    pub(super) required: bool,
    pub(super) many: bool,
    /// Whether it may say that it has no value.
    pub(super) nillable: bool,
    pub(super) kind: TypeId,
    /// Its namespace, as a place in [`Schema::namespaces`].
    pub(super) namespace: u8,
}

/// A global element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Global {
    pub(super) kind: TypeId,
    /// As in [`Child`].
    pub(super) namespace: u8,
}

/// The most namespaces that one WSDL has.
pub(super) const MOST_NAMESPACES: usize = 8;

/// All of a schema that matters for judging.
#[derive(Debug)]
pub(super) struct Schema {
    /// Those of its inline schemas: one in LIS.
    pub(super) namespaces: Vec<Box<str>>,
    types: Vec<Type>,
    /// The global elements, sorted by name. No two namespaces share one.
    globals: Vec<(Box<str>, Global)>,
}

/// The built-in types that our schemas use; their position is their [`TypeId`].
const BUILT_IN: [(&str, Type); 8] = [
    ("string", Type::Text),
    ("anyURI", Type::Text),
    ("boolean", Type::Boolean),
    ("date", Type::Date),
    ("dateTime", Type::DateTime),
    ("integer", Type::Integer),
    ("int", Type::Integer),
    ("decimal", Type::Decimal),
];

const XSD: &str = "http://www.w3.org/2001/XMLSchema";

impl Schema {
    /// From a WSDL of ours: inline schemas, of named types with local elements or references to global ones.
    ///
    /// # Panics
    ///
    /// On anything else. The files are part of the program and each is compiled by a test.
    pub(super) fn compile(wsdl: &str) -> Self {
        let tree = read(wsdl, &Limits::default()).expect("the WSDL is well-formed");
        let types = tree.root().child("types").into_iter();
        let schemas: Vec<_> = types.flat_map(|t| t.children_named("schema")).collect();
        assert!(
            (1..=MOST_NAMESPACES).contains(&schemas.len()),
            "the WSDL has inline schemas"
        );
        let mut compiler = Compiler::new(&schemas);
        for (namespace, schema) in (0..).zip(&schemas) {
            compiler.namespace = namespace;
            for declared in declared_types(*schema) {
                let content = compiler.content(declared);
                let id = compiler.named(&target(*schema), &attribute(declared, "name"));
                compiler.types[usize::from(id)] = content;
            }
        }
        let mut globals = Vec::new();
        for (namespace, schema) in (0..).zip(&schemas) {
            compiler.namespace = namespace;
            for element in schema.children_named("element") {
                let kind = compiler.type_of(element);
                let name = attribute(element, "name").into();
                globals.push((name, Global { kind, namespace }));
            }
        }
        globals.sort_unstable();
        Self {
            namespaces: schemas.iter().map(|s| target(*s).into()).collect(),
            types: compiler.types,
            globals,
        }
    }

    pub(super) fn get(&self, id: TypeId) -> &Type {
        &self.types[usize::from(id)]
    }

    /// A global element.
    pub(super) fn global(&self, name: &str) -> Option<Global> {
        let found = self
            .globals
            .binary_search_by(|(known, _)| (**known).cmp(name));
        found.ok().map(|at| self.globals[at].1)
    }

    /// The names of the elements below one of type `root` in which an element called `name` may stand.
    pub(super) fn homes(&self, root: TypeId, name: &str) -> BTreeSet<&str> {
        let mut homes = BTreeSet::new();
        // Types do not contain themselves, so this comes to an end.
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            for child in self.children(id) {
                open.push(child.kind);
                if self
                    .children(child.kind)
                    .iter()
                    .any(|inner| *inner.name == *name)
                {
                    homes.insert(&*child.name);
                }
            }
        }
        homes
    }

    fn children(&self, id: TypeId) -> &[Child] {
        match self.get(id) {
            Type::Sequence(children) | Type::TextOr(children) => children,
            _ => &[],
        }
    }
}

struct Compiler<'t> {
    types: Vec<Type>,
    /// By namespace and name.
    ids: HashMap<(String, String), TypeId>,
    /// The global elements, to which others refer, with their namespaces' places.
    globals: HashMap<(String, String), (Element<'t>, u8)>,
    /// The place of the namespace of what is compiled.
    namespace: u8,
}

impl<'t> Compiler<'t> {
    /// Gives every named type its number first, so that types can name each other in any order.
    fn new(schemas: &[Element<'t>]) -> Self {
        let built_in = BUILT_IN.map(|(name, kind)| ((XSD.to_owned(), name.to_owned()), kind));
        let named = schemas.iter().flat_map(|schema| {
            let names = declared_types(*schema).map(|e| attribute(e, "name"));
            names.map(|name| ((target(*schema), name), Type::Text))
        });
        let (mut types, mut ids) = (Vec::new(), HashMap::new());
        for (name, kind) in built_in.into_iter().chain(named) {
            let id = TypeId::try_from(types.len()).expect("a schema has few types");
            assert!(ids.insert(name, id).is_none(), "type names are unique");
            types.push(kind);
        }
        let globals = (0..).zip(schemas).flat_map(|(namespace, schema)| {
            let elements = schema.children_named("element");
            elements.map(move |e| ((target(*schema), attribute(e, "name")), (e, namespace)))
        });
        Self {
            types,
            ids,
            globals: globals.collect(),
            namespace: 0,
        }
    }

    fn named(&self, namespace: &str, name: &str) -> TypeId {
        *self
            .ids
            .get(&(namespace.to_owned(), name.to_owned()))
            .unwrap_or_else(|| panic!("the schema names the unknown type {name}"))
    }

    /// The type of an element: named, or declared inside it.
    fn type_of(&mut self, element: Element<'_>) -> TypeId {
        if element.attribute("", "type").is_some() {
            let (namespace, name) = qualified(element, "type");
            return self.named(&namespace, &name);
        }
        let inline = element.child("complexType").expect("an element has a type");
        let content = self.content(inline);
        let id = TypeId::try_from(self.types.len()).expect("a schema has few types");
        self.types.push(content);
        id
    }

    /// An element of a sequence.
    fn child(&mut self, element: Element<'_>) -> Child {
        assert_eq!(element.local(), "element", "a sequence holds elements only");
        let says = |name: &str, word: &str| element.attribute("", name).is_some_and(|v| v == word);
        let (required, many) = (!says("minOccurs", "0"), says("maxOccurs", "unbounded"));
        let nillable = says("nillable", "true");
        let (name, kind, namespace) = if element.attribute("", "ref").is_some() {
            let found = self.globals.get(&qualified(element, "ref")).copied();
            let (global, namespace) = found.expect("what is referred to is there");
            (attribute(global, "name"), self.type_of(global), namespace)
        } else {
            let kind = self.type_of(element);
            (attribute(element, "name"), kind, self.namespace)
        };
        Child {
            name: name.into(),
            required,
            many,
            nillable,
            kind,
            namespace,
        }
    }

    fn content(&mut self, declared: Element<'_>) -> Type {
        if let Some(restriction) = declared.child("restriction") {
            let words = restriction
                .children_named("enumeration")
                .map(|e| attribute(e, "value").into());
            return Type::OneOf(words.collect());
        }
        let sequence = declared.child("sequence").into_iter();
        let elements: Vec<_> = sequence.flat_map(Element::children).collect();
        let children = elements.into_iter().map(|e| self.child(e)).collect();
        if declared
            .attribute("", "mixed")
            .is_some_and(|mixed| mixed == "true")
        {
            Type::TextOr(children)
        } else {
            Type::Sequence(children)
        }
    }
}

fn declared_types(schema: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    schema
        .children()
        .filter(|e| matches!(e.local(), "complexType" | "simpleType"))
}

fn target(schema: Element<'_>) -> String {
    attribute(schema, "targetNamespace")
}

/// The namespace and the local part of a qualified name.
fn qualified(element: Element<'_>, name: &str) -> (String, String) {
    let value = attribute(element, name);
    let (prefix, local) = value.split_once(':').unwrap_or(("", &value));
    let namespace = element.resolve(prefix).unwrap_or_default();
    (namespace.into_owned(), local.to_owned())
}

fn attribute(element: Element<'_>, name: &str) -> String {
    let value = element.attribute("", name);
    value
        .unwrap_or_else(|| panic!("{} has no {name}", element.path()))
        .into_owned()
}
