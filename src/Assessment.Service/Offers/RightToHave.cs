using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>
/// Who has a right to have a personal health budget: for NHS Continuing Healthcare and children's continuing care since 1 October 2014, for section 117
/// after-care and wheelchair services since 2 December 2019. Everybody else may be offered one (SI 2012/2996 Part 6A, DOMAIN 3.1).
/// </summary>
internal static class RightToHave
{
    /// <summary>The law.</summary>
    public const string Source = "SI 2012/2996 reg 32B(4)";

    private static readonly DateOnly OfContinuingCare = new(2014, 10, 1);
    private static readonly DateOnly OfAftercareAndWheelchairs = new(2019, 12, 2);

    /// <summary>Whether a basis gives the right on a day.</summary>
    public static bool Exists(LegalBasis basis, DateOnly day) => basis switch
    {
        LegalBasis.Chc or LegalBasis.Cc => day >= OfContinuingCare,
        LegalBasis.S117 or LegalBasis.Wheelchair => day >= OfAftercareAndWheelchairs,
        _ => false,
    };

    /// <summary>Whether somebody with the right can be refused for a reason: only where a budget is not appropriate in the circumstances (reg 32B(4)).</summary>
    public static bool Allows(RefusalReason reason) => reason
        is RefusalReason.NotAppropriateForCondition
        or RefusalReason.NotSecurable
        or RefusalReason.RiskNotManageable;

    /// <summary>Makes sure that the basis is one for people of this age.</summary>
    /// <exception cref="Refusal">NHS Continuing Healthcare is for adults, continuing care for those under 18.</exception>
    public static void RequireAge(LegalBasis basis, DateOnly birthDate, DateOnly today, string field)
    {
        var isChild = Age.InYears(birthDate, today) < 18;
        if (basis is LegalBasis.Chc && isChild)
            throw Refusal.Invalid(new Violation(field, "NOT_OF_THIS_AGE", "NHS Continuing Healthcare is for adults, from 18."));
        if (basis is LegalBasis.Cc && !isChild)
            throw Refusal.Invalid(new Violation(field, "NOT_OF_THIS_AGE", "Continuing care for children and young people ends at 18."));
    }
}
