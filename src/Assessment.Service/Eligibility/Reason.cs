using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>A reason of a decision.</summary>
/// <param name="Code">What it is, for replay and for words in other forms; never reworded.</param>
/// <param name="Topic">Where an account to the person tells it.</param>
/// <param name="Record">Its words as the decision's record keeps them.</param>
/// <param name="Plain">Its words to the person.</param>
/// <param name="EasyRead">The same in short sentences of one idea each.</param>
internal sealed record Reason(string Code, ExplanationTopic Topic, string Record, string Plain, IReadOnlyList<string> EasyRead);
