using Google.Protobuf;
using Google.Protobuf.Reflection;
using PersonalBudgets.Gateway.Json;

namespace PersonalBudgets.Gateway.Routes;

/// <summary>The way to a field that a part of the URL sets, such as <c>plan_id</c> or <c>price.from_pence</c>.</summary>
public sealed class FieldPath
{
    private readonly FieldDescriptor[] _parents;

    private FieldPath(FieldDescriptor[] parents, FieldShape field)
    {
        _parents = parents;
        Field = field;
        Text = string.Join('.', parents.Select(parent => parent.Name).Append(field.Name));
    }

    public FieldShape Field { get; }

    /// <summary>In the contract's names.</summary>
    public string Text { get; }

    /// <summary>The field of the request that the way begins with.</summary>
    public FieldDescriptor First => _parents.Length > 0 ? _parents[0] : Field.Descriptor;

    /// <summary>Finds the way by names in the contract's or JSON's spelling; null if it leads nowhere or to a whole message.</summary>
    public static FieldPath? Find(MessageShape message, string path)
    {
        var names = path.Split('.');
        var parents = new FieldDescriptor[names.Length - 1];
        for (var i = 0; i < parents.Length; i++)
        {
            if (message.Find(names[i])?.Descriptor is not { FieldType: FieldType.Message, IsRepeated: false } parent || IsValue(parent))
                return null;
            parents[i] = parent;
            message = MessageShape.Of(parent.MessageType);
        }

        var field = message.Find(names[^1]);
        return field is null || (field.Descriptor.FieldType == FieldType.Message && !IsValue(field.Descriptor)) ? null : new FieldPath(parents, field);
    }

    public bool TrySet(IMessage request, string text, out Fault fault)
    {
        foreach (var parent in _parents)
        {
            if (parent.Accessor.GetValue(request) is not IMessage next)
                parent.Accessor.SetValue(request, next = MessageShape.Of(parent.MessageType).New());
            request = next;
        }

        return Field.TryParse(text, request, out fault);
    }

    /// <summary>The text that the field has already, empty if it has none or is no text.</summary>
    public string TextIn(IMessage request)
    {
        foreach (var parent in _parents)
        {
            if (parent.Accessor.GetValue(request) is not IMessage next)
                return "";
            request = next;
        }

        return Field.Descriptor.Accessor.GetValue(request) as string ?? "";
    }

    /// <summary>A message that stands in JSON as one string.</summary>
    private static bool IsValue(FieldDescriptor field) => field.MessageType.File.Package == "google.protobuf";
}
