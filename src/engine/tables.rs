//! Declaring a group of tables of a vendor's state.

/// Declares a struct of keyed tables that can be shown, seeded, asked for origins and restored as one.
///
/// Each field is a [`Table`](crate::store::Table) whose name in scenarios is the field's. Behind `=>` stand groupings (see
/// [`Table::grouped`](crate::store::Table::grouped)), in the order of their numbers.
macro_rules! tables {
    (
        $(#[doc = $about:literal])*
        $vis:vis struct $Name:ident {
            $(
                #[doc = $doc:literal]
                $field:ident: $Row:ty, $key:literal $( => $( $by:expr ),+ )? ;
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug)]
        #[allow(clippy::struct_field_names, reason = "tables are named as the vendor names them")]
        $vis struct $Name {
            $( #[doc = $doc] pub(crate) $field: $crate::store::Table<$Row>, )*
        }

        impl $Name {
            /// The tables, as scenarios name them.
            $vis const TABLES: &'static [$crate::engine::TableInfo] = &[
                $( $crate::engine::TableInfo {
                    name: stringify!($field),
                    key: $key,
                    about: $doc.trim_ascii(),
                    fields: <$Row as $crate::store::Row>::FIELDS,
                    log: false,
                }, )*
            ];

            /// All of them, empty.
            $vis fn new() -> Self {
                Self {
                    $( $field: $crate::store::Table::new(stringify!($field)) $( $( .grouped($by) )+ )?, )*
                }
            }

            /// Adds the tables as scenarios see them.
            $vis fn export(&self, out: &mut $crate::base::Value) {
                $( out.insert(stringify!($field), self.$field.show()); )*
            }

            /// Puts rows in as they stand in a seed.
            #[allow(dead_code, reason = "vendors whose rows depend on each other seed in a way of their own")]
            $vis fn seed(&mut self, cx: &mut $crate::engine::Cx<'_>, seed: &$crate::base::Value) {
                let origin = cx.origin();
                $(
                    if let Some($crate::base::Value::Map(rows)) = seed.get(stringify!($field)) {
                        for (key, value) in rows {
                            let row = <$Row as $crate::store::Row>::from_seed(value, &origin);
                            self.$field.put(&mut cx.tx, key, row);
                        }
                    }
                )*
            }

            /// Where a field came from; `None` also when the table is another group's.
            $vis fn origin(&self, table: &str, key: &str, field: &str) -> Option<$crate::store::Origin> {
                match table {
                    $( stringify!($field) => {
                        $crate::store::Row::origin(&**self.$field.get(key)?, field)
                    } )*
                    _ => None,
                }
            }

            /// Undoes one change; false when the table is another group's.
            $vis fn restore(&mut self, change: &$crate::store::Change) -> bool {
                match change.table {
                    $( stringify!($field) => self.$field.restore(change), )*
                    _ => return false,
                }
                true
            }
        }
    };
}
pub(crate) use tables;
