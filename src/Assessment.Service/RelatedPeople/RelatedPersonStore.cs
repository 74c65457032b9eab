using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>The people around people.</summary>
internal static class RelatedPersonStore
{
    private const string Columns =
        "id, person_id, state, details::text as details, first_agreed_by, end_reason, end_note, created_at, agreed_at, ended_at, version";

    /// <summary>Keeps a proposal.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, RelatedPerson related) => work.ExecuteAsync("""
        insert into assessment.related_people (programme, id, person_id, kind, details, created_at)
        values (@Programme, @id, @personId, @kind, @details::jsonb, @Now)
        """,
        new { work.Programme, id, personId, kind = related.Kind.Code(), details = RelatedPersonRow.DetailsOf(related), work.Now });

    /// <summary>Corrects a record; whoever must be agreed to anew is a proposal again.</summary>
    public static Task<RelatedPersonRow> UpdateAsync(Mutation work, RelatedPersonRow current, RelatedPerson updated, bool isProposedAgain) => ChangedAsync(work, current, """
        details = @details::jsonb,
        state = case when @isProposedAgain then 'PROPOSED' else state end,
        first_agreed_by = case when @isProposedAgain then null else first_agreed_by end,
        agreed_at = case when @isProposedAgain then null else agreed_at end
        """,
        new { current.Id, current.Version, details = RelatedPersonRow.DetailsOf(updated), isProposedAgain });

    /// <summary>Records that the first of two persons agreed.</summary>
    public static Task<RelatedPersonRow> ReferAsync(Mutation work, RelatedPersonRow current) => ChangedAsync(
        work, current, "state = 'REFERRED', first_agreed_by = @Subject", new { current.Id, current.Version, work.Caller.Subject });

    /// <summary>Records that the body agrees.</summary>
    public static Task<RelatedPersonRow> AgreeAsync(Mutation work, RelatedPersonRow current) => ChangedAsync(
        work, current, "state = 'AGREED', agreed_at = @Now", new { current.Id, current.Version, work.Now });

    /// <summary>Ends somebody's part.</summary>
    public static Task<RelatedPersonRow> EndAsync(Mutation work, RelatedPersonRow current, RelatedPersonEndReason reason, string note) => ChangedAsync(
        work, current, "state = 'ENDED', ended_at = @Now, end_reason = @reason, end_note = @note",
        new { current.Id, current.Version, work.Now, reason = reason.Code(), note });

    /// <summary>One record.</summary>
    /// <exception cref="Refusal">RELATED_PERSON_NOT_FOUND.</exception>
    public static async Task<RelatedPersonRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<RelatedPersonRow>($"select {Columns} from assessment.related_people where id = @id", new { id })
        ?? throw Refusal.NotFound("RELATED_PERSON", id);

    /// <summary>A page of the people around a person.</summary>
    public static Task<IReadOnlyList<RelatedPersonRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<RelatedPersonRow>($"""
        select {Columns} from assessment.related_people
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>Those around a person to whom the body agreed, oldest record first.</summary>
    public static async Task<IReadOnlyList<RelatedPerson>> AgreedAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<RelatedPersonRow>(
            $"select {Columns} from assessment.related_people where person_id = @personId and state = 'AGREED' order by id", new { personId });
        return [.. rows.Select(row => row.ToMessage())];
    }

    private static async Task<RelatedPersonRow> ChangedAsync(Mutation work, RelatedPersonRow current, string change, object parameters) =>
        await work.FirstOrDefaultAsync<RelatedPersonRow>(
            $"update assessment.related_people set {change}, version = version + 1 where id = @Id and version = @Version returning {Columns}", parameters)
        ?? throw Refusal.EtagMismatch((await GetAsync(work, current.Id)).Version);
}
