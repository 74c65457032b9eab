using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>An event at the door of a consumer.</summary>
/// <param name="Consumer">The consumer, by the name of its queue.</param>
/// <param name="Event">The event.</param>
/// <param name="IsRedelivery">It comes from <c>platform.retries</c>, whose turn it is.</param>
internal sealed record InboxEntry(string Consumer, StoredEvent Event, bool IsRedelivery);

/// <summary>What the inbox says to an event.</summary>
internal enum InboxAnswer
{
    /// <summary>It is to be handled.</summary>
    New,

    /// <summary>It was handled before.</summary>
    Duplicate,

    /// <summary>A later version of its aggregate was handled before.</summary>
    Stale,

    /// <summary>An earlier event of its aggregate waits in <c>platform.retries</c>: this one has to wait behind it.</summary>
    Behind,
}

/// <summary>Takes an event in, in the transaction of its effect.</summary>
internal static class InboxStore
{
    // Insert first: a check before it would let a twin in. The twin waits here for the first one's commit and then inserts nothing.
    // An event that has to wait behind another is not taken in, nor is one that comes too late: it would leave an entry without an effect.
    private const string Enter = """
        with behind as (
            select 1 from platform.retries
            where not @redelivery and consumer = @consumer and aggregate_id = @aggregate and done_at is null limit 1
        ), entered as (
            insert into platform.inbox (message_id, consumer, programme)
            select @message, @consumer, @programme where not exists (select 1 from behind)
            on conflict do nothing
            returning 1
        ), advanced as (
            insert into platform.consumer_state as state (consumer, aggregate_id, version)
            select @consumer, @aggregate, @version from entered
            on conflict (consumer, aggregate_id) do update set version = excluded.version where state.version <= excluded.version
            returning 1
        )
        select case
            when exists (select 1 from behind) then 3
            when not exists (select 1 from entered) then 1
            when not exists (select 1 from advanced) then 2
            else 0
        end
        """;

    public static async Task<InboxAnswer> EnterAsync(Mutation work, InboxEntry entry) =>
        (InboxAnswer)await work.ScalarAsync<int>(Enter, new
        {
            message = entry.Event.MessageId,
            consumer = entry.Consumer,
            programme = entry.Event.Programme,
            aggregate = entry.Event.AggregateId,
            version = entry.Event.AggregateVersion,
            redelivery = entry.IsRedelivery,
        });
}
