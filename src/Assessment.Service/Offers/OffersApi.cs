using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Offers;

/// <summary>The contract's OffersService. An offer is always optional; a decline closes nothing else (DOMAIN 1.1, C9).</summary>
internal sealed partial class OffersApi(UnitOfWork work, NoticeIssuing notices, IOptions<OfferSettings> settings) : OffersService.OffersServiceBase
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
                var basis = BasisOf(request.Offer.LegalBasis);
                var lapsed = await ReadyAsync(mutation, personId, basis, "offer.legal_basis");
                await RequireRightAsync(mutation, personId, basis);
                var id = mutation.NewId();
                await OfferStore.InsertAsync(mutation, id, personId, request.Offer.Kind, basis, LastDay(mutation));
                var offer = await OfferStore.GetAsync(mutation, id);
                mutation.Audit("assessment.offer.made", Subject, id, personId: personId);
                AuditLapsed(mutation, lapsed, personId);
                PublishMade(mutation, offer);
                return offer.ToMessage(mutation.Today);
            },
            Reload);

    /// <inheritdoc/>
    public override Task<AcceptOfferResponse> AcceptOffer(AcceptOfferRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected) = (Guid.Parse(request.OfferId), Etag.Parse(request.Etag));
                await PersonStore.RequireLivingAsync(mutation, (await OfferStore.GetAsync(mutation, id)).PersonId);
                var offer = await OfferStore.EndAsync(
                    mutation, id, expected, new OfferEnd(OfferState.Accepted, Preferred: request.PreferredManagement), OfferState.Offered);
                mutation.Audit("assessment.offer.accepted", Subject, offer.Id, personId: offer.PersonId);
                PublishAccepted(mutation, offer);
                return new AcceptOfferResponse { Offer = offer.ToMessage(mutation.Today) };
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
                var offer = await OfferStore.EndAsync(
                    mutation, Guid.Parse(request.OfferId), Etag.Parse(request.Etag),
                    new OfferEnd(OfferState.Declined, request.Reason, request.Note), OfferState.Offered);
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
                return new DeclineOfferResponse { Offer = offer.ToMessage(mutation.Today) };
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
            return new ListOffersResponse { Offers = { rows.Select(row => row.ToMessage(session.Today)) }, NextPageToken = next };
        });

    private static async Task<Offer> Reload(Session session, Guid id)
    {
        var offer = await OfferStore.GetAsync(session, id);
        session.AuditRead(Subject, id, offer.PersonId);
        return offer.ToMessage(session.Today);
    }

    /// <summary>An offer as of right stands on a right that the person has: that of section 117 is known here, the others others decide on.</summary>
    private static async Task RequireRightAsync(Session session, Guid personId, LegalBasis basis)
    {
        if (basis is LegalBasis.S117 && AftercareRight.Decide(await LegalStatusStore.FactsAsync(session, personId)) is { Eligible: false } no)
            throw Refusal.Rule("S117_NOT_IN_FORCE", no.Reasons[0], "MHA 1983 s117; SI 2012/2996 reg 32B", ("person_id", personId));
    }

    /// <summary>Holds the person still, ends an offer that has lapsed and would stand in the way, and gives its id.</summary>
    private static async Task<Guid?> ReadyAsync(Mutation mutation, Guid personId, LegalBasis basis, string field)
    {
        await PersonStore.RequireLivingAsync(mutation, personId);
        RightToHave.RequireAge(basis, (await PersonStore.GetAsync(mutation, personId)).BirthDate, mutation.Today, field);
        var lapsed = await OfferStore.LapsedAsync(mutation, personId);
        if (lapsed is { } id)
            await OfferStore.ExpireAsync(mutation, id);
        return lapsed;
    }

    // After the entry of what the request is about, which is the first.
    private static void AuditLapsed(Mutation mutation, Guid? lapsed, Guid personId)
    {
        if (lapsed is { } id)
            mutation.Audit(ExpireOffers.Action, Subject, id, personId: personId);
    }

    private static LegalBasis BasisOf(LegalBasis given) => given is LegalBasis.Unspecified ? LegalBasis.Discretionary : given;

    private DateOnly LastDay(Session session) => session.Today.AddDays(settings.Value.OpenForDays);

    private static void PublishMade(Mutation mutation, OfferRow offer) => mutation.Publish(
        new OfferMade
        {
            Programme = mutation.Programme,
            SubjectId = offer.Id.ToString(),
            SubjectVersion = offer.Version,
            OccurredAt = mutation.Now,
            PersonId = offer.PersonId.ToString(),
            Kind = offer.Kind,
        },
        offer.Id.ToString());

    private static void PublishAccepted(Mutation mutation, OfferRow offer) => mutation.Publish(
        new OfferAccepted
        {
            Programme = mutation.Programme,
            SubjectId = offer.Id.ToString(),
            SubjectVersion = offer.Version,
            OccurredAt = mutation.Now,
            PersonId = offer.PersonId.ToString(),
        },
        offer.Id.ToString());
}
