using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>A line at its new rate.</summary>
/// <param name="Line">The line with what the commitment's year comes to now.</param>
/// <param name="Rise">The rise.</param>
internal sealed record RaisedLine(CostedLine Line, LineRise Rise)
{
    /// <summary>Raises a line of a commitment.</summary>
    public static RaisedLine Of(UpliftCandidate candidate, CostedLine line, UpliftTerms terms)
    {
        var commitment = candidate.Commitment;
        var rises = LineRises.InForce(line, candidate.Rises);
        var before = rises.Count > 0 ? rises[^1].AfterPence : line.AnnualPence;
        var rise = new LineRise(commitment.Id, Guid.Parse(line.LineId), terms.Year, terms.Day, before, terms.Raise(line.Category, before), 0);
        var cost = LineRises.Cost(
            rises.Count > 0 ? rises[0].BeforePence : line.AnnualPence, [.. rises, rise], commitment.StartDate, Ending.YearEnd(commitment.StartDate).AddDays(-1));
        return new RaisedLine(new CostedLine(line) { AnnualPence = cost }, rise with { SetAsidePence = cost });
    }

    /// <summary>Each funder's share of a year at the rate before and at the new one, by who bears the line on the day.</summary>
    /// <param name="split">The line as it is divided.</param>
    public IEnumerable<RateShare> SharesOf(LineSplit split)
    {
        var parts = (split.Periods.LastOrDefault(period => Dates.Parse(period.StartDate) <= Rise.EffectiveOn) ?? split.Periods[0]).Parts;
        int[] basisPoints = [.. parts.Select(part => part.BasisPoints)];
        return parts.Zip(LargestRemainder.Split(Rise.BeforePence, basisPoints), LargestRemainder.Split(Rise.AfterPence, basisPoints))
            .Select(part => new RateShare(Line.LineId, part.First.Funder, part.Second, part.Third));
    }
}

/// <summary>One funder's share of a year of a line, in pence.</summary>
/// <param name="LineId">The line.</param>
/// <param name="Funder">The funder's organisation code.</param>
/// <param name="BeforePence">At the rate before.</param>
/// <param name="AfterPence">At the new rate.</param>
internal sealed record RateShare(string LineId, string Funder, long BeforePence, long AfterPence);
