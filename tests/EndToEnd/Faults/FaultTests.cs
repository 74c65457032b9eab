namespace PersonalBudgets.EndToEnd.Tests.Faults;

/// <summary>The tests that share the house under faults, one after the other.</summary>
[CollectionDefinition(nameof(FaultTests))]
public sealed class FaultTests : ICollectionFixture<HouseUnderFaults>;
