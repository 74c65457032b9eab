using Npgsql;
using NpgsqlTypes;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>People and facts of a load's lines: by COPY into tables of the transaction's own, and from there all at once.</summary>
internal static class CaseloadStore
{
    private const string Staging = """
        create temp table staged_people
            (place bigint, id uuid, nhs_number text, nhs_number_status text, given_name text, family_name text, preferred_name text, title text, birth_date date,
            gp_practice text, home_organisation text, communication jsonb, facts int) on commit drop;
        create temp table staged_facts
            (place bigint, ordinal int, id uuid, kind text, start_date date, end_date date, occurrences smallint, cluster smallint, diagnosis_code text) on commit drop
        """;

    // In the order of the numbers, and the facts in that of their key, so that two loads wait for each other and never both. Who has no number is nobody's
    // twin. Facts of somebody whose record was merged are the survivor's.
    private const string Taking = """
        insert into assessment.people
            (programme, id, nhs_number, nhs_number_status, given_name, family_name, preferred_name, title, birth_date, gp_practice, home_organisation,
            communication, created_at)
        select distinct on (coalesce(nhs_number, id::text))
            @Programme, id, nhs_number, nhs_number_status, given_name, family_name, preferred_name, title, birth_date, gp_practice, home_organisation,
            communication, @Now
        from staged_people order by coalesce(nhs_number, id::text), place
        on conflict (programme, nhs_number) do nothing;

        create temp table taken on commit drop as
        select place, id as person_id, 'Registered' as outcome from staged_people where nhs_number is null
        union all
        select s.place, case when p.merged_into is null then p.id else assessment.survivor_of(p.id) end, case
            when p.id = s.id then 'Registered'
            when s.facts = 0 then 'Exists'
            when p.birth_date <> s.birth_date then 'Differs'
            else 'Updated' end
        from staged_people s
        join assessment.people p on p.programme = @Programme and p.nhs_number = s.nhs_number;

        insert into assessment.caseload_facts as known
            (programme, person_id, kind, start_date, diagnosis_code, id, end_date, occurrences, cluster, created_at)
        select distinct on (t.person_id, f.kind, f.start_date, f.diagnosis_code)
            @Programme, t.person_id, f.kind, f.start_date, f.diagnosis_code, f.id, f.end_date, f.occurrences, f.cluster, @Now
        from staged_facts f
        join taken t on t.place = f.place and t.outcome in ('Registered', 'Updated')
        order by t.person_id, f.kind, f.start_date, f.diagnosis_code, f.ordinal desc
        on conflict (programme, person_id, kind, start_date, diagnosis_code) do update
        set end_date = excluded.end_date, occurrences = excluded.occurrences, cluster = excluded.cluster, version = known.version + 1
        where known.withdrawn_at is null
            and (known.end_date, known.occurrences, known.cluster) is distinct from (excluded.end_date, excluded.occurrences, excluded.cluster);

        insert into assessment.people_load_batches (programme, load_id, loaded_at, people)
        select @Programme, @loadId, @Now, array_agg(distinct person_id) from taken where outcome in ('Registered', 'Updated') having count(*) > 0;

        select place, outcome from taken
        """;

    /// <summary>Registers who is not, and adds the facts of all.</summary>
    /// <param name="work">The transaction of the batch.</param>
    /// <param name="loadId">The load that it is a batch of.</param>
    /// <param name="lines">Its lines without faults.</param>
    /// <returns>What became of each line, by its place.</returns>
    public static async Task<IReadOnlyDictionary<long, LineOutcome>> TakeAsync(Mutation work, Guid loadId, IReadOnlyList<LoadLine> lines)
    {
        await work.ExecuteAsync(Staging);
        await StagePeopleAsync(work, lines);
        await StageFactsAsync(work, lines);
        var taken = await work.QueryAsync<(long Place, string Outcome)>(Taking, new { work.Programme, work.Now, loadId });
        return taken.ToDictionary(line => line.Place, line => Enum.Parse<LineOutcome>(line.Outcome));
    }

    private static async Task StagePeopleAsync(Mutation work, IReadOnlyList<LoadLine> lines)
    {
        await using var copy = await work.Connection.BeginBinaryImportAsync("copy staged_people from stdin (format binary)", work.CancellationToken);
        foreach (var line in lines)
        {
            var (person, facts) = (line.Entry!.Person, line.Entry.Facts);
            await copy.StartRowAsync(work.CancellationToken);
            await copy.WriteAsync(line.Place, NpgsqlDbType.Bigint, work.CancellationToken);
            await copy.WriteAsync(work.NewId(), NpgsqlDbType.Uuid, work.CancellationToken);
            await WriteAsync(copy, person.NhsNumber is "" ? null : person.NhsNumber, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.NhsNumberStatus.Code(), NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.GivenName, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.FamilyName, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.PreferredName, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.Title, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(Dates.Parse(person.BirthDate), NpgsqlDbType.Date, work.CancellationToken);
            await copy.WriteAsync(person.GpPractice, NpgsqlDbType.Text, work.CancellationToken);
            await copy.WriteAsync(person.HomeOrganisation, NpgsqlDbType.Text, work.CancellationToken);
            await WriteAsync(copy, PersonRow.CommunicationOf(person), NpgsqlDbType.Jsonb, work.CancellationToken);
            await copy.WriteAsync(facts.Count, NpgsqlDbType.Integer, work.CancellationToken);
        }

        await copy.CompleteAsync(work.CancellationToken);
    }

    private static async Task StageFactsAsync(Mutation work, IReadOnlyList<LoadLine> lines)
    {
        await using var copy = await work.Connection.BeginBinaryImportAsync("copy staged_facts from stdin (format binary)", work.CancellationToken);
        var ordinal = 0;
        foreach (var line in lines)
        {
            foreach (var fact in line.Entry!.Facts)
            {
                await copy.StartRowAsync(work.CancellationToken);
                await copy.WriteAsync(line.Place, NpgsqlDbType.Bigint, work.CancellationToken);
                await copy.WriteAsync(ordinal++, NpgsqlDbType.Integer, work.CancellationToken);
                await copy.WriteAsync(work.NewId(), NpgsqlDbType.Uuid, work.CancellationToken);
                await copy.WriteAsync(fact.Kind.Code(), NpgsqlDbType.Text, work.CancellationToken);
                await copy.WriteAsync(Dates.Parse(fact.StartDate), NpgsqlDbType.Date, work.CancellationToken);
                await WriteAsync(copy, Dates.ParseOptional(fact.EndDate), NpgsqlDbType.Date, work.CancellationToken);
                await copy.WriteAsync((short)Math.Max(fact.Occurrences, 1), NpgsqlDbType.Smallint, work.CancellationToken);
                await WriteAsync<short>(copy, fact.Kind is CaseloadFactKind.Cluster ? (short)fact.Cluster : null, NpgsqlDbType.Smallint, work.CancellationToken);
                await copy.WriteAsync(fact.DiagnosisCode, NpgsqlDbType.Text, work.CancellationToken);
            }
        }

        await copy.CompleteAsync(work.CancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? value, NpgsqlDbType type, CancellationToken cancellationToken) =>
        value is not null ? copy.WriteAsync(value, type, cancellationToken) : copy.WriteNullAsync(cancellationToken);

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken cancellationToken) where T : struct =>
        value is { } given ? copy.WriteAsync(given, type, cancellationToken) : copy.WriteNullAsync(cancellationToken);
}
