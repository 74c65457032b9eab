using Google.Protobuf;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>What was paid, by what it was for.</summary>
internal static class PaidStore
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The lines of a plan as last committed, what was confirmed before what was not; empty for a plan that has no commitment.</summary>
    public static async Task<IReadOnlyList<LineSplit>> LinesAsync(Session work, Guid planId) =>
        await work.FirstOrDefaultAsync<string>("""
            select split::text from allocation.commitments where plan_id = @planId
            order by (state in ('CONFIRMED', 'ENDED')) desc, plan_version desc limit 1
            """, new { planId }) is { } split
            ? Parser.Parse<SplitCostsResponse>(split).Lines
            : [];

    /// <summary>The purposes of a funder's funds that bear a plan.</summary>
    public static async Task<IReadOnlySet<FundPurpose>> PurposesAsync(Session work, Guid planId, string funder) =>
        (await work.QueryAsync<string>("""
            select distinct fund.purpose from allocation.commitments commitment
            join allocation.commitment_shares share on share.programme = commitment.programme and share.commitment_id = commitment.id
            join allocation.funds fund on fund.programme = share.programme and fund.id = share.fund_id
            where commitment.plan_id = @planId and fund.funder = @funder
            """, new { planId, funder })).Select(Codes.Parse<FundPurpose>).ToHashSet();

    /// <summary>Counts a payment; false where it is counted already.</summary>
    public static async Task<bool> InsertAsync(Mutation work, PaymentReleased payment, DateOnly paidOn, IReadOnlyList<PaidPart> parts) =>
        await work.ExecuteAsync("""
            insert into allocation.payment_parts
                (programme, payment_id, place, plan_id, funder, financial_year, purpose, legal_basis, need_type, paid_on, amount_pence)
            select @Programme, @paymentId, part.place, @planId, @Funder, @year, part.purpose, part.legal_basis, part.need_type, @paidOn, part.amount_pence
            from unnest(@purposes, @bases, @needs, @pence) with ordinality as part (purpose, legal_basis, need_type, amount_pence, place)
            on conflict do nothing
            """,
            new
            {
                work.Programme,
                paymentId = Guid.Parse(payment.SubjectId),
                planId = Guid.Parse(payment.PlanId),
                payment.Funder,
                year = FinancialYear.Of(paidOn),
                paidOn,
                purposes = parts.Select(part => part.Purpose.Code()).ToArray(),
                bases = parts.Select(part => part.LegalBasis.Code()).ToArray(),
                needs = parts.Select(part => part.NeedType.Code()).ToArray(),
                pence = parts.Select(part => part.Pence).ToArray(),
            }) > 0;
}
