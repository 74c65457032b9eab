using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;

namespace PersonalBudgets.Payments.Ledger;

/// <summary>The ledger's rows as the contract shows them.</summary>
internal static class LedgerMessages
{
    public static LedgerAccount Of(AccountRow row) => new()
    {
        LedgerAccountId = row.Id.ToString(),
        Funder = row.Funder,
        Kind = Codes.Parse<LedgerAccountKind>(row.Kind),
        PlanId = row.PlanId?.ToString() ?? "",
        DebitPence = row.DebitPence,
        CreditPence = row.CreditPence,
    };

    public static LedgerTransfer Of(TransferRow row) => Of(
        new Transfer(row.Id, row.JournalId, row.DebitAccountId, row.CreditAccountId, row.AmountPence, row.Cause, row.EffectiveDate), row.PostedAt);

    public static LedgerTransfer Of(Transfer transfer, DateTimeOffset postedAt) => new()
    {
        LedgerTransferId = transfer.Id.ToString(),
        JournalId = transfer.JournalId.ToString(),
        DebitAccountId = transfer.DebitAccountId.ToString(),
        CreditAccountId = transfer.CreditAccountId.ToString(),
        AmountPence = transfer.AmountPence,
        Cause = transfer.Cause,
        EffectiveDate = Dates.Text(transfer.EffectiveDate),
        PostTime = Timestamp.FromDateTimeOffset(postedAt),
    };

    public static LedgerPosting Of(PostingRow row) => new()
    {
        LedgerTransferId = row.Id.ToString(),
        JournalId = row.JournalId.ToString(),
        Funder = row.Funder,
        PlanId = row.PlanId?.ToString() ?? "",
        DebitAccountId = row.DebitAccountId.ToString(),
        DebitKind = Codes.Parse<LedgerAccountKind>(row.DebitKind),
        CreditAccountId = row.CreditAccountId.ToString(),
        CreditKind = Codes.Parse<LedgerAccountKind>(row.CreditKind),
        AmountPence = row.AmountPence,
        Cause = row.Cause,
        EffectiveDate = Dates.Text(row.EffectiveDate),
        PostTime = Timestamp.FromDateTimeOffset(row.PostedAt),
    };
}
