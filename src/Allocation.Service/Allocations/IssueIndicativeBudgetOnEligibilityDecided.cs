using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Impacts;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>
/// Issues an indicative budget when a decision yields needs to meet. The bases are those of the decision, the needs those of
/// the signed assessment. No model in force, or needs that the model says nothing about: the event goes to the error queue
/// with that code, and can be replayed when a model is published. Nothing is issued for a person who has died, nor on a decision whose place
/// another took before this came.
/// </summary>
internal sealed class IssueIndicativeBudgetOnEligibilityDecided(
    AssessmentsService.AssessmentsServiceClient assessments, PersonStandingStore people, IOptions<SplitSettings> split, IOptions<BudgetComponentSettings> policy,
    AllocationMetrics metrics) : IEventConsumer<EligibilityDecided>
{
    private const string Decision = "ELIGIBILITY_DECISION";

    /// <inheritdoc/>
    public async Task ConsumeAsync(EligibilityDecided message, ConsumerWork work)
    {
        if (!message.BudgetGoesAhead)
        {
            await work.MutateAsync(mutation =>
            {
                mutation.Audit("allocation.allocation.not_issued", Decision, Guid.Parse(message.SubjectId), "NOT_ELIGIBLE");
                return Task.CompletedTask;
            });
            return;
        }

        var profile = await assessments.GetNeedsProfileAsync(
            new GetNeedsProfileRequest { AssessmentId = message.AssessmentId }, cancellationToken: work.CancellationToken);
        var issued = false;
        await work.MutateAsync(async mutation => issued = await IssueAsync(mutation, message, profile));
        if (issued)
            metrics.CountIssued(message.Programme);
    }

    private async Task<bool> IssueAsync(Mutation mutation, EligibilityDecided message, NeedsProfile profile)
    {
        var decisionId = Guid.Parse(message.SubjectId);
        var person = await people.LockAsync(mutation, Guid.Parse(message.PersonId));
        if (person.HasDied || await SupersessionStore.IsSupersededAsync(mutation, decisionId))
        {
            mutation.Audit("allocation.allocation.not_issued", Decision, decisionId, person.HasDied ? "PERSON_DIED" : "SUPERSEDED");
            return false;
        }

        var id = mutation.NewId();
        var allocation = new AllocationMessage
        {
            PersonId = message.PersonId,
            AssessmentId = message.AssessmentId,
            EligibilityDecisionId = message.SubjectId,
            Cause = AllocationCause.Decision,
        };
        await WorkOutAsync(mutation, allocation, message, profile);
        if (allocation.Components.Count is 0)
        {
            // A budget of nothing would tell somebody that their needs are worth nothing: none of them is this basis's to meet.
            mutation.Audit("allocation.allocation.not_issued", Decision, decisionId, "NO_NEED_SERVED");
            return false;
        }

        if (!await AllocationStore.TryInsertAsync(mutation, id, allocation))
        {
            mutation.Audit("allocation.allocation.not_issued", Decision, decisionId, "ISSUED_BEFORE");
            return false;
        }

        await StandingBudgetStore.KeepAsync(mutation, message, profile, allocation.Components);
        mutation.Audit("allocation.allocation.issued", "ALLOCATION", id, personId: person.PersonId);
        mutation.Publish(Issuing.Issued(mutation, id, allocation, await BeforeAsync(mutation, message)), id.ToString());
        return true;
    }

    /// <summary>The budget that this one takes the place of. The consumer that ends it may not have come to it yet, so the event is asked first.</summary>
    private static async Task<Guid?> BeforeAsync(Mutation mutation, EligibilityDecided message)
    {
        if (message.SupersededDecisionId is not { } superseded)
            return null;
        var decisionId = Guid.Parse(superseded);
        return await AllocationStore.FindOfDecisionAsync(mutation, decisionId) ?? await SupersessionStore.LastBeforeAsync(mutation, decisionId);
    }

    private async Task WorkOutAsync(Session session, AllocationMessage allocation, EligibilityDecided message, NeedsProfile profile)
    {
        IReadOnlyList<LegalBasis> eligible =
            [.. message.Outcomes.Where(outcome => outcome.Eligible).Select(outcome => Codes.Parse<LegalBasis>(outcome.LegalBasis))];
        var parts = new List<(AllocationComponent Component, AssessedNeeds Needs)>();
        foreach (var use in ModelUse.For(eligible, AssessedNeeds.Of(profile)))
            parts.Add((CompiledModel.For(await ModelStore.InForceAsync(session, use.Kind)).Explain(use.Bases, use.Needs), use.Needs));

        allocation.Components.Add(parts.Select(part => part.Component));
        allocation.AnnualPence = allocation.UnscaledAnnualPence = allocation.Components.Sum(component => component.AnnualPence);
        var personId = Guid.Parse(message.PersonId);
        var terms = (await SplitTermsStore.ReadAsync(session, split.Value, personId)).For(personId);
        BudgetParts.Fill(allocation, FunderWeights.Of(parts, terms, session.Today), policy.Value);
    }
}
