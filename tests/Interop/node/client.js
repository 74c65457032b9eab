// Plays the published interop cases with @grpc/grpc-js and prints one JSON line a case: {"case", "ok", "error"}.
'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const path = require('node:path');
const { grpc, loader, options, TestService, UnimplementedService, INITIAL, TRAILING, NO_COMPRESS, zeros } = require('./testing');

const address = process.argv[2];
const plain = grpc.credentials.createInsecure();
const client = new TestService(address, plain);
const packing = new TestService(address, plain, { 'grpc.default_compression_algorithm': 2 });
const special = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1F608}\t\n';
const large = { response_size: 314159, payload: zeros(271828) };
const soon = () => ({ deadline: Date.now() + 20000 });
const asking = (...sizes) => ({ response_parameters: sizes.map((size) => ({ size })) });

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

/** The one answer to a stream that `send` writes. */
function input(stub, send) {
  return new Promise((resolve, reject) => {
    const call = stub.StreamingInputCall(new grpc.Metadata(), soon(), (error, value) => (error ? reject(error) : resolve(value)));
    send(call);
    call.end();
  });
}

/** All messages of a stream; rejects with its error. */
function all(call) {
  return new Promise((resolve, reject) => {
    const messages = [];
    call.on('data', (m) => messages.push(m)).on('end', () => resolve(messages)).on('error', reject);
  });
}

const sizes = async (call) => (await all(call)).map((message) => message.payload.body.length);

async function refused(code, promise) {
  const error = await promise.then(() => assert.fail('The call succeeded.'), (e) => e);
  assert.equal(error.code, code, error.message);
  return error;
}

const cases = {
  async empty_unary() {
    assert.deepEqual((await unary(client, 'EmptyCall', {})).answer, {});
  },
  async large_unary() {
    assert.equal((await unary(client, 'UnaryCall', large)).answer.payload.body.length, 314159);
  },
  async client_streaming() {
    const answer = await input(client, (call) => [27182, 8, 1828, 45904].forEach((size) => call.write({ payload: zeros(size) })));
    assert.equal(answer.aggregated_payload_size, 74922);
  },
  async server_streaming() {
    assert.deepEqual(await sizes(client.StreamingOutputCall(asking(31415, 9, 2653, 58979), soon())), [31415, 9, 2653, 58979]);
  },
  async ping_pong() {
    const call = client.FullDuplexCall(soon());
    for (const [sent, wanted] of [[27182, 31415], [8, 9], [1828, 2653], [45904, 58979]]) {
      const next = once(call, 'data');
      call.write({ ...asking(wanted), payload: zeros(sent) });
      assert.equal((await next)[0].payload.body.length, wanted);
    }
    const end = once(call, 'end');
    call.end();
    await end;
  },
  async empty_stream() {
    const call = client.FullDuplexCall(soon());
    call.end();
    assert.deepEqual(await all(call), []);
  },
  async status_code_and_message() {
    const response_status = { code: 2, message: 'test status message' };
    assert.equal((await refused(2, unary(client, 'UnaryCall', { response_status }))).details, response_status.message);
    const call = client.FullDuplexCall(soon());
    call.end({ response_status });
    assert.equal((await refused(2, all(call))).details, response_status.message);
  },
  async special_status_message() {
    assert.equal((await refused(2, unary(client, 'UnaryCall', { response_status: { code: 2, message: special } }))).details, special);
  },
  async timeout_on_sleeping_server() {
    const call = client.FullDuplexCall({ deadline: Date.now() + 1 });
    call.write({ payload: zeros(27182) });
    await refused(4, all(call));
  },
  async cancel_after_begin() {
    const call = client.StreamingInputCall(soon(), () => {});
    const error = await new Promise((resolve) => { call.on('status', resolve); call.cancel(); });
    assert.equal(error.code, 1);
  },
  async cancel_after_first_response() {
    const call = client.FullDuplexCall(soon());
    call.write({ ...asking(31415), payload: zeros(27182) });
    const error = await new Promise((resolve) => call.on('error', resolve).once('data', () => call.cancel()));
    assert.equal(error.code, 1);
  },
  async unimplemented_method() {
    await refused(12, unary(client, 'UnimplementedCall', {}));
  },
  async unimplemented_service() {
    await refused(12, unary(new UnimplementedService(address, plain), 'UnimplementedCall', {}));
  },
  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.add(INITIAL, 'test_initial_metadata_value');
    metadata.add(TRAILING, Buffer.from([0xab, 0xab, 0xab]));
    const seen = await unary(client, 'UnaryCall', large, metadata);
    const call = client.FullDuplexCall(metadata, soon());
    const [headers, status] = [once(call, 'metadata'), once(call, 'status')];
    call.end({ ...asking(31415), payload: zeros(27182) });
    await all(call);
    for (const [first, last] of [[seen.headers, seen.status], [(await headers)[0], (await status)[0]]]) {
      assert.deepEqual(first.get(INITIAL), ['test_initial_metadata_value']);
      assert.ok(last.metadata.get(TRAILING)[0].equals(Buffer.from([0xab, 0xab, 0xab])));
    }
  },
  async client_compressed_unary() {
    await refused(3, unary(client, 'UnaryCall', { ...large, expect_compressed: { value: true } }));
    for (const [stub, value] of [[packing, true], [client, false]])
      assert.equal((await unary(stub, 'UnaryCall', { ...large, expect_compressed: { value } })).answer.payload.body.length, 314159);
  },
  async client_compressed_streaming() {
    await refused(3, input(client, (call) => call.write({ payload: zeros(27182), expect_compressed: { value: true } })));
    const answer = await input(packing, (call) => {
      call.write({ payload: zeros(27182), expect_compressed: { value: true } });
      call.write({ payload: zeros(45904), expect_compressed: { value: false } }, NO_COMPRESS);
    });
    assert.equal(answer.aggregated_payload_size, 73086);
  },
  async server_compressed_unary() {
    for (const value of [true, false])
      assert.equal((await unary(client, 'UnaryCall', { ...large, response_compressed: { value } })).answer.payload.body.length, 314159);
  },
  async server_compressed_streaming() {
    const response_parameters = [{ size: 31415, compressed: { value: true } }, { size: 92653, compressed: { value: false } }];
    assert.deepEqual(await sizes(client.StreamingOutputCall({ response_parameters }, soon())), [31415, 92653]);
  },
  async status_with_details() {
    const metadata = new grpc.Metadata();
    metadata.add(TRAILING, Buffer.from([0x08, 9, 0x12, 1, 0x61]));
    const error = await refused(9, unary(client, 'UnaryCall', { response_status: { code: 9, message: 'a' } }, metadata));
    assert.ok(error.metadata.get(TRAILING)[0].equals(Buffer.from([0x08, 9, 0x12, 1, 0x61])));
  },
  async too_large_is_refused() {
    await refused(8, unary(client, 'UnaryCall', { payload: zeros(5 << 20) }));
  },
  async too_large_an_answer_is_refused() {
    await refused(8, unary(client, 'UnaryCall', { response_size: 5 << 20, response_compressed: { value: false } }));
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
      assert.ok(answer.list_services_response.service.some((s) => s.name === 'grpc.testing.TestService'));
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
