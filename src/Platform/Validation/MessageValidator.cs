using System.Collections;
using System.Collections.Concurrent;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Validation;

/// <summary>
/// Holds a message against the options of its own fields: <c>field_behavior</c>, the rules of <c>buf.validate</c>, our formats. Finds all faults at once,
/// in the messages within it too. Fields that only the server gives are emptied, not refused (AIP-203).
/// </summary>
public static class MessageValidator
{
    private const string EtagField = "etag";
    private const string MaskField = "update_mask";
    private static readonly ConcurrentDictionary<MessageDescriptor, IReadOnlyList<FieldPlan>> Plans = new();

    /// <summary>Empties what is the server's and finds every fault.</summary>
    public static IReadOnlyList<Violation> Check(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var faults = new List<Violation>();
        Check(message, "", faults);
        return faults;
    }

    /// <summary>The same as an answer.</summary>
    /// <exception cref="Refusal">FIELD_INVALID with every fault; ETAG_REQUIRED where nothing but the etag is missing.</exception>
    public static void Require(IMessage message)
    {
        var faults = Check(message);
        if (faults.Count is 0)
            return;
        throw faults.All(IsMissingEtag) ? Refusal.EtagRequired() : Refusal.Invalid(faults);
    }

    private static bool IsMissingEtag(Violation fault) =>
        fault.Reason is "REQUIRED" && (fault.FieldPath is EtagField || fault.FieldPath.EndsWith($".{EtagField}", StringComparison.Ordinal));

    /// <param name="message">The message.</param>
    /// <param name="prefix">Its path, with a dot; empty for the request.</param>
    /// <param name="faults">Takes what is found.</param>
    /// <param name="updated">Of the resource of an update: the fields that are changed, all others need not be there. Null elsewhere.</param>
    private static void Check(IMessage message, string prefix, List<Violation> faults, IReadOnlySet<string>? updated = null)
    {
        var mask = UpdatedFields(message);
        foreach (var plan in Plans.GetOrAdd(message.Descriptor, MakePlans))
        {
            var isRequired = plan.IsRequired && (updated is null || updated.Contains(plan.Field.Name));
            if (plan.IsOutputOnly)
                plan.Field.Accessor.Clear(message);
            else if (plan.Field.IsRepeated)
                CheckList(plan, isRequired, (IList)plan.Field.Accessor.GetValue(message), prefix + plan.Field.Name, faults);
            else if (updated is null || updated.Contains(plan.Field.Name) || plan.Field.Accessor.GetValue(message) is not (0 or 0L))
                // A number that an update leaves out keeps its value; without presence it is 0 here, whatever its rules ask for.
                CheckOne(plan, isRequired, message, prefix + plan.Field.Name, faults, mask);
        }
    }

    /// <summary>
    /// The top fields that an update's mask names; null where the message is no update. Without a mask only what is given is changed, so nothing else
    /// has to be there; <c>*</c> replaces the resource, so that everything has to.
    /// </summary>
    private static HashSet<string>? UpdatedFields(IMessage message)
    {
        if (message.Descriptor.FindFieldByName(MaskField) is not { FieldType: FieldType.Message } field || field.MessageType != FieldMask.Descriptor)
            return null;
        var paths = (field.Accessor.GetValue(message) as FieldMask)?.Paths;
        return paths is ["*"] ? null : [.. paths?.Select(path => path.Split('.')[0]) ?? []];
    }

    private static void CheckOne(
        FieldPlan plan, bool isRequired, IMessage message, string path, List<Violation> faults, IReadOnlySet<string>? updated)
    {
        var field = plan.Field;
        var value = field.Accessor.GetValue(message);
        if (field.HasPresence && !field.Accessor.HasValue(message))
        {
            if (isRequired)
                faults.Add(Missing(path));
            return;
        }

        // Without presence a zero may be meant: only a text or an enum says by being empty that it is not there.
        // Blanks say nothing, and an update that sends them does not leave the text as it is.
        if (isRequired && (value is "" || (field.FieldType is FieldType.Enum && Convert.ToInt32(value) is 0)) || plan.IsRequired && IsBlank(value))
            faults.Add(Missing(path));
        else if (value is IMessage part)
            CheckPart(part, path, faults, updated);
        else
            faults.AddRange(plan.Check.Check(value, path));

        if (field.Name is EtagField && value is string { Length: > 0 } etag && !Etag.TryParse(etag, out _))
            faults.Add(Etag.Malformed(path));
    }

    private static void CheckList(FieldPlan plan, bool isRequired, IList items, string path, List<Violation> faults)
    {
        if (isRequired && items.Count is 0)
            faults.Add(Missing(path));
        faults.AddRange(FieldCheck.CheckList(items, plan.ListRules, path));
        if (plan.ListRules is { HasMaxItems: true } rules && (ulong)items.Count > rules.MaxItems)
            return;
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is IMessage part)
                CheckPart(part, $"{path}[{index}]", faults);
            else
                faults.AddRange(plan.Check.Check(items[index]!, $"{path}[{index}]"));
        }
    }

    private static void CheckPart(IMessage part, string path, List<Violation> faults, IReadOnlySet<string>? updated = null)
    {
        if (part is Timestamp instant)
        {
            if (instant is not { Seconds: >= -62135596800 and <= 253402300799, Nanos: >= 0 and <= 999_999_999 })
                faults.Add(new Violation(path, "INSTANT", "Must be an instant from the year 1 to the year 9999."));
            return;
        }

        Check(part, path + ".", faults, updated);
    }

    private static bool IsBlank(object value) => value is string { Length: > 0 } text && string.IsNullOrWhiteSpace(text);

    private static Violation Missing(string path) => new(path, "REQUIRED", "Must be given.");

    private static FieldPlan[] MakePlans(MessageDescriptor message) =>
        [.. message.Fields.InDeclarationOrder().Select(FieldPlan.Of).Where(plan => plan.IsNeeded)];

    private sealed record FieldPlan(FieldDescriptor Field, bool IsRequired, bool IsOutputOnly, FieldCheck Check, Buf.Validate.RepeatedRules? ListRules)
    {
        public bool IsNeeded => IsRequired || IsOutputOnly || ListRules is not null || Check.IsNeeded || Field.FieldType is FieldType.Message;

        public static FieldPlan Of(FieldDescriptor field)
        {
            if (field.IsMap)
                throw new InvalidOperationException($"{field.FullName} is a map: messages of the contract have none.");
            var behaviour = field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior);
            return new FieldPlan(
                field,
                behaviour?.Contains(FieldBehavior.Required) ?? false,
                behaviour?.Contains(FieldBehavior.OutputOnly) ?? false,
                field.IsRepeated ? FieldCheck.OfItem(field) : FieldCheck.OfValue(field),
                field.IsRepeated ? FieldCheck.RulesOf(field)?.Repeated : null);
        }
    }
}
