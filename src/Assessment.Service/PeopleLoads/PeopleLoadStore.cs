using System.Buffers.Binary;
using Npgsql;
using NpgsqlTypes;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>Loads of people, and what they register.</summary>
internal static class PeopleLoadStore
{
    private const int FirstFaults = 100;
    private const string Columns = "id, request_id, state, lines, registered, faulty, hash, created_at, updated_at";
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
            set lines = @done, faulty = @done - registered, hash = @hash, state = @state, updated_at = @Now
            where programme = @Programme and id = @Id and lines = @Lines and state = 'OPEN'
            """,
            new { work.Programme, load.Id, load.Lines, done, hash, state = isComplete ? "COMPLETE" : "OPEN", work.Now });
        if (advanced is 0)
            throw Refusal.Conflict("LOAD_RUNNING", "The same load is being sent elsewhere at this time.");
    }

    /// <summary>Registers people by COPY into a table of this transaction's own, and from there all at once.</summary>
    /// <returns>The places of those whose NHS number somebody has, in the programme or earlier in the load.</returns>
    public static async Task<IReadOnlySet<long>> RegisterAsync(Mutation work, PeopleLoadRow load, IReadOnlyList<LoadLine> people)
    {
        await work.ExecuteAsync("""
            create temp table staged_people
                (place bigint, id uuid, nhs_number text, given_name text, family_name text, birth_date date) on commit drop
            """);
        await StageAsync(work, people);
        // In the order of the numbers, so that two loads wait for each other and never both.
        var known = await work.QueryAsync<long>("""
            insert into assessment.people (programme, id, nhs_number, given_name, family_name, birth_date, created_at)
            select distinct on (nhs_number) @Programme, id, nhs_number, given_name, family_name, birth_date, @Now
            from staged_people order by nhs_number, place
            on conflict (programme, nhs_number) do nothing;

            with known as (
                select place from staged_people s
                where not exists (select from assessment.people p where p.programme = @Programme and p.id = s.id)
            ), counted as (
                update assessment.people_loads
                set registered = registered + @count - (select count(*) from known), faulty = faulty - @count + (select count(*) from known)
                where programme = @Programme and id = @Id
            )
            select place from known
            """, new { work.Programme, work.Now, load.Id, count = people.Count });
        return known.ToHashSet();
    }

    /// <summary>Keeps what is wrong with lines.</summary>
    public static Task AddFaultsAsync(Mutation work, PeopleLoadRow load, IEnumerable<LoadLine> lines)
    {
        FaultRow[] rows =
        [
            .. lines.SelectMany(line => line.Faults.Select((fault, index) =>
                new FaultRow(PlaceOf(line.Place, index), line.Number, fault.Field, fault.Pointer, fault.Reason, fault.Detail))),
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

    private static async Task StageAsync(Mutation work, IReadOnlyList<LoadLine> people)
    {
        await using var copy = await work.Connection.BeginBinaryImportAsync("copy staged_people from stdin (format binary)", work.CancellationToken);
        foreach (var (place, _, person, _) in people)
        {
            await copy.StartRowAsync(work.CancellationToken);
            await copy.WriteAsync(place, NpgsqlDbType.Bigint, work.CancellationToken);
            await copy.WriteAsync(work.NewId(), NpgsqlDbType.Uuid, work.CancellationToken);
            await copy.WriteAsync(person!.NhsNumber, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.GivenName, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.FamilyName, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(Dates.Parse(person.BirthDate), NpgsqlDbType.Date, work.CancellationToken);
        }

        await copy.CompleteAsync(work.CancellationToken);
    }

    /// <summary>Two numbers as one that sorts by the first, then by the second.</summary>
    private static Guid PlaceOf(long line, int fault)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, line);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], fault);
        return new Guid(bytes, bigEndian: true);
    }
}
