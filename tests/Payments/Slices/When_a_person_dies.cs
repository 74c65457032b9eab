using Grpc.Core;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>Money stops with the event; what is still owed is settled by one final account (DOMAIN 0, A14).</summary>
public sealed class When_a_person_dies(PaymentsFixture payments)
{
    private static readonly Func<Instalment, HoldReason[]> Held = _ => [HoldReason.PersonDied];

    [Fact]
    public async Task nothing_of_theirs_is_taken_into_a_pay_run_any_more()
    {
        var funder = payments.NewFunder();
        await payments.VerifiedFunderAccountAsync(funder);
        var (dead, _) = await payments.WithPlanAsync(funder);
        await payments.WithPlanAsync(funder);

        await payments.DiesAsync(dead);
        await payments.UntilHeldAsync(dead, Held);
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        Assert.Equal((1, 2_000L, 1, 0), (run.PaymentCount, run.TotalPence, run.HeldBackCount, run.HeldCount));
    }

    [Fact]
    public async Task a_run_that_was_prepared_with_them_is_not_released_and_the_next_one_leaves_them_out()
    {
        var funder = payments.NewFunder();
        await payments.VerifiedFunderAccountAsync(funder);
        var (dead, schedule) = await payments.WithPlanAsync(funder);
        var (_, other) = await payments.WithPlanAsync(funder);
        var prepared = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        await payments.DiesAsync(dead);
        await payments.UntilHeldAsync(dead, Held);

        var seen = await payments.PayRuns.GetPayRunAsync(new GetPayRunRequest { PayRunId = prepared.PayRunId }, payments.Maker);
        Assert.Equal((PayRunState.Prepared, 1), (seen.State, seen.HeldCount));
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(prepared), payments.Checker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_RUN_HELD");
        var anew = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(anew), payments.Checker);

        var lapsed = await payments.PayRuns.GetPayRunAsync(new GetPayRunRequest { PayRunId = prepared.PayRunId }, payments.Maker);
        Assert.Equal((PayRunState.Lapsed, 0), (lapsed.State, lapsed.HeldCount));
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(lapsed), payments.Checker)
            .RefusedAsync(StatusCode.FailedPrecondition, "PAY_RUN_HELD");
        Assert.Equal(0, (await payments.AccountAsync(schedule, funder, LedgerAccountKind.DpAdvance)).DebitPence);
        Assert.Equal(2_000, (await payments.AccountAsync(other, funder, LedgerAccountKind.DpAdvance)).DebitPence);
        Assert.Equal(2_000, (await payments.AccountAsync(other, funder, LedgerAccountKind.Bank)).CreditPence);
        Assert.True((await payments.Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest(), payments.Maker)).Balanced);
    }

    [Fact]
    public async Task an_approval_that_arrives_later_has_its_schedule_held_from_the_start()
    {
        var (funder, person) = (payments.NewFunder(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        await payments.DiesAsync(person);
        await payments.HeardAsync(person, "payments.person.died");

        var (_, schedule) = await payments.WithPlanAsync(funder, person);

        Assert.All(schedule.Instalments, instalment => Assert.Equal([HoldReason.PersonDied], instalment.HoldReasons));
        await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "NOTHING_DUE");
        Assert.Equal(14_000, (await payments.AccountAsync(schedule, funder, LedgerAccountKind.Commitment)).DebitPence);
    }

    [Fact]
    public async Task what_a_third_party_holds_stops_too_and_what_was_paid_stays_paid()
    {
        var (funder, person) = (payments.NewFunder(), PaymentsFixture.NewId());
        await payments.VerifiedFunderAccountAsync(funder);
        var payee = await payments.VerifiedPayeeAsync(person);
        await payments.ApproveAsync(
            person, payments.Today, new ApprovedLine(PaymentsFixture.NewId(), "THIRD_PARTY", payee.PayeeId, [new ApprovedShare(funder, 1_300, 0)]));
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);
        await payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.Checker);

        await payments.DiesAsync(person);

        var schedule = await payments.UntilHeldAsync(
            person, instalment => instalment.State is InstalmentState.Paid ? [] : [HoldReason.PersonDied]);
        Assert.Equal(1, schedule.Instalments.Count(instalment => instalment.State is InstalmentState.Paid));
    }

    [Fact]
    public async Task the_news_told_again_or_of_an_older_version_changes_nothing()
    {
        var (person, _) = await payments.WithPlanAsync(payments.NewFunder());
        await payments.DiesAsync(person, version: 3);
        await payments.UntilHeldAsync(person, Held);

        await payments.DiesAsync(person, version: 2);
        await payments.DiesAsync(person, version: 4);

        Assert.Equal(["DONE", "NOTHING_TO_CHANGE"], await payments.HeardAsync(person, "payments.person.died", times: 2));
    }

    [Fact]
    public async Task what_was_held_goes_on_where_the_death_was_recorded_by_mistake()
    {
        var (person, _) = await payments.WithPlanAsync(payments.NewFunder());
        await payments.DiesAsync(person);
        await payments.UntilHeldAsync(person, Held);

        await payments.LivesAsync(person, version: 3);

        await payments.UntilHeldAsync(person, _ => []);
    }

    [Fact]
    public async Task a_mistake_that_was_taken_back_before_and_arrives_late_lets_nothing_go()
    {
        var (person, _) = await payments.WithPlanAsync(payments.NewFunder());
        await payments.DiesAsync(person, version: 4);
        await payments.UntilHeldAsync(person, Held);

        await payments.LivesAsync(person, version: 3, earlier: TimeSpan.FromMinutes(1));

        Assert.Equal(["NOTHING_TO_CHANGE"], await payments.HeardAsync(person, "payments.person.death_withdrawn"));
        await payments.UntilHeldAsync(person, Held);
    }

    [Fact]
    public async Task at_the_moment_of_a_release_the_money_goes_out_whole_or_not_at_all()
    {
        var funder = payments.NewFunder();
        await payments.VerifiedFunderAccountAsync(funder);
        var people = new List<(string PersonId, PaymentSchedule Schedule)>();
        for (var i = 0; i < 6; i++)
            people.Add(await payments.WithPlanAsync(funder));
        var run = await payments.PayRuns.CreatePayRunAsync(payments.RunOf(funder), payments.Maker);

        var dying = Task.WhenAll(people.Select(person => payments.DiesAsync(person.PersonId)));
        var isReleased = await IsDoneAsync(payments.PayRuns.ReleasePayRunAsync(PaymentsFixture.ReleaseOf(run), payments.Checker));
        await dying;
        foreach (var (personId, _) in people)
            await payments.HeardAsync(personId, "payments.person.died");

        foreach (var (personId, _) in people)
        {
            var first = (await payments.SchedulesOfAsync(personId))[0].Instalments[0];
            Assert.Equal(isReleased, first.State is InstalmentState.Paid);
            Assert.Equal(isReleased ? [] : [HoldReason.PersonDied], first.HoldReasons);
        }

        Assert.Equal(isReleased ? 12_000 : 0, (await payments.AccountAsync(people[0].Schedule, funder, LedgerAccountKind.Bank)).CreditPence);
    }

    private static async Task<bool> IsDoneAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return true;
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.Aborted)
        {
            return false;
        }
    }
}
