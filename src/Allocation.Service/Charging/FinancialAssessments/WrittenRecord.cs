using System.Globalization;
using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>The record that a person is given of their financial assessment (Care Act 2014 s17(6)), in plain words.</summary>
internal static class WrittenRecord
{
    /// <summary>The record of a completed assessment.</summary>
    public static FinancialAssessmentRecord Of(FinancialAssessment assessment) => new()
    {
        FinancialAssessmentId = assessment.FinancialAssessmentId,
        Paragraphs =
        {
            $"This is how we worked out what you pay towards your care from {Day(assessment.EffectiveFrom)}.",
            assessment.Calculation.Steps.Select(step => step.Words),
            Result(assessment.Calculation.Contribution),
            $"We will look at this again by {Day(assessment.ReviewDate)}. Tell us before then if your money or your home changes, or if you have new costs.",
            Method(assessment),
            "If you think that this is wrong, ask us to look at it again. If you are still not happy you can complain, and after that go to the Local Government and Social Care Ombudsman.",
        },
    };

    private static string Result(AssessedContribution contribution) => contribution switch
    {
        { IsFullCost: true } => "So you pay the full cost of the care that we can charge for. You still have a personal budget.",
        { WeeklyMaximumPence: 0 } => "So you pay nothing.",
        _ => $"So you pay {Pounds.Text(contribution.WeeklyMaximumPence)} a week, or what your care costs if that is less.",
    };

    private static string Method(FinancialAssessment assessment) => assessment.Method switch
    {
        FinancialAssessmentMethod.LightTouch => "We did not ask for all your details, and you agreed to that. You can have a full assessment at any time: just ask.",
        FinancialAssessmentMethod.NotDisclosed => "You can tell us what you have at any time, and we will work it out again.",
        _ => "Ask us if there is a cost or a rule that you think we left out.",
    };

    private static string Day(string date) => Dates.Parse(date).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
