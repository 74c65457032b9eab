using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.Platform.Requests;

/// <summary>Which messages of the contract hold data about a person, as their fields' options say.</summary>
public static class PersonData
{
    /// <summary>Whether a message of this type can hold person data, in itself or in a message within it.</summary>
    public static bool IsIn(MessageDescriptor message) => IsIn(message, []);

    /// <summary>Whether the field itself is marked.</summary>
    public static bool IsMarked(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.PersonData) ?? false;

    private static bool IsIn(MessageDescriptor message, HashSet<MessageDescriptor> seen) =>
        seen.Add(message) && message.Fields.InDeclarationOrder().Any(field =>
            IsMarked(field) || (field.FieldType is FieldType.Message && IsIn(field.MessageType, seen)));
}
