using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>An exclusion bars a direct payment to or in respect of a person; what a third party holds stays open (DOMAIN 0, A9).</summary>
public sealed class A_direct_payment_that_is_not_permitted(PaymentsFixture payments)
{
    private static readonly Func<Instalment, HoldReason[]> Free = _ => [];

    private static readonly Func<Instalment, HoldReason[]> DirectHeld =
        instalment => instalment.Management is Types.V1.Management.DirectPayment ? [HoldReason.DirectPaymentNotPermitted] : [];

    [Fact]
    public async Task is_held_while_a_third_party_goes_on_and_is_paid_when_permitted_again()
    {
        var (funder, person) = (payments.NewFunder(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        var payee = await payments.VerifiedPayeeAsync(person);
        await payments.ApproveAsync(
            person,
            payments.Today,
            PaymentsFixture.DirectPayment(payee.PayeeId, new ApprovedShare(funder, 0, 700)),
            new ApprovedLine(PaymentsFixture.NewId(), "THIRD_PARTY", payee.PayeeId, [new ApprovedShare(funder, 0, 300)]));

        await payments.PermitsAsync(person, false, version: 1);
        await payments.UntilHeldAsync(person, DirectHeld);
        var without = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(without), payments.Checker);
        await payments.PermitsAsync(person, true, version: 2);
        await payments.UntilHeldAsync(person, Free);
        var with = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        Assert.Equal((300, 1, 700, 0), (without.TotalPence, without.HeldBackCount, with.TotalPence, with.HeldBackCount));
    }

    [Fact]
    public async Task stays_held_for_a_death_when_it_is_permitted_again()
    {
        var (person, _) = await payments.WithPlanAsync(payments.NewFunder());
        await payments.PermitsAsync(person, false, version: 1, PaymentsFixture.NewId());
        await payments.UntilHeldAsync(person, DirectHeld);
        await payments.DiesAsync(person);
        await payments.UntilHeldAsync(person, _ => [HoldReason.PersonDied, HoldReason.DirectPaymentNotPermitted]);

        await payments.PermitsAsync(person, true, version: 2, PaymentsFixture.NewId());

        await payments.UntilHeldAsync(person, _ => [HoldReason.PersonDied]);
    }

    [Fact]
    public async Task can_be_released_again_in_the_run_that_was_prepared_when_the_answer_is_yes_again()
    {
        var funder = payments.NewFunder();
        await payments.VerifiedFunderAccountAsync(funder);
        var (person, _) = await payments.WithPlanAsync(funder);
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await payments.PermitsAsync(person, false, version: 1);
        await payments.UntilHeldAsync(person, DirectHeld);
        await payments.PermitsAsync(person, true, version: 2);
        await payments.UntilHeldAsync(person, Free);

        var released = await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.Checker);

        Assert.Equal(PayRunState.Released, released.PayRun.State);
    }

    [Fact]
    public async Task is_not_let_go_by_an_older_answer_that_arrives_late()
    {
        var (person, _) = await payments.WithPlanAsync(payments.NewFunder());
        var permission = PaymentsFixture.NewId();
        await payments.PermitsAsync(person, false, version: 4, permission);
        await payments.UntilHeldAsync(person, DirectHeld);

        await payments.PermitsAsync(person, true, version: 3, permission);
        await payments.PermitsAsync(person, false, version: 5, permission);

        Assert.Equal(["DONE", "NOTHING_TO_CHANGE"], await payments.HeardAsync(person, "payments.permission.changed", times: 2));
    }

    [Fact]
    public async Task is_held_from_the_start_in_a_plan_that_is_approved_later()
    {
        var person = PaymentsFixture.NewId();
        await payments.PermitsAsync(person, false, version: 1);
        await payments.HeardAsync(person, "payments.permission.changed");

        var (_, schedule) = await payments.WithPlanAsync(payments.NewFunder(), person);

        Assert.All(schedule.Instalments, instalment => Assert.Equal(DirectHeld(instalment), instalment.HoldReasons));
    }
}
