using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace PersonalBudgets.Gateway.Json;

/// <summary>How one field of a message looks in JSON and in a URL.</summary>
public abstract class FieldShape(FieldDescriptor descriptor)
{
    public FieldDescriptor Descriptor { get; } = descriptor;

    /// <summary>The contract's name, such as <c>plan_id</c>.</summary>
    public string Name { get; } = descriptor.Name;

    /// <summary>The JSON name, such as <c>planId</c>.</summary>
    public string JsonName { get; } = descriptor.JsonName;

    /// <summary>Place of the field among the message's fields.</summary>
    public int Index { get; } = descriptor.Index;

    /// <summary>Place of its oneof among the message's; -1 if it is in none. What <c>optional</c> makes is none.</summary>
    public int OneofIndex { get; } = descriptor.RealContainingOneof?.Index ?? -1;

    protected JsonEncodedText MemberName { get; } = JsonEncodedText.Encode(descriptor.JsonName);

    /// <summary>Reads the value that the reader stands on into the message; reports what is wrong with it.</summary>
    public abstract void Read(ref Utf8JsonReader reader, JsonFaults faults, IMessage message);

    /// <summary>Sets the field, or adds to it if it is repeated, from a part of the URL.</summary>
    public abstract bool TryParse(string text, IMessage message, out Fault fault);

    /// <summary>Writes the member, unless it is absent: zero values and empty lists are written, unset messages and unset optional fields are not.</summary>
    public abstract void Write(Utf8JsonWriter writer, IMessage message);
}

/// <summary>A field with one value.</summary>
public sealed class SingularField<TMessage, TValue>(FieldDescriptor descriptor, ValueCodec<TValue> codec) : FieldShape(descriptor)
    where TMessage : class, IMessage
{
    private readonly Func<TMessage, TValue> _get = Property(descriptor).GetMethod!.CreateDelegate<Func<TMessage, TValue>>();
    private readonly Action<TMessage, TValue> _set = Property(descriptor).SetMethod!.CreateDelegate<Action<TMessage, TValue>>();
    private readonly bool _hasPresence = descriptor.HasPresence;

    public override void Read(ref Utf8JsonReader reader, JsonFaults faults, IMessage message)
    {
        if (codec.TryRead(ref reader, faults, out var value))
            _set((TMessage)message, value);
    }

    public override bool TryParse(string text, IMessage message, out Fault fault)
    {
        if (!codec.TryParse(text, out var value, out fault))
            return false;
        _set((TMessage)message, value);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        if (_hasPresence && !Descriptor.Accessor.HasValue(message))
            return;
        writer.WritePropertyName(MemberName);
        codec.Write(writer, _get((TMessage)message));
    }

    private static System.Reflection.PropertyInfo Property(FieldDescriptor descriptor) => typeof(TMessage).GetProperty(descriptor.PropertyName)!;
}

/// <summary>A field with a list of values.</summary>
public sealed class RepeatedField<TMessage, TValue>(FieldDescriptor descriptor, ValueCodec<TValue> codec) : FieldShape(descriptor)
    where TMessage : class, IMessage
{
    private static readonly Fault WrongType = Fault.Type("a list");

    private readonly Func<TMessage, Google.Protobuf.Collections.RepeatedField<TValue>> _get =
        typeof(TMessage).GetProperty(descriptor.PropertyName)!.GetMethod!
            .CreateDelegate<Func<TMessage, Google.Protobuf.Collections.RepeatedField<TValue>>>();

    public override void Read(ref Utf8JsonReader reader, JsonFaults faults, IMessage message)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            faults.Add(WrongType.Reason, WrongType.Detail);
            reader.Skip();
            return;
        }

        var list = _get((TMessage)message);
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            faults.Enter(index);
            if (codec.TryRead(ref reader, faults, out var value))
                list.Add(value);
            faults.Leave();
        }
    }

    public override bool TryParse(string text, IMessage message, out Fault fault)
    {
        if (!codec.TryParse(text, out var value, out fault))
            return false;
        _get((TMessage)message).Add(value);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartArray(MemberName);
        foreach (var value in _get((TMessage)message))
            codec.Write(writer, value);
        writer.WriteEndArray();
    }
}
