using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Tests.Domain;

/// <summary>Plans and lines that nothing stands against, to change one thing of.</summary>
internal static class PlanBuilder
{
    public static readonly Guid OutcomeId = Guid.Parse("0198a000-0000-7000-8000-000000000001");

    public static PlanLine Line() => new()
    {
        LineId = Guid.NewGuid(),
        OutcomeId = OutcomeId,
        Category = "LEISURE",
        Description = "Cinema card",
        LegalBasis = LegalBasis.Discretionary,
        NeedType = NeedType.Health,
        Management = Management.DirectPayment,
        Frequency = Frequency.Monthly,
        AmountPence = 1_799,
        PayeeId = Guid.NewGuid(),
    };

    public static PlanLine AssistantByTheHour(long rate, int weeklyMinutes = 150) => Line() with
    {
        Category = "PERSONAL_ASSISTANT", Frequency = Frequency.PerHourWeekly, AmountPence = rate, WeeklyMinutes = weeklyMinutes, Employed = true,
    };

    public static Plan Complete(params PlanLine[] lines) => new()
    {
        PlanId = Guid.NewGuid(),
        Version = 2,
        PersonId = Guid.NewGuid(),
        AllocationId = Guid.NewGuid(),
        IndicativeAnnualPence = 1_000_000,
        StartDate = new DateOnly(2026, 3, 2),
        Outcomes = [new Outcome(OutcomeId, "Meet people")],
        Lines = lines.Length > 0 ? lines : [Line()],
        CareCoordinator = "coordinator-1",
        FirstReviewDate = new DateOnly(2026, 5, 29),
        ReasonsBelowIndicative = "A card costs less than was estimated.",
    };
}
