namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A person died: no money goes out any more before the final account (DOMAIN 0, A14). Subject: the person.</summary>
public sealed record PersonDied : IDomainEvent
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

    /// <summary>The day of death.</summary>
    public required DateOnly DeathDate { get; init; }
}
