using System.Text.Json;

namespace PersonalBudgets.Gateway.Json;

/// <summary>Reads and writes one value of a kind of field, in the canonical JSON mapping of protobuf.</summary>
public abstract class ValueCodec<T>
{
    /// <summary>
    /// Reads the value that the reader stands on and leaves the reader on its last token. A fault is reported and answered
    /// with false.
    /// </summary>
    public abstract bool TryRead(ref Utf8JsonReader reader, JsonFaults faults, out T value);

    /// <summary>Reads the value from a part of the URL, where everything is text.</summary>
    public abstract bool TryParse(string text, out T value, out Fault fault);

    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>Reports a value of the wrong JSON type and steps over it.</summary>
    protected static bool Refuse(ref Utf8JsonReader reader, JsonFaults faults, in Fault fault)
    {
        faults.Add(fault.Reason, fault.Detail);
        reader.Skip();
        return false;
    }

    /// <summary>The text of a string token; false where its escapes make no Unicode text.</summary>
    protected static bool TryGetText(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException) // a lone surrogate, such as "\ud800": the reader has no question to ask beforehand
        {
            text = "";
            return false;
        }
    }
}

/// <summary>Why a value is refused.</summary>
public readonly record struct Fault(string Reason, string Detail)
{
    public static Fault Type(string expected) => new(Faults.WrongType, $"Expected {expected}.");
}
