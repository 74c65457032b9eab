// Calls a server of echo.proto with @grpc/grpc-js and prints one JSON line a case: {"case", "ok", "error"}.
'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const path = require('node:path');
const { grpc, loader, options, Echo, Unheard, statusDetails } = require('./echo');

const address = process.argv[2];
const plain = grpc.credentials.createInsecure();
const client = new Echo(address, plain);
const special = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1F608}\t\n';
const soon = () => ({ deadline: Date.now() + 5000 });

/** The answer, metadata and status of a unary call; rejects with the error of the call. */
function unary(stub, method, request, metadata = new grpc.Metadata(), callOptions = soon()) {
  return new Promise((resolve, reject) => {
    const seen = {};
    const call = stub[method](request, metadata, callOptions, (error, answer) => {
      if (error) reject(error);
      else seen.answer = answer;
    });
    call.on('metadata', (m) => { seen.headers = m; });
    call.on('status', (s) => { seen.status = s; if (seen.answer) resolve(seen); });
  });
}

/** All messages of a stream; rejects with its error. */
function all(call) {
  return new Promise((resolve, reject) => {
    const messages = [];
    call.on('data', (m) => messages.push(m)).on('end', () => resolve(messages)).on('error', reject);
  });
}

async function refused(code, promise) {
  const error = await promise.then(() => assert.fail('The call succeeded.'), (e) => e);
  assert.equal(error.code, code, error.message);
  return error;
}

const cases = {
  async empty_unary() {
    assert.deepEqual((await unary(client, 'Unary', {})).answer, { text: '', count: 0, payload: Buffer.alloc(0) });
  },
  async large_unary() {
    const payload = Buffer.alloc(3_000_000, 7);
    assert.ok((await unary(client, 'Unary', { payload })).answer.payload.equals(payload));
  },
  async client_streaming() {
    const answer = await new Promise((resolve, reject) => {
      const call = client.ClientStream(new grpc.Metadata(), soon(), (error, value) => (error ? reject(error) : resolve(value)));
      for (const text of ['a', 'b', 'c']) call.write({ text });
      call.end();
    });
    assert.deepEqual([answer.text, answer.count], ['abc', 3]);
  },
  async server_streaming() {
    const messages = await all(client.ServerStream({ text: 's', count: 100, payload: Buffer.alloc(5000) }, soon()));
    assert.deepEqual(messages.map((m) => m.count), Array.from({ length: 100 }, (_, i) => i + 1));
  },
  async ping_pong() {
    const call = client.Duplex(soon());
    for (let count = 1; count <= 20; count++) {
      const next = once(call, 'data');
      call.write({ count });
      assert.equal((await next)[0].count, count);
    }
    const end = once(call, 'end');
    call.end();
    await end;
  },
  async empty_stream() {
    const call = client.Duplex(soon());
    call.end();
    assert.deepEqual(await all(call), []);
  },
  async status_code_and_message() {
    const error = await refused(9, unary(client, 'Refuse', { count: 9, text: 'a broken rule' }));
    assert.equal(error.details, 'a broken rule');
    const details = error.metadata.get('grpc-status-details-bin')[0];
    assert.ok(details.subarray(0, statusDetails(9, 'a broken rule').length).equals(statusDetails(9, 'a broken rule')));
  },
  async special_status_message() {
    assert.equal((await refused(2, unary(client, 'Refuse', { count: 2, text: special }))).details, special);
  },
  async timeout_on_sleeping_server() {
    await refused(4, unary(client, 'Wait', {}, new grpc.Metadata(), { deadline: Date.now() + 200 }));
  },
  async cancel_after_begin() {
    const call = client.ClientStream(soon(), () => {});
    const error = await new Promise((resolve) => { call.on('status', resolve); call.cancel(); });
    assert.equal(error.code, 1);
  },
  async cancel_after_first_response() {
    const call = client.ServerStream({ count: 1_000_000, payload: Buffer.alloc(1000) });
    const error = await new Promise((resolve) => call.on('error', resolve).once('data', () => call.cancel()));
    assert.equal(error.code, 1);
  },
  async unimplemented_method() {
    await refused(12, unary(client, 'Missing', {}));
  },
  async unimplemented_service() {
    await refused(12, unary(new Unheard(address, plain), 'Unary', {}));
  },
  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.add('x-echo-initial', 'test_initial_metadata_value');
    metadata.add('x-echo-trailing-bin', Buffer.from([0xab, 0xab, 0xab, 0]));
    const seen = await unary(client, 'Unary', { text: 'a' }, metadata);
    for (const received of [seen.headers, seen.status.metadata]) {
      assert.deepEqual(received.get('x-echo-initial'), ['test_initial_metadata_value']);
      assert.ok(received.get('x-echo-trailing-bin')[0].equals(Buffer.from([0xab, 0xab, 0xab, 0])));
    }
  },
  async compressed_both_ways() {
    const packing = new Echo(address, plain, { 'grpc.default_compression_algorithm': 2 });
    const text = 'a'.repeat(10_000);
    assert.equal((await unary(packing, 'Unary', { text })).answer.text, text);
  },
  async too_large_is_refused() {
    await refused(8, unary(client, 'Unary', { payload: Buffer.alloc(5 << 20) }));
  },
  async health() {
    const proto = require('grpc-health-check').protoPath;
    const { Health } = grpc.loadPackageDefinition(loader.loadSync(proto, { ...options, enums: String })).grpc.health.v1;
    const health = new Health(address, plain);
    assert.equal((await unary(health, 'Check', { service: '' })).answer.status, 'SERVING');
    await refused(5, unary(health, 'Check', { service: 'unheard' }));
  },
  async reflection() {
    for (const version of ['v1', 'v1alpha']) {
      const proto = path.join(path.dirname(require.resolve('@grpc/reflection/package.json')), 'build', 'proto', 'grpc', 'reflection', version, 'reflection.proto');
      const { ServerReflection } = grpc.loadPackageDefinition(loader.loadSync(proto, options)).grpc.reflection[version];
      const call = new ServerReflection(address, plain).ServerReflectionInfo(soon());
      call.write({ list_services: '*' });
      call.end();
      const [answer] = await all(call);
      assert.ok(answer.list_services_response.service.some((s) => s.name === 'suite.interop.v1.Echo'));
    }
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    const error = await run().then(() => null, (e) => String(e.stack));
    console.log(JSON.stringify({ case: name, ok: error === null, error }));
  }
  process.exit(0);
})();
