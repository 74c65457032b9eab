using Dapper;
using Npgsql;
using PersonalBudgets.Platform.Database;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>An event that waits for its consumer's next attempt.</summary>
internal sealed record WaitingEvent(string Consumer, StoredEvent Event);

/// <summary><c>platform.retries</c>: events that their consumer could not take yet, in the order in which it will.</summary>
internal static class RetryStore
{
    // The message may be delivered again between this row and its acknowledgement: one waiting row is enough.
    private const string Insert = """
        insert into platform.retries (message_id, consumer, programme, aggregate_id, aggregate_version, type, body,
            traceparent, tracestate, correlation_id, created_at, next_attempt_at, last_error)
        values (@MessageId, @consumer, @Programme, @AggregateId, @AggregateVersion, @Type, @Body::jsonb,
            @TraceParent, @TraceState, @CorrelationId, @CreatedAt, now() + @wait, @error)
        on conflict (message_id, consumer) where done_at is null do nothing
        """;

    private const string Due = $"""
        select row.consumer, {StoredEvent.Columns}
        from platform.retries row
        where row.done_at is null and row.next_attempt_at <= now()
          and not exists (select 1 from platform.retries earlier
                          where earlier.consumer = row.consumer and earlier.aggregate_id = row.aggregate_id and earlier.id < row.id and earlier.done_at is null)
        order by row.id
        limit 100
        """;

    public static async Task PutOffAsync(ServiceDatabase database, WaitingEvent waiting, TimeSpan wait, string error, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(waiting.Event);
        parameters.AddDynamicParams(new { consumer = waiting.Consumer, wait, error });
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Insert, parameters, cancellationToken: cancellationToken));
    }

    public static async Task<IReadOnlyList<WaitingEvent>> DueAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<string, StoredEvent, WaitingEvent>(
            new CommandDefinition(Due, cancellationToken: cancellationToken), (consumer, stored) => new WaitingEvent(consumer, stored), splitOn: "id")).AsList();

    /// <summary>Notes that a row was tried in vain and when it is tried again.</summary>
    public static Task AgainAsync(NpgsqlConnection connection, long id, TimeSpan wait, string error) =>
        connection.ExecuteAsync(
            "update platform.retries set attempts = attempts + 1, next_attempt_at = now() + @wait, last_error = @error where id = @id", new { id, wait, error });

    /// <summary>Notes that a row is handled, or in the error queue.</summary>
    public static Task DoneAsync(NpgsqlConnection connection, long id) =>
        connection.ExecuteAsync("update platform.retries set done_at = now() where id = @id", new { id });
}
