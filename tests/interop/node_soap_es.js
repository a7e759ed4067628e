// What node-soap makes of the WSDLs of Enterprise Services: the calls of es_calls.json, by every way in.
//
//     mocklms run es.yaml -- node node_soap_es.js

'use strict';

const assert = require('node:assert/strict');
const soap = require('soap');
const calls = require('./es_calls.json');

const BINDING = 'http://www.imsglobal.org/services/common/imsMessBindSchema_v1p0';

const ways = [
  { name: 'EACH' },
  { name: 'COMBINED', combined: true },
  { name: 'TEXT', passwordType: 'PasswordText' },
  { name: 'DIGEST', combined: true, passwordType: 'PasswordDigest' },
];

function env(way, what) {
  return process.env[`MOCKLMS_${way.name}_${what}`];
}

async function client(way, service) {
  const name = way.combined ? 'COMBINED' : service;
  way.clients ??= {};
  if (!way.clients[name]) {
    const url = env(way, `${name}_URL`);
    const made = await soap.createClientAsync(`${url}?wsdl`, { endpoint: url });
    const { passwordType } = way;
    if (passwordType) {
      made.setSecurity(new soap.WSSecurity(env(way, 'USERNAME'), env(way, 'PASSWORD'), { passwordType }));
    }
    way.clients[name] = made;
  }
  return way.clients[name];
}

// node-soap gives a list only where there is more than one element.
function dig(value, path) {
  return path.split('.').reduce((found, step) => {
    if (!/^\d+$/.test(step)) return found?.[step];
    return Array.isArray(found) ? found[Number(step)] : found;
  }, value);
}

async function main() {
  for (const way of ways) {
    for (const [index, call] of calls.entries()) {
      const one = await client(way, call.service);
      const id = `node-soap-${way.name}-${index + 1}`;
      one.clearSoapHeaders();
      one.addSoapHeader({ syncRequestHeaderInfo: { messageIdentifier: id } }, '', 'b', BINDING);
      const [body, , header] = await one[`${call.operation}Async`](call.parameters);
      const info = header.syncResponseHeaderInfo;
      const statuses = [info.statusInfoSet?.statusInfo ?? info.statusInfo].flat();
      const codes = statuses.map((status) => status.codeMajor);
      console.log(`node-soap: ${way.name}: ${call.operation}: ${codes.join(', ')}`);
      assert.deepEqual(codes, call.codes, call.operation);
      const minors = statuses.map((status) => dig(status, 'codeMinor.codeMinorField.0.codeMinorValue') ?? null);
      assert.deepEqual(minors, call.minors ?? codes.map(() => null), call.operation);
      assert(statuses.every((status) => status.messageIdRef === id));
      for (const [path, wanted] of Object.entries(call.see ?? {})) {
        assert.equal(dig(body, path), wanted, `${call.operation}: ${path}`);
      }
    }
  }
  console.log('node-soap: done');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
