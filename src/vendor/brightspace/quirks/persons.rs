//! Rules D2L-020 to D2L-039: what replacePerson, readPerson and deletePerson do to users.

use super::{PERSON_RECORDS, PROTOCOL};
use crate::engine::quirks;

const PMS: &str = "Brightspace Community, The Person Management Service (PMS), kb 23829";
const HANDLERS: &str = "Brightspace Community, About the IReplaceUserHandler Interface, kb 23652";
const TRANSLATORS: &str = "Brightspace Community, About the ITranslatePerson Interface, kb 23724";
const TROUBLE: &str = "Brightspace Community, IPSIS and LIS Troubleshooting, kb 23653";
const HANDLER_ANSWER: &str = "severity error, the minor code and the description of the answer";

quirks! {
    /// Users, their names, roles and relationships.
    PERSONS, rows from PROTOCOL.len() + PERSON_RECORDS.len();

    D2L_020 "D2L-020" {
        title: "First and last name are required on updates, too",
        what: "The translator for the two names refuses every replacePerson that lacks one, whether the user exists or \
            not. A replace is never a merge in this respect.",
        why: "Sending only what changed, such as an e-mail address, is refused.",
        example: "user P-1 exists; replacePerson P-1 with an e-mail address only -> failure/status/invaliddata, the old \
            address stays",
        parts: [
            Documented: "the field table marks both as required (comments in the sample repeat the schema's zero or more)",
            Inferred "no-person": "a record without person at all is refused the same way",
            Inferred "optional": "on an update, what is not required and not sent stays as it is, such as e-mail and role",
        ],
        source: PMS,
        default: On,
        off: "on updates the stored names stay",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-020.yaml" },
    }

    D2L_021 "D2L-021" {
        title: "Without a primary role the first role counts",
        what: "The role is that of the institutionRole marked primary. When none is marked, a default handler takes the \
            first one.",
        why: "Mark the primary role, or the order in which your export happens to list roles decides.",
        example: "roles Faculty, Student, none primary -> role Instructor (from Faculty)",
        parts: [
            Documented: "the handler ReplaceUserRoleDefaultFirstRoleHandler is in the shipped list",
            Inferred "several-blocks": "several roles elements are read as one list, in their order",
        ],
        source: HANDLERS,
        default: On,
        off: "no role is taken when none is primary",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-021.yaml" },
    }

    D2L_022 "D2L-022" {
        title: "A new user is active unless IsActive says otherwise",
        what: "When a user is created and the message has no IsActive, a default handler makes the user active.",
        why: "People who must not sign in yet need IsActive 0 in their first message.",
        example: "replacePerson of a new person without IsActive -> is_active true",
        parts: [
            Documented: "the handler ReplaceUserStatusDefaultActiveHandler is in the shipped list",
        ],
        source: HANDLERS,
        default: On,
        off: "the user is created inactive",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-022.yaml" },
    }

    D2L_023 "D2L-023" {
        title: "The extension field IsActive changes a user's status",
        what: "No field of a LIS person says whether an account is active, so the adapter reads the extension field \
            IsActive. It takes 0, 1, true and false in any case.",
        why: "This is the way to deactivate somebody without deleting them.",
        example: "extension IsActive False -> is_active false; IsActive True -> true again; IsActive maybe -> refused",
        parts: [
            Documented: "the four values, and True in the sample",
            Inferred "other-text": "any other text is refused with failure/status/invaliddata",
        ],
        source: "Brightspace Community, The Person Management Service (PMS), kb 23829, and About the ITranslatePerson \
            Interface, kb 23724",
        default: On,
        off: "IsActive is ignored",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-023.yaml" },
    }

    D2L_024 "D2L-024" {
        title: "IsActive is read only where its translator is configured",
        what: "PersonRequestIsActiveTranslator is not in the shipped translator list, although the field table lists \
            IsActive. Without it the field is ignored and the call succeeds. The setting person_translators decides; \
            its default has the translator.",
        why: "If deactivating does nothing at a customer's site although every answer is a success, ask for the list.",
        example: "person_translators without PersonRequestIsActiveTranslator, IsActive False -> success, user stays active",
        parts: [
            Documented: "the shipped list, and the extra translator",
        ],
        source: TRANSLATORS,
        default: Always,
        off: "not a switch: see the setting person_translators",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-024.yaml" },
    }

    D2L_025 "D2L-025" {
        title: "Only the first userId counts",
        what: "User name and password are taken from the first userId of the record. Further ones are passed over.",
        why: "Systems that send several logon ids must put the Brightspace one first.",
        example: "userId abyron, then userId ada@campus.example -> username abyron",
        parts: [
            Documented: "the translator PersonRequestFirstUserIdAndPasswordOptionalTranslator is in the shipped list",
        ],
        source: TRANSLATORS,
        default: On,
        off: "the last userId counts",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-025.yaml" },
    }

    D2L_026 "D2L-026" {
        title: "The password is taken as plain text, whatever pwEncryptionType says",
        what: "The shipped handler saves the password as it was sent. An encryption type beside it does not make it a hash.",
        why: "Sending a hash makes the hash the password, and nobody can sign in.",
        example: "password 5f4dcc3b with pwEncryptionType MD5 -> the password is the text 5f4dcc3b",
        parts: [
            Documented: "the handler ReplaceUserSavePasswordPlainTextHandler is in the shipped list",
            Inferred "encryption-type": "pwEncryptionType changes nothing about that",
        ],
        source: HANDLERS,
        default: On,
        off: "the encryption type is stored beside the password",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-026.yaml" },
    }

    D2L_027 "D2L-027" {
        title: "A Preferred name block sets, clears or keeps each preferred name by itself",
        what: "A name of type Preferred is about the preferred names only. In it, a part with a text overwrites, an \
            empty part deletes, a missing part leaves the stored name alone; first and last name do not influence each \
            other. ReplaceUserPreferredFirstNameNoUpdateHandler and its sister for the last name protect the stored \
            value when they stand before ReplaceUserSaveLMSHandler.",
        why: "An export that writes empty elements for unknown values deletes what people entered themselves.",
        example: "stored Tilly and V; Preferred block with an empty First and no Last -> first name deleted, V stays",
        parts: [
            Documented: "six sentences on the page: empty first, empty last, only first, only last, both, no block",
            Inferred "no-parts": "a block with neither name changes nothing (setting preferred_block_without_parts)",
            Inferred "empty-on-none": "an empty part for a user without that name stores nothing, not an empty text",
            Inferred "mixed": "one part empty and the other missing or filled: each follows its own sentence",
            Inferred "block-type": "the block is found by the value of nameType, else by its identifier, in any case",
            Inferred "duplicates": "of two blocks the last counts, of two parts of one name the first",
            Inferred "no-update": "the two NoUpdate handlers protect only in front of ReplaceUserSaveLMSHandler",
        ],
        source: PMS,
        default: On,
        off: "preferred names are left alone",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-027.yaml" },
    }

    D2L_028 "D2L-028" {
        title: "A replacePerson without Preferred block wipes both preferred names",
        what: "When the SIS may write preferred names and the message has no name of type Preferred, both preferred \
            names of the user are deleted.",
        why: "A routine resync erases the names people set by hand. Send the block with every message, or have \
            PersonRequestPreferredFirstAndLastNameOptionalTranslator removed.",
        example: "Demo User is called Dee in Manage Users; replacePerson with First and Last only -> Dee is gone",
        parts: [
            Documented: "the page says so in one sentence",
        ],
        source: PMS,
        default: On,
        off: "a missing block leaves both names",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-028.yaml" },
    }

    D2L_029 "D2L-029" {
        title: "Preferred names change neither the user name nor the legal name",
        what: "Preferred and legal name are stored apart, and the user name follows neither of them.",
        why: "Do not expect a changed preferred name in reports or logins that show the legal one.",
        example: "Preferred First Tilly for Ottilie Varga (ovarga) -> legal_first_name Ottilie, username ovarga",
        parts: [
            Documented: "the page on preferred names",
        ],
        source: "Brightspace Community, Preferred Names, Pronouns and Gender, kb 4211",
        default: Always,
        off: "not a switch: the names are separate fields",
        status: Structural { shows: "tests/quirks/brightspace/D2L-029.yaml" },
    }

    D2L_030 "D2L-030" {
        title: "A deleted user cannot be created again",
        what: "After deletePerson the account still exists in Brightspace, marked as deleted. A new replacePerson with \
            the same key fails, and the system log says Error in LIS PMS.replacePerson: Unable to create user.",
        why: "Leavers who return break the nightly run. Send IsActive False instead of deletePerson, or ask for another \
            handler list (setting delete_user_handlers).",
        example: "replacePerson P-1, deletePerson P-1, replacePerson P-1 -> failure, description PMS.replacePerson: \
            Unable to create user.",
        parts: [
            Documented: "the log line and its cause",
            Inferred "answer": HANDLER_ANSWER,
        ],
        source: TROUBLE,
        default: On,
        off: "the deleted user is created anew",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-030.yaml" },
    }

    D2L_031 "D2L-031" {
        title: "A user deleted by hand makes the next replacePerson fail",
        what: "IPSIS keeps the mapping of a user that an administrator deleted. The next message for that user is \
            refused: Error with update of user with code {code}. Account mapped to invalid LMS UserId {id}. The account \
            may have been deleted. Org units heal in this situation, users do not.",
        why: "Nothing your side sends repairs it; an administrator has to.",
        example: "delete P-1 in Manage Users, then replacePerson P-1 -> failure with that message",
        parts: [
            Documented: "the log line, and that users are the exception",
            Inferred "answer": HANDLER_ANSWER,
        ],
        source: "Brightspace Community, IPSIS and LIS Troubleshooting, kb 23653, and IPSIS Logic, kb 23654",
        default: On,
        off: "it is healed: a new user is created and mapped",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-031.yaml" },
    }

    D2L_032 "D2L-032" {
        title: "A password against the site's rule fails the call after the rest was saved",
        what: "Passwords must match d2l.Auth.Password.ValidationRegex (setting password_regex; none by default). The \
            password handler is the last of the list, so the other changes are already saved when it refuses.",
        why: "A failure answer does not mean that nothing happened.",
        example: "password_regex ^.{8,}$; replacePerson with a new last name and password abc -> failure, the new name is stored",
        parts: [
            Documented: "the log line: password is not valid Parameter name: password",
            Inferred "partial-effect": "what was saved before stays (setting transactional)",
            Inferred "answer": HANDLER_ANSWER,
        ],
        source: TROUBLE,
        default: On,
        off: "passwords are not checked",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-032.yaml" },
    }

    D2L_033 "D2L-033" {
        title: "A role without mapping is an error",
        what: "The institution role is looked up in the role map of the source system. A text that is not in it fails \
            the call: Invalid Configuration: Missing Role Mapping for Role {role}. There is no default role.",
        why: "A new kind of role in the SIS stops its people from arriving until an administrator maps it.",
        example: "role Alumni with the map Student, Faculty -> failure, no user; after map_role Alumni the same message works",
        parts: [
            Documented: "the log line",
            Inferred "memberships": "the roles of memberships go through the same map",
            Inferred "answer": HANDLER_ANSWER,
        ],
        source: TROUBLE,
        default: On,
        off: "the user is kept without a role change",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-033.yaml" },
    }

    D2L_034 "D2L-034" {
        title: "A role mapped to a deleted role is an error",
        what: "When the role on the Brightspace side of the map was deleted, the call fails: Invalid Configuration: Role \
            Mapping for Role {role}. Desire2Learn RoleId {id} does not exist.",
        why: "Nothing changed in the SIS, and yet every person with that role fails from one day to the next.",
        example: "delete the role Learner, then replacePerson with role Student -> failure with that message",
        parts: [
            Documented: "the log line",
            Inferred "answer": HANDLER_ANSWER,
        ],
        source: TROUBLE,
        default: On,
        off: "the deleted role is given anyway",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-034.yaml" },
    }

    D2L_035 "D2L-035" {
        title: "An org unit deleted by hand was an error, too, in older versions",
        what: "The troubleshooting page has a message Error with update of org unit with code {code}; the newer page on \
            IPSIS logic says that the situation is healed.",
        why: "What you see depends on the age of the site.",
        example: "delete a department in Brightspace, then replaceGroup -> a new department, or that error",
        parts: [
            Documented: "both pages, which contradict each other",
            Inferred "newer": "the newer page holds unless orphan_org_unit says error",
            Inferred "answer": HANDLER_ANSWER,
        ],
        source: "Brightspace Community, IPSIS and LIS Troubleshooting, kb 23653, and IPSIS Logic, kb 23654",
        default: Always,
        off: "not a switch: the setting orphan_org_unit decides",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-035.yaml" },
    }

    D2L_036 "D2L-036" {
        title: "deletePerson forgets the person: a second delete or a read fails",
        what: "The last delete handler removes the mapping row for good. To IPSIS the person never existed, so another \
            deletePerson, or a readPerson, fails because no mapping is found.",
        why: "Deletes cannot be repeated safely. A retry after a lost answer looks like a failure.",
        example: "deletePerson P-1 twice -> success, then failure with unknownobject",
        parts: [
            Documented: "the hard delete, and the exception when there is no mapping",
            Inferred "memberships": "memberships of the person stay; handlers that delete them first are optional, and \
                not emulated, because their names are not public",
            Inferred "answer": HANDLER_ANSWER,
        ],
        source: "Brightspace Community, About the IDeleteUserHandler Interface, kb 23718, and About the \
            IReadUserHandler Interface, kb 23651",
        default: On,
        off: "the mapping survives a delete, so a second delete succeeds",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-036.yaml" },
    }

    D2L_037 "D2L-037" {
        title: "SynchronizeRelationships makes the agents of the message the full list",
        what: "Agents of a child's record become relationships with parents. With the extension field \
            SynchronizeRelationships true, parents that the message does not name are removed; with no agent at all, \
            every parent of the child goes and the child stays.",
        why: "Without the field relationships only ever accumulate.",
        example: "P-1 has parents P-8 and P-9; replacePerson P-1 without agents, SynchronizeRelationships true -> none left",
        parts: [
            Documented: "the effect of the field, down to no agents",
            Inferred "additive": "without the field, or with false, relationships are only added",
            Inferred "by-hand": "parents that an administrator has made go, too, unlike auditors (D2L-038)",
            Inferred "unknown-agent": "an agent that is no user is passed over with a warning (setting unknown_agent)",
            Inferred "two-extensions": "the field is found in any of several extension elements",
        ],
        source: "Brightspace Community, Use IPSIS LIS 2.0 Integration with Brightspace Parent & Guardian, kb 17026, and \
            The Person Management Service (PMS), kb 23829",
        default: On,
        off: "SynchronizeRelationships is ignored: relationships are only added",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-037.yaml" },
    }

    D2L_038 "D2L-038" {
        title: "In auditor mode a relationship that the message does not name is deleted",
        what: "With ReplaceUserUpdateAuditorsHandler in the setting replace_user_handlers every message states all \
            auditors of the user. Those it does not name are removed; relationships made by hand are not touched.",
        why: "A message without agents takes all auditors away, quite unlike parent mode.",
        example: "P-1 has auditors P-8 and P-9; replacePerson P-1 with agent P-8 only -> P-9 is no auditor any more",
        parts: [
            Documented: "the page on auditors, the exception for manual ones included",
        ],
        source: "D2L documentation, Auditor-auditee relationships (IPSIS administration, 2019-12)",
        default: On,
        off: "relationships that are not named stay",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-038.yaml" },
    }

    D2L_039 "D2L-039" {
        title: "The type of the legal name does not matter",
        what: "The sample sends the name as type Contact, and reading it back gives type Full. First and last name are \
            found by the names of the parts, in any block that is not of type Preferred.",
        why: "Contact, Full and Legal are all the same here, so two such blocks with different names invite surprises.",
        example: "name of type Contact with First Ada, Last Byron -> legal name Ada Byron",
        parts: [
            Documented: "Contact in the sample, Full in the answer",
            Inferred "any-type": "any type but Preferred is read",
        ],
        source: PMS,
        default: On,
        off: "only a block of type Full is read",
        status: Emulated { scenario: "tests/quirks/brightspace/D2L-039.yaml" },
    }
}
