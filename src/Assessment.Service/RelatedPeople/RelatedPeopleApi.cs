using Grpc.Core;
using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>The contract's RelatedPeopleService.</summary>
internal sealed class RelatedPeopleApi(UnitOfWork work, DirectPaymentPermissions permissions) : RelatedPeopleService.RelatedPeopleServiceBase
{
    private const string Subject = "RELATED_PERSON";

    /// <inheritdoc/>
    public override Task<RelatedPerson> CreateRelatedPerson(CreateRelatedPersonRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                await PersonStore.RequireLivingAsync(mutation, personId);
                Require(request.RelatedPerson, mutation.Today);
                var id = mutation.NewId();
                await RelatedPersonStore.InsertAsync(mutation, id, personId, request.RelatedPerson);
                mutation.Audit("assessment.related_person.proposed", Subject, id, personId: personId);
                return (await RelatedPersonStore.GetAsync(mutation, id)).ToMessage();
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<RelatedPerson> UpdateRelatedPerson(UpdateRelatedPersonRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var current = await CurrentAsync(mutation, request.RelatedPersonId, request.Etag);
                var before = current.ToMessage();
                var updated = ResourceUpdate.Apply(before, request.RelatedPerson, request.UpdateMask);
                RequireSameKind(before, updated);
                Require(updated, mutation.Today);
                var isProposedAgain = !IsSameButContact(before, updated);
                if (isProposedAgain)
                    await PersonStore.RequireLivingAsync(mutation, current.PersonId);
                var stored = await RelatedPersonStore.UpdateAsync(mutation, current, updated, isProposedAgain);
                mutation.Audit("assessment.related_person.corrected", Subject, stored.Id, isProposedAgain ? "PROPOSED" : "DONE", stored.PersonId);
                await permissions.DecideAnewAsync(mutation, stored.PersonId);
                return stored.ToMessage();
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<AgreeRelatedPersonResponse> AgreeRelatedPerson(AgreeRelatedPersonRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var current = await CurrentAsync(mutation, request.RelatedPersonId, request.Etag);
                await PersonStore.RequireLivingAsync(mutation, current.PersonId);
                if (current.State is not ("PROPOSED" or "REFERRED"))
                    throw Refusal.Rule("RELATED_PERSON_NOT_PROPOSED", "The body has agreed already.", null, ("state", current.State));
                var related = current.ToMessage();
                if (RelatedPersonRules.Missing(related, await FactsAsync(mutation, current.PersonId)) is { Count: > 0 } missing)
                    throw Refusal.Rules(missing, ("missing", string.Join(",", missing.Select(rule => rule.Code))));

                var stored = await DecidedAsync(mutation, current, related);
                mutation.Audit("assessment.related_person.agreed", Subject, stored.Id, stored.State, stored.PersonId);
                await permissions.DecideAnewAsync(mutation, stored.PersonId);
                return new AgreeRelatedPersonResponse { RelatedPerson = stored.ToMessage() };
            },
            async (session, id) => new AgreeRelatedPersonResponse { RelatedPerson = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<EndRelatedPersonResponse> EndRelatedPerson(EndRelatedPersonRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                if (request.Reason is RelatedPersonEndReason.Other && string.IsNullOrWhiteSpace(request.Note))
                    throw Refusal.Invalid(new Violation("note", "REQUIRED", "Another reason than those listed is given in words."));
                var current = await CurrentAsync(mutation, request.RelatedPersonId, request.Etag);
                var stored = await RelatedPersonStore.EndAsync(mutation, current, request.Reason, request.Note);
                mutation.Audit("assessment.related_person.ended", Subject, stored.Id, request.Reason.Code(), stored.PersonId);
                await permissions.DecideAnewAsync(mutation, stored.PersonId);
                return new EndRelatedPersonResponse { RelatedPerson = stored.ToMessage() };
            },
            async (session, id) => new EndRelatedPersonResponse { RelatedPerson = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<RelatedPerson> GetRelatedPerson(GetRelatedPersonRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.RelatedPersonId)));

    /// <inheritdoc/>
    public override Task<ListRelatedPeopleResponse> ListRelatedPeople(ListRelatedPeopleRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"related-people:{personId}");
            var (rows, next) = page.Split(await RelatedPersonStore.ListAsync(session, personId, page), row => row.Id);
            return new ListRelatedPeopleResponse { RelatedPeople = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<AdviseOnAdvocacyResponse> AdviseOnAdvocacy(AdviseOnAdvocacyRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var agreed = await RelatedPersonStore.AgreedAsync(session, personId);
            var duties = AdvocacyDuties.Of(new AdvocacyFacts(
                request.SubstantialDifficulty,
                request.AppropriateSupporter,
                request.SeriousTreatmentOrMove,
                (await CapacityStore.CurrentAsync(session, personId)).Lacks(CapacityDecision.Plan),
                await Representatives.MayDecideAsync(session, personId, CapacityDecision.Plan),
                (await LegalStatusStore.FactsAsync(session, personId)).LegalStatuses,
                session.Today));
            foreach (var duty in duties)
                duty.RelatedPersonId = agreed.FirstOrDefault(related => related.AdvocateRole == duty.Role)?.RelatedPersonId ?? "";
            return new AdviseOnAdvocacyResponse { Duties = { duties } };
        });

    private static async Task<RelatedPerson> ShowAsync(Session session, Guid id)
    {
        var related = await RelatedPersonStore.GetAsync(session, id);
        session.AuditRead(Subject, id, related.PersonId);
        return related.ToMessage();
    }

    /// <summary>The record in the version that the caller has seen, and nobody else changes what it must fit.</summary>
    private static async Task<RelatedPersonRow> CurrentAsync(Mutation mutation, string id, string etag)
    {
        var expected = Etag.Parse(etag);
        var seen = await RelatedPersonStore.GetAsync(mutation, Guid.Parse(id));
        await PersonStore.LockOneAsync(mutation, seen.PersonId);
        var current = await RelatedPersonStore.GetAsync(mutation, seen.Id);
        if (current.Version != expected)
            throw Refusal.EtagMismatch(current.Version);
        return current.State is "ENDED"
            ? throw Refusal.Rule("RELATED_PERSON_ENDED", "Their part has ended: propose them anew.", null, ("related_person_id", current.Id))
            : current;
    }

    private static Task<RelatedPersonRow> DecidedAsync(Mutation mutation, RelatedPersonRow current, RelatedPerson related)
    {
        if (related.SecondPersonRules.Count is 0)
            return RelatedPersonStore.AgreeAsync(mutation, current);
        if (current.FirstAgreedBy is null)
            return RelatedPersonStore.ReferAsync(mutation, current);
        return current.FirstAgreedBy == mutation.Caller.Subject
            ? throw Refusal.Rule("CHECKER_IS_MAKER", "Somebody who is also paid from the budget is agreed to by a second person.", "DOMAIN 0, A7")
            : RelatedPersonStore.AgreeAsync(mutation, current);
    }

    private static async Task<AgreementFacts> FactsAsync(Mutation mutation, Guid personId) => new(
        mutation.Today,
        (await PersonStore.GetAsync(mutation, personId)).BirthDate,
        (await CapacityStore.CurrentAsync(mutation, personId)).Lacks(CapacityDecision.ConsentToDirectPayment),
        await RelatedPersonStore.AgreedAsync(mutation, personId));

    private static bool IsSameButContact(RelatedPerson before, RelatedPerson after)
    {
        var (one, other) = (RelatedPersonRow.Given(before), RelatedPersonRow.Given(after));
        one.Contact = other.Contact = "";
        return one.Equals(other);
    }

    private static void RequireSameKind(RelatedPerson before, RelatedPerson after)
    {
        if (before.Kind != after.Kind)
            throw Refusal.Invalid(new Violation("related_person.kind", "IMMUTABLE", "A record keeps its kind: end it and propose another."));
    }

    private static void Require(RelatedPerson related, DateOnly today)
    {
        Refusal.ThrowIfAny(RelatedPersonChecks.Faults(related, today));
    }
}
