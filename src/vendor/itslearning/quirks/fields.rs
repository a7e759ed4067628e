//! Rules ITS-095 to ITS-103: the forms of extension fields, and the texts of profiles.

use super::{
    ANSWERS, EXTENSIONS, GROUPS, MEMBERSHIPS, PERSON_PAGE, PERSONS, PROFILE_PAGE, PROFILES, READS,
    SAMPLES, STACK, TRANSPORT,
};
use crate::engine::quirks;

quirks! {
    /// The forms of extension fields, and the texts of profiles.
    FIELDS, rows from TRANSPORT.len() + ANSWERS.len() + PERSONS.len() + MEMBERSHIPS.len() + GROUPS.len()
        + EXTENSIONS.len() + PROFILES.len() + READS.len();

    ITS_095 "ITS-095" {
        title: "fieldType is not needed and not looked at",
        what: "The samples write it as string, String, bool, Bool and date, leave it empty, or leave it out. Only \
            fieldName and fieldValue count.",
        why: "A wrong fieldType is not the reason when a field does not arrive; its name is.",
        example: "customstring2 without fieldType -> stored",
        parts: [
            Documented: "one printed field has none, and the fields of the e-mail account have empty ones",
            Inferred "everywhere": "it is ignored for every field; a page says so for HomeOrganisation only",
            Inferred "name-case": "fieldName is compared without regard to case; another spelling than the page's \
                leaves a finding",
        ],
        source: PERSON_PAGE,
        default: Always,
        off: "not a switch: fieldType is not read",
        status: Structural { shows: "tests/quirks/itslearning/ITS-095.yaml" },
    }

    ITS_096 "ITS-096" {
        title: "An extension field without fieldValue counts as empty",
        what: "A field that is named but has no fieldValue is treated as if the value were an empty text: it clears \
            what is stored.",
        why: "Two of the page's own fragments have no fieldValue. Pasted as they are, they delete.",
        example: "expires without fieldValue -> the account never expires",
        parts: [
            Inferred: "two fragments print a field without fieldValue, perhaps because an address was cut out of the \
                page",
        ],
        source: "itslearning developer site, Managing persons, the fragments on e-mail and cloud accounts",
        default: On,
        off: "a field without fieldValue is ignored",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-096.yaml" },
    }

    ITS_097 "ITS-097" {
        title: "IsExternalUser is read as Bool and True, on external users only",
        what: "The field appears with fieldType Bool and fieldValue True, with a capital T. People who are members of \
            the site do not have it at all.",
        why: "Test for the presence of the field, or read the value without regard to case; false never comes.",
        example: "readPerson of a person with is_external true -> IsExternalUser, Bool, True; of anybody else -> no \
            such field",
        parts: [
            Documented: "the printed answer of an external user",
            Inferred "others": "the other printed answer lacks the field",
        ],
        source: SAMPLES,
        default: Always,
        off: "not a switch: it is the form of the answers",
        status: Structural { shows: "tests/quirks/itslearning/ITS-097.yaml" },
    }

    ITS_098 "ITS-098" {
        title: "The six fields of an e-mail account are stored as they come",
        what: "emailserver/email, emailserver/userid, emailserver/userid/@password, emailserver/server, \
            emailserver/port and emailserver/type are taken one by one. Nothing checks whether they fit each other.",
        why: "The page's sample combines the type Imap with port 110, which is the port of POP3. It is accepted, and \
            mail cannot be fetched.",
        example: "emailserver/type Imap and emailserver/port 110 -> both stored",
        parts: [
            Documented: "the six names; the @ is part of one of them",
            Inferred "unchecked": "neither type nor port is checked",
        ],
        source: PERSON_PAGE,
        default: Always,
        off: "not a switch: the values are not looked at",
        status: Structural { shows: "tests/quirks/itslearning/ITS-098.yaml" },
    }

    ITS_099 "ITS-099" {
        title: "A person has one cloud account, and only GSuite is supported",
        what: "cloudaccount/login and cloudaccount/accounttype connect the account in the same moment, without the \
            person doing anything. The only type is GSuite.",
        why: "Accounts of other kinds cannot be connected ahead. The call succeeds all the same.",
        example: "accounttype Office365 -> success, nothing connected; a second GSuite login -> replaces the first",
        parts: [
            Documented: "the two sentences below the fragment",
            Inferred "other-type": "with another type both fields are ignored, with a finding",
            Inferred "second": "a second login replaces the first",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "any type is stored",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-099.yaml" },
    }

    ITS_100 "ITS-100" {
        title: "Headmasters exist only where the French calendar does",
        what: "frenchcalendarmanagement/isheadmaster takes true or false and makes the person a headmaster on the page \
            where events are approved. It counts only for customers with the French calendar (setting \
            french_calendar).",
        why: "Elsewhere the field is lost without a message.",
        example: "french_calendar: false, isheadmaster true -> success, is_headmaster false",
        parts: [
            Documented: "the field, its values and the restriction",
            Inferred "elsewhere": "where there is no French calendar the field is ignored",
            Inferred "other-text": "a text other than true and false is ignored",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "the field is stored on every site",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-100.yaml" },
    }

    ITS_101 "ITS-101" {
        title: "Extension elements without namespace have no effect",
        what: "All but one of the page's fragments stand without namespaces. Pasted so into a message, extension and \
            what is in it are elements that the server does not know. They are passed over, and the call succeeds.",
        why: "Nothing tells you that the fields never arrived. extension belongs to the namespace of person data, \
            everything below it to the common one. The double leaves a finding.",
        example: "<extension xmlns=\"\"> with privacyprotection 1 -> success, not protected, a finding",
        parts: [
            Inferred: "how the server's XML serializer works; no page says so",
            Documented "placement": "the one fragment with prefixes, for eckid, puts the elements into these \
                namespaces",
        ],
        source: STACK,
        default: On,
        off: "extension elements are found by their local names",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-101.yaml" },
    }

    ITS_102 "ITS-102" {
        title: "Any text can be a role, if a profile is mapped from it",
        what: "What an administrator writes into a profile's field Synchronisation – Map from profile can be sent as \
            institutionRoleType; the default table restricts nothing. A service description captured in 2017 allows 14 \
            words only, and a server built on it would answer others with a fault. The double takes any text; the \
            setting strict_role_enum gives the older behavior.",
        why: "A text like Teacher works where somebody has set it up, and makes students of everybody where nobody has \
            (ITS-080).",
        example: "profiles with Teachers mapped from Teacher, createPerson with Teacher -> profile Teachers; \
            strict_role_enum: true -> HTTP 500",
        parts: [
            Documented: "the section on customizing the mapping",
            Observed "enumeration": "the 14 words of the captured service description",
            Observed "free": "a client in production sends a role that is not among them",
            Inferred "case": "texts are compared exactly (setting role_case)",
        ],
        source: "itslearning developer site, How to assign profiles to users; the public WSDL captured from the test \
            server",
        default: Always,
        off: "not a switch: see the setting strict_role_enum",
        status: Structural { shows: "tests/quirks/itslearning/ITS-102.yaml" },
    }

    ITS_103 "ITS-103" {
        title: "Parents arrive as parents only while a profile is mapped from Carer",
        what: "The default table maps the non-standard role Carer to the profile Parent, but before parents are \
            imported one is told to check that the parent profile has Carer in its field. Where it has not, Carer is a \
            role without profile.",
        why: "A site that renamed or remapped its profiles turns parents into students. Import one parent first and \
            read back the role.",
        example: "setting profiles without Carer, createPerson with Carer -> success, profile Pupil",
        parts: [
            Documented: "the page's example",
            Inferred "sample": "a printed answer shows a parent with the role Guest; why is not known",
        ],
        source: PROFILE_PAGE,
        default: Always,
        off: "not a switch: it follows from ITS-080 and the setting profiles",
        status: Structural { shows: "tests/quirks/itslearning/ITS-103.yaml" },
    }
}
