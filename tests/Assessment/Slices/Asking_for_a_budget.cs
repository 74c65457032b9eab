using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>A person asks by themselves, and is answered with reasons (SI 2012/2996 reg 32B).</summary>
[Collection<AssessmentCollection>]
public sealed class Asking_for_a_budget(AssessmentService assessment)
{
    private const string Reason = "What you need is a service that no budget can buy.";

    [Fact]
    public async Task waits_for_a_decision_and_tells_a_right_from_discretion()
    {
        var right = await RequestedAsync();
        var wish = await RequestedAsync(LegalBasis.Discretionary);

        Assert.Equal(
            (OfferState.Requested, OfferOrigin.Request, RequestedBy.Person, true, "", "1"),
            (right.State, right.Origin, right.RequestedBy, right.RightToHave, right.ExpireDate, right.Etag));
        Assert.False(wish.RightToHave);
        Assert.Equal("OFFER_OPEN", (await RefusedCall.OfAsync(assessment.Offers.CreateOfferAsync(
            new CreateOfferRequest { PersonId = right.PersonId, Offer = new Offer { Kind = BudgetKind.Health }, RequestId = NewRequestId() }, assessment.Ann))).Reason);
        await assessment.Offers.AcceptOfferAsync(new AcceptOfferRequest { OfferId = right.OfferId, Etag = right.Etag, RequestId = NewRequestId() }, assessment.Ann)
            .RefusedAsync(StatusCode.FailedPrecondition, "OFFER_NOT_DECIDED");
    }

    [Fact]
    public async Task is_accepted_when_it_is_granted_in_full_without_a_notice()
    {
        var granted = (await Decide(await RequestedAsync(), OfferDecision.Granted, RefusalReason.Unspecified)).Offer;

        Assert.Equal((OfferState.Accepted, OfferDecision.Granted, "", "2"), (granted.State, granted.Decision, granted.NoticeId, granted.Etag));
        Assert.Single(await assessment.Service.EventsAsync<OfferAccepted>(granted.OfferId));
        Assert.Empty(await NoticesAsync(granted.PersonId));
    }

    [Fact]
    public async Task gives_an_offer_of_the_part_that_is_granted_and_a_notice_of_the_rest()
    {
        var part = (await Decide(await RequestedAsync(), OfferDecision.GrantedInPart, RefusalReason.NotSecurable, Reason)).Offer;

        Assert.Equal((OfferState.Offered, RefusalReason.NotSecurable), (part.State, part.RefusalReason));
        Assert.NotEqual("", part.ExpireDate);
        Assert.Single(await assessment.Service.EventsAsync<OfferMade>(part.OfferId));
        var notice = Assert.Single(await NoticesAsync(part.PersonId));
        Assert.Equal((part.NoticeId, "GRANTED_IN_PART"), (notice.NoticeId, notice.Decision));
        var accepted = await assessment.Offers.AcceptOfferAsync(new AcceptOfferRequest { OfferId = part.OfferId, Etag = part.Etag, RequestId = NewRequestId() }, assessment.Ann);
        Assert.Equal(OfferState.Accepted, accepted.Offer.State);
    }

    [Fact]
    public async Task is_refused_in_writing_with_reasons_and_a_way_to_have_it_looked_at_again()
    {
        var refused = (await Decide(await RequestedAsync(), OfferDecision.Refused, RefusalReason.NotSecurable, $" {Reason} ")).Offer;

        var notice = Assert.Single(await NoticesAsync(refused.PersonId));
        Assert.Equal(
            (NoticeKind.OfferRefused, "REFUSED", NoticeRoute.Nhs, "OFFER", refused.OfferId, refused.NoticeId),
            (notice.Kind, notice.Decision, notice.Route, notice.SubjectType, notice.SubjectId, notice.NoticeId));
        Assert.Equal([Reason], notice.Reasons);
        Assert.Contains("ask us to look at this decision again", notice.Text, StringComparison.Ordinal);
        // A refusal closes nothing else: the body can offer, and the person ask again.
        Assert.Equal(OfferState.Offered, (await assessment.OfferedAsync(refused.PersonId)).State);
        await Decide(refused, OfferDecision.Granted, RefusalReason.Unspecified).RefusedAsync(StatusCode.FailedPrecondition, "OFFER_NOT_REQUESTED");
    }

    [Theory]
    [InlineData(RefusalReason.NoBenefitFound)]
    [InlineData(RefusalReason.Other)]
    public async Task with_a_right_is_refused_for_no_other_reason_than_that_a_budget_is_not_appropriate(RefusalReason reason)
    {
        var refusal = await Decide(await RequestedAsync(LegalBasis.Wheelchair), OfferDecision.Refused, reason, Reason)
            .RefusedAsync(StatusCode.FailedPrecondition, "RIGHT_TO_HAVE");

        Assert.Equal("SI 2012/2996 reg 32B(4)", refusal.Metadata["source"]);
        Assert.Equal(OfferState.Refused, (await Decide(await RequestedAsync(LegalBasis.Discretionary), OfferDecision.Refused, reason, Reason)).Offer.State);
    }

    [Theory]
    [InlineData(OfferDecision.Refused, RefusalReason.Unspecified, Reason, "refusal_reason")]
    [InlineData(OfferDecision.Refused, RefusalReason.NotSecurable, null, "reasons")]
    [InlineData(OfferDecision.Refused, RefusalReason.Unspecified, null, "refusal_reason,reasons")]
    [InlineData(OfferDecision.Granted, RefusalReason.NotSecurable, Reason, "refusal_reason,reasons")]
    [InlineData(OfferDecision.GrantedInPart, RefusalReason.NotSecurable, "  ", "reasons[0]")]
    [InlineData(OfferDecision.Granted, RefusalReason.NotSecurable, null, "refusal_reason")]
    [InlineData(OfferDecision.Granted, RefusalReason.Unspecified, Reason, "reasons")]
    public async Task is_not_decided_without_what_the_decision_needs_or_with_what_it_does_not(OfferDecision decision, RefusalReason reason, string? words, string fields)
    {
        var request = await RequestedAsync();

        Assert.Equal(fields.Split(','), (await RefusedCall.OfAsync(Decide(request, decision, reason, words is null ? [] : [words]))).Fields);
        Assert.Empty(await NoticesAsync(request.PersonId));
    }

    [Fact]
    public async Task is_decided_once_even_by_many_and_gives_one_notice()
    {
        var request = await RequestedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await Decide(request, OfferDecision.Refused, RefusalReason.NotSecurable, Reason);
                return "DONE";
            }
            catch (RpcException failure)
            {
                return failure.StatusCode.ToString();
            }
        }));

        Assert.Single(outcomes, "DONE");
        Assert.Single(await NoticesAsync(request.PersonId));
    }

    [Fact]
    public async Task is_neither_granted_nor_refused_to_somebody_who_died()
    {
        var request = await RequestedAsync();
        await assessment.DiedAsync(request.PersonId);

        await Decide(request, OfferDecision.Granted, RefusalReason.Unspecified).RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED");
        await Decide(request, OfferDecision.Refused, RefusalReason.NotSecurable, Reason).RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED");
        Assert.Empty(await NoticesAsync(request.PersonId));
    }

    [Fact]
    public async Task is_for_adults_alone_where_it_is_continuing_healthcare()
    {
        var child = await assessment.RegisteredAsync(NewPerson(birthDate: "2015-01-01"));
        var request = new RequestOfferRequest
        {
            PersonId = child.PersonId, Kind = BudgetKind.Health, LegalBasis = LegalBasis.Chc, RequestedBy = RequestedBy.Representative, RequestId = NewRequestId(),
        };

        Assert.Equal(["legal_basis"], (await RefusedCall.OfAsync(assessment.Offers.RequestOfferAsync(request, assessment.Ann))).Fields);
    }

    private async Task<Offer> RequestedAsync(LegalBasis basis = LegalBasis.S117) =>
        await assessment.RequestedAsync((await assessment.RegisteredAsync()).PersonId, basis);

    private async Task<IReadOnlyList<Notice>> NoticesAsync(string personId) =>
        (await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = personId }, assessment.Ann)).Notices;

    private AsyncUnaryCall<DecideOfferResponse> Decide(Offer offer, OfferDecision decision, RefusalReason reason, params string[] reasons) => assessment.Offers.DecideOfferAsync(
        new DecideOfferRequest { OfferId = offer.OfferId, Decision = decision, RefusalReason = reason, Reasons = { reasons }, Etag = offer.Etag, RequestId = NewRequestId() }, assessment.Ann);
}
