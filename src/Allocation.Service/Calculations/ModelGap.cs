using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>
/// Why a model gives no figure: it says nothing about these needs, and nothing is guessed. A value and not an exception, because a recalculation of
/// many people counts those that a model leaves out and goes on.
/// </summary>
/// <param name="Reason">NEED_NOT_IN_MODEL, NOT_IN_MODEL or OUT_OF_RANGE.</param>
/// <param name="Text">The same in a sentence.</param>
/// <param name="Source">The rule's source, or null.</param>
/// <param name="Metadata">What the model says nothing about.</param>
internal sealed record ModelGap(string Reason, string Text, string? Source, params IReadOnlyList<(string Name, object Value)> Metadata)
{
    /// <summary>A need of a domain and level that the model has nothing for.</summary>
    public static ModelGap OfNeed(string modelId, string domain, int level) => new(
        "NEED_NOT_IN_MODEL", "The model has nothing for a need of this domain and level.", null,
        ("allocation_model_id", modelId), ("domain", domain), ("level", level));

    /// <summary>Something else that the model has nothing for: its kind and, unless it tells of the person, its code.</summary>
    public static ModelGap Of(string modelId, string what, string code = "") => new(
        "NOT_IN_MODEL", "The model has nothing for something that the needs name, or needs something that they do not name.", null,
        ("allocation_model_id", modelId), ("about", what), ("code", code));

    /// <summary>Points on neither side of which the model has a figure.</summary>
    public static ModelGap OfPoints(long tenThousandths, int lowest, int highest) => new(
        "OUT_OF_RANGE", "The points lie outside the model's table, which is never extended.", "DOMAIN 7.3, R10",
        ("ten_thousandths_of_points", tenThousandths), ("lowest_points", lowest), ("highest_points", highest));

    /// <summary>The gap as an answer.</summary>
    public Refusal ToRefusal() => Refusal.Rule(Reason, Text, Source, Metadata);
}
