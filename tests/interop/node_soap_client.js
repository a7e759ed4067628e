// A SIS in one page: what node-soap makes of the WSDL of a (mock) Brightspace.
//
// Creates a person, reads it back, deletes it, and sees that it is gone. Run it below mocklms:
//
//     mocklms run brightspace.yaml -- node node_soap_client.js

'use strict';

const assert = require('node:assert/strict');
const soap = require('soap');

const NAMESPACE = 'http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0';
const VOCABULARIES = 'http://www.imsglobal.org/lis/pmsv2p0/';
const PERSON = 'Z-1001';
const SIS = 'StudentInformationSystem';

let client;
let number = 0;

// Calls an operation; resolves to what its Body holds and the code from the answer's header.
async function call(operation, parameters) {
  number += 1;
  client.clearSoapHeaders();
  client.addSoapHeader(
    { imsx_syncRequestHeaderInfo: { imsx_version: 'V1.0', imsx_messageIdentifier: `${PERSON}-${number}` } },
    '',
    'tns',
    NAMESPACE,
  );
  const [found, , header] = await client[`${operation}Async`](parameters);
  const info = header.imsx_syncResponseHeaderInfo.imsx_statusInfo;
  const minor = [info.imsx_codeMinor.imsx_codeMinorField].flat()[0].imsx_codeMinorFieldValue;
  console.log(`node-soap: ${operation}: ${info.imsx_codeMajor}/${info.imsx_severity}/${minor}`);
  return [found, info.imsx_codeMajor];
}

const text = (value) => ({ language: 'en-US', textString: value });

// A word from a vocabulary, such as a role. node-soap sends children in the order in which they stand here.
const term = (vocabulary, value) => ({
  instanceIdentifier: text(value),
  instanceVocabulary: VOCABULARIES + vocabulary,
  instanceValue: text(value),
});

// A value that a word from a vocabulary names.
const named = (vocabulary, name, value) => ({
  instanceIdentifier: text(name),
  instanceVocabulary: VOCABULARIES + vocabulary,
  instanceName: text(name),
  instanceValue: text(value),
});

// A part of a name.
const part = (name, value) => named('partnamevocabularyv1p0', name, value);

const record = {
  sourcedGUID: { sourcedId: PERSON },
  person: {
    name: [
      {
        nameType: term('nametypevocabularyv1p0', 'Contact'),
        partName: [part('First', 'Zoë'), part('Last', 'Smith & Sons')],
      },
    ],
    contactinfo: [
      {
        contactinfoType: term('contactinfotypevocabularyv1p0', 'EmailPrimary'),
        contactinfoValue: text('zoe@school.example'),
      },
    ],
    roles: [
      {
        enterpriserolesType: named('epriserolestypevocabularyv1p0', SIS, SIS),
        institutionRole: [
          {
            institutionroletype: term('institutionroletypevocabularyv1p0', 'Student'),
            primaryroletype: true,
          },
        ],
        userId: [{ userIdValue: text('zoe.smith'), password: text('correct horse') }],
      },
    ],
  },
};

async function main() {
  client = await soap.createClientAsync(`${process.env.MOCKLMS_D2L_PMS_URL}?wsdl`);
  client.setSecurity(
    new soap.BasicAuthSecurity(process.env.MOCKLMS_D2L_USERNAME, process.env.MOCKLMS_D2L_PASSWORD),
  );

  let [found, code] = await call('replacePerson', { sourcedId: PERSON, personRecord: record });
  assert.equal(code, 'success');

  [found, code] = await call('readPerson', { sourcedId: PERSON });
  assert.equal(code, 'success');
  const parts = [found.personRecord.person.name].flat()[0].partName;
  const names = Object.fromEntries(parts.map((p) => [p.instanceName.textString, p.instanceValue.textString]));
  assert.deepEqual(names, { First: 'Zoë', Last: 'Smith & Sons' });

  [, code] = await call('deletePerson', { sourcedId: PERSON });
  assert.equal(code, 'success');

  [found, code] = await call('readPerson', { sourcedId: PERSON });
  assert.equal(code, 'failure');
  assert.equal(found?.personRecord, undefined);
  console.log('node-soap: done');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
