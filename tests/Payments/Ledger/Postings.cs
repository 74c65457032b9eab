using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Payments.Ledger;

namespace PersonalBudgets.Payments.Tests.Ledger;

public sealed class Postings
{
    private static readonly Guid[] Accounts = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

    [Fact]
    public void balance_whatever_their_sequence()
    {
        Prop.ForAll(Arb.From(Sequences()), transfers =>
        {
            var movements = Movement.Of(transfers);

            return movements.Sum(movement => movement.DebitPence) == movements.Sum(movement => movement.CreditPence)
                && movements.Sum(movement => movement.DebitPence) == transfers.Sum(transfer => transfer.AmountPence)
                && movements.DistinctBy(movement => movement.AccountId).Count() == movements.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void come_to_the_same_whether_gathered_or_one_by_one()
    {
        Prop.ForAll(Arb.From(Sequences()), transfers =>
        {
            var gathered = Movement.Of(transfers).ToDictionary(movement => movement.AccountId, movement => (movement.DebitPence, movement.CreditPence));
            var single = transfers.SelectMany(transfer => Movement.Of([transfer]))
                .GroupBy(movement => movement.AccountId)
                .ToDictionary(account => account.Key, account => (account.Sum(movement => movement.DebitPence), account.Sum(movement => movement.CreditPence)));

            return gathered.Count == single.Count && gathered.All(account => single[account.Key] == account.Value);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void that_do_not_balance_are_seen()
    {
        KindRow[] sound = [new("A", "BANK", 0, 500, 0), new("A", "DP_ADVANCE", 500, 0, 0)];

        Assert.Equal(0, TrialBalances.ImbalanceOf(sound));
        Assert.True(TrialBalances.Of(sound).Balanced);
        Assert.Equal(1, TrialBalances.ImbalanceOf([sound[0] with { CreditPence = 501 }, sound[1]]));
        Assert.Equal(7, TrialBalances.ImbalanceOf([sound[0] with { StrayPence = 7 }, sound[1]]));

        // Two funders that are wrong by the same amount in opposite directions are two faults, not none.
        KindRow[] crossed = [new("A", "BANK", 0, 500, 0), new("B", "DP_ADVANCE", 500, 0, 0)];
        Assert.Equal(1000, TrialBalances.ImbalanceOf(crossed));
        Assert.False(TrialBalances.Of(crossed).Balanced);
    }

    private static Gen<List<Transfer>> Sequences() => Gen.ListOf(
        from debit in Gen.Choose(0, Accounts.Length - 1)
        from step in Gen.Choose(1, Accounts.Length - 1)
        from amount in Gen.Choose(1, 1_000_000)
        select new Transfer(
            Guid.NewGuid(), Guid.NewGuid(), Accounts[debit], Accounts[(debit + step) % Accounts.Length], amount, "TEST", new DateOnly(2026, 1, 1)))
        .Select(transfers => transfers.ToList());
}
