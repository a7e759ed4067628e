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

    /// One part of the rule.
    pub const fn part(self, name: &'static str) -> Self {
        Self {
            row: self.row,
            part: name,
        }
    }
}
