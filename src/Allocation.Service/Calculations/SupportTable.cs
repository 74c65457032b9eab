using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>What method M5 gives beside the needs by domain: nights, presence, breaks of carers, and where the person lives.</summary>
internal sealed class SupportTable(AllocationModel model)
{
    private const int MinutesPerHour = 60;

    // Arrays, because each walk over a list of the contract's makes an enumerator.
    private readonly NightRate[] _nightRates = [.. model.NeedsToHours.NightRates];
    private readonly LivingSituationRule[] _livingRules = [.. model.NeedsToHours.LivingSituationRules];
    private readonly long _respiteNightPence = model.NeedsToHours.RespiteNightPence;

    private readonly (PresenceStep Step, long HourlyPence)[] _presenceSteps =
    [
        .. model.NeedsToHours.PresenceSteps.Select(step =>
            (step, model.NeedsToHours.HourlyRates.Single(rate => rate.Category == step.Category).HourlyPence)),
    ];

    private readonly AnnualFactor _factor = Periods.Chosen(model.AnnualFactor);

    /// <summary>The cap of where the person lives, in pence a year; null without one.</summary>
    public long? CapOf(Circumstances? circumstances) => RuleOf(circumstances) is { CapAnnualPence: > 0 } rule ? rule.CapAnnualPence : null;

    /// <summary>What it all comes to in a year.</summary>
    public ModelGap? Work(Circumstances? circumstances, AllocationComponent? component, out Exact annual)
    {
        annual = Exact.Of(0);
        if (circumstances is null)
            return null;
        if (!TryNight(circumstances, component, out var night))
            return ModelGap.Of(model.AllocationModelId, "NIGHT_SUPPORT", circumstances.NightSupport.Code());
        if (!TryPresence(circumstances, component, out var presence))
            return ModelGap.Of(model.AllocationModelId, "PRESENCE");
        if (circumstances.RespiteNightsPerYear > 0 && _respiteNightPence is 0)
            return ModelGap.Of(model.AllocationModelId, "RESPITE");

        var respite = Respite(circumstances, component);
        var living = Living(circumstances, component);
        var weekly = Periods.Annual(new Exact(((Int128)night * MinutesPerHour) + presence, MinutesPerHour), _factor);
        annual = new Exact(weekly.Numerator + ((respite + living) * weekly.Denominator), weekly.Denominator);
        return null;
    }

    private bool TryNight(Circumstances circumstances, AllocationComponent? component, out long weeklyPence)
    {
        weeklyPence = 0;
        if (circumstances.NightSupport is NightSupport.Unspecified or NightSupport.None || circumstances.NightsPerWeek is 0)
            return true;
        foreach (var rate in _nightRates)
        {
            if (rate.NightSupport != circumstances.NightSupport)
                continue;
            weeklyPence = rate.NightPence * circumstances.NightsPerWeek;
            component?.SupportSteps.Add(new SupportStep
            {
                Kind = SupportKind.Night,
                NightSupport = rate.NightSupport,
                Nights = circumstances.NightsPerWeek,
                RatePence = rate.NightPence,
                AnnualPence = Periods.Annual(Exact.Of(weeklyPence), _factor).Rounded,
            });
            return true;
        }

        return false;
    }

    /// <summary>Presence in sixtieths of pence a week. Somebody who can be left alone for longer than every step needs none.</summary>
    private bool TryPresence(Circumstances circumstances, AllocationComponent? component, out Int128 weeklySixtieths)
    {
        weeklySixtieths = 0;
        if (!circumstances.CannotBeLeftAlone && circumstances.LongestAloneMinutes is 0)
            return true;
        var alone = circumstances.CannotBeLeftAlone ? 0 : circumstances.LongestAloneMinutes;
        foreach (var (step, hourly) in _presenceSteps)
        {
            if (alone > step.LongestAloneMinutes)
                continue;
            weeklySixtieths = (Int128)step.WeeklyMinutes * hourly;
            component?.SupportSteps.Add(new SupportStep
            {
                Kind = SupportKind.Presence,
                WeeklyMinutes = step.WeeklyMinutes,
                RatePence = hourly,
                AnnualPence = Periods.Annual(new Exact(weeklySixtieths, MinutesPerHour), _factor).Rounded,
            });
            return true;
        }

        return !circumstances.CannotBeLeftAlone;
    }

    private Int128 Respite(Circumstances circumstances, AllocationComponent? component)
    {
        var annual = circumstances.RespiteNightsPerYear * _respiteNightPence;
        if (annual > 0)
        {
            component?.SupportSteps.Add(new SupportStep
            {
                Kind = SupportKind.Respite,
                Nights = circumstances.RespiteNightsPerYear,
                RatePence = _respiteNightPence,
                AnnualPence = annual,
            });
        }

        return annual;
    }

    private long Living(Circumstances circumstances, AllocationComponent? component)
    {
        if (RuleOf(circumstances) is not { AddedAnnualPence: > 0 } rule)
            return 0;
        component?.SupportSteps.Add(new SupportStep
        {
            Kind = SupportKind.LivingSituation,
            LivingSituation = rule.LivingSituation,
            AnnualPence = rule.AddedAnnualPence,
        });
        return rule.AddedAnnualPence;
    }

    private LivingSituationRule? RuleOf(Circumstances? circumstances)
    {
        foreach (var rule in _livingRules)
        {
            if (rule.LivingSituation == circumstances?.LivingSituation)
                return rule;
        }

        return null;
    }
}
