using Dapper;
using Npgsql;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>How an attempt to send a row ended.</summary>
/// <param name="Id">The row.</param>
/// <param name="Error">Null: the broker has it. Else why it has not, as a code.</param>
/// <param name="Wait">Until the next attempt; null: none, it is parked.</param>
internal sealed record OutboxOutcome(long Id, string? Error = null, TimeSpan? Wait = null);

/// <summary>The SQL of <c>platform.outbox</c>.</summary>
internal static class OutboxStore
{
    /// <summary>Takes in the events of mutations of one programme. The ids follow their order: an aggregate's events leave in the order of Publish.</summary>
    public const string Insert = """
        insert into platform.outbox (message_id, programme, aggregate_id, aggregate_version, type, body, traceparent, tracestate, correlation_id)
        select e.message_id, @programme, e.aggregate_id, e.aggregate_version, e.type, e.body::jsonb, e.traceparent, e.tracestate, e.correlation_id
        from unnest(@message_ids, @aggregate_ids, @aggregate_versions, @types, @bodies, @traceparents, @tracestates, @correlation_ids) with ordinality
            as e (message_id, aggregate_id, aggregate_version, type, body, traceparent, tracestate, correlation_id, place)
        order by e.place
        """;

    // An aggregate's later rows wait behind one that failed; only those have attempts, so the index that is searched for them is tiny.
    private const string Due = $"""
        select {StoredEvent.Columns}
        from platform.outbox row
        where row.sent_at is null and row.next_attempt_at <= now()
          and not exists (select 1 from platform.outbox earlier
                          where earlier.aggregate_id = row.aggregate_id and earlier.id < row.id
                            and earlier.sent_at is null and earlier.attempts > 0 and earlier.next_attempt_at > now())
        order by row.id
        limit @limit
        """;

    private const string MarkAll = """
        update platform.outbox row
        set sent_at = case when outcome.error is null then now() end,
            attempts = row.attempts + 1,
            last_error = outcome.error,
            next_attempt_at = case when outcome.wait is null then 'infinity' else now() + outcome.wait end
        from unnest(@ids, @errors, @waits) as outcome (id, error, wait)
        where row.id = outcome.id
        """;

    private const string State = """
        select count(*) as depth, min(created_at) as oldest, count(*) filter (where next_attempt_at = 'infinity') as parked
        from platform.outbox where sent_at is null
        """;

    /// <summary>A mark need not be on the disk before the next events leave: one that a crash takes away only has its event sent again.</summary>
    public static Task MarkWithoutWaitingAsync(NpgsqlConnection connection) => connection.ExecuteAsync("set synchronous_commit = off");

    public static async Task<IReadOnlyList<StoredEvent>> DueAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<StoredEvent>(new CommandDefinition(Due, new { limit }, cancellationToken: cancellationToken))).AsList();

    public static async Task MarkAsync(NpgsqlConnection connection, IReadOnlyCollection<OutboxOutcome> outcomes)
    {
        if (outcomes.Count == 0)
            return;
        await using var command = new NpgsqlCommand(MarkAll, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long[]>("ids", [.. outcomes.Select(o => o.Id)]),
                new NpgsqlParameter<string?[]>("errors", [.. outcomes.Select(o => o.Error)]),
                new NpgsqlParameter<TimeSpan?[]>("waits", [.. outcomes.Select(o => o.Error is null ? TimeSpan.Zero : o.Wait)]),
            },
        };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    public static Task<OutboxState> StateAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<OutboxState>(new CommandDefinition(State, cancellationToken: cancellationToken));

    public static Task<long> PurgeAsync(NpgsqlConnection connection, TimeSpan olderThan, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition("select platform.purge_messages(@olderThan)", new { olderThan }, cancellationToken: cancellationToken));

    /// <summary>What waits for an operator.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> ParkedAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<StoredEvent>(new CommandDefinition(
            $"select {StoredEvent.Columns} from platform.outbox where sent_at is null and next_attempt_at = 'infinity' order by id", cancellationToken: cancellationToken))).AsList();

    /// <summary>Puts parked rows back to be sent: one, or all if the id is null. Returns which.</summary>
    public static async Task<IReadOnlyList<(Guid MessageId, string Type)>> RequeueAsync(NpgsqlConnection connection, Guid? messageId, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<(Guid, string)>(new CommandDefinition("""
            update platform.outbox set attempts = 0, next_attempt_at = now()
            where sent_at is null and next_attempt_at = 'infinity' and (@messageId::uuid is null or message_id = @messageId)
            returning message_id, type
            """, new { messageId }, cancellationToken: cancellationToken))).AsList();
}
