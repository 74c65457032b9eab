using System.Globalization;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>In programmes and on days of its own: a policy in force is part of every later decision of its programme.</summary>
[Collection<AssessmentCollection>]
public sealed class Publishing_a_discretionary_policy(AssessmentService assessment)
{
    private Metadata Sue => assessment.Service.As("sue", programme: "south");

    [Fact]
    public async Task gives_a_policy_that_can_be_read_and_listed_and_no_second_one_from_the_same_day()
    {
        var policy = await PublishedAsync("2190-04-01", assessment.Ann);

        Assert.Equal(policy, await assessment.DiscretionaryPolicies.GetDiscretionaryPolicyAsync(
            new GetDiscretionaryPolicyRequest { DiscretionaryPolicyId = policy.DiscretionaryPolicyId }, assessment.Ann));
        Assert.Contains(policy, (await assessment.DiscretionaryPolicies.ListDiscretionaryPoliciesAsync(new ListDiscretionaryPoliciesRequest(), assessment.Ann)).DiscretionaryPolicies);
        await Publish("2190-04-01", assessment.Ann).RefusedAsync(StatusCode.AlreadyExists, "DISCRETIONARY_POLICY_EXISTS");
        Assert.Equal("DISCRETIONARY_POLICY_NOT_FOUND", (await RefusedCall.OfAsync(assessment.DiscretionaryPolicies.GetDiscretionaryPolicyAsync(
            new GetDiscretionaryPolicyRequest { DiscretionaryPolicyId = policy.DiscretionaryPolicyId }, Sue))).Reason);
    }

    [Fact]
    public async Task is_refused_for_a_day_that_is_past() =>
        Assert.Equal(["discretionary_policy.valid_from"], (await RefusedCall.OfAsync(Publish("2020-04-01", assessment.Ann))).Fields);

    [Fact]
    public async Task is_part_of_decisions_from_its_first_day_and_of_their_replay()
    {
        var policy = await PublishedAsync(Today(), Sue, youngest: 120);
        var person = await assessment.People.CreatePersonAsync(new CreatePersonRequest { Person = NewPerson(), RequestId = NewRequestId() }, Sue);
        var health = Complete();
        health.Health = new HealthFacts { DiscretionaryBenefit = true, WheelchairServices = true };
        var draft = await assessment.Assessments.CreateAssessmentAsync(
            new CreateAssessmentRequest { PersonId = person.PersonId, Assessment = health, RequestId = NewRequestId() }, Sue);
        await assessment.Assessments.SignAssessmentAsync(
            new SignAssessmentRequest { AssessmentId = draft.AssessmentId, Etag = draft.Etag, RequestId = NewRequestId() }, Sue);

        var decision = (await assessment.Eligibility.DecideEligibilityAsync(
            new DecideEligibilityRequest { AssessmentId = draft.AssessmentId, RequestId = NewRequestId() }, Sue)).EligibilityDecision;

        Assert.Equal(policy.DiscretionaryPolicyId, decision.DiscretionaryPolicyId);
        Assert.Contains("DISCRETIONARY_POLICY_NOT_MET", decision.Outcomes[^1].ReasonCodes);
        Assert.True((await assessment.Eligibility.ReplayEligibilityDecisionAsync(
            new ReplayEligibilityDecisionRequest { EligibilityDecisionId = decision.EligibilityDecisionId }, Sue)).Agrees);
        Assert.Contains((await assessment.Explanations.GetExplanationAsync(new GetExplanationRequest { AssessmentId = draft.AssessmentId }, Sue)).Sections
            .SelectMany(section => section.Paragraphs), paragraph => paragraph.StartsWith("You do not fit the local rule", StringComparison.Ordinal));
    }

    private string Today() => assessment.Service.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<DiscretionaryPolicy> PublishedAsync(string validFrom, Metadata caller, int youngest = 0) => await Publish(validFrom, caller, youngest);

    private AsyncUnaryCall<DiscretionaryPolicy> Publish(string validFrom, Metadata caller, int youngest = 0) =>
        assessment.DiscretionaryPolicies.CreateDiscretionaryPolicyAsync(
            new CreateDiscretionaryPolicyRequest
            {
                DiscretionaryPolicy = new DiscretionaryPolicy { ValidFrom = validFrom, Title = "every care cluster but 1 and 2", Source = "Board paper 12", ExcludedClusters = { 1, 2 }, MinimumAge = youngest },
                RequestId = NewRequestId(),
            },
            caller);
}
