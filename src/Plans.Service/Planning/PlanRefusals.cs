using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Plans.Planning;

/// <summary>Refusals that several slices give.</summary>
internal static class PlanRefusals
{
    public static Refusal NotEditable(Plan plan) => Refusal.Rule(
        "PLAN_NOT_EDITABLE", "Only a draft or a returned plan can be changed.", null, ("plan_id", plan.PlanId), ("state", plan.State.Code()));

    public static Refusal Barred(Plan plan, IReadOnlyList<BrokenRule> bars) => Refusal.Rules(bars, ("plan_id", plan.PlanId));

    public static Refusal NotSubmitted(Plan plan) => Refusal.Rule(
        "PLAN_NOT_SUBMITTED", "The plan does not wait for approval.", null, ("plan_id", plan.PlanId), ("state", plan.State.Code()));
}
