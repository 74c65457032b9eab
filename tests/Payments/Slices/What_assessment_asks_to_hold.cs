using System.Text.Json;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>DOMAIN 0, A23: a concern may hold a change of payee and have the funder keep the money; nobody here learns that there is one.</summary>
public sealed class What_assessment_asks_to_hold(PaymentsFixture payments)
{
    private static readonly Func<Instalment, HoldReason[]> ByFunder = _ => [HoldReason.FunderPays];

    [Fact]
    public async Task keeps_a_payee_from_being_verified_in_words_that_tell_of_no_cause_until_it_is_asked_no_more()
    {
        var person = PaymentsFixture.NewId();
        var payee = await payments.Payees.CreatePayeeAsync(PaymentsFixture.PayeeOf(person), payments.Maker);
        payments.Assessment.Held[person] = new SafeguardingHolds { HoldPayeeChange = true };

        var refusal = await Verify(payee).RefusedAsync(StatusCode.FailedPrecondition, "PAYEE_ON_HOLD");

        Assert.DoesNotMatch("(?i)safeguard|concern|enquiry|abuse|fraud|assessment", refusal.ToString());
        Assert.Empty(refusal.Metadata);
        Assert.Equal(VerificationState.Awaiting, (await payments.Payees.GetPayeeAsync(new GetPayeeRequest { PayeeId = payee.PayeeId }, payments.Maker)).State);
        payments.Assessment.Held.TryRemove(person, out _);
        Assert.Equal(VerificationState.Verified, (await Verify(payee)).Payee.State);
    }

    [Fact]
    public async Task is_asked_in_the_services_own_name()
    {
        var person = PaymentsFixture.NewId();
        await payments.VerifiedPayeeAsync(person);

        var token = payments.Assessment.Asked[person].GetValue("authorization")!.Split('.')[1];
        Assert.Equal("service:payments", JsonDocument.Parse(Base64UrlEncoder.Decode(token)).RootElement.GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.PermissionDenied)]
    public async Task is_not_guessed_where_no_answer_can_be_had(StatusCode trouble)
    {
        var person = PaymentsFixture.NewId();
        var payee = await payments.Payees.CreatePayeeAsync(PaymentsFixture.PayeeOf(person), payments.Maker);
        payments.Assessment.Trouble[person] = trouble;

        await Verify(payee).RefusedAsync(StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE");

        payments.Assessment.Trouble[person] = StatusCode.NotFound;
        Assert.Equal(VerificationState.Verified, (await Verify(payee)).Payee.State);
    }

    [Fact]
    public async Task holds_all_money_that_is_not_paid_and_that_of_later_plans_and_lets_it_go_again()
    {
        var funder = payments.NewFunder();
        var (person, _) = await payments.WithPlanAsync(funder);

        payments.Assessment.Held[person] = new SafeguardingHolds { RouteMoneyToNotional = true };
        await payments.UntilHeldAsync(person, ByFunder);
        var later = await payments.ApproveAsync(
            person, payments.Today, new ApprovedLine(PaymentsFixture.NewId(), "THIRD_PARTY", PaymentsFixture.NewId(), [new ApprovedShare(funder, 0, 500)]));

        Assert.All(later.Instalments, instalment => Assert.Equal([HoldReason.FunderPays], instalment.HoldReasons));
        payments.Assessment.Held.TryRemove(person, out _);
        Assert.Equal(2, (await Eventually.AnswersAsync(
            () => payments.SchedulesOfAsync(person),
            schedules => schedules.All(schedule => schedule.Instalments.All(instalment => instalment.HoldReasons.Count is 0)))).Count);
    }

    [Fact]
    public async Task holds_for_a_person_under_whichever_id_they_were_known_before_a_merge()
    {
        var funder = payments.NewFunder();
        var (merged, _) = await payments.WithPlanAsync(funder);
        var survivor = PaymentsFixture.NewId();
        payments.Assessment.Held[merged] = new SafeguardingHolds { RouteMoneyToNotional = true };
        await payments.UntilHeldAsync(merged, ByFunder);

        payments.Assessment.Held[survivor] = payments.Assessment.Held[merged];
        payments.Assessment.Held.TryRemove(merged, out _);
        await payments.MergeAsync(survivor, merged);
        await payments.HeardAsync(survivor, "payments.people.merged");

        await payments.UntilHeldAsync(survivor, ByFunder);
        payments.Assessment.Held.TryRemove(survivor, out _);
        await payments.UntilHeldAsync(survivor, _ => []);
    }

    private AsyncUnaryCall<VerifyPayeeResponse> Verify(Payee payee) => payments.Payees.VerifyPayeeAsync(
        new VerifyPayeeRequest { PayeeId = payee.PayeeId, Etag = payee.Etag, RequestId = PaymentsFixture.NewId() }, payments.Checker);
}
