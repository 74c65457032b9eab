using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>What points are worth.</summary>
internal abstract class PointsWorth
{
    /// <summary>The figure for points, which count in ten-thousandths.</summary>
    /// <returns>OUT_OF_RANGE where the model has no figure for so many or so few; null where it has one.</returns>
    public abstract ModelGap? Of(long tenThousandths, AllocationComponent? component, out Exact figure);
}

/// <summary>M1 and M3: points times a price.</summary>
internal sealed class PointPrice(AllocationModel model) : PointsWorth
{
    private readonly long _pence = model.PricePerPointPence;

    /// <inheritdoc/>
    public override ModelGap? Of(long tenThousandths, AllocationComponent? component, out Exact figure)
    {
        figure = new Exact((Int128)tenThousandths * _pence, Exact.Whole);
        if (component is not null)
            component.PricePerPointPence = _pence;
        return null;
    }
}

/// <summary>M2: the first band that the points lie in, borders included.</summary>
internal sealed class BandTable(AllocationModel model) : PointsWorth
{
    private readonly Band[] _bands = [.. model.Bands];
    private readonly long[] _to = [.. model.Bands.Select(band => (long)band.ToPoints * Exact.Whole)];

    /// <inheritdoc/>
    public override ModelGap? Of(long tenThousandths, AllocationComponent? component, out Exact figure)
    {
        var at = Array.BinarySearch(_to, tenThousandths);
        var index = at < 0 ? ~at : at;
        figure = default;
        if (index == _bands.Length || tenThousandths < (long)_bands[0].FromPoints * Exact.Whole)
            return ModelGap.OfPoints(tenThousandths, _bands[0].FromPoints, _bands[^1].ToPoints);
        figure = Exact.Of(_bands[index].AnnualPence);
        if (component is not null)
            component.Band = _bands[index];
        return null;
    }
}

/// <summary>M4: along the line between the two points of the curve around it; on neither side of the curve is there a line.</summary>
internal sealed class LookupCurve(AllocationModel model) : PointsWorth
{
    private readonly CurvePoint[] _curve = [.. model.Curve];
    private readonly long[] _points = [.. model.Curve.Select(point => (long)point.Points * Exact.Whole)];

    /// <inheritdoc/>
    public override ModelGap? Of(long tenThousandths, AllocationComponent? component, out Exact figure)
    {
        var at = Array.BinarySearch(_points, tenThousandths);
        // The first point begins the first part; each other one ends the part before it.
        var end = at < 0 ? ~at : Math.Max(at, 1);
        figure = default;
        if (end == _curve.Length || (at < 0 && end is 0))
            return ModelGap.OfPoints(tenThousandths, _curve[0].Points, _curve[^1].Points);
        var (from, to) = (_curve[end - 1], _curve[end]);
        var width = _points[end] - _points[end - 1];
        figure = new Exact(
            ((Int128)from.AnnualPence * width) + ((Int128)(to.AnnualPence - from.AnnualPence) * (tenThousandths - _points[end - 1])), width);
        if (component is not null)
            component.CurveSegment = new CurveSegment { From = from, To = to };
        return null;
    }
}
