using System.Runtime.CompilerServices;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace PersonalBudgets.Gateway.Json;

/// <summary>
/// Enum values by their name in the contract, and by nothing else: a number is a value that no reviewer of a body can read.
/// A value that this build does not know is written as its number.
/// </summary>
public sealed class EnumCodec<T> : ValueCodec<T> where T : struct, Enum
{
    private readonly Utf8Names<T> _values = new();
    private readonly Dictionary<int, JsonEncodedText> _names = [];
    private readonly Fault _wrongType;
    private readonly Fault _unknown;

    public EnumCodec(EnumDescriptor descriptor)
    {
        foreach (var value in descriptor.Values)
        {
            var number = value.Number;
            _values.Add(value.Name, Unsafe.BitCast<int, T>(number));
            _names.TryAdd(number, JsonEncodedText.Encode(value.Name));
        }

        var allowed = string.Join(", ", descriptor.Values.Select(value => value.Name));
        _wrongType = Fault.Type($"one of the names {allowed}");
        _unknown = new Fault(Faults.UnknownEnum, $"Expected one of {allowed}.");
    }

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out T value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(ref reader, faults, _wrongType);
        var found = reader.ValueIsEscaped
            ? TryGetText(ref reader, out var text) && _values.TryGet(text, out value)
            : _values.TryGet(reader.ValueSpan, out value);
        return found || Refuse(ref reader, faults, _unknown);
    }

    public override bool TryParse(string text, out T value, out Fault fault)
    {
        fault = _values.TryGet(text, out value) ? default : _unknown;
        return fault == default;
    }

    public override void Write(Utf8JsonWriter writer, T value)
    {
        var number = Unsafe.BitCast<T, int>(value);
        if (_names.TryGetValue(number, out var name))
            writer.WriteStringValue(name);
        else
            writer.WriteNumberValue(number);
    }
}
