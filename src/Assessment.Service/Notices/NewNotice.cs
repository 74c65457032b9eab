using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>A decision that its slice tells the person of.</summary>
/// <param name="Kind">What kind of decision.</param>
/// <param name="SubjectType">The kind of record that was decided on: <c>OFFER</c>.</param>
/// <param name="SubjectId">That record.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Decision">What was decided: a decision of the kind in <c>Templates/</c>, such as <c>REFUSED</c>.</param>
/// <param name="Reasons">Why, in plain words, each a sentence or more. At least one.</param>
/// <param name="Route">Whose decision it was, hence where the person can go.</param>
internal sealed record NewNotice(
    NoticeKind Kind, string SubjectType, Guid SubjectId, Guid PersonId, string Decision, IReadOnlyList<string> Reasons, NoticeRoute Route)
{
    /// <summary>The same in short sentences of one idea each; empty where whoever decided gave no others.</summary>
    public IReadOnlyList<string> EasyReadReasons { get; init; } = [];

    /// <summary>The form that the person asked for; unspecified = the one that their record names, else the standard one.</summary>
    public NoticeFormat Format { get; init; }

    /// <summary>The language that the person asked for, as BCP 47 has it; empty = the one that their record names, else English.</summary>
    public string Language { get; init; } = "";
}
