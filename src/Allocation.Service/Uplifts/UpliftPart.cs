using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>
/// One part of an uplift in one transaction: the commitments, their funds, their history and how far the uplift is, or nothing of it. So each
/// commitment is uplifted once, whatever ends a process between two parts or in the middle of one.
/// </summary>
internal static class UpliftPart
{
    private const string Subject = "ANNUAL_UPLIFT";

    /// <summary>Goes on with an uplift.</summary>
    /// <param name="work">The work.</param>
    /// <param name="upliftId">The uplift.</param>
    /// <param name="settings">What counts where no policy says who bears what.</param>
    /// <returns>Whether there may be more of it.</returns>
    public static async Task<bool> ApplyAsync(Mutation work, Guid upliftId, SplitSettings settings)
    {
        // Before rows of commitments and funds, as everywhere.
        await SplitTermsStore.HoldAsync(work);
        // Locked before anything of it is read: another process that goes on with the same uplift finds where this one came to.
        var uplift = await AnnualUpliftStore.LockAsync(work, upliftId);
        if (uplift.State is not "APPLYING")
        {
            work.Audit("allocation.annual_uplift.applied", Subject, upliftId, uplift.State);
            return false;
        }

        var candidates = await UpliftReading.NextAsync(work, uplift, uplift.LookedAtTo, isLocked: true);
        if (candidates.Count is 0)
        {
            await AnnualUpliftStore.CompleteAsync(work, upliftId);
            work.Audit("allocation.annual_uplift.applied", Subject, upliftId);
            return false;
        }

        var terms = uplift.ReadTerms();
        var split = await UpliftReading.SplitTermsAsync(work, settings, candidates);
        var book = await FundBook.LockAsync(
            work,
            candidates.Where(candidate => candidate.Bar(terms.Day) is null)
                .SelectMany(candidate => Claim.Of(candidate.Lines, candidate.Split).Select(claim => (candidate.Commitment.FinancialYear, claim))),
            candidates.SelectMany(candidate => candidate.Shares));
        var tally = new UpliftTally(uplift.ReadOutcome());
        var uplifted = candidates.Select(candidate => Uplifting.Of(book, candidate, terms, split)).ToList();
        uplifted.ForEach(tally.Add);
        await SaveAsync(work, uplift, [.. uplifted.Where(one => one.IsRaised)]);
        await book.SaveAsync(work);
        await ExceptAsync(work, uplift, uplifted, await UpliftReading.ToReassessAsync(work, candidates, terms.Day), tally);
        await AnnualUpliftStore.AdvanceAsync(work, upliftId, candidates[^1].Commitment.Id, tally.Outcome);
        work.Audit("allocation.annual_uplift.applied", Subject, upliftId, "PART_APPLIED");
        return true;
    }

    private static async Task SaveAsync(Mutation work, AnnualUpliftRow uplift, IReadOnlyList<Uplifting> raised)
    {
        if (raised.Count is 0)
            return;
        await CommitmentStore.SaveLinesAsync(work, [.. raised.Select(one => one.After)]);
        await CommitmentStore.SaveSharesAsync(work, [.. raised.SelectMany(one => one.Shares)]);
        await CommitmentChangeStore.InsertAsync(
            work, [.. raised.Select(one => CommitmentChangeStore.Of(work, one.After, CommitmentChangeKind.Uplifted, one.Changes, uplift.Name, uplift.EffectiveOn))]);
        await LineRiseStore.InsertAsync(work, uplift.Id, [.. raised.SelectMany(one => one.Lines).Select(line => line.Rise)]);
        foreach (var one in raised)
        {
            CommittedMoney.Tell(work, one.After, one.Shares);
            work.Publish(Told(work, uplift, one), one.After.Id.ToString());
        }
    }

    private static async Task ExceptAsync(
        Mutation work, AnnualUpliftRow uplift, IEnumerable<Uplifting> uplifted, IReadOnlyList<(CommitmentRow Commitment, UpliftGap Gap)> toReassess, UpliftTally tally)
    {
        UpliftExceptionRow[] gaps = [.. uplifted.SelectMany(one => one.Gaps.Select(gap => UpliftExceptionRow.Of(work.NewId(), uplift.Id, one.Before, gap)))];
        UpliftExceptionRow[] people = [.. toReassess.Select(one => UpliftExceptionRow.Of(work.NewId(), uplift.Id, one.Commitment, one.Gap))];
        if (gaps.Length + people.Length > 0)
        {
            var stored = await UpliftExceptionStore.InsertAsync(work, [.. gaps, .. people]);
            tally.Add(UpliftExceptionReason.ContributionToReassess, stored.Count - gaps.Length);
        }
    }

    private static BudgetUplifted Told(Mutation work, AnnualUpliftRow uplift, Uplifting one) => new()
    {
        Programme = work.Programme,
        SubjectId = one.After.Id.ToString(),
        SubjectVersion = one.After.Version,
        OccurredAt = work.Now,
        PersonId = one.After.PersonId.ToString(),
        PlanId = one.After.PlanId!.Value.ToString(),
        AnnualUpliftId = uplift.Id.ToString(),
        EffectiveDate = uplift.EffectiveOn,
        Lines =
        [
            .. one.Lines.Select(line => new UpliftedLine(
                line.Line.LineId, line.Line.Management.Code(),
                [.. one.Rates.Where(share => share.LineId == line.Line.LineId).Select(share => new UpliftedShare(share.Funder, share.BeforePence, share.AfterPence))])),
        ],
    };
}
