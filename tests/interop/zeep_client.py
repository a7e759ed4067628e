"""A SIS in one page: what zeep makes of the WSDL of a (mock) Brightspace.

Creates a person, reads it back, deletes it, and sees that it is gone. Run it below mocklms:

    mocklms run brightspace.yaml -- python3 zeep_client.py
"""

import itertools
import os

import requests
import zeep
from zeep.plugins import HistoryPlugin
from zeep.transports import Transport

NAMESPACE = "http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0"
VOCABULARIES = "http://www.imsglobal.org/lis/pmsv2p0/"
PERSON = "Z-1001"
SIS = "StudentInformationSystem"

session = requests.Session()
session.auth = (os.environ["MOCKLMS_D2L_USERNAME"], os.environ["MOCKLMS_D2L_PASSWORD"])
history = HistoryPlugin()
client = zeep.Client(
    os.environ["MOCKLMS_D2L_PMS_URL"] + "?wsdl",
    transport=Transport(session=session),
    plugins=[history],
)
numbers = itertools.count(1)


def call(operation, **parameters):
    """Calls an operation; returns what its Body holds and the code from the answer's header."""
    header = {"imsx_version": "V1.0", "imsx_messageIdentifier": f"{PERSON}-{next(numbers)}"}
    answer = client.service[operation](_soapheaders={"HeaderInfoParameters": header}, **parameters)
    # zeep hands out a header only together with a Body, and Brightspace answers writes with an empty one.
    info = history.last_received["envelope"].find(f".//{{{NAMESPACE}}}imsx_statusInfo")
    names = ("imsx_codeMajor", "imsx_severity", "imsx_codeMinorFieldValue")
    major, severity, minor = (info.findtext(f".//{{{NAMESPACE}}}{name}") for name in names)
    print(f"zeep: {operation}: {major}/{severity}/{minor}")
    return answer.body if answer else None, major


def text(value):
    return {"language": "en-US", "textString": value}


def term(vocabulary, value):
    """A word from a vocabulary, such as a role."""
    return {
        "instanceIdentifier": text(value),
        "instanceVocabulary": VOCABULARIES + vocabulary,
        "instanceValue": text(value),
    }


def named(vocabulary, name, value):
    """A value that a word from a vocabulary names."""
    return {**term(vocabulary, name), "instanceName": text(name), "instanceValue": text(value)}


def part(name, value):
    """A part of a name."""
    return named("partnamevocabularyv1p0", name, value)


record = {
    "sourcedGUID": {"sourcedId": PERSON},
    "person": {
        "name": [
            {
                "nameType": term("nametypevocabularyv1p0", "Contact"),
                "partName": [part("First", "Zoë"), part("Last", "Smith & Sons")],
            }
        ],
        "contactinfo": [
            {
                "contactinfoType": term("contactinfotypevocabularyv1p0", "EmailPrimary"),
                "contactinfoValue": text("zoe@school.example"),
            }
        ],
        "roles": [
            {
                "enterpriserolesType": named("epriserolestypevocabularyv1p0", SIS, SIS),
                "institutionRole": [
                    {
                        "institutionroletype": term("institutionroletypevocabularyv1p0", "Student"),
                        "primaryroletype": True,
                    }
                ],
                "userId": [{"userIdValue": text("zoe.smith"), "password": text("correct horse")}],
            }
        ],
    },
}

_, code = call("replacePerson", sourcedId=PERSON, personRecord=record)
assert code == "success"

found, code = call("readPerson", sourcedId=PERSON)
assert code == "success"
parts = found.personRecord.person.name[0].partName
names = {p.instanceName.textString: p.instanceValue.textString for p in parts}
assert names == {"First": "Zoë", "Last": "Smith & Sons"}, names

_, code = call("deletePerson", sourcedId=PERSON)
assert code == "success"

found, code = call("readPerson", sourcedId=PERSON)
assert code == "failure"
assert not found or not found.personRecord
print("zeep: done")
