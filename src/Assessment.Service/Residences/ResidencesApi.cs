using Grpc.Core;
using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>The contract's ResidencesService.</summary>
internal sealed class ResidencesApi(UnitOfWork work) : ResidencesService.ResidencesServiceBase
{
    private const string Subject = "RESIDENCE", ContinuitySubject = "PLAN_CONTINUITY";

    /// <inheritdoc/>
    public override Task<Residence> CreateResidence(CreateResidenceRequest request, ServerCallContext context)
    {
        var (personId, added) = (Guid.Parse(request.PersonId), request.Residence);
        return work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                await PersonStore.LockAsync(mutation, personId);
                var person = await PersonStore.GetAsync(mutation, personId);
                Violation[] faults =
                [
                    .. ResidenceChecks.Faults(added, person.BirthDate, mutation.Today),
                    .. await ResidenceChecks.OrganisationFaultsAsync(mutation, added),
                ];
                if (faults.Length > 0)
                    throw Refusal.Invalid(faults);
                var recorded = await ResidenceStore.AllAsync(mutation, personId);
                ResidenceChecks.RequireFitting(added, recorded);

                var id = mutation.NewId();
                await ResidenceStore.InsertAsync(mutation, id, personId, added);
                mutation.Audit("assessment.residence.recorded", Subject, id, personId: personId);
                await FollowMoveAsync(mutation, id, added, personId, recorded);
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
        work.ReadAsync(context, async session =>
            (await PlanContinuityStore.GetAsync(session, Guid.Parse(request.PersonId), Guid.Parse(request.PlanContinuityId))).ToMessage());

    /// <inheritdoc/>
    public override Task<ListPlanContinuitiesResponse> ListPlanContinuities(ListPlanContinuitiesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"plan-continuities:{personId}");
            var (rows, next) = page.Split(await PlanContinuityStore.ListAsync(session, personId, page), row => row.Id);
            return new ListPlanContinuitiesResponse { PlanContinuities = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ClosePlanContinuityResponse> ClosePlanContinuity(ClosePlanContinuityRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var (personId, id, expected) = (Guid.Parse(request.PersonId), Guid.Parse(request.PlanContinuityId), Etag.Parse(request.Etag));
            Guid? assessmentId = request.AssessmentId is "" ? null : Guid.Parse(request.AssessmentId);
            if (assessmentId is not null && request.End is not PlanContinuityEnd.Assessed)
                throw Refusal.Invalid(new Violation("assessment_id", "NOT_OF_THIS_KIND", "Only where the new council has assessed."));
            var current = await PlanContinuityStore.GetAsync(mutation, personId, id);
            if (assessmentId is { } named)
                await RequireAssessedAsync(mutation, named, current);

            var closed = await PlanContinuityStore.CloseAsync(mutation, personId, id, expected, request.End, assessmentId);
            mutation.Audit("assessment.plan_continuity.closed", ContinuitySubject, id, request.End.Code(), personId);
            return new ClosePlanContinuityResponse { PlanContinuity = closed.ToMessage() };
        });

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
    private static async Task FollowMoveAsync(Mutation mutation, Guid id, Residence added, Guid personId, IReadOnlyList<Residence> recorded)
    {
        var places = await ResidenceStore.AllAsync(mutation, personId);
        var successions = new SuccessorCodes(await OrganisationStore.SuccessionsOfAsync(
            mutation, [.. places.SelectMany(place => new[] { place.Council, place.IntegratedCareBoard }).Distinct()]));
        var (before, after) = (new ResidenceHistory(recorded), new ResidenceHistory(places));
        var (from, to) = (Responsible.On(mutation.Today, before, successions), Responsible.On(mutation.Today, after, successions));
        if (before.Current.Count > 0 && from != to && to.Council is not "" && to.IntegratedCareBoard is not "")
        {
            mutation.Publish(
                new PersonMoved
                {
                    Programme = mutation.Programme,
                    SubjectId = id.ToString(),
                    SubjectVersion = 1,
                    OccurredAt = mutation.Now,
                    PersonId = personId.ToString(),
                    MoveDate = ResidenceHistory.Start(added),
                    FromCouncil = from.Council,
                    ToCouncil = to.Council,
                    FromIntegratedCareBoard = from.IntegratedCareBoard,
                    ToIntegratedCareBoard = to.IntegratedCareBoard,
                },
                id.ToString());
        }

        var move = Move.LatestOf(after, successions);
        if (move == Move.LatestOf(before, successions))
            return;
        var end = added.ReplacesResidenceId is "" ? PlanContinuityEnd.MovedOn : PlanContinuityEnd.Corrected;
        if (await PlanContinuityStore.CloseOpenAsync(mutation, personId, end) is { } closed)
            mutation.Audit("assessment.plan_continuity.closed", ContinuitySubject, closed, end.Code(), personId);
        var continuityId = mutation.NewId();
        if (move is not null && await PlanContinuityStore.OpenAsync(mutation, continuityId, personId, id, move))
            mutation.Audit("assessment.plan_continuity.opened", ContinuitySubject, continuityId, personId: personId);
    }

    private static async Task<Residence> ShowAsync(Session session, Guid personId, Guid id)
    {
        var residence = await ResidenceStore.GetAsync(session, personId, id);
        session.AuditRead(Subject, id, personId: personId);
        return residence.ToMessage();
    }
}
