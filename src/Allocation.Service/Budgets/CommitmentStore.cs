using Google.Protobuf;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Commitments and the funders' shares of them.</summary>
internal static class CommitmentStore
{
    private const string Columns = """
        id, plan_id, plan_version, allocation_id, financial_year, state, split::text as split, expires_at, version,
        exists (
            select from allocation.allocations allocation
            join allocation.people person on person.programme = allocation.programme and person.person_id = allocation.person_id
            join allocation.people survivor on survivor.programme = person.programme and survivor.person_id = person.survivor_id
            where allocation.programme = commitments.programme and allocation.id = commitments.allocation_id and survivor.death_date is not null
        ) as person_died
        """;

    /// <summary>Makes a hold for a version of a plan; null where that version has a commitment already.</summary>
    public static Task<CommitmentRow?> TryInsertAsync(
        Mutation work, CommitBudgetRequest request, int financialYear, SplitCostsResponse split, DateTimeOffset expiresAt) =>
        work.FirstOrDefaultAsync<CommitmentRow>($"""
            insert into allocation.commitments
                (programme, id, plan_id, plan_version, allocation_id, financial_year, state, split, expires_at, created_at)
            values (@Programme, @id, @planId, @PlanVersion, @allocationId, @financialYear, 'HELD', @split::jsonb, @expiresAt, @Now)
            on conflict (programme, plan_id, plan_version) do nothing
            returning {Columns}
            """,
            new
            {
                work.Programme,
                id = work.NewId(),
                planId = Guid.Parse(request.PlanId),
                request.PlanVersion,
                allocationId = Guid.Parse(request.AllocationId),
                financialYear,
                split = JsonFormatter.Default.Format(split),
                expiresAt,
                work.Now,
            });

    /// <summary>The commitment of a version of a plan, locked until the work ends.</summary>
    public static async Task<CommitmentRow> LockOfPlanAsync(Mutation work, Guid planId, int planVersion) =>
        await work.FirstOrDefaultAsync<CommitmentRow>(
            $"select {Columns} from allocation.commitments where plan_id = @planId and plan_version = @planVersion for update", new { planId, planVersion })
        ?? throw new InvalidOperationException("A commitment was there and is not.");

    /// <summary>One commitment, locked until the work ends.</summary>
    /// <exception cref="Refusal">COMMITMENT_NOT_FOUND.</exception>
    public static async Task<CommitmentRow> LockAsync(Mutation work, Guid id) =>
        await work.FirstOrDefaultAsync<CommitmentRow>($"select {Columns} from allocation.commitments where id = @id for update", new { id })
        ?? throw Refusal.NotFound("COMMITMENT", id);

    /// <summary>What is held for a plan up to a version of it, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockHeldOfPlanAsync(Mutation work, Guid planId, int planVersion) => work.QueryAsync<CommitmentRow>($"""
        select {Columns} from allocation.commitments
        where plan_id = @planId and plan_version <= @planVersion and state = 'HELD' order by id for update
        """, new { planId, planVersion });

    /// <summary>What is held for a person under any of these ids, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockHeldOfPersonAsync(Mutation work, Guid[] personIds) => work.QueryAsync<CommitmentRow>($"""
        select {Columns} from allocation.commitments
        where state = 'HELD' and allocation_id in (select id from allocation.allocations where person_id = any(@personIds))
        order by id for update
        """, new { personIds });

    /// <summary>Moves commitments to a state.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> MoveAsync(
        Mutation work, IEnumerable<CommitmentRow> commitments, CommitmentState state, DateTimeOffset? expiresAt = null) => work.QueryAsync<CommitmentRow>($"""
            update allocation.commitments set state = @state, expires_at = coalesce(@expiresAt, expires_at), version = version + 1
            where id = any(@ids)
            returning {Columns}
            """, new { ids = commitments.Select(commitment => commitment.Id).ToArray(), state = state.Code(), expiresAt });

    /// <summary>Stores the shares of a commitment that was taken, or taken again.</summary>
    public static Task SaveSharesAsync(Mutation work, Guid commitmentId, IReadOnlyList<ShareRow> shares) => work.ExecuteAsync("""
        insert into allocation.commitment_shares
            (programme, commitment_id, place, fund_id, annual_pence, one_off_pence, power_pence, over_committed)
        select @Programme, @commitmentId, share.place, share.fund_id, share.annual_pence, share.one_off_pence, share.power_pence, share.over_committed
        from unnest(@fundIds, @annual, @oneOff, @power, @over) with ordinality
            as share (fund_id, annual_pence, one_off_pence, power_pence, over_committed, place)
        on conflict (programme, commitment_id, place) do update set over_committed = excluded.over_committed
        """,
        new
        {
            work.Programme,
            commitmentId,
            fundIds = shares.Select(share => share.FundId).ToArray(),
            annual = shares.Select(share => share.AnnualPence).ToArray(),
            oneOff = shares.Select(share => share.OneOffPence).ToArray(),
            power = shares.Select(share => share.PowerPence).ToArray(),
            over = shares.Select(share => share.OverCommitted).ToArray(),
        });

    /// <summary>The shares of commitments, the first-named funder first.</summary>
    public static async Task<ILookup<Guid, ShareRow>> SharesAsync(Session work, IEnumerable<Guid> commitmentIds)
    {
        var rows = await work.QueryAsync<ShareRow>("""
            select share.commitment_id, share.fund_id, fund.funder, share.annual_pence, share.one_off_pence, share.power_pence, share.over_committed
            from allocation.commitment_shares share
            join allocation.funds fund on fund.programme = share.programme and fund.id = share.fund_id
            where share.commitment_id = any(@ids) order by share.commitment_id, share.place
            """, new { ids = commitmentIds.ToArray() });
        return rows.ToLookup(share => share.CommitmentId);
    }

    /// <summary>One commitment.</summary>
    /// <exception cref="Refusal">COMMITMENT_NOT_FOUND.</exception>
    public static async Task<CommitmentRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<CommitmentRow>($"select {Columns} from allocation.commitments where id = @id", new { id })
        ?? throw Refusal.NotFound("COMMITMENT", id);

    /// <summary>A page of commitments, of a plan where given.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> ListAsync(Session work, Guid? planId, Page page) => work.QueryAsync<CommitmentRow>($"""
        select {Columns} from allocation.commitments
        where (@planId::uuid is null or plan_id = @planId) and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { planId, page.After, page.Take });

    /// <summary>Holds that have lapsed, oldest first, as many as one turn of the sweep takes.</summary>
    public static Task<IReadOnlyList<Guid>> LapsedAsync(Session work) => work.QueryAsync<Guid>(
        "select id from allocation.commitments where state = 'HELD' and expires_at <= @Now order by expires_at limit 100", new { work.Now });
}
