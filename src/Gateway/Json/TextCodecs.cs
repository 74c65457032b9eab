using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Google.Protobuf;

namespace PersonalBudgets.Gateway.Json;

/// <summary>Text.</summary>
public sealed class StringCodec : ValueCodec<string>
{
    private static readonly Fault WrongType = Fault.Type("a string");
    private static readonly Fault BadText = new(Faults.BadText, "The string is not valid Unicode text, or holds the character U+0000.");

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out string value)
    {
        value = "";
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(ref reader, faults, WrongType);
        return (TryGetText(ref reader, out value) && Storable(value)) || Refuse(ref reader, faults, BadText);
    }

    public override bool TryParse(string text, out string value, out Fault fault)
    {
        value = text;
        fault = Storable(text) ? default : BadText;
        return fault == default;
    }

    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    /// <summary>PostgreSQL's text has no U+0000, so no field of the suite can hold it.</summary>
    private static bool Storable(string text) => !text.Contains('\0', StringComparison.Ordinal);
}

/// <summary>Booleans.</summary>
public sealed class BooleanCodec : ValueCodec<bool>
{
    private static readonly Fault WrongType = Fault.Type("true or false");

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return value || reader.TokenType == JsonTokenType.False || Refuse(ref reader, faults, WrongType);
    }

    public override bool TryParse(string text, out bool value, out Fault fault)
    {
        value = text == "true";
        fault = value || text == "false" ? default : WrongType;
        return fault == default;
    }

    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);
}

/// <summary>Bytes as base64: the standard and the URL alphabet are read, with or without padding; the standard one is written.</summary>
public sealed class BytesCodec : ValueCodec<ByteString>
{
    private static readonly Fault WrongType = Fault.Type("a string of base64");
    private static readonly Fault BadBase64 = new(Faults.BadBase64, "The string is not base64.");

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out ByteString value)
    {
        value = ByteString.Empty;
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(ref reader, faults, WrongType);
        // .NET's reader steps over white space, which base64 in JSON does not have.
        if (!reader.ValueIsEscaped && !reader.ValueSpan.Contains((byte)' ') && reader.TryGetBytesFromBase64(out var bytes))
            value = UnsafeByteOperations.UnsafeWrap(bytes);
        else if (!TryGetText(ref reader, out var text) || !TryParse(text, out value, out _))
            return Refuse(ref reader, faults, BadBase64);
        return true;
    }

    public override bool TryParse(string text, out ByteString value, out Fault fault)
    {
        value = ByteString.Empty;
        fault = BadBase64;
        // Base64Url takes a % for padding and steps over white space as well.
        if (text.Any(letter => char.IsWhiteSpace(letter) || letter == '%'))
            return false;

        var urlSafe = text.Replace('+', '-').Replace('/', '_');
        var bytes = new byte[Base64Url.GetMaxDecodedLength(urlSafe.Length)];
        if (Base64Url.DecodeFromChars(urlSafe, bytes, out _, out var length) != OperationStatus.Done)
            return false;

        value = ByteString.CopyFrom(bytes, 0, length);
        fault = default;
        return true;
    }

    public override void Write(Utf8JsonWriter writer, ByteString value) => writer.WriteBase64StringValue(value.Span);
}
