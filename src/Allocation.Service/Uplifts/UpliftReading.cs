using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Charging.FinancialAssessments;
using PersonalBudgets.Allocation.Charging.Rates;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>Reads what an uplift looks at, a part at a time: memory stays flat however many commitments stand.</summary>
internal static class UpliftReading
{
    /// <summary>How many commitments are looked at together; their funds are locked as long as that takes.</summary>
    public const int Part = 200;

    /// <summary>The next commitments; none after the last.</summary>
    /// <param name="work">The work.</param>
    /// <param name="uplift">The uplift.</param>
    /// <param name="after">The last one that was looked at.</param>
    /// <param name="isLocked">Whether they are to be changed.</param>
    public static async Task<IReadOnlyList<UpliftCandidate>> NextAsync(Session work, AnnualUpliftRow uplift, Guid? after, bool isLocked)
    {
        var rows = await CommitmentStore.ToUpliftAsync(
            work, uplift.EffectiveOn, uplift.ReadCommitmentIds(), uplift.AppliedAt ?? work.Now.UtcDateTime, after, Part, isLocked);
        Guid[] ids = [.. rows.Select(row => row.Id)];
        var shares = await CommitmentStore.SharesAsync(work, ids);
        var rises = await LineRiseStore.OfAsync(work, ids);
        var superseded = await CommitmentStore.SupersededAsync(work, ids);
        return [.. rows.Select(row => new UpliftCandidate(row, [.. shares[row.Id]], [.. rises[row.Id]], superseded.Contains(row.Id)))];
    }

    /// <summary>Who bears what of commitments.</summary>
    public static Task<SplitTerms> SplitTermsAsync(Session work, SplitSettings settings, IEnumerable<UpliftCandidate> candidates) =>
        SplitTermsStore.ReadAsync(work, settings, [.. candidates.Select(candidate => candidate.Commitment.PersonId).Distinct()]);

    /// <summary>
    /// Whose contribution was worked out with the national rates of another year than the day's. It is not changed silently: what people have changes
    /// with the same day, and only they can tell.
    /// </summary>
    public static async Task<IReadOnlyList<(CommitmentRow Commitment, UpliftGap Gap)>> ToReassessAsync(
        Session work, IReadOnlyList<UpliftCandidate> candidates, DateOnly day)
    {
        if (RateTables.Find(day) is not { } rates)
            return [];
        var standing = candidates.Where(candidate => candidate.IsStanding).ToList();
        var old = (await FinancialAssessmentStore.RatesInForceAsync(work, [.. standing.Select(candidate => candidate.Commitment.PersonId)], day))
            .Where(assessment => assessment.RatesId != Guid.Parse(rates.ChargingRatesId))
            .ToDictionary(assessment => assessment.PersonId, assessment => assessment.Id);
        return
        [
            .. standing.Where(candidate => old.ContainsKey(candidate.Commitment.PersonId)).DistinctBy(candidate => old[candidate.Commitment.PersonId])
                .Select(candidate => (candidate.Commitment, new UpliftGap(UpliftExceptionReason.ContributionToReassess, null, old[candidate.Commitment.PersonId]))),
        ];
    }
}
