//! Rules ITS-001 to ITS-013: addresses, identification, and what surrounds a message.

use super::{CLIENTS, STACK, WSDL};
use crate::engine::quirks;

quirks! {
    /// Addresses, identification, and what surrounds a message.
    TRANSPORT, rows from 0;

    ITS_001 "ITS-001" {
        title: "Every operation is served at the combined address and at its own service's",
        what: "There are five addresses: one for persons, one for the extended person service, one for groups, one for \
            memberships, and one port that has all four. They lead to the same data, and an operation behaves the same \
            at either.",
        why: "A client may be configured with one address or with four. Both are right, as long as each operation goes \
            where it is served.",
        example: "createPerson P-1001 to PersonManagementServiceSync.svc and to ImsEnterpriseServicesPort.svc -> the \
            same person",
        parts: [
            Observed: "the combined service description binds all four contracts to one address",
            Documented "addresses": "the paths of the four services and of the combined port",
            Inferred "same-state": "nothing is kept apart by address",
        ],
        source: WSDL,
        default: Always,
        off: "not a switch: the addresses are the double's table of endpoints",
        status: Structural { shows: "the table of endpoints in src/vendor/itslearning/profile.rs" },
    }

    ITS_002 "ITS-002" {
        title: "An operation sent to another service's address is a fault",
        what: "Each service address knows its own operations only. Any other is answered with HTTP 500 and the fault \
            ActionNotSupported, as this server stack answers a SOAPAction that the endpoint does not have. Nothing is \
            done.",
        why: "One wrong address in the configuration makes a whole kind of object fail. The fault has no status block, \
            so a client that looks for one finds nothing.",
        example: "createGroup to PersonManagementServiceSync.svc -> HTTP 500, faultcode a:ActionNotSupported",
        parts: [
            Inferred: "the stack's own answer; no capture of it from itslearning is public",
        ],
        source: STACK,
        default: On,
        off: "the operation is carried out at any of the addresses",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-002.yaml" },
    }

    ITS_003 "ITS-003" {
        title: "SOAPAction is accepted with and without quotation marks",
        what: "SOAP 1.1 puts the value of SOAPAction in quotation marks. Clients that leave them out are served all \
            the same.",
        why: "The marks are not the cause when an operation is not found; the text between them is.",
        example: "SOAPAction: http://www.imsglobal.org/soap/pms/readPerson, without quotation marks -> served",
        parts: [
            Observed: "one client in production sends the marks, another does not",
        ],
        source: CLIENTS,
        default: Always,
        off: "not a switch: both forms are read alike",
        status: Structural { shows: "tests/quirks/itslearning/ITS-003.yaml" },
    }

    ITS_004 "ITS-004" {
        title: "A request without a timestamp in its security header is accepted",
        what: "The service's policy announces a wsu:Timestamp in every request. A header that holds only the \
            UsernameToken is accepted nevertheless.",
        why: "You need not build a timestamp by hand. A toolkit that takes the policy literally sends one, and that is \
            accepted, too.",
        example: "wsse:Security with a UsernameToken and nothing else -> success",
        parts: [
            Observed: "none of the public clients sends a timestamp",
            Documented "binding": "the binding asks for transport security with a user name in the message",
            Inferred "expired": "a timestamp that is sent and has expired is refused as in ITS-009",
        ],
        source: CLIENTS,
        default: On,
        off: "as the policy says: a request without wsu:Timestamp is answered with the fault a:InvalidSecurity",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-004.yaml" },
    }

    ITS_005 "ITS-005" {
        title: "A password without Type attribute is accepted as plain text",
        what: "wsse:Password normally says by its Type that it is plain text. Without that attribute the password is \
            taken as plain text.",
        why: "Toolkits differ here; this is not why a login fails.",
        example: "<wsse:Password>s3cret</wsse:Password> -> success",
        parts: [
            Observed: "the PHP clients and the Java client leave the attribute out",
        ],
        source: CLIENTS,
        default: On,
        off: "a password without Type is refused with the fault a:InvalidSecurity",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-005.yaml" },
    }

    ITS_006 "ITS-006" {
        title: "Nonce and Created inside the token are tolerated",
        what: "A UsernameToken may carry wsse:Nonce and wsu:Created beside a plain-text password. They change nothing.",
        why: "Some toolkits always write them. They may stay.",
        example: "a token with Username, Password, Nonce and Created -> success",
        parts: [
            Observed: "a client in production sends both",
            Inferred "replay": "the same nonce twice is not refused",
        ],
        source: CLIENTS,
        default: Always,
        off: "not a switch: the two elements are not looked at",
        status: Structural { shows: "tests/quirks/itslearning/ITS-006.yaml" },
    }

    ITS_007 "ITS-007" {
        title: "HTTP Basic credentials are not looked at",
        what: "Callers identify themselves with a UsernameToken in the SOAP header. An Authorization header of HTTP \
            neither helps nor harms.",
        why: "A client that is configured for HTTP Basic only fails with a message about security, not with 401, and \
            is never asked for a password.",
        example: "Authorization: Basic with the right password and no wsse:Security -> HTTP 500, faultcode \
            a:InvalidSecurity",
        parts: [
            Inferred: "the binding takes user names from the message only; one public client sends both",
            Documented "binding": "transport security with a message credential of type user name",
        ],
        source: "itslearning developer site, Getting started with IMS ES; a public Java client",
        default: On,
        off: "right HTTP Basic credentials are as good as a UsernameToken",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-007.yaml" },
    }

    ITS_008 "ITS-008" {
        title: "A wrong password is answered with the fault FailedAuthentication",
        what: "An unknown user or a wrong password gives HTTP 500 and a SOAP fault whose code is \
            a:FailedAuthentication in the namespace of WS-Security, not HTTP 401.",
        why: "A client that retries every 500 hammers the server with a password that will never fit. Tell this fault \
            from the others.",
        example: "wrong password -> HTTP 500, At least one security token in the message could not be validated.",
        parts: [
            Inferred: "the stack's own fault and text; a public client models a fault of this shape",
        ],
        source: STACK,
        default: On,
        off: "not checked: a UsernameToken is required, any user and password in it will do",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-008.yaml" },
    }

    ITS_009 "ITS-009" {
        title: "A missing or malformed security header is answered with the fault InvalidSecurity",
        what: "Without wsse:Security, with a token that cannot be read, or with a timestamp that has expired, the \
            answer is HTTP 500 and the fault a:InvalidSecurity in the namespace of WS-Security.",
        why: "The text does not say what is missing. Look at your header first, and at your clock next.",
        example: "an envelope without Header -> HTTP 500, An error occurred when verifying security for the message.",
        parts: [
            Inferred: "the stack's own fault and text",
        ],
        source: STACK,
        default: On,
        off: "requests that carry no security header at all are served",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-009.yaml" },
    }

    ITS_010 "ITS-010" {
        title: "What the business rules refuse is HTTP 200",
        what: "Unknown ids, missing fields, illegal parents: all of these are answered with HTTP 200, and codeMajor \
            failure stands in the SOAP header. HTTP 500 is for identification, addresses and messages that cannot be \
            read.",
        why: "A client that stops looking at the HTTP status takes every refusal for a success.",
        example: "readPerson of an unknown id -> HTTP 200, failure/error, and a response element without person",
        parts: [
            Observed: "a client in production reads failures from answers with a 2xx status, and tries again after any \
                other",
            Inferred "body": "the body of a refused read holds the response element without the object",
        ],
        source: CLIENTS,
        default: Always,
        off: "not a switch: it is the form of the answers",
        status: Structural { shows: "tests/quirks/itslearning/ITS-010.yaml" },
    }

    ITS_011 "ITS-011" {
        title: "The request header block may be left out",
        what: "syncRequestHeaderInfo and the messageIdentifier in it are optional. Without an identifier the answer \
            carries none either.",
        why: "You can do without, but you cannot match answers to requests in a log then.",
        example: "an envelope without syncRequestHeaderInfo -> success, an answer without messageIdentifier",
        parts: [
            Documented: "a printed sample has an empty header",
            Observed "client": "a client in production leaves the block out when it has no id",
            Inferred "answer": "the element messageIdentifier is then left out of the answer, and so is messageIdRef",
        ],
        source: "itslearning developer site, Creating courses and course groups; a public TypeScript client",
        default: Always,
        off: "not a switch: the block is simply not needed",
        status: Structural { shows: "tests/quirks/itslearning/ITS-011.yaml" },
    }

    ITS_012 "ITS-012" {
        title: "The message identifier comes back twice",
        what: "messageIdentifier of the request is repeated in the answer's header block, and again as messageIdRef in \
            every statusInfo. Any text will do.",
        why: "Nothing else connects an answer with its request. Use an id that is unique for your run.",
        example: "messageIdentifier run-17/0001 -> messageIdentifier run-17/0001, and messageIdRef run-17/0001 in the \
            status",
        parts: [
            Documented: "the printed answers",
            Observed "schema": "both elements are in the captured service description",
        ],
        source: "itslearning developer site, the samples of the person and group methods; the public WSDL captured \
            from the test server",
        default: On,
        off: "neither is written",
        status: Emulated { scenario: "tests/quirks/itslearning/ITS-012.yaml" },
    }

    ITS_013 "ITS-013" {
        title: "The same message identifier twice is processed twice",
        what: "The identifier is for matching only. A message that is sent again is carried out again.",
        why: "A retry after a timeout is safe because create, update and replace lead to the same state, not because \
            anything recognizes it. A repeated delete reports an unknown object.",
        example: "createPerson P-1001 as message 7, twice -> two successes, one person",
        parts: [
            Inferred: "no page speaks of recognizing repeated messages",
        ],
        source: "no source says otherwise; our reading of itslearning's method pages",
        default: Always,
        off: "not a switch: identifiers are not remembered",
        status: Structural { shows: "tests/quirks/itslearning/ITS-013.yaml" },
    }
}
