using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;

namespace PersonalBudgets.Gateway.Json;

/// <summary>Reads whole bodies into messages and writes messages as bodies.</summary>
public static class JsonMessages
{
    /// <summary>Deepest nesting of a body.</summary>
    public const int MaximumDepth = 32;

    // Bodies are answered as application/json with nosniff, never inside HTML: what is not ASCII can stay as it is.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? idleWriter;

    /// <summary>Reads a body into a message; everything that is wrong with it is reported at once.</summary>
    public static void Read(ReadOnlySpan<byte> body, MessageShape shape, IMessage message, JsonFaults faults)
    {
        if (!Utf8.IsValid(body))
        {
            faults.Replace(Faults.NotUtf8, At("The body is not UTF-8", IndexOfInvalid(body)));
            return;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaximumDepth });
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                shape.ReadMembers(ref reader, faults, message);
            else
            {
                faults.Add(Faults.WrongType, "Expected an object.");
                reader.Skip();
            }

            // Past the end of the value only white space may stand: the reader throws at anything else.
            while (!faults.Full && reader.Read())
            {
            }
        }
        catch (JsonException fault)
        {
            var position = Position(body, fault);
            // Standing on a bracket, the reader gives the depth outside it.
            var tooDeep = reader.CurrentDepth >= MaximumDepth - 1 && position < body.Length && body[position] is (byte)'{' or (byte)'[';
            if (tooDeep)
                faults.Replace(Faults.TooDeep, At($"The body nests deeper than {MaximumDepth} levels", position));
            else
                faults.Replace(Faults.Malformed, At("The body is not JSON", position));
        }
    }

    public static void Write(IBufferWriter<byte> output, MessageShape shape, IMessage message)
    {
        var writer = idleWriter ?? new Utf8JsonWriter(output, WriterOptions);
        idleWriter = null;
        writer.Reset(output);
        shape.Write(writer, message);
        writer.Flush();
        idleWriter = writer;
    }

    private static string At(string what, int position) => string.Create(CultureInfo.InvariantCulture, $"{what} (at byte {position}).");

    private static int Position(ReadOnlySpan<byte> body, JsonException fault)
    {
        var start = 0;
        for (var line = fault.LineNumber ?? 0; line > 0; line--)
            start += body[start..].IndexOf((byte)'\n') + 1;
        return start + (int)(fault.BytePositionInLine ?? 0);
    }

    private static int IndexOfInvalid(ReadOnlySpan<byte> body)
    {
        var index = 0;
        while (System.Text.Rune.DecodeFromUtf8(body[index..], out _, out var length) == OperationStatus.Done)
            index += length;
        return index;
    }
}
