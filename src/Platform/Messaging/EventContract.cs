namespace PersonalBudgets.Platform.Messaging;

/// <summary>How an event's record is named in the outbox and on the broker.</summary>
internal static class EventContract
{
    /// <summary>The name in the outbox: the record's full name, <c>PersonalBudgets.Contracts.Plans.V1.PlanApproved</c>.</summary>
    public static string NameOf(Type @event) => @event.FullName!;

    /// <summary>The fanout exchange that the event is published to: <c>PersonalBudgets.Contracts.Plans.V1:PlanApproved</c>, as MassTransit would name it.</summary>
    public static string ExchangeOf(string name)
    {
        var split = name.LastIndexOf('.');
        return $"{name[..split]}:{name[(split + 1)..]}";
    }

    /// <summary>The name in the envelope: <c>urn:message:PersonalBudgets.Contracts.Plans.V1:PlanApproved</c>.</summary>
    public static string UrnOf(string name) => $"urn:message:{ExchangeOf(name)}";

    /// <summary>The service that publishes the event: <c>plans</c>, the area in its namespace.</summary>
    public static string PublisherOf(Type @event) => @event.Namespace!.Split('.') is [.., var area, _] ? area.ToLowerInvariant() : "";

    /// <summary>The queue of a consumer: <c>payments.open-accounts-on-plan-approved</c>.</summary>
    public static string QueueOf(string service, Type consumer) =>
        $"{service}.{string.Concat(consumer.Name.Select((letter, i) => char.IsUpper(letter) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"))}";
}
