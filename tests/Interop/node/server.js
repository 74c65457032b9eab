// The server of echo.proto on @grpc/grpc-js. Prints its port, stops when its standard input ends.
'use strict';
const { grpc, Echo, statusDetails, echoed } = require('./echo');

const handlers = {
  Unary(call, answer) {
    const back = echoed(call.metadata);
    call.sendMetadata(back);
    answer(null, call.request, back);
  },
  async ServerStream(call) {
    for (let count = 1; count <= call.request.count && !call.cancelled; count++)
      if (!call.write({ ...call.request, count }))
        await new Promise((resume) => call.once('drain', resume).once('cancelled', resume));
    call.end();
  },
  ClientStream(call, answer) {
    const sum = { text: '', count: 0 };
    call.on('data', (request) => { sum.text += request.text; sum.count++; });
    call.on('end', () => answer(null, sum));
  },
  Duplex(call) {
    call.on('data', (request) => call.write(request));
    call.on('end', () => call.end());
  },
  Refuse(call, answer) {
    const metadata = new grpc.Metadata();
    metadata.add('grpc-status-details-bin', statusDetails(call.request.count, call.request.text));
    answer({ code: call.request.count, details: call.request.text, metadata });
  },
  Wait(call) {
    call.on('cancelled', () => {});
  },
};

const server = new grpc.Server({ 'grpc.default_compression_algorithm': 2 });
server.addService(Echo.service, handlers);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.on('end', () => process.exit(0)).resume();
