using Npgsql;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Requests;

/// <summary>The answer that a request id was given: its bytes, or which resource it showed where it held person data.</summary>
internal sealed record StoredAnswer(byte[] Hash, byte[]? Response, Guid? ResourceId, int? ResourceVersion);

internal static class RequestKeyStore
{
    private const string ProgrammeKey = "request_keys_programme_fkey";

    /// <summary>
    /// Sets the programme and claims the request id in one round trip. The claim of a concurrent twin waits here
    /// until the first has ended: then it is a repeat, or, where the first failed, the first itself.
    /// </summary>
    /// <returns>False where the request has been answered before.</returns>
    public static async Task<bool> ClaimAsync(Session work, RequestKey key)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        batch.BatchCommands.Add(SessionStore.SetProgramme(work.Programme));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into platform.request_keys (programme, subject, method, request_id, hash, created_at)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """)
        {
            Parameters =
            {
                new() { Value = work.Programme },
                new() { Value = key.Subject },
                new() { Value = key.Method },
                new() { Value = key.RequestId },
                new() { Value = key.Hash },
                new() { Value = work.Now },
            },
        });
        try
        {
            await batch.ExecuteNonQueryAsync(work.CancellationToken);
        }
        catch (PostgresException exception) when (exception.ConstraintName is ProgrammeKey)
        {
            throw Refusal.Rule("PROGRAMME_UNKNOWN", "This service does not serve the token's programme.", null, ("programme", work.Programme));
        }

        return batch.BatchCommands[1].RecordsAffected is 1;
    }

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
}
