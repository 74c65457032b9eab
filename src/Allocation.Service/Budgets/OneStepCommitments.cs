using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>What is committed in one step, by no allocation model and no plan: the decision was made elsewhere and the person told, so the money has to be there.</summary>
/// <param name="Kind">What for.</param>
/// <param name="SourceId">The arrangement or the small budget; it has one commitment.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Funder">Who pays.</param>
/// <param name="StartDate">The first day; it says which financial year pays.</param>
/// <param name="EndDate">The last day; null where it has none.</param>
/// <param name="AnnualPence">What recurs, pence a year.</param>
/// <param name="OneOffPence">What is paid once, or at most, in pence.</param>
internal sealed record OneStep(
    CommitmentKind Kind, Guid SourceId, Guid PersonId, string Funder, DateOnly StartDate, DateOnly? EndDate, long AnnualPence, long OneOffPence);

/// <summary>Commits in one step.</summary>
internal sealed class OneStepCommitments(PersonStandingStore people)
{
    private const string Subject = "COMMITMENT";

    /// <summary>Takes the money from the funder's fund, beyond what was approved if need be, flagged; once for a source.</summary>
    public async Task CommitAsync(Mutation work, OneStep asked)
    {
        await people.LockAsync(work, asked.PersonId);
        var commitment = new CommitmentRow(
            work.NewId(), asked.Kind.Code(), asked.SourceId, asked.PersonId, null, null, null, FinancialYear.Of(asked.StartDate), asked.StartDate, asked.EndDate,
            CommitmentState.Confirmed.Code(), "{}", null, "[]", work.Now.UtcDateTime, 1, false);
        if ((await CommitmentStore.TryInsertAsync(work, [commitment])).Count is 0)
        {
            work.Audit("allocation.commitment.repeated", Subject, asked.SourceId, "COMMITTED_BEFORE", asked.PersonId);
            return;
        }

        Claim[] claims = [new(asked.Funder, FundPurpose.General, asked.AnnualPence, asked.OneOffPence, 0)];
        var book = await FundBook.LockAsync(work, [(commitment.FinancialYear, claims[0])], []);
        var shares = CommittedMoney.Take(book, commitment, [], claims, isPromised: true);
        await CommitmentStore.SaveSharesAsync(work, shares);
        await book.SaveAsync(work);
        await CommitmentChangeStore.InsertAsync(
            work, [CommitmentChangeStore.Of(work, commitment, CommitmentChangeKind.Taken, ShareChanges.Between([], shares), "", asked.StartDate)]);
        CommittedMoney.Tell(work, commitment, shares);
    }
}
