using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.ExclusionFlags;

/// <summary>A flag as stored.</summary>
internal sealed record ExclusionFlagRow(
    Guid Id, Guid PersonId, string Kind, DateOnly StartsOn, DateOnly? EndsOn, bool EnteredInError, DateTime CreatedAt, int Version)
{
    public ExclusionFlag ToMessage() => new()
    {
        ExclusionFlagId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = Codes.Parse<ExclusionKind>(Kind),
        StartDate = Dates.Text(StartsOn),
        EndDate = Dates.Text(EndsOn),
        EnteredInError = EnteredInError,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };
}

/// <summary>What keeps direct payments from being made.</summary>
internal static class ExclusionFlagStore
{
    private const string Columns = "id, person_id, kind, starts_on, ends_on, entered_in_error, created_at, version";

    /// <summary>Records a flag.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, ExclusionFlag flag) => work.ExecuteAsync("""
        insert into assessment.exclusion_flags (programme, id, person_id, kind, starts_on, ends_on, entered_in_error, created_at)
        values (@Programme, @id, @personId, @kind, @startsOn, @endsOn, @EnteredInError, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            kind = flag.Kind.Code(),
            startsOn = Dates.Parse(flag.StartDate),
            endsOn = Dates.ParseOptional(flag.EndDate),
            flag.EnteredInError,
            work.Now,
        });

    /// <summary>Corrects a flag that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ETAG_MISMATCH.</exception>
    public static async Task<ExclusionFlagRow> UpdateAsync(Mutation work, Guid id, int expected, ExclusionFlag flag) =>
        await work.FirstOrDefaultAsync<ExclusionFlagRow>($"""
            update assessment.exclusion_flags
            set kind = @kind, starts_on = @startsOn, ends_on = @endsOn, entered_in_error = @EnteredInError, version = version + 1
            where id = @id and version = @expected
            returning {Columns}
            """,
            new
            {
                id,
                expected,
                kind = flag.Kind.Code(),
                startsOn = Dates.Parse(flag.StartDate),
                endsOn = Dates.ParseOptional(flag.EndDate),
                flag.EnteredInError,
            })
        ?? throw Refusal.EtagMismatch((await GetAsync(work, id)).Version);

    /// <summary>One flag.</summary>
    /// <exception cref="Refusal">EXCLUSION_FLAG_NOT_FOUND.</exception>
    public static async Task<ExclusionFlagRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ExclusionFlagRow>($"select {Columns} from assessment.exclusion_flags where id = @id", new { id })
        ?? throw Refusal.NotFound("EXCLUSION_FLAG", id);

    /// <summary>A page of a person's flags.</summary>
    public static Task<IReadOnlyList<ExclusionFlagRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<ExclusionFlagRow>($"""
        select {Columns} from assessment.exclusion_flags
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>The flags of a person that are in force today or later and were not made in error.</summary>
    public static async Task<IReadOnlyList<ExclusionFlag>> FromTodayAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<ExclusionFlagRow>($"""
            select {Columns} from assessment.exclusion_flags
            where person_id = @personId and not entered_in_error and (ends_on is null or ends_on >= @Today) order by id
            """, new { personId, work.Today });
        return [.. rows.Select(row => row.ToMessage())];
    }
}
