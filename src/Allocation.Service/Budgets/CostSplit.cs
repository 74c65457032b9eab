using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Who bears the cost of a line: derived from its legal basis and kind of need, never typed (DOMAIN 8.3).</summary>
internal static class CostSplit
{
    /// <summary>The funders' shares of lines and of their total.</summary>
    public static SplitCostsResponse Of(IReadOnlyList<CostedLine> lines, Funders funders, SplitSettings policy)
    {
        var splits = lines.Select(line => Line(line, Shares(line, funders, policy))).ToList();
        var totals = new[] { funders.IntegratedCareBoard, funders.Council }
            .Select(funder => splits.SelectMany(split => split.Shares).Where(share => share.Funder == funder).ToList())
            .Where(shares => shares.Count > 0)
            .Select(shares => new FunderShare
            {
                Funder = shares[0].Funder,
                AnnualPence = shares.Sum(share => share.AnnualPence),
                OneOffPence = shares.Sum(share => share.OneOffPence),
            });
        return new SplitCostsResponse { Lines = { splits }, Totals = { totals } };
    }

    /// <summary>The shares of one line, in basis points that make a whole; a funder without a share is not named.</summary>
    public static IReadOnlyList<(string Funder, int BasisPoints)> Shares(CostedLine line, Funders funders, SplitSettings policy)
    {
        var board = IntegratedCareBoardBasisPoints(line, policy);
        IReadOnlyList<(string, int)> shares = [(funders.IntegratedCareBoard, board), (funders.Council, LargestRemainder.Whole - board)];
        return [.. shares.Where(share => share.Item2 > 0)];
    }

    /// <summary>Divides one line among funders.</summary>
    public static LineSplit Line(CostedLine line, IReadOnlyList<(string Funder, int BasisPoints)> shares)
    {
        int[] basisPoints = [.. shares.Select(share => share.BasisPoints)];
        var annual = LargestRemainder.Split(line.AnnualPence, basisPoints);
        var oneOff = LargestRemainder.Split(line.OneOffPence, basisPoints);
        return new LineSplit
        {
            LineId = line.LineId,
            Line = line,
            Shares =
            {
                shares.Select((share, index) => new FunderShare { Funder = share.Funder, AnnualPence = annual[index], OneOffPence = oneOff[index] }),
            },
        };
    }

    private static int IntegratedCareBoardBasisPoints(CostedLine line, SplitSettings policy) => line.LegalBasis switch
    {
        LegalBasis.CareAct or LegalBasis.Carer => 0,
        LegalBasis.Chc or LegalBasis.Cc or LegalBasis.Wheelchair or LegalBasis.Discretionary => LargestRemainder.Whole,
        LegalBasis.S117 => line.NeedType switch
        {
            NeedType.Health => LargestRemainder.Whole,
            NeedType.Social => 0,
            NeedType.Shared => policy.SharedIntegratedCareBoardBasisPoints,
            _ => throw new InvalidOperationException($"A line has the need type {line.NeedType}, which is none."),
        },
        _ => throw new InvalidOperationException($"A line has the legal basis {line.LegalBasis}, which is none."),
    };
}
