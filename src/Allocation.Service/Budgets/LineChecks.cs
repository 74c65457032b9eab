using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>What the contract's annotations cannot say of lines.</summary>
internal static class LineChecks
{
    /// <summary>Requires that no line stands in the request twice.</summary>
    /// <exception cref="Refusal">FIELD_INVALID, with further faults of the request.</exception>
    public static void RequireDistinct(IEnumerable<CostedLine> lines, params IEnumerable<Violation> further) => Require(lines.Select(line => line.LineId), further);

    /// <summary>The same of amounts of lines, and that each is of something.</summary>
    /// <exception cref="Refusal">FIELD_INVALID.</exception>
    public static void RequireDistinct(IReadOnlyList<LineAmount> lines) => Require(
        lines.Select(line => line.LineId),
        lines.Index().Where(line => line.Item is { AnnualPence: 0, OneOffPence: 0 })
            .Select(line => new Violation($"lines[{line.Index}].annual_pence", "REQUIRED", "What is given back of a line is said.")));

    /// <summary>The lines of a commitment without what is given back of them.</summary>
    /// <exception cref="Refusal">RELEASE_EXCEEDS_COMMITMENT: a line is not there, or has less set aside; all of them at once.</exception>
    public static IReadOnlyList<CostedLine> Less(CommitmentRow commitment, IReadOnlyList<LineAmount> released)
    {
        var lines = commitment.ReadLines();
        BrokenRule[] beyond =
        [
            .. released.Index().Where(amount => lines.FirstOrDefault(line => line.LineId == amount.Item.LineId) is not { } line
                    || amount.Item.AnnualPence > line.AnnualPence || amount.Item.OneOffPence > line.OneOffPence)
                .Select(amount => new BrokenRule("RELEASE_EXCEEDS_COMMITMENT", $"lines[{amount.Index}]", "No more is given back of a line than is set aside for it.")),
        ];
        if (beyond.Length > 0)
            throw Refusal.Rules(beyond, ("commitment_id", commitment.Id));
        foreach (var amount in released)
        {
            var line = lines.Single(line => line.LineId == amount.LineId);
            line.AnnualPence -= amount.AnnualPence;
            line.OneOffPence -= amount.OneOffPence;
        }

        return lines;
    }

    private static void Require(IEnumerable<string> lineIds, IEnumerable<Violation> further)
    {
        var seen = new HashSet<string>();
        IReadOnlyList<Violation> faults =
        [
            .. lineIds.Select((id, index) => (Known: !seen.Add(id), index)).Where(line => line.Known)
                .Select(line => new Violation($"lines[{line.index}].line_id", "DUPLICATE", "This line stands in the request already.")),
            .. further,
        ];
        Refusal.ThrowIfAny(faults);
    }
}
