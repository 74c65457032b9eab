using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class An_offer_that_is_not_answered(AssessmentService assessment)
{
    [Fact]
    public async Task has_a_last_day_that_local_policy_sets()
    {
        var offer = await OfferedAsync();

        Assert.Equal(DateOnly.FromDateTime(offer.OfferTime.ToDateTime()).AddDays(90), DateOnly.Parse(offer.ExpireDate), new OneDay());
    }

    [Fact]
    public async Task ends_with_its_last_day_takes_no_answer_and_makes_room_for_another()
    {
        var offer = await OfferedAsync();
        await LapseAsync(offer);

        await Accept(offer).RefusedAsync(StatusCode.FailedPrecondition, "OFFER_EXPIRED");
        await assessment.Offers.DeclineOfferAsync(
                new DeclineOfferRequest { OfferId = offer.OfferId, Reason = DeclineReason.NotNow, Etag = offer.Etag, RequestId = NewRequestId() }, assessment.Ann)
            .RefusedAsync(StatusCode.FailedPrecondition, "OFFER_EXPIRED");
        Assert.Equal(OfferState.Expired, (await ReadAsync(offer)).State);
        Assert.Equal(OfferState.Offered, (await assessment.OfferedAsync(offer.PersonId)).State);
    }

    [Fact]
    public async Task is_ended_by_a_sweep_that_says_so_in_the_audit()
    {
        var offer = await OfferedAsync();
        await LapseAsync(offer);

        await Eventually.TrueAsync("the sweep has been by", async () => (await ReadAsync(offer)).Etag is "2");

        var swept = await ReadAsync(offer);
        Assert.Equal(OfferState.Expired, swept.State);
        Assert.NotNull(swept.AnswerTime);
        Assert.Contains("assessment.offer.expired", await assessment.Service.LookAsync<string>(
            "select action from platform.audit_events where subject_id = @id", new { id = Guid.Parse(offer.OfferId) }));
    }

    [Fact]
    public async Task does_not_undo_the_answer_to_an_earlier_one()
    {
        var person = await assessment.RegisteredAsync();
        await assessment.AcceptedAsync(person.PersonId);
        await LapseAsync(await assessment.OfferedAsync(person.PersonId));
        var benefit = Complete();
        benefit.Health = new HealthFacts { DiscretionaryBenefit = true };

        var decision = await assessment.Decide((await assessment.SignedAsync(person.PersonId, benefit)).AssessmentId);

        Assert.True(decision.EligibilityDecision.BudgetGoesAhead);
    }

    [Fact]
    public async Task can_be_withdrawn_as_a_mistake_and_when_circumstances_changed_unless_it_is_of_a_right()
    {
        var mistake = await Withdraw(await OfferedAsync(), WithdrawalReason.MadeInError);
        Assert.Equal((OfferState.Withdrawn, WithdrawalReason.MadeInError, "2"), (mistake.Offer.State, mistake.Offer.WithdrawalReason, mistake.Offer.Etag));
        Assert.Equal(OfferState.Withdrawn, (await Withdraw(await OfferedAsync(), WithdrawalReason.CircumstancesChanged)).Offer.State);

        var right = await OfferedAsync(LegalBasis.S117);
        await Withdraw(right, WithdrawalReason.CircumstancesChanged).RefusedAsync(StatusCode.FailedPrecondition, "RIGHT_TO_HAVE");
        Assert.Equal(right, await ReadAsync(right));
        await Withdraw(right, WithdrawalReason.PersonWithdrew).RefusedAsync(StatusCode.FailedPrecondition, "OFFER_NOT_REQUESTED");
        await Accept(mistake.Offer).RefusedAsync(StatusCode.FailedPrecondition, "OFFER_ANSWERED");
    }

    [Fact]
    public async Task is_made_as_of_right_under_section_117_only_while_after_care_is_in_force()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        await Offer(personId, LegalBasis.S117).RefusedAsync(StatusCode.FailedPrecondition, "S117_NOT_IN_FORCE");
        var request = (await assessment.Offers.RequestOfferAsync(
            new RequestOfferRequest { PersonId = personId, Kind = BudgetKind.Health, LegalBasis = LegalBasis.S117, RequestedBy = RequestedBy.Person, RequestId = NewRequestId() },
            assessment.Ann)).Offer;

        await Grant(request).RefusedAsync(StatusCode.FailedPrecondition, "S117_NOT_IN_FORCE");
        await assessment.EntitledAsync(personId);

        Assert.Equal((OfferState.Accepted, true), ((await Grant(request)).Offer.State, request.RightToHave));

        AsyncUnaryCall<DecideOfferResponse> Grant(Offer offer) => assessment.Offers.DecideOfferAsync(
            new DecideOfferRequest { OfferId = offer.OfferId, Decision = OfferDecision.Granted, Etag = offer.Etag, RequestId = NewRequestId() }, assessment.Ann);
    }

    [Fact]
    public async Task is_withdrawn_by_the_person_where_they_asked_for_it()
    {
        var request = await assessment.RequestedAsync((await assessment.RegisteredAsync()).PersonId);

        Assert.Equal(OfferState.Withdrawn, (await Withdraw(request, WithdrawalReason.PersonWithdrew)).Offer.State);
    }

    private async Task<Offer> OfferedAsync(LegalBasis basis = LegalBasis.Unspecified)
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        if (basis is LegalBasis.S117)
            await assessment.EntitledAsync(personId);
        return await Offer(personId, basis);
    }

    private AsyncUnaryCall<Offer> Offer(string personId, LegalBasis basis) => assessment.Offers.CreateOfferAsync(
        new CreateOfferRequest
        {
            PersonId = personId, Offer = new Offer { Kind = BudgetKind.Health, LegalBasis = basis }, RequestId = NewRequestId(),
        },
        assessment.Ann);

    private Task<IReadOnlyList<int>> LapseAsync(Offer offer) => assessment.Service.LookAsync<int>(
        "update assessment.offers set expires_on = '2026-01-01' where id = @id returning 1", new { id = Guid.Parse(offer.OfferId) });

    private Task<Offer> ReadAsync(Offer offer) => assessment.Offers.GetOfferAsync(new GetOfferRequest { OfferId = offer.OfferId }, assessment.Ann).ResponseAsync;

    private AsyncUnaryCall<AcceptOfferResponse> Accept(Offer offer) =>
        assessment.Offers.AcceptOfferAsync(new AcceptOfferRequest { OfferId = offer.OfferId, Etag = offer.Etag, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<WithdrawOfferResponse> Withdraw(Offer offer, WithdrawalReason reason) => assessment.Offers.WithdrawOfferAsync(
        new WithdrawOfferRequest { OfferId = offer.OfferId, Reason = reason, Etag = offer.Etag, RequestId = NewRequestId() }, assessment.Ann);

    // The day of an instant in UTC may be the one before that in London.
    private sealed class OneDay : IEqualityComparer<DateOnly>
    {
        public bool Equals(DateOnly one, DateOnly other) => Math.Abs(one.DayNumber - other.DayNumber) <= 1;

        public int GetHashCode(DateOnly day) => 0;
    }
}
