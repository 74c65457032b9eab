using System.Collections.Frozen;

namespace PersonalBudgets.Platform.Requests;

/// <summary>
/// For what somebody looks at or changes a record: the codes of the header <c>x-purpose</c>. They follow HL7's PurposeOfUse (treatment, payment, operations,
/// audit, legal) in the words of health and care; a list of its own, short enough to choose from at a keyboard.
/// </summary>
public static class Purposes
{
    /// <summary>Care and support of the person: what holds where the caller says nothing.</summary>
    public static string DirectCare => "DIRECT_CARE";

    /// <summary>Enquiries into abuse or neglect (Care Act 2014 s42).</summary>
    public static string Safeguarding => "SAFEGUARDING";

    /// <summary>Enquiries into fraud.</summary>
    public static string CounterFraud => "COUNTER_FRAUD";

    /// <summary>The reason of a fault of the header.</summary>
    public const string Unknown = "PURPOSE_UNKNOWN";

    /// <summary>All codes.</summary>
    public static FrozenSet<string> All { get; } = FrozenSet.ToFrozenSet(
        [DirectCare, "FINANCE", "COMMISSIONING", Safeguarding, CounterFraud, "AUDIT", "COMPLAINT", "SUBJECT_ACCESS"], StringComparer.Ordinal);

    /// <summary>The fault of the header in words.</summary>
    public static string UnknownText { get; } = $"Expected one of {string.Join(", ", All.Order(StringComparer.Ordinal))}.";
}
