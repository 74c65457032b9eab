using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Bench.Outbox.V1;

/// <summary>An event of the bench's own service; the service takes its name from the namespace.</summary>
internal sealed record ChangeMade(string Programme, string SubjectId, int SubjectVersion, DateTimeOffset OccurredAt, long AmountPence) : IDomainEvent;

/// <summary>Makes the effect, and notes when it was committed.</summary>
internal sealed class RecordEffectOnChangeMade(Journeys journeys) : IEventConsumer<ChangeMade>
{
    public async Task ConsumeAsync(ChangeMade message, ConsumerWork work)
    {
        var id = Guid.Parse(message.SubjectId);
        await work.MutateAsync(async mutation =>
        {
            await mutation.ExecuteAsync("insert into outbox.effects (programme, id) values (@Programme, @id)", new { mutation.Programme, id });
            mutation.Audit("outbox.effect.recorded", "CHANGE", id);
        });
        journeys.Arrived(id);
    }
}
