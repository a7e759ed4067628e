//! Numbered vendor rules ("quirks") as data.

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Our own reading, where the sources are silent.
    Inferred,
    /// Seen in real client or server code.
    Observed,
    /// The vendor's own documentation says so.
    Documented,
}

impl Evidence {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inferred => "inferred",
            Self::Observed => "observed",
            Self::Documented => "documented",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Inferred, Self::Observed, Self::Documented]
            .into_iter()
            .find(|e| e.as_str() == word)
    }
}

/// One claim of a rule. Rules whose evidence mixes have several parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Kebab-case name (`D2L-023/other-text`); empty for the rule itself.
    pub name: &'static str,
    /// What exactly is claimed.
    pub says: &'static str,
    /// How sure that is.
    pub evidence: Evidence,
}

/// Whether a rule can be switched, and how it stands without being told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// A switch, on unless switched off.
    On,
    /// A switch, off unless switched on.
    Off,
    /// Not a switch: it follows from how the double is built, or from a setting.
    Always,
}

/// How far the double follows a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Decided at one place in the code; `scenario` (a path below the project) shows it.
    Emulated {
        /// The scenario that fails when the rule is off.
        scenario: &'static str,
    },
    /// Part of the shape of the double; not a decision.
    Structural {
        /// Where it can be seen.
        shows: &'static str,
    },
    /// Not followed.
    NotEmulated {
        /// Why.
        reason: &'static str,
    },
}

/// One numbered rule of a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quirk {
    /// The id, for ever: `D2L-028`.
    pub id: &'static str,
    /// A sentence that names the behaviour.
    pub title: &'static str,
    /// What it does.
    pub what: &'static str,
    /// Why it matters to a SIS.
    pub why: &'static str,
    /// An example: what is sent, what happens.
    pub example: &'static str,
    /// Its claims with their evidence; the first is the rule itself.
    pub parts: &'static [Part],
    /// Where it is written: document and section.
    pub source: &'static str,
    /// Whether it is a switch.
    pub default: Default,
    /// What happens when it is off.
    pub off: &'static str,
    /// How far it is followed.
    pub status: Status,
}

impl Quirk {
    /// The evidence of one of its parts.
    pub fn evidence(&self, part: &str) -> Evidence {
        self.parts
            .iter()
            .find(|p| p.name == part)
            .unwrap_or(&self.parts[0])
            .evidence
    }
}

/// Names a rule, or a part of it, in code: `cx.quirk(D2L_023.part("other-text"))`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QuirkRef {
    /// Row in the vendor's table.
    pub row: u16,
    /// The part's name, or empty.
    pub part: &'static str,
}

impl QuirkRef {
    /// The rule in that row.
    pub const fn new(row: u16) -> Self {
        Self { row, part: "" }
    }

    /// The rule in that row; does not compile when the constant is named after another id.
    pub const fn named(row: usize, id: &str, constant: &str) -> Self {
        let (id, constant) = (id.as_bytes(), constant.as_bytes());
        assert!(id.len() == constant.len(), "constant and id differ");
        let mut at = 0;
        while at < id.len() {
            let as_constant = if id[at] == b'-' { b'_' } else { id[at] };
            assert!(as_constant == constant[at], "constant and id differ");
            at += 1;
        }
        Self::new(row as u16)
    }

    /// One part of the rule.
    pub const fn part(self, name: &'static str) -> Self {
        Self {
            row: self.row,
            part: name,
        }
    }
}

/// Writes one group of a vendor's rules: the table, and a [`QuirkRef`] constant for each row.
///
/// ```text
/// quirks! {
///     /// What the group is about.
///     PERSONS, rows from 0;
///
///     D2L_028 "D2L-028" {
///         title: "…", what: "…", why: "…", example: "…",
///         parts: [ Documented: "the rule itself", Inferred "other-text": "a part of it" ],
///         source: "…", default: On, off: "…",
///         status: Emulated { scenario: "tests/…" },
///     }
/// }
/// ```
macro_rules! quirks {
    (
        $(#[$about:meta])*
        $group:ident, rows from $first:expr;
        $(
            $name:ident $id:literal {
                title: $title:literal,
                what: $what:expr,
                why: $why:expr,
                example: $example:expr,
                parts: [ $( $evidence:ident $($part:literal)? : $says:expr ),+ $(,)? ],
                source: $source:expr,
                default: $default:ident,
                off: $off:expr,
                status: $status:ident { $field:ident : $how:expr },
            }
        )+
    ) => {
        #[allow(non_camel_case_types)]
        #[repr(u16)]
        enum Row { $( $name ),+ }

        $(#[$about])*
        pub const $group: &[$crate::engine::Quirk] = &[
            $( $crate::engine::Quirk {
                id: $id,
                title: $title,
                what: $what,
                why: $why,
                example: $example,
                parts: &[ $( $crate::engine::Part {
                    name: concat!($($part)?),
                    says: $says,
                    evidence: $crate::engine::Evidence::$evidence,
                } ),+ ],
                source: $source,
                default: $crate::engine::Default::$default,
                off: $off,
                status: $crate::engine::Status::$status { $field: $how },
            } ),+
        ];

        $(
            #[doc = concat!("`", $id, "`: ", $title, ".")]
            pub const $name: $crate::engine::QuirkRef =
                $crate::engine::QuirkRef::named($first + Row::$name as usize, $id, stringify!($name));
        )+
    };
}
pub(crate) use quirks;

/// Joins groups of rules into one table; does not compile when `N` is not their sum.
pub const fn join_quirks<const N: usize>(groups: &[&[Quirk]]) -> [Quirk; N] {
    let mut all = [groups[0][0]; N];
    let (mut group, mut next) = (0, 0);
    while group < groups.len() {
        let mut row = 0;
        while row < groups[group].len() {
            all[next] = groups[group][row];
            next += 1;
            row += 1;
        }
        group += 1;
    }
    assert!(next == N, "the groups have another number of rules");
    all
}
