using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>What was worked out from the facts of one record is worked out anew, and told under each id for which it reads otherwise now.</summary>
[Collection<AssessmentCollection>]
public sealed class Facts_that_a_merge_brings_together(AssessmentService assessment)
{
    private const string CouncilA = TestService.Council, BoardA = TestService.IntegratedCareBoard, CouncilB = "E10000014", BoardB = "QRL";

    private readonly AroundAPerson _around = new(assessment);

    [Fact]
    public async Task permit_a_direct_payment_that_one_record_alone_did_not()
    {
        var survivor = (await assessment.RegisteredAsync()).PersonId;
        var refused = (await _around.Decide(survivor)).DirectPaymentPermission;
        var (merged, _, _) = await _around.PermittedAsync();

        await MergeAsync(survivor, merged);

        var now = await _around.Permission(survivor);
        Assert.Equal((false, true), (refused.Permitted, now.Permitted));
        Assert.Equal(now, await _around.Permission(merged));
        Assert.Contains("\"isPermitted\": true", (await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(refused.DirectPaymentPermissionId))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task stop_a_direct_payment_that_a_flag_of_the_other_record_excludes_and_say_so_once()
    {
        var survivor = (await assessment.RegisteredAsync()).PersonId;
        await _around.Flag(survivor);
        var (merged, _, permission) = await _around.PermittedAsync();

        await MergeAsync(survivor, merged);

        var now = await _around.Permission(survivor);
        Assert.Equal((permission.DirectPaymentPermissionId, survivor, false), (now.DirectPaymentPermissionId, now.PersonId, now.Permitted));
        Assert.True(Assert.Single(now.Routes).MustStop);
        var told = await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(permission.DirectPaymentPermissionId);
        Assert.Equal([true, false], told.Select(body => body.Contains("\"isPermitted\": true", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task keep_an_answer_that_both_were_given()
    {
        var (survivor, _, permission) = await _around.PermittedAsync();
        var (merged, _, _) = await _around.PermittedAsync();

        await MergeAsync(survivor, merged);

        Assert.Equal(permission, await _around.Permission(survivor));
        Assert.Single(await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(permission.DirectPaymentPermissionId));
    }

    [Fact]
    public async Task make_other_bodies_responsible_and_the_new_council_continue_the_plan()
    {
        var survivor = (await assessment.RegisteredAsync()).PersonId;
        await assessment.LivingAsync(survivor, Facts.Place("2020-01-01", ResidenceKind.OwnHome, CouncilA, BoardA));
        var merged = (await assessment.RegisteredAsync()).PersonId;
        await assessment.LivingAsync(merged, Facts.Place("2025-04-01", ResidenceKind.OwnHome, CouncilB, BoardB));

        await MergeAsync(survivor, merged);

        var told = Assert.Single(await assessment.Service.EventsAsync<PersonMoved>(survivor));
        Assert.Contains($"\"toCouncil\": \"{CouncilB}\"", told, StringComparison.Ordinal);
        Assert.Contains("\"moveDate\": \"2025-04-01\"", told, StringComparison.Ordinal);
        Assert.Empty(await assessment.Service.EventsAsync<PersonMoved>(merged));
        var continuity = Assert.Single((await assessment.Residences.ListPlanContinuitiesAsync(
            new ListPlanContinuitiesRequest { PersonId = survivor }, assessment.Ann)).PlanContinuities);
        Assert.Equal((CouncilA, CouncilB, PlanContinuityState.Open), (continuity.FromCouncil, continuity.ToCouncil, continuity.State));
        foreach (var id in (string[])[survivor, merged])
        {
            var bodies = await assessment.ResponsibleBodies.GetResponsibleBodiesAsync(new GetResponsibleBodiesRequest { PersonId = id }, assessment.Ann);
            Assert.Equal((survivor, CouncilB, BoardB), (bodies.PersonId, bodies.Council.Organisation, bodies.IntegratedCareBoard.Organisation));
        }
    }

    [Fact]
    public async Task bring_after_care_that_the_other_record_had()
    {
        var survivor = (await assessment.RegisteredAsync()).PersonId;
        var merged = (await assessment.RegisteredAsync()).PersonId;
        await assessment.RecordedAsync(merged, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04"));

        await MergeAsync(survivor, merged);

        Assert.Contains("\"isAftercareInForce\": true", Assert.Single(await assessment.Service.EventsAsync<LegalStatusChanged>(survivor)), StringComparison.Ordinal);
        Assert.Empty(await assessment.Service.EventsAsync<LegalStatusChanged>(merged));
        foreach (var id in (string[])[survivor, merged])
            Assert.True((await assessment.Aftercare.GetAftercareAsync(new GetAftercareRequest { PersonId = id }, assessment.Ann)).InForce);
    }

    [Fact]
    public async Task follow_the_later_finding_of_capacity_and_ask_the_person_again()
    {
        var survivor = (await assessment.RegisteredAsync()).PersonId;
        await _around.Find(survivor, CapacityOutcome.LacksCapacity, "2026-05-04", CapacityDecision.ManageMoney);
        var merged = (await assessment.RegisteredAsync()).PersonId;
        await _around.Find(merged, CapacityOutcome.LacksCapacity, "2026-05-04");
        await _around.Find(survivor, CapacityOutcome.HasCapacity, "2026-05-05");

        await MergeAsync(survivor, merged);

        Assert.Empty(await assessment.Service.EventsAsync<CapacityChanged>(survivor));
        var told = await assessment.Service.EventsAsync<CapacityChanged>(merged);
        Assert.Equal(2, told.Count);
        Assert.Contains(told, body => body.Contains("CONSENT_TO_DIRECT_PAYMENT", StringComparison.Ordinal) && body.Contains("\"hasCapacity\": true", StringComparison.Ordinal));
        Assert.Contains(told, body => body.Contains("MANAGE_MONEY", StringComparison.Ordinal) && body.Contains("\"hasCapacity\": false", StringComparison.Ordinal));
        var prompt = Assert.Single((await _around.Consents.ListConsentPromptsAsync(new ListConsentPromptsRequest { PersonId = survivor }, assessment.Ann)).ConsentPrompts);
        Assert.Equal((CapacityDecision.ConsentToDirectPayment, ConsentPromptState.Open), (prompt.Decision, prompt.State));
    }

    private async Task MergeAsync(string survivor, string merged) => await assessment.Merges.MergePeopleAsync(
        new MergePeopleRequest
        {
            PersonId = survivor,
            MergedPersonId = merged,
            Reason = MergeReason.RegisteredTwice,
            Note = "Same address and birth date.",
            Etag = (await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = survivor }, assessment.Ann)).Etag,
            RequestId = NewRequestId(),
        },
        assessment.Ann);
}
