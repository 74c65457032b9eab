using Grpc.Core;
using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>The contract's ResidencesService.</summary>
internal sealed class ResidencesApi(UnitOfWork work) : ResidencesService.ResidencesServiceBase
{
    private const string Subject = "RESIDENCE";

    /// <inheritdoc/>
    public override Task<Residence> CreateResidence(CreateResidenceRequest request, ServerCallContext context)
    {
        var (personId, added) = (Guid.Parse(request.PersonId), request.Residence);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var person = added.RecordedInError
                    ? await PersonStore.LockOneAsync(mutation, personId)
                    : await PersonStore.RequireAliveOnAsync(mutation, personId, ResidenceHistory.Start(added));
                Violation[] faults =
                [
                    .. ResidenceChecks.Faults(added, person.BirthDate, mutation.Today),
                    .. await ResidenceChecks.OrganisationFaultsAsync(mutation, added),
                ];
                Refusal.ThrowIfAny(faults);
                var recorded = await ResidenceStore.AllAsync(mutation, personId);
                ResidenceChecks.RequireFitting(added, recorded);

                var id = mutation.NewId();
                await ResidenceStore.InsertAsync(mutation, id, personId, added);
                mutation.Audit("assessment.residence.recorded", Subject, id, personId: personId);
                await FollowMoveAsync(mutation, id, added, person, recorded);
                return (await ResidenceStore.GetAsync(mutation, personId, id)).ToMessage();
            },
            (session, id) => ShowAsync(session, personId, id));
    }

    /// <inheritdoc/>
    public override Task<Residence> GetResidence(GetResidenceRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.PersonId), Guid.Parse(request.ResidenceId)));

    /// <inheritdoc/>
    public override Task<ListResidencesResponse> ListResidences(ListResidencesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"residences:{personId}");
            var (rows, next) = page.Split(await ResidenceStore.ListAsync(session, personId, page), row => row.Id);
            return new ListResidencesResponse { Residences = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<PlanContinuity> GetPlanContinuity(GetPlanContinuityRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowContinuityAsync(session, Guid.Parse(request.PersonId), Guid.Parse(request.PlanContinuityId)));

    /// <inheritdoc/>
    public override Task<ListPlanContinuitiesResponse> ListPlanContinuities(ListPlanContinuitiesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"plan-continuities:{personId}");
            var (rows, next) = page.Split(await PlanContinuityStore.ListAsync(session, personId, page), row => row.Id);
            return new ListPlanContinuitiesResponse { PlanContinuities = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ClosePlanContinuityResponse> ClosePlanContinuity(ClosePlanContinuityRequest request, ServerCallContext context)
    {
        var personId = Guid.Parse(request.PersonId);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected) = (Guid.Parse(request.PlanContinuityId), Etag.Parse(request.Etag));
                var assessmentId = Ids.ParseOptional(request.AssessmentId);
                if (assessmentId is not null && request.End is not PlanContinuityEnd.Assessed)
                    throw Refusal.Invalid(new Violation("assessment_id", "NOT_OF_THIS_KIND", "Only where the new council has assessed."));
                var current = await PlanContinuityStore.GetAsync(mutation, personId, id);
                if (assessmentId is { } named)
                    await RequireAssessedAsync(mutation, named, current);

                var closed = await PlanContinuityStore.CloseAsync(mutation, personId, id, expected, request.End, assessmentId);
                mutation.Audit("assessment.plan_continuity.closed", Moves.ContinuitySubject, id, request.End.Code(), personId);
                return new ClosePlanContinuityResponse { PlanContinuity = closed.ToMessage() };
            },
            async (session, id) => new ClosePlanContinuityResponse { PlanContinuity = await ShowContinuityAsync(session, personId, id) });
    }

    private static async Task RequireAssessedAsync(Mutation mutation, Guid assessmentId, PlanContinuityRow continuity)
    {
        var assessment = await AssessmentStore.GetSignedAsync(mutation, assessmentId);
        if (assessment.PersonId != continuity.PersonId)
            throw Refusal.NotFound("ASSESSMENT", assessmentId);
        if (Dates.Parse(assessment.ToMessage().AssessmentDate) < continuity.MoveDate)
        {
            throw Refusal.Rule(
                "ASSESSMENT_BEFORE_MOVE", "The assessment was made before the person moved: the new council has not assessed by it.", "Care Act 2014 s38",
                ("assessment_id", assessmentId));
        }
    }

    /// <summary>Tells of a move to others, and opens the time in which the new council continues the old plan; closes what the new record overtakes.</summary>
    private static async Task FollowMoveAsync(Mutation mutation, Guid id, Residence added, PersonRow person, IReadOnlyList<Residence> recorded)
    {
        // Nobody moves and no plan goes on after a death: what is recorded then completes the history, by which it is found who was responsible.
        if (person.DeathDate is not null)
            return;
        var (before, after) = (await Whereabouts.OfAsync(mutation, recorded), await Whereabouts.OfAsync(mutation, person.Id));
        Moves.Tell(mutation, person.Id, before, after, ResidenceHistory.Start(added), (id.ToString(), 1));
        if (after.LatestMove == before.LatestMove)
            return;
        await Moves.ContinueAsync(
            mutation, person.Id, id, after.LatestMove, added.ReplacesResidenceId is "" ? PlanContinuityEnd.MovedOn : PlanContinuityEnd.Corrected);
    }

    private static async Task<PlanContinuity> ShowContinuityAsync(Session session, Guid personId, Guid id)
    {
        var continuity = await PlanContinuityStore.GetAsync(session, personId, id);
        session.AuditRead(Moves.ContinuitySubject, id, personId);
        return continuity.ToMessage();
    }

    private static async Task<Residence> ShowAsync(Session session, Guid personId, Guid id)
    {
        var residence = await ResidenceStore.GetAsync(session, personId, id);
        session.AuditRead(Subject, id, personId: personId);
        return residence.ToMessage();
    }
}
