// The server of the published interop cases on @grpc/grpc-js. Prints its port, stops when its standard input ends.
'use strict';
const { grpc, TestService, INITIAL, TRAILING, zeros } = require('./testing');

/** Sends the header that is asked for, and gives back the trailers that are. */
function returned(call) {
  const [headers, trailers] = [new grpc.Metadata(), new grpc.Metadata()];
  for (const value of call.metadata.get(INITIAL)) headers.add(INITIAL, value);
  for (const value of call.metadata.get(TRAILING)) trailers.add(TRAILING, value);
  call.sendMetadata(headers);
  return trailers;
}

const refusal = (status, metadata) => ({ code: status.code, details: status.message, metadata });

const handlers = {
  EmptyCall: (call, answer) => answer(null, {}),
  UnaryCall(call, answer) {
    const { response_status: status, response_size: size } = call.request;
    const trailers = returned(call);
    if (status) answer(refusal(status, trailers));
    else answer(null, { payload: zeros(size) }, trailers);
  },
  StreamingOutputCall(call) {
    const trailers = returned(call);
    for (const { size } of call.request.response_parameters) call.write({ payload: zeros(size) });
    call.end(trailers);
  },
  StreamingInputCall(call, answer) {
    let size = 0;
    call.on('data', (request) => { size += request.payload.body.length; });
    call.on('end', () => answer(null, { aggregated_payload_size: size }));
  },
  FullDuplexCall(call) {
    const trailers = returned(call);
    call.on('data', ({ response_status: status, response_parameters: wanted }) => {
      for (const { size } of wanted) call.write({ payload: zeros(size) });
      if (status) call.emit('error', refusal(status, trailers));
    });
    call.on('end', () => call.end(trailers));
  },
};

const server = new grpc.Server({ 'grpc.default_compression_algorithm': 2 });
server.addService(TestService.service, handlers);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.on('end', () => process.exit(0)).resume();
