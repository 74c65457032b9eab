using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.Responsibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.AftercareEndings;

/// <summary>The contract's AftercareService.</summary>
internal sealed class AftercareApi(UnitOfWork work, NoticeIssuing notices, IOptions<AftercareSettings> settings) : AftercareService.AftercareServiceBase
{
    private const string Subject = "AFTERCARE_ENDING";

    /// <inheritdoc/>
    public override Task<Aftercare> GetAftercare(GetAftercareRequest request, ServerCallContext context) => work.ReadAsync(context, async session =>
    {
        var personId = await PersonStore.SurvivorOfAsync(session, Guid.Parse(request.PersonId));
        session.AuditRead("PERSON", personId);
        return Show(await LegalStatusStore.FactsAsync(session, personId), personId.ToString());
    });

    /// <inheritdoc/>
    public override Task<AftercareEnding> CreateAftercareEnding(CreateAftercareEndingRequest request, ServerCallContext context)
    {
        var personId = Guid.Parse(request.PersonId);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                if (Dates.Parse(request.AftercareEnding.ConsultationDate) > mutation.Today)
                    throw Refusal.Invalid(new Violation("aftercare_ending.consultation_date", "NOT_IN_FUTURE", "The person is consulted before the bodies are asked."));
                await PersonStore.RequireLivingAsync(mutation, personId);
                var facts = await ResponsibilityStore.FactsAsync(mutation, personId, settings.Value.InterimCouncilBasisPoints);
                var duty = EndingRules.RequireInForce(facts.Aftercare);
                var (council, board) = RequireBodies(ResponsibleBodiesRule.WorkOut(facts));

                var id = mutation.NewId();
                await AftercareEndingStore.InsertAsync(mutation, id, personId, duty.Detention.LegalStatusId, council, board, request.AftercareEnding);
                mutation.Audit("assessment.aftercare_ending.opened", Subject, id, personId: personId);
                return (await AftercareEndingStore.GetAsync(mutation, personId, id)).ToMessage([]);
            },
            (session, id) => ShowAsync(session, personId, id));
    }

    /// <inheritdoc/>
    public override Task<AftercareEnding> GetAftercareEnding(GetAftercareEndingRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.PersonId), Guid.Parse(request.AftercareEndingId)));

    /// <inheritdoc/>
    public override Task<ListAftercareEndingsResponse> ListAftercareEndings(ListAftercareEndingsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"aftercare-endings:{personId}");
            var (rows, next) = page.Split(await AftercareEndingStore.ListAsync(session, personId, page), row => row.Id);
            var decisions = (await AftercareEndingStore.DecisionsAsync(session, rows.Select(row => row.Id))).ToLookup(decision => decision.EndingId);
            return new ListAftercareEndingsResponse { AftercareEndings = { rows.Select(row => row.ToMessage(decisions[row.Id])) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<DecideAftercareEndingResponse> DecideAftercareEnding(DecideAftercareEndingRequest request, ServerCallContext context)
    {
        var personId = Guid.Parse(request.PersonId);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                await PersonStore.RequireLivingAsync(mutation, personId);
                var (ending, expected) = await ToChangeAsync(mutation, personId, request.AftercareEndingId, request.Etag);
                if (!ending.IsOpen)
                    throw Closed(ending);
                Refusal.ThrowIfAny(EndingRules.Faults(request, ending, mutation.Today));
                var facts = await ResponsibilityStore.FactsAsync(mutation, personId, settings.Value.InterimCouncilBasisPoints);
                var earlier = await AftercareEndingStore.DecisionsAsync(mutation, ending.Id);
                EndingRules.RequireDecidable(ending, request, earlier, mutation.Caller, facts.Programme, facts.Aftercare);

                await AftercareEndingStore.InsertAsync(mutation, new AftercareDecisionRow(
                    ending.Id, request.Body.Code(), request.Satisfied, Dates.Parse(request.DecisionDate), request.Reasons.Trim(), request.WrittenDecisionReference.Trim(),
                    mutation.Caller.Subject, mutation.Now.UtcDateTime));
                var decisions = await AftercareEndingStore.DecisionsAsync(mutation, ending.Id);
                var (state, endDate) = EndingRules.After(decisions, facts.Law, mutation.Today);
                var decided = await AftercareEndingStore.UpdateAsync(mutation, ending, expected, state, endDate);
                mutation.Audit("assessment.aftercare_ending.decided", Subject, ending.Id, state.Code(), personId);
                if (state is AftercareEndingState.Ended)
                {
                    await TellAsync(mutation, decided);
                    foreach (var decision in decisions)
                        await notices.IssueAsync(mutation, NoticeOf(decided, decision));
                }

                return new DecideAftercareEndingResponse { AftercareEnding = decided.ToMessage(decisions) };
            },
            async (session, id) => new DecideAftercareEndingResponse { AftercareEnding = await ShowAsync(session, personId, id) });
    }

    /// <inheritdoc/>
    public override Task<SetAsideAftercareEndingResponse> SetAsideAftercareEnding(SetAsideAftercareEndingRequest request, ServerCallContext context)
    {
        var personId = Guid.Parse(request.PersonId);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                await PersonStore.LockOneAsync(mutation, personId);
                var (ending, expected) = await ToChangeAsync(mutation, personId, request.AftercareEndingId, request.Etag);
                if (Codes.Parse<AftercareEndingState>(ending.State) is AftercareEndingState.NotEnded or AftercareEndingState.SetAside)
                    throw Closed(ending);
                EndingRules.RequireOfEither(ending, mutation.Caller, await ResponsibilityStore.ProgrammeAsync(mutation));

                var setAside = await AftercareEndingStore.UpdateAsync(mutation, ending, expected, AftercareEndingState.SetAside, ending.EndDate, request.Reason.Trim());
                mutation.Audit("assessment.aftercare_ending.set_aside", Subject, ending.Id, personId: personId);
                if (!ending.IsOpen)
                    await TellAsync(mutation, setAside);
                return new SetAsideAftercareEndingResponse { AftercareEnding = setAside.ToMessage(await AftercareEndingStore.DecisionsAsync(mutation, ending.Id)) };
            },
            async (session, id) => new SetAsideAftercareEndingResponse { AftercareEnding = await ShowAsync(session, personId, id) });
    }

    // Call it under the person's lock: a section that is recorded at the same time waits, or is seen.
    private static async Task<(AftercareEndingRow Ending, int Expected)> ToChangeAsync(Mutation mutation, Guid personId, string id, string etag)
    {
        var expected = Etag.Parse(etag);
        var ending = await AftercareEndingStore.GetAsync(mutation, personId, Guid.Parse(id));
        return ending.Version == expected ? (ending, expected) : throw Refusal.EtagMismatch(ending.Version);
    }

    private static Refusal Closed(AftercareEndingRow ending) =>
        Refusal.Rule("AFTERCARE_ENDING_CLOSED", "This ending is closed.", null, ("aftercare_ending_id", ending.Id), ("state", ending.State));

    private static (string Council, string IntegratedCareBoard) RequireBodies(ResponsibleBodies bodies)
    {
        var missing = bodies.AftercareCouncil.Missing.Concat(bodies.AftercareIntegratedCareBoard.Missing).ToArray();
        return missing.Length is 0
            ? (bodies.AftercareCouncil.Organisation, bodies.AftercareIntegratedCareBoard.Organisation)
            : throw Refusal.Rule(
                "S117_BODIES_UNKNOWN", "It is not known which two bodies decide: the responsible bodies say which facts are missing.", "MHA 1983 s117(2)-(3)",
                ("council_found", bodies.AftercareCouncil.Organisation is not ""), ("integrated_care_board_found", bodies.AftercareIntegratedCareBoard.Organisation is not ""));
    }

    private static async Task TellAsync(Mutation mutation, AftercareEndingRow ending) => mutation.Publish(
        new LegalStatusChanged
        {
            Programme = mutation.Programme,
            SubjectId = ending.Id.ToString(),
            SubjectVersion = ending.Version,
            OccurredAt = mutation.Now,
            PersonId = ending.PersonId.ToString(),
            IsAftercareInForce = AftercareRight.Decide(await LegalStatusStore.FactsAsync(mutation, ending.PersonId)).Eligible,
        },
        ending.Id.ToString());

    /// <summary>Each body tells the person by itself, with its own reasons: they complain to each by another route.</summary>
    private static NewNotice NoticeOf(AftercareEndingRow ending, AftercareDecisionRow decision) => new(
        NoticeKind.AftercareEnded, Subject, ending.Id, ending.PersonId, "ENDED", [decision.Reasons],
        decision.Body == AftercareBody.Council.Code() ? NoticeRoute.Council : NoticeRoute.Nhs);

    private static async Task<AftercareEnding> ShowAsync(Session session, Guid personId, Guid id)
    {
        var ending = await AftercareEndingStore.GetAsync(session, personId, id);
        session.AuditRead(Subject, id, personId: personId);
        return ending.ToMessage(await AftercareEndingStore.DecisionsAsync(session, id));
    }

    private static Aftercare Show(AftercareFacts facts, string personId)
    {
        var duties = AftercareDuty.All(facts);
        var outcome = AftercareRight.Decide(facts);
        return new Aftercare
        {
            PersonId = personId,
            Day = Dates.Text(facts.Day),
            InForce = outcome.Eligible,
            Reason = outcome.Reasons[0],
            Duties =
            {
                duties.Select(duty => new AftercareOfDetention
                {
                    LegalStatusId = duty.Detention.LegalStatusId,
                    State = duty.State,
                    BeginDate = Dates.Text(duty.BeganOn),
                    EndDate = Dates.Text(duty.EndedOn),
                }),
            },
            Rule = outcome.Rule,
            RuleVersion = outcome.RuleVersion,
        };
    }
}
