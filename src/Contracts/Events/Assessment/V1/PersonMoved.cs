namespace PersonalBudgets.Contracts.Assessment.V1;

/// <summary>A person moved to the area of another council or integrated care board (Care Act 2014 ss37-38). Subject: the residence; where a merge of records
/// told it, the record of the person.</summary>
public sealed record PersonMoved : IDomainEvent
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

    /// <summary>The day of the move.</summary>
    public required DateOnly MoveDate { get; init; }

    /// <summary>The council of the area that the person left, as its organisation code; empty where it is not known.</summary>
    public required string FromCouncil { get; init; }

    /// <summary>The council of the new area, as its organisation code.</summary>
    public required string ToCouncil { get; init; }

    /// <summary>The integrated care board of the area that the person left; empty where it is not known.</summary>
    public required string FromIntegratedCareBoard { get; init; }

    /// <summary>The integrated care board of the new area.</summary>
    public required string ToIntegratedCareBoard { get; init; }
}
