"""The messages of echo.proto, described here because Debian has no generator for Python, and stubs without generated code."""
import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVICE = "suite.interop.v1.Echo"


def _message_type():
    file = descriptor_pb2.FileDescriptorProto(name="echo.proto", package="suite.interop.v1", syntax="proto3")
    message = file.message_type.add(name="EchoMessage")
    field = descriptor_pb2.FieldDescriptorProto
    for number, (name, kind) in enumerate((("text", field.TYPE_STRING), ("count", field.TYPE_INT32), ("payload", field.TYPE_BYTES)), 1):
        message.field.add(name=name, number=number, type=kind, label=field.LABEL_OPTIONAL)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    described = pool.FindMessageTypeByName("suite.interop.v1.EchoMessage")
    # Older releases of the library know only the factory object, newer ones only the function.
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    return make(described)


EchoMessage = _message_type()
to_bytes = EchoMessage.SerializeToString
from_bytes = EchoMessage.FromString

KINDS = {
    "Unary": "unary_unary",
    "ServerStream": "unary_stream",
    "ClientStream": "stream_unary",
    "Duplex": "stream_stream",
    "Refuse": "unary_unary",
    "Wait": "unary_unary",
    "Missing": "unary_unary",
}


def stub(channel, method, service=SERVICE):
    return getattr(channel, KINDS[method])(f"/{service}/{method}", request_serializer=to_bytes, response_deserializer=from_bytes)


def handler(method, behaviour):
    return getattr(grpc, KINDS[method] + "_rpc_method_handler")(behaviour, request_deserializer=from_bytes, response_serializer=to_bytes)


def status_details(code, message):
    """A google.rpc.Status of a code and a message."""
    text = message.encode()
    return bytes([0x08, code, 0x12, len(text)]) + text
