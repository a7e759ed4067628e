<?php
// A SIS in one page: what PHP's SoapClient makes of the WSDL of a (mock) Brightspace.
//
// Creates a person, reads it back, deletes it, and sees that it is gone. Run it below mocklms:
//
//     mocklms run brightspace.yaml -- php php_client.php

declare(strict_types=1);

const NS = 'http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0';
const VOCABULARIES = 'http://www.imsglobal.org/lis/pmsv2p0/';
const PERSON = 'Z-1001';
const SIS = 'StudentInformationSystem';

$client = new SoapClient(getenv('MOCKLMS_D2L_PMS_URL') . '?wsdl', [
    'login' => getenv('MOCKLMS_D2L_USERNAME'),
    'password' => getenv('MOCKLMS_D2L_PASSWORD'),
    'cache_wsdl' => WSDL_CACHE_NONE,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
]);

/** Calls an operation; returns what its Body holds and the code from the answer's header. */
function call(SoapClient $client, string $operation, array $parameters): array
{
    static $number = 0;
    $number++;
    $header = new SoapHeader(NS, 'imsx_syncRequestHeaderInfo', [
        'imsx_version' => 'V1.0',
        'imsx_messageIdentifier' => PERSON . "-$number",
    ]);
    $answerHeaders = [];
    $found = $client->__soapCall($operation, [$parameters], null, [$header], $answerHeaders);
    $info = $answerHeaders['imsx_syncResponseHeaderInfo']->imsx_statusInfo;
    $field = $info->imsx_codeMinor->imsx_codeMinorField;
    $minor = (is_array($field) ? $field[0] : $field)->imsx_codeMinorFieldValue;
    echo "php: $operation: $info->imsx_codeMajor/$info->imsx_severity/$minor\n";
    return [$found, $info->imsx_codeMajor];
}

function check(bool $holds, string $what): void
{
    if (!$holds) {
        fwrite(STDERR, "php: not so: $what\n");
        exit(1);
    }
}

function text(string $value): array
{
    return ['language' => 'en-US', 'textString' => $value];
}

/** A word from a vocabulary, such as a role. */
function term(string $vocabulary, string $value): array
{
    return [
        'instanceIdentifier' => text($value),
        'instanceVocabulary' => VOCABULARIES . $vocabulary,
        'instanceValue' => text($value),
    ];
}

/** A value that a word from a vocabulary names. */
function named(string $vocabulary, string $name, string $value): array
{
    return ['instanceName' => text($name), 'instanceValue' => text($value)] + term($vocabulary, $name);
}

/** A part of a name. */
function part(string $name, string $value): array
{
    return named('partnamevocabularyv1p0', $name, $value);
}

$record = [
    'sourcedGUID' => ['sourcedId' => PERSON],
    'person' => [
        'name' => [
            [
                'nameType' => term('nametypevocabularyv1p0', 'Contact'),
                'partName' => [part('First', 'Zoë'), part('Last', 'Smith & Sons')],
            ],
        ],
        'contactinfo' => [
            [
                'contactinfoType' => term('contactinfotypevocabularyv1p0', 'EmailPrimary'),
                'contactinfoValue' => text('zoe@school.example'),
            ],
        ],
        'roles' => [
            [
                'enterpriserolesType' => named('epriserolestypevocabularyv1p0', SIS, SIS),
                'institutionRole' => [
                    [
                        'institutionroletype' => term('institutionroletypevocabularyv1p0', 'Student'),
                        'primaryroletype' => true,
                    ],
                ],
                'userId' => [['userIdValue' => text('zoe.smith'), 'password' => text('correct horse')]],
            ],
        ],
    ],
];

[, $code] = call($client, 'replacePerson', ['sourcedId' => PERSON, 'personRecord' => $record]);
check($code === 'success', 'replacePerson succeeds');

[$found, $code] = call($client, 'readPerson', ['sourcedId' => PERSON]);
check($code === 'success', 'readPerson succeeds');
$names = [];
foreach ($found->personRecord->person->name[0]->partName as $part) {
    $names[$part->instanceName->textString] = $part->instanceValue->textString;
}
check($names === ['First' => 'Zoë', 'Last' => 'Smith & Sons'], 'the names are read back');

[, $code] = call($client, 'deletePerson', ['sourcedId' => PERSON]);
check($code === 'success', 'deletePerson succeeds');

[$found, $code] = call($client, 'readPerson', ['sourcedId' => PERSON]);
check($code === 'failure', 'readPerson of a deleted person fails');
check(!isset($found->personRecord), 'there is no record any more');
echo "php: done\n";
