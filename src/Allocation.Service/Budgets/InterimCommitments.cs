using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Interim commitments on their way out: the full budget takes their place and is never blocked by them (DOMAIN 0, A4).</summary>
internal sealed class InterimCommitments(PersonStandingStore people, IOptions<SplitSettings> policy)
{
    /// <summary>Ends what stands of a person's interim arrangements when the full budget begins, and gives back what they need no more.</summary>
    public async Task ReplaceAsync(Mutation work, Guid personId, DateOnly budgetStart)
    {
        foreach (var interim in await CommitmentStore.LockInterimOfPersonAsync(work, await people.IdsAsync(work, personId)))
            await EndAsync(work, interim, budgetStart.AddDays(-1), CommitmentChangeKind.Replaced, "REPLACED");
    }

    /// <summary>Ends one with a day; one that ran out by itself has nothing to give back.</summary>
    public async Task EndAsync(Mutation work, CommitmentRow interim, DateOnly lastDay, CommitmentChangeKind kind, string cause)
    {
        if (lastDay >= interim.EndDate)
        {
            work.Audit("allocation.commitment.ended", "COMMITMENT", interim.Id, "RAN_OUT", interim.PersonId);
            return;
        }

        var earliest = interim.StartDate.AddDays(-1);
        await CommitmentEnding.EndAsync(
            work, interim, lastDay < earliest ? earliest : lastDay, policy.Value, kind, "", cause);
    }

    /// <summary>What of each fund a person's interim arrangements give back once a budget begins.</summary>
    public static IReadOnlyDictionary<Guid, long> Spared(IEnumerable<InterimShare> interims, DateOnly budgetStart) => interims
        .Where(interim => budgetStart <= interim.EndDate)
        .GroupBy(interim => interim.FundId)
        .ToDictionary(fund => fund.Key, fund => fund.Sum(interim => interim.OneOffPence - (budgetStart <= interim.StartDate
            ? 0
            : Ending.Used(interim.OneOffPence, interim.StartDate, interim.EndDate, budgetStart.AddDays(-1)))));
}

/// <summary>What an interim arrangement holds of a fund.</summary>
internal sealed record InterimShare(Guid PersonId, Guid FundId, DateOnly StartDate, DateOnly EndDate, long OneOffPence);
