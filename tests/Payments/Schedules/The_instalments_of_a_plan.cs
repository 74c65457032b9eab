using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.Schedules;

namespace PersonalBudgets.Payments.Tests.Schedules;

public sealed class The_instalments_of_a_plan
{
    private static readonly DateOnly Start = new(2026, 4, 6);
    private readonly Guid _payee = Guid.CreateVersion7();

    [Fact]
    public void are_thirteen_four_weekly_ones_in_advance()
    {
        // FA1: 155.98 a week net is 623.92 every four weeks.
        var instalments = Instalments.Of(Start, [Line("DIRECT_PAYMENT", new ApprovedShare("E09000001", 15598 * 52, 0))]);

        Assert.Equal(13, instalments.Count);
        Assert.All(instalments, instalment => Assert.Equal(62392, instalment.AmountPence));
        Assert.Equal(Enumerable.Range(0, 13).Select(i => Start.AddDays(28 * i)), instalments.Select(instalment => instalment.DueDate));
        Assert.All(instalments, instalment => Assert.Equal(instalment.DueDate.AddDays(27), instalment.PeriodEnd));
        Assert.Equal(Start.AddDays((52 * 7) - 1), instalments[^1].PeriodEnd);
    }

    [Fact]
    public void give_odd_pence_to_the_earliest()
    {
        var instalments = Instalments.Of(Start, [Line("THIRD_PARTY", new ApprovedShare("E09000001", 15, 0))]);

        Assert.Equal([2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], instalments.Select(instalment => instalment.AmountPence));
    }

    [Fact]
    public void of_nothing_are_none()
    {
        var instalments = Instalments.Of(Start, [Line("DIRECT_PAYMENT", new ApprovedShare("E09000001", 5, 0))]);

        Assert.Equal(5, instalments.Count);
        Assert.Empty(Instalments.Of(Start, [Line("DIRECT_PAYMENT", new ApprovedShare("E09000001", 0, 0))]));
    }

    [Fact]
    public void pay_what_is_paid_once_on_the_first_day_together_with_the_first_period()
    {
        var instalments = Instalments.Of(
            Start,
            [
                Line("DIRECT_PAYMENT", new ApprovedShare("E09000001", 1300, 45000)),
                Line("DIRECT_PAYMENT", new ApprovedShare("E09000001", 2600, 0)),
            ]);

        Assert.Equal(13, instalments.Count);
        Assert.Equal(45300, instalments[0].AmountPence);
        Assert.Equal((Start, Start.AddDays(27)), (instalments[0].PeriodStart, instalments[0].PeriodEnd));
    }

    [Fact]
    public void are_none_for_a_line_whose_money_the_funder_keeps()
    {
        var line = new ApprovedLine(Guid.CreateVersion7().ToString(), "NOTIONAL", null, [new ApprovedShare("E09000001", 1300, 100)]);

        Assert.Empty(Instalments.Of(Start, [line]));
    }

    [Fact]
    public void are_apart_for_each_funder()
    {
        var instalments = Instalments.Of(Start, [Line("DIRECT_PAYMENT", new ApprovedShare("QWE", 0, 700), new ApprovedShare("E09000001", 0, 300))]);

        Assert.Equal([("QWE", 700L), ("E09000001", 300L)], instalments.Select(instalment => (instalment.Funder, instalment.AmountPence)));
    }

    [Fact]
    public void add_up_to_every_share_and_never_differ_by_more_than_a_penny_a_line()
    {
        var share = Gen.Zip(Gen.Choose(0, 5_000_000), Gen.Choose(0, 500_000));

        Prop.ForAll(Arb.From(share.NonEmptyListOf()), shares =>
        {
            ApprovedLine[] lines = [.. shares.Select(pence => Line("DIRECT_PAYMENT", new ApprovedShare("E09000001", pence.Item1, pence.Item2)))];
            var oneOffs = shares.Sum(pence => (long)pence.Item2);

            var instalments = Instalments.Of(Start, lines);
            var recurring = instalments.Select(instalment => instalment.AmountPence - (instalment.DueDate == Start ? oneOffs : 0)).ToArray();

            return recurring.Sum() == shares.Sum(pence => (long)pence.Item1)
                && (recurring.Length < 13 || recurring.Max() - recurring.Min() <= shares.Count)
                && instalments.All(instalment => instalment.AmountPence > 0);
        }).QuickCheckThrowOnFailure();
    }

    private ApprovedLine Line(string management, params ApprovedShare[] shares) =>
        new(Guid.CreateVersion7().ToString(), management, _payee.ToString(), shares);
}
