using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Approval;

/// <summary>What Allocation answered: each funder's share of each line and of the whole.</summary>
public sealed class CostShares
{
    private readonly IReadOnlyDictionary<Guid, IReadOnlyList<LineShare>> _byLine;

    private CostShares(IReadOnlyDictionary<Guid, IReadOnlyList<LineShare>> byLine, IReadOnlyList<LineShare> totals, IEnumerable<DelegatedApproval> delegations)
    {
        _byLine = byLine;
        Totals = totals;
        Delegations = delegations.ToLookup(delegated => delegated.Funder, delegated => delegated.ApproverFunder);
    }

    /// <summary>The shares of the whole, one for each funder.</summary>
    public IReadOnlyList<LineShare> Totals { get; }

    /// <summary>Whose approval counts for whose share beside its own: the deciders of each funder.</summary>
    public ILookup<string, string> Delegations { get; }

    /// <summary>Reads the answer.</summary>
    public static CostShares Of(SplitCostsResponse split) => new(Read(split.Lines), Read(split.Totals), split.Delegations);

    /// <summary>Reads the shares of lines alone.</summary>
    public static CostShares Of(IEnumerable<LineSplit> lines) => new(Read(lines), [], []);

    /// <summary>A line as the money that Allocation is asked about.</summary>
    public static CostedLine CostOf(PlanLine line) => new()
    {
        LineId = line.LineId.ToString(),
        LegalBasis = line.LegalBasis,
        NeedType = line.NeedType,
        AnnualPence = line.Cost.AnnualPence,
        OneOffPence = line.Cost.OneOffPence,
        Management = line.Management,
        Effect = line.Effect,
        BlockContractId = line.BlockContractId?.ToString() ?? "",
        ReplacedUnits = line.ReplacedUnits,
        Category = line.Category,
    };

    /// <summary>The plan's lines with their shares.</summary>
    public IReadOnlyList<PlanLine> Lines(Plan plan) => [.. plan.Lines.Select(line => line with { Shares = _byLine[line.LineId] })];

    /// <summary>Whether these are the shares that stand in the plan.</summary>
    public bool AreThoseOf(Plan plan) =>
        _byLine.Count == plan.Lines.Count
        && plan.Lines.All(line => _byLine.TryGetValue(line.LineId, out var shares) && shares.SequenceEqual(line.Shares));

    private static Dictionary<Guid, IReadOnlyList<LineShare>> Read(IEnumerable<LineSplit> lines) =>
        lines.ToDictionary(line => Guid.Parse(line.LineId), line => Read(line.Shares));

    private static IReadOnlyList<LineShare> Read(IEnumerable<FunderShare> shares) =>
        [.. shares.Select(share => new LineShare(share.Funder, share.AnnualPence, share.OneOffPence))];
}
