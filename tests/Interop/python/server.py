"""The server of the published interop cases on grpcio. Prints its port, stops when its standard input ends."""
import sys
from concurrent import futures

import grpc

from testing import INITIAL, SERVICE, TRAILING, handler, types, zeros


def return_metadata(context):
    metadata = context.invocation_metadata()
    context.send_initial_metadata(tuple(entry for entry in metadata if entry.key == INITIAL))
    context.set_trailing_metadata(tuple(entry for entry in metadata if entry.key == TRAILING))


def refuse_if_asked(request, context):
    if request.HasField("response_status"):
        code = next(status for status in grpc.StatusCode if status.value[0] == request.response_status.code)
        context.abort(code, request.response_status.message)


def answers(request, context):
    for wanted in request.response_parameters:
        if wanted.HasField("compressed") and not wanted.compressed.value:
            context.disable_next_message_compression()
        yield types["StreamingOutputCallResponse"](payload=zeros(wanted.size))


def empty_call(request, context):
    return request


def unary_call(request, context):
    return_metadata(context)
    refuse_if_asked(request, context)
    if request.HasField("response_compressed") and not request.response_compressed.value:
        context.disable_next_message_compression()
    return types["SimpleResponse"](payload=zeros(request.response_size))


def streaming_output_call(request, context):
    return_metadata(context)
    yield from answers(request, context)


def streaming_input_call(requests, context):
    return types["StreamingInputCallResponse"](aggregated_payload_size=sum(len(request.payload.body) for request in requests))


def full_duplex_call(requests, context):
    return_metadata(context)
    for request in requests:
        yield from answers(request, context)
        refuse_if_asked(request, context)


BEHAVIOURS = {
    "EmptyCall": empty_call,
    "UnaryCall": unary_call,
    "StreamingOutputCall": streaming_output_call,
    "StreamingInputCall": streaming_input_call,
    "FullDuplexCall": full_duplex_call,
}
server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), compression=grpc.Compression.Gzip)
handlers = {name: handler(name, behaviour) for name, behaviour in BEHAVIOURS.items()}
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
