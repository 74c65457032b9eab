using System.Text.Json;
using Google.Protobuf;

namespace PersonalBudgets.Gateway.Json;

/// <summary>Messages as JSON objects, member by member.</summary>
public sealed class MessageCodec<T>(MessageShape shape) : ValueCodec<T> where T : class, IMessage, new()
{
    private static readonly Fault WrongType = Fault.Type("an object");

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out T value)
    {
        value = null!;
        if (reader.TokenType != JsonTokenType.StartObject)
            return Refuse(ref reader, faults, WrongType);

        value = new T();
        shape.ReadMembers(ref reader, faults, value);
        return true;
    }

    public override bool TryParse(string text, out T value, out Fault fault)
    {
        value = null!;
        fault = WrongType;
        return false;
    }

    public override void Write(Utf8JsonWriter writer, T value) => shape.Write(writer, value);
}
