//! Rules D2L-014 to D2L-019 about the person record: how it is read.

use super::PROTOCOL;
use crate::engine::quirks;

const PMS: &str = "Brightspace Community, The Person Management Service (PMS), kb 23829";

quirks! {
    /// How a person record is read.
    PERSON_RECORDS, rows from PROTOCOL.len();

    D2L_014 "D2L-014" {
        title: "An agent behind roles is not honoured",
        what: "agent elements count only when they stand before roles in person. Behind roles they are passed over \
            without a word, and the call succeeds.",
        why: "Parents or auditors are missing although every message was answered with success. Keep the order of the \
            schema when you build the XML.",
        example: "agent P-9 before roles -> relationship; the same agent after roles -> success, no relationship",
        parts: [
            Documented: "the page on auditors says that the order is needed",
        ],
        source: "D2L documentation, Auditor-auditee relationships (IPSIS administration, 2019-12)",
        default: On,
        off: "the order does not matter",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-014.yaml" },
    }

    D2L_015 "D2L-015" {
        title: "The printed replacePerson sample is not well-formed XML",
        what: "In the vendor's sample one closing instanceVocabulary tag has a stray colon, and the fragments for \
            agent and extension stand behind the Envelope. Pasted as it is, it cannot be read: the answer is a fault, \
            never a LIS status.",
        why: "If your first test message is the sample, the fault is the sample's, not yours.",
        example: "a tag closed as <:/ims:instanceVocabulary> -> HTTP error with a SOAP fault, no state change",
        parts: [
            Documented: "the sample as printed",
            Inferred "fault": "the form of the answer to it",
        ],
        source: PMS,
        default: Always,
        off: "not a switch: the XML reader refuses what is not well-formed",
        status: Structural { shows: "tests/quirks/brightspace/D2L-015.yaml" },
    }

    D2L_016 "D2L-016" {
        title: "Parts that the schema requires may be left out",
        what: "The samples leave out what the draft schema asks for (vocabularies of extensions, agentType, \
            instanceName in enterpriserolesType) and work. The double accepts such messages.",
        why: "Validating against the published schema before sending is stricter than the receiver is; other \
            receivers may be less forgiving.",
        example: "agent without agentType -> the relationship is made",
        parts: [
            Documented: "the printed samples, held against the published schema",
        ],
        source: "Brightspace Community, The Person Management Service (PMS), kb 23829, held against the IMS LIS 2.0 \
            public draft",
        default: Always,
        off: "not a switch: nothing in the double asks for these parts",
        status: Structural { shows: "tests/quirks/brightspace/D2L-016.yaml" },
    }

    D2L_017 "D2L-017" {
        title: "primaryroletype understands 1 and 0 as well as true and false",
        what: "primaryroletype is an XML boolean: 1 and true mark the primary role, 0 and false do not. The field \
            table says true, the sample sends 1.",
        why: "Either spelling works; anything else marks nothing.",
        example: "Faculty with primaryroletype 0 and Student with 1 -> role Learner (from Student)",
        parts: [
            Documented: "both spellings appear on the page",
        ],
        source: PMS,
        default: Always,
        off: "not a switch: xs:boolean has both spellings",
        status: Structural { shows: "tests/quirks/brightspace/D2L-017.yaml" },
    }

    D2L_018 "D2L-018" {
        title: "Given counts as first name, Family and Surname count as last name",
        what: "The first name is the part called First or Given, the last name the part called Last, Family or Surname. \
            The part's instanceName decides.",
        why: "There is no need to rename the parts your system exports, but do not send two spellings of one part.",
        example: "Given Ada and Surname Byron -> legal_first_name Ada, legal_last_name Byron",
        parts: [
            Documented: "the field table lists the five words",
        ],
        source: PMS,
        default: On,
        off: "only First and Last are known",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-018.yaml" },
    }

    D2L_019 "D2L-019" {
        title: "A formatted full name does not replace first and last name",
        what: "The field table maps the full name to person.name.formname, a path that cannot exist: formname stands \
            beside name. The double does not read formname for names, so a record with formname alone lacks both.",
        why: "A system that keeps one display name must split it before it sends.",
        example: "formname Ada Byron and no name parts -> failure/status/invaliddata",
        parts: [
            Inferred: "formname is not read for the required names",
            Documented "path": "the path as the field table has it",
        ],
        source: PMS,
        default: Always,
        off: "not a switch: first and last name have their own fields",
        status: Structural { shows: "tests/quirks/brightspace/D2L-019.yaml" },
    }
}
