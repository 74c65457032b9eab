"""Plays the published interop cases with grpcio and prints one JSON line a case: {"case", "ok", "error"}."""
import json
import queue
import sys
import traceback

import grpc

from testing import INITIAL, PACKAGE, TRAILING, stub, types, zeros

SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n"
SOON = 20
channel = grpc.insecure_channel(sys.argv[1])


def large(**more):
    return types["SimpleRequest"](response_size=314159, payload=zeros(271828), **more)


def flag(value):
    return types["BoolValue"](value=value)


def asking(*sizes, **more):
    return types["StreamingOutputCallRequest"](response_parameters=[types["ResponseParameters"](size=size) for size in sizes], **more)


def input_of(*sizes, **more):
    return iter([types["StreamingInputCallRequest"](payload=zeros(size), **more) for size in sizes])


def status(code, message):
    return types["EchoStatus"](code=code, message=message)


def refused(code, call):
    try:
        call()
    except grpc.RpcError as error:
        assert error.code() == code, f"{error.code()}: {error.details()}"
        return error
    raise AssertionError("The call succeeded.")


def empty_unary():
    assert stub(channel, "EmptyCall")(types["Empty"](), timeout=SOON) == types["Empty"]()


def large_unary():
    assert len(stub(channel, "UnaryCall")(large(), timeout=SOON).payload.body) == 314159


def client_streaming():
    assert stub(channel, "StreamingInputCall")(input_of(27182, 8, 1828, 45904), timeout=SOON).aggregated_payload_size == 74922


def server_streaming():
    answers = stub(channel, "StreamingOutputCall")(asking(31415, 9, 2653, 58979), timeout=SOON)
    assert [len(answer.payload.body) for answer in answers] == [31415, 9, 2653, 58979]


def ping_pong():
    pending = queue.Queue()
    answers = stub(channel, "FullDuplexCall")(iter(pending.get, None), timeout=SOON)
    for sent, wanted in ((27182, 31415), (8, 9), (1828, 2653), (45904, 58979)):
        pending.put(asking(wanted, payload=zeros(sent)))
        assert len(next(answers).payload.body) == wanted
    pending.put(None)
    assert list(answers) == []


def empty_stream():
    assert list(stub(channel, "FullDuplexCall")(iter(()), timeout=SOON)) == []


def status_code_and_message():
    wanted = status(2, "test status message")
    unary = refused(grpc.StatusCode.UNKNOWN, lambda: stub(channel, "UnaryCall")(types["SimpleRequest"](response_status=wanted), timeout=SOON))
    duplex = refused(grpc.StatusCode.UNKNOWN, lambda: list(stub(channel, "FullDuplexCall")(iter([asking(response_status=wanted)]), timeout=SOON)))
    assert (unary.details(), duplex.details()) == (wanted.message, wanted.message)


def special_status_message():
    request = types["SimpleRequest"](response_status=status(2, SPECIAL))
    error = refused(grpc.StatusCode.UNKNOWN, lambda: stub(channel, "UnaryCall")(request, timeout=SOON))
    assert error.details() == SPECIAL, repr(error.details())


def timeout_on_sleeping_server():
    pending = queue.Queue()
    pending.put(asking(payload=zeros(27182)))
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(stub(channel, "FullDuplexCall")(iter(pending.get, None), timeout=0.001)))
    pending.put(None)


def cancel_after_begin():
    pending = queue.Queue()
    call = stub(channel, "StreamingInputCall").future(iter(pending.get, None), timeout=SOON)
    call.cancel()
    pending.put(None)
    assert call.cancelled() and call.code() == grpc.StatusCode.CANCELLED


def cancel_after_first_response():
    pending = queue.Queue()
    answers = stub(channel, "FullDuplexCall")(iter(pending.get, None))
    pending.put(asking(31415, payload=zeros(27182)))
    assert len(next(answers).payload.body) == 31415
    answers.cancel()
    pending.put(None)
    refused(grpc.StatusCode.CANCELLED, lambda: list(answers))


def unimplemented_method():
    refused(grpc.StatusCode.UNIMPLEMENTED, lambda: stub(channel, "UnimplementedCall")(types["Empty"](), timeout=SOON))


def unimplemented_service():
    call = stub(channel, "UnimplementedCall", PACKAGE + ".UnimplementedService")
    refused(grpc.StatusCode.UNIMPLEMENTED, lambda: call(types["Empty"](), timeout=SOON))


def custom_metadata():
    sent = ((INITIAL, "test_initial_metadata_value"), (TRAILING, b"\xab\xab\xab"))
    _, unary = stub(channel, "UnaryCall").with_call(large(), metadata=sent, timeout=SOON)
    duplex = stub(channel, "FullDuplexCall")(iter([asking(31415, payload=zeros(27182))]), metadata=sent, timeout=SOON)
    assert len(list(duplex)) == 1
    for call in (unary, duplex):
        assert dict(call.initial_metadata())[INITIAL] == "test_initial_metadata_value"
        assert dict(call.trailing_metadata())[TRAILING] == b"\xab\xab\xab"


def client_compressed_unary():
    call = stub(channel, "UnaryCall")
    refused(grpc.StatusCode.INVALID_ARGUMENT, lambda: call(large(expect_compressed=flag(True)), timeout=SOON))
    for packed, compression in ((True, grpc.Compression.Gzip), (False, grpc.Compression.NoCompression)):
        assert len(call(large(expect_compressed=flag(packed)), compression=compression, timeout=SOON).payload.body) == 314159


def client_compressed_streaming():
    call = stub(channel, "StreamingInputCall")
    refused(grpc.StatusCode.INVALID_ARGUMENT, lambda: call(input_of(27182, expect_compressed=flag(True)), timeout=SOON))
    answer = call(input_of(27182, 45904, expect_compressed=flag(True)), compression=grpc.Compression.Gzip, timeout=SOON)
    assert answer.aggregated_payload_size == 73086


def server_compressed_unary():
    for packed in (True, False):
        assert len(stub(channel, "UnaryCall")(large(response_compressed=flag(packed)), timeout=SOON).payload.body) == 314159


def server_compressed_streaming():
    request = asking(31415, 92653)
    request.response_parameters[0].compressed.value = True
    request.response_parameters[1].compressed.value = False
    assert [len(answer.payload.body) for answer in stub(channel, "StreamingOutputCall")(request, timeout=SOON)] == [31415, 92653]


def status_with_details():
    sent = ((TRAILING, b"\x08\x09\x12\x01a"),)
    request = types["SimpleRequest"](response_status=status(9, "a"))
    error = refused(grpc.StatusCode.FAILED_PRECONDITION, lambda: stub(channel, "UnaryCall")(request, metadata=sent, timeout=SOON))
    assert dict(error.trailing_metadata())[TRAILING] == sent[0][1]


def too_large_is_refused():
    request = types["SimpleRequest"](payload=zeros(5 << 20))
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub(channel, "UnaryCall")(request, timeout=SOON))


def too_large_an_answer_is_refused():
    request = types["SimpleRequest"](response_size=5 << 20, response_compressed=flag(False))
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub(channel, "UnaryCall")(request, timeout=SOON))


for case in (
    empty_unary, large_unary, client_streaming, server_streaming, ping_pong, empty_stream, status_code_and_message, special_status_message,
    timeout_on_sleeping_server, cancel_after_begin, cancel_after_first_response, unimplemented_method, unimplemented_service, custom_metadata,
    client_compressed_unary, client_compressed_streaming, server_compressed_unary, server_compressed_streaming, status_with_details,
    too_large_is_refused, too_large_an_answer_is_refused,
):
    try:
        case()
        error = None
    except Exception:
        error = traceback.format_exc()
    print(json.dumps({"case": case.__name__, "ok": error is None, "error": error}), flush=True)
