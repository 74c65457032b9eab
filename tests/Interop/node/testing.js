'use strict';
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const root = path.join(__dirname, '..', '..', 'Polyfills', 'protos');
const options = { keepCase: true, defaults: true };
const { TestService, UnimplementedService } =
  grpc.loadPackageDefinition(loader.loadSync('grpc/testing/test.proto', { ...options, includeDirs: [root] })).grpc.testing;

const INITIAL = 'x-grpc-test-echo-initial';
const TRAILING = 'x-grpc-test-echo-trailing-bin';
// The library exports no name for this flag of a write.
const NO_COMPRESS = 2;
const zeros = (size) => ({ body: Buffer.alloc(size) });

module.exports = { grpc, loader, options, TestService, UnimplementedService, INITIAL, TRAILING, NO_COMPRESS, zeros };
