namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>Whether a direct payment may be made to the person or in respect of them was decided, or decided anew. Why is not told here. Subject: the permission of the person.</summary>
public sealed record DirectPaymentPermissionChanged : IDomainEvent
{
    /// <inheritdoc/>
    public required string Programme { get; init; }

    /// <inheritdoc/>
    public required string SubjectId { get; init; }

    /// <inheritdoc/>
    public required int SubjectVersion { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The person. UUID.</summary>
    public required string PersonId { get; init; }

    /// <summary>A direct payment is permitted, by one law at least; told anew when the answer by another law changes, which the permission says.</summary>
    public required bool IsPermitted { get; init; }
}
