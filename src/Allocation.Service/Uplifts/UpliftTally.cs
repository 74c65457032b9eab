using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>What an uplift comes to, commitment by commitment.</summary>
/// <param name="outcome">What it came to so far; goes along.</param>
internal sealed class UpliftTally(UpliftOutcome outcome)
{
    /// <summary>What it came to.</summary>
    public UpliftOutcome Outcome { get; } = outcome;

    /// <summary>Counts a commitment.</summary>
    public void Add(Uplifting uplifting)
    {
        Outcome.CommitmentCount++;
        Outcome.UpliftedCount += uplifting.IsRaised ? 1 : 0;
        foreach (var share in uplifting.Rates)
            CostOf(share.Funder).AnnualPence += share.AfterPence - share.BeforePence;
        foreach (var change in uplifting.Changes)
            CostOf(change.Funder).CommittedPence += change.AnnualPence;
        foreach (var gap in uplifting.Gaps)
            Add(gap.Reason);
    }

    /// <summary>Counts what is left out or to be looked at.</summary>
    public void Add(UpliftExceptionReason reason, int count = 1)
    {
        if (count is 0)
            return;
        var counted = Outcome.Exceptions.FirstOrDefault(of => of.Reason == reason);
        if (counted is null)
            Outcome.Exceptions.Add(counted = new UpliftExceptionCount { Reason = reason });
        counted.Count += count;
    }

    private UpliftCost CostOf(string funder)
    {
        var cost = Outcome.Costs.FirstOrDefault(of => of.Funder == funder);
        if (cost is null)
            Outcome.Costs.Add(cost = new UpliftCost { Funder = funder });
        return cost;
    }
}
