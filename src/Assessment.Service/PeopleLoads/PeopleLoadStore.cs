using System.Buffers.Binary;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>Loads of people: how far each has come, and what was wrong with which line.</summary>
internal static class PeopleLoadStore
{
    private const int FirstFaults = 100;
    private const string Columns = "id, request_id, state, lines, registered, updated, faulty, hash, created_at, updated_at";
    private const string FaultColumns = "place, line, field, pointer, reason, detail";

    /// <summary>The caller's load of a request id, begun now if there is none.</summary>
    public static async Task<PeopleLoadRow> OpenAsync(Mutation work, string requestId, byte[] hash)
    {
        var parameters = new { work.Programme, id = work.NewId(), work.Caller.Subject, requestId = Guid.Parse(requestId), hash, work.Now };
        await work.ExecuteAsync("""
            insert into assessment.people_loads (programme, id, subject, request_id, hash, created_at, updated_at)
            values (@Programme, @id, @Subject, @requestId, @hash, @Now, @Now)
            on conflict (programme, subject, request_id) do nothing
            """, parameters);
        return (await work.FirstOrDefaultAsync<PeopleLoadRow>(
            $"select {Columns} from assessment.people_loads where programme = @Programme and subject = @Subject and request_id = @requestId", parameters))!;
    }

    /// <summary>Counts lines as done. It comes before they are registered: who sends the same load a second time waits here, and learns it.</summary>
    /// <exception cref="Refusal">LOAD_RUNNING.</exception>
    public static async Task AdvanceAsync(Mutation work, PeopleLoadRow load, long done, byte[] hash, bool isComplete)
    {
        var advanced = await work.ExecuteAsync("""
            update assessment.people_loads
            set lines = @done, faulty = @done - registered - updated, hash = @hash, state = @state, updated_at = @Now
            where programme = @Programme and id = @Id and lines = @Lines and state = 'OPEN'
            """,
            new { work.Programme, load.Id, load.Lines, done, hash, state = isComplete ? "COMPLETE" : "OPEN", work.Now });
        if (advanced is 0)
            throw Refusal.Conflict("LOAD_RUNNING", "The same load is being sent elsewhere at this time.");
    }

    /// <summary>Counts what became of lines that were done without faults of their own; those that are not told of here stay counted as faulty.</summary>
    public static Task CountAsync(Mutation work, PeopleLoadRow load, int registered, int updated) => work.ExecuteAsync("""
        update assessment.people_loads
        set registered = registered + @registered, updated = updated + @updated, faulty = faulty - @registered - @updated
        where programme = @Programme and id = @Id
        """, new { work.Programme, load.Id, registered, updated });

    /// <summary>Keeps what is wrong with lines.</summary>
    public static Task AddFaultsAsync(Mutation work, PeopleLoadRow load, IEnumerable<LoadLine> lines)
    {
        FaultRow[] rows =
        [
            .. lines.SelectMany(line => line.Faults.Select((fault, index) =>
                new FaultRow(PlaceOf(line.Place, index), line.Number, fault.Field, line.PointerTo(fault), fault.Reason, fault.Detail))),
        ];
        return work.ExecuteAsync("""
            insert into assessment.people_load_faults (programme, load_id, place, line, field, pointer, reason, detail)
            select @Programme, @Id, * from unnest(@places, @lines, @fields, @pointers, @reasons, @details)
            """,
            new
            {
                work.Programme,
                load.Id,
                places = rows.Select(row => row.Place).ToArray(),
                lines = rows.Select(row => row.Line).ToArray(),
                fields = rows.Select(row => row.Field).ToArray(),
                pointers = rows.Select(row => row.Pointer).ToArray(),
                reasons = rows.Select(row => row.Reason).ToArray(),
                details = rows.Select(row => row.Detail).ToArray(),
            });
    }

    /// <summary>One load.</summary>
    /// <exception cref="Refusal">PEOPLE_LOAD_NOT_FOUND.</exception>
    public static async Task<PeopleLoadRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<PeopleLoadRow>($"select {Columns} from assessment.people_loads where id = @id", new { id })
        ?? throw Refusal.NotFound("PEOPLE_LOAD", id);

    /// <summary>A page of loads.</summary>
    public static Task<IReadOnlyList<PeopleLoadRow>> ListAsync(Session work, Page page) => work.QueryAsync<PeopleLoadRow>(
        $"select {Columns} from assessment.people_loads where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>A page of a load's faults.</summary>
    public static Task<IReadOnlyList<FaultRow>> ListFaultsAsync(Session work, Guid loadId, Page page) => FaultsAsync(work, loadId, page.After, page.Take);

    /// <summary>The faults that a load shows itself.</summary>
    public static Task<IReadOnlyList<FaultRow>> FirstFaultsAsync(Session work, Guid loadId) => FaultsAsync(work, loadId, null, FirstFaults);

    private static Task<IReadOnlyList<FaultRow>> FaultsAsync(Session work, Guid loadId, Guid? after, int count) => work.QueryAsync<FaultRow>($"""
        select {FaultColumns} from assessment.people_load_faults
        where load_id = @loadId and (@after::uuid is null or place > @after) order by place limit @count
        """, new { loadId, after, count });

    /// <summary>Two numbers as one that sorts by the first, then by the second.</summary>
    private static Guid PlaceOf(long line, int fault)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, line);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], fault);
        return new Guid(bytes, bigEndian: true);
    }
}
