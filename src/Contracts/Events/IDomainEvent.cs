namespace PersonalBudgets.Contracts;

/// <summary>
/// A fact that other services act on: ids, codes and amounts only. No name, no NHS number, no bank detail, no free text.
/// </summary>
public interface IDomainEvent
{
    /// <summary>The programme in which it happened.</summary>
    string Programme { get; }

    /// <summary>The resource that changed. UUID.</summary>
    string SubjectId { get; }

    /// <summary>The version of that resource after the change; events of one subject are told in this order.</summary>
    int SubjectVersion { get; }

    /// <summary>When it happened, UTC.</summary>
    DateTimeOffset OccurredAt { get; }
}
