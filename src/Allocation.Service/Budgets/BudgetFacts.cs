using System.Text.Json;
using Google.Protobuf;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>What an indicative budget must be known by before money is set aside on it.</summary>
/// <param name="Id">The indicative budget.</param>
/// <param name="PersonId">The person.</param>
/// <param name="IndicativePence">The figure that was told for a year, with what its models give once: what a plan's first year is held against.</param>
/// <param name="IsSuperseded">A later decision took the place of its own.</param>
/// <param name="PersonDied">The person has died.</param>
/// <param name="Steps">The tolerance of each of its models, as the contract's JSON.</param>
internal sealed record BudgetFacts(Guid Id, Guid PersonId, long IndicativePence, bool IsSuperseded, bool PersonDied, string Steps)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The tolerance of each model that the figure was worked out by.</summary>
    public IReadOnlyList<IReadOnlyList<ToleranceStep>> ReadSteps() => Steps is "[]"
        ? []
        : [.. JsonDocument.Parse(Steps).RootElement.EnumerateArray().Select(steps => Parser.Parse<AllocationModel>($"{{\"toleranceSteps\":{steps.GetRawText()}}}").ToleranceSteps)];
}
