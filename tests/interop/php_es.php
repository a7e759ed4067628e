<?php
// What PHP's SoapClient makes of the WSDLs of Enterprise Services: the calls of es_calls.json, by every way in.
//
//     mocklms run es.yaml -- php php_es.php

declare(strict_types=1);

const BINDING = 'http://www.imsglobal.org/services/common/imsMessBindSchema_v1p0';
const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-';

$calls = json_decode(file_get_contents(__DIR__ . '/es_calls.json'), true, 512, JSON_THROW_ON_ERROR);
$clients = [];

/** The client of a service by one of the ways in. */
function client(string $way, string $service): SoapClient
{
    global $clients;
    return $clients["$way $service"] ??= new SoapClient(getenv("MOCKLMS_{$way}_{$service}_URL") . '?wsdl', [
        'cache_wsdl' => WSDL_CACHE_NONE,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    ]);
}

/** SoapClient knows nothing of WS-Security: the header is written by hand. */
function security(string $way, bool $digest): SoapHeader
{
    $user = htmlspecialchars(getenv("MOCKLMS_{$way}_USERNAME"), ENT_XML1);
    $password = getenv("MOCKLMS_{$way}_PASSWORD");
    $proof = '';
    $kind = 'PasswordText';
    if ($digest) {
        $nonce = random_bytes(16);
        $created = gmdate('Y-m-d\TH:i:s\Z');
        $password = base64_encode(sha1($nonce . $created . $password, true));
        $kind = 'PasswordDigest';
        $proof = '<o:Nonce EncodingType="' . OASIS . 'soap-message-security-1.0#Base64Binary">' . base64_encode($nonce)
            . '</o:Nonce><u:Created xmlns:u="' . OASIS . "wssecurity-utility-1.0.xsd\">$created</u:Created>";
    }
    $password = htmlspecialchars($password, ENT_XML1);
    $secext = OASIS . 'wssecurity-secext-1.0.xsd';
    $type = OASIS . "username-token-profile-1.0#$kind";
    $xml = "<o:Security xmlns:o=\"$secext\"><o:UsernameToken><o:Username>$user</o:Username>"
        . "<o:Password Type=\"$type\">$password</o:Password>$proof</o:UsernameToken></o:Security>";
    return new SoapHeader($secext, 'Security', new SoapVar($xml, XSD_ANYXML), true);
}

function check(mixed $found, mixed $wanted, string $what): void
{
    if ($found !== $wanted) {
        fwrite(STDERR, "php: $what is " . var_export($found, true) . ', not ' . var_export($wanted, true) . "\n");
        exit(1);
    }
}

$ways = [['EACH', false, null], ['COMBINED', true, null], ['TEXT', false, false], ['DIGEST', true, true]];
foreach ($ways as [$way, $combined, $digest]) {
    foreach ($calls as $number => $call) {
        $client = client($way, $combined ? 'COMBINED' : $call['service']);
        $operation = $call['operation'];
        $id = "php-$way-" . ($number + 1);
        $sent = [new SoapHeader(BINDING, 'syncRequestHeaderInfo', ['messageIdentifier' => $id])];
        if ($digest !== null) {
            $sent[] = security($way, $digest);
        }
        $headers = [];
        $body = $client->__soapCall($operation, [$call['parameters']], null, $sent, $headers);
        $info = $headers['syncResponseHeaderInfo'];
        $statuses = isset($info->statusInfoSet) ? $info->statusInfoSet->statusInfo : [$info->statusInfo];
        $codes = array_map(fn ($status) => $status->codeMajor, $statuses);
        echo "php: $way: $operation: " . implode(', ', $codes) . "\n";
        check($codes, $call['codes'], $operation);
        $minors = array_map(fn ($status) => $status->codeMinor->codeMinorField[0]->codeMinorValue ?? null, $statuses);
        check($minors, $call['minors'] ?? array_fill(0, count($codes), null), "$operation: the minor codes");
        foreach ($statuses as $status) {
            check($status->messageIdRef, $id, 'the reference to the message');
        }
        foreach ($call['see'] ?? [] as $path => $wanted) {
            $found = $body;
            foreach (explode('.', $path) as $step) {
                $found = is_array($found) ? $found[(int) $step] : $found->$step;
            }
            check($found, $wanted, "$operation: $path");
        }
    }
}
echo "php: done\n";
