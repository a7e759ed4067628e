//! Findings: irregularities of a message that do not stop it from being processed (unless the level says so).

use std::borrow::Cow;

/// What kind of rule a message bends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingClass {
    /// HTTP, SOAP or encoding irregularities.
    Protocol,
    /// The published schema would not accept it. Level `schema` refuses these.
    Schema,
    /// Legal, but probably not what the sender meant.
    Note,
}

/// One irregularity with its place in the request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable kebab-case name, such as `namespace-mismatch`.
    pub name: &'static str,
    /// What kind of rule is bent.
    pub class: FindingClass,
    /// Byte offset into the decoded body text; `None` when it is not about a place in the body.
    pub offset: Option<u32>,
    /// What was seen: a lowercase fragment.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub hint: Cow<'static, str>,
}

impl FindingClass {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Protocol => "protocol",
            Self::Schema => "schema",
            Self::Note => "note",
        }
    }
}

/// What there is to know about findings of one name.
#[derive(Debug)]
pub struct FindingInfo {
    /// The name.
    pub name: &'static str,
    /// What kind of rule is bent.
    pub class: FindingClass,
    /// What is seen then, in one line.
    pub about: &'static str,
}

const fn info(name: &'static str, class: FindingClass, about: &'static str) -> FindingInfo {
    FindingInfo { name, class, about }
}

/// Every finding there is.
pub const FINDINGS: &[FindingInfo] = &[
    info(
        "charset-conflict",
        FindingClass::Protocol,
        "Content-Type, XML declaration or byte order mark name different encodings",
    ),
    info(
        "content-type-mismatch",
        FindingClass::Protocol,
        "the Content-Type is not that of the envelope's SOAP version",
    ),
    info(
        "envelope-extra-child",
        FindingClass::Protocol,
        "the Envelope has a child besides Header and Body",
    ),
    info(
        "header-missing",
        FindingClass::Protocol,
        "the SOAP Header holds no IMS header block",
    ),
    info(
        "header-version",
        FindingClass::Protocol,
        "imsx_version is not V1.0",
    ),
    info(
        "message-identifier-missing",
        FindingClass::Protocol,
        "imsx_messageIdentifier is missing or empty",
    ),
    info(
        "must-understand-ignored",
        FindingClass::Protocol,
        "a header block that is marked mustUnderstand is not understood",
    ),
    info(
        "soap-action-mismatch",
        FindingClass::Protocol,
        "SOAPAction names another operation than the Body",
    ),
    info(
        "text-in-body",
        FindingClass::Protocol,
        "text stands directly in the Body",
    ),
    info(
        "two-payloads",
        FindingClass::Protocol,
        "the Body has several children; only the first is processed",
    ),
    info(
        "bad-value",
        FindingClass::Schema,
        "a value is not of its type, or not one of the allowed words",
    ),
    info(
        "element-order",
        FindingClass::Schema,
        "an element stands before one that must precede it",
    ),
    info(
        "missing-element",
        FindingClass::Schema,
        "an element that must be there is not",
    ),
    info(
        "namespace-mismatch",
        FindingClass::Schema,
        "elements are in a namespace that is not the service's",
    ),
    info(
        "nil-element",
        FindingClass::Schema,
        "an element is marked xsi:nil that must not be",
    ),
    info(
        "repeated-element",
        FindingClass::Schema,
        "an element stands more often than allowed",
    ),
    info(
        "text-in-element-content",
        FindingClass::Schema,
        "text stands where only elements belong",
    ),
    info(
        "unexpected-attribute",
        FindingClass::Schema,
        "an attribute that the schema does not know",
    ),
    info(
        "unknown-element",
        FindingClass::Schema,
        "an element that the schema does not know at this place",
    ),
    info(
        "unqualified-element",
        FindingClass::Schema,
        "elements are in no namespace",
    ),
    info(
        "academic-session-in-section",
        FindingClass::Note,
        "a course section has an academicSession, which the public draft does not know there",
    ),
    info(
        "association-type",
        FindingClass::Note,
        "a section association record has a type, which no version of the schema knows",
    ),
    info(
        "bad-expiry-date",
        FindingClass::Note,
        "the extension field expires holds no date",
    ),
    info(
        "empty-role-type",
        FindingClass::Note,
        "institutionRoleType is empty, which gives a default profile",
    ),
    info(
        "field-name-case",
        FindingClass::Note,
        "an extension field is spelled in another letter case than documented",
    ),
    info(
        "large-batch",
        FindingClass::Note,
        "a call carries more items than the vendor recommends",
    ),
    info(
        "long-custom-field",
        FindingClass::Note,
        "a custom field is longer than what is stored",
    ),
    info(
        "long-sync-key",
        FindingClass::Note,
        "a sync key is longer than the shortest documented limit",
    ),
    info(
        "replace-incomplete",
        FindingClass::Note,
        "a replace lacks mandatory fields",
    ),
    info(
        "several-id-sets",
        FindingClass::Note,
        "a call holds several sourcedIdSet elements; only one is looked at",
    ),
    info(
        "extension-without-vocabulary",
        FindingClass::Note,
        "an extension does not name its vocabularies",
    ),
    info(
        "role-type-unnamed",
        FindingClass::Note,
        "enterpriserolesType has no instanceName",
    ),
    info(
        "several-extensions",
        FindingClass::Note,
        "a record has more than one extension",
    ),
    info(
        "several-user-ids",
        FindingClass::Note,
        "roles hold more than one userId; receivers differ in which one they take",
    ),
    info(
        "cloud-account-type",
        FindingClass::Note,
        "an extension names a type of cloud account that cannot be connected",
    ),
    info(
        "keys-differ-by-case",
        FindingClass::Note,
        "a key differs from another one by letter case only",
    ),
    info(
        "many-under-way",
        FindingClass::Note,
        "more operations are under way at a time than the vendor recommends",
    ),
    info(
        "relation-not-written",
        FindingClass::Note,
        "a relationship of a kind that can only be read",
    ),
    info(
        "unknown-extension-field",
        FindingClass::Note,
        "an extension field has a name that this vendor does not know",
    ),
    info(
        "ids-differ",
        FindingClass::Note,
        "the sourcedId outside the record is not the one inside",
    ),
    info(
        "padded-value",
        FindingClass::Note,
        "a value has blanks before or behind it",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::FINDINGS;

    /// The kebab-case texts of source files that make findings, test modules and this file left out.
    fn made(folder: &Path, out: &mut BTreeSet<String>) {
        let text_of = regex::Regex::new(r#""([a-z]+(?:-[a-z]+)+)""#).expect("it is a pattern");
        let noted = regex::Regex::new(r#"cx\.note\(\s*"([a-z-]+)""#).expect("it is a pattern");
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                made(&path, out);
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            out.extend(noted.captures_iter(&text).map(|c| c[1].to_owned()));
            let makes = text.contains("Finding {") || text.contains("FindingClass::Schema,");
            if name.ends_with("tests.rs") || name == "finding.rs" || !makes {
                continue;
            }
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            out.extend(text_of.captures_iter(code).map(|c| c[1].to_owned()));
        }
    }

    #[test]
    fn every_finding_that_is_made_is_listed_and_the_other_way_round() {
        let mut found = BTreeSet::new();
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for folder in ["engine", "soap", "standard", "vendor", "xml"] {
            made(&src.join(folder), &mut found);
        }
        // Other words with hyphens in the same files.
        found.retain(|word| !["content-type", "utf-8"].contains(&&**word));
        let listed: BTreeSet<String> = FINDINGS.iter().map(|f| f.name.to_owned()).collect();
        assert_eq!(found, listed);
        assert_eq!(listed.len(), FINDINGS.len(), "a name stands there twice");
    }
}
