using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>The funds of a programme, one for each funder, financial year and purpose.</summary>
internal static class FundStore
{
    private const string Columns = """
        id, funder, funder_kind, financial_year, purpose, approved_pence, committed_pence, contingency_pence,
        array_to_string(alert_basis_points, ',') as alert_basis_points, closed_periods, pool_id, coalesce((
            select pool.arrangement from allocation.pools pool where pool.programme = funds.programme and pool.id = funds.pool_id), 'ALIGNED') as arrangement,
        created_at, version
        """;

    /// <summary>Makes a fund; one that a duty opened, with nothing approved in it, becomes this one.</summary>
    /// <exception cref="Refusal">FUND_EXISTS for the funder, year and purpose.</exception>
    public static async Task<FundRow> InsertAsync(Mutation work, Guid id, Fund fund) =>
        await work.FirstOrDefaultAsync<FundRow>($"""
            insert into allocation.funds
                (programme, id, funder, funder_kind, financial_year, purpose, approved_pence, contingency_pence, alert_basis_points, pool_id, created_at)
            values (@Programme, @id, @Funder, @kind, @FinancialYear, @purpose, @ApprovedPence, @ContingencyPence, @alerts, @poolId, @Now)
            on conflict (programme, funder, financial_year, purpose) do update
            set approved_pence = excluded.approved_pence, funder_kind = excluded.funder_kind, contingency_pence = excluded.contingency_pence,
                alert_basis_points = excluded.alert_basis_points, pool_id = excluded.pool_id, opened_by_duty = false, version = funds.version + 1
            where funds.opened_by_duty
            returning {Columns}
            """,
            new
            {
                work.Programme,
                id,
                fund.Funder,
                kind = fund.FunderKind.Code(),
                fund.FinancialYear,
                purpose = fund.Purpose.Code(),
                fund.ApprovedPence,
                fund.ContingencyPence,
                alerts = fund.AlertBasisPoints.ToArray(),
                poolId = PoolOf(fund),
                work.Now,
            })
        ?? throw Refusal.AlreadyExists(
            "FUND_EXISTS", "The funder has a fund for this year and purpose.",
            ("funder", fund.Funder), ("financial_year", fund.FinancialYear), ("purpose", fund.Purpose.Code()));

    /// <summary>One fund.</summary>
    /// <exception cref="Refusal">FUND_NOT_FOUND.</exception>
    public static async Task<FundRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<FundRow>($"select {Columns} from allocation.funds where id = @id", new { id })
        ?? throw Refusal.NotFound("FUND", id);

    /// <summary>One fund, locked until the work ends: nothing is committed on it meanwhile.</summary>
    /// <exception cref="Refusal">FUND_NOT_FOUND.</exception>
    public static async Task<FundRow> LockAsync(Mutation work, Guid id) =>
        await work.FirstOrDefaultAsync<FundRow>($"select {Columns} from allocation.funds where id = @id for update", new { id })
        ?? throw Refusal.NotFound("FUND", id);

    /// <summary>One fund that the caller has seen in this version, locked until the work ends.</summary>
    /// <exception cref="Refusal">FUND_NOT_FOUND; ETAG_MISMATCH.</exception>
    public static async Task<FundRow> LockAsync(Mutation work, Guid id, int expected)
    {
        var fund = await LockAsync(work, id);
        return fund.Version == expected ? fund : throw Refusal.EtagMismatch(fund.Version);
    }

    /// <summary>Changes what may be changed of a fund whose row is locked.</summary>
    public static async Task<FundRow> UpdateAsync(Mutation work, Guid id, Fund fund) => await OneAsync(work, id, """
        funder_kind = @kind, contingency_pence = @ContingencyPence, alert_basis_points = @alerts, pool_id = @poolId
        """, new { id, kind = fund.FunderKind.Code(), fund.ContingencyPence, alerts = fund.AlertBasisPoints.ToArray(), poolId = PoolOf(fund) });

    /// <summary>Adds to what is approved of a fund whose row is locked, or takes from it. One that a duty opened is somebody's from then on.</summary>
    public static Task<FundRow> ApproveAsync(Mutation work, Guid id, long changePence) =>
        OneAsync(work, id, "approved_pence = approved_pence + @changePence, opened_by_duty = false", new { id, changePence });

    /// <summary>Closes the periods of a fund whose row is locked up to one of them, and opens those after it.</summary>
    public static Task<FundRow> CloseAsync(Mutation work, Guid id, int closedPeriods) =>
        OneAsync(work, id, "closed_periods = @closedPeriods", new { id, closedPeriods });

    /// <summary>What kind of body funders are, as the latest of their funds that says so has it.</summary>
    public static async Task<IReadOnlyDictionary<string, FunderKind>> KindsAsync(Session work, string[] funders) => (await work.QueryAsync<KindRow>("""
        select distinct on (funder) funder, funder_kind from allocation.funds where funder = any(@funders) and not opened_by_duty order by funder, id desc
        """, new { funders })).ToDictionary(row => row.Funder, row => Codes.Parse<FunderKind>(row.FunderKind));

    /// <summary>A page of the programme's funds.</summary>
    public static Task<IReadOnlyList<FundRow>> ListAsync(Session work, Page page) => work.QueryAsync<FundRow>(
        $"select {Columns} from allocation.funds where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>
    /// Opens the general funds that are missing with nothing approved in them: a duty is met before anybody approved money for it (DOMAIN 0, A1).
    /// </summary>
    public static Task OpenAsync(Mutation work, Funders funders, IReadOnlyCollection<(int FinancialYear, string Funder)> funds) => work.ExecuteAsync("""
        insert into allocation.funds (programme, id, funder, funder_kind, financial_year, approved_pence, opened_by_duty, created_at)
        select @Programme, fund.id, fund.funder, fund.kind, fund.financial_year, 0, true, @Now
        from unnest(@ids, @funders, @kinds, @years) as fund (id, funder, kind, financial_year) order by fund.funder, fund.financial_year
        on conflict (programme, funder, financial_year, purpose) do nothing
        """, new
    {
        work.Programme,
        work.Now,
        ids = funds.Select(_ => work.NewId()).ToArray(),
        funders = funds.Select(fund => fund.Funder).ToArray(),
        kinds = funds.Select(fund => FundDefaults.KindOf(fund.Funder, funders).Code()).ToArray(),
        years = funds.Select(fund => fund.FinancialYear).ToArray(),
    });

    /// <summary>
    /// The funds that bear what is claimed of funders, and those of given ids, locked until the work ends, so that of two claims on the last pounds the
    /// second sees what the first left: of each claim the funder's fund for the year and purpose, and where it has none the general one. Always in the
    /// order of ids: claims on several funds never wait for one another in a circle.
    /// </summary>
    public static Task<IReadOnlyList<FundRow>> LockAsync(
        Mutation work, IReadOnlyCollection<(int FinancialYear, string Funder, FundPurpose Purpose)> claims, IReadOnlyCollection<Guid> ids) => work.QueryAsync<FundRow>(
        $"""
        select {Columns} from allocation.funds
        where id = any(@ids) or id in (
            select coalesce(own.id, common.id) from unnest(@years, @funders, @purposes) as claim (financial_year, funder, purpose)
            left join allocation.funds own
                on own.funder = claim.funder and own.financial_year = claim.financial_year and own.purpose = claim.purpose
            left join allocation.funds common
                on common.funder = claim.funder and common.financial_year = claim.financial_year and common.purpose = 'GENERAL')
        order by id for update
        """,
        new
        {
            years = claims.Select(claim => claim.FinancialYear).ToArray(),
            funders = claims.Select(claim => claim.Funder).ToArray(),
            purposes = claims.Select(claim => claim.Purpose.Code()).ToArray(),
            ids = ids.ToArray(),
        });

    /// <summary>Every fund of the programme.</summary>
    public static Task<IReadOnlyList<FundRow>> AllAsync(Session work) => work.QueryAsync<FundRow>($"select {Columns} from allocation.funds");

    /// <summary>Adds to what is committed of funds whose rows are locked, or takes from it. The version is of what somebody edits, so it stays.</summary>
    public static Task AddAsync(Mutation work, IReadOnlyCollection<(Guid FundId, long Pence)> changes) => work.ExecuteAsync("""
        update allocation.funds fund set committed_pence = fund.committed_pence + change.pence
        from unnest(@ids, @pence) as change (id, pence) where fund.id = change.id
        """, new { ids = changes.Select(change => change.FundId).ToArray(), pence = changes.Select(change => change.Pence).ToArray() });

    private sealed record KindRow(string Funder, string FunderKind);

    private static Guid? PoolOf(Fund fund) => Ids.ParseOptional(fund.PoolId);

    private static async Task<FundRow> OneAsync(Mutation work, Guid id, string assignments, object values) =>
        await work.FirstOrDefaultAsync<FundRow>(
            $"update allocation.funds set {assignments}, version = version + 1 where id = @id returning {Columns}", values)
        ?? throw new InvalidOperationException($"The fund {id} was locked and is not there.");
}
