using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>The contract's OffersService. An offer is always optional; a decline closes nothing else (DOMAIN 1.1, C9).</summary>
internal sealed class OffersApi(UnitOfWork work) : OffersService.OffersServiceBase
{
    private const string Subject = "OFFER";

    /// <inheritdoc/>
    public override Task<Offer> CreateOffer(CreateOfferRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.RequireAsync(mutation, personId);
                var id = mutation.NewId();
                await OfferStore.InsertAsync(mutation, id, personId, request.Offer.Kind);
                var offer = await OfferStore.GetAsync(mutation, id);
                mutation.Audit("assessment.offer.made", Subject, id, personId: personId);
                mutation.Publish(
                    new OfferMade
                    {
                        Programme = mutation.Programme,
                        SubjectId = id.ToString(),
                        SubjectVersion = offer.Version,
                        OccurredAt = mutation.Now,
                        PersonId = request.PersonId,
                        Kind = offer.Kind,
                    },
                    id.ToString());
                return offer.ToMessage();
            },
            Reload);

    /// <inheritdoc/>
    public override Task<AcceptOfferResponse> AcceptOffer(AcceptOfferRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var offer = await OfferStore.AnswerAsync(mutation, Guid.Parse(request.OfferId), Etag.Parse(request.Etag), OfferState.Accepted);
                mutation.Audit("assessment.offer.accepted", Subject, offer.Id, personId: offer.PersonId);
                mutation.Publish(
                    new OfferAccepted
                    {
                        Programme = mutation.Programme,
                        SubjectId = request.OfferId,
                        SubjectVersion = offer.Version,
                        OccurredAt = mutation.Now,
                        PersonId = offer.PersonId.ToString(),
                    },
                    request.OfferId);
                return new AcceptOfferResponse { Offer = offer.ToMessage() };
            },
            async (session, id) => new AcceptOfferResponse { Offer = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<DeclineOfferResponse> DeclineOffer(DeclineOfferRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                if (request.Reason is DeclineReason.Other && string.IsNullOrWhiteSpace(request.Note))
                    throw Refusal.Invalid(new Violation("note", "REQUIRED", "Another reason than those listed is given in words."));
                var offer = await OfferStore.AnswerAsync(
                    mutation, Guid.Parse(request.OfferId), Etag.Parse(request.Etag), OfferState.Declined, request.Reason, request.Note);
                mutation.Audit("assessment.offer.declined", Subject, offer.Id, request.Reason.Code(), offer.PersonId);
                mutation.Publish(
                    new OfferDeclined
                    {
                        Programme = mutation.Programme,
                        SubjectId = request.OfferId,
                        SubjectVersion = offer.Version,
                        OccurredAt = mutation.Now,
                        PersonId = offer.PersonId.ToString(),
                        Reason = request.Reason.Code(),
                    },
                    request.OfferId);
                return new DeclineOfferResponse { Offer = offer.ToMessage() };
            },
            async (session, id) => new DeclineOfferResponse { Offer = await Reload(session, id) });

    /// <inheritdoc/>
    public override Task<Offer> GetOffer(GetOfferRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => Reload(session, Guid.Parse(request.OfferId)));

    /// <inheritdoc/>
    public override Task<ListOffersResponse> ListOffers(ListOffersRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"offers:{personId}");
            var (rows, next) = page.Split(await OfferStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListOffersResponse { Offers = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<Offer> Reload(Session session, Guid id)
    {
        var offer = await OfferStore.GetAsync(session, id);
        session.AuditRead(Subject, id, offer.PersonId);
        return offer.ToMessage();
    }
}
