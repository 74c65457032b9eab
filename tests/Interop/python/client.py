"""Calls a server of echo.proto with grpcio and prints one JSON line a case: {"case", "ok", "error"}."""
import json
import sys
import traceback

import grpc

from echo import EchoMessage, status_details, stub

ADDRESS = sys.argv[1]
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001F608\t\n"
channel = grpc.insecure_channel(ADDRESS)


def refused(code, call):
    try:
        call()
    except grpc.RpcError as error:
        assert error.code() == code, f"{error.code()}: {error.details()}"
        return error
    raise AssertionError("The call succeeded.")


def empty_unary():
    assert stub(channel, "Unary")(EchoMessage(), timeout=5) == EchoMessage()


def large_unary():
    request = EchoMessage(payload=b"\x07" * 3_000_000)
    assert stub(channel, "Unary")(request, timeout=5) == request


def client_streaming():
    answer = stub(channel, "ClientStream")((EchoMessage(text=text) for text in "abc"), timeout=5)
    assert (answer.text, answer.count) == ("abc", 3)


def server_streaming():
    answers = stub(channel, "ServerStream")(EchoMessage(text="s", count=100, payload=b"p" * 5000), timeout=5)
    assert [answer.count for answer in answers] == list(range(1, 101))


def ping_pong():
    import queue

    pending = queue.Queue()
    answers = stub(channel, "Duplex")(iter(pending.get, None), timeout=5)
    for count in range(1, 21):
        pending.put(EchoMessage(count=count))
        assert next(answers).count == count
    pending.put(None)
    assert list(answers) == []


def empty_stream():
    assert list(stub(channel, "Duplex")(iter(()), timeout=5)) == []


def status_code_and_message():
    error = refused(grpc.StatusCode.FAILED_PRECONDITION, lambda: stub(channel, "Refuse")(EchoMessage(count=9, text="a broken rule"), timeout=5))
    assert error.details() == "a broken rule"
    details = dict(error.trailing_metadata())["grpc-status-details-bin"]
    assert details.startswith(status_details(9, "a broken rule"))


def special_status_message():
    error = refused(grpc.StatusCode.UNKNOWN, lambda: stub(channel, "Refuse")(EchoMessage(count=2, text=SPECIAL), timeout=5))
    assert error.details() == SPECIAL, repr(error.details())


def timeout_on_sleeping_server():
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: stub(channel, "Wait")(EchoMessage(), timeout=0.2))


def cancel_after_begin():
    call = stub(channel, "Wait").future(EchoMessage(), timeout=5)
    call.cancel()
    assert call.cancelled() and call.code() == grpc.StatusCode.CANCELLED


def cancel_after_first_response():
    answers = stub(channel, "ServerStream")(EchoMessage(count=1_000_000, payload=b"p" * 1000))
    next(answers)
    answers.cancel()
    refused(grpc.StatusCode.CANCELLED, lambda: list(answers))


def unimplemented_method():
    refused(grpc.StatusCode.UNIMPLEMENTED, lambda: stub(channel, "Missing")(EchoMessage(), timeout=5))


def unimplemented_service():
    refused(grpc.StatusCode.UNIMPLEMENTED, lambda: stub(channel, "Unary", "suite.interop.v1.Unheard")(EchoMessage(), timeout=5))


def custom_metadata():
    sent = (("x-echo-initial", "test_initial_metadata_value"), ("x-echo-trailing-bin", b"\xab\xab\xab\x00"))
    _, call = stub(channel, "Unary").with_call(EchoMessage(text="a"), metadata=sent, timeout=5)
    for received in (dict(call.initial_metadata()), dict(call.trailing_metadata())):
        assert all(received[key] == value for key, value in sent), received


def compressed_both_ways():
    request = EchoMessage(text="a" * 10_000)
    assert stub(channel, "Unary")(request, compression=grpc.Compression.Gzip, timeout=5) == request


def too_large_is_refused():
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub(channel, "Unary")(EchoMessage(payload=bytes(5 << 20)), timeout=5))


for case in (
    empty_unary, large_unary, client_streaming, server_streaming, ping_pong, empty_stream, status_code_and_message, special_status_message,
    timeout_on_sleeping_server, cancel_after_begin, cancel_after_first_response, unimplemented_method, unimplemented_service, custom_metadata,
    compressed_both_ways, too_large_is_refused,
):
    try:
        case()
        error = None
    except Exception:
        error = traceback.format_exc()
    print(json.dumps({"case": case.__name__, "ok": error is None, "error": error}), flush=True)
