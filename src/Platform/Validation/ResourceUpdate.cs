using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Validation;

/// <summary>
/// Puts the new values of an update into a resource (AIP-134): the fields of the mask; without a mask those that are
/// given; with <c>*</c> all of them. Fields that the server alone sets are passed over.
/// </summary>
public static class ResourceUpdate
{
    private const string Everything = "*";

    /// <summary>The resource with the new values; the current one is left as it is.</summary>
    /// <param name="current">The resource as stored.</param>
    /// <param name="changes">The request's resource.</param>
    /// <param name="mask">The request's mask, or null.</param>
    /// <param name="field">The request's field that holds <paramref name="changes"/>, for the path of a fault.</param>
    /// <exception cref="Refusal">FIELD_INVALID: the mask names no field of the resource, or empties a field that is required.</exception>
    public static T Apply<T>(T current, T changes, FieldMask? mask, string field) where T : class, IMessage<T>
    {
        var descriptor = current.Descriptor;
        var paths = Paths(changes, mask).ToList();
        var unknown = paths.Where(path => !FieldMask.IsValid(descriptor, path)).ToList();
        if (unknown.Count > 0)
            throw Refusal.Invalid(new Violation("update_mask", "UNKNOWN_FIELD", "The mask names fields that the resource does not have."));

        paths.RemoveAll(path => Has(Top(descriptor, path), FieldBehavior.OutputOnly));
        var emptied = paths.Select(path => Top(descriptor, path)).Distinct()
            .Where(top => Has(top, FieldBehavior.Required) && !IsGiven(changes, top))
            .Select(top => new Violation($"{field}.{top.Name}", "REQUIRED", "This field cannot be emptied."))
            .ToList();
        if (emptied.Count > 0)
            throw Refusal.Invalid(emptied);

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

    private static FieldDescriptor Top(MessageDescriptor descriptor, string path) => descriptor.FindFieldByName(path.Split('.')[0]);

    private static bool Has(FieldDescriptor field, FieldBehavior behaviour) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behaviour) ?? false;

    private static bool IsGiven(IMessage message, FieldDescriptor field) => field switch
    {
        { IsRepeated: true } => ((System.Collections.IList)field.Accessor.GetValue(message)).Count > 0,
        { HasPresence: true } => field.Accessor.HasValue(message),
        { FieldType: FieldType.String } => (string)field.Accessor.GetValue(message) is not "",
        { FieldType: FieldType.Enum } => Convert.ToInt32(field.Accessor.GetValue(message)) is not 0,
        _ => !Equals(field.Accessor.GetValue(message), Activator.CreateInstance(field.Accessor.GetValue(message).GetType())),
    };
}
