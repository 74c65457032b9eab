"""The server of echo.proto on grpcio. Prints its port, stops when its standard input ends."""
import sys
import threading
from concurrent import futures

import grpc

from echo import SERVICE, EchoMessage, handler, status_details


def echoed(context):
    return tuple((key, value) for key, value in context.invocation_metadata() if key.startswith("x-echo"))


def unary(request, context):
    context.send_initial_metadata(echoed(context))
    context.set_trailing_metadata(echoed(context))
    return request


def server_stream(request, context):
    for count in range(1, request.count + 1):
        yield EchoMessage(text=request.text, count=count, payload=request.payload)


def client_stream(requests, context):
    texts = [request.text for request in requests]
    return EchoMessage(text="".join(texts), count=len(texts))


def duplex(requests, context):
    yield from requests


def refuse(request, context):
    code = next(status for status in grpc.StatusCode if status.value[0] == request.count)
    context.set_trailing_metadata((("grpc-status-details-bin", status_details(request.count, request.text)),))
    context.abort(code, request.text)


def wait(request, context):
    ended = threading.Event()
    context.add_callback(ended.set)
    ended.wait()
    return request


server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), compression=grpc.Compression.Gzip)
behaviours = {"Unary": unary, "ServerStream": server_stream, "ClientStream": client_stream, "Duplex": duplex, "Refuse": refuse, "Wait": wait}
server.add_generic_rpc_handlers(
    (grpc.method_handlers_generic_handler(SERVICE, {name: handler(name, behaviour) for name, behaviour in behaviours.items()}),)
)
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
