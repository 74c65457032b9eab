using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Charging.Statements;

/// <summary>Whether a line can be charged for (DOMAIN 5.1 and 0, A16).</summary>
internal static class ChargeRules
{
    /// <summary>An adaptation that costs this or less is free (SI 2014/2672 reg 3).</summary>
    public const long FreeAdaptationPence = 100_000;

    private const int FreeReablementDays = 6 * 7;

    private const string Free = "Care Act 2014 s14; SI 2014/2672 reg 3";

    /// <summary>The rule on a line on a day.</summary>
    /// <param name="line">The line.</param>
    /// <param name="day">A day of the week that is charged for.</param>
    /// <param name="policy">The place's policy; null where it has none.</param>
    public static StatedLine Of(ChargeableLine line, DateOnly day, ChargingPolicy? policy)
    {
        var (rule, words, source) = Find(line, day, policy);
        return new StatedLine { LineId = line.Line.LineId, IsChargeable = rule is ChargeRule.CareAct, Rule = rule, Words = words, Source = source };
    }

    private static (ChargeRule Rule, string Words, string Source) Find(ChargeableLine line, DateOnly day, ChargingPolicy? policy) => line switch
    {
        { Line.LegalBasis: LegalBasis.S117 } => (ChargeRule.S117, "After-care under section 117 is free.", "MHA 1983 s117(2)"),
        { Line.LegalBasis: LegalBasis.ChildrenAct or LegalBasis.EhcPlan } =>
            (ChargeRule.Child, "Support of a child and special education are free.", "SI 2014/2672 reg 2: the rules on charging are for adults; Children and Families Act 2014 s42"),
        { Line.LegalBasis: not (LegalBasis.CareAct or LegalBasis.Carer) } => (ChargeRule.Nhs, "The NHS pays for this. It is free.", "NHS Act 2006 s1(4); Care Act 2014 s22"),
        { Service: CareService.Aid } => (ChargeRule.Aid, "An aid is free, whatever it costs.", Free),
        { Service: CareService.Adaptation } when line.Line.OneOffPence <= FreeAdaptationPence =>
            (ChargeRule.Adaptation, "An adaptation that costs £1,000.00 or less is free.", Free),
        { Service: CareService.AssessmentAndPlanning } => (ChargeRule.AssessmentAndPlanning, "Finding out what you need and planning your care is free.", Free),
        { Service: CareService.Reablement } when day < Dates.Parse(line.ReablementFrom).AddDays(FreeReablementDays) =>
            (ChargeRule.Reablement, "The first six weeks of this help are free and are no part of your personal budget.", $"{Free}(3); SI 2014/2840"),
        { Line.LegalBasis: LegalBasis.Carer } when policy is not { CarersCharged: true } =>
            (ChargeRule.Carer, "We do not charge carers for support of their own.", policy?.Source ?? "Care Act 2014 s14(1)-(3): no local policy says so"),
        { Line.LegalBasis: LegalBasis.Carer } => (ChargeRule.CareAct, "We can charge carers for this support.", policy.Source),
        _ => (ChargeRule.CareAct, "We can charge for this care.", "Care Act 2014 s14(1)"),
    };
}
