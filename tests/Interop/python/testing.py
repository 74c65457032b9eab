"""The messages of grpc/testing/test.proto, described here because Debian has no generator for Python, and stubs without generated code."""
import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "grpc.testing"
SERVICE = PACKAGE + ".TestService"
INITIAL = "x-grpc-test-echo-initial"
TRAILING = "x-grpc-test-echo-trailing-bin"

# Name: fields as (number, name, type); a type of ours is a message, [] is repeated.
_SHAPES = {
    "Empty": (),
    "BoolValue": ((1, "value", "bool"),),
    "Payload": ((2, "body", "bytes"),),
    "EchoStatus": ((1, "code", "int32"), (2, "message", "string")),
    "SimpleRequest": (
        (2, "response_size", "int32"), (3, "payload", "Payload"), (6, "response_compressed", "BoolValue"),
        (7, "response_status", "EchoStatus"), (8, "expect_compressed", "BoolValue"),
    ),
    "SimpleResponse": ((1, "payload", "Payload"),),
    "StreamingInputCallRequest": ((1, "payload", "Payload"), (2, "expect_compressed", "BoolValue")),
    "StreamingInputCallResponse": ((1, "aggregated_payload_size", "int32"),),
    "ResponseParameters": ((1, "size", "int32"), (3, "compressed", "BoolValue")),
    "StreamingOutputCallRequest": (
        (2, "response_parameters", "ResponseParameters[]"), (3, "payload", "Payload"), (7, "response_status", "EchoStatus"),
    ),
    "StreamingOutputCallResponse": ((1, "payload", "Payload"),),
}

# Name: kind of call, request, response.
METHODS = {
    "EmptyCall": ("unary_unary", "Empty", "Empty"),
    "UnaryCall": ("unary_unary", "SimpleRequest", "SimpleResponse"),
    "StreamingOutputCall": ("unary_stream", "StreamingOutputCallRequest", "StreamingOutputCallResponse"),
    "StreamingInputCall": ("stream_unary", "StreamingInputCallRequest", "StreamingInputCallResponse"),
    "FullDuplexCall": ("stream_stream", "StreamingOutputCallRequest", "StreamingOutputCallResponse"),
    "UnimplementedCall": ("unary_unary", "Empty", "Empty"),
}


def _make_types():
    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="test.proto", package=PACKAGE, syntax="proto3")
    for name, shape in _SHAPES.items():
        message = file.message_type.add(name=name)
        for number, label, kind in shape:
            one = message.field.add(name=label, number=number, label=field.LABEL_REPEATED if kind.endswith("[]") else field.LABEL_OPTIONAL)
            kind = kind.rstrip("[]")
            if kind in _SHAPES:
                one.type, one.type_name = field.TYPE_MESSAGE, f".{PACKAGE}.{kind}"
            else:
                one.type = getattr(field, "TYPE_" + kind.upper())
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    # Older releases of the library know only the factory object, newer ones only the function.
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    return {name: make(pool.FindMessageTypeByName(f"{PACKAGE}.{name}")) for name in _SHAPES}


types = _make_types()


def stub(channel, method, service=SERVICE):
    kind, request, response = METHODS[method]
    return getattr(channel, kind)(
        f"/{service}/{method}", request_serializer=types[request].SerializeToString, response_deserializer=types[response].FromString)


def handler(method, behaviour):
    kind, request, response = METHODS[method]
    return getattr(grpc, kind + "_rpc_method_handler")(
        behaviour, request_deserializer=types[request].FromString, response_serializer=types[response].SerializeToString)


def zeros(size):
    return types["Payload"](body=bytes(size))
