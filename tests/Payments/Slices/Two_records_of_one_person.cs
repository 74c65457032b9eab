using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>Records that Assessment merged: both schedules stay, both ids find them, and what is told of one holds for the other.</summary>
public sealed class Two_records_of_one_person(PaymentsFixture payments)
{
    [Fact]
    public async Task keep_their_schedules_and_payees_and_are_found_by_either_id()
    {
        var funder = payments.NewFunder();
        var (survivor, first) = await payments.WithPlanAsync(funder);
        var (merged, second) = await payments.WithPlanAsync(funder);

        await payments.MergeAsync(survivor, merged);
        await payments.HeardAsync(survivor, "payments.people.merged");

        foreach (var id in (string[])[survivor, merged])
        {
            Assert.Equal([first, second], await payments.SchedulesOfAsync(id));
            var payees = await payments.Payees.ListPayeesAsync(new ListPayeesRequest { PersonId = id }, payments.Maker);
            Assert.Equal([survivor, merged], payees.Payees.Select(payee => payee.PersonId));
        }
    }

    [Fact]
    public async Task are_held_together_whichever_of_them_died()
    {
        var funder = payments.NewFunder();
        var (survivor, _) = await payments.WithPlanAsync(funder);
        var (merged, _) = await payments.WithPlanAsync(funder);
        await payments.DiesAsync(merged);
        await payments.UntilHeldAsync(merged, _ => [HoldReason.PersonDied]);

        await payments.MergeAsync(survivor, merged);
        await payments.HeardAsync(survivor, "payments.people.merged");

        Assert.All(
            (await payments.SchedulesOfAsync(survivor)).SelectMany(schedule => schedule.Instalments),
            instalment => Assert.Equal([HoldReason.PersonDied], instalment.HoldReasons));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task may_be_paid_directly_as_the_answer_at_their_merge_says_whichever_arrives_first(bool answerFirst)
    {
        var funder = payments.NewFunder();
        var (survivor, _) = await payments.WithPlanAsync(funder);
        var (merged, _) = await payments.WithPlanAsync(funder);
        await payments.PermitsAsync(merged, false, version: 1);
        await payments.HeardAsync(merged, "payments.permission.changed");
        var at = payments.Service.Clock.GetUtcNow();

        if (answerFirst)
            await payments.PermitsAsync(survivor, true, version: 2, at: at);
        await (answerFirst ? payments.HeardAsync(survivor, "payments.permission.changed") : Task.CompletedTask);
        await payments.MergeAsync(survivor, merged, at);
        await payments.HeardAsync(survivor, "payments.people.merged");
        if (!answerFirst)
            await payments.PermitsAsync(survivor, true, version: 2, at: at);
        await payments.HeardAsync(survivor, "payments.permission.changed");

        Assert.All((await payments.SchedulesOfAsync(survivor)).SelectMany(schedule => schedule.Instalments), instalment => Assert.Empty(instalment.HoldReasons));
    }

    [Fact]
    public async Task pay_the_plan_of_one_to_the_payee_of_the_other()
    {
        var (funder, survivor, merged) = (payments.NewFunder(), PaymentsFixture.NewId(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        var payee = await payments.VerifiedPayeeAsync(survivor);
        await payments.ApproveAsync(merged, payments.Today, PaymentsFixture.DirectPayment(payee.PayeeId, new ApprovedShare(funder, 0, 500)));
        await payments.MergeAsync(survivor, merged);
        await payments.HeardAsync(survivor, "payments.people.merged");

        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        Assert.Equal((500, 0), (run.TotalPence, run.HeldBackCount));
    }

    [Fact]
    public async Task are_one_person_in_whichever_order_a_chain_of_merges_is_told()
    {
        var funder = payments.NewFunder();
        var (first, _) = await payments.WithPlanAsync(funder);
        var (second, _) = await payments.WithPlanAsync(funder);
        var (last, _) = await payments.WithPlanAsync(funder);
        await payments.MergeAsync(last, second);
        await payments.HeardAsync(last, "payments.people.merged");
        await payments.MergeAsync(second, first);
        await payments.HeardAsync(second, "payments.people.merged");

        await payments.PermitsAsync(first, false, version: 1);
        await payments.HeardAsync(first, "payments.permission.changed");

        var schedules = await payments.SchedulesOfAsync(last);
        Assert.Equal(3, schedules.Count);
        Assert.All(schedules.SelectMany(schedule => schedule.Instalments), instalment => Assert.Equal([HoldReason.DirectPaymentNotPermitted], instalment.HoldReasons));
    }
}
