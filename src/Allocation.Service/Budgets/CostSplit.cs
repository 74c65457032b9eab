using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Who bears the cost of lines: derived from their legal basis and kind of need, never typed (DOMAIN 8.3).</summary>
internal static class CostSplit
{
    /// <summary>
    /// The funders' shares of the lines of a year and of their total. Where other parts count from a day within it, what recurs until then stays as it was and
    /// the rest is divided anew: each stretch to the penny, by itself, so that nothing that lies before the day ever moves.
    /// </summary>
    /// <param name="lines">The lines, of a whole year from the first day.</param>
    /// <param name="terms">Who bears what, with what was decided for the person.</param>
    /// <param name="start">The first day.</param>
    /// <param name="known">How the lines were divided before, where they were.</param>
    /// <param name="from">The first day on which the terms count for lines that were divided before; null = on none. Until then those keep their parts.</param>
    /// <param name="lastDay">The last day for which money is needed; null for the whole year, the day before the first for nothing at all.</param>
    /// <param name="rises">What rose of the lines within the year, the earliest first: each stretch costs what its days do.</param>
    public static SplitCostsResponse Of(
        IReadOnlyList<CostedLine> lines, SplitTerms terms, DateOnly start, IReadOnlyList<LineSplit>? known = null, DateOnly? from = null, DateOnly? lastDay = null,
        IReadOnlyList<LineRise>? rises = null)
    {
        var end = lastDay?.AddDays(1) ?? Ending.YearEnd(start);
        var counts = from is { } day && day < end ? day : end;
        var before = (known ?? []).ToLookup(split => split.LineId);
        return Sum([.. lines.Select(line => Line(line, rises ?? [], start, lastDay, Periods(line, terms, start, end, before[line.LineId].FirstOrDefault(), counts)))], terms.Funders);
    }

    /// <summary>Whether two answers give the same funders the same shares of the same lines, whatever says so.</summary>
    public static bool AreSame(SplitCostsResponse one, SplitCostsResponse other) =>
        one.Lines.Count == other.Lines.Count
        && one.Lines.Zip(other.Lines).All(pair => Equals(pair.First.Line, pair.Second.Line) && pair.First.Shares.Equals(pair.Second.Shares));

    /// <summary>The shares of lines by what counts on one day, whatever counts later.</summary>
    public static SplitCostsResponse On(IReadOnlyList<CostedLine> lines, SplitTerms terms, DateOnly day) =>
        Sum([.. lines.Select(line => Line(line, [], day, null, [terms.On(line, day)]))], terms.Funders);

    /// <summary>
    /// Who bears a line by the law and, where that says nothing, by the setting: in basis points that make a whole. A funder without a share is not named.
    /// </summary>
    public static IReadOnlyList<(string Funder, int BasisPoints)> Shares(CostedLine line, Funders funders, SplitSettings settings)
    {
        var board = IntegratedCareBoardBasisPoints(line, settings);
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

    private static LineSplit Line(CostedLine line, IReadOnlyList<LineRise> rises, DateOnly start, DateOnly? lastDay, List<SplitPeriod> periods)
    {
        var used = lastDay is { } day ? Ending.Used([line], rises, start, day)[0] : line;
        var split = Line(used, PartsOf(periods[0]));
        if (periods.Count > 1)
        {
            var (spent, shares) = (0L, new List<FunderShare>());
            foreach (var (place, period) in periods.Index())
            {
                var until = place + 1 < periods.Count ? Ending.Used([line], rises, start, Dates.Parse(periods[place + 1].StartDate).AddDays(-1))[0].AnnualPence : used.AnnualPence;
                // What is paid once is paid at the start.
                var stretch = new CostedLine { AnnualPence = until - spent, OneOffPence = place is 0 ? used.OneOffPence : 0 };
                shares.AddRange(Line(stretch, PartsOf(period)).Shares);
                spent = until;
            }

            split.Shares.Clear();
            split.Shares.Add(Totals(shares, [.. shares.Select(share => share.Funder)]));
        }

        split.Periods.Add(periods);
        return split;
    }

    private static List<SplitPeriod> Periods(CostedLine line, SplitTerms terms, DateOnly start, DateOnly end, LineSplit? known, DateOnly from)
    {
        // A line that became one of another kind has no parts to keep; one from before parts were kept goes by the terms.
        var kept = known?.Line is { } divided && divided.LegalBasis == line.LegalBasis && divided.NeedType == line.NeedType ? known.Periods : [];
        var periods = kept.TakeWhile(period => Dates.Parse(period.StartDate) < from).ToList();
        if (periods.Count > 0 && from >= end)
            return periods;
        var first = periods.Count > 0 ? from : start;
        foreach (var day in terms.ChangesOf(line, first, end).Prepend(first))
        {
            var period = terms.On(line, day);
            // A policy that says what counted before is no change, and divides nothing apart.
            if (periods.Count is 0 || !periods[^1].Parts.Equals(period.Parts))
                periods.Add(period);
        }

        return periods;
    }

    private static IReadOnlyList<(string Funder, int BasisPoints)> PartsOf(SplitPeriod period) => [.. period.Parts.Select(part => (part.Funder, part.BasisPoints))];

    private static SplitCostsResponse Sum(IReadOnlyList<LineSplit> splits, Funders funders) => new()
    {
        Lines = { splits },
        Totals = { Totals([.. splits.SelectMany(split => split.Shares)], [funders.IntegratedCareBoard, funders.Council]) },
    };

    /// <summary>One share for each funder: some first, then in the order in which they come.</summary>
    private static IEnumerable<FunderShare> Totals(IReadOnlyList<FunderShare> shares, IReadOnlyList<string> first)
    {
        var byFunder = shares.ToLookup(share => share.Funder);
        return first.Union(byFunder.Select(own => own.Key)).Where(byFunder.Contains).Select(funder => new FunderShare
        {
            Funder = funder,
            AnnualPence = byFunder[funder].Sum(share => share.AnnualPence),
            OneOffPence = byFunder[funder].Sum(share => share.OneOffPence),
        });
    }

    private static int IntegratedCareBoardBasisPoints(CostedLine line, SplitSettings settings) => line.LegalBasis switch
    {
        LegalBasis.CareAct or LegalBasis.Carer or LegalBasis.ChildrenAct or LegalBasis.EhcPlan => 0,
        LegalBasis.Chc or LegalBasis.Cc or LegalBasis.Wheelchair or LegalBasis.Discretionary => LargestRemainder.Whole,
        LegalBasis.S117 => line.NeedType switch
        {
            NeedType.Health => LargestRemainder.Whole,
            NeedType.Social => 0,
            NeedType.Shared => settings.SharedIntegratedCareBoardBasisPoints,
            _ => throw new InvalidOperationException($"A line has the need type {line.NeedType}, which is none."),
        },
        _ => throw new InvalidOperationException($"A line has the legal basis {line.LegalBasis}, which is none."),
    };
}
