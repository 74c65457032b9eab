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
        id, kind, source_id, person_id, plan_id, plan_version, allocation_id, financial_year, start_date, end_date, state,
        split::text as split, lines::text as lines, suspensions::text as suspensions, expires_at, version,
        exists (
            select from allocation.people person
            join allocation.people survivor on survivor.programme = person.programme and survivor.person_id = person.survivor_id
            where person.programme = commitments.programme and person.person_id = commitments.person_id and survivor.death_date is not null
        ) as person_died
        """;

    /// <summary>Stores commitments with one statement, but none for a version of a plan, or for a source, that has one already.</summary>
    /// <returns>The ids of those that were stored.</returns>
    public static async Task<IReadOnlySet<Guid>> TryInsertAsync(Mutation work, IReadOnlyCollection<CommitmentRow> commitments)
    {
        var ids = await work.QueryAsync<Guid>("""
            insert into allocation.commitments
                (programme, id, kind, source_id, person_id, plan_id, plan_version, allocation_id, financial_year, start_date, end_date, state, split, lines,
                 expires_at, created_at)
            select @Programme, made.id, made.kind, made.source_id, made.person_id, made.plan_id, made.plan_version, made.allocation_id, made.financial_year,
                   made.start_date, made.end_date, made.state, made.split::jsonb, made.lines::jsonb, made.expires_at, @Now
            from unnest(@ids, @kinds, @sourceIds::uuid[], @personIds, @planIds::uuid[], @planVersions::int[], @allocationIds::uuid[], @years, @starts, @ends::date[], @states, @splits,
                        @lines::text[], @expiries)
                as made (id, kind, source_id, person_id, plan_id, plan_version, allocation_id, financial_year, start_date, end_date, state, split, lines, expires_at)
            order by made.plan_id, made.plan_version
            on conflict do nothing
            returning id
            """,
            new
            {
                work.Programme,
                work.Now,
                ids = Column(commitments, row => row.Id),
                kinds = Column(commitments, row => row.Kind),
                sourceIds = Column(commitments, row => row.SourceId),
                personIds = Column(commitments, row => row.PersonId),
                planIds = Column(commitments, row => row.PlanId),
                planVersions = Column(commitments, row => row.PlanVersion),
                allocationIds = Column(commitments, row => row.AllocationId),
                years = Column(commitments, row => row.FinancialYear),
                starts = Column(commitments, row => row.StartDate),
                ends = Column(commitments, row => row.EndDate),
                states = Column(commitments, row => row.State),
                splits = Column(commitments, row => row.Split),
                lines = Column(commitments, row => row.Lines),
                expiries = Column(commitments, row => row.ExpiresAt),
            });
        return ids.ToHashSet();
    }

    /// <summary>The commitments of versions of plans, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockOfPlansAsync(Mutation work, IReadOnlyCollection<(Guid PlanId, int Version)> plans) =>
        work.QueryAsync<CommitmentRow>($"""
            select {Columns} from allocation.commitments
            where (plan_id, plan_version) in (select * from unnest(@planIds, @versions)) order by id for update
            """, new { planIds = plans.Select(plan => plan.PlanId).ToArray(), versions = plans.Select(plan => plan.Version).ToArray() });

    /// <summary>What is held for plans up to a version of each, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockHeldOfPlansAsync(Mutation work, IReadOnlyCollection<(Guid PlanId, int Version)> plans) =>
        work.QueryAsync<CommitmentRow>($"""
            select {Columns} from allocation.commitments
            where state = 'HELD' and plan_id = any(@planIds)
              and exists (select from unnest(@planIds, @versions) plan (id, version) where plan.id = plan_id and plan_version <= plan.version)
            order by id for update
            """, new { planIds = plans.Select(plan => plan.PlanId).ToArray(), versions = plans.Select(plan => plan.Version).ToArray() });

    /// <summary>One commitment, locked until the work ends.</summary>
    /// <exception cref="Refusal">COMMITMENT_NOT_FOUND.</exception>
    public static async Task<CommitmentRow> LockAsync(Mutation work, Guid id) =>
        await work.FirstOrDefaultAsync<CommitmentRow>($"select {Columns} from allocation.commitments where id = @id for update", new { id })
        ?? throw Refusal.NotFound("COMMITMENT", id);

    /// <summary>A commitment with its shares, as it is told.</summary>
    public static async Task<Commitment> ShowAsync(Session work, CommitmentRow commitment) =>
        commitment.ToMessage((await SharesAsync(work, [commitment.Id]))[commitment.Id]);

    /// <summary>What is held for a person under any of these ids, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockHeldOfPersonAsync(Mutation work, Guid[] personIds) => work.QueryAsync<CommitmentRow>(
        $"select {Columns} from allocation.commitments where state = 'HELD' and person_id = any(@personIds) order by id for update", new { personIds });

    /// <summary>The commitment of an interim arrangement or a small budget, locked until the work ends.</summary>
    /// <exception cref="Refusal">COMMITMENT_NOT_FOUND: the news that makes it has not come yet.</exception>
    public static async Task<CommitmentRow> LockOfSourceAsync(Mutation work, Guid sourceId) =>
        await work.FirstOrDefaultAsync<CommitmentRow>($"select {Columns} from allocation.commitments where source_id = @sourceId for update", new { sourceId })
        ?? throw Refusal.NotFound("COMMITMENT", sourceId);

    /// <summary>What stands of a person's interim arrangements under any of these ids, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockInterimOfPersonAsync(Mutation work, Guid[] personIds) => work.QueryAsync<CommitmentRow>($"""
        select {Columns} from allocation.commitments
        where kind = 'INTERIM' and state = 'CONFIRMED' and person_id = any(@personIds) order by id for update
        """, new { personIds });

    /// <summary>What stands for plans of a person under any of these ids, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockStandingOfPersonAsync(Mutation work, Guid[] personIds) => work.QueryAsync<CommitmentRow>($"""
        select {Columns} from allocation.commitments
        where state in ('HELD', 'CONFIRMED') and lines is not null and person_id = any(@personIds) order by id for update
        """, new { personIds });

    /// <summary>What stands for plans with lines of a legal basis and has not ended its year by a day, locked until the work ends.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> LockDividedAsync(Mutation work, Types.V1.LegalBasis basis, DateOnly day) => work.QueryAsync<CommitmentRow>($"""
        select {Columns} from allocation.commitments
        where state in ('HELD', 'CONFIRMED') and start_date > @yearBefore and lines @> @ofBasis::jsonb order by id for update
        """, new { yearBefore = day.AddYears(-1), ofBasis = WriteLines([new Types.V1.CostedLine { LegalBasis = basis }]) });

    /// <summary>What the interim arrangements of people hold, each person under the id that is asked for.</summary>
    public static async Task<ILookup<Guid, InterimShare>> InterimSharesAsync(Session work, IEnumerable<Guid> personIds) => (await work.QueryAsync<InterimShare>("""
        select asked.person_id, share.fund_id, commitment.start_date, commitment.end_date, share.one_off_pence
        from allocation.people asked
        join allocation.people same on same.programme = asked.programme and same.survivor_id = asked.survivor_id
        join allocation.commitments commitment on commitment.programme = same.programme and commitment.person_id = same.person_id
        join allocation.commitment_shares share on share.programme = commitment.programme and share.commitment_id = commitment.id
        where asked.person_id = any(@personIds) and commitment.kind = 'INTERIM' and commitment.state = 'CONFIRMED'
        """, new { personIds = personIds.Distinct().ToArray() })).ToLookup(interim => interim.PersonId);

    /// <summary>Moves commitments to a state.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> MoveAsync(
        Mutation work, IEnumerable<CommitmentRow> commitments, CommitmentState state, DateTimeOffset? expiresAt = null) => work.QueryAsync<CommitmentRow>($"""
            update allocation.commitments set state = @state, expires_at = coalesce(@expiresAt, expires_at), version = version + 1
            where id = any(@ids)
            returning {Columns}
            """, new { ids = commitments.Select(commitment => commitment.Id).ToArray(), state = state.Code(), expiresAt });

    /// <summary>Saves a commitment whose row is locked, and raises its version.</summary>
    public static async Task<CommitmentRow> SaveAsync(Mutation work, CommitmentRow commitment) => (await work.FirstOrDefaultAsync<CommitmentRow>($"""
        update allocation.commitments
        set state = @State, end_date = @EndDate, split = @Split::jsonb, lines = @Lines::jsonb, suspensions = @Suspensions::jsonb, version = version + 1
        where id = @Id
        returning {Columns}
        """, new { commitment.Id, commitment.State, commitment.EndDate, commitment.Split, commitment.Lines, commitment.Suspensions }))!;

    /// <summary>Stores the shares of commitments as they are now; a funder keeps its place.</summary>
    public static Task SaveSharesAsync(Mutation work, IReadOnlyList<ShareRow> shares) => work.ExecuteAsync("""
        insert into allocation.commitment_shares
            (programme, commitment_id, place, fund_id, annual_pence, one_off_pence, power_pence, over_committed, noted)
        select @Programme, share.commitment_id, row_number() over (partition by share.commitment_id order by share.place), share.fund_id, share.annual_pence,
               share.one_off_pence, share.power_pence, share.over_committed, share.noted
        from unnest(@commitmentIds, @fundIds, @annual, @oneOff, @power, @over, @noted) with ordinality
            as share (commitment_id, fund_id, annual_pence, one_off_pence, power_pence, over_committed, noted, place)
        on conflict (programme, commitment_id, place) do update
        set annual_pence = excluded.annual_pence, one_off_pence = excluded.one_off_pence, power_pence = excluded.power_pence,
            over_committed = excluded.over_committed, noted = excluded.noted
        """,
        new
        {
            work.Programme,
            commitmentIds = Column(shares, share => share.CommitmentId),
            fundIds = Column(shares, share => share.FundId),
            annual = Column(shares, share => share.AnnualPence),
            oneOff = Column(shares, share => share.OneOffPence),
            power = Column(shares, share => share.PowerPence),
            over = Column(shares, share => share.OverCommitted),
            noted = Column(shares, share => share.Noted),
        });

    /// <summary>The shares of commitments, the first-named funder first.</summary>
    public static async Task<ILookup<Guid, ShareRow>> SharesAsync(Session work, IEnumerable<Guid> commitmentIds)
    {
        var rows = await work.QueryAsync<ShareRow>("""
            select share.commitment_id, share.fund_id, fund.funder, fund.purpose, share.annual_pence, share.one_off_pence, share.power_pence, share.over_committed, share.noted
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

    /// <summary>A page of commitments: of a plan, of a person under any of their ids, with a share that is still to be noted, where asked for.</summary>
    public static Task<IReadOnlyList<CommitmentRow>> ListAsync(Session work, Guid? planId, Guid[]? personIds, bool noteNeeded, Page page) =>
        work.QueryAsync<CommitmentRow>($"""
            select {Columns} from allocation.commitments
            where (@planId::uuid is null or plan_id = @planId) and (@personIds::uuid[] is null or person_id = any(@personIds))
              and (not @noteNeeded or state in ('HELD', 'CONFIRMED', 'ENDED') and exists (
                select from allocation.commitment_shares share
                where share.programme = commitments.programme and share.commitment_id = commitments.id and share.over_committed and not share.noted))
              and (@After::uuid is null or id > @After)
            order by id limit @Take
            """, new { planId, personIds, noteNeeded, page.After, page.Take });

    /// <summary>
    /// The next commitments that an uplift looks at: of those that are named, or of all that have days from its own on and are confirmed, held, or ended with a
    /// later one.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="day">The uplift's day.</param>
    /// <param name="named">The commitments that it names; null for all.</param>
    /// <param name="madeBy">None that was made later.</param>
    /// <param name="after">The last one that was looked at.</param>
    /// <param name="count">How many.</param>
    /// <param name="isLocked">Whether their rows are locked until the work ends.</param>
    public static Task<IReadOnlyList<CommitmentRow>> ToUpliftAsync(
        Session work, DateOnly day, Guid[]? named, DateTime madeBy, Guid? after, int count, bool isLocked) => work.QueryAsync<CommitmentRow>($"""
            select {Columns} from allocation.commitments
            where (@named::uuid[] is null or id = any(@named)) and created_at <= @madeBy and (@after::uuid is null or id > @after)
              and (@named::uuid[] is not null or state in ('CONFIRMED', 'HELD', 'ENDED')
                  and start_date + interval '1 year' > @day and (end_date is null or end_date >= @day))
            order by id limit @count {(isLocked ? "for update" : "")}
            """, new { day, named, madeBy, after, count });

    /// <summary>Which of some commitments a later version of their plan has the place of.</summary>
    public static async Task<IReadOnlySet<Guid>> SupersededAsync(Session work, Guid[] ids) => (await work.QueryAsync<Guid>("""
        select commitment.id from allocation.commitments commitment
        where commitment.id = any(@ids) and exists (
            select from allocation.commitments later
            where later.programme = commitment.programme and later.plan_id = commitment.plan_id and later.plan_version > commitment.plan_version
              and later.state = 'CONFIRMED')
        """, new { ids })).ToHashSet();

    /// <summary>Which of some ids are commitments.</summary>
    public static async Task<IReadOnlySet<Guid>> KnownAsync(Session work, Guid[] ids) =>
        (await work.QueryAsync<Guid>("select id from allocation.commitments where id = any(@ids)", new { ids })).ToHashSet();

    /// <summary>Saves the lines of commitments whose rows are locked and how they are divided, all at once, and raises their versions.</summary>
    public static Task SaveLinesAsync(Mutation work, IReadOnlyCollection<CommitmentRow> rows) => work.ExecuteAsync("""
        update allocation.commitments commitment
        set split = changed.split::jsonb, lines = changed.lines::jsonb, version = commitment.version + 1
        from unnest(@ids, @splits, @lines) as changed (id, split, lines) where commitment.id = changed.id
        """, new { ids = Column(rows, row => row.Id), splits = Column(rows, row => row.Split), lines = Column(rows, row => row.Lines) });

    /// <summary>Holds that have lapsed, oldest first, as many as one turn of the sweep takes.</summary>
    public static Task<IReadOnlyList<Guid>> LapsedAsync(Session work) => work.QueryAsync<Guid>(
        "select id from allocation.commitments where state = 'HELD' and expires_at <= @Now order by expires_at limit 100", new { work.Now });

    /// <summary>Lines as they are stored.</summary>
    public static string WriteLines(IEnumerable<Types.V1.CostedLine> lines) => JsonFormatter.Default.Format(new SplitCostsRequest { Lines = { lines } });

    /// <summary>Suspensions as they are stored.</summary>
    public static string WriteSuspensions(IEnumerable<LineSuspension> suspensions) =>
        $"[{string.Join(',', suspensions.Select(suspension => JsonFormatter.Default.Format(suspension)))}]";

    private static TValue[] Column<TRow, TValue>(IEnumerable<TRow> rows, Func<TRow, TValue> value) => [.. rows.Select(value)];
}
