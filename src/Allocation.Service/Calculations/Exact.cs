namespace PersonalBudgets.Allocation.Calculations;

/// <summary>An amount of pence as a fraction: money is rounded half up, once, at the end of a calculation (DOMAIN, conventions).</summary>
internal readonly record struct Exact(Int128 Numerator, Int128 Denominator)
{
    /// <summary>Basis points in the whole.</summary>
    public const int Whole = 10_000;

    private const long Fits = long.MaxValue / 4;

    /// <summary>Whole pence.</summary>
    public static Exact Of(long pence) => new(pence, 1);

    /// <summary>A part of it, in basis points.</summary>
    public Exact Times(int basisPoints) => basisPoints is Whole ? this : new(Numerator * basisPoints, Denominator * Whole);

    /// <summary>Whether it is above so many pence.</summary>
    public bool IsAbove(long pence) => Numerator > pence * Denominator;

    /// <summary>In pence, half up.</summary>
    public long Rounded
    {
        get
        {
            // Money nearly always fits a machine word, whose division takes a tenth of the time.
            if (Numerator > Fits || Numerator < -Fits || Denominator > Fits)
                return (long)(((2 * Numerator) + Denominator) / (2 * Denominator));
            var (numerator, denominator) = ((long)Numerator, (long)Denominator);
            return ((2 * numerator) + denominator) / (2 * denominator);
        }
    }
}
