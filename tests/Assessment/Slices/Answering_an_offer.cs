using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Answering_an_offer(AssessmentService assessment)
{
    [Fact]
    public async Task is_asked_once_at_a_time_even_of_many_callers()
    {
        var person = await assessment.RegisteredAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await assessment.OfferedAsync(person.PersonId);
                return "made";
            }
            catch (RpcException failure)
            {
                return failure.StatusCode.ToString();
            }
        }));

        Assert.Single(answers, "made");
        Assert.Equal(7, answers.Count(answer => answer is nameof(StatusCode.FailedPrecondition)));
        Assert.Equal("OFFER_OPEN", (await RefusedCall.OfAsync(Offer(person.PersonId, BudgetKind.Integrated))).Reason);
    }

    [Fact]
    public async Task with_yes_tells_others_and_is_final()
    {
        var offer = await assessment.OfferedAsync((await assessment.RegisteredAsync()).PersonId);
        var accepted = (await Accept(offer.OfferId, offer.Etag)).Offer;

        Assert.Equal((OfferState.Accepted, "2"), (accepted.State, accepted.Etag));
        Assert.NotNull(accepted.AnswerTime);
        Assert.Single(await assessment.Service.EventsAsync<OfferMade>(offer.OfferId));
        Assert.Single(await assessment.Service.EventsAsync<OfferAccepted>(offer.OfferId));
        Assert.Equal("OFFER_ANSWERED", (await RefusedCall.OfAsync(Accept(offer.OfferId, accepted.Etag))).Reason);
        Assert.Equal("OFFER_ANSWERED", (await RefusedCall.OfAsync(Decline(offer.OfferId, accepted.Etag, DeclineReason.NotNow))).Reason);
    }

    [Fact]
    public async Task with_yes_is_too_late_for_who_has_died()
    {
        var offer = await assessment.OfferedAsync((await assessment.RegisteredAsync()).PersonId);
        await assessment.DiedAsync(offer.PersonId);

        Assert.Equal("PERSON_DIED", (await RefusedCall.OfAsync(Accept(offer.OfferId, offer.Etag))).Reason);
        Assert.Empty(await assessment.Service.EventsAsync<OfferAccepted>(offer.OfferId));
    }

    [Fact]
    public async Task with_no_keeps_the_words_here_and_tells_others_the_code_alone()
    {
        const string Words = "I would rather keep my nurse.";
        var person = await assessment.RegisteredAsync();
        var offer = await assessment.OfferedAsync(person.PersonId);

        var declined = (await Decline(offer.OfferId, offer.Etag, DeclineReason.ContentAsIs, Words)).Offer;

        Assert.Equal((OfferState.Declined, DeclineReason.ContentAsIs, Words), (declined.State, declined.DeclineReason, declined.DeclineNote));
        var told = Assert.Single(await assessment.Service.EventsAsync<OfferDeclined>(offer.OfferId));
        Assert.Contains("CONTENT_AS_IS", told);
        Assert.DoesNotContain(Words, told);
        // A decline closes nothing: another offer can be made at once.
        Assert.Equal(OfferState.Offered, (await assessment.OfferedAsync(person.PersonId)).State);
        Assert.Equal(2, (await assessment.Offers.ListOffersAsync(new ListOffersRequest { PersonId = person.PersonId }, assessment.Ann)).Offers.Count);
    }

    [Fact]
    public async Task is_refused_on_a_stale_etag_and_for_another_reason_without_words()
    {
        var offer = await assessment.OfferedAsync((await assessment.RegisteredAsync()).PersonId);

        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(Accept(offer.OfferId, "9"))).Reason);
        Assert.Equal(["note"], (await RefusedCall.OfAsync(Decline(offer.OfferId, offer.Etag, DeclineReason.Other))).Fields);
        Assert.Equal("OFFER_NOT_FOUND", (await RefusedCall.OfAsync(Accept(Guid.NewGuid().ToString(), "1"))).Reason);
    }

    [Fact]
    public async Task is_never_about_a_councils_budget_which_is_a_right() =>
        Assert.Equal(["offer.kind"], (await RefusedCall.OfAsync(Offer((await assessment.RegisteredAsync()).PersonId, BudgetKind.Social))).Fields);

    private AsyncUnaryCall<Offer> Offer(string personId, BudgetKind kind) =>
        assessment.Offers.CreateOfferAsync(new CreateOfferRequest { PersonId = personId, Offer = new Offer { Kind = kind }, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<AcceptOfferResponse> Accept(string offerId, string etag) =>
        assessment.Offers.AcceptOfferAsync(new AcceptOfferRequest { OfferId = offerId, Etag = etag, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<DeclineOfferResponse> Decline(string offerId, string etag, DeclineReason reason, string note = "") =>
        assessment.Offers.DeclineOfferAsync(
            new DeclineOfferRequest { OfferId = offerId, Etag = etag, Reason = reason, Note = note, RequestId = NewRequestId() }, assessment.Ann);
}
