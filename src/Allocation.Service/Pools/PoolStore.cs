using Google.Protobuf;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Pools;

/// <summary>Pools, their terms, and what was paid out of their funds.</summary>
internal static class PoolStore
{
    private const string Columns = "id, agreement_id, name, arrangement, host, created_at";
    private const string TermsColumns = "id, pool_id, start_date, end_date, terms::text as terms, created_at";

    /// <summary>Records a pool.</summary>
    /// <exception cref="Refusal">POOL_EXISTS for the agreement.</exception>
    public static async Task<PoolRow> InsertAsync(Mutation work, Pool pool) =>
        await work.FirstOrDefaultAsync<PoolRow>($"""
            insert into allocation.pools (programme, id, agreement_id, name, arrangement, host, created_at)
            values (@Programme, @id, @AgreementId, @Name, @arrangement, @Host, @Now)
            on conflict (agreement_id, programme) do nothing
            returning {Columns}
            """, new { work.Programme, id = work.NewId(), pool.AgreementId, pool.Name, arrangement = pool.Arrangement.Code(), pool.Host, work.Now })
        ?? throw Refusal.AlreadyExists("POOL_EXISTS", "This agreement is recorded already: record its terms of another period.", ("agreement_id", pool.AgreementId));

    /// <summary>One pool.</summary>
    /// <exception cref="Refusal">POOL_NOT_FOUND.</exception>
    public static async Task<PoolRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<PoolRow>($"select {Columns} from allocation.pools where id = @id", new { id })
        ?? throw Refusal.NotFound("POOL", id);

    /// <summary>One pool, locked until the work ends: nobody records terms of it meanwhile.</summary>
    /// <exception cref="Refusal">POOL_NOT_FOUND.</exception>
    public static async Task<PoolRow> LockAsync(Mutation work, Guid id) =>
        await work.FirstOrDefaultAsync<PoolRow>($"select {Columns} from allocation.pools where id = @id for update", new { id })
        ?? throw Refusal.NotFound("POOL", id);

    /// <summary>A page of the programme's pools.</summary>
    public static Task<IReadOnlyList<PoolRow>> ListAsync(Session work, Page page) => work.QueryAsync<PoolRow>(
        $"select {Columns} from allocation.pools where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>Records terms of a pool whose row is locked.</summary>
    public static async Task<PoolTermsRow> InsertTermsAsync(Mutation work, Guid poolId, PoolTerms terms) =>
        (await work.FirstOrDefaultAsync<PoolTermsRow>($"""
            insert into allocation.pool_terms (programme, id, pool_id, start_date, end_date, terms, created_at)
            values (@Programme, @id, @poolId, @start, @end, @terms::jsonb, @Now)
            returning {TermsColumns}
            """,
            new
            {
                work.Programme,
                id = work.NewId(),
                poolId,
                start = Dates.Parse(terms.StartDate),
                end = Dates.Parse(terms.EndDate),
                terms = JsonFormatter.Default.Format(new PoolTerms { Partners = { terms.Partners }, RiskShare = terms.RiskShare }),
                work.Now,
            }))!;

    /// <summary>Terms of one period.</summary>
    /// <exception cref="Refusal">POOL_TERMS_NOT_FOUND.</exception>
    public static async Task<PoolTermsRow> GetTermsAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<PoolTermsRow>($"select {TermsColumns} from allocation.pool_terms where id = @id", new { id })
        ?? throw Refusal.NotFound("POOL_TERMS", id);

    /// <summary>A page of terms, of a pool where given.</summary>
    public static Task<IReadOnlyList<PoolTermsRow>> ListTermsAsync(Session work, Guid? poolId, Page page) => work.QueryAsync<PoolTermsRow>($"""
        select {TermsColumns} from allocation.pool_terms
        where (@poolId::uuid is null or pool_id = @poolId) and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { poolId, page.After, page.Take });

    /// <summary>The terms of a pool that hold on any day of a period, in their order.</summary>
    public static Task<IReadOnlyList<PoolTermsRow>> TermsOfAsync(Session work, Guid poolId, DateOnly start, DateOnly end) => work.QueryAsync<PoolTermsRow>(
        $"select {TermsColumns} from allocation.pool_terms where pool_id = @poolId and start_date <= @end and end_date >= @start order by start_date",
        new { poolId, start, end });

    /// <summary>What was paid out of a pool's funds on the days of a period.</summary>
    public static async Task<IReadOnlyList<Spend>> SpendAsync(Session work, Guid poolId, DateOnly start, DateOnly end) =>
    [
        .. (await work.QueryAsync<(string Funder, string NeedType, string LegalBasis, long Pence)>("""
            select part.funder, part.need_type, part.legal_basis, sum(part.amount_pence)::bigint
            from allocation.funds fund
            join allocation.payment_parts part
                on part.programme = fund.programme and part.funder = fund.funder and part.financial_year = fund.financial_year and part.purpose = fund.purpose
            where fund.pool_id = @poolId and part.paid_on between @start and @end
            group by part.funder, part.need_type, part.legal_basis order by part.funder, part.need_type, part.legal_basis
            """, new { poolId, start, end })).Select(row => Spend.Of(row.Funder, row.NeedType, row.LegalBasis, row.Pence)),
    ];
}
