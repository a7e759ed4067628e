//! Rules ITS-025 to ITS-044: creating, changing, deleting and reading persons.

use super::{ANSWERS, JOBS, TRANSPORT};
use crate::engine::quirks;

quirks! {
    /// Persons.
    PERSONS, rows from TRANSPORT.len() + ANSWERS.len();

    ITS_025 "ITS-025" {
        title: "createPerson with a key that exists updates the person",
        what: "A create never fails because the object is there already. It changes the person that has the key, as an \
            update would.",
        why: "Sending creates for everybody is a way to synchronize. It also means that a key used twice by mistake \
            merges two people without an error.",
        example: "createPerson P-1001 named Holt, then named Malmros -> one person, last name Malmros",
        parts: [
            Documented: "the pages of createPerson and createPersons",
            Inferred "severity": "the status says success with a warning; the setting create_existing_severity can \
                make it a plain success",
            Inferred "merge": "elements that are left out stay as they are, as with updatePerson",
        ],
        source: "itslearning developer site, createPerson and createPersons",
        default: On,
        off: "a create for a key that exists is refused with failure and idallocinusefail",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-025.yaml" },
    }

    ITS_026 "ITS-026" {
        title: "updatePerson with an unknown key creates the person",
        what: "An update for a key that nobody has is carried out as a create. The mandatory fields must then be \
            there.",
        why: "A mistyped key does not fail: it makes a second account. Watch for the warning.",
        example: "updatePerson P-2002 with all mandatory fields, P-2002 unknown -> success/warning, and the person \
            exists",
        parts: [
            Documented: "the page of updatePerson",
            Inferred "status": "warning and text are those of ITS-027",
            Inferred "mandatory": "an update that lacks a mandatory field is refused when it would have to create \
                (ITS-031)",
        ],
        source: "itslearning developer site, updatePerson",
        default: On,
        off: "an update for an unknown key is refused with failure and unknownobject",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-026.yaml" },
    }

    ITS_027 "ITS-027" {
        title: "replacePerson with an unknown key creates the person and says so",
        what: "A replace for a key that nobody has inserts the person. The description is: Object did not exist, has \
            been inserted instead.",
        why: "The text is the only sign that your idea of what exists differs from the server's.",
        example: "replacePerson P-3003, unknown -> success/warning with that text, and the person exists",
        parts: [
            Documented: "the text of the description",
            Inferred "severity": "warning; the printed status is cut off",
        ],
        source: "itslearning developer site, replacePerson",
        default: On,
        off: "a replace for an unknown key is refused with failure and unknownobject",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-027.yaml" },
    }

    ITS_028 "ITS-028" {
        title: "An update changes only what it names",
        what: "Elements that an updatePerson leaves out keep their values: a lone email changes the address, a tel of \
            type Voice leaves the mobile number alone, one name part leaves the others.",
        why: "Small updates are safe. The method's page still advises to send the mandatory fields each time.",
        example: "updatePerson P-1001 with email only -> new address, everything else as it was",
        parts: [
            Documented: "the page of updatePerson",
            Observed "small": "a public client has calls that send one element only",
            Inferred "tel": "each telType is a value of its own",
        ],
        source: "itslearning developer site, updatePerson and Updating Users; a public Go client",
        default: On,
        off: "an update clears what it leaves out, as a replace does",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-028.yaml" },
    }

    ITS_029 "ITS-029" {
        title: "An empty element clears the value",
        what: "Leaving an element out keeps what is stored; sending it empty deletes it. This is the only way to clear \
            an e-mail address by update.",
        why: "An export that writes empty elements for values it does not have erases what is there.",
        example: "updatePerson with <email/> -> no e-mail address",
        parts: [
            Observed: "a client in production sends an empty email for this purpose and says so in a comment",
            Inferred "others": "the same goes for the other texts of a person; empty first and last names count as \
                missing",
        ],
        source: "a public TypeScript client",
        default: On,
        off: "an empty element keeps what is stored, as if it had been left out",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-029.yaml" },
    }

    ITS_030 "ITS-030" {
        title: "replacePerson clears the optional fields that it leaves out",
        what: "For a person that exists, a replace empties prefix, both telephone numbers, both address lines, \
            postcode, locality, birth date, and extension fields such as custom strings, e-mail account and cloud \
            account unless it names them. Privacy protection stays as it is.",
        why: "A replace that carries less than the create before it destroys data. Use it only when your record is \
            complete.",
        example: "P-1001 has a telephone number; replacePerson without tel -> no number",
        parts: [
            Documented: "the list of the fields that are set to empty",
            Documented "privacy": "privacyprotection that is not named is kept (ITS-070)",
            Inferred "tail": "the list could not be read to its end; all extension fields that a replace may set are \
                taken to be in it",
            Inferred "kept": "nickname, e-mail address, user name, password and gender are kept; a list of kept fields \
                exists but could not be read",
        ],
        source: "itslearning developer site, replacePerson and Managing persons",
        default: On,
        off: "a replace keeps what it leaves out, as an update does",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-030.yaml" },
    }

    ITS_031 "ITS-031" {
        title: "A person without first or last name is refused with a text that names the field",
        what: "When a call would create a person and first or last name is missing, the answer is failure with: Part \
            or all the supplied data was detected as invalid by itslearning. Missing field: 'LastName'. The field is \
            called by itslearning's own name.",
        why: "Systems that have people with one name only must fill in something; one uses NN. Jobs in production look \
            for this exact text to know what to send again.",
        example: "createPerson with First only -> failure/error, Missing field: 'LastName', no person",
        parts: [
            Observed: "the exact text, as a production job compares it with stored answers",
            Documented "mandatory": "first and last name are mandatory",
            Inferred "code": "the minor code is invaliddata",
            Inferred "first-name": "a missing first name is called FirstName",
        ],
        source: JOBS,
        default: On,
        off: "the person is stored without that name",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-031.yaml" },
    }

    ITS_032 "ITS-032" {
        title: "An empty key is refused with a text of its own",
        what: "An object whose sourcedId is empty or missing is refused: The ‘sourcedId’ identifier can’t be empty. \
            The quotation marks and the apostrophe are typographic ones.",
        why: "A comparison with straight quotation marks never fits. A production job drops such records by this exact \
            text.",
        example: "createPerson with <identifier/> -> failure/error with that text",
        parts: [
            Observed: "the exact text, as a production job compares it with stored answers",
            Inferred "code": "the minor code is nosourcedids",
            Inferred "kinds": "groups and memberships are refused with the same text",
        ],
        source: JOBS,
        default: On,
        off: "an object without key is stored, as if it had been made by hand",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-032.yaml" },
    }

    ITS_033 "ITS-033" {
        title: "A deleted person lies in the trash, and the next create brings the account back",
        what: "deletePerson moves the person to the trash, where the account stays for a while. A create or update \
            with the same key restores that very account instead of making a new one.",
        why: "Leavers who return get their old account with its content, not a fresh one. Deleting is not a way to \
            start over.",
        example: "createPerson S-31, deletePerson S-31, createPerson S-31 -> the same person number as before",
        parts: [
            Documented: "deleted users go to the trash and are restored by the same key",
            Inferred "replace": "a replace restores as well",
            Inferred "values": "what was stored before the delete is kept, and the message is applied to it",
            Inferred "memberships": "the person's memberships come back, too (setting trashed_memberships)",
        ],
        source: "itslearning developer site, Deleting Users",
        default: On,
        off: "a deleted person is gone, and the next create makes a new one with a new number",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-033.yaml" },
    }

    ITS_034 "ITS-034" {
        title: "Deleting a person in the trash is reported as deleting an unknown one",
        what: "For deletePerson and deletePersons a person in the trash is no longer there. Their position reports the \
            same as that of an id which never existed.",
        why: "A repeated delete looks like an error although the goal is reached. Do not send it again.",
        example: "deletePerson S-09 twice -> success, then failure with unknownobject",
        parts: [
            Documented: "a sample describes an id that is deleted already or does not exist",
            Inferred "status": "failure with unknownobject; the setting delete_unknown can make it a warning",
            Inferred "read": "reads treat a person in the trash as unknown, too",
        ],
        source: "itslearning developer site, deletePersons",
        default: On,
        off: "deleting a person in the trash is a plain success",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-034.yaml" },
    }

    ITS_035 "ITS-035" {
        title: "Whether a person in the trash still holds the user name is not known",
        what: "User names and anonymous ids are unique. Whether those of a person in the trash can be given to \
            somebody else nobody says. In the double they stay taken; the setting trashed_username frees them.",
        why: "If your system reuses user names, ask itslearning before you rely on either.",
        example: "deletePerson S-31 (user name jonte.m), createPerson S-77 with jonte.m -> refused; with \
            trashed_username: free, created",
        parts: [
            Inferred: "the sources are silent",
        ],
        source: "no source; our own reading",
        default: Always,
        off: "not a switch: see the setting trashed_username",
        status: Structural { shows: "tests/quirks/itslearning/ITS-035.yaml" },
    }

    ITS_036 "ITS-036" {
        title: "Whether the user name that is sent counts is a setting of the site",
        what: "An integration is configured to import user names or to have itslearning generate them. In the latter \
            case userIdValue is ignored and a name is made up. The setting username_mode decides here; password_mode \
            does the same for the password.",
        why: "If people cannot sign in with the names you sent, look at this setting first, then read the name that \
            they got.",
        example: "username_mode: generate, createPerson with userIdValue runa.e -> a generated user name, success",
        parts: [
            Documented: "both comments in the table of fields",
            Inferred "password": "a setting of its own for the password; the page repeats the sentence about the user \
                name word for word",
            Inferred "format": "how a generated name looks: first name, a dot, the first letter of the last name, a \
                number when it is taken",
            Inferred "kept": "a generated name stays when the person is updated",
        ],
        source: "itslearning developer site, Managing persons",
        default: Always,
        off: "not a switch: see the settings username_mode and password_mode",
        status: Structural { shows: "tests/quirks/itslearning/ITS-036.yaml" },
    }

    ITS_037 "ITS-037" {
        title: "A user name can belong to one person only",
        what: "User names are unique within the site. A person whose user name somebody else has is refused.",
        why: "Two systems, or a hand-made account, may own the name already. The refusal does not say who.",
        example: "S-31 and S-32 both with userIdValue jonte.m -> the second fails, no person",
        parts: [
            Documented: "user names must be unique",
            Inferred "status": "failure with invaliddata; which answer itslearning gives could not be read",
            Inferred "case": "compared without regard to letter case",
        ],
        source: "itslearning developer site, Users",
        default: On,
        off: "several persons may have the same user name",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-037.yaml" },
    }

    ITS_038 "ITS-038" {
        title: "A password is never read back",
        what: "readPerson and its sisters return userIdValue alone. Whatever was sent as password, the answer holds \
            none.",
        why: "Reading a person and writing it back does not change the password, and cannot check it either.",
        example: "createPerson with passWord Autumn-42, readPerson -> userId with userIdValue only",
        parts: [
            Documented: "the printed answers",
        ],
        source: "itslearning developer site, Managing persons, printed answers of readPerson",
        default: On,
        off: "the stored password is returned as passWord",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-038.yaml" },
    }

    ITS_039 "ITS-039" {
        title: "Gender reads back as Male, whatever was sent",
        what: "Every public sample shows Male, for people it does not fit as well. The schema demands a value and Male \
            is the first of the list, so the field is most likely not stored. The setting gender_readback gives back \
            what was sent instead.",
        why: "Do not compare gender, and never write back what you have read.",
        example: "createPerson with Female, readPerson -> Male",
        parts: [
            Inferred: "a conclusion from all printed answers and from recorded ones in clients",
        ],
        source: "itslearning developer site, Managing persons, printed answers of readPerson; a recorded answer in a \
            public PHP client",
        default: Always,
        off: "not a switch: see the setting gender_readback",
        status: Structural { shows: "tests/quirks/itslearning/ITS-039.yaml" },
    }

    ITS_040 "ITS-040" {
        title: "The second street element reads back as extadd",
        what: "A person is written with two street elements, for address lines 1 and 2. A read returns line 1 as \
            street and line 2 as extadd. The setting second_street_readback returns two street elements instead.",
        why: "A comparison element by element reports a difference that is none.",
        example: "street Pier 3 and street 2nd floor, then readPerson -> extadd 2nd floor, street Pier 3",
        parts: [
            Observed: "a public client fills address line 2 from extadd",
            Documented "line-2": "the second street is address line 2",
        ],
        source: "a public Go client, its structure for readPersonsForGroup; itslearning developer site, Managing \
            persons",
        default: Always,
        off: "not a switch: see the setting second_street_readback",
        status: Structural { shows: "tests/quirks/itslearning/ITS-040.yaml" },
    }

    ITS_041 "ITS-041" {
        title: "readPersons returns the persons that exist, without their keys",
        what: "The body of readPersons holds one person for each id that was found, in order, and no sourcedId. The \
            statuses in the header tell which ids those are.",
        why: "Zip the body with the successes among the statuses, not with your list of ids: after the first unknown \
            id everything would shift.",
        example: "readPersons P-1001, NOPE, S-31 -> success, failure, success, and two persons: P-1001, then S-31",
        parts: [
            Observed: "personSet of the captured service description has no place for ids",
            Documented "found": "only persons that were found are returned",
        ],
        source: "the public WSDL captured from the test server; itslearning developer site, readPersons",
        default: Always,
        off: "not a switch: the schema has no other form",
        status: Structural { shows: "tests/quirks/itslearning/ITS-041.yaml" },
    }

    ITS_042 "ITS-042" {
        title: "readAllPersons counts pages from 1, and a page size of 1 returns everybody",
        what: "The first page is 1. PageSize 1 is not a page of one person but everybody; real pages begin at 2, and \
            no more than 100 is recommended. virtualCount is the number of all that match, not of the page. A person \
            without key comes with an empty identifier.",
        why: "A test with a page size of 1 reads the whole site. A client that takes an empty identifier for a key \
            mixes people up.",
        example: "five persons, PageIndex 1 and PageSize 1 -> five persons, virtualCount 5; PageSize 2 -> two persons, \
            virtualCount 5",
        parts: [
            Documented: "one edition of the page says that 1 returns all; newer ones leave it out (setting \
                page_size_one_means_all)",
            Documented "pages": "pages from 1, at most 100 recommended, virtualCount counts what matches",
            Observed "empty-identifier": "a recorded answer in a public client has persons with an empty identifier",
            Documented "enabled": "the method has to be enabled for the integration (setting read_all_persons_enabled)",
            Inferred "disabled": "where it is not, the answer is unsupported/error",
        ],
        source: "itslearning developer site, readAllPersons; a recorded answer in a public PHP client",
        default: Always,
        off: "not a switch: see the setting page_size_one_means_all",
        status: Structural { shows: "tests/quirks/itslearning/ITS-042.yaml" },
    }

    ITS_043 "ITS-043" {
        title: "ConvertFromManual gives keys to the page that is returned, and to nobody else",
        what: "With OnlyManuallyCreatedUsers and ConvertFromManual both true, persons without key get one, itsla- and \
            a GUID, which is stored. That is done for the persons of the returned page only. Without \
            OnlyManuallyCreatedUsers the flag has no effect.",
        why: "A read that writes: turn all the pages, or a part of the people stays out of reach.",
        example: "four persons without key, page 1 of 2 with both flags -> two have keys, two do not",
        parts: [
            Documented: "the form of the keys, the flags, and the restriction to the page",
        ],
        source: "itslearning developer site, readAllPersons",
        default: On,
        off: "everybody who matches gets a key, whatever page is returned",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-043.yaml" },
    }

    ITS_044 "ITS-044" {
        title: "Whether keys differ by letter case is not known",
        what: "A production job lowers both sides before it compares keys, so the server may not tell ABC from abc. \
            The double does tell them apart and notes a finding when two keys differ by case only; with sync_key_case: \
            ignore they are one.",
        why: "Never use keys that differ by case only, and compare without regard to case.",
        example: "createPerson ABC, readPerson abc -> unknown; with sync_key_case: ignore, found",
        parts: [
            Inferred: "what a client does about it; no page speaks of it",
            Observed "job": "the job compares in lower case",
        ],
        source: JOBS,
        default: Always,
        off: "not a switch: see the setting sync_key_case",
        status: Structural { shows: "tests/quirks/itslearning/ITS-044.yaml" },
    }
}
