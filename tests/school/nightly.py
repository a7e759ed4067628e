"""A school administration in one page: a year of itslearning, in batches of 50, with nothing but the standard library.

Night 1 sends groups, persons and memberships. Night 2 moves people to other classes, deletes some and takes half of those
back. Run it below mocklms:

    mocklms run school_year.yaml
"""

import http.client
import os
import re
import sys
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

NIGHT = int(sys.argv[1])
SCHOOLS, CLASSES, PERSONS, BATCH = 4, 56, 3000, 50

COMMON = "http://www.imsglobal.org/services/common/imsCommonSchema_v1p0"
SERVICES = {
    "PERSON": ("pms", "Person"),
    "GROUP": ("gms", "Group"),
    "MEMBERSHIP": ("mms", "Member"),
}
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"

connection = None
calls = items = failed = 0


def send(service, operation, count, content):
    """Sends one call in the plural; each status that is no success is counted."""
    global connection, calls, items, failed
    calls += 1
    items += count
    short, name = SERVICES[service]
    address = urlsplit(os.environ[f"MOCKLMS_ITS_{service}_URL"])
    if connection is None:
        connection = http.client.HTTPConnection(address.netloc, timeout=60)
    user, password = (escape(os.environ[f"MOCKLMS_ITS_{what}"]) for what in ("USERNAME", "PASSWORD"))
    base = f"http://www.imsglobal.org/services/{short}/xsd/ims{name}Man"
    body = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>'
        f'<w:Security xmlns:w="{WSSE}"><w:UsernameToken><w:Username>{user}</w:Username>'
        f"<w:Password>{password}</w:Password></w:UsernameToken></w:Security>"
        '<h:syncRequestHeaderInfo xmlns:h="http://www.imsglobal.org/services/common/imsMessBindSchema_v1p0">'
        f"<h:messageIdentifier>night{NIGHT}-{calls}</h:messageIdentifier></h:syncRequestHeaderInfo></e:Header>"
        f'<e:Body><m:{operation}Request xmlns:m="{base}MessSchema_v1p0" xmlns:d="{base}DataSchema_v1p0" '
        f'xmlns:c="{COMMON}">{content}</m:{operation}Request></e:Body></e:Envelope>'
    )
    headers = {
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": f'"http://www.imsglobal.org/soap/{short}/{operation}"',
    }
    connection.request("POST", address.path, body.encode(), headers)
    answer = connection.getresponse().read().decode()
    statuses = re.findall(r"codeMajor>(\w+)<", answer)
    bad = count - statuses.count("success")
    if bad:
        failed += bad
        print(f"{operation}: {answer[:600]}", file=sys.stderr)


def batches(service, operation, wrapper, texts):
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        send(service, operation, len(batch), f"<m:{wrapper}>{''.join(batch)}</m:{wrapper}>")


def identifier(name, value):
    return f"<{name}><c:identifier>{escape(value)}</c:identifier></{name}>"


def group(key, kind, title, parent):
    typed = "<d:scheme>ItslearningOrganisationTypes</d:scheme>"
    return (
        f"<m:groupIdPair>{identifier('m:sourcedId', key)}<m:group>"
        f"<d:groupType>{typed}<d:typeValue><d:type>{kind}</d:type></d:typeValue></d:groupType>"
        f"<d:relationship><d:relation>Parent</d:relation>{identifier('d:sourceId', parent)}</d:relationship>"
        f"<d:description><d:descShort>{title}</d:descShort></d:description></m:group></m:groupIdPair>"
    )


def person(n):
    def part(kind, value):
        return f"<d:partName><d:namePartType>{kind}</d:namePartType><d:namePartValue>{value}</d:namePartValue></d:partName>"

    role = "Staff" if n < 100 else "Student"
    return (
        f"<m:personIdPair>{identifier('m:sourcedId', f'P-{n}')}<m:person>"
        f"<d:name>{part('First', f'First{n}')}{part('Last', f'Last{n}')}</d:name>"
        f"<d:userId><c:userIdValue>user{n}</c:userIdValue></d:userId>"
        f"<d:institutionRole><d:institutionRoleType>{role}</d:institutionRoleType>"
        "<d:primaryRoleType>true</d:primaryRoleType></d:institutionRole></m:person></m:personIdPair>"
    )


def membership(key, n, where):
    role = "Instructor" if n < 100 else "Learner"
    return (
        f"<m:membershipIdPair>{identifier('m:sourcedId', key)}<m:membership>{identifier('d:groupSourcedId', where)}"
        f"<d:member>{identifier('d:memberSourcedId', f'P-{n}')}<d:idType>Person</d:idType>"
        f"<d:role><d:roleType>{role}</d:roleType></d:role></d:member></m:membership></m:membershipIdPair>"
    )


def places(n):
    """A person's school and two of its classes; which ones follows from the numbers alone."""
    school, first = n % SCHOOLS, n // SCHOOLS % 14
    second = (first + 1 + n // 56 % 12) % 14
    return f"SCHOOL-{school}", f"CLASS-{school + 4 * first}", f"CLASS-{school + 4 * second}"


def ids(keys):
    return [f"<c:identifier>{key}</c:identifier>" for key in keys]


everyone = range(PERSONS)
leaving = [n for n in everyone if n % 20 == 0]
returning = [n for n in everyone if n % 40 == 0]
moving = [n for n in everyone if n % 20 == 1]
if NIGHT == 1:
    schools = [group(f"SCHOOL-{n}", "School", f"School {n}", "root") for n in range(SCHOOLS)]
    classes = [group(f"CLASS-{n}", "Unspecified", f"Class {n}", f"SCHOOL-{n % SCHOOLS}") for n in range(CLASSES)]
    batches("GROUP", "createGroups", "groupIdPairSet", schools + classes)
    batches("PERSON", "createPersons", "personIdPairSet", [person(n) for n in everyone])
    enrolments = [membership(f"E-{3 * n + k}", n, where) for n in everyone for k, where in enumerate(places(n))]
    batches("MEMBERSHIP", "createMemberships", "membershipIdPairSet", enrolments)
else:
    # A membership cannot be moved: it ends, and another one begins in the class next door.
    batches("MEMBERSHIP", "deleteMemberships", "sourcedIdSet", ids(f"E-{3 * n + 1}" for n in moving))
    free = {n: next(c for c in range(n % 4, CLASSES, 4) if f"CLASS-{c}" not in places(n)) for n in moving}
    moved = [membership(f"E-{3 * n + 1}-moved", n, f"CLASS-{free[n]}") for n in moving]
    batches("MEMBERSHIP", "createMemberships", "membershipIdPairSet", moved)
    batches("PERSON", "deletePersons", "sourcedIdSet", ids(f"P-{n}" for n in leaving))
    batches("PERSON", "createPersons", "personIdPairSet", [person(n) for n in returning])

print(f"night {NIGHT}: {calls} calls, {items} items, {failed} failed")
sys.exit(1 if failed else 0)
