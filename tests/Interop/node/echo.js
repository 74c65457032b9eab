'use strict';
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const root = path.join(__dirname, '..', '..', 'Polyfills', 'protos');
const options = { keepCase: true, defaults: true };

const definition = loader.loadSync('echo.proto', { ...options, includeDirs: [root] });
const { Echo } = grpc.loadPackageDefinition(definition).suite.interop.v1;

/** A service that no server has. */
const Unheard = grpc.makeGenericClientConstructor(
  { Unary: { ...definition['suite.interop.v1.Echo'].Unary, path: '/suite.interop.v1.Unheard/Unary' } }, 'Unheard');

/** The same google.rpc.Status everywhere: code, message and no details, written by hand. */
function statusDetails(code, message) {
  const text = Buffer.from(message, 'utf8');
  return Buffer.concat([Buffer.from([0x08, code, 0x12, text.length]), text]);
}

/** Metadata whose key begins with x-echo goes back to the caller. */
function echoed(metadata) {
  const back = new grpc.Metadata();
  for (const key of Object.keys(metadata.getMap()).filter((k) => k.startsWith('x-echo')))
    for (const value of metadata.get(key)) back.add(key, value);
  return back;
}

module.exports = { grpc, loader, options, Echo, Unheard, statusDetails, echoed };
