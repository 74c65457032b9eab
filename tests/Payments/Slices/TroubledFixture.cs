namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>A service whose clock, folder and balances tests may put out of order; they take turns.</summary>
public sealed class TroubledFixture : PaymentsFixture
{
    public const string Name = "troubled";

    protected override IEnumerable<(string Key, string Value)> Settings => [("Ledger:CheckInterval", "00:00:01")];
}

[CollectionDefinition(TroubledFixture.Name)]
public sealed class TroubledTests : ICollectionFixture<TroubledFixture>;
