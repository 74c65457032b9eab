using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Tests.Messaging.Parcels.V1;

/// <summary>An event of a service of its own, so that these tests share no queue with the suite's.</summary>
public sealed record ParcelSent(string Programme, string SubjectId, int SubjectVersion, DateTimeOffset OccurredAt, long Pence) : IDomainEvent;

/// <summary>An event that nobody has a queue for until a test makes it.</summary>
public sealed record ParcelLost(string Programme, string SubjectId, int SubjectVersion, DateTimeOffset OccurredAt) : IDomainEvent;

/// <summary>What the consumer is told to do before it makes its change, and what it saw.</summary>
public sealed class Arrivals
{
    private int _attempts;

    public Func<ParcelSent, Task> Before { get; set; } = static _ => Task.CompletedTask;

    public int Attempts => _attempts;

    public void Count() => Interlocked.Increment(ref _attempts);
}

/// <summary>Notes each parcel as a row: a doubled effect is a doubled row.</summary>
public sealed class RecordArrivalOnParcelSent(Arrivals arrivals) : IEventConsumer<ParcelSent>
{
    public async Task ConsumeAsync(ParcelSent message, ConsumerWork work)
    {
        arrivals.Count();
        await arrivals.Before(message);
        await work.MutateAsync(async mutation =>
        {
            await mutation.ExecuteAsync(
                "insert into parcels.arrivals (programme, parcel_id, version, trace_id, correlation_id) values (@Programme, @id, @version, @trace, @correlation)",
                new
                {
                    mutation.Programme,
                    id = Guid.Parse(message.SubjectId),
                    version = message.SubjectVersion,
                    trace = System.Diagnostics.Activity.Current?.TraceId.ToString(),
                    correlation = WorkScope.Current?.CorrelationId,
                });
            mutation.Audit("PARCEL_ARRIVED", "PARCEL", Guid.Parse(message.SubjectId));
        });
    }
}

public sealed class RecordLossOnParcelLost(Arrivals arrivals) : IEventConsumer<ParcelLost>
{
    public Task ConsumeAsync(ParcelLost message, ConsumerWork work) => work.MutateAsync(mutation =>
    {
        arrivals.Count();
        mutation.Audit("PARCEL_LOST", "PARCEL", Guid.Parse(message.SubjectId));
        return Task.CompletedTask;
    });
}
