namespace PersonalBudgets.Allocation.Shifts;

/// <summary>
/// An exact fraction. What is worked out of a sample is rounded once, at the end; costs of at most 10^11 pence and points of at most 10^9 ten-thousandths
/// keep every step of a percentile within 128 bits.
/// </summary>
/// <param name="Numerator">Above the line.</param>
/// <param name="Denominator">Below it; more than nothing.</param>
internal readonly record struct Rational(Int128 Numerator, Int128 Denominator) : IComparable<Rational>
{
    /// <summary>A whole number.</summary>
    public static Rational Of(long whole) => new(whole, 1);

    /// <summary>The part of the way from one fraction to another.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="part">How far, of <paramref name="whole"/>.</param>
    /// <param name="whole">The whole way.</param>
    public static Rational Between(Rational from, Rational to, Int128 part, Int128 whole) => part == 0
        ? from
        : new Rational(
            ((whole - part) * from.Numerator * to.Denominator) + (part * to.Numerator * from.Denominator),
            whole * from.Denominator * to.Denominator);

    /// <summary>The nearest whole number, halves up: 2.5 is 3, -2.5 is -2.</summary>
    public long HalfUp()
    {
        var (doubled, width) = ((2 * Numerator) + Denominator, 2 * Denominator);
        var quotient = doubled / width;
        // Division cuts towards nothing, and rounding goes down.
        return (long)(doubled < 0 && quotient * width != doubled ? quotient - 1 : quotient);
    }

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);
}
