using System.Text.Json;
using Google.Api;
using Google.Protobuf;

namespace PersonalBudgets.Gateway.Json;

/// <summary>Which members a body has, as told from what its values are.</summary>
public static class JsonMembers
{
    /// <summary>
    /// The names of the fields that a body without faults gives, in its order, without those that only the server sets: a resource
    /// that was read, edited and sent back holds them too. A member that is null is given: it empties the field.
    /// </summary>
    public static IEnumerable<string> Changeable(ReadOnlySpan<byte> body, MessageShape shape)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonMessages.MaximumDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = shape.Find(reader.GetString()!)!;
            if (field.Descriptor.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) != true)
                names.Add(field.Name);
            reader.Skip();
        }

        return names;
    }
}
