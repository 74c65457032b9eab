using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Bench.Allocations;
using PersonalBudgets.Bench.Measuring;

namespace PersonalBudgets.Bench.Calibrations;

/// <summary>The same price and back-test over cases that are in memory already: points counted, prices sorted, everybody given what it makes.</summary>
internal sealed class PlainCalibration
{
    private const double TenThousandths = 10_000;

    // At a price of as many pence as a point has ten-thousandths the figure is the points.
    private readonly PlainAllocation _points = new(Priced((long)TenThousandths));

    /// <summary>The price of a point, how many it covers, and what it comes to for all.</summary>
    public (long PricePence, long Covered, long AllocatedPence) Work(IReadOnlyList<SampleCase> sample)
    {
        var (points, prices) = (new long[sample.Count], new double[sample.Count]);
        for (var i = 0; i < sample.Count; i++)
        {
            points[i] = _points.PenceOf(sample[i].Profile.Needs, _ => true);
            prices[i] = sample[i].ActualAnnualPence * TenThousandths / points[i];
        }

        Array.Sort(prices);
        var price = (long)Math.Floor(Spread.Quantile(prices, CalibrationHouse.BasisPoints / TenThousandths) + 0.5);
        var (covered, allocated, model) = (0L, 0L, new PlainAllocation(Priced(price)));
        for (var i = 0; i < sample.Count; i++)
        {
            var pence = model.PenceOf(sample[i].Profile.Needs, _ => true);
            covered += pence >= sample[i].ActualAnnualPence ? 1 : 0;
            allocated += pence;
        }

        return (price, covered, allocated);
    }

    private static AllocationModel Priced(long pence)
    {
        var model = CalibrationHouse.Model.Clone();
        model.PricePerPointPence = pence;
        return model;
    }
}
