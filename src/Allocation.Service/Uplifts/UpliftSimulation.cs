using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>Tries an uplift on everything that stands, by the code that applies it, and stores nothing.</summary>
internal static class UpliftSimulation
{
    private const int ShownExceptions = 500;

    /// <summary>What it would come to now.</summary>
    public static async Task<SimulateAnnualUpliftResponse> RunAsync(Session work, AnnualUpliftRow uplift, SplitSettings settings)
    {
        var (terms, book, tally) = (uplift.ReadTerms(), await FundBook.ReadAsync(work), new UpliftTally(new UpliftOutcome()));
        var response = new SimulateAnnualUpliftResponse { Outcome = tally.Outcome };
        var reassessed = new HashSet<Guid>();
        Guid? after = null;
        while (await UpliftReading.NextAsync(work, uplift, after, isLocked: false) is { Count: > 0 } candidates)
        {
            var split = await UpliftReading.SplitTermsAsync(work, settings, candidates);
            foreach (var candidate in candidates)
            {
                var uplifting = Uplifting.Of(book, candidate, terms, split);
                tally.Add(uplifting);
                foreach (var gap in uplifting.Gaps)
                    Show(candidate.Commitment, gap);
            }

            foreach (var (commitment, gap) in await UpliftReading.ToReassessAsync(work, candidates, terms.Day))
            {
                if (!reassessed.Add(gap.FinancialAssessmentId!.Value))
                    continue;
                tally.Add(gap.Reason);
                Show(commitment, gap);
            }

            after = candidates[^1].Commitment.Id;
        }

        return response;

        void Show(CommitmentRow commitment, UpliftGap gap)
        {
            if (response.Exceptions.Count == ShownExceptions)
                return;
            var exception = UpliftExceptionRow.Of(Guid.Empty, uplift.Id, commitment, gap).ToMessage();
            exception.UpliftExceptionId = "";
            response.Exceptions.Add(exception);
        }
    }
}
