using Grpc.Core;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>What a person asks for by themselves, how the body decides on it, and how the money is to be held (SI 2012/2996 reg 32B; DOMAIN 0, A6).</summary>
internal sealed partial class OffersApi
{
    /// <inheritdoc/>
    public override Task<RequestOfferResponse> RequestOffer(RequestOfferRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                var basis = BasisOf(request.LegalBasis);
                var lapsed = await ReadyAsync(mutation, personId, basis, "legal_basis");
                var id = mutation.NewId();
                await OfferStore.InsertRequestAsync(mutation, id, request, basis);
                mutation.Audit("assessment.offer.requested", Subject, id, request.RequestedBy.Code(), personId);
                AuditLapsed(mutation, lapsed, personId);
                return new RequestOfferResponse { Offer = (await OfferStore.GetAsync(mutation, id)).ToMessage(mutation.Today) };
            },
            async (session, id) => new RequestOfferResponse { Offer = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<DecideOfferResponse> DecideOffer(DecideOfferRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected) = (Guid.Parse(request.OfferId), Etag.Parse(request.Etag));
                var reasons = ReasonsOf(request);
                var current = await OfferStore.GetAsync(mutation, id);
                await PersonStore.RequireLivingAsync(mutation, current.PersonId);
                if (reasons.Count > 0)
                    await RequireNotRefuserAsync(mutation, id);
                if (reasons.Count > 0 && current.IsRight && !RightToHave.Allows(request.RefusalReason))
                {
                    throw Refusal.Rule(
                        "RIGHT_TO_HAVE", "Who has a right to a budget is refused only where one is not appropriate in the circumstances.", RightToHave.Source,
                        ("refusal_reason", request.RefusalReason.Code()));
                }

                if (request.Decision is not OfferDecision.Refused)
                    await RequireRightAsync(mutation, current.PersonId, current.Basis);
                mutation.Audit("assessment.offer.decided", Subject, id, request.Decision.Code(), current.PersonId);
                Guid? noticeId = reasons.Count is 0 ? null : await notices.IssueAsync(mutation, new NewNotice(
                    NoticeKind.OfferRefused, Subject, id, current.PersonId, request.Decision.Code(), reasons, NoticeRoute.Nhs));
                var offer = await OfferStore.DecideAsync(mutation, id, expected, DecisionOf(mutation, request, noticeId));
                if (offer.State is "ACCEPTED")
                    PublishAccepted(mutation, offer);
                else if (offer.State is "OFFERED")
                    PublishMade(mutation, offer);
                return new DecideOfferResponse { Offer = offer.ToMessage(mutation.Today) };
            },
            async (session, id) => new DecideOfferResponse { Offer = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<DecideOfferManagementResponse> DecideOfferManagement(DecideOfferManagementRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var reasons = NoticeReasons.Of(request.Reasons);
                var offer = await OfferStore.DecideManagementAsync(
                    mutation, Guid.Parse(request.OfferId), Etag.Parse(request.Etag), request.Management, reasons);
                mutation.Audit("assessment.offer.management_decided", Subject, offer.Id, request.Management.Code(), offer.PersonId);
                // To refuse a direct payment is a decision that needs written reasons and another look (DOMAIN 2).
                if (offer.PreferredManagement == Management.DirectPayment.Code() && request.Management is not Management.DirectPayment)
                {
                    await notices.IssueAsync(mutation, new NewNotice(
                        NoticeKind.DirectPaymentRefused, Subject, offer.Id, offer.PersonId, "REFUSED", reasons, NoticeRoute.Nhs));
                }

                return new DecideOfferManagementResponse { Offer = offer.ToMessage(mutation.Today) };
            },
            async (session, id) => new DecideOfferManagementResponse { Offer = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<WithdrawOfferResponse> WithdrawOffer(WithdrawOfferRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var id = Guid.Parse(request.OfferId);
                var offer = await OfferStore.EndAsync(
                    mutation, id, Etag.Parse(request.Etag), new OfferEnd(OfferState.Withdrawn, WithdrawalReason: request.Reason),
                    request.Reason is WithdrawalReason.PersonWithdrew ? [OfferState.Requested] : [OfferState.Offered, OfferState.Requested]);
                if (request.Reason is WithdrawalReason.CircumstancesChanged && offer.IsRight)
                    throw Refusal.Rule("RIGHT_TO_HAVE", "The offer of a budget that the person has a right to is not taken back.", RightToHave.Source, ("offer_id", id));
                mutation.Audit("assessment.offer.withdrawn", Subject, id, request.Reason.Code(), offer.PersonId);
                return new WithdrawOfferResponse { Offer = offer.ToMessage(mutation.Today) };
            },
            async (session, id) => new WithdrawOfferResponse { Offer = await Reload(session, id) });

    /// <summary>A request whose refusal was overturned is not refused again by who refused it.</summary>
    private static async Task RequireNotRefuserAsync(Mutation mutation, Guid id)
    {
        if (await NoticeStore.HasIssuedAsync(mutation, NoticeKind.OfferRefused, Subject, id, mutation.Caller.Subject))
        {
            throw Refusal.Rule(
                "DECIDER_IS_REFUSER", "The refusal was overturned: somebody who had no part in it decides anew where it would be refused again.",
                "SI 2013/1617 reg 15(4)-(5)", ("offer_id", id));
        }
    }

    /// <summary>The reasons of a refusal, in whole or in part; none where all is granted.</summary>
    private static IReadOnlyList<string> ReasonsOf(DecideOfferRequest request)
    {
        var isCoded = request.RefusalReason is not RefusalReason.Unspecified;
        List<Violation> faults = [];
        if (request.Decision is OfferDecision.Granted)
        {
            const string Text = "What is granted as it was asked for needs no reasons.";
            if (isCoded)
                faults.Add(new Violation("refusal_reason", "NOT_APPLICABLE", Text));
            if (request.Reasons.Count > 0)
                faults.Add(new Violation("reasons", "NOT_APPLICABLE", Text));
        }
        else
        {
            if (!isCoded)
                faults.Add(new Violation("refusal_reason", "REQUIRED", "A refusal, in whole or in part, has a reason."));
            faults.AddRange(NoticeReasons.Faults(request.Reasons));
        }

        return faults.Count is 0 ? NoticeReasons.Trimmed(request.Reasons) : throw Refusal.Invalid(faults);
    }

    private RequestDecision DecisionOf(Session session, DecideOfferRequest request, Guid? noticeId) => request.Decision switch
    {
        // What the person asked for, they need not be asked again.
        OfferDecision.Granted => new(OfferState.Accepted, request.Decision, null, null, null),
        OfferDecision.GrantedInPart => new(OfferState.Offered, request.Decision, request.RefusalReason, noticeId, LastDay(session)),
        _ => new(OfferState.Refused, request.Decision, request.RefusalReason, noticeId, null),
    };
}
