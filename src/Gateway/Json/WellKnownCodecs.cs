using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace PersonalBudgets.Gateway.Json;

/// <summary>Instants as RFC 3339 text, such as <c>2026-04-06T09:30:00Z</c>, with an offset if need be and at most nine decimals.</summary>
public sealed class TimestampCodec : ValueCodec<Timestamp>
{
    private static readonly Fault WrongType = Fault.Type("an instant as a string");
    private static readonly Fault Bad = new(Faults.BadTimestamp, "Expected an instant that exists, such as 2026-04-06T09:30:00Z.");

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out Timestamp value)
    {
        value = null!;
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(ref reader, faults, WrongType);
        return (TryGetText(ref reader, out var text) && Rfc3339.TryParse(text, out value)) || Refuse(ref reader, faults, Bad);
    }

    public override bool TryParse(string text, out Timestamp value, out Fault fault)
    {
        fault = Rfc3339.TryParse(text, out value) ? default : Bad;
        return fault == default;
    }

    public override void Write(Utf8JsonWriter writer, Timestamp value)
    {
        Span<char> text = stackalloc char[Rfc3339.MaximumLength];
        writer.WriteStringValue(text[..Rfc3339.Format(value, text)]);
    }
}

/// <summary>
/// Field masks as one string of paths with commas between, in lowerCamel; the contract's own names are read as well.
/// </summary>
public sealed class FieldMaskCodec : ValueCodec<FieldMask>
{
    private static readonly Fault WrongType = Fault.Type("field paths as one string, with commas between");
    private static readonly Fault Bad = new(Faults.BadFieldMask, "Expected field paths with commas between, such as title,printedTime, or *.");

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out FieldMask value)
    {
        value = null!;
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(ref reader, faults, WrongType);
        return (TryGetText(ref reader, out var text) && TryParse(text, out value, out _)) || Refuse(ref reader, faults, Bad);
    }

    public override bool TryParse(string text, out FieldMask value, out Fault fault)
    {
        value = new FieldMask();
        fault = default;
        foreach (var path in text.Length == 0 ? [] : text.Split(','))
        {
            if (path.Length == 0 || !path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '*'))
                fault = Bad;
            value.Paths.Add(ToContractName(path));
        }

        return fault == default;
    }

    public override void Write(Utf8JsonWriter writer, FieldMask value) => writer.WriteStringValue(string.Join(',', value.Paths.Select(ToJsonName)));

    private static string ToContractName(string path)
    {
        var name = new StringBuilder(path.Length + 4);
        foreach (var letter in path)
        {
            if (char.IsAsciiLetterUpper(letter))
                name.Append('_').Append(char.ToLowerInvariant(letter));
            else
                name.Append(letter);
        }

        return name.ToString();
    }

    private static string ToJsonName(string path)
    {
        var name = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '_' && i + 1 < path.Length)
                name.Append(char.ToUpperInvariant(path[++i]));
            else
                name.Append(path[i]);
        }

        return name.ToString();
    }
}
