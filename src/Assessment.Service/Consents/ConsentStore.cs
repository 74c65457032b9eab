using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Consents;

/// <summary>What people consented to.</summary>
internal static class ConsentStore
{
    private const string Columns = """
        id, person_id, purpose, given_by, representative_id, method, given_on, ends_on, array_to_string(shared_with, ',') as shared_with,
        withdrawn_by, withdraw_reason, withdrawn_at, created_at, version
        """;

    /// <summary>Records a consent.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, Consent consent) => work.ExecuteAsync("""
        insert into assessment.consents
            (programme, id, person_id, purpose, given_by, representative_id, method, given_on, ends_on, shared_with, created_at)
        values (@Programme, @id, @personId, @purpose, @givenBy, @representativeId, @method, @givenOn, @endsOn, @sharedWith, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            purpose = consent.Purpose.Code(),
            givenBy = consent.GivenBy.Code(),
            representativeId = consent.RepresentativeId is "" ? (Guid?)null : Guid.Parse(consent.RepresentativeId),
            method = consent.Method.Code(),
            givenOn = Dates.Parse(consent.GivenDate),
            endsOn = Dates.ParseOptional(consent.EndDate),
            sharedWith = consent.SharedWith.ToArray(),
            work.Now,
        });

    /// <summary>Records a withdrawal of a consent that is not withdrawn.</summary>
    public static async Task<ConsentRow> WithdrawAsync(Mutation work, Guid id, DecisionMaker withdrawnBy, string reason) =>
        (await work.FirstOrDefaultAsync<ConsentRow>($"""
            update assessment.consents
            set withdrawn_by = @withdrawnBy, withdraw_reason = @reason, withdrawn_at = @Now, version = version + 1
            where id = @id and withdrawn_at is null
            returning {Columns}
            """, new { id, withdrawnBy = withdrawnBy.Code(), reason, work.Now }))!;

    /// <summary>Lets a consent end today, because another took its place.</summary>
    public static Task EndTodayAsync(Mutation work, Guid id) =>
        work.ExecuteAsync("update assessment.consents set ends_on = @Today, version = version + 1 where id = @id", new { id, work.Today });

    /// <summary>One consent.</summary>
    /// <exception cref="Refusal">CONSENT_NOT_FOUND.</exception>
    public static async Task<ConsentRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ConsentRow>($"select {Columns} from assessment.consents where id = @id", new { id })
        ?? throw Refusal.NotFound("CONSENT", id);

    /// <summary>A page of a person's consents.</summary>
    public static Task<IReadOnlyList<ConsentRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<ConsentRow>($"""
        select {Columns} from assessment.consents
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>The consents of a person that hold today, oldest record first.</summary>
    public static async Task<IReadOnlyList<Consent>> InForceAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<ConsentRow>($"""
            select {Columns} from assessment.consents
            where person_id = @personId and withdrawn_at is null and (ends_on is null or ends_on >= @Today) order by id
            """, new { personId, work.Today });
        return [.. rows.Select(row => row.ToMessage(work.Today))];
    }
}
