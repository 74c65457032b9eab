using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>One fault of one field of a message: what is wrong, the field's path, and how the message gets it.</summary>
internal sealed record MessageFault(string Name, string Path, Action<IMessage> Make);

/// <summary>Every fault that a field of a message can have on gRPC, where types cannot be wrong and unknown fields are nobody's fault.</summary>
internal static class MessageFaults
{
    private const int NoSuchNumber = 9_999;

    public static IEnumerable<MessageFault> Of(IMessage valid) => In(valid, "", message => message);

    private static IEnumerable<MessageFault> In(IMessage valid, string prefix, Func<IMessage, IMessage> find)
    {
        // Of what an update brings only what it changes has to be there.
        var updates = valid.Descriptor.FindFieldByName("update_mask") is not null;
        foreach (var field in ValidBody.InputFields(valid.Descriptor).Where(field => field.Name is not ("etag" or "update_mask")))
        {
            var path = prefix + field.Name;
            if (ValidBody.IsRequired(field) && CanBeMissing(field))
                yield return new MessageFault("is missing", path, message => field.Accessor.Clear(find(message)));
            foreach (var (name, value) in Values(field))
                yield return new MessageFault(name, field.IsRepeated ? $"{path}[0]" : path, message => Set(field, find(message), value));

            foreach (var fault in Within(field, valid, path, find))
            {
                if (!updates || fault.Name != "is missing" || fault.Path.Count(letter => letter == '.') > 1)
                    yield return fault;
            }
        }
    }

    private static IEnumerable<MessageFault> Within(FieldDescriptor field, IMessage valid, string path, Func<IMessage, IMessage> find) =>
        field.Accessor.GetValue(valid) switch
        {
            IList { Count: > 0 } list when list[0] is IMessage item =>
                In(item, $"{path}[0].", message => (IMessage)((IList)field.Accessor.GetValue(find(message)))[0]!),
            IMessage part => In(part, $"{path}.", message => (IMessage)field.Accessor.GetValue(find(message))),
            _ => [],
        };

    private static bool CanBeMissing(FieldDescriptor field) =>
        field.IsRepeated || field.HasPresence || field.FieldType is FieldType.String or FieldType.Enum or FieldType.Message;

    private static IEnumerable<(string Name, object Value)> Values(FieldDescriptor field)
    {
        switch (field.FieldType)
        {
            case FieldType.Enum:
                yield return ("has an unknown number", NoSuchNumber);
                break;
            case FieldType.Int64 when field.Name.EndsWith("_pence", StringComparison.Ordinal):
                yield return ("is negative", -1L);
                break;
            case FieldType.String:
                yield return ("holds NUL", "A\0");
                if (ValidBody.Format(field) == FieldFormat.Date)
                    yield return ("is a date that does not exist", "2026-02-30");
                if (ValidBody.Format(field) == FieldFormat.Uuid)
                    yield return ("is not a UUID", "not-a-uuid");
                break;
        }
    }

    private static void Set(FieldDescriptor field, IMessage message, object value)
    {
        if (!field.IsRepeated)
        {
            field.Accessor.SetValue(message, value);
            return;
        }

        // A list in the address may be empty in a right call.
        var list = (IList)field.Accessor.GetValue(message);
        var item = field.FieldType is FieldType.Enum ? Enum.ToObject(field.EnumType.ClrType, value) : value;
        if (list.Count is 0)
            list.Add(item);
        else
            list[0] = item;
    }
}
