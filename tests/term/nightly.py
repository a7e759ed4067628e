"""A SIS in one page: the nightly run of a school, over HTTP, with nothing but the standard library.

Night 1 sends a whole term. Night 2 sends it all again, as such exports do, with 5 % of it changed. Run it below mocklms:

    mocklms run term.yaml
"""

import http.client
import os
import sys
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

NIGHT = int(sys.argv[1])
DEPARTMENTS, TEMPLATES, OFFERINGS, SECTIONS, ASSOCIATIONS = 8, 40, 100, 160, 5
PERSONS, MEMBERSHIPS = 2000, 10_000
CHANGED = 20  # every 20th of night 2

NAMESPACES = {
    "PMS": "http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0",
    "GMS": "http://www.imsglobal.org/services/lis/gms2p0/wsdl11/sync/imsgms_v2p0",
    "MMS": "http://www.imsglobal.org/services/lis/mms2p0/wsdl11/sync/imsmms_v2p0",
    **dict.fromkeys(
        ("CTMS", "COMS", "CSMS", "SAMS"), "http://www.imsglobal.org/services/lis/cmsv1p0/wsdl11/sync/imscms_v1p0"
    ),
}
ENVELOPE = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>'
    '<imsx_syncRequestHeaderInfo xmlns="{namespace}"><imsx_version>V1.0</imsx_version>'
    "<imsx_messageIdentifier>night{night}-{number}</imsx_messageIdentifier></imsx_syncRequestHeaderInfo></e:Header>"
    '<e:Body><{operation}Request xmlns="{namespace}"><sourcedId>{id}</sourcedId>{record}</{operation}Request></e:Body>'
    "</e:Envelope>"
)

connection = None
failures = 0
number = 0


def send(service, operation, id, record=""):
    """Sends one message; anything but success is told and counted."""
    global connection, failures, number
    number += 1
    address = urlsplit(os.environ[f"MOCKLMS_D2L_{service}_URL"])
    if connection is None:
        connection = http.client.HTTPConnection(address.netloc, timeout=30)
    body = ENVELOPE.format(
        namespace=NAMESPACES[service], night=NIGHT, number=number, operation=operation, id=escape(id), record=record
    )
    connection.request("POST", address.path, body.encode(), {"Content-Type": "text/xml; charset=utf-8"})
    answer = connection.getresponse().read().decode()
    if "<imsx_codeMajor>success<" not in answer:
        failures += 1
        print(f"{operation} {id}: {answer}", file=sys.stderr)


def text(name, value):
    return f"<{name}><language>en</language><textString>{escape(value)}</textString></{name}>"


def term(name, vocabulary, value, label=""):
    label = text("instanceName", label) if label else ""
    return (
        f"<{name}>{text('instanceIdentifier', value)}"
        f"<instanceVocabulary>http://www.imsglobal.org/lis/pmsv2p0/{vocabulary}</instanceVocabulary>"
        f"{label}{text('instanceValue', value)}</{name}>"
    )


def record(kind, id, inside):
    inner = kind[0].lower() + kind[1:]
    return (
        f"<{inner}Record><sourcedGUID><sourcedId>{escape(id)}</sourcedId></sourcedGUID>"
        f"<{inner}>{inside}</{inner}></{inner}Record>"
    )


def replace(service, kind, id, inside):
    send(service, f"replace{kind}", id, record(kind, id, inside))


def group(id, kind, name):
    value = f"<typevalue>{text('id', kind)}{text('type', kind)}{text('level', '1')}</typevalue>"
    types = f"<groupType>{text('scheme', 'LIS2.0')}{value}</groupType>"
    replace("GMS", "Group", id, f"{types}<description>{text('shortDescription', name)}</description>")


def org(n):
    return f"<org>{text('orgName', f'DEPT-{n % DEPARTMENTS}')}</org>"


def person(n, changed):
    first, last = f"First{n}", f"Last{n}" if not changed else f"Wed{n}"
    parts = "".join(
        term("partName", "partnamevocabularyv1p0", value, label) for label, value in (("First", first), ("Last", last))
    )
    name = f"<name>{term('nameType', 'nametypevocabularyv1p0', 'Full')}{parts}</name>"
    mail = (
        f"<contactinfo>{term('contactinfoType', 'contactinfotypevocabularyv1p0', 'EmailPrimary')}"
        f"{text('contactinfoValue', f'p{n}@school.example')}</contactinfo>"
    )
    role = "Faculty" if n < 100 else "Student"
    roles = (
        f"<roles>{term('enterpriserolesType', 'epriserolestypevocabularyv1p0', 'StudentInformationSystem', 'SIS')}"
        f"<institutionRole>{term('institutionroletype', 'institutionroletypevocabularyv1p0', role)}"
        f"<primaryroletype>true</primaryroletype></institutionRole>"
        f"<userId>{text('userIdValue', f'user{n}')}</userId></roles>"
    )
    replace("PMS", "Person", f"P-{n}", name + mail + roles)


def membership(n, status):
    # Every person is in five sections; which ones follows from the numbers alone.
    who, section = n % PERSONS, (n % PERSONS * 7 + n // PERSONS * 31) % SECTIONS
    role = "Faculty" if who < 100 else "Student"
    member = (
        f"<member><personSourcedId>P-{who}</personSourcedId>"
        f"<role><roleType>{role}</roleType><status>{status}</status></role></member>"
    )
    inside = (
        f"<collectionSourcedId>SEC-{section}</collectionSourcedId>"
        f"<membershipIdType>courseSection</membershipIdType>{member}"
    )
    replace("MMS", "Membership", f"M-{n}", inside)


def changed(n):
    return NIGHT == 2 and n % CHANGED == 0


for n in range(DEPARTMENTS):
    group(f"DEPT-{n}", "DEPT", f"Department {n}")
group("2026A", "TERM", "Spring 2026" if NIGHT == 1 else "Spring term 2026")
for n in range(TEMPLATES):
    replace("CTMS", "CourseTemplate", f"TPL-{n}", text("title", f"Course {n}") + org(n))
for n in range(OFFERINGS):
    inside = (
        f"{text('title', f'Course {n}, spring')}<parentTemplateId>TPL-{n % TEMPLATES}</parentTemplateId>"
        f"<status>Active</status>{text('academicSession', '2026A')}"
    )
    replace("COMS", "CourseOffering", f"OFF-{n}", inside)
for n in range(SECTIONS):
    title = f"Section {n}" if not changed(n) else f"Section {n} (room changed)"
    inside = (
        f"{text('title', title)}<parentOfferingId>OFF-{n % OFFERINGS}</parentOfferingId><status>Active</status>{org(n)}"
        "<timeFrame><begin>2026-02-02T00:00:00</begin><end>2026-06-12T00:00:00</end></timeFrame>"
    )
    replace("CSMS", "CourseSection", f"SEC-{n}", inside)
for n in range(ASSOCIATIONS):
    ids = "".join(f"<courseSectionId>SEC-{2 * n + i}</courseSectionId>" for i in (0, 1))
    inside = f"{text('title', f'Combined {n}')}<status>Active</status><courseSectionIdList>{ids}</courseSectionIdList>"
    replace("SAMS", "SectionAssociation", f"XL-{n}", inside)
for n in range(PERSONS):
    person(n, changed(n))
for n in range(MEMBERSHIPS):
    if changed(n) and n % (2 * CHANGED) == 0:
        send("MMS", "deleteMembership", f"M-{n}")
    else:
        membership(n, "Inactive" if changed(n) else "Active")

print(f"night {NIGHT}: {number} messages, {failures} failed")
sys.exit(1 if failures else 0)
