using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Plans.Planning;

/// <summary>Puts the new values of a request into a plan. Lists are replaced whole, so a mask never reaches into one.</summary>
public static class PlanUpdate
{
    /// <summary>The plan with the fields that the request changes.</summary>
    /// <exception cref="Platform.Errors.Refusal">FIELD_INVALID: a path of the mask that no plan has.</exception>
    public static Plan With(this Plan plan, UpdatePlanRequest request)
    {
        var updated = ResourceUpdate.Apply(PlanMessages.Of(plan), request.Plan, request.UpdateMask);
        return plan with
        {
            StartDate = Dates.ParseOptional(updated.StartDate),
            Outcomes = [.. updated.Outcomes.Select(PlanMessages.Read)],
            Lines = [.. updated.Lines.Select(PlanMessages.Read)],
            CareCoordinator = updated.CareCoordinator.Trim(),
            FirstReviewDate = Dates.ParseOptional(updated.FirstReviewDate),
            ReasonsAboveIndicative = updated.ReasonsAboveIndicative.Trim(),
            ReasonsBelowIndicative = updated.ReasonsBelowIndicative.Trim(),
        };
    }
}
