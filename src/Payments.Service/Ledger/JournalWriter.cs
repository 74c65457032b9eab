using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>Posts journals that callers ask for, any number at once.</summary>
public sealed class JournalWriter(LedgerStore ledger)
{
    /// <summary>What the contract's annotations cannot say of a journal, all at once.</summary>
    public static IEnumerable<Violation> FaultsOf(PostJournalRequest request) =>
        request.Transfers.Index().Where(entry => entry.Item.DebitAccountId == entry.Item.CreditAccountId).Select(entry => new Violation(
            $"transfers[{entry.Index}].credit_account_id", "SAME_ACCOUNT", "A transfer goes from one account to another."));

    /// <summary>Posts all of them with one statement's worth of locks, and says of each whether it could be posted.</summary>
    public async Task<IReadOnlyList<BatchAnswer<PostJournalResponse>>> PostAsync(IReadOnlyList<(Mutation Work, PostJournalRequest Request)> journals)
    {
        var drafts = journals.Select(journal => Draft(journal.Work, journal.Request)).ToArray();
        var faults = await ledger.PostAsync(journals[0].Work, [.. drafts.SelectMany(draft => draft)]);
        var answers = new List<BatchAnswer<PostJournalResponse>>(journals.Count);
        var start = 0;
        foreach (var ((work, _), draft) in journals.Zip(drafts))
        {
            PostingFault[] own = [.. faults.Where(fault => fault.Index >= start && fault.Index < start + draft.Length)
                .Select(fault => fault with { Index = fault.Index - start })];
            answers.Add(own.Length is 0 ? Done(work, draft) : BatchAnswer<PostJournalResponse>.Refused(RefusalOf(own)));
            start += draft.Length;
        }

        return answers;
    }

    private static Transfer[] Draft(Mutation work, PostJournalRequest request)
    {
        var journalId = work.NewId();
        var effectiveDate = Dates.Parse(request.EffectiveDate);
        return
        [
            .. request.Transfers.Select(transfer => new Transfer(
                work.NewId(), journalId, Guid.Parse(transfer.DebitAccountId), Guid.Parse(transfer.CreditAccountId),
                transfer.AmountPence, request.Cause, effectiveDate)),
        ];
    }

    private static BatchAnswer<PostJournalResponse> Done(Mutation work, Transfer[] transfers)
    {
        work.Audit("payments.journal.posted", "JOURNAL", transfers[0].JournalId);
        return BatchAnswer<PostJournalResponse>.Done(new PostJournalResponse
        {
            JournalId = transfers[0].JournalId.ToString(),
            LedgerTransfers = { transfers.Select(transfer => LedgerMessages.Of(transfer, work.Now)) },
        });
    }

    private static Refusal RefusalOf(PostingFault[] faults) =>
        faults.FirstOrDefault(fault => fault.MissingAccountId is not null) is { } missing
            ? Refusal.NotFound("LEDGER_ACCOUNT", missing.MissingAccountId!)
            : Refusal.Invalid(faults.Select(fault => new Violation(
                $"transfers[{fault.Index}].credit_account_id", "FUNDERS_DIFFER", "Both accounts of a transfer belong to one funder.")));
}
