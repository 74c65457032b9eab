using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Approval;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Planning;

/// <summary>Plans, their authors, approvals and payments in PostgreSQL.</summary>
public sealed class PlanStore
{
    private const string Select = """
        select p.plan_id, p.version, p.person_id, p.allocation_id, p.indicative_annual_pence, p.start_date, p.outcomes::text as outcomes, p.lines::text as lines,
               p.care_coordinator, p.first_review_date, p.reasons_above_indicative, p.reasons_below_indicative, p.state, p.submission, p.completing_funder, p.commitment_id,
               p.return_reasons, p.approved_at, p.paid_pence, array_to_string(p.review_causes, ',') as review_causes,
               coalesce((
                   select jsonb_agg(jsonb_build_object(
                       'flag', r.cause, 'finding', r.finding, 'reasons', r.reasons, 'answeredBy', r.answered_by, 'answeredAt', r.answered_at) order by r.id)
                   from plans.review_answers r where r.programme = p.programme and r.plan_id = p.plan_id), '[]')::text as review_answers,
               coalesce(survivor.death_date is not null, false) as person_died,
               coalesce(not survivor.is_direct_payment_permitted, false) as direct_payment_barred,
               exists (select from plans.supersessions s where s.programme = p.programme and s.allocation_id = p.allocation_id) as allocation_superseded,
               case when p.state = 'RETURNED' or (p.state = 'CLOSING' and p.commitment_id is null) then '[]' else coalesce((
                   select jsonb_agg(jsonb_build_object(
                       'funder', a.funder, 'annualPence', a.annual_pence, 'oneOffPence', a.one_off_pence, 'approvedBy', a.approved_by, 'approvedByFunder', a.approved_by_funder, 'delegates', to_jsonb(a.delegates), 'approvedAt', a.approved_at,
                       'level', coalesce(a.level, 'TEAM_MANAGER'),
                       'refusal', case when a.refusal_reason is not null
                           then jsonb_build_object('reason', a.refusal_reason, 'text', a.refusal_text, 'source', a.refusal_source) end) order by a.position)
                   from plans.plan_approvals a
                   where a.programme = p.programme and a.plan_id = p.plan_id and a.submission = p.submission), '[]')::text end as approvals
        from plans.plans p
        left join plans.people person on person.programme = p.programme and person.person_id = p.person_id
        left join plans.people survivor on survivor.programme = p.programme and survivor.person_id = person.survivor_id
        """;

    /// <summary>A plan.</summary>
    /// <exception cref="Refusal">PLAN_NOT_FOUND.</exception>
    public async Task<Plan> GetAsync(Session work, Guid planId) => await FindAsync(work, planId, "") ?? throw Refusal.NotFound("PLAN", planId);

    /// <summary>A plan to change, in the version that the caller has seen; its row is locked.</summary>
    /// <exception cref="Refusal">PLAN_NOT_FOUND, ETAG_MISMATCH.</exception>
    public async Task<Plan> GetToChangeAsync(Mutation work, Guid planId, int version)
    {
        var plan = await FindToChangeAsync(work, planId) ?? throw Refusal.NotFound("PLAN", planId);
        return plan.Version == version ? plan : throw Refusal.EtagMismatch(plan.Version);
    }

    /// <summary>A plan as it is now, its row locked; null where there is none.</summary>
    public Task<Plan?> FindToChangeAsync(Mutation work, Guid planId) => FindAsync(work, planId, "for update of p");

    /// <summary>Plans by age, of one person under any of their ids or all.</summary>
    public async Task<IReadOnlyList<Plan>> ListAsync(Session work, Guid[]? personIds, Guid? after, int take)
    {
        var rows = await work.QueryAsync<PlanRow>($"""
            {Select}
            where (@personIds::uuid[] is null or p.person_id = any(@personIds)) and (@after::uuid is null or p.plan_id > @after)
            order by p.plan_id
            limit @take
            """, new { personIds, after, take });
        return [.. rows.Select(row => row.ToPlan())];
    }

    /// <summary>The plans of a person under these ids, their rows locked.</summary>
    public async Task<IReadOnlyList<Plan>> ListToChangeAsync(Mutation work, Guid[] personIds)
    {
        var rows = await work.QueryAsync<PlanRow>($"{Select} where p.person_id = any(@personIds) order by p.plan_id for update of p", new { personIds });
        return [.. rows.Select(row => row.ToPlan())];
    }

    /// <summary>The plan on an indicative budget; null where it has none.</summary>
    public Task<Guid?> FindOfAllocationAsync(Session work, Guid allocationId) =>
        work.FirstOrDefaultAsync<Guid?>("select plan_id from plans.plans where allocation_id = @allocationId", new { allocationId });

    /// <summary>Puts the plans of a person under these ids on their way to the end.</summary>
    /// <returns>Those that were not there before.</returns>
    public Task<IReadOnlyList<Guid>> CloseAsync(Mutation work, Guid[] personIds) => work.QueryAsync<Guid>("""
        update plans.plans set state = 'CLOSING', state_before_closing = state, completing_funder = null, version = version + 1, updated_at = @Now
        where person_id = any(@personIds) and state <> 'CLOSING'
        returning plan_id
        """, new { personIds, work.Now });

    /// <summary>Takes the plans of a person under these ids from their way to the end: what was on its way to approval is returned to its author.</summary>
    /// <returns>Those that were closing.</returns>
    public Task<IReadOnlyList<Guid>> ReopenAsync(Mutation work, Guid[] personIds, string reasons) => work.QueryAsync<Guid>("""
        update plans.plans
        set state = case when state_before_closing in ('SUBMITTED', 'APPROVING') then 'RETURNED' else state_before_closing end,
            return_reasons = case when state_before_closing in ('SUBMITTED', 'APPROVING') then @reasons else return_reasons end,
            state_before_closing = null, version = version + 1, updated_at = @Now
        where person_id = any(@personIds) and state = 'CLOSING'
        returning plan_id
        """, new { personIds, reasons, work.Now });

    /// <summary>Flags plans. Their versions stay: a flag is no edit that an open form could lose.</summary>
    public Task AskForReviewAsync(Mutation work, IEnumerable<Guid> planIds, PlanFlag cause) => work.ExecuteAsync(
        "update plans.plans set review_causes = array_append(review_causes, @cause) where plan_id = any(@ids)",
        new { ids = planIds.ToArray(), cause = cause.Code() });

    /// <summary>Takes a flag off a plan, and keeps what came of it. The plan's version stays, as it did when it was flagged.</summary>
    public Task AnswerReviewAsync(Mutation work, Guid planId, PlanFlag cause, ReviewFinding finding, string reasons) => work.ExecuteAsync("""
        update plans.plans set review_causes = array_remove(review_causes, @cause) where plan_id = @planId;
        insert into plans.review_answers (programme, id, plan_id, cause, finding, reasons, answered_by, answered_at)
        values (@Programme, @id, @planId, @cause, @finding, @reasons, @Subject, @Now)
        """, new { work.Programme, id = work.NewId(), planId, cause = cause.Code(), finding = finding.Code(), reasons, work.Caller.Subject, work.Now });

    /// <summary>Plans whose money has been on its way to be set aside since before an instant.</summary>
    public Task<IReadOnlyList<Guid>> ListApprovingAsync(Session work, DateTimeOffset before) => work.QueryAsync<Guid>(
        "select plan_id from plans.plans where state = 'APPROVING' and updated_at < @before order by updated_at limit 100", new { before });

    /// <summary>Opens an empty plan; does nothing where the allocation has one.</summary>
    /// <returns>The plan of the allocation, and whether it is new.</returns>
    public async Task<(Guid PlanId, bool IsNew)> OpenAsync(Mutation work, Guid personId, Guid allocationId, long indicativeAnnualPence)
    {
        var planId = work.NewId();
        var rows = await work.ExecuteAsync("""
            insert into plans.plans (programme, plan_id, person_id, allocation_id, indicative_annual_pence, created_at, updated_at)
            values (@Programme, @planId, @personId, @allocationId, @indicativeAnnualPence, @Now, @Now)
            on conflict on constraint plans_allocation_key do nothing
            """, new { work.Programme, planId, personId, allocationId, indicativeAnnualPence, work.Now });
        return rows > 0
            ? (planId, true)
            : (await work.ScalarAsync<Guid>("select plan_id from plans.plans where allocation_id = @allocationId", new { allocationId }), false);
    }

    /// <summary>Saves a plan that was read for change, and raises its version.</summary>
    /// <returns>The plan in its new version.</returns>
    public async Task<Plan> SaveAsync(Mutation work, Plan plan)
    {
        var rows = await work.ExecuteAsync("""
            update plans.plans
            set version = version + 1, allocation_id = @AllocationId, indicative_annual_pence = @IndicativeAnnualPence, start_date = @StartDate, outcomes = @outcomes::jsonb, lines = @lines::jsonb, care_coordinator = @CareCoordinator,
                first_review_date = @FirstReviewDate, reasons_above_indicative = @ReasonsAboveIndicative,
                reasons_below_indicative = @ReasonsBelowIndicative, state = @state, submission = @Submission,
                completing_funder = @CompletingFunder, commitment_id = @CommitmentId, return_reasons = @ReturnReasons, approved_at = @ApprovedAt, updated_at = @Now
            where plan_id = @PlanId and version = @Version
            """, new
        {
            plan.PlanId, plan.Version, plan.AllocationId, plan.IndicativeAnnualPence, plan.StartDate, plan.CareCoordinator, plan.FirstReviewDate, plan.ReasonsAboveIndicative, plan.ReasonsBelowIndicative, plan.Submission,
            plan.CompletingFunder, plan.CommitmentId, plan.ReturnReasons, plan.ApprovedAt, work.Now,
            outcomes = PlanDocuments.Write(plan.Outcomes), lines = PlanDocuments.Write(plan.Lines), state = plan.State.Code(),
        });
        return rows > 0 ? plan with { Version = plan.Version + 1 } : throw new InvalidOperationException("A plan is saved in the version in which its row was locked.");
    }

    /// <summary>Saves the approvals of a plan's submission.</summary>
    public Task SaveApprovalsAsync(Mutation work, Plan plan) => work.ExecuteAsync("""
        insert into plans.plan_approvals
            (programme, plan_id, submission, funder, position, annual_pence, one_off_pence, approved_by, approved_by_funder, delegates,
             approved_at, level, refusal_reason, refusal_text, refusal_source)
        select @Programme, @PlanId, @Submission, a.funder, a.position, a.annual_pence, a.one_off_pence, a.approved_by, a.approved_by_funder, string_to_array(a.delegates, ','),
               a.approved_at, a.level, a.reason, a.text, a.source
        from unnest(@funders, @annual, @oneOff, @approvedBy, @approvedByFunder, @delegates, @approvedAt::timestamptz[], @levels, @reasons, @texts, @sources) with ordinality
            as a (funder, annual_pence, one_off_pence, approved_by, approved_by_funder, delegates, approved_at, level, reason, text, source, position)
        on conflict (programme, plan_id, submission, funder) do update
        set approved_by = excluded.approved_by, approved_by_funder = excluded.approved_by_funder, approved_at = excluded.approved_at, level = excluded.level,
            refusal_reason = excluded.refusal_reason, refusal_text = excluded.refusal_text, refusal_source = excluded.refusal_source
        """, new
    {
        work.Programme, plan.PlanId, plan.Submission,
        funders = Column(plan, share => share.Funder),
        annual = Column(plan, share => share.AnnualPence),
        oneOff = Column(plan, share => share.OneOffPence),
        approvedBy = Column(plan, share => share.ApprovedBy),
        approvedByFunder = Column(plan, share => share.ApprovedByFunder),
        delegates = Column(plan, share => string.Join(',', share.Delegates)),
        approvedAt = Column(plan, share => share.ApprovedAt),
        levels = Column(plan, share => share.IsApproved ? share.Level.Code() : null),
        reasons = Column(plan, share => share.Refusal?.Reason),
        texts = Column(plan, share => share.Refusal?.Text),
        sources = Column(plan, share => share.Refusal?.Source),
    });

    /// <summary>Remembers that the caller had a hand in a plan.</summary>
    public Task AddAuthorAsync(Mutation work, Guid planId) => work.ExecuteAsync("""
        insert into plans.plan_authors (programme, plan_id, subject, first_at) values (@Programme, @planId, @Subject, @Now)
        on conflict do nothing
        """, new { work.Programme, planId, work.Caller.Subject, work.Now });

    /// <summary>Everybody who had a hand in a plan.</summary>
    public async Task<IReadOnlySet<string>> AuthorsAsync(Session work, Guid planId) =>
        (await work.QueryAsync<string>("select subject from plans.plan_authors where plan_id = @planId", new { planId })).ToHashSet();

    /// <summary>Counts a payment, once however often it is told. The plan's version stays: what is paid is no edit that an open form could lose.</summary>
    /// <returns>Whether it was counted now.</returns>
    /// <exception cref="InvalidOperationException">There is no such plan.</exception>
    public async Task<bool> CountPaymentAsync(Mutation work, Guid planId, Guid paymentId, string funder, long amountPence, DateTimeOffset releasedAt)
    {
        var counted = await work.ExecuteAsync("""
            insert into plans.plan_payments (programme, payment_id, plan_id, funder, amount_pence, released_at)
            values (@Programme, @paymentId, @planId, @funder, @amountPence, @releasedAt)
            on conflict (programme, payment_id) do nothing
            """, new { work.Programme, paymentId, planId, funder, amountPence, releasedAt });
        if (counted > 0)
            await work.ExecuteAsync("update plans.plans set paid_pence = paid_pence + @amountPence where plan_id = @planId", new { planId, amountPence });
        return counted > 0;
    }

    private static async Task<Plan?> FindAsync(Session work, Guid planId, string locking) =>
        (await work.FirstOrDefaultAsync<PlanRow>($"{Select} where p.plan_id = @planId {locking}", new { planId }))?.ToPlan();

    private static T[] Column<T>(Plan plan, Func<ShareApproval, T> value) => [.. plan.Approvals.Select(value)];
}
