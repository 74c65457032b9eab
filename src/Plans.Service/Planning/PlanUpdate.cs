using PersonalBudgets.Plans.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Plans.Planning;

/// <summary>Which fields a request changes. Lists are replaced whole, so a mask never reaches into one.</summary>
public static class PlanUpdate
{
    private static readonly string[] Editable =
        ["start_date", "outcomes", "lines", "care_coordinator", "first_review_date", "reasons_above_indicative"];

    /// <summary>The fields to change: those that the mask names; without a mask those that are given; with <c>*</c> all.</summary>
    /// <remarks>Fields that only the server writes are passed over, as a caller may send back what it read (AIP-203).</remarks>
    /// <exception cref="Refusal">FIELD_INVALID: a path that no plan has, or nothing to change.</exception>
    public static IReadOnlySet<string> FieldsOf(UpdatePlanRequest request)
    {
        var paths = request.UpdateMask?.Paths ?? [];
        HashSet<string> fields = paths switch
        {
            [] => [.. Editable.Where(name => IsGiven(request.Plan, name))],
            _ when paths.Contains("*") => [.. Editable],
            _ => [.. paths.Intersect(Editable)],
        };
        var known = V1.Plan.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name).Append("*");
        var unknown = paths.Except(known).Select(_ => new Violation(
            "update_mask", "UNKNOWN_FIELD", "A path of the mask is no field of a plan; lists are replaced as a whole.")).ToArray();
        if (unknown.Length > 0)
            throw Refusal.Invalid(unknown);
        return fields.Count > 0 ? fields : throw Refusal.Invalid(new Violation("plan", "REQUIRED", "The request changes nothing: give a field, or name one in the mask."));
    }

    /// <summary>The plan with the named fields of the request.</summary>
    /// <param name="plan">The plan as it is.</param>
    /// <param name="given">The new values, whose formats have been checked.</param>
    /// <param name="fields">The fields to change.</param>
    public static Plan With(this Plan plan, V1.Plan given, IReadOnlySet<string> fields) => plan with
    {
        StartDate = fields.Contains("start_date") ? PlanMessages.Date(given.StartDate) : plan.StartDate,
        Outcomes = fields.Contains("outcomes") ? [.. given.Outcomes.Select(PlanMessages.Read)] : plan.Outcomes,
        Lines = fields.Contains("lines") ? [.. given.Lines.Select(PlanMessages.Read)] : plan.Lines,
        CareCoordinator = fields.Contains("care_coordinator") ? given.CareCoordinator.Trim() : plan.CareCoordinator,
        FirstReviewDate = fields.Contains("first_review_date") ? PlanMessages.Date(given.FirstReviewDate) : plan.FirstReviewDate,
        ReasonsAboveIndicative = fields.Contains("reasons_above_indicative") ? given.ReasonsAboveIndicative.Trim() : plan.ReasonsAboveIndicative,
    };

    private static bool IsGiven(V1.Plan plan, string name) =>
        V1.Plan.Descriptor.FindFieldByName(name).Accessor.GetValue(plan) switch
        {
            string text => text.Length > 0,
            System.Collections.ICollection items => items.Count > 0,
            _ => false,
        };
}
