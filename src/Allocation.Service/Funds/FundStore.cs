using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The funds of a programme, one for each funder and financial year.</summary>
internal static class FundStore
{
    private const string Columns = "id, funder, financial_year, approved_pence, committed_pence, created_at, version";

    /// <summary>Makes a fund; one that a duty opened, with nothing approved in it, becomes this one.</summary>
    /// <exception cref="Refusal">FUND_EXISTS for the funder and year.</exception>
    public static async Task<FundRow> InsertAsync(Mutation work, Guid id, Fund fund) =>
        await work.FirstOrDefaultAsync<FundRow>($"""
            insert into allocation.funds (programme, id, funder, financial_year, approved_pence, created_at)
            values (@Programme, @id, @Funder, @FinancialYear, @ApprovedPence, @Now)
            on conflict (programme, funder, financial_year) do update
            set approved_pence = excluded.approved_pence, version = funds.version + 1
            where funds.approved_pence = 0
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

    /// <summary>Opens the funds that are missing with nothing approved in them: a duty is met before anybody approved money for it (DOMAIN 0, A1).</summary>
    public static Task OpenAsync(Mutation work, IReadOnlyCollection<(int FinancialYear, string Funder)> funds) => work.ExecuteAsync("""
        insert into allocation.funds (programme, id, funder, financial_year, approved_pence, created_at)
        select @Programme, fund.id, fund.funder, fund.financial_year, 0, @Now
        from unnest(@ids, @funders, @years) as fund (id, funder, financial_year) order by fund.funder, fund.financial_year
        on conflict (programme, funder, financial_year) do nothing
        """, new
    {
        work.Programme,
        work.Now,
        ids = funds.Select(_ => work.NewId()).ToArray(),
        funders = funds.Select(fund => fund.Funder).ToArray(),
        years = funds.Select(fund => fund.FinancialYear).ToArray(),
    });

    /// <summary>
    /// The funds of funders for years, and those of given ids, locked until the work ends, so that of two claims on the last pounds the second sees
    /// what the first left. Always in the order of ids: claims on several funds never wait for one another in a circle.
    /// </summary>
    public static Task<IReadOnlyList<FundRow>> LockAsync(
        Mutation work, IReadOnlyCollection<(int FinancialYear, string Funder)> funds, IReadOnlyCollection<Guid> ids) => work.QueryAsync<FundRow>(
        $"""
        select {Columns} from allocation.funds
        where (financial_year, funder) in (select * from unnest(@years, @funders)) or id = any(@ids)
        order by id for update
        """, new { years = funds.Select(fund => fund.FinancialYear).ToArray(), funders = funds.Select(fund => fund.Funder).ToArray(), ids = ids.ToArray() });

    /// <summary>Adds to what is committed of funds that <see cref="LockAsync"/> has locked, or takes from it.</summary>
    public static Task AddAsync(Mutation work, IReadOnlyCollection<(Guid FundId, long Pence)> changes) => work.ExecuteAsync("""
        update allocation.funds fund set committed_pence = fund.committed_pence + change.pence, version = fund.version + 1
        from unnest(@ids, @pence) as change (id, pence) where fund.id = change.id
        """, new { ids = changes.Select(change => change.FundId).ToArray(), pence = changes.Select(change => change.Pence).ToArray() });
}
