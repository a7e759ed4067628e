//! Ids of results: `SISOrgUnitId|IMOrgUnitMappingId|GradeType|Status|SISUserId`.

use crate::vendor::brightspace::state::Grade;

/// What a grade can be; the pages name these and hint at more.
pub(super) const GRADE_TYPES: [&str; 2] = ["FinalCalculated", "FinalAdjusted"];

/// The status that takes in grades that are not released.
pub(super) const ALL: &str = "All";
const RELEASED: &str = "Released";

/// The parts of an id. The number of the mapping is there to be sent back and decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ResultId<'i> {
    pub(super) section: &'i str,
    pub(super) mapping: &'i str,
    pub(super) grade_type: &'i str,
    pub(super) all: bool,
    pub(super) user: &'i str,
}

impl<'i> ResultId<'i> {
    /// `None` when it is malformed.
    pub(super) fn parse(text: &'i str) -> Option<Self> {
        let parts: Vec<_> = text.split('|').map(str::trim).collect();
        let [section, mapping, grade_type, status, user] = parts[..] else {
            return None;
        };
        let filled = [section, mapping, grade_type, user];
        if filled.iter().any(|part| part.is_empty()) {
            return None;
        }
        let all = match status {
            ALL => true,
            RELEASED => false,
            _ => return None,
        };
        Some(Self {
            section,
            mapping,
            grade_type,
            all,
            user,
        })
    }
}

/// The id of a grade.
pub(super) fn of(section: &str, number: u64, grade: &Grade, all: bool) -> String {
    let grade_type = grade.grade_type.text().unwrap_or(GRADE_TYPES[0]);
    let status = if all { ALL } else { RELEASED };
    let user = grade.user.text().unwrap_or("");
    format!("{section}|{number}|{grade_type}|{status}|{user}")
}

#[cfg(test)]
mod tests {
    use super::ResultId;

    #[test]
    fn an_id_has_five_parts() {
        let id = ResultId::parse("GEO-1|41|FinalCalculated|All|P-1").unwrap();
        assert_eq!(
            (id.section, id.grade_type, id.all, id.user),
            ("GEO-1", "FinalCalculated", true, "P-1")
        );
        for broken in [
            "",
            "GEO-1",
            "GEO-1|41|FinalCalculated|Released",
            "GEO-1|41|FinalCalculated|Released|P-1|x",
            "GEO-1||FinalCalculated|Released|P-1",
            "GEO-1|41|FinalCalculated|Sometimes|P-1",
        ] {
            assert_eq!(ResultId::parse(broken), None, "{broken}");
        }
    }
}
