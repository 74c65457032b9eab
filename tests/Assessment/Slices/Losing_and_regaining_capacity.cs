using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AroundAPerson;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>DOMAIN 0, A8.</summary>
[Collection<AssessmentCollection>]
public sealed class Losing_and_regaining_capacity(AssessmentService assessment)
{
    private readonly AroundAPerson _around = new(assessment);

    [Fact]
    public async Task is_told_to_others_with_what_follows_and_kept_as_a_history()
    {
        var (personId, _, _) = await _around.PermittedAsync();

        var lost = await _around.Find(personId, CapacityOutcome.LacksCapacity);
        Assert.Equal(
            [CapacityConsequence.RepresentativeNeeded, CapacityConsequence.ReviewNeeded, CapacityConsequence.ManagedMeanwhile], lost.Consequences);
        Assert.Contains("\"hasCapacity\": false", Assert.Single(await assessment.Service.EventsAsync<CapacityChanged>(lost.CapacityFindingId)));
        Assert.Equal((false, true), ((await _around.Permission(personId)).Permitted, (await _around.Permission(personId)).Routes[0].MustStop));

        var again = await _around.Find(personId, CapacityOutcome.LacksCapacity, "2026-05-06");
        Assert.Empty(again.Consequences);
        Assert.Empty(await assessment.Service.EventsAsync<CapacityChanged>(again.CapacityFindingId));
        Assert.Equal([lost, again], (await _around.Capacity.ListCapacityFindingsAsync(new ListCapacityFindingsRequest { PersonId = personId }, _around.Ann)).CapacityFindings);
        Assert.Equal(lost, await _around.Capacity.GetCapacityFindingAsync(new GetCapacityFindingRequest { CapacityFindingId = lost.CapacityFindingId }, _around.Ann));
    }

    [Fact]
    public async Task lets_a_representative_decide_meanwhile_and_the_person_be_asked_afterwards()
    {
        var (personId, deputy, prompt) = await RegainedAsync();
        Assert.Equal((CapacityDecision.ConsentToDirectPayment, ConsentPromptCause.CapacityRegained), (prompt.Decision, prompt.Cause));

        // Until the person answers, what the representative decided goes on.
        var meanwhile = (await _around.Permission(personId)).Routes[0];
        Assert.Equal((true, DirectPaymentRecipient.Representative, deputy.RelatedPersonId), (meanwhile.Permitted, meanwhile.Recipient, meanwhile.RecipientId));

        var kept = (await Answer(prompt, keeps: true)).ConsentPrompt;
        Assert.Equal(ConsentPromptState.Kept, kept.State);
        Assert.Equal(DirectPaymentRecipient.Person, (await _around.Permission(personId)).Routes[0].Recipient);
        Assert.Equal("PROMPT_ANSWERED", (await RefusedCall.OfAsync(Answer(kept, keeps: false))).Reason);
    }

    [Fact]
    public async Task stops_what_the_representative_decided_where_the_person_does_not_want_it()
    {
        var (personId, _, prompt) = await RegainedAsync();

        await Answer(prompt, keeps: false);

        Assert.Equal((false, true), ((await _around.Permission(personId)).Permitted, (await _around.Permission(personId)).Routes[0].MustStop));
        var consents = (await _around.Consents.ListConsentsAsync(new ListConsentsRequest { PersonId = personId }, _around.Ann)).Consents;
        Assert.All(consents, consent => Assert.Equal(ConsentState.Withdrawn, consent.State));
        Assert.Single(await assessment.Service.EventsAsync<ConsentWithdrawn>(Assert.Single(consents).ConsentId));
    }

    [Fact]
    public async Task lets_the_question_lapse_when_capacity_is_lost_again()
    {
        var (personId, _, prompt) = await RegainedAsync();

        await _around.Find(personId, CapacityOutcome.LacksCapacity, "2026-05-20");

        var lapsed = await _around.Consents.GetConsentPromptAsync(new GetConsentPromptRequest { ConsentPromptId = prompt.ConsentPromptId }, _around.Ann);
        Assert.Equal(ConsentPromptState.Lapsed, lapsed.State);
        Assert.Equal("PROMPT_ANSWERED", (await RefusedCall.OfAsync(Answer(lapsed, keeps: true))).Reason);
    }

    [Fact]
    public async Task is_refused_for_what_has_not_happened_and_for_a_childs_direct_payment()
    {
        var adult = (await assessment.RegisteredAsync()).PersonId;
        var child = (await assessment.RegisteredAsync(NewPerson(birthDate: "2015-01-01"))).PersonId;

        Assert.Equal(["capacity_finding.assess_date"], (await RefusedCall.OfAsync(_around.Find(adult, CapacityOutcome.LacksCapacity, "2199-01-01"))).Fields);
        Assert.Equal("CHILD_UNDER_16", (await RefusedCall.OfAsync(_around.Find(child, CapacityOutcome.LacksCapacity))).Reason);
    }

    private async Task<(string PersonId, RelatedPerson Deputy, ConsentPrompt Prompt)> RegainedAsync()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        await _around.Find(personId, CapacityOutcome.LacksCapacity);
        var deputy = await _around.AgreedAsync(personId, Representative(Authority.Deputy));
        await _around.Consent(personId, deputy.RelatedPersonId);
        Assert.Equal(DirectPaymentRecipient.Representative, (await _around.Decide(personId)).DirectPaymentPermission.Routes[0].Recipient);

        Assert.Equal([CapacityConsequence.AskPerson], (await _around.Find(personId, CapacityOutcome.HasCapacity, "2026-05-10")).Consequences);
        var prompts = await _around.Consents.ListConsentPromptsAsync(new ListConsentPromptsRequest { PersonId = personId }, _around.Ann);
        return (personId, deputy, Assert.Single(prompts.ConsentPrompts));
    }

    private AsyncUnaryCall<AnswerConsentPromptResponse> Answer(ConsentPrompt prompt, bool keeps) => _around.Consents.AnswerConsentPromptAsync(
        new AnswerConsentPromptRequest { ConsentPromptId = prompt.ConsentPromptId, Keeps = keeps, Method = ConsentMethod.Spoken, Etag = prompt.Etag, RequestId = NewRequestId() },
        _around.Ann);
}
