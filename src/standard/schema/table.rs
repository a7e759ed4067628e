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
    pub(super) kind: TypeId,
}

/// All of a schema that matters for judging.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) namespace: Box<str>,
    types: Vec<Type>,
    /// The global elements, sorted by name.
    globals: Vec<(Box<str>, TypeId)>,
}

/// The built-in types that our schemas use; their position is their [`TypeId`].
const BUILT_IN: [(&str, Type); 7] = [
    ("xs:string", Type::Text),
    ("xs:anyURI", Type::Text),
    ("xs:boolean", Type::Boolean),
    ("xs:date", Type::Date),
    ("xs:dateTime", Type::DateTime),
    ("xs:integer", Type::Integer),
    ("xs:decimal", Type::Decimal),
];

impl Schema {
    /// From a WSDL of ours: one inline schema, of named types with local elements.
    ///
    /// # Panics
    ///
    /// On anything else. The files are part of the program and each is compiled by a test.
    pub(super) fn compile(wsdl: &str) -> Self {
        let tree = read(wsdl, &Limits::default()).expect("the WSDL is well-formed");
        let schema = tree
            .root()
            .child("types")
            .and_then(|t| t.child("schema"))
            .expect("the WSDL has an inline schema");
        let mut compiler = Compiler::new(schema);
        for declared in schema
            .children()
            .filter(|e| matches!(e.local(), "complexType" | "simpleType"))
        {
            let content = compiler.content(declared);
            let id = compiler.named(&format!("tns:{}", attribute(declared, "name")));
            compiler.types[usize::from(id)] = content;
        }
        let mut globals: Vec<_> = schema
            .children_named("element")
            .map(|element| (attribute(element, "name").into(), compiler.type_of(element)))
            .collect();
        globals.sort_unstable();
        Self {
            namespace: attribute(schema, "targetNamespace").into(),
            types: compiler.types,
            globals,
        }
    }

    pub(super) fn get(&self, id: TypeId) -> &Type {
        &self.types[usize::from(id)]
    }

    /// The type of a global element.
    pub(super) fn global(&self, name: &str) -> Option<TypeId> {
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

struct Compiler {
    types: Vec<Type>,
    ids: HashMap<String, TypeId>,
}

impl Compiler {
    /// Gives every named type its number first, so that types can name each other in any order.
    fn new(schema: Element<'_>) -> Self {
        let named = schema
            .children()
            .filter(|e| matches!(e.local(), "complexType" | "simpleType"))
            .map(|e| (format!("tns:{}", attribute(e, "name")), Type::Text));
        let (mut types, mut ids) = (Vec::new(), HashMap::new());
        for (name, kind) in BUILT_IN
            .map(|(name, kind)| (name.to_owned(), kind))
            .into_iter()
            .chain(named)
        {
            let id = TypeId::try_from(types.len()).expect("a schema has few types");
            assert!(ids.insert(name, id).is_none(), "type names are unique");
            types.push(kind);
        }
        Self { types, ids }
    }

    fn named(&self, name: &str) -> TypeId {
        *self
            .ids
            .get(name)
            .unwrap_or_else(|| panic!("the schema names the unknown type {name}"))
    }

    /// The type of an element: named, or declared inside it.
    fn type_of(&mut self, element: Element<'_>) -> TypeId {
        if let Some(name) = element.attribute("", "type") {
            return self.named(&name);
        }
        let inline = element.child("complexType").expect("an element has a type");
        let content = self.content(inline);
        let id = TypeId::try_from(self.types.len()).expect("a schema has few types");
        self.types.push(content);
        id
    }

    fn content(&mut self, declared: Element<'_>) -> Type {
        if let Some(restriction) = declared.child("restriction") {
            let words = restriction
                .children_named("enumeration")
                .map(|e| attribute(e, "value").into());
            return Type::OneOf(words.collect());
        }
        let sequence = declared.child("sequence").into_iter();
        let children = sequence
            .flat_map(Element::children)
            .map(|element| {
                assert_eq!(element.local(), "element", "a sequence holds elements only");
                Child {
                    name: attribute(element, "name").into(),
                    required: element
                        .attribute("", "minOccurs")
                        .is_none_or(|min| min != "0"),
                    many: element
                        .attribute("", "maxOccurs")
                        .is_some_and(|max| max == "unbounded"),
                    kind: self.type_of(element),
                }
            })
            .collect();
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

fn attribute(element: Element<'_>, name: &str) -> String {
    let value = element.attribute("", name);
    value
        .unwrap_or_else(|| panic!("{} has no {name}", element.path()))
        .into_owned()
}
