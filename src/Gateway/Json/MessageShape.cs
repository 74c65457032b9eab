using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace PersonalBudgets.Gateway.Json;

/// <summary>
/// How a message type looks in JSON: its fields by either of their names, with typed access to each, so that no call pays for
/// reflection. Made once per type, on first use.
/// </summary>
public sealed class MessageShape
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessageShape> Shapes = new();

    private readonly Lazy<FieldShape[]> _fields;
    private readonly Lazy<Utf8Names<(FieldShape Field, bool ByOriginalName)>> _names;
    private readonly Func<IMessage> _create;

    private MessageShape(MessageDescriptor descriptor)
    {
        Descriptor = descriptor;
        _create = FieldShapes.Factory(descriptor.ClrType);
        // Lazily, because a message may hold messages of its own type.
        _fields = new(() => [.. descriptor.Fields.InDeclarationOrder().Select(FieldShapes.Of)]);
        _names = new(() => NamesOf(_fields.Value));
    }

    public MessageDescriptor Descriptor { get; }

    /// <summary>In the order of the contract, each at its <see cref="FieldShape.Index"/>.</summary>
    public IReadOnlyList<FieldShape> Fields => _fields.Value;

    public static MessageShape Of(MessageDescriptor descriptor) => Shapes.GetOrAdd(descriptor, static key => new MessageShape(key));

    public IMessage New() => _create();

    /// <summary>The field of this name, in the contract's or in JSON's spelling; null if there is none.</summary>
    public FieldShape? Find(string name) => _names.Value.TryGet(name, out var found) ? found.Field : null;

    /// <summary>Reads the members of the object that the reader stands at the start of, and leaves it at the end.</summary>
    public void ReadMembers(ref Utf8JsonReader reader, JsonFaults faults, IMessage message)
    {
        Span<ulong> seen = stackalloc ulong[(Fields.Count >> 6) + 1];
        ulong seenOneofs = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !faults.Full)
        {
            if (!TryFind(ref reader, out var member))
            {
                faults.AddUnknownMember(reader.ValueIsEscaped ? EscapedName(ref reader) : System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
                reader.Skip();
                continue;
            }

            reader.Read();
            var field = member.Field;
            faults.Enter(field, member.ByOriginalName);
            if (!Mark(ref seen[field.Index >> 6], field.Index))
                Refuse(ref reader, faults, Faults.DuplicateMember, "This member stands here more than once.");
            else if (reader.TokenType == JsonTokenType.Null)
            {
                // Absent, by the canonical mapping.
            }
            else if (field.OneofIndex >= 0 && !Mark(ref seenOneofs, field.OneofIndex))
                Refuse(ref reader, faults, Faults.OneOf, "Only one of these members can be given: " + Alternatives(field) + ".");
            else
                field.Read(ref reader, faults, message);
            faults.Leave();
        }
    }

    public void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var field in _fields.Value)
            field.Write(writer, message);
        writer.WriteEndObject();
    }

    private bool TryFind(ref Utf8JsonReader reader, out (FieldShape Field, bool ByOriginalName) member) =>
        reader.ValueIsEscaped ? _names.Value.TryGet(EscapedName(ref reader), out member) : _names.Value.TryGet(reader.ValueSpan, out member);

    private static string EscapedName(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException) // a lone surrogate: no name of the contract, so any text will do
        {
            return "\uFFFD";
        }
    }

    private static bool Mark(ref ulong bits, int index)
    {
        var bit = 1UL << (index & 63);
        var isNew = (bits & bit) == 0;
        bits |= bit;
        return isNew;
    }

    private static void Refuse(ref Utf8JsonReader reader, JsonFaults faults, string reason, string detail)
    {
        faults.Add(reason, detail);
        reader.Skip();
    }

    private static string Alternatives(FieldShape field) => string.Join(", ", field.Descriptor.ContainingOneof.Fields.Select(other => other.JsonName));

    private static Utf8Names<(FieldShape, bool)> NamesOf(FieldShape[] fields)
    {
        var names = new Utf8Names<(FieldShape, bool)>();
        foreach (var field in fields)
        {
            names.Add(field.Name, (field, true));
            names.Add(field.JsonName, (field, false));
        }

        return names;
    }
}
