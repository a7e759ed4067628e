//! Rules ITS-088 to ITS-094: what a person needs, how long it may be, and what a read gives back.

use super::{
    ANSWERS, EXTENSIONS, GROUPS, MEMBERSHIPS, PERSON_PAGE, PERSONS, PROFILES, SAMPLES, TRANSPORT,
};
use crate::engine::quirks;

quirks! {
    /// Mandatory fields, lengths, and the form of what is read.
    READS, rows from TRANSPORT.len() + ANSWERS.len() + PERSONS.len() + MEMBERSHIPS.len() + GROUPS.len()
        + EXTENSIONS.len() + PROFILES.len();

    ITS_088 "ITS-088" {
        title: "A person needs a key, two names and a role, nothing else",
        what: "Mandatory are the sync key, first name, last name and institutionRoleType. A user name, an e-mail \
            address or a birth date is not needed.",
        why: "These four are the smallest record that arrives. Everything that is refused for a missing field is about \
            one of them.",
        example: "createPerson with key, First, Last and Student -> success",
        parts: [
            Documented: "the table of fields",
            Inferred "when": "the fields are demanded when the call would create the person, and of every replace",
            Inferred "nick": "one page calls the nickname required; it is not",
        ],
        source: PERSON_PAGE,
        default: Always,
        off: "not a switch: ITS-031 and ITS-032 decide about names and key, the setting missing_role_on_create about \
            the role",
        status: Structural { shows: "tests/quirks/itslearning/ITS-088.yaml" },
    }

    ITS_089 "ITS-089" {
        title: "Texts have documented lengths, but nobody says what happens beyond them",
        what: "Prefix and nickname hold 32 characters, first and last name 64, postcode 10, custom strings 255, \
            anonymousid 64, titles of groups 64. What happens to a longer text is not known: the double refuses the \
            object; with overlong_value: truncate it cuts the text. Keys are documented with 64 characters on some \
            pages and with 255 on others; the settings max_sync_key_person, max_sync_key_group and \
            max_sync_key_membership take the larger number, and a key over 64 leaves a finding.",
        why: "Cut names and titles yourself, and keep keys at 64 characters or less.",
        example: "prefix of 33 characters -> failure with overflowfail; with overlong_value: truncate, 32 characters \
            are stored",
        parts: [
            Documented: "the lengths of prefix, postcode and custom strings; names and nickname on another page",
            Inferred "reaction": "refused rather than cut, because clients that are used in production cut names and \
                titles themselves",
            Inferred "code": "the minor code is overflowfail",
            Observed "texts": "a client cuts long descriptions of groups at 256 and full ones at 2048 characters",
        ],
        source: "itslearning developer site, Managing persons, Users and Hierarchies; a public TypeScript client",
        default: Always,
        off: "not a switch: see the setting overlong_value",
        status: Structural { shows: "tests/quirks/itslearning/ITS-089.yaml" },
    }

    ITS_090 "ITS-090" {
        title: "Name parts are called First, Last, Nick and Prefix on the wire",
        what: "The page's table of fields speaks of FirstName and LastName. Those are labels: in namePartType only \
            First, Last, Nick and Prefix count. A part of another type is passed over.",
        why: "A client built from the table alone is told that the last name is missing, although it was sent.",
        example: "namePartType LastName -> failure, Missing field: 'LastName'",
        parts: [
            Documented: "the four values in the printed samples",
            Inferred "passed-over": "another type of part is passed over, not refused",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "FirstName and LastName count as First and Last",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-090.yaml" },
    }

    ITS_091 "ITS-091" {
        title: "A read writes out empty fields",
        what: "Even when there is nothing in them, a read has the part Nick, URL, extadd, locality, postcode and \
            street, and tel of the types Voice and Mobile, all as empty elements. bday is left out when unknown, \
            extension when it would be empty. A prefix is not shown.",
        why: "An empty element here means unknown. Written back as it is, it clears what somebody else has filled in \
            since.",
        example: "readPerson of a person with the mandatory fields only -> URL, four address elements and two \
            telephone numbers, all empty",
        parts: [
            Documented: "the two printed answers",
            Observed "extension": "a recorded answer in a public client has no extension",
            Inferred "email": "email and userIdValue are empty elements as well when there is no value",
            Inferred "url": "URL is always empty; nothing is stored for it",
        ],
        source: SAMPLES,
        default: On,
        off: "fields without value are left out",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-091.yaml" },
    }

    ITS_092 "ITS-092" {
        title: "Every element of a read is in the namespace of its schema",
        what: "person is in the person message namespace, name, address, tel and extension are in that of person data, \
            and email, URL, userIdValue and what is inside extension are in the common one. No prefixes are used; each \
            change of namespace is declared where it happens. formatName is nil.",
        why: "A parser that takes one namespace for the whole body finds half of the fields. Declarations move about; \
            compare namespaces, not text.",
        example: "readPerson -> {imsPersonManMessSchema_v1p0}person, {imsPersonManDataSchema_v1p0}name, \
            {imsCommonSchema_v1p0}email",
        parts: [
            Documented: "both printed answers",
        ],
        source: SAMPLES,
        default: Always,
        off: "not a switch: it is the form of the answers",
        status: Structural { shows: "the codec of persons, src/standard/es/person_encode.rs" },
    }

    ITS_093 "ITS-093" {
        title: "A read gives the role of the profile, not the profile's name",
        what: "institutionRoleType of a read is the text that the person's profile is mapped from, and primaryRoleType \
            is true. There is one institutionRole, however many were sent.",
        why: "On a site with its own mapping you read back another word than you sent. Compare with the mapping, not \
            with your export.",
        example: "a person with profile Pupil -> institutionRoleType Student, primaryRoleType true",
        parts: [
            Documented: "the printed answers have Student and Guest",
            Inferred "unmapped": "a profile without a mapping, or a deleted one, is read as the role of the default \
                profile (ITS-080)",
        ],
        source: SAMPLES,
        default: On,
        off: "the name of the profile is returned",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-093.yaml" },
    }

    ITS_094 "ITS-094" {
        title: "Relatives are read with the word for what they are to the person",
        what: "relation Child names a child of the person who is read, relation Parent one of the parents. Both kinds \
            are returned although only children can be written. There is no label.",
        why: "Links arrive at both ends. Storing both makes each of them twice.",
        example: "G-12 is the parent of Maj, S-31 is her child; reading Maj -> Child S-31, Parent G-12",
        parts: [
            Documented: "the printed answer of a person with one of each",
            Inferred "order": "children first, then parents, each in the order of their keys",
        ],
        source: SAMPLES,
        default: Always,
        off: "not a switch: it is the form of the answers",
        status: Structural { shows: "tests/quirks/itslearning/ITS-094.yaml" },
    }
}
