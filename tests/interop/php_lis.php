<?php
// What PHP's SoapClient makes of every WSDL of the reference target: the calls of lis_calls.json, one after the other.
//
//     mocklms run lis.yaml -- php php_lis.php

declare(strict_types=1);

$calls = json_decode(file_get_contents(__DIR__ . '/lis_calls.json'), true, 512, JSON_THROW_ON_ERROR);
$clients = [];

/** The client of a service, and the namespace of its headers. */
function client(string $service): array
{
    global $clients;
    if (!isset($clients[$service])) {
        $wsdl = getenv("MOCKLMS_LIS_{$service}_URL") . '?wsdl';
        preg_match('/targetNamespace="([^"]+)"/', file_get_contents($wsdl), $found);
        $options = ['cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS];
        $clients[$service] = [new SoapClient($wsdl, $options), $found[1]];
    }
    return $clients[$service];
}

function check(mixed $found, mixed $wanted, string $what): void
{
    if ($found !== $wanted) {
        fwrite(STDERR, "php: $what is " . var_export($found, true) . ', not ' . var_export($wanted, true) . "\n");
        exit(1);
    }
}

foreach ($calls as $number => $call) {
    [$client, $namespace] = client($call['service']);
    $operation = $call['operation'];
    $id = 'php-' . ($number + 1);
    $header = new SoapHeader($namespace, 'imsx_syncRequestHeaderInfo', [
        'imsx_version' => 'V1.0',
        'imsx_messageIdentifier' => $id,
    ]);
    $headers = [];
    $body = $client->__soapCall($operation, [$call['parameters']], null, [$header], $headers);
    $status = $headers['imsx_syncResponseHeaderInfo']->imsx_statusInfo;
    echo "php: $operation: $status->imsx_codeMajor/$status->imsx_severity\n";
    check($status->imsx_codeMajor, $call['code'], $operation);
    check($status->imsx_messageRefIdentifier, $id, 'the reference to the message');
    foreach ($call['see'] ?? [] as $path => $wanted) {
        $found = $body;
        foreach (explode('.', $path) as $step) {
            $found = is_array($found) ? $found[(int) $step] : $found->$step;
        }
        check($found, $wanted, "$operation: $path");
    }
}
echo "php: done\n";
