using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>The person's preference, the body's decision of the most appropriate way, and why (SI 2012/2996 reg 32B(4A); DOMAIN 0, A6).</summary>
[Collection<AssessmentCollection>]
public sealed class Deciding_who_holds_the_money(AssessmentService assessment)
{
    private const string Reason = "You told us that you do not want to handle money while you settle at home.";

    [Fact]
    public async Task keeps_the_preference_the_decision_and_the_reasons_apart()
    {
        var accepted = await AcceptedAsync(Management.ThirdParty);

        var decided = (await Decide(accepted, Management.Notional)).Offer;

        Assert.Equal((Management.ThirdParty, Management.Notional, "3"), (decided.PreferredManagement, decided.DecidedManagement, decided.Etag));
        Assert.Equal([Reason], decided.ManagementReasons);
        Assert.Empty(await NoticesAsync(decided.PersonId));
    }

    [Fact]
    public async Task tells_a_person_who_prefers_a_direct_payment_and_gets_none_in_writing()
    {
        var decided = (await Decide(await AcceptedAsync(Management.DirectPayment), Management.ThirdParty)).Offer;

        var notice = Assert.Single(await NoticesAsync(decided.PersonId));
        Assert.Equal((NoticeKind.DirectPaymentRefused, "REFUSED", NoticeRoute.Nhs, decided.OfferId), (notice.Kind, notice.Decision, notice.Route, notice.SubjectId));
        Assert.Equal([Reason], notice.Reasons);
        Assert.Equal(Management.DirectPayment, (await Decide(decided, Management.DirectPayment)).Offer.DecidedManagement);
        Assert.Single(await NoticesAsync(decided.PersonId));
    }

    [Fact]
    public async Task needs_an_accepted_offer_its_etag_and_reasons()
    {
        var offer = await assessment.OfferedAsync((await assessment.RegisteredAsync()).PersonId);
        await Decide(offer, Management.Notional).RefusedAsync(StatusCode.FailedPrecondition, "OFFER_NOT_ACCEPTED");

        var accepted = await AcceptedAsync(Management.Notional);
        await Decide(accepted, Management.Notional, etag: "1").RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        Assert.Equal(["reasons[0]"], (await RefusedCall.OfAsync(Decide(accepted, Management.Notional, " "))).Fields);
        Assert.Equal(["management"], (await RefusedCall.OfAsync(Decide(accepted, Management.Unspecified))).Fields);
    }

    private async Task<Offer> AcceptedAsync(Management preferred)
    {
        var offer = await assessment.OfferedAsync((await assessment.RegisteredAsync()).PersonId);
        var request = new AcceptOfferRequest { OfferId = offer.OfferId, PreferredManagement = preferred, Etag = offer.Etag, RequestId = NewRequestId() };
        return (await assessment.Offers.AcceptOfferAsync(request, assessment.Ann)).Offer;
    }

    private async Task<IReadOnlyList<Notice>> NoticesAsync(string personId) =>
        (await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = personId }, assessment.Ann)).Notices;

    private AsyncUnaryCall<DecideOfferManagementResponse> Decide(Offer offer, Management management, string reason = Reason, string? etag = null) =>
        assessment.Offers.DecideOfferManagementAsync(
            new DecideOfferManagementRequest { OfferId = offer.OfferId, Management = management, Reasons = { reason }, Etag = etag ?? offer.Etag, RequestId = NewRequestId() },
            assessment.Ann);
}
