//! The published names of record fields, as scenarios use them.

/// What stands at a field path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A password or the like.
    Secret,
    /// Sub-fields with these names; any other name is a mistake.
    Map(&'static [FieldInfo]),
    /// Sub-fields named by the sender (extension fields, contact types): each value is a text.
    Open,
    /// A list of texts.
    Texts,
    /// A list of maps with these names.
    List(&'static [FieldInfo]),
}

/// One field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldInfo {
    /// The name in scenarios, such as `email`.
    pub name: &'static str,
    /// What stands there.
    pub shape: Shape,
    /// Where it comes from in a LIS message, under `personRecord` or its sister; in ES where it says so.
    pub source: &'static str,
    /// A shorthand repeats what another field says in full; `$exact` does not ask for it.
    pub shorthand: bool,
}

impl FieldInfo {
    /// The field that a dotted path leads to.
    pub fn find(table: &'static [FieldInfo], path: &str) -> Option<Shape> {
        let (head, rest) = path
            .split_once('.')
            .map_or((path, None), |(h, r)| (h, Some(r)));
        let field = table.iter().find(|f| f.name == head)?;
        match (field.shape, rest) {
            (shape, None) => Some(shape),
            (Shape::Map(inner), Some(rest)) => Self::find(inner, rest),
            (Shape::Open, Some(rest)) if !rest.is_empty() => Some(Shape::Text),
            (Shape::List(inner), Some(rest)) => {
                let (n, rest) = rest
                    .split_once('.')
                    .map_or((rest, None), |(h, r)| (h, Some(r)));
                n.parse::<usize>().ok()?;
                rest.map_or(Some(Shape::Map(inner)), |rest| Self::find(inner, rest))
            }
            _ => None,
        }
    }
}
