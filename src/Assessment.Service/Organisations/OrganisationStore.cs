using Npgsql;
using NpgsqlTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>The SQL of organisations: rows of no programme.</summary>
internal static class OrganisationStore
{
    private const string Columns = "code, name, kind, opened, closed";

    /// <summary>One organisation, or null.</summary>
    public static Task<OrganisationRow?> FindAsync(Session work, string code) =>
        work.FirstOrDefaultAsync<OrganisationRow>($"select {Columns} from assessment.organisations where code = @code", new { code });

    /// <summary>One organisation.</summary>
    /// <exception cref="Refusal">ORGANISATION_NOT_FOUND.</exception>
    public static async Task<OrganisationRow> GetAsync(Session work, string code) =>
        await FindAsync(work, code) ?? throw Refusal.NotFound("ORGANISATION", code);

    /// <summary>The kinds that a file was loaded for.</summary>
    public static async Task<IReadOnlyList<OrganisationKind>> LoadedKindsAsync(Session work)
    {
        // One step of the index for each kind, however many organisations there are.
        var kinds = await work.QueryAsync<string>("""
            select k.kind from unnest(@kinds) with ordinality as k (kind, place)
            where exists (select from assessment.organisations o where o.kind = k.kind) order by place
            """, new { kinds = OrganisationCodes.Kinds.Select(kind => kind.Code()).ToArray() });
        return [.. kinds.Select(Codes.Parse<OrganisationKind>)];
    }

    /// <summary>Organisations by code.</summary>
    public static Task<IReadOnlyList<OrganisationRow>> ListAsync(Session work, OrganisationKind kind, DateOnly? openOn, string after, int take) =>
        work.QueryAsync<OrganisationRow>($"""
            select {Columns} from assessment.organisations
            where code > @after and (@kind::text is null or kind = @kind)
                and (@openOn::date is null or (opened <= @openOn and (closed is null or closed >= @openOn)))
            order by code limit @take
            """, new { kind = KindOf(kind), openOn, after, take });

    /// <summary>All successions to and from organisations.</summary>
    public static Task<IReadOnlyList<SuccessionRow>> SuccessionsAsync(Session work, IReadOnlyList<string> codes) => work.QueryAsync<SuccessionRow>("""
        select code, successor_code, effective from assessment.organisation_successions
        where code = any (@codes) or successor_code = any (@codes) order by effective, code, successor_code
        """, new { codes = codes.ToArray() });

    /// <summary>The successions that lead on from organisations, over all steps.</summary>
    public static Task<IReadOnlyList<SuccessionRow>> SuccessionsOfAsync(Session work, IReadOnlyList<string> codes) => work.QueryAsync<SuccessionRow>("""
        with recursive following as (
            select code, successor_code, effective from assessment.organisation_successions where code = any (@codes)
            union
            select next.code, next.successor_code, next.effective from assessment.organisation_successions next join following on next.code = following.successor_code)
        select code, successor_code, effective from following order by effective, code, successor_code
        """, new { codes = codes.ToArray() });

    /// <summary>Takes organisations in: new ones are added, known ones get the file's values, and those that a file no longer has stay.</summary>
    public static async Task UpsertAsync(NpgsqlConnection connection, IReadOnlyList<OrganisationRow> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"""
            insert into assessment.organisations ({Columns})
            select * from unnest($1, $2, $3, $4, $5) as o ({Columns}) order by code
            on conflict (code) do update set name = excluded.name, kind = excluded.kind, opened = excluded.opened, closed = excluded.closed
            """, connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(row => row.Code).ToArray() },
                new() { Value = rows.Select(row => row.Name).ToArray() },
                new() { Value = rows.Select(row => row.Kind).ToArray() },
                new() { Value = rows.Select(row => row.Opened).ToArray() },
                new() { Value = rows.Select(row => row.Closed).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes successions in; one that is known gets the file's day.</summary>
    public static async Task UpsertAsync(NpgsqlConnection connection, IReadOnlyList<SuccessionRow> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            insert into assessment.organisation_successions (code, successor_code, effective)
            select * from unnest($1, $2, $3) as s (code, successor_code, effective) order by code, successor_code
            on conflict (code, successor_code) do update set effective = excluded.effective
            """, connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(row => row.Code).ToArray() },
                new() { Value = rows.Select(row => row.SuccessorCode).ToArray() },
                new() { Value = rows.Select(row => row.Effective).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string? KindOf(OrganisationKind kind) => kind is OrganisationKind.Unspecified ? null : kind.Code();
}
