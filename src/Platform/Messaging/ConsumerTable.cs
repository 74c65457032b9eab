namespace PersonalBudgets.Platform.Messaging;

/// <summary>The consumers of this service by their queues.</summary>
internal sealed record ConsumerTable(IReadOnlyDictionary<string, ConsumerRegistration> ByQueue);
