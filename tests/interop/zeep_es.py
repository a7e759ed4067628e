"""What zeep makes of the WSDLs of Enterprise Services: the calls of es_calls.json, by every way in.

    mocklms run es.yaml -- python3 zeep_es.py
"""

import json
import os
from pathlib import Path

import zeep
from zeep.wsse.username import UsernameToken

CALLS = json.loads((Path(__file__).parent / "es_calls.json").read_text(encoding="utf-8"))


def token(name, digest):
    user, password = (os.environ[f"MOCKLMS_{name}_{what}"] for what in ("USERNAME", "PASSWORD"))
    return UsernameToken(user, password, use_digest=digest)


class Way:
    """One way in: an instance, and whether all services are used at one address."""

    def __init__(self, name, combined=False, wsse=None):
        self.name, self.combined, self.wsse, self.clients = name, combined, wsse, {}

    def operation(self, service, operation):
        service = "COMBINED" if self.combined else service
        if service not in self.clients:
            url = os.environ[f"MOCKLMS_{self.name}_{service}_URL"]
            self.clients[service] = zeep.Client(url + "?wsdl", wsse=self.wsse)
        client = self.clients[service]
        for found in client.wsdl.services.values():
            for port in found.ports.values():
                if operation in port.binding.all():
                    return client.bind(found.name, port.name)[operation]
        raise LookupError(f"{operation} is in no port of {service}")


def dig(value, path):
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


def minor(status):
    return status.codeMinor and status.codeMinor.codeMinorField[0].codeMinorValue


for way in (
    Way("EACH"),
    Way("COMBINED", combined=True),
    Way("TEXT", wsse=token("TEXT", False)),
    Way("DIGEST", combined=True, wsse=token("DIGEST", True)),
):
    for number, call in enumerate(CALLS, 1):
        header = {"messageIdentifier": f"zeep-{way.name}-{number}"}
        operation = way.operation(call["service"], call["operation"])
        answer = operation(_soapheaders={"syncRequestHeaderInfo": header}, **call["parameters"])
        # The header is typed: its fields are there by name.
        info = answer.header.syncResponseHeaderInfo
        statuses = info.statusInfoSet.statusInfo if info.statusInfoSet else [info.statusInfo]
        codes = [status.codeMajor for status in statuses]
        print(f"zeep: {way.name}: {call['operation']}: {', '.join(codes)}")
        assert codes == call["codes"], call
        assert [minor(s) for s in statuses] == call.get("minors", [None] * len(codes)), statuses
        assert all(s.messageIdRef == header["messageIdentifier"] for s in statuses), statuses
        assert info.messageIdentifier not in (None, header["messageIdentifier"]), info
        for path, wanted in call.get("see", {}).items():
            found = dig(answer.body, path)
            assert found == wanted, f"{call['operation']}: {path} is {found!r}, not {wanted!r}"
print("zeep: done")
