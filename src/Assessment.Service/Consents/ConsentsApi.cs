using Grpc.Core;
using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Consents;

/// <summary>The contract's ConsentsService.</summary>
internal sealed class ConsentsApi(UnitOfWork work, DirectPaymentPermissions permissions) : ConsentsService.ConsentsServiceBase
{
    private const string Subject = "CONSENT", Prompt = "CONSENT_PROMPT";

    /// <inheritdoc/>
    public override Task<Consent> CreateConsent(CreateConsentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var personId = Guid.Parse(request.PersonId);
                var person = await PersonStore.RequireLivingAsync(mutation, personId);
                Refusal.ThrowIfAny(ConsentRules.Faults(request.Consent, mutation.Today));
                ConsentRules.RequireMayGive(
                    request.Consent,
                    Age.InYears(person.BirthDate, mutation.Today),
                    await CapacityStore.CurrentAsync(mutation, personId),
                    await Representatives.ActingAsync(mutation, personId));

                var id = mutation.NewId();
                await ConsentStore.InsertAsync(mutation, id, personId, request.Consent);
                mutation.Audit("assessment.consent.recorded", Subject, id, personId: personId);
                await permissions.DecideAnewAsync(mutation, personId);
                return (await ConsentStore.GetAsync(mutation, id)).ToMessage(mutation.Today);
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<WithdrawConsentResponse> WithdrawConsent(WithdrawConsentRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var expected = Etag.Parse(request.Etag);
                var seen = await ConsentStore.GetAsync(mutation, Guid.Parse(request.ConsentId));
                await PersonStore.RequireLivingAsync(mutation, seen.PersonId);
                var current = await ConsentStore.GetAsync(mutation, seen.Id);
                if (current.WithdrawnAt is not null)
                    throw Refusal.Rule("CONSENT_WITHDRAWN", "The consent is withdrawn already.", null, ("consent_id", current.Id));
                if (current.Version != expected)
                    throw Refusal.EtagMismatch(current.Version);
                ConsentRules.RequireMayWithdraw(
                    current.ToMessage(mutation.Today), request.WithdrawnBy, await CapacityStore.CurrentAsync(mutation, current.PersonId));

                var withdrawn = await Withdrawals.WithdrawAsync(mutation, current.Id, request.WithdrawnBy, request.Reason);
                await permissions.DecideAnewAsync(mutation, current.PersonId);
                return new WithdrawConsentResponse { Consent = withdrawn.ToMessage(mutation.Today) };
            },
            async (session, id) => new WithdrawConsentResponse { Consent = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<Consent> GetConsent(GetConsentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.ConsentId)));

    /// <inheritdoc/>
    public override Task<ListConsentsResponse> ListConsents(ListConsentsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"consents:{personId}");
            var (rows, next) = page.Split(await ConsentStore.ListAsync(session, personId, page), row => row.Id);
            return new ListConsentsResponse { Consents = { rows.Select(row => row.ToMessage(session.Today)) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<AnswerConsentPromptResponse> AnswerConsentPrompt(AnswerConsentPromptRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var expected = Etag.Parse(request.Etag);
                var seen = await ConsentPromptStore.GetAsync(mutation, Guid.Parse(request.ConsentPromptId));
                await PersonStore.RequireLivingAsync(mutation, seen.PersonId);
                var current = await ConsentPromptStore.GetAsync(mutation, seen.Id);
                if (current.State is not "OPEN")
                    throw Refusal.Rule("PROMPT_ANSWERED", "This is not asked any more.", null, ("state", current.State));
                if (current.Version != expected)
                    throw Refusal.EtagMismatch(current.Version);

                var answered = await ConsentPromptStore.AnswerAsync(
                    mutation, current.Id, request.Keeps ? ConsentPromptState.Kept : ConsentPromptState.Stopped);
                mutation.Audit("assessment.consent_prompt.answered", Prompt, current.Id, answered.State, current.PersonId);
                await PromptAnswers.ApplyAsync(mutation, answered.ToMessage(), request.Method);
                await permissions.DecideAnewAsync(mutation, current.PersonId);
                return new AnswerConsentPromptResponse { ConsentPrompt = answered.ToMessage() };
            },
            async (session, id) => new AnswerConsentPromptResponse { ConsentPrompt = await ShowPromptAsync(session, id) });

    /// <inheritdoc/>
    public override Task<ConsentPrompt> GetConsentPrompt(GetConsentPromptRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowPromptAsync(session, Guid.Parse(request.ConsentPromptId)));

    /// <inheritdoc/>
    public override Task<ListConsentPromptsResponse> ListConsentPrompts(ListConsentPromptsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"consent-prompts:{personId}");
            var (rows, next) = page.Split(await ConsentPromptStore.ListAsync(session, personId, page), row => row.Id);
            return new ListConsentPromptsResponse { ConsentPrompts = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    private static async Task<Consent> ShowAsync(Session session, Guid id)
    {
        var consent = await ConsentStore.GetAsync(session, id);
        session.AuditRead(Subject, id, consent.PersonId);
        return consent.ToMessage(session.Today);
    }

    private static async Task<ConsentPrompt> ShowPromptAsync(Session session, Guid id)
    {
        var prompt = await ConsentPromptStore.GetAsync(session, id);
        session.AuditRead(Prompt, id, prompt.PersonId);
        return prompt.ToMessage();
    }
}
