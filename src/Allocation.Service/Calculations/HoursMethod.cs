using System.Collections.Frozen;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>
/// Method M5: the minutes of each need, and of a second carer, made longer or shorter by what makes help so, times what a carer leaves, times the rate of the
/// domain; nights, presence and breaks of carers beside them. What a carer does counts for the needs by domain alone: nights and presence are
/// assessed as what is left for others to do.
/// </summary>
internal sealed class HoursMethod(AllocationModel model) : CompiledMethod
{
    private const int MinutesPerHour = 60;

    // Basis points of the adjustments and of the carer, minutes of an hour.
    private const long Parts = (long)Exact.Whole * Exact.Whole * MinutesPerHour;

    private readonly NeedsToHours _hours = model.NeedsToHours;
    private readonly AnnualFactor _factor = Periods.Chosen(model.AnnualFactor);
    private readonly LevelTable _noDomain = LevelTable.Empty(CarerTable.Of(model.CarerFactors));
    private readonly TimeAdjustments _adjustments = new(model.NeedsToHours.TimeAdjustments);
    private readonly SupportTable _support = new(model);

    private readonly DomainTables _domains = LevelTable.ByDomain(
        model.NeedsToHours.DomainMinutes.Select(row => (row.Domain, row.Level, row.WeeklyMinutes)),
        model.DomainCarerFactors.ToDictionary(row => row.Domain, row => CarerTable.Of(row.CarerFactors)),
        CarerTable.Of(model.CarerFactors));

    private readonly FrozenDictionary<string, HourlyRate> _rates = model.NeedsToHours.DomainRates.ToFrozenDictionary(
        row => row.Domain, row => model.NeedsToHours.HourlyRates.Single(rate => rate.Category == row.Category), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override long? Bound(AssessedNeeds needs) => _support.CapOf(needs.Circumstances);

    /// <inheritdoc/>
    public override ModelGap? Work(AssessedNeeds needs, AllocationComponent? component, out Exact figure)
    {
        figure = default;
        if (_adjustments.FirstUnknown(needs.Circumstances) is { } unknown)
            return ModelGap.Of(model.AllocationModelId, "ADJUSTMENT", unknown);
        Int128 weekly = 0;
        for (var index = 0; index < needs.Needs.Count; index++)
        {
            if (Add(needs.Needs[index], needs.Circumstances, component, ref weekly) is { } gap)
                return gap;
        }

        var annual = Periods.Annual(new Exact(weekly, Parts), _factor);
        if (_support.Work(needs.Circumstances, component, out var support) is { } missing)
            return missing;
        figure = new Exact(
            (annual.Numerator * support.Denominator) + (support.Numerator * annual.Denominator), annual.Denominator * support.Denominator);
        return null;
    }

    private ModelGap? Add(Need need, Circumstances? circumstances, AllocationComponent? component, ref Int128 weekly)
    {
        var measured = need.WeeklyMinutes > 0 && _hours.MinutesSource is MinutesSource.AnswerThenTable;
        var table = _domains.Find(need.Domain) ?? _noDomain;
        var minutes = need.WeeklyMinutes;
        if (!_rates.TryGetValue(need.Domain, out var rate) || !(measured || table.TryGet(need.Level, out minutes)))
            return ModelGap.OfNeed(model.AllocationModelId, need.Domain, need.Level);

        var adjustment = _adjustments.Of(need.Domain, circumstances);
        var factor = table.Factors.At(need.CarerContribution);
        var cost = (Int128)(minutes + need.TwoCarerMinutes) * Math.Max(Exact.Whole + adjustment, 0) * factor * rate.HourlyPence;
        weekly += cost;
        component?.HoursSteps.Add(new HoursStep
        {
            Domain = need.Domain,
            Level = need.Level,
            WeeklyMinutes = minutes,
            Measured = measured,
            TwoCarerMinutes = need.TwoCarerMinutes,
            AdjustmentBasisPoints = adjustment,
            FactorBasisPoints = factor,
            Category = rate.Category,
            HourlyPence = rate.HourlyPence,
            WeeklyPence = new Exact(cost, Parts).Rounded,
        });
        return null;
    }
}
