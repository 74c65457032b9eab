using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace PersonalBudgets.Gateway.Json;

/// <summary>
/// Whole numbers of 32 and 64 bits. Read from a JSON number without fraction or exponent, of at most 2^53 in magnitude (past
/// that, other readers of the same JSON see another number), or from a decimal string. Those of 64 bits are written as strings.
/// </summary>
public sealed class IntegerCodec<T> : ValueCodec<T> where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const long LargestSafe = 1L << 53;

    private static readonly bool Wide = typeof(T) == typeof(long) || typeof(T) == typeof(ulong);

    private static readonly Fault WrongType = Fault.Type("a whole number");
    private static readonly Fault NotWhole = new(Faults.NotWhole, "Expected a whole number, without fraction or exponent.");
    private static readonly Fault NeedsString = new(Faults.TooLargeForNumber, "A number past 2^53 is exact only as a string of digits.");
    private static readonly Fault OutOfRange =
        new(Faults.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"Expected a number from {T.MinValue} to {T.MaxValue}."));

    public override bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out T value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
            return TryParseDigits(reader.ValueSpan, out value, out var fault) || Refuse(ref reader, faults, fault);
        if (reader.TokenType != JsonTokenType.Number)
            return Refuse(ref reader, faults, WrongType);
        if (reader.ValueSpan.ContainsAny(".eE"u8))
            return Refuse(ref reader, faults, NotWhole);
        if (Wide && (!reader.TryGetInt64(out var safe) || safe is > LargestSafe or < -LargestSafe))
            return Refuse(ref reader, faults, NeedsString);
        return T.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) || Refuse(ref reader, faults, OutOfRange);
    }

    public override bool TryParse(string text, out T value, out Fault fault) => TryParseDigits(Encoding.UTF8.GetBytes(text), out value, out fault);

    public override void Write(Utf8JsonWriter writer, T value)
    {
        if (!Wide)
        {
            writer.WriteNumberValue(long.CreateTruncating(value));
            return;
        }

        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(digits[..length]);
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> text, out T value, out Fault fault)
    {
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        value = default;
        fault = default;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (digits.Length > 1 && digits[0] == (byte)'0'))
            fault = digits.ContainsAny(".eE"u8) ? NotWhole : WrongType;
        else if (!T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            fault = OutOfRange;
        return fault == default;
    }
}
