// What node-soap makes of every WSDL of the reference target: the calls of lis_calls.json, one after the other.
//
//     mocklms run lis.yaml -- node node_soap_lis.js

'use strict';

const assert = require('node:assert/strict');
const soap = require('soap');
const calls = require('./lis_calls.json');

const clients = {};

async function client(service) {
  clients[service] ??= await soap.createClientAsync(`${process.env[`MOCKLMS_LIS_${service}_URL`]}?wsdl`);
  return clients[service];
}

// node-soap gives a list only where there is more than one element.
function dig(value, path) {
  return path.split('.').reduce((found, step) => {
    if (!/^\d+$/.test(step)) return found?.[step];
    return Array.isArray(found) ? found[Number(step)] : found;
  }, value);
}

async function main() {
  for (const [index, call] of calls.entries()) {
    const one = await client(call.service);
    const id = `node-soap-${index + 1}`;
    one.clearSoapHeaders();
    one.addSoapHeader(
      { imsx_syncRequestHeaderInfo: { imsx_version: 'V1.0', imsx_messageIdentifier: id } },
      '',
      'tns',
      one.wsdl.definitions.$targetNamespace,
    );
    const [body, , header] = await one[`${call.operation}Async`](call.parameters);
    const status = header.imsx_syncResponseHeaderInfo.imsx_statusInfo;
    console.log(`node-soap: ${call.operation}: ${status.imsx_codeMajor}/${status.imsx_severity}`);
    assert.equal(status.imsx_codeMajor, call.code, call.operation);
    assert.equal(status.imsx_messageRefIdentifier, id);
    for (const [path, wanted] of Object.entries(call.see ?? {})) {
      assert.equal(dig(body, path), wanted, `${call.operation}: ${path}`);
    }
  }
  console.log('node-soap: done');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
