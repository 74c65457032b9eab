using Grpc.Core;
using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.Charging.Policies;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Platform.Validation;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

/// <summary>
/// The contract's FinancialAssessmentsService: what changes here, what is read in the other file. The audit and the events of it name ids alone: what a person
/// has is in the table and in the answers to those with this service's permissions, and nowhere else.
/// </summary>
internal sealed partial class FinancialAssessmentsApi(UnitOfWork work, PersonStandingStore people, AgeTriggersService.AgeTriggersServiceClient ageTriggers)
    : FinancialAssessmentsService.FinancialAssessmentsServiceBase
{
    private const string Subject = "FINANCIAL_ASSESSMENT";

    /// <inheritdoc/>
    public override async Task<FinancialAssessment> CreateFinancialAssessment(CreateFinancialAssessmentRequest request, ServerCallContext context)
    {
        var personId = Guid.Parse(request.PersonId);
        var ages = await AgesAsync(personId, context);
        return await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (assessment, correctsId) = (request.FinancialAssessment, Ids.ParseOptional(request.FinancialAssessment.CorrectsFinancialAssessmentId));
                var person = await people.LockAsync(mutation, personId);
                if (correctsId is { } corrected)
                    await RequireStandingAsync(mutation, corrected, personId);
                var sound = Sound(assessment, ages, person);
                var id = mutation.NewId();
                await FinancialAssessmentStore.InsertAsync(mutation, id, personId, sound, correctsId);
                mutation.Audit("allocation.financial_assessment.drafted", Subject, id, personId: personId);
                return (await FinancialAssessmentStore.GetAsync(mutation, id)).ToMessage();
            },
            ShowAsync);
    }

    /// <inheritdoc/>
    public override async Task<FinancialAssessment> UpdateFinancialAssessment(UpdateFinancialAssessmentRequest request, ServerCallContext context)
    {
        var id = Guid.Parse(request.FinancialAssessmentId);
        var personId = await PersonOfAsync(id, context);
        var ages = await AgesAsync(personId, context);
        return await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var person = await people.LockAsync(mutation, personId);
                var draft = await LockDraftAsync(mutation, id, request.Etag);
                var before = draft.ToMessage();
                // The age follows from the day, which may change: a caller who says nothing of it does not insist on the one of before.
                if (before.Means is { } known)
                    known.Circumstances.AgeGroup = AgeGroup.Unspecified;
                var updated = ResourceUpdate.Apply(before, request.FinancialAssessment, request.UpdateMask);
                updated.CorrectsFinancialAssessmentId = before.CorrectsFinancialAssessmentId;
                await FinancialAssessmentStore.UpdateAsync(mutation, id, Sound(updated, ages, person));
                mutation.Audit("allocation.financial_assessment.changed", Subject, id, personId: personId);
                return (await FinancialAssessmentStore.GetAsync(mutation, id)).ToMessage();
            },
            ShowAsync);
    }

    /// <inheritdoc/>
    public override async Task<CompleteFinancialAssessmentResponse> CompleteFinancialAssessment(CompleteFinancialAssessmentRequest request, ServerCallContext context)
    {
        var id = Guid.Parse(request.FinancialAssessmentId);
        var personId = await PersonOfAsync(id, context);
        var ages = await AgesAsync(personId, context);
        return await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var person = await people.LockAsync(mutation, personId);
                var draft = await LockDraftAsync(mutation, id, request.Etag);
                var facts = draft.ToMessage();
                // The birth date may have been corrected since the draft.
                if (facts.Means is { } means)
                    means.Circumstances.AgeGroup = AgeGroup.Unspecified;
                facts = Sound(facts, ages, person);
                if (draft.CorrectsId is { } corrected)
                {
                    await RequireStandingAsync(mutation, corrected, personId);
                    await FinancialAssessmentStore.MarkCorrectedAsync(mutation, corrected);
                }

                await RequireFreeDayAsync(mutation, personId, draft.EffectiveFrom);
                var terms = Terms.Of(draft.EffectiveFrom, await ChargingPolicyStore.InForceAsync(mutation, draft.EffectiveFrom));
                var calculation = Assessing.Of(facts, terms);
                await FinancialAssessmentStore.CompleteAsync(mutation, id, facts, calculation, Assessing.ReviewDate(facts, ages, terms), terms);
                mutation.Audit("allocation.financial_assessment.completed", Subject, id, personId: personId);
                return new CompleteFinancialAssessmentResponse { FinancialAssessment = (await FinancialAssessmentStore.GetAsync(mutation, id)).ToMessage() };
            },
            async (session, replayed) => new CompleteFinancialAssessmentResponse { FinancialAssessment = await ShowAsync(session, replayed) });
    }

    /// <summary>The assessment without faults and with the person's age.</summary>
    /// <exception cref="Refusal">FIELD_INVALID; CHARGING_RATES_MISSING; PERSON_DIED.</exception>
    private static FinancialAssessment Sound(FinancialAssessment assessment, Ages ages, PersonStanding person)
    {
        var first = Dates.Parse(assessment.EffectiveFrom);
        var group = ages.GroupOn(first);
        Refusal.ThrowIfAny(FinancialAssessmentChecks.Faults(assessment, group));
        // What was owed until a death is still worked out; nothing is charged for after it.
        if (person.DeathDate < first)
            throw Refusal.Rule("PERSON_DIED", "The person died before the first day of the assessment.", "DOMAIN 0, A14", ("person_id", person.PersonId));
        Rates.RateTables.InForce(first);
        var sound = assessment.Clone();
        if (sound.Means is { } means)
            means.Circumstances.AgeGroup = group;
        return sound;
    }

    private static async Task<FinancialAssessmentRow> LockDraftAsync(Mutation mutation, Guid id, string etag)
    {
        var expected = Etag.Parse(etag);
        var row = await FinancialAssessmentStore.LockAsync(mutation, id);
        if (!row.IsDraft)
            throw Refusal.Rule("FINANCIAL_ASSESSMENT_COMPLETED", "A completed assessment never changes: correct it by another.", null, ("financial_assessment_id", id));
        return row.Version == expected ? row : throw Refusal.EtagMismatch(row.Version);
    }

    /// <summary>Makes sure that an assessment is the person's and stands; locked until the work ends.</summary>
    private async Task RequireStandingAsync(Mutation mutation, Guid id, Guid personId)
    {
        var row = await FinancialAssessmentStore.LockAsync(mutation, id);
        if (!(await people.IdsAsync(mutation, personId)).Contains(row.PersonId))
            throw Refusal.NotFound("FINANCIAL_ASSESSMENT", id);
        if (!row.Stands)
            throw NotCompleted(row);
    }

    private async Task RequireFreeDayAsync(Mutation mutation, Guid personId, DateOnly day)
    {
        if (await FinancialAssessmentStore.FindOfDayAsync(mutation, await people.IdsAsync(mutation, personId), day) is { } other)
        {
            throw Refusal.Rule(
                "FINANCIAL_ASSESSMENT_OVERLAPS", "Another assessment of the person begins on the same day: correct that one.", null,
                ("financial_assessment_id", other), ("effective_from", Dates.Text(day)));
        }
    }

    /// <summary>The days on which the person's age matters, from Assessment and before any lock is held.</summary>
    /// <exception cref="RpcException">PERSON_NOT_FOUND, and whatever else Assessment says.</exception>
    private async Task<Ages> AgesAsync(Guid personId, ServerCallContext context) => Ages.Of(await ageTriggers.GetAgeTriggersAsync(
        new GetAgeTriggersRequest { PersonId = personId.ToString() }, cancellationToken: context.CancellationToken));

    private Task<Guid> PersonOfAsync(Guid id, ServerCallContext context) => work.ReadAsync(context, async session =>
    {
        var personId = (await FinancialAssessmentStore.GetAsync(session, id)).PersonId;
        session.AuditRead(Subject, id, personId);
        return personId;
    });

    private static Refusal NotCompleted(FinancialAssessmentRow row) => Refusal.Rule(
        "FINANCIAL_ASSESSMENT_NOT_COMPLETED", "The assessment is not one that was completed and stands.", null, ("financial_assessment_id", row.Id), ("state", row.State));
}
