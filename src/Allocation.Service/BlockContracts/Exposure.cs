using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.BlockContracts;

/// <summary>What budgets expose of a contract that is paid for whole (DOMAIN 1.4).</summary>
/// <param name="Id">The contract.</param>
/// <param name="Provider">Who provides.</param>
/// <param name="Funder">Who pays.</param>
/// <param name="AnnualPence">A year's price.</param>
/// <param name="AnnualUnits">The units that it buys.</param>
/// <param name="LineCount">Lines that take its place.</param>
/// <param name="Units">The units that they say they replace, however many the contract has.</param>
/// <param name="ReleasedPence">What was freed.</param>
internal sealed record Exposure(
    Guid Id, string Provider, string Funder, long AnnualPence, int AnnualUnits, int LineCount, long Units, long ReleasedPence)
{
    /// <summary>The units replaced: no more than there are.</summary>
    public int ReplacedUnits => (int)Math.Min(Units, AnnualUnits);

    /// <summary>Their part of the price, rounded half up.</summary>
    public long ExposedPence => (long)(((Int128)AnnualPence * ReplacedUnits * 2 + AnnualUnits) / ((Int128)AnnualUnits * 2));

    /// <summary>What is paid twice, and can still be freed.</summary>
    public long DoubleRunningPence => Math.Max(0, ExposedPence - ReleasedPence);

    public BlockContractExposure ToMessage() => new()
    {
        BlockContractId = Id.ToString(),
        Provider = Provider,
        Funder = Funder,
        LineCount = LineCount,
        ReplacedUnits = ReplacedUnits,
        ExposedPence = ExposedPence,
        ReleasedPence = ReleasedPence,
        DoubleRunningPence = DoubleRunningPence,
    };
}
