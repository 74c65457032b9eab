using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>The facts that an assessment can hold, each of which decides under a law of its own.</summary>
[Flags]
internal enum AssessedFacts
{
    None = 0,
    CareAct = 1,
    Carer = 2,
    Health = 4,
    Aftercare = 8,
    Education = 16,
}

/// <summary>What sets one kind of assessment apart.</summary>
/// <param name="Takes">The facts that it may hold.</param>
/// <param name="Needs">The facts without which it is not signed.</param>
/// <param name="ForAdults">It is for adults, and for those who will soon be one.</param>
/// <param name="UnderYears">It is for people under this age; null where no age ends it.</param>
/// <param name="Source">The law that gives it to these ages.</param>
internal sealed record AssessmentKinds(AssessedFacts Takes, AssessedFacts Needs, bool ForAdults = false, int? UnderYears = null, string Source = "")
{
    private const int AdultFromYears = 18;

    /// <summary>The kind's row of the table.</summary>
    public static AssessmentKinds Of(AssessmentKind kind) => kind switch
    {
        AssessmentKind.Adult => new(AssessedFacts.CareAct, AssessedFacts.CareAct, ForAdults: true, Source: "Care Act 2014 ss9, 58"),
        AssessmentKind.Carer => new(AssessedFacts.Carer, AssessedFacts.Carer, ForAdults: true, Source: "Care Act 2014 ss10, 63"),
        AssessmentKind.Health => new(AssessedFacts.Health, AssessedFacts.Health),
        AssessmentKind.S117 => new(AssessedFacts.Aftercare | AssessedFacts.CareAct | AssessedFacts.Health, AssessedFacts.Aftercare),
        AssessmentKind.Joint => new(
            AssessedFacts.CareAct | AssessedFacts.Health | AssessedFacts.Aftercare, AssessedFacts.CareAct | AssessedFacts.Health, ForAdults: true, Source: "Care Act 2014 ss9, 58"),
        AssessmentKind.ChildrensContinuingCare => new(AssessedFacts.Health, AssessedFacts.Health, UnderYears: 18, Source: "SI 2012/2996 reg 32A"),
        AssessmentKind.Ehc => new(
            AssessedFacts.Education | AssessedFacts.Health, AssessedFacts.Education, UnderYears: 25, Source: "Children and Families Act 2014 ss36, 83"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of assessment without a row in this table."),
    };

    /// <summary>The facts that an assessment holds.</summary>
    public static AssessedFacts HeldBy(AssessmentMessage assessment) =>
        (assessment.CareAct is null ? AssessedFacts.None : AssessedFacts.CareAct)
        | (assessment.Carer is null ? AssessedFacts.None : AssessedFacts.Carer)
        | (assessment.Health is null ? AssessedFacts.None : AssessedFacts.Health)
        | (assessment.Aftercare is null ? AssessedFacts.None : AssessedFacts.Aftercare)
        | (assessment.Education is null ? AssessedFacts.None : AssessedFacts.Education);

    /// <summary>Makes sure that the law gives this kind of assessment to somebody of this age.</summary>
    /// <param name="assessment">Its kind and date.</param>
    /// <param name="birthDate">The person's.</param>
    /// <param name="transitionFromMonths">From which age adults' assessments are made ahead of adulthood.</param>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOR_AGE; FIELD_INVALID where the person was not born yet.</exception>
    public static void RequireAge(AssessmentMessage assessment, DateOnly birthDate, int transitionFromMonths)
    {
        var day = Dates.Parse(assessment.AssessmentDate);
        if (day < birthDate)
            throw Refusal.Invalid(new Violation("assessment.assessment_date", "BEFORE_BIRTH", "Nobody is assessed before they are born."));

        var kind = Of(assessment.Kind);
        var years = Age.InYears(birthDate, day);
        if (kind.ForAdults && years < AdultFromYears && birthDate.AddMonths(transitionFromMonths) > day)
            throw NotForAge(assessment.Kind, kind.Source, "An adult's assessment is made from 18, and shortly before on the way to adulthood.");
        if (years >= kind.UnderYears)
            throw NotForAge(assessment.Kind, kind.Source, $"This kind of assessment is for people under {kind.UnderYears}.");
    }

    private static Refusal NotForAge(AssessmentKind kind, string source, string text) =>
        Refusal.Rule("ASSESSMENT_NOT_FOR_AGE", text, source, ("kind", kind.Code()));
}
