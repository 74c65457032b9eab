using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace PersonalBudgets.Gateway.Json;

/// <summary>Makes the shape of a field from its descriptor, and refuses kinds of field that the contract may not have.</summary>
public static class FieldShapes
{
    public static FieldShape Of(FieldDescriptor field)
    {
        if (field.IsMap)
            throw new NotSupportedException($"{field.FullName} is a map; the contract has none (docs/architecture.md).");

        var (value, codec) = CodecOf(field);
        var shape = field.IsRepeated ? typeof(RepeatedField<,>) : typeof(SingularField<,>);
        return (FieldShape)Activator.CreateInstance(shape.MakeGenericType(field.ContainingType.ClrType, value), field, codec)!;
    }

    /// <summary>Makes new messages of a type.</summary>
    public static Func<IMessage> Factory(System.Type message) =>
        typeof(FieldShapes).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(message).CreateDelegate<Func<IMessage>>();

    private static IMessage Create<T>() where T : IMessage, new() => new T();

    private static (System.Type Value, object Codec) CodecOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (typeof(int), new IntegerCodec<int>()),
        FieldType.UInt32 or FieldType.Fixed32 => (typeof(uint), new IntegerCodec<uint>()),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (typeof(long), new IntegerCodec<long>()),
        FieldType.UInt64 or FieldType.Fixed64 => (typeof(ulong), new IntegerCodec<ulong>()),
        FieldType.Bool => (typeof(bool), new BooleanCodec()),
        FieldType.String => (typeof(string), new StringCodec()),
        FieldType.Bytes => (typeof(ByteString), new BytesCodec()),
        FieldType.Enum => (field.EnumType.ClrType, Make(typeof(EnumCodec<>), field.EnumType.ClrType, field.EnumType)),
        FieldType.Message => MessageCodecOf(field.MessageType),
        _ => throw new NotSupportedException($"{field.FullName} is a {field.FieldType}; the contract has none (docs/architecture.md)."),
    };

    private static (System.Type Value, object Codec) MessageCodecOf(MessageDescriptor message)
    {
        if (message == Timestamp.Descriptor)
            return (typeof(Timestamp), new TimestampCodec());
        if (message == FieldMask.Descriptor)
            return (typeof(FieldMask), new FieldMaskCodec());
        if (message.File.Package == "google.protobuf")
            throw new NotSupportedException($"{message.FullName} has a JSON form of its own that the gateway does not know.");
        return (message.ClrType, Make(typeof(MessageCodec<>), message.ClrType, MessageShape.Of(message)));
    }

    private static object Make(System.Type codec, System.Type value, object argument) => Activator.CreateInstance(codec.MakeGenericType(value), argument)!;
}
