namespace PersonalBudgets.Payments.Ledger;

/// <summary>One transfer on its way into the ledger.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="JournalId">The journal that it belongs to.</param>
/// <param name="DebitAccountId">The account debited.</param>
/// <param name="CreditAccountId">The account credited: another one, of the same funder.</param>
/// <param name="AmountPence">Above zero.</param>
/// <param name="Cause">What it records, a code.</param>
/// <param name="EffectiveDate">The day that it counts for.</param>
public sealed record Transfer(
    Guid Id, Guid JournalId, Guid DebitAccountId, Guid CreditAccountId, long AmountPence, string Cause, DateOnly EffectiveDate);

/// <summary>What transfers add to one account.</summary>
public sealed record Movement(Guid AccountId, long DebitPence, long CreditPence)
{
    /// <summary>The movements of transfers, one an account.</summary>
    public static IReadOnlyList<Movement> Of(IEnumerable<Transfer> transfers)
    {
        var sums = new Dictionary<Guid, (long Debit, long Credit)>();
        foreach (var transfer in transfers)
        {
            var debited = sums.GetValueOrDefault(transfer.DebitAccountId);
            sums[transfer.DebitAccountId] = (checked(debited.Debit + transfer.AmountPence), debited.Credit);
            var credited = sums.GetValueOrDefault(transfer.CreditAccountId);
            sums[transfer.CreditAccountId] = (credited.Debit, checked(credited.Credit + transfer.AmountPence));
        }

        return [.. sums.Select(sum => new Movement(sum.Key, sum.Value.Debit, sum.Value.Credit))];
    }
}

/// <summary>Why a transfer cannot be posted.</summary>
/// <param name="Index">Its place among the transfers.</param>
/// <param name="MissingAccountId">The account that is not there; null where both are, of different funders.</param>
public sealed record PostingFault(int Index, Guid? MissingAccountId);
