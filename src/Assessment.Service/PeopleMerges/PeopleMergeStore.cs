using Google.Protobuf.WellKnownTypes;
using Npgsql;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleMerges;

/// <summary>A merge as stored.</summary>
internal sealed record PeopleMergeRow(Guid Id, Guid SurvivorId, Guid MergedId, string Reason, string Note, string NumbersDifferNote, DateTime MergedAt)
{
    public PeopleMerge ToMessage(IEnumerable<MergedRow> rows) => new()
    {
        PeopleMergeId = Id.ToString(),
        PersonId = SurvivorId.ToString(),
        MergedPersonId = MergedId.ToString(),
        Reason = Codes.Parse<MergeReason>(Reason),
        Note = Note,
        NumbersDifferNote = NumbersDifferNote,
        MergedRecords =
        {
            rows.Where(row => row.MergeId == Id).GroupBy(row => row.TableName)
                .Select(table => new MergedRecords { Kind = table.Key, Ids = { table.Select(row => row.RowId.ToString()) } }),
        },
        MergeTime = Timestamp.FromDateTime(MergedAt),
    };
}

/// <summary>A row that came with a merge, as stored.</summary>
internal sealed record MergedRow(Guid MergeId, string TableName, Guid RowId);

/// <summary>The merges of a programme, and which rows were whose.</summary>
internal static class PeopleMergeStore
{
    private const string Columns = "id, survivor_id, merged_id, reason, note, numbers_differ_note, merged_at";

    /// <summary>Merges a locked record into another: keeps the merge, marks the record and gives its rows to the survivor.</summary>
    /// <returns>The survivor's version now.</returns>
    /// <exception cref="Refusal">MERGE_CONFLICT.</exception>
    public static async Task<int> MergeAsync(Mutation work, Guid id, Guid survivor, Guid merged, MergePeopleRequest request)
    {
        try
        {
            await work.ExecuteAsync("""
                insert into assessment.people_merges (programme, id, survivor_id, merged_id, reason, note, numbers_differ_note, merged_at)
                values (@Programme, @id, @survivor, @merged, @reason, @Note, @NumbersDifferNote, @Now);
                update assessment.people set merged_into = @survivor, version = version + 1 where id = @merged;
                select assessment.give_rows(@id, @merged, @survivor)
                """, new { work.Programme, id, survivor, merged, reason = request.Reason.Code(), request.Note, request.NumbersDifferNote, work.Now });
            return await work.ScalarAsync<int>("update assessment.people set version = version + 1 where id = @survivor returning version", new { survivor });
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw Refusal.Rule(
                "MERGE_CONFLICT", "Both records have something open that one person can have only once: close one of them first.", null, ("kind", exception.TableName ?? ""));
        }
    }

    /// <summary>One merge.</summary>
    /// <exception cref="Refusal">PEOPLE_MERGE_NOT_FOUND.</exception>
    public static async Task<PeopleMergeRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<PeopleMergeRow>($"select {Columns} from assessment.people_merges where id = @id", new { id })
        ?? throw Refusal.NotFound("PEOPLE_MERGE", id);

    /// <summary>A page of the merges into a record.</summary>
    public static Task<IReadOnlyList<PeopleMergeRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<PeopleMergeRow>($"""
        select {Columns} from assessment.people_merges
        where survivor_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>What came with merges, but for what only those who may read it know to be there (DOMAIN 0, A22 and A23).</summary>
    public static Task<IReadOnlyList<MergedRow>> RowsAsync(Session work, IEnumerable<Guid> mergeIds) => work.QueryAsync<MergedRow>(
        """
        select merge_id, table_name, row_id from assessment.merged_rows
        where merge_id = any (@mergeIds) and table_name not in ('safeguarding_concerns', 'exclusion_flags')
        order by merge_id, table_name, row_id
        """,
        new { mergeIds = mergeIds.ToArray() });
}
