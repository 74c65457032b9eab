using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Validation;

/// <summary>
/// Puts the new values of an update into a resource (AIP-134): the fields of the mask; without a mask those that are
/// given; with <c>*</c> all of them. Fields that the server alone sets are passed over. That a required field is not emptied
/// is <see cref="MessageValidator"/>'s to see.
/// </summary>
public static class ResourceUpdate
{
    private const string Everything = "*";

    /// <summary>The resource with the new values; the current one is left as it is.</summary>
    /// <param name="current">The resource as stored.</param>
    /// <param name="changes">The request's resource.</param>
    /// <param name="mask">The request's mask, or null.</param>
    /// <exception cref="Refusal">FIELD_INVALID: the mask names what is no field of the resource.</exception>
    public static T Apply<T>(T current, T changes, FieldMask? mask) where T : class, IMessage<T>
    {
        var descriptor = current.Descriptor;
        var paths = Paths(changes, mask).ToList();
        var unknown = paths.Where(path => !FieldMask.IsValid(descriptor, path)).ToList();
        if (unknown.Count > 0)
            throw Refusal.Invalid(new Violation("update_mask", "UNKNOWN_FIELD", "The mask names fields that the resource does not have."));

        paths.RemoveAll(path => IsOutputOnly(descriptor.FindFieldByName(path.Split('.')[0])));
        var updated = current.Clone();
        new FieldMask { Paths = { paths } }.Merge(changes, updated, new FieldMask.MergeOptions
        {
            ReplaceMessageFields = true,
            ReplaceRepeatedFields = true,
            ReplacePrimitiveFields = true,
        });
        return updated;
    }

    private static IEnumerable<string> Paths(IMessage changes, FieldMask? mask)
    {
        var fields = changes.Descriptor.Fields.InDeclarationOrder();
        if (mask is null || mask.Paths.Count is 0)
            return fields.Where(field => IsGiven(changes, field)).Select(field => field.Name);
        return mask.Paths is [Everything] ? fields.Select(field => field.Name) : mask.Paths;
    }

    private static bool IsOutputOnly(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) ?? false;

    private static bool IsGiven(IMessage message, FieldDescriptor field) => field switch
    {
        { IsRepeated: true } => ((System.Collections.IList)field.Accessor.GetValue(message)).Count > 0,
        { HasPresence: true } => field.Accessor.HasValue(message),
        { FieldType: FieldType.String } => (string)field.Accessor.GetValue(message) is not "",
        { FieldType: FieldType.Enum } => Convert.ToInt32(field.Accessor.GetValue(message)) is not 0,
        _ => !Equals(field.Accessor.GetValue(message), Activator.CreateInstance(field.Accessor.GetValue(message).GetType())),
    };
}
