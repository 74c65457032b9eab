using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>Works an assessment out, whichever way it is made, and says when it is to be looked at again.</summary>
internal static class Assessing
{
    private const string LightTouchSource = "SI 2014/2672 reg 10";

    /// <summary>What the person pays at most, step by step.</summary>
    public static ContributionCalculation Of(FinancialAssessment assessment, Terms terms) => assessment.Method switch
    {
        FinancialAssessmentMethod.Full => MeansTest.Of(assessment.Means, Dates.Parse(assessment.EffectiveFrom), terms),
        FinancialAssessmentMethod.LightTouch => LightTouch(assessment.LightTouch),
        FinancialAssessmentMethod.NotDisclosed => FullCost(
            "NOT_DISCLOSED", "You chose not to tell us what you have: you pay the full cost of what we charge for.", "SI 2014/2672 reg 10; care and support statutory guidance 8.22"),
        FinancialAssessmentMethod.Exempt => AtMost(0, "EXEMPT", "We charge you nothing for your care.", "SI 2014/2672 reg 4"),
        _ => throw new InvalidOperationException($"An assessment has the method {assessment.Method}, which is none."),
    };

    /// <summary>A year after its first day, or sooner on the first day on which something changes by itself (care and support statutory guidance, chapter 8).</summary>
    /// <param name="assessment">The assessment.</param>
    /// <param name="ages">The person's.</param>
    /// <param name="terms">Whose rates end with their year.</param>
    public static DateOnly ReviewDate(FinancialAssessment assessment, Ages ages, Terms terms)
    {
        var first = Dates.Parse(assessment.EffectiveFrom);
        var changes = (assessment.Means?.Capitals ?? []).Select(terms.Rules.EndOfDisregard)
            .Append(ages.ChangeAfter(first))
            .Append(Dates.Parse(terms.Rates.ValidTo).AddDays(1))
            .Where(day => day > first);
        return changes.Append(first.AddMonths(12)).Min()!.Value;
    }

    private static ContributionCalculation LightTouch(LightTouch light) => light.Ground switch
    {
        LightTouchGround.AboveLimit => FullCost(
            "ABOVE_LIMIT", "What you have is clearly more than the limit, and you agree that we do not ask further: you pay the full cost of what we charge for.", LightTouchSource),
        LightTouchGround.SmallCharge => AtMost(
            light.WeeklyChargePence, "SMALL_CHARGE", $"You agree to pay up to {Pounds.Text(light.WeeklyChargePence)} a week, which you can clearly afford.", LightTouchSource),
        LightTouchGround.CannotPay => AtMost(0, "CANNOT_PAY", "The benefits that you have show that you cannot pay: you pay nothing.", LightTouchSource),
        _ => throw new InvalidOperationException($"A light-touch assessment has the ground {light.Ground}, which is none."),
    };

    private static ContributionCalculation FullCost(string code, string words, string source) => new()
    {
        Contribution = new AssessedContribution { IsFullCost = true },
        Steps = { new ContributionStep { Code = code, Words = words, Source = source } },
    };

    private static ContributionCalculation AtMost(long pence, string code, string words, string source) => new()
    {
        Contribution = new AssessedContribution { WeeklyMaximumPence = pence },
        Steps = { new ContributionStep { Code = code, Words = words, AmountPence = pence, Source = source } },
    };
}
