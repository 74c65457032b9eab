using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The funds of a programme, one for each funder and financial year.</summary>
internal static class FundStore
{
    private const string Columns = "id, funder, financial_year, approved_pence, committed_pence, created_at, version";

    /// <summary>Makes a fund.</summary>
    /// <exception cref="Refusal">FUND_EXISTS for the funder and year.</exception>
    public static async Task<FundRow> InsertAsync(Mutation work, Guid id, Fund fund) =>
        await work.FirstOrDefaultAsync<FundRow>($"""
            insert into allocation.funds (programme, id, funder, financial_year, approved_pence, created_at)
            values (@Programme, @id, @Funder, @FinancialYear, @ApprovedPence, @Now)
            on conflict (programme, funder, financial_year) do nothing
            returning {Columns}
            """, new { work.Programme, id, fund.Funder, fund.FinancialYear, fund.ApprovedPence, work.Now })
        ?? throw Refusal.AlreadyExists(
            "FUND_EXISTS", "The funder has a fund for this year.", ("funder", fund.Funder), ("financial_year", fund.FinancialYear));

    /// <summary>One fund.</summary>
    /// <exception cref="Refusal">FUND_NOT_FOUND.</exception>
    public static async Task<FundRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<FundRow>($"select {Columns} from allocation.funds where id = @id", new { id })
        ?? throw Refusal.NotFound("FUND", id);

    /// <summary>A page of the programme's funds.</summary>
    public static Task<IReadOnlyList<FundRow>> ListAsync(Session work, Page page) => work.QueryAsync<FundRow>(
        $"select {Columns} from allocation.funds where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>
    /// The funds of funders for a year, locked until the work ends, so that of two claims on the last pounds the second sees
    /// what the first left. Always in the order of ids: claims on several funds never wait for one another in a circle.
    /// </summary>
    public static Task<IReadOnlyList<FundRow>> LockAsync(Mutation work, int financialYear, IEnumerable<string> funders) => work.QueryAsync<FundRow>(
        $"select {Columns} from allocation.funds where financial_year = @financialYear and funder = any(@funders) order by id for update",
        new { financialYear, funders = funders.ToArray() });

    /// <summary>Adds to what is committed of funds, or takes from it.</summary>
    public static async Task AddAsync(Mutation work, IEnumerable<(Guid FundId, long Pence)> changes)
    {
        var sums = changes.GroupBy(change => change.FundId).Select(fund => (Id: fund.Key, Pence: fund.Sum(change => change.Pence))).ToList();
        var ids = sums.Select(sum => sum.Id).ToArray();
        await work.ExecuteAsync("select from allocation.funds where id = any(@ids) order by id for update", new { ids });
        await work.ExecuteAsync("""
            update allocation.funds fund set committed_pence = fund.committed_pence + change.pence, version = fund.version + 1
            from unnest(@ids, @pence) as change (id, pence) where fund.id = change.id
            """, new { ids, pence = sums.Select(sum => sum.Pence).ToArray() });
    }
}
