//! Rules ITS-070 to ITS-079: what itslearning adds to persons.

use super::{ANSWERS, GROUPS, MEMBERSHIPS, PERSON_PAGE, PERSONS, RELATIONSHIP_PAGE, TRANSPORT};
use crate::engine::quirks;

quirks! {
    /// Extension fields and relationships of persons.
    EXTENSIONS, rows from TRANSPORT.len() + ANSWERS.len() + PERSONS.len() + MEMBERSHIPS.len() + GROUPS.len();

    ITS_070 "ITS-070" {
        title: "Privacy protection is 1, or anything else, or left alone",
        what: "The extension field privacyprotection has three cases, the same for create, update and replace: left \
            out, the stored value stays; exactly 1 sets it; any other value clears it. The word true is such another \
            value.",
        why: "A system that writes booleans as true takes the protection away from everybody it was meant for. A \
            replace that leaves the field out, on the other hand, is harmless.",
        example: "privacyprotection 1 -> protected; then true -> not protected; 1 again, then replacePerson without \
            the field -> protected",
        parts: [
            Documented: "three sentences on the page, each about create, update and replace",
            Inferred "empty": "an empty or missing fieldValue is another value, too",
            Inferred "new": "a person who is created without the field is not protected",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "true sets it as well as 1, and a replace without the field clears it",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-070.yaml" },
    }

    ITS_071 "ITS-071" {
        title: "Custom strings are numbered from 0, and nationalidentitynumber is the first",
        what: "customstring0 fills CustomString1 and so on to customstring4 and CustomString5. nationalidentitynumber \
            is another name of customstring0.",
        why: "What you send as customstring1 shows up in the second field. A national number and a value in \
            customstring0 overwrite each other.",
        example: "customstring1 LOCKER-9 -> custom_string_2 LOCKER-9; nationalidentitynumber NID-0031 -> \
            custom_string_1",
        parts: [
            Documented: "the printed fragment with its comments",
            Inferred "both": "when both names of the first field are sent, the later one in the message counts",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "customstring1 fills CustomString1, and nationalidentitynumber fills nothing",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-071.yaml" },
    }

    ITS_072 "ITS-072" {
        title: "eckid and digiDeliveryId count only in create and update, and only where they are enabled",
        what: "Both ids are taken from createPerson, createPersons, updatePerson and updatePersons. A replace does not \
            take them. The customer must have Enable Eck id support or Enable DigiDeliveryId support switched on \
            (settings eck_id and digi_delivery_id).",
        why: "A system that only replaces never gets the ids across, and no answer says so.",
        example: "eck_id: true, replacePerson with eckid https://ketenid.example/7f -> success, nothing stored; \
            updatePerson with it -> stored",
        parts: [
            Documented: "the verbs and the two customer settings",
            Inferred "ignored": "where it does not count the field is ignored and the call succeeds",
            Inferred "replace": "a replace leaves stored ids alone",
            Inferred "trim": "blanks and line ends around the value are dropped; the sample prints it on a line of its \
                own",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "replacePerson takes both ids, too",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-072.yaml" },
    }

    ITS_073 "ITS-073" {
        title: "An anonymous id belongs to one person, whatever its letter case",
        what: "anonymousid, such as an examination candidate's number, is at most 64 characters long and must be \
            unique; Ab1 and aB1 are the same.",
        why: "Ids that differ by case only look unique to many databases and are not here.",
        example: "S-31 has anonymousid Ab1; createPerson S-32 with aB1 -> failure, no person",
        parts: [
            Documented: "unique, compared without regard to case, at most 64",
            Inferred "status": "failure with invaliddata",
            Inferred "site": "unique within the site",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "several persons may have the same anonymous id",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-073.yaml" },
    }

    ITS_074 "ITS-074" {
        title: "An empty expires means that the account never expires",
        what: "The extension field expires takes a date as YYYY-MM-DD. Sent empty, it removes the date. Left out of an \
            update, it changes nothing.",
        why: "An export that writes the field empty for unknown dates turns accounts that should end into permanent \
            ones.",
        example: "expires 2027-07-31 -> that date; then expires empty -> none",
        parts: [
            Documented: "a date, or empty for never",
            Inferred "left-out": "an update without the field keeps the date",
            Inferred "no-date": "a text that is no date is refused with invaliddata",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "an empty expires keeps the stored date",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-074.yaml" },
    }

    ITS_075 "ITS-075" {
        title: "MustChangeOnNextLogin turns into Allowed by itself",
        what: "passwordchange takes Allowed, NotAllowed or MustChangeOnNextLogin. The last one becomes Allowed with \
            the first login that succeeds. It all counts only where the site lets people have passwords (setting \
            allow_passwords).",
        why: "Sending MustChangeOnNextLogin with every message makes people change their password again and again. The \
            page explains Not Allowed with a blank; the value has none.",
        example: "passwordchange MustChangeOnNextLogin; admin step log_in of that person -> password_change Allowed",
        parts: [
            Documented: "the three values, the change after the first login, and the restriction to sites with \
                passwords",
            Observed "sent": "a client in production sends NotAllowed with every create",
            Inferred "other-text": "any other text is ignored",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "the value stays MustChangeOnNextLogin after a login",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-075.yaml" },
    }

    ITS_076 "ITS-076" {
        title: "IsExternalUser can be read but not set",
        what: "The field is returned for people who are not members of the site and came in through a community \
            course. In a create, update or replace it is ignored.",
        why: "Writing back what you have read is harmless here, and useless.",
        example: "createPerson with IsExternalUser True -> success, a read has no such field",
        parts: [
            Documented: "it can only be returned",
            Inferred "ignored": "sending it is no error",
        ],
        source: PERSON_PAGE,
        default: On,
        off: "the field is stored as it is sent",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-076.yaml" },
    }

    ITS_077 "ITS-077" {
        title: "Only children can be linked, and unknown ones are skipped",
        what: "A person's extension may hold relationship elements with relation Child and the child's key. create and \
            update add to the links that exist; a replace with at least one removes all and sets those that it has. A \
            child whom nobody knows is skipped, the others are linked.",
        why: "Send children before their parents, and look at the warnings: skipped links are not made up for later. \
            Links cannot be taken away by an update.",
        example: "createPerson G-12 with children S-31, S-32 and S-404, the last unknown -> linked to S-31 and S-32",
        parts: [
            Documented: "relation Child only, what each verb does, and that unknown children are skipped",
            Inferred "status": "success with a warning when a child was skipped",
            Inferred "other-relation": "any other relation is ignored, with a finding",
            Inferred "replace-none": "a replace without any relationship keeps the links",
        ],
        source: RELATIONSHIP_PAGE,
        default: On,
        off: "an unknown child makes the whole person fail with unknownobject",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-077.yaml" },
    }

    ITS_078 "ITS-078" {
        title: "With the parent portal switched off, children are not linked but the person is stored",
        what: "Links need the site's parent portal (setting parent_portal). Where it is off, the person is written, \
            the links are not, and the status is a warning: Parent portal is disabled for the customer, a new Child \
            relationship could not be created.",
        why: "The call is a success. A client that ignores warnings never finds out why parents see nothing.",
        example: "parent_portal: false, createPerson G-12 with a child -> success/warning with that text; the person \
            exists, no link",
        parts: [
            Documented: "the text, the site's setting, and that reads return no links either",
            Inferred "update": "the same for update and replace",
        ],
        source: RELATIONSHIP_PAGE,
        default: On,
        off: "children are linked whether the portal is on or not",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-078.yaml" },
    }

    ITS_079 "ITS-079" {
        title: "A relative without key is read with an empty sourceId",
        what: "When a parent or child was made by hand and has no key, the relationship is returned all the same, with \
            nothing in sourceId.",
        why: "An empty id in a list of relatives is not a mistake of your parser, and not an id either.",
        example: "an administrator links S-31 to a hand-made parent; readPerson S-31 -> relation Parent with an empty \
            sourceId",
        parts: [
            Documented: "the page on relationships",
        ],
        source: RELATIONSHIP_PAGE,
        default: On,
        off: "relatives without key are left out",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-079.yaml" },
    }
}
