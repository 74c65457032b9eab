using Npgsql;
using NpgsqlTypes;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Requests;

/// <summary>The answer that a request id was given: its bytes, or which resource it showed where it held person data.</summary>
internal sealed record StoredAnswer(byte[] Hash, byte[]? Response, Guid? ResourceId, int? ResourceVersion);

internal static class RequestKeyStore
{
    private const string ProgrammeKey = "request_keys_programme_fkey";

    /// <summary>
    /// Sets the programme and claims request ids in one round trip. The claim of a concurrent twin waits here
    /// until the first has ended: then it is a repeat, or, where the first failed, the first itself.
    /// </summary>
    /// <returns>The places of those that are new; the others have been answered before.</returns>
    public static async Task<IReadOnlySet<int>> ClaimAsync(Session work, IReadOnlyList<RequestKey> keys)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        batch.BatchCommands.Add(SessionStore.SetProgramme(work.Programme));
        // In the order of the keys, so that two batches with the same ones wait for each other and never both.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into platform.request_keys (programme, subject, method, request_id, hash, created_at)
            select $1, key.subject, key.method, key.request_id, key.hash, $2
            from unnest($3, $4, $5, $6) as key (subject, method, request_id, hash)
            order by key.subject, key.method, key.request_id
            on conflict do nothing
            returning subject, method, request_id
            """)
        {
            Parameters =
            {
                new() { Value = work.Programme },
                new() { Value = work.Now },
                Texts(keys.Select(key => key.Subject)),
                Texts(keys.Select(key => key.Method)),
                Texts(keys.Select(key => key.RequestId)),
                Bytes(keys.Select(key => key.Hash)),
            },
        });
        try
        {
            await using var rows = await batch.ExecuteReaderAsync(work.CancellationToken);
            await rows.NextResultAsync(work.CancellationToken);
            var claimed = new HashSet<(string, string, string)>();
            while (await rows.ReadAsync(work.CancellationToken))
                claimed.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
            return Enumerable.Range(0, keys.Count)
                .Where(place => claimed.Contains((keys[place].Subject, keys[place].Method, keys[place].RequestId))).ToHashSet();
        }
        catch (PostgresException exception) when (exception.ConstraintName is ProgrammeKey)
        {
            throw ProgrammeUnknown(work);
        }
    }

    public static Refusal ProgrammeUnknown(Session work) =>
        Refusal.Rule("PROGRAMME_UNKNOWN", "This service does not serve the token's programme.", null, ("programme", work.Programme));

    public static Task<StoredAnswer?> FindAsync(Session work, RequestKey key) => work.FirstOrDefaultAsync<StoredAnswer>("""
        select hash, response, resource_id, resource_version from platform.request_keys
        where programme = @Programme and subject = @Subject and method = @Method and request_id = @RequestId
        """, new { work.Programme, key.Subject, key.Method, key.RequestId });

    public static NpgsqlBatchCommand Answer(Session work, RequestKey key, StoredAnswer answer) => new("""
        update platform.request_keys set response = $5, resource_id = $6, resource_version = $7
        where programme = $1 and subject = $2 and method = $3 and request_id = $4
        """)
    {
        Parameters =
        {
            new() { Value = work.Programme },
            new() { Value = key.Subject },
            new() { Value = key.Method },
            new() { Value = key.RequestId },
            SessionStore.Nullable(answer.Response),
            SessionStore.Nullable(answer.ResourceId),
            SessionStore.Nullable(answer.ResourceVersion),
        },
    };

    public static NpgsqlBatchCommand Answers(Session work, IReadOnlyList<(RequestKey Key, byte[] Response)> answers) => new("""
        update platform.request_keys k set response = answer.response
        from unnest($2, $3, $4, $5) as answer (subject, method, request_id, response)
        where k.programme = $1 and k.subject = answer.subject and k.method = answer.method and k.request_id = answer.request_id
        """)
    {
        Parameters =
        {
            new() { Value = work.Programme },
            Texts(answers.Select(answer => answer.Key.Subject)),
            Texts(answers.Select(answer => answer.Key.Method)),
            Texts(answers.Select(answer => answer.Key.RequestId)),
            Bytes(answers.Select(answer => answer.Response)),
        },
    };

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Bytes(IEnumerable<byte[]> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
}
