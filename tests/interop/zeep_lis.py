"""What zeep makes of every WSDL of the reference target: the calls of lis_calls.json, one after the other.

    mocklms run lis.yaml -- python3 zeep_lis.py
"""

import json
import os
from pathlib import Path

import zeep

CALLS = json.loads((Path(__file__).parent / "lis_calls.json").read_text(encoding="utf-8"))
clients = {}


def service(name, operation):
    """The port of a service that has the operation."""
    if name not in clients:
        clients[name] = zeep.Client(os.environ[f"MOCKLMS_LIS_{name}_URL"] + "?wsdl")
    client = clients[name]
    for found in client.wsdl.services.values():
        for port in found.ports.values():
            if operation in port.binding.all():
                return client.bind(found.name, port.name)[operation]
    raise LookupError(f"{operation} is in no port of {name}")


def dig(value, path):
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value


for number, call in enumerate(CALLS, 1):
    header = {"imsx_version": "V1.0", "imsx_messageIdentifier": f"zeep-{number}"}
    operation = service(call["service"], call["operation"])
    answer = operation(_soapheaders={"HeaderInfoParameters": header}, **call["parameters"])
    # The header is typed: its fields are there by name.
    status = answer.header.HeaderInfoResponse.imsx_statusInfo
    print(f"zeep: {call['operation']}: {status.imsx_codeMajor}/{status.imsx_severity}")
    assert status.imsx_codeMajor == call["code"], call
    assert status.imsx_messageRefIdentifier == header["imsx_messageIdentifier"], status
    for path, wanted in call.get("see", {}).items():
        found = dig(answer.body, path)
        assert found == wanted, f"{call['operation']}: {path} is {found!r}, not {wanted!r}"
print("zeep: done")
