using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>
/// Where funds stand. Of each plan on a fund is still to come what recurs for the days of the year on which it runs, in 364ths of a year's 52 weeks
/// and no more than all of them, and what is paid once, less what was paid; a plan that was paid more leaves nothing to come. Summed in 364ths of
/// a penny and rounded once, half up.
/// </summary>
internal static class PositionStore
{
    /// <summary>One fund's position.</summary>
    /// <exception cref="Refusal">FUND_NOT_FOUND.</exception>
    public static async Task<FundPositionRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<FundPositionRow>(Of("id = @id"), new { id }) ?? throw Refusal.NotFound("FUND", id);

    /// <summary>A page of positions: of a year where it is not 0, of a funder where one is named.</summary>
    public static Task<IReadOnlyList<FundPositionRow>> ListAsync(Session work, int financialYear, string funder, Page page) => work.QueryAsync<FundPositionRow>(
        Of("(@financialYear = 0 or financial_year = @financialYear) and (@funder = '' or funder = @funder) and (@After::uuid is null or id > @After)")
        + " order by fund.id limit @Take",
        new { financialYear, funder, page.After, page.Take });

    /// <summary>The positions of every fund whose year is open.</summary>
    public static Task<IReadOnlyList<FundPositionRow>> OpenAsync(Session work) => work.QueryAsync<FundPositionRow>(Of("closed_periods < 12"));

    private static string Of(string condition) => $"""
        select fund.id, fund.funder, fund.financial_year, fund.purpose, fund.approved_pence, fund.committed_pence, fund.contingency_pence,
            array_to_string(fund.alert_basis_points, ',') as alert_basis_points, fund.closed_periods, coalesce(paid.pence, 0)::bigint as paid_pence, coalesce(due.pence, 0)::bigint as to_come_pence
        from (select * from allocation.funds where {condition}) fund
        cross join lateral (
            select sum(part.amount_pence) as pence from allocation.payment_parts part
            where part.funder = fund.funder and part.financial_year = fund.financial_year and part.purpose = fund.purpose) paid
        cross join lateral (
            select div(sum(greatest(0, plan.expected - 364 * coalesce(of_plan.pence, 0))) * 2 + 364, 728) as pence
            from (
                select commitment.plan_id, sum(364 * share.one_off_pence + case
                    when commitment.state <> 'ENDED' then share.annual_pence * least(364, run.days)
                    -- What is left of a share that ended is what its days used, of which those after the year are the next year's.
                    else div(364 * share.annual_pence * run.days, greatest(1, commitment.end_date - commitment.start_date + 1)) end) as expected
                from allocation.commitment_shares share
                join allocation.commitments commitment on commitment.programme = share.programme and commitment.id = share.commitment_id
                cross join lateral (select greatest(0, 1
                    + least(coalesce(commitment.end_date, make_date(fund.financial_year + 1, 3, 31)), make_date(fund.financial_year + 1, 3, 31))
                    - greatest(commitment.start_date, make_date(fund.financial_year, 4, 1))) as days) run
                where share.fund_id = fund.id and commitment.state in ('HELD', 'CONFIRMED', 'ENDED')
                group by coalesce(commitment.plan_id, commitment.id), commitment.plan_id) plan
            cross join lateral (
                select sum(part.amount_pence) as pence from allocation.payment_parts part
                where part.funder = fund.funder and part.financial_year = fund.financial_year and part.purpose = fund.purpose
                    and part.plan_id = plan.plan_id) of_plan) due
        """;
}
