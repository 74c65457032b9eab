using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.SafeguardingConcerns;

/// <summary>Safeguarding concerns, and what they hold.</summary>
internal static class SafeguardingConcernStore
{
    private const string Raised = "state = 'RAISED'", Enquired = "state = 'ENQUIRY'", Open = "state <> 'CLOSED'";

    private const string Columns = """
        id, person_id, kind, description, hold_payee_change, route_money_to_notional, freeze_evidence, state, raised_by, raised_at, enquiry_at, outcome, findings,
        closed_at, version
        """;

    /// <summary>Keeps a concern that the caller raises.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, SafeguardingConcern concern) => work.ExecuteAsync("""
        insert into assessment.safeguarding_concerns
            (programme, id, person_id, kind, description, hold_payee_change, route_money_to_notional, freeze_evidence, raised_by, raised_at)
        values (@Programme, @id, @personId, @kind, @Description, @payee, @notional, @evidence, @Subject, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            kind = concern.Kind.Code(),
            concern.Description,
            payee = concern.Holds?.HoldPayeeChange ?? false,
            notional = concern.Holds?.RouteMoneyToNotional ?? false,
            evidence = concern.Holds?.FreezeEvidence ?? false,
            work.Caller.Subject,
            work.Now,
        });

    /// <summary>Records that an enquiry is made.</summary>
    /// <exception cref="Refusal">SAFEGUARDING_ENQUIRY_STARTED; SAFEGUARDING_CLOSED; ETAG_MISMATCH.</exception>
    public static Task<SafeguardingConcernRow> StartEnquiryAsync(Mutation work, Guid id, int expected) =>
        ChangeAsync(work, id, expected, "state = 'ENQUIRY', enquiry_at = @Now", Raised, new { id, expected, work.Now });

    /// <summary>Changes what it holds.</summary>
    /// <exception cref="Refusal">SAFEGUARDING_CLOSED; ETAG_MISMATCH.</exception>
    public static Task<SafeguardingConcernRow> ChangeHoldsAsync(Mutation work, Guid id, int expected, SafeguardingHolds holds) =>
        ChangeAsync(work, id, expected, "hold_payee_change = @HoldPayeeChange, route_money_to_notional = @RouteMoneyToNotional, freeze_evidence = @FreezeEvidence",
            Open, new { id, expected, holds.HoldPayeeChange, holds.RouteMoneyToNotional, holds.FreezeEvidence });

    /// <summary>Closes it: it holds nothing any more.</summary>
    /// <exception cref="Refusal">SAFEGUARDING_CLOSED; SAFEGUARDING_NOT_ENQUIRED; ETAG_MISMATCH.</exception>
    public static Task<SafeguardingConcernRow> CloseAsync(Mutation work, Guid id, int expected, SafeguardingOutcome outcome, string findings) =>
        ChangeAsync(work, id, expected, """
            state = 'CLOSED', outcome = @outcome, findings = @findings, closed_at = @Now,
            hold_payee_change = false, route_money_to_notional = false, freeze_evidence = false
            """, outcome is SafeguardingOutcome.Substantiated ? Enquired : Open, new { id, expected, outcome = outcome.Code(), findings, work.Now });

    /// <summary>What all concerns about a person that are not closed hold together; others may still know the person by the id of a record that was merged.</summary>
    public static async Task<HoldsRow> HoldsAsync(Session work, Guid personId) => (await work.FirstOrDefaultAsync<HoldsRow>("""
        select coalesce(bool_or(hold_payee_change), false) as hold_payee_change,
               coalesce(bool_or(route_money_to_notional), false) as route_money_to_notional,
               coalesce(bool_or(freeze_evidence), false) as freeze_evidence
        from assessment.safeguarding_concerns
        where person_id = assessment.survivor_of(@personId) and state <> 'CLOSED'
        """, new { personId }))!;

    /// <summary>A page of those about whom the concerns that are not closed hold something.</summary>
    public static Task<IReadOnlyList<HeldPersonRow>> ListHeldAsync(Session work, Page page) => work.QueryAsync<HeldPersonRow>("""
        select person_id, bool_or(hold_payee_change) as hold_payee_change, bool_or(route_money_to_notional) as route_money_to_notional,
               bool_or(freeze_evidence) as freeze_evidence
        from assessment.safeguarding_concerns
        where state <> 'CLOSED' and (hold_payee_change or route_money_to_notional or freeze_evidence) and (@After::uuid is null or person_id > @After)
        group by person_id order by person_id limit @Take
        """, new { page.After, page.Take });

    /// <summary>One concern.</summary>
    /// <exception cref="Refusal">SAFEGUARDING_CONCERN_NOT_FOUND.</exception>
    public static async Task<SafeguardingConcernRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<SafeguardingConcernRow>($"select {Columns} from assessment.safeguarding_concerns where id = @id", new { id })
        ?? throw Refusal.NotFound("SAFEGUARDING_CONCERN", id);

    /// <summary>A page of the concerns about a person.</summary>
    public static Task<IReadOnlyList<SafeguardingConcernRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<SafeguardingConcernRow>($"""
        select {Columns} from assessment.safeguarding_concerns
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    private static async Task<SafeguardingConcernRow> ChangeAsync(Mutation work, Guid id, int expected, string set, string from, object parameters)
    {
        var changed = await work.FirstOrDefaultAsync<SafeguardingConcernRow>($"""
            update assessment.safeguarding_concerns set {set}, version = version + 1
            where id = @id and version = @expected and {from}
            returning {Columns}
            """, parameters);
        if (changed is not null)
            return changed;
        var current = await GetAsync(work, id);
        if (current.State is "CLOSED")
            throw Refusal.Rule("SAFEGUARDING_CLOSED", "The concern is closed. Another can be raised.", null, ("safeguarding_concern_id", id));
        if (from is Enquired && current.State is "RAISED")
            throw Refusal.Rule("SAFEGUARDING_NOT_ENQUIRED", "That it was so is found out by an enquiry: start one first.", "Care Act 2014 s42", ("safeguarding_concern_id", id));
        throw from is Raised && current.State is not "RAISED"
            ? Refusal.Rule("SAFEGUARDING_ENQUIRY_STARTED", "An enquiry is made already.", null, ("safeguarding_concern_id", id))
            : Refusal.EtagMismatch(current.Version);
    }
}
